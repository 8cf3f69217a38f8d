"""Lists that two sides have changed, made one: comments, flags, and the order of entries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence

T = TypeVar("T", bound="Hashable")


def united(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """Return what is left of a list by two sides, with what either has added.

    What both changed differently is there twice, ours first.

    >>> united(["a", "b"], ["a", "B", "c"], ["b", "d"])
    ['B', 'c', 'd']
    """
    if list(theirs) in (list(base), list(ours)):
        return list(ours)
    if list(ours) == list(base):
        return list(theirs)
    old, mine, other = set(base), set(ours), set(theirs)
    kept = [item for item in ours if item in other or item not in old]
    return woven(kept, [item for item in theirs if item in mine or item not in old])


def woven(kept: Sequence[T], other: Iterable[T], ends: Collection[T] = ()) -> list[T]:
    """Return ``kept`` with what it lacks of ``other``, each item after the one it follows there.

    Where both have something new in one place, ``kept`` comes first; but nothing new comes after
    the first of the ``ends``, unless it follows one that does.

    >>> woven(["a", "x", "b"], ["a", "y", "b", "z"])
    ['a', 'x', 'y', 'b', 'z']
    """
    there = set(kept)
    common: set[T] = set()
    after: dict[T | None, list[T]] = defaultdict(list)
    last: T | None = None
    for item in other:
        if item in there:
            common.add(item)
            last = item
        else:
            after[last].append(item)
    out: list[T] = []
    waiting = after[None]
    for item in kept:
        if item in common or item in ends:
            out += waiting
            waiting = []
        out.append(item)
        if item in common:
            waiting = after.pop(item, [])
    return out + waiting
