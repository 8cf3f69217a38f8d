"""Sentences that an author has split or joined, and changed a little while doing so.

A new sentence and the one after it are laid over an old one that went out of use, and the other way
round. Where that fits far better than either alone, the translation is handed over as it is when
texts are cut differently, but fuzzy.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline import marks
from pipeline.catalogue.closest import Index, Sentence, likeness
from pipeline.catalogue.resegment import hand_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.catalogue.carried import Carried
    from pipeline.catalogue.po import Block
    from pipeline.model import Key

_BOUND = 0.8
"""Least likeness of two sentences to the one."""
_BETTER = 0.1
"""How much more alike both must be than each of them alone."""
_WORDS = 2
"""Least words of each of the two."""


class Part(NamedTuple):
    """A new message in its run; see ``resegment.Part``."""

    key: Key
    text: str
    numbers: tuple[int, ...]


def regrouped(
    new: Sequence[Sequence[Key]], old: Sequence[Sequence[Block]], language: str
) -> dict[Key, Carried]:
    """Return what split or joined sentences get.

    ``new`` are messages without a text and ``old`` entries out of use, each in runs that stand
    without a gap. Each is used once, the most alike first.
    """
    found: dict[Key, Carried] = {}
    spent: set[Key] = set()
    for _, keys, olds in sorted(_fits(new, old), key=lambda fit: -fit[0]):
        if found.keys().isdisjoint(keys) and spent.isdisjoint(block.key for block in olds):
            says = " ".join(source for _, source in keys)
            given = hand_over(_parts(keys), olds, language)
            found |= {key: replace(carried, says=says) for key, carried in given.items()}
            spent |= {block.key for block in olds}
    return found


def _fits(
    new: Sequence[Sequence[Key]], old: Sequence[Sequence[Block]]
) -> Iterator[tuple[float, tuple[Key, ...], tuple[Block, ...]]]:
    """Yield how well two new messages fit an old one, and two old ones a new one."""
    keys = [key for run in new for key in run]
    olds = [block for run in old for block in run]
    sources = Index([block.key[1] for block in olds])
    for a, b in (pair for run in new for pair in pairwise(run)):
        for score, j in _alike(a[1], b[1], sources):
            if a[0] == b[0] == olds[j].context:
                yield score, (a, b), (olds[j],)
    messages = Index([source for _, source in keys])
    for first, second in (pair for run in old for pair in pairwise(run)):
        for score, i in _alike(first.key[1], second.key[1], messages):
            if first.context == second.context == keys[i][0]:
                yield score, (keys[i],), (first, second)


def _alike(first: str, second: str, index: Index) -> Iterator[tuple[float, int]]:
    """Yield the sentences that two in a row make up, and how well."""
    parts = Sentence.of(first), Sentence.of(second)
    if min(len(part.words) for part in parts) < _WORDS:
        return
    for score, i in index.alike(Sentence.of(f"{first} {second}"), 0):
        alone = max(likeness(part, index.sentences[i]) for part in parts)
        if score >= max(_BOUND, alone + _BETTER):
            yield score, i


def _parts(keys: Sequence[Key]) -> list[Part]:
    """Return messages with their marks numbered as in one text."""
    parts, count = [], 0
    for key in keys:
        own = len(marks.renumber(key[1])[1])
        numbers = tuple(range(count + 1, count + own + 1))
        parts.append(Part(key, marks.restore(key[1], numbers), numbers))
        count += own
    return parts


def runs(keys: Mapping[Key, int]) -> list[list[Key]]:
    """Return keys with their places as runs of those that follow each other."""
    found: list[list[Key]] = []
    last = -2
    for key, place in keys.items():
        if place != last + 1:
            found.append([])
        found[-1].append(key)
        last = place
    return found
