"""Global rules of the Internationalization Tag Set 2.0 (W3C), as a page or its author has them.

``<script type="application/its+xml">`` holds rules, ``<link rel="its-rules" href="…">`` names a
file with them. What they say of an element ends as attributes of it, so that nothing later needs to
know of rules: an author's own markup counts first, then the last rule, then what is around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline import tree
from pipeline.elements import ATTRIBUTE_RULES, NOTE, RULED
from pipeline.readers.its.dom import Dom
from pipeline.readers.its.rules import Files, Origin, Rule, linked, parse
from pipeline.readers.its.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.readers.source import Source
    from pipeline.tree import Element

_LOCAL: Final = {
    "translate": ("translate",),
    "loc-note": ("its-loc-note", "its-loc-note-ref", NOTE),
    "within-text": ("its-within-text",),
    "locale-filter-list": ("its-locale-filter-list",),
    "space": ("xml:space",),
    "term": ("its-term",),
    "id": (),
}
"""What rules say, by its main attribute, and which markup of the author's own counts more."""
_INHERITED: Final = frozenset({"translate", "loc-note", "locale-filter-list", "space"})
_PROGRAM: Final = frozenset(
    "action class data for form headers href id lang name poster rel src srcset style type".split()
)
"""Attributes that are no text for people, whatever a rule says; nor are those of events."""

Said = dict[str, dict[str, str]]
"""What is said of an element: attributes by the main one of them, without ``RULED``."""


def apply(root: Element, source: Source) -> Iterator[tuple[Element, str, str]]:
    """Yield an element, an attribute and its value for all that the rules of a page say.

    Raises ReadError, with file and line, for rules that cannot be read.
    """
    rules = list(_rules(root, source))
    if not rules:
        return
    found: dict[Element, Said] = {}
    attributes: dict[Element, dict[str, str]] = {}
    selection = Selection(Dom(root))
    for rule in rules:
        for place in selection.places(rule):
            if place.attribute:
                if _is_text(place.attribute) and rule.kind == "translateRule":
                    attributes.setdefault(place.element, {})[place.attribute] = rule["translate"]
            elif not place.implied or rule.main in _INHERITED:
                said = found.setdefault(place.element, {})
                values = selection.values(rule, place)
                said[rule.main] = said.get(rule.main, values) if place.implied else values
    for element, said in found.items():
        yield from _attributes(element, said)
    for element, each in attributes.items():
        if element.get("translate") is None:
            text = " ".join(f"{name}={value}" for name, value in each.items())
            yield element, ATTRIBUTE_RULES, text


def _attributes(element: Element, said: Said) -> Iterator[tuple[Element, str, str]]:
    for main, values in said.items():
        if not any(name in element.attributes for name in _LOCAL[main]):
            for name, value in values.items():
                yield element, RULED + name, value


def _is_text(name: str) -> bool:
    return not (name in _PROGRAM or name.startswith("on"))


def _rules(root: Element, source: Source) -> Iterator[Rule]:
    """Yield the rules of a page in the order in which they count, the last most."""
    files = Files(source.load)
    for element in root.walk():
        line = tree.line_at(source.text, element.start)
        kind = (element.get("type") or "").strip().lower()
        if element.tag == "script" and kind == "application/its+xml":
            first = tree.line_at(source.text, element.inner)
            origin = Origin(source.path, source.shown, first)
            yield from parse(element.text(), origin, files)
        elif element.tag == "link" and "its-rules" in (element.get("rel") or "").lower().split():
            origin = Origin(source.path, source.shown, line)
            yield from linked(element.get("href") or "", origin, files)
