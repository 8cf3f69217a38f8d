"""What a model is given at once: batches of like length, and parts of sentences too long for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import kept, marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CLAUSES = (
    re.compile(r"(?<=[;:])\s+|\s+(?=[–—] )|(?<=[.!?…])\s+"),
    re.compile(r"(?<=,)\s+(?=(?:and|but|or|so|yet|while|whereas|which|who|because|where|when)\b)"),
    re.compile(r"(?<=,)\s+|(?<=\))\s+|\s+(?=\()"),
)
"""Where a clause may end, the surest first."""

_REFERENCE = re.compile(r"&(?:amp;)?#?\w+;")
"""Raw, or as a text about HTML has it: ``&amp;nbsp;``."""


def reach(size: int) -> int:
    """Return how many tokens the translation of so many may have: twice as many, and a bit."""
    return 2 * size + 30


def plan(sizes: Sequence[int], texts: Sequence[str], limit: int) -> list[list[int]]:
    """Return batches of indices: sorted by size, then text, so that every run makes the same.

    All in a batch have the same size. CTranslate2 fills shorter ones up, which changes the last
    digits of its sums, and those now and then another word; a model that goes round in circles
    would run as far as the longest one may. So what a text becomes depends on no other text.

    A batch counts as its size times its texts and stays within ``limit``; a text over the limit is
    a batch of its own.

    >>> plan([3, 9, 2, 3], ["c", "d", "a", "b"], 9)
    [[2], [3, 0], [1]]
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(sizes)), key=lambda i: (sizes[i], texts[i])):
        size = sizes[index]
        if batches and sizes[batches[-1][0]] == size and (len(batches[-1]) + 1) * size <= limit:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def unique(texts: Sequence[str]) -> tuple[list[int], dict[int, list[int]]]:
    """Return the index of every different text, and the further ones of a text that comes again.

    >>> unique(["a", "b", "a"])
    ([0, 1], {0: [2]})
    """
    first: dict[str, int] = {}
    again: dict[int, list[int]] = {}
    for index, text in enumerate(texts):
        if first.setdefault(text, index) != index:
            again.setdefault(first[text], []).append(index)
    return list(first.values()), again


def cut(
    message: str,
    size: Callable[[str], int],
    good: int,
    most: int,
    whole: Callable[[str], set[int]] = lambda _: set(),
) -> list[str] | None:
    """Return a message in parts of a good size, cut between clauses outside marks.

    A part that has no boundary may have up to ``most``; None if one has more. Of the surest
    boundaries that there are, the one nearest the middle is taken. ``whole`` says at which offsets
    a message must not be cut.

    >>> cut("Stop; then, if it rains, go.", len, 15, 20)
    ['Stop;', 'then,', 'if it rains,', 'go.']
    """
    length = size(message)
    boundary = _boundary(message, whole(message)) if length > good else None
    if boundary is None:
        return [message] if length <= most else None
    start, end = boundary
    first, second = (
        cut(part, size, good, most, whole) for part in (message[:start], message[end:])
    )
    return first + second if first and second else None


def _boundary(message: str, whole: set[int]) -> tuple[int, int] | None:
    """Return the white space between the two clauses to part; None if there is only one."""
    kept_whole = inside(message) | whole
    for pattern in _CLAUSES:
        spans = [m.span() for m in pattern.finditer(message) if m.start() not in kept_whole]
        spans = [(a, b) for a, b in spans if a > 0 and b < len(message)]
        if spans:
            return min(spans, key=lambda span: abs(span[0] + span[1] - len(message)))
    return None


def inside(message: str) -> set[int]:
    """Return the offsets at which a message must not be cut.

    They lie in a mark or between its two sides, in what is copied, or behind a reference: the
    semicolon of ``&amp;`` ends no clause.
    """
    offsets = {match.end() for match in _REFERENCE.finditer(message)}
    for match in kept.find(message):
        offsets.update(range(*match.span()))
    depth = position = 0
    for token in marks.tokens(message):
        end = position + len(str(token))
        if depth or token.kind != "text":
            offsets.update(range(position, end))
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        position = end
    return offsets
