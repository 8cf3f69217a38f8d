"""Ruby on pages: words with their readings as elements, where there can be any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import lxml.html
from markupsafe import Markup, escape

from pipeline import ruby
from pipeline.elements import ATTRIBUTES
from pipeline.outputs import inline
from pipeline.outputs.inline import EXACT, PLAIN
from pipeline.scope import refused
from pipeline.tree import Element, Text
from pipeline.tree.syntax import escape as escaped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipeline.ruby import Ruby
    from pipeline.tree import Edits

_SAID: Final = (*ATTRIBUTES, "content", "value")


def put(body: HtmlElement, language: str) -> None:
    """Make elements of all that is written as ruby on a page; attributes get the words alone."""
    for run in inline.runs(body, language):
        for text in reversed(run):
            if text.prose and "|" in text.text and ruby.of(text.language):
                said = [ruby.base(text.text)] if text.plain else _nodes(text.text)
                text.put(said)
    for element in body.xpath(".//*[@*[contains(., '{') and contains(., '|')]]"):
        near = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        for name in _SAID:
            if said := element.get(name):
                element.set(name, ruby.base_in(said, near[0] if near else language))


def edit(root: Element, language: str, edits: Edits) -> None:
    """Do the same on a page that is made of its own source."""
    if "|" in root.source:
        _edit(root, language, False, edits)


def _edit(element: Element, language: str, plain: bool, edits: Edits) -> None:
    language = element.get("lang") or language
    if ruby.of(language):
        for name in _SAID:
            said = element.get(name)
            if said and (shown := ruby.base(said)) != said:
                edits.set(element, name, shown)
    if element.tag in EXACT or refused(element):
        return
    plain = plain or element.tag in PLAIN
    for child in element.children:
        if isinstance(child, Element):
            _edit(child, language, plain, edits)
        elif isinstance(child, Text) and not child.raw and "|" in child.value and ruby.of(language):
            shown = escaped(ruby.base(child.value)) if plain else str(markup(child.value))
            if child.value != ruby.base(child.value):
                edits.put(child.start, child.end, shown)


def markup(text: str) -> Markup:
    """Return a text as HTML, with elements for its ruby.

    >>> print(markup("{漢字|かんじ}<"))
    <ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>&lt;
    """
    return Markup("").join(
        escape(part) if isinstance(part, str) else _html(part) for part in ruby.read(text)
    )


_PART = Markup("{}<rp>（</rp><rt>{}</rt><rp>）</rp>")


def _html(found: Ruby) -> Markup:
    return Markup("<ruby>{}</ruby>").format(Markup("").join(_PART.format(*p) for p in found.parts))


def _nodes(text: str) -> list[str | HtmlElement]:
    return [part if isinstance(part, str) else _element(part) for part in ruby.read(text)]


def _element(found: Ruby) -> HtmlElement:
    return lxml.html.fragment_fromstring(str(_html(found)))
