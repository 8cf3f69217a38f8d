"""Builds a tree of a source's tags, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.elements import ATOMS, BLOCKS
from pipeline.tree import syntax
from pipeline.tree.nodes import Cdata, Element, Other, Text, TreeError
from pipeline.tree.rules import (
    CLOSES,
    ENDS_ITSELF,
    ENDS_P,
    ENDS_SELECT,
    FOREIGN,
    HEAD,
    HEADINGS,
    HTML_INSIDE,
    IN_TABLE,
    LEAVES_FOREIGN,
    ONCE,
    RUBY,
    SCOPE,
    barrier,
)
from pipeline.tree.syntax import MARKUP, RAW, RCDATA, VOID

if TYPE_CHECKING:
    import re

MAX_DEPTH: Final = 250
MAX_ATTRIBUTES: Final = 1000
"""Of one element."""


class Builder:
    """Builds a tree; the last of ``stack`` is the element that is open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Element(source, "", 0, 0, None)
        self.stack = [self.root]
        self.paragraphs = 0
        """How many p are open: most often none, and then none is looked for."""

    def build(self) -> None:
        """Fill the root; raises TreeError."""
        source, place = self.source, 0
        while found := MARKUP.search(source, place):
            start, end = found.span()
            if place < start:
                self._text(place, start)
            place = end
            tag = found[2]
            if tag is None:
                place = self._other(found)
            elif found[1]:
                self._end_tag(tag.lower(), start, end)
            else:
                place = self._start_tag(tag.lower(), start, end)
        if place < len(source):
            self._text(place, len(source))
        for element in self.stack[1:]:
            self._finish(element, len(source), None)
        self.root.close = self.root.end = len(source)

    def _text(self, start: int, end: int) -> None:
        parent = self.stack[-1]
        if parent.tag == "head" and self.source[start:end].strip(syntax.SPACE):
            self._pop(start)
            parent = self.stack[-1]
        parent.children.append(Text(self.source, start, end))

    def _other(self, found: re.Match[str]) -> int:
        """Add a comment, CDATA or a doctype; return the place behind it."""
        start, end = found.span()
        parent = self.stack[-1]
        if found[4] is not None:
            raise TreeError(start, "comment without end; add -->")
        if found[6] is not None:
            raise TreeError(start, "tag without end; add > (and see to its quotes)")
        if found[5] is not None and parent.foreign:
            parent.children.append(Cdata(self.source, start, end))
            return end
        if found[5] is not None:
            # Outside SVG and MathML this is a comment, which ends at the first >.
            end = self.source.index(">", start) + 1
        parent.children.append(Other(start, end))
        return end

    def _start_tag(self, tag: str, start: int, end: int) -> int:
        """Add an element; return the place behind its tag, or behind it if its content is text."""
        html = self._in_html()
        if not html and tag in LEAVES_FOREIGN:
            while not self._in_html():
                self._pop(start)
            html = True
        if html and not self._make_room(tag, start):
            self._stray(start, end)
            return end
        parent = self.stack[-1]
        element = Element(self.source, tag, start, end, parent)
        element.foreign = tag in FOREIGN or not html
        parent.children.append(element)
        if html and tag in BLOCKS:
            _part(parent)
        if end - start > MAX_ATTRIBUTES and len(element.attributes) > MAX_ATTRIBUTES:
            raise TreeError(start, f"element with more than {MAX_ATTRIBUTES} attributes")
        if html and (tag in RAW or tag in RCDATA or tag == "plaintext"):
            return self._raw(element)
        if not (tag in VOID if html else _closes_itself(element)):
            self._push(element)
        return end

    def _in_html(self) -> bool:
        parent = self.stack[-1]
        return not parent.foreign or parent.tag in HTML_INSIDE

    def _push(self, element: Element) -> None:
        self.stack.append(element)
        self.paragraphs += element.tag == "p"
        if len(self.stack) > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep; make it simpler"
            raise TreeError(element.start, message)

    def _raw(self, element: Element) -> int:
        """Give an element its content, in which there are no tags; return the place behind it."""
        source, start, tag = self.source, element.inner, element.tag
        close = len(source) if tag == "plaintext" else syntax.raw_end(source, start, tag)
        end = close if tag == "plaintext" else source.find(">", close) + 1
        if close < 0 or not end:
            raise TreeError(element.start, f"{tag} without end; add </{tag}>")
        if start < close:
            element.children.append(Text(source, start, close, raw=tag not in RCDATA))
        element.close, element.end = close, end
        return end

    def _make_room(self, tag: str, place: int) -> bool:
        """End the open elements that a start tag ends; return whether it begins an element."""
        if tag in ONCE and any(element.tag == tag for element in self.stack):
            return False
        if tag in IN_TABLE:
            return self._in_table(IN_TABLE[tag], place)
        if tag in ENDS_SELECT and self._close(frozenset({"select"}), SCOPE, place):
            return tag != "select"
        if self.stack[-1].tag == "head" and tag not in HEAD:
            self._pop(place)
        if self.paragraphs and tag in ENDS_P:
            self._close(frozenset({"p"}), SCOPE | {"button"}, place)
        if tag in CLOSES:
            ended, wall = CLOSES[tag]
            while self._close(ended, wall, place):
                pass
        if tag in HEADINGS and self.stack[-1].tag in HEADINGS:
            self._pop(place)
        return True

    def _in_table(self, wall: frozenset[str], place: int) -> bool:
        """End what is open in a table up to where a part of it may begin, if there is a table."""
        if not self._find(frozenset({"table", "template"}), frozenset()):
            return False
        while self.stack[-1].tag not in wall:
            self._pop(place)
        return True

    def _close(self, tags: frozenset[str], wall: frozenset[str], place: int) -> bool:
        """End the innermost open element of some names, unless a wall stands before it."""
        index = self._find(tags, wall)
        if index:
            while len(self.stack) > index:
                self._pop(place)
        return bool(index)

    def _find(self, tags: frozenset[str], wall: frozenset[str]) -> int:
        """Return the place in the stack of the innermost element of some names; 0 for none."""
        for index in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[index].tag
            if tag in tags:
                return index
            if tag in wall:
                break
        return 0

    def _end_tag(self, tag: str, start: int, end: int) -> None:
        if tag in {"br", "p"}:
            while not self._in_html():
                self._pop(start)
        index = self._find(frozenset({tag}), barrier(tag))
        if tag in {"body", "html"}:
            # What follows is shown in the body all the same.
            if index:
                self.stack[index].close, self.stack[index].end = start, end
            self._stray(start, end)
        elif index:
            while len(self.stack) > index + 1:
                self._pop(start)
            self._finish(self.stack[index], start, end)
            self._forget()
        else:
            self._stray(start, end)

    def _stray(self, start: int, end: int) -> None:
        """Add a tag that begins or ends no element."""
        parent = self.stack[-1]
        parent.children.append(Other(start, end, parts=True))
        _part(parent)

    def _pop(self, place: int) -> None:
        """End the innermost element without an end tag."""
        self._finish(self.stack[-1], place, None)
        self._forget()

    def _forget(self) -> None:
        self.paragraphs -= self.stack.pop().tag == "p"

    def _finish(self, element: Element, place: int, end: int | None) -> None:
        if element.end == element.inner:
            element.close, element.end = place, end or place
        if end is None and not _may_end(element):
            element.torn = True
            if element.parent:
                _part(element.parent)


def _may_end(element: Element) -> bool:
    """Tell whether an element may do without its end tag."""
    if element.tag in RUBY:
        return element.parent is not None and element.parent.tag in {"ruby", "rtc"}
    return element.tag in ENDS_ITSELF


def _part(element: Element | None) -> None:
    """Say of an element and those around it that something inside parts texts."""
    while element is not None and not element.blocks and element.tag not in ATOMS:
        element.blocks = True
        element = element.parent


def _closes_itself(element: Element) -> bool:
    if element.source[element.inner - 2] != "/":
        return False
    return all(value.end < element.inner - 1 for value in element.attributes.values())
