"""What holds for every document, said in a few lines, and what a browser shows of a page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from browser_kit import EXACT, collapsed

from pipeline import marks, markup, messages, outputs, readers, tree
from pipeline.errors import ReadError
from pipeline.markup import Piece
from pipeline.model import Place
from pipeline.outputs.pages import Page, Site, SiteSettings
from pipeline.settings import ReadTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Document, Unit
    from pipeline.tree import Element

PAGE, IN_PLACE = ReadTable(), ReadTable(layout="none")
OPTIONS = {
    ".html": (PAGE, IN_PLACE),
    ".md": (PAGE, ReadTable(code=True)),
    ".txt": (PAGE, ReadTable(lines="keep")),
}
"""Settings on reading with which a format is read, the default first."""


def own(html: str, language: str = "en") -> str:
    """Return a page with each unit's own text."""
    texts = [[Piece(unit.text)] for unit in markup.units(html, "a", language)]
    return markup.replace(html, texts, language)


def flat(html: str) -> list[str]:
    """Return the tags and texts of a page in their order, as they mean the same to a browser.

    White space counts as HTML shows it, attributes in any order; comments do not count, for they
    may move inside their block.
    """
    parts: list[str] = []
    for is_text, group in groupby(_parts(tree.parse(html), exact=False), lambda part: part[0]):
        texts = [text for _, text in group if text]
        parts += [collapsed("".join(texts))] if is_text else texts
    return parts


def _parts(element: Element, *, exact: bool) -> Iterator[tuple[bool, str]]:
    """Yield the parts of an element, each with whether it is text that is collapsed."""
    source = element.source
    for node in element.children:
        if isinstance(node, tree.Text):
            yield not exact, node.value
        elif isinstance(node, tree.Element):
            asked = node.get("translate") == "yes"
            yield False, f"<{node.tag} {sorted(_attributes(node))}>"
            yield from _parts(node, exact=not asked and (exact or node.tag in EXACT))
            yield False, source[node.close : node.end]
        elif node.parts:
            yield False, source[node.start : node.end]


def _attributes(element: Element) -> Iterator[str]:
    for name, value in element.attributes.items():
        yield f"{name}={collapsed(value.text).strip(' ')}"


def fault(path: str, data: bytes, options: ReadTable) -> str:
    """Return what is wrong with the way in which a file is read and localised; "" for nothing.

    Whatever else goes wrong is raised.
    """
    try:
        document = readers.read(path, data, options=options)
    except ReadError as error:
        whole = re.fullmatch(rf"{re.escape(path)}(:[1-9]\d*)?: [^\n]+", str(error))
        return "" if whole else f"refused with {str(error)!r}"
    source = messages.cut(document, path, "sentence")
    for unit, parts in zip(source.units, source.parts, strict=True):
        # Raises MarkError if a message is not whole.
        marks.compare(unit.text, unit.text)
        if not parts:
            return f"a unit has no message: {unit.text!r}"
    back = own(document.html, document.language)
    if (before := flat(document.html)) != (after := flat(back)):
        one, two = next(pair for pair in zip_longest(before, after) if len({*pair}) > 1)
        return f"its own texts give another page: {two!r} where {one!r} was"
    again = markup.units(back, path, document.language)
    if [*map(_placeless, source.units)] != [*map(_placeless, again)]:
        return "its own texts are read as others"
    published(document, source)
    return ""


def _placeless(unit: Unit) -> Unit:
    return replace(unit, place=Place(""))


def published(document: Document, source: messages.Source) -> Site:
    """Return the site of a document of which nothing is translated."""
    done = messages.localise(source, {}, "ko", drafts=True, catalogue="ko.po")
    page = Page(document, "ko", done.html, done.drafts, done.fallbacks, done.messages)
    return outputs.OUTPUTS["site"]([page], SiteSettings("Site", "en", ("ko",)), _no_words, {}.get)


def _no_words(_: str) -> dict[str, str]:
    return {}
