"""Which old text belongs to which changed sentence.

A wrong guess costs a translator more than none, so two sentences must share most of their
characters and at least half of their words: "Storing Books" is not "String".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LIKENESS = 0.7
"""Least share of characters in common, as Indel similarity from 0 to 1."""
SHARED = 0.5
"""Least share of words in common, of the longer sentence's."""
_NEAR = 100
"""How many of the sentences with a word in common are looked at, the nearest in the document."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_NUMBER = re.compile(r"(?<=[a-z])[0-9]+(?=/?>)")


def closest(wanted: Sequence[str], old: Sequence[str]) -> dict[int, int]:
    """Return index in wanted -> index in old of sentences alike enough, each used once.

    The most alike come first, and of equally alike ones those that stand first. The numbers of
    marks do not count. The work grows with the number of sentences, not with its square.
    """
    if not wanted or not old:
        return {}
    pairs = []
    index = _Index(old)
    for i, text in enumerate(wanted):
        at = round(i * len(old) / len(wanted))
        pairs += [(-score, i, j) for score, j in index.alike(text, at)]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


class _Index:
    """The old sentences by their words."""

    def __init__(self, old: Sequence[str]) -> None:
        self.texts = [_NUMBER.sub("", text) for text in old]
        self.words = [_words(text) for text in self.texts]
        self.where: dict[str, list[int]] = defaultdict(list)
        for j, words in enumerate(self.words):
            for word in words:
                self.where[word].append(j)

    def alike(self, text: str, at: int) -> Iterator[tuple[float, int]]:
        """Yield likeness and index of sentences like the text; at is where it might stand."""
        text = _NUMBER.sub("", text)
        words = _words(text)
        choices = {j: self.texts[j] for j in self._candidates(words, at)}
        scorer = Indel.normalized_similarity
        for _, score, j in process.extract_iter(
            text, choices, scorer=scorer, processor=None, score_cutoff=LIKENESS
        ):
            shared = (words & self.words[j]).total()
            if shared and shared >= SHARED * max(words.total(), self.words[j].total()):
                yield score, j

    def _candidates(self, words: Iterable[str], at: int) -> set[int]:
        """Return sentences that share a word, those first with whom the rarest words are shared."""
        found: set[int] = set()
        rarest = sorted(words, key=lambda word: (len(self.where.get(word, ())), word))
        for word in rarest:
            places = self.where.get(word, [])
            first = max(0, min(bisect_left(places, at) - _NEAR // 2, len(places) - _NEAR))
            found.update(places[first : first + _NEAR])
            if len(found) >= _NEAR:
                break
        return found


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(marks.plain(text).casefold()))
