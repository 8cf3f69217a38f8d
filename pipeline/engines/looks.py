"""What each word of a translation has to do with each word of its source.

Every unit of the target (words.units) has a look: how its attention lies on the source tokens. The
attention is made sharper by squaring, and a unit that copies a source word (a stand-in, a name in
Latin letters, a number) looks at that word for certain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.engines import words
from pipeline.engines.words import PARTICLE, SIGN, WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipeline.engines.sentence import Node, Sentence
    from pipeline.engines.words import Span, Unit

LETTER = re.compile(r"[^\W_]")
_COPIED_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+(?:[-'’.,_][0-9A-Za-z\u00c0-\u024f]+)*")


LEVEL = 0.5
"""How much less a word is worth that many units look at: 0 not at all, 1 as often less."""

RARE = 0.05
"""Words at which fewer units look are worth no more."""

WEIGHTS = {WORD: 1.0, PARTICLE: 0.25, SIGN: 0.25}
"""How much a unit counts."""


class Lost(Exception):  # noqa: N818 -- it names what happened
    """A mark or a copied text cannot be placed; the argument is its label."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a model looked at while it wrote."""

    source: Sequence[Span]
    """Of the source tokens in Sentence.text; may have width 0."""
    target: Sequence[Span]
    """Of the target tokens in the target text."""
    attention: Sequence[Sequence[float]]
    """A row for each target token, a column for each source token."""


class Looks:
    """A target text in units, and what they look at; raises Lost if a copy is not there once."""

    def __init__(
        self, sentence: Sentence, target: str, alignment: Alignment, language: str
    ) -> None:
        self.sentence, self.target, self._alignment = sentence, target, alignment
        copies = {i: self._copy(node) for i, node in enumerate(sentence.nodes) if node.is_copy}
        breaks = {start for start, _ in alignment.target}
        self.units = words.units(target, language, breaks, list(copies.values()))
        index = {unit[:2]: i for i, unit in enumerate(self.units)}
        self.copies = {index[span]: node for node, span in copies.items()}
        """The node of every unit that is a stand-in."""
        self._source = [_trim(sentence.text, span) for span in alignment.source]

    def _copy(self, node: Node) -> Span:
        """Return where the target has the stand-in of a copy, once and nothing left over."""
        word = self.sentence.stand_in(node)
        pattern = rf"(?<![A-Za-z0-9]){word}(?![.,]?[0-9])"
        found = list(re.finditer(pattern, self.target, re.IGNORECASE))
        letter = rf"(?<![A-Za-z0-9]){word.rstrip('0123456789')}[0-9]*(?![A-Za-z0-9])"
        known = set(re.findall(letter, self.sentence.text)) - {word}
        stray = [m for m in re.finditer(letter, self.target) if m[0] not in known]
        if len(found) != 1 or any(match.span() != found[0].span() for match in stray):
            raise Lost(node.label)
        return found[0].span()

    def shares(self, node: Node) -> list[float]:
        """Return how much of every unit belongs to a node, each from 0 to 1."""
        return self.within(node.start, node.end)

    def within(self, start: int, end: int) -> list[float]:
        """Return how much of every unit belongs to a part of the source, each from 0 to 1."""
        inside = self._tokens(start, end)
        return [sum(row[i] for i in inside) for row in self._rows]

    def most(self, position: int, among: range) -> tuple[float, int]:
        """Return the greatest share in the source word at a position, and the unit that has it."""
        tokens = [i for i, (a, b) in enumerate(self._source) if a <= position < b]
        share, unit = max((sum(self._rows[u][i] for i in tokens), -u) for u in among)
        return share, -unit

    def _tokens(self, start: int, end: int) -> set[int]:
        """Return the source tokens that lie in a span of the source, or mostly do."""
        return {
            i
            for i, (a, b) in enumerate(self._source)
            if start < (a + b) / 2 < end or a == b == start < end
        }

    @cached_property
    def _rows(self) -> list[list[float]]:
        """A row for each unit with its share of every source token."""
        width = len(self._source)
        rows = [sharpen(row) for row in self._alignment.attention]
        mixed = [_mix(unit, self._alignment.target, rows, width) for unit in self.units]
        certain = {unit: self._only(mixed[unit], spans) for unit, spans in self._certain().items()}
        taken = {i for row in certain.values() for i, share in enumerate(row) if share}
        for unit, row in enumerate(mixed):
            left = [0.0 if i in taken else share for i, share in enumerate(row)]
            mixed[unit] = certain.get(unit) or _whole(left)
        return self._levelled(mixed, certain)

    def _certain(self) -> dict[int, list[Span]]:
        """Return for every unit that can only be a copy of a source word where that stands."""
        source: dict[str, list[Span]] = {}
        for match in _COPIED_WORD.finditer(self.sentence.text):
            source.setdefault(match[0].casefold(), []).append(match.span())
        found = {}
        for index, unit in enumerate(self.units):
            if spans := source.get(self.target[unit.start : unit.end].casefold()):
                found[index] = spans
        nodes = self.sentence.nodes
        return found | {u: [(nodes[i].start, nodes[i].end)] for u, i in self.copies.items()}

    def _only(self, row: Sequence[float], spans: Iterable[Span]) -> list[float]:
        """Return what is left of a row in some spans of the source."""
        inside = {i for span in spans for i in self._tokens(*span)}
        left = [share if i in inside else 0.0 for i, share in enumerate(row)]
        return _whole(left if any(left) else [float(i in inside) for i in range(len(row))])

    def _levelled(self, rows: Sequence[list[float]], certain: Collection[int]) -> list[list[float]]:
        """Return rows in which source words that many units look at are worth less than others.

        A word is mostly translated once: of two units that look at it, the one that looks at
        nothing else has it, and the other one may have what it looks at beside it.
        """
        words = self._words()
        weights = [WEIGHTS[unit.kind] for unit in self.units]
        seen = [0.0] * len(words)
        for weight, row in zip(weights, rows, strict=True):
            for i, share in enumerate(row):
                seen[words[i]] += weight * share
        worth = [max(seen[word], RARE) ** -LEVEL for word in words]
        return [
            row if unit in certain else _whole([a * b for a, b in zip(row, worth, strict=True)])
            for unit, row in enumerate(rows)
        ]

    def _words(self) -> list[int]:
        """Return for each source token the first one of its word."""
        text, first = self.sentence.text, list(range(len(self._source)))
        for i, (start, _) in enumerate(self._source):
            if i and start and text[start - 1 : start + 1].isalnum():
                first[i] = first[i - 1]
        return first


def _whole(row: Sequence[float]) -> list[float]:
    """Return a row whose sum is 1; zeros stay."""
    total = sum(row)
    return [share / total for share in row] if total else list(row)


def _trim(text: str, span: Span) -> Span:
    """Return a span without the white space at its start."""
    start, end = span
    return end - len(text[start:end].lstrip()), end


def sharpen(row: Sequence[float]) -> list[float]:
    """Return what a row of attention says of the one word that it means most."""
    squares = [weight * weight for weight in row]
    total = sum(squares)
    return [square / total for square in squares] if total else squares


def _mix(
    unit: Unit, tokens: Sequence[Span], rows: Sequence[list[float]], width: int
) -> list[float]:
    """Return the rows of the tokens in a unit, weighted by how many of its letters they are."""
    first, last = unit.start, unit.end
    overlaps = [
        (min(end, last) - max(start, first), row)
        for (start, end), row in zip(tokens, rows, strict=True)
        if start < last and first < end and start < end
    ]
    if not overlaps:
        return [0.0] * width
    if len(overlaps) == 1:
        return overlaps[0][1]
    total = sum(size for size, _ in overlaps)
    weighted = [[size * share for share in row] for size, row in overlaps]
    return [sum(column) / total for column in zip(*weighted, strict=True)]
