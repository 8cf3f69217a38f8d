"""Changes of a source, by place; what is not named stays byte for byte."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from pipeline.tree import syntax

if TYPE_CHECKING:
    from pipeline.tree.nodes import Element


class Edits:
    """Changes of a source that are made at once. One inside another is part of its new text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._edits: list[tuple[int, int, str]] = []

    def put(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of another, or between two places that are the same."""
        insort(self._edits, (start, end, text), key=_start)

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
        last = len(self._source) if end is None else end
        parts: list[str] = []
        place = start
        first = bisect_left(self._edits, start, key=_start)
        # What is put at the end of a part belongs to what follows.
        beyond = len(self._edits) if end is None else bisect_left(self._edits, end, key=_start)
        for begins, ends, text in self._edits[first:beyond]:
            if begins >= place:
                parts += self._source[place:begins], text
                place = ends
        parts.append(self._source[place:last])
        return "".join(parts)


def _start(edit: tuple[int, int, str]) -> int:
    return edit[0]
