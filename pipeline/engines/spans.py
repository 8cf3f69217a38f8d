"""The run of units in a translation that each span of its source belongs round."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.engines import sentence as source
from pipeline.engines.looks import LETTER, WEIGHTS, Lost
from pipeline.engines.words import PARTICLE, SIGN, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.engines.looks import Looks
    from pipeline.engines.sentence import Node, Sentence
    from pipeline.engines.words import Span

HALF = 0.5
"""Share from which a unit is worth more inside a mark than outside it."""

COVERED = 0.5
"""More than this part of the words that belong to a span for sure lie in its run."""

LIKE = 0.3
"""Dice coefficient that a run must have of which no unit belongs to the span for sure."""

_PAIRS = {"(": ")", "[": "]", "「": "」", "『": "』", "（": "）", "“": "”", "‘": "’", '"': '"'}

Range = tuple[int, int]
"""Half-open, of indices of units."""


class _Found(NamedTuple):
    gain: float
    """By how much the units of a run belong rather inside than outside."""
    run: Range
    within: Range
    """The free range that the run lies in."""


class Spans:
    """Finds the run of every span, from the outside in; raises Lost."""

    def __init__(self, looks: Looks, there: Sequence[Span] = ()) -> None:
        self.looks, self.nodes, self.units = looks, looks.sentence.nodes, looks.units
        self.there = [
            i for i, u in enumerate(self.units) if any(a < u.end and u.start < b for a, b in there)
        ]
        """The units of terms that the model has written itself."""
        self.weights = [WEIGHTS[unit.kind] for unit in self.units]
        self.runs: dict[int, Range] = {}
        self._fill(-1, (0, len(self.units)))

    def _fill(self, parent: int, around: Range) -> None:
        """Give every span in a parent its run, the surest first, and then those inside it."""
        waiting = [i for i, n in enumerate(self.nodes) if n.is_span and n.parent == parent]
        free = [around]
        while waiting:
            found = {index: self._best(index, free) for index in waiting}
            index = max(waiting, key=lambda i: (found[i].gain, -i))
            waiting.remove(index)
            self.runs[index] = found[index].run
            free = _without(free, self.runs[index])
            self._fill(index, self.runs[index])

    def _best(self, index: int, free: Sequence[Range]) -> _Found:
        """Return the best run for a span in the free ranges; raises Lost if there is none.

        It holds the units that look at the span more than at all the rest of the source; if there
        are none, or another span has most of them, it is the run most like those that look at it.
        """
        node, held = self.nodes[index], self._held(index)
        for unit in self.looks.copies.keys() - held:
            free = _without(free, (unit, unit + 1))
        for unit in self.there if node.is_term else ():
            free = _without(free, (unit, unit + 1))
        shares = self.looks.shares(node)
        found = self._majority(node, held, shares, free)
        if found and self._covers(found.run, shares):
            return found
        found = None if node.is_term else self._likest(node, held, shares, free)
        if not found:
            raise Lost(node.label)
        return found

    def _majority(
        self, node: Node, held: set[int], shares: Sequence[float], free: Sequence[Range]
    ) -> _Found | None:
        """Return the run with the greatest sum of gains."""
        gains = [w * (share - HALF) for w, share in zip(self.weights, shares, strict=True)]
        for unit in held:
            gains[unit] = float(len(self.units))  # a copy inside is worth all that lies between
        options = [self._option(node, gains, within) for within in free]
        best = max(options, key=lambda option: option.gain, default=None)
        return self._sound(node, held, best) if best and best.gain > 0 else None

    def _option(self, node: Node, gains: Sequence[float], within: Range) -> _Found:
        """Return the best run of a span in a range: all of it, or the greatest sum of gains."""
        if _is_all(self.looks.sentence, node):
            return _Found(float("inf"), within, within)
        total, start = 0.0, within[0]
        best = _Found(0.0, (start, start), within)
        for unit in range(*within):
            if total <= 0:
                total, start = 0.0, unit
            total += gains[unit]
            if total > best.gain:
                best = _Found(total, (start, unit + 1), within)
        return best

    def _likest(
        self, node: Node, held: set[int], shares: Sequence[float], free: Sequence[Range]
    ) -> _Found | None:
        """Return the run with the greatest Dice coefficient, as far as it is LIKE enough.

        That is twice what its units have of the span, over what all free units have of it and how
        many units the run has. A run of this kind is less sure than any other.
        """
        mass = [w * share for w, share in zip(self.weights, shares, strict=True)]
        all_mass = sum(sum(mass[a:b]) for a, b in free)
        best = _Found(-1.0, (0, 0), (0, 0))
        for within in free:
            for start in range(*within):
                own = size = 0.0
                for end in range(start, within[1]):
                    own, size = own + mass[end], size + self.weights[end]
                    gain = 2 * own / (all_mass + size) - 1
                    if gain >= best.gain and held <= set(range(start, end + 1)):
                        best = _Found(gain, (start, end + 1), within)
        enough = best.gain + 1 >= LIKE or (held and best.run[1])
        return self._sound(node, held, best) if enough else None

    def _sound(self, node: Node, held: set[int], found: _Found) -> _Found | None:
        """Return what was found with its edges where they should be; None if that spoils it."""
        run = self._edges(node, found)
        return found._replace(run=run) if run and held <= set(range(*run)) else None

    def _held(self, index: int) -> set[int]:
        """Return the units of the copies that a span holds in the source."""
        nodes = self.nodes
        return {u for u, copy in self.looks.copies.items() if index in source.around(nodes, copy)}

    def _covers(self, run: Range, shares: Sequence[float]) -> bool:
        """Tell whether the words that belong to a span mostly lie in its run."""
        own = [i for i, s in enumerate(shares) if s > HALF and self.units[i].kind == WORD]
        return not own or sum(i in range(*run) for i in own) > COVERED * len(own)

    def _edges(self, node: Node, found: _Found) -> Range | None:
        """Return a run from word to word, with as many signs beside them as the source has."""
        text = self.looks.sentence.text[node.start : node.end].strip()
        core = [i for i in range(*found.run) if self.units[i].kind == WORD]
        if not LETTER.search(text):
            return found.run
        if not core:
            return None
        first, last = core[0], core[-1] + 1
        if _is_all(self.looks.sentence, node):
            while last < found.within[1] and self.units[last].kind == PARTICLE:
                last += 1
        if node.is_term:
            return first, last
        for _ in range(_signs(text)):
            first -= first > found.within[0] and self.units[first - 1].kind == SIGN
        for _ in range(_signs(text[::-1])):
            last += last < found.within[1] and self.units[last].kind == SIGN
        while last < found.within[1] and self._text(last - 1) == self._text(last) == ".":
            last += 1  # dots that stand for an ellipsis
        return self._paired((first, last), found.within)

    def _paired(self, run: Range, within: Range) -> Range:
        """Return a run with the other half of a bracket or quote that it has one half of."""
        first, last = run
        inside = [self._text(i) for i in range(*run)]
        for opening, closing in _PAIRS.items():
            odd = inside.count(opening) - inside.count(closing)
            if opening == closing:
                odd = inside.count(opening) % 2
            if odd and first > within[0] and self._text(first - 1) == opening:
                first -= 1
            elif odd and last < within[1] and self._text(last) == closing:
                last += 1
        return first, last

    def _text(self, unit: int) -> str:
        return self.looks.target[self.units[unit].start : self.units[unit].end]


def bounds(sentence: Sentence, node: Node) -> Span:
    """Return the source span of the mark around a node, or of the whole sentence."""
    if node.parent < 0:
        return 0, len(sentence.text)
    parent = sentence.nodes[node.parent]
    return parent.start, parent.end


def _is_all(sentence: Sentence, node: Node) -> bool:
    """Tell whether no word of its parent stands outside a span."""
    start, end = bounds(sentence, node)
    return not LETTER.search(sentence.text[start : node.start] + sentence.text[node.end : end])


def _signs(text: str) -> int:
    """Return how many signs a text begins with."""
    return len(re.split(r"[^\W_]", text, maxsplit=1)[0].replace(" ", ""))


def _without(ranges: Iterable[Range], taken: Range) -> list[Range]:
    """Return what ranges keep, empty pieces left out, when one is taken from them."""
    pieces = []
    for start, end in ranges:
        if taken[1] <= start or end <= taken[0]:
            pieces.append((start, end))
        else:
            pieces += [(a, b) for a, b in ((start, taken[0]), (taken[1], end)) if a < b]
    return pieces
