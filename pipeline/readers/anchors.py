"""Ids of headings, made of the source's words, so that links to them hold in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_IN_ID = re.compile(r"[^\w\- ]")


def slug(text: str) -> str:
    """Return a heading's id as GitHub makes it.

    >>> slug("What's new in 3.11? A_b!")
    'whats-new-in-311-a_b'
    """
    return _NOT_IN_ID.sub("", " ".join(text.lower().split())).replace(" ", "-") or "section"


class Anchors:
    """The ids of one page, each given once."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def give(self, text: str) -> str:
        """Return an id for a heading; the second of the same words gets ``-1``, then ``-2``."""
        base = slug(text)
        count = self._counts.get(base, 0)
        given = f"{base}-{count}" if count else base
        while given in self._taken:
            count += 1
            given = f"{base}-{count}"
        self._counts[base] = count
        self._taken.add(given)
        return given
