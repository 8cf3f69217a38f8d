"""Which old text belongs to which changed sentence.

A wrong guess costs a translator more than none. How alike two sentences must be depends on how
many words they have, since two short ones have letters in common by chance: "Storing Books" is not
"String". The bounds were measured with ``benchmarks/merge.py`` on what people made of 4,000 changed
messages; see docs/benchmarks.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pipeline import marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_BOUNDS = {1: 0.95, 2: 0.65, 3: 0.6, 4: 0.6}
"""Least likeness by the number of words of the changed sentence."""
_LONG = 0.55
_LENT = 0.1
"""How much more alike a sentence must be that lends its text and keeps it."""
_LETTERS = 0.5
"""Least likeness of the letters alone."""
_NEAR = 100
"""How many of the sentences with a word in common are looked at, the nearest in the document."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


class Sentence(NamedTuple):
    """A message as it is compared: no marks, no capitals."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, source: str) -> Sentence:
        """Return a message without what does not count."""
        text = marks.plain(source).casefold()
        return cls(text, tuple(_WORD.findall(text)))


def likeness(first: Sentence, second: Sentence) -> float:
    """Return how alike two sentences are, from 0 to 1: the mean of letters and words.

    Both are Indel similarity: 1 - d / (m + n), d being what has to be put in and taken out. A
    sentence that has twice as many words as the other says something else besides.
    """
    from rapidfuzz.distance import Indel

    few, many = sorted((len(first.words), len(second.words)))
    if many >= 2 * few > 0:
        return 0.0
    letters = Indel.normalized_similarity(first.text, second.text, score_cutoff=_LETTERS)
    if not letters:
        return 0.0
    return (letters + Indel.normalized_similarity(first.words, second.words)) / 2


def closest(wanted: Sequence[str], old: Sequence[str]) -> dict[int, int]:
    """Return index in wanted -> index in old of sentences alike enough, each used once.

    The most alike come first, and of equally alike ones those that stand first. The work grows
    with the number of sentences, not with its square.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    pairs = _pairs([Sentence.of(text) for text in wanted], old)
    for _, i, j in sorted((-score, i, j) for i, j, score in pairs):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def lenders(wanted: Sequence[str], old: Sequence[str]) -> dict[int, int]:
    """Return index in wanted -> index in old of sentences so much alike that one may lend its text.

    It keeps the text, so it may lend it to several.
    """
    sentences = [Sentence.of(text) for text in wanted]
    found: dict[int, tuple[float, int]] = {}
    for i, j, score in _pairs(sentences, old):
        if score >= _bound(sentences[i]) + _LENT:
            found[i] = min(found.get(i, (0.0, 0)), (-score, j))
    return {i: j for i, (_, j) in found.items()}


def _pairs(wanted: Sequence[Sentence], old: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the indices of sentences alike enough, and how alike they are."""
    if not wanted or not old:
        return
    index = Index(old, {word for sentence in wanted for word in sentence.words})
    for i, sentence in enumerate(wanted):
        at = round(i * len(old) / len(wanted))
        yield from ((i, j, score) for score, j in index.alike(sentence, at))


def _bound(sentence: Sentence) -> float:
    return _BOUNDS.get(len(sentence.words), _LONG)


class Index:
    """Sentences by their words."""

    def __init__(self, texts: Iterable[str], words: Collection[str] | None = None) -> None:
        """Take the sentences, and of their words those that will be looked for; None for all."""
        self.sentences = [Sentence.of(text) for text in texts]
        self.where: dict[str, list[int]] = defaultdict(list)
        for j, sentence in enumerate(self.sentences):
            for word in set(sentence.words):
                if words is None or word in words:
                    self.where[word].append(j)

    def alike(self, wanted: Sentence, at: int) -> Iterator[tuple[float, int]]:
        """Yield likeness and index of sentences like the wanted; at is where it might stand."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        choices = {j: self.sentences[j].text for j in self._candidates(wanted.words, at)}
        scorer = Indel.normalized_similarity
        bound = _bound(wanted)
        for _, _, j in process.extract_iter(
            wanted.text, choices, scorer=scorer, processor=None, score_cutoff=_LETTERS
        ):
            if (score := likeness(wanted, self.sentences[j])) >= bound:
                yield score, j

    def _candidates(self, words: Iterable[str], at: int) -> set[int]:
        """Return sentences that share a word, those first with whom the rarest words are shared."""
        found: set[int] = set()
        rarest = sorted(set(words), key=lambda word: (len(self.where.get(word, ())), word))
        for word in rarest:
            places = self.where.get(word, [])
            first = max(0, min(bisect_left(places, at) - _NEAR // 2, len(places) - _NEAR))
            found.update(places[first : first + _NEAR])
            if len(found) >= _NEAR:
                break
        return found
