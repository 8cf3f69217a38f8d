"""What a package has learnt about, and whether a text is far from it.

A small model that meets news, law or a poem invents: fluent sentences with other names, numbers and
events. So a package may say what it knows, in a folder ``knowledge``: words with what they speak
for, and the pairs of words that it has learnt from. A text's words are added up, each pair that
was never seen costs something, and the sum is divided by the root of how many there are, as the sum
of independent things spreads. Words weigh their log-odds between the documentation that the package
has learnt from and other texts (naive Bayes); the two weights and the limit are those of a logistic
regression. The decoder's own score of its draft was measured too, and how sharply and how
completely its attention looks at the source: they add nothing to words and pairs, so the model is
not asked at all. ``benchmarks/knows.py`` makes the folder and measures.

Pairs are kept in a Bloom filter (Bloom 1970, "Space/time trade-offs in hash coding with allowable
errors"), with the positions of Kirsch and Mitzenmacher 2006, "Less hashing, same performance".
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline import kept, marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pipeline.glossary import Finder

FOLDER = "knowledge"
WORDS = "words.json"
PAIRS = "pairs.bin"
HASHES = 7

OUTSIDE = "outside what the starter package knows"

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\*")
_TERM = "*"
_EDGE = ""
"""Stands before the first word and behind the last."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a package knows; weights are in thousandths, and speak for outside if positive."""

    words: Mapping[str, int]
    unseen_word: int
    unseen_pair: int
    limit: int
    pairs: bytes

    def has(self, text: str, finder: Finder) -> bool:
        """Tell whether a message is near enough to what the package has learnt from.

        A project's terms need not be known: their translations are given.
        """
        found = words(text, finder)
        own = [word for word in found if word != _TERM]
        if not own:
            return True
        total = sum(self.words.get(word, self.unseen_word) for word in own)
        total += self.unseen_pair * self.unseen(found)
        return total <= self.limit * math.sqrt(len(own))

    def unseen(self, found: list[str]) -> int:
        """Return how many pairs of neighbours, edges counted, the package has never seen."""
        bits = 8 * len(self.pairs)
        return sum(
            not all(self.pairs[at >> 3] >> (at & 7) & 1 for at in positions(pair, bits))
            for pair in pairwise([_EDGE, *found, _EDGE])
            if _TERM not in pair
        )


def words(text: str, finder: Finder) -> list[str]:
    """Return the English words of a message, in small letters; code and addresses have none.

    A term of the glossary is one word, ``*``.

    >>> from pipeline.glossary import Finder, Term
    >>> words("Don't open <code1>a.txt</code1> in /etc/apt, <b2>please</b2>.", Finder(()))
    ["don't", 'open', 'in', 'please']
    >>> words("Open Lloyd's file.", Finder([Term("Lloyd", "로이드")]))
    ['open', '*', 'file']
    """
    said = kept.without(marks.spoken(text)).replace("*", " ").replace("\u2019", "'")
    for term in reversed(list(finder.find(said))):
        rest = said[term.end :].removeprefix("'s")
        said = f"{said[: term.start]} {_TERM} {rest}"
    return _WORD.findall(said.lower())


def positions(pair: tuple[str, str], bits: int) -> Iterator[int]:
    """Yield where a pair stands in a filter of so many bits."""
    digest = hashlib.blake2b(" ".join(pair).encode(), digest_size=8).digest()
    first, step = int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:], "big") | 1
    return ((first + number * step) % bits for number in range(HASHES))


def packed(pairs: Iterable[tuple[str, str]], size: int) -> bytes:
    """Return a filter of so many bytes with these pairs."""
    filled = bytearray(size)
    for pair in pairs:
        for at in positions(pair, 8 * size):
            filled[at >> 3] |= 1 << (at & 7)
    return bytes(filled)


def read(folder: Path) -> Knowledge | None:
    """Return what the package in a folder knows, None if it does not say.

    Raises ValueError if what it says cannot be used, OSError if it cannot be read.
    """
    path = folder / FOLDER
    if not path.is_dir():
        return None
    try:
        table = json.loads((path / WORDS).read_text(encoding="utf-8"))
        word, pair, limit = (int(table[key]) for key in ("unseen_word", "unseen_pair", "limit"))
        weights = {str(word): int(weight) for word, weight in table["words"].items()}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{FOLDER}/{WORDS} cannot be used: {error}") from error
    pairs = (path / PAIRS).read_bytes()
    if not pairs:
        raise ValueError(f"{FOLDER}/{PAIRS} is empty")
    return Knowledge(weights, word, pair, limit, pairs)
