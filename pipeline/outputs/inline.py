"""The texts of a page in the order of reading, as runs that no block and no line break parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.elements import BLOCKS, RULED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement


HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "nav"})
"""Elements whose text is a heading, or as short and as large as one."""
EXACT: Final = frozenset({"code", "kbd", "samp", "var", "pre", "script", "style", "math"})
"""Elements whose text is no prose."""
PLAIN: Final = frozenset({"option", "ruby", "svg", "textarea", "title"})
"""Elements with text in which there can be no elements of ours."""
_ASIDE: Final = frozenset({"rt", "rp", "rtc"})
"""Elements of ruby that are no part of the line."""
_PARTS: Final = BLOCKS | {"br", "img", "input", "button", "svg", "textarea"}


HIDDEN: Final = "lp-hidden"
"""Class of words that are read out and not shown."""


class Text(NamedTuple):
    """A text of a page, with what is said of it there."""

    element: HtmlElement
    """The element that it stands in, or stands behind."""
    behind: bool
    text: str
    language: str
    """BCP 47 tag."""
    prose: bool
    """Whether it is neither code nor what its author keeps as it is."""
    plain: bool
    """Whether no element can be put into it."""
    heading: bool

    @property
    def open(self) -> bool:
        """Whether something may be put into it."""
        return self.prose and not self.plain

    def put(self, nodes: Iterable[str | HtmlElement]) -> None:
        """Put texts and elements in its place."""
        parent = self.element.getparent() if self.behind else self.element
        place = parent.index(self.element) + 1 if self.behind else 0
        before, first = self.element, not self.behind
        if first:
            before.text = None
        else:
            before.tail = None
        for node in nodes:
            if not isinstance(node, str):
                parent.insert(place, node)
                place, before, first = place + 1, node, False
            elif first:
                before.text = (before.text or "") + node
            else:
                before.tail = (before.tail or "") + node


class _Scope(NamedTuple):
    language: str
    prose: bool = True
    plain: bool = False
    heading: bool = False

    def inside(self, element: HtmlElement) -> _Scope:
        tag = element.tag
        return _Scope(
            element.get("lang") or self.language,
            self.prose and tag not in EXACT and not _kept(element),
            self.plain or tag in PLAIN,
            self.heading or tag in HEADINGS,
        )


def runs(body: HtmlElement, language: str) -> list[list[Text]]:
    """Return the texts of a page: those that stand in one line of thought side by side."""
    found: list[list[Text]] = [[]]
    _walk(body, _Scope(language), found)
    return [run for run in found if run]


def _walk(element: HtmlElement, scope: _Scope, found: list[list[Text]]) -> None:
    if element.text:
        found[-1].append(Text(element, False, element.text, *scope))
    for child in element:
        if isinstance(child.tag, str) and not _aside(child):
            parts = child.tag in _PARTS
            if parts and found[-1]:
                found.append([])
            _walk(child, scope.inside(child), found)
            if parts and found[-1]:
                found.append([])
        if child.tail:
            found[-1].append(Text(child, True, child.tail, *scope))


def _aside(element: HtmlElement) -> bool:
    return element.tag in _ASIDE or element.get("class") == HIDDEN


def _kept(element: HtmlElement) -> bool:
    """Tell whether an author has said that an element is not translated."""
    said = element.get("translate") or element.get(f"{RULED}translate")
    return said == "no" or "notranslate" in (element.get("class") or "").split()
