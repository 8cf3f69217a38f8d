"""Changes of a source, by place; what is not named stays byte for byte."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort, insort_left
from typing import TYPE_CHECKING, NamedTuple

from pipeline.tree import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.tree.nodes import Element


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class Edits:
    """Changes of a source that are made at once. One inside another is part of its new text.

    They may come in any order; from the first to the last and from the last to the first are quick.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._front: list[_Edit] = []
        """Those before all others, the last one first."""
        self._edits: list[_Edit] = []

    def put(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of another, or between two places that are the same."""
        edit = _Edit(start, end, text)
        if not self._edits or start >= self._edits[0].start:
            insort(self._edits, edit, key=_start)
        elif not self._front or start < self._front[-1].start:
            self._front.append(edit)
        else:
            # Of those at one place the first comes last here too.
            insort_left(self._front, edit, key=_from_end)

    def set(self, element: Element, name: str, value: str) -> None:
        """Give an element an attribute, or another value for one it has."""
        found = element.attributes.get(name)
        if found is None:
            place = element.start + 1 + len(element.tag)
            self.put(place, place, f" {name}={syntax.quote(value)}")
            return
        before = self._source[element.start : found.start].rstrip(syntax.SPACE)
        bare = found.start == found.end and not before.endswith("=")
        self.put(found.start, found.end, ("=" if bare else "") + syntax.quote(value))

    def drop(self, element: Element, name: str) -> None:
        """Take an attribute away from an element, if it has it."""
        if found := element.attributes.get(name):
            before = self._source[: found.name].rstrip(syntax.SPACE)
            self.put(len(before), found.end, "")

    def apply(self, start: int = 0, end: int | None = None) -> str:
        """Return the source, or a part of it, as changed."""
        parts: list[str] = []
        place = start
        # What is put at the end of a part belongs to what follows.
        for edit in self._between(start, len(self._source) + 1 if end is None else end):
            if edit.start >= place:
                parts += self._source[place : edit.start], edit.text
                place = edit.end
        parts.append(self._source[place : len(self._source) if end is None else end])
        return "".join(parts)

    def _between(self, start: int, end: int) -> Iterator[_Edit]:
        """Yield the changes that begin in a part of the source, in order."""
        last = bisect_right(self._front, -end, key=_from_end)
        first = bisect_right(self._front, -start, key=_from_end)
        yield from reversed(self._front[last:first])
        first = bisect_left(self._edits, start, key=_start)
        last = bisect_left(self._edits, end, key=_start)
        yield from self._edits[first:last]


def _start(edit: _Edit) -> int:
    return edit.start


def _from_end(edit: _Edit) -> int:
    return -edit.start
