"""Marks of a source sentence carried over to its translation.

A mark goes round the one run of units that looks most at what it holds in the source (see looks),
within its parent and beside its siblings, so nesting is right by construction. What cannot be
placed with some certainty is not placed at all: ``Lost`` says which mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline import marks
from pipeline.engines import sentence as source
from pipeline.engines import terms
from pipeline.engines.looks import LETTER, Alignment, Looks, Lost
from pipeline.engines.words import PARTICLE, SIGN, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.engines.sentence import Node, Sentence
    from pipeline.engines.words import Span

HALF = 0.5
"""Share from which a unit is worth more inside a mark than outside it."""

POINTED = 0.3
"""Share from which the neighbour of an empty mark is known."""

COVERED = 0.5
"""A mark is lost unless more than this part of the words that belong to it lie in its run."""

NEAR = 3
"""So many words on each side may show where an empty mark stands."""

_WEIGHTS = {WORD: 1.0, PARTICLE: 0.25, SIGN: 0.25}
_PAIRS = {"(": ")", "[": "]", "「": "」", "『": "』", "（": "）", "“": "”", "‘": "’", '"': '"'}
_WORDS = re.compile(r"[^\W_]+")

Range = tuple[int, int]
"""Half-open, of indices of units."""


class _Found(NamedTuple):
    gain: float
    """By how much the units of a run belong rather inside than outside."""
    run: Range
    within: Range
    """The free range that the run lies in."""


def place(sentence: Sentence, target: str, alignment: Alignment, language: str) -> str:
    """Return the target text as a message with the sentence's marks and terms. Raises Lost.

    A term that the source has twice may be there once, if no words look at it the other time.
    """
    left, there = terms.missing(sentence, target)
    try:
        text = _placed(Looks(left, target, alignment, language), there, sentence)
    except Lost:
        fewer, there = terms.missing(sentence, target, once=True)
        if fewer == left:
            raise
        text = _placed(Looks(fewer, target, alignment, language), there, sentence)
    text = terms.fit(text, sentence, language)
    terms.check(sentence, text)
    return text


def _placed(looks: Looks, there: Sequence[Span], wanted: Sentence) -> str:
    nodes = looks.sentence.nodes
    if nodes and not looks.units:
        raise Lost(nodes[0].label)
    runs = _Spans(looks, there).runs
    spots = {i: _spot(looks, runs, i) for i, node in enumerate(nodes) if node.is_point}
    return _write(looks, runs, spots, wanted)


class _Spans:
    """Finds the run of every span, from the outside in; raises Lost."""

    def __init__(self, looks: Looks, there: Sequence[Span] = ()) -> None:
        self.looks, self.nodes, self.units = looks, looks.sentence.nodes, looks.units
        self.there = [
            i for i, u in enumerate(self.units) if any(a < u.end and u.start < b for a, b in there)
        ]
        """The units of terms that the model has written itself."""
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
        """Return the best run for a span in the free ranges; raises Lost if there is none."""
        node, held = self.nodes[index], self._held(index)
        shares = self.looks.shares(node)
        gains = [
            _WEIGHTS[unit.kind] * (share - HALF)
            for unit, share in zip(self.units, shares, strict=True)
        ]
        for unit in held:
            gains[unit] = float(len(self.units))  # a copy inside is worth all that lies between
        for unit in self.looks.copies.keys() - held:
            free = _without(free, (unit, unit + 1))
        for unit in self.there if node.is_term else ():
            free = _without(free, (unit, unit + 1))
        options = [self._option(node, gains, within) for within in free]
        best = max(options, key=lambda option: option.gain, default=None)
        if best is None or best.gain <= 0:
            raise Lost(node.label)
        run = self._edges(node, best)
        if not held <= set(range(*run)) or not self._covers(run, shares):
            raise Lost(node.label)
        return best._replace(run=run)

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

    def _held(self, index: int) -> set[int]:
        """Return the units of the copies that a span holds in the source."""
        nodes = self.nodes
        return {u for u, copy in self.looks.copies.items() if index in source.around(nodes, copy)}

    def _covers(self, run: Range, shares: Sequence[float]) -> bool:
        """Tell whether the words that belong to a span mostly lie in its run."""
        own = [i for i, s in enumerate(shares) if s > HALF and self.units[i].kind == WORD]
        return not own or sum(i in range(*run) for i in own) > COVERED * len(own)

    def _edges(self, node: Node, found: _Found) -> Range:
        """Return a run from word to word, with as many signs beside them as the source has."""
        text = self.looks.sentence.text[node.start : node.end].strip()
        core = [i for i in range(*found.run) if self.units[i].kind == WORD]
        if not LETTER.search(text):
            return found.run
        if not core:
            raise Lost(node.label)
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


def _spot(looks: Looks, runs: dict[int, Range], index: int) -> int:
    """Return the offset in the target at which an empty mark stands; raises Lost."""
    sentence, node = looks.sentence, looks.sentence.nodes[index]
    first, end = runs.get(node.parent, (0, len(looks.units)))
    begin, stop = _bounds(sentence, node)
    before = [m.start() for m in _WORDS.finditer(sentence.text, begin, node.start)]
    after = [m.start() for m in _WORDS.finditer(sentence.text, node.start, stop)]
    if not after or first == end:
        return looks.units[end - 1].end if end else 0
    if not before:
        return looks.units[first].start
    spot = _neighbour(looks, before[::-1], after, range(first, end))
    if spot is None:
        raise Lost(node.label)
    while spot < end and looks.units[spot].kind != WORD:
        spot += 1
    for other, (start, last) in sorted(runs.items()):
        if sentence.nodes[other].parent == node.parent and start < spot < last:
            spot = start
    return looks.units[spot].start if spot < end else looks.units[end - 1].end


def _neighbour(
    looks: Looks, before: Sequence[int], after: Sequence[int], among: range
) -> int | None:
    """Return the unit before which a mark stands that stood between two source words.

    It goes before what translates the next word, else after what translates the last one; where
    nothing looks at a word ("the"), the one beyond it counts.
    """
    for near, step in ((after, 0), (before, 1)):
        for position in near[:NEAR]:
            share, unit = looks.most(position, among)
            if share >= POINTED:
                return unit + step
    return None


def _write(looks: Looks, runs: dict[int, Range], spots: dict[int, int], wanted: Sentence) -> str:
    """Return the target as a message; ``wanted`` has all terms, also those already there."""
    places: dict[int, Span] = {spot[0]: (spot[1], spot[1]) for spot in spots.items()}
    places |= {i: (looks.units[a].start, looks.units[b - 1].end) for i, (a, b) in runs.items()}
    places |= {node: looks.units[unit][:2] for unit, node in looks.copies.items()}
    nodes, target = looks.sentence.nodes, looks.target
    groups = dict.fromkeys(node.terms for node in wanted.nodes if node.terms)

    def words(text: str) -> str:
        for group in groups:
            text = terms.exact(text, group)
        return marks.escape(text)

    def inside(parent: int, done: int, end: int) -> Iterator[str]:
        children = sorted((*span, i) for i, span in places.items() if nodes[i].parent == parent)
        for start, stop, index in children:
            text, node = target[done:start], nodes[index]
            yield words(text.rstrip() if node.glued else text)
            yield node.opening
            if node.is_term:
                yield marks.escape(terms.right(node.terms, target[start:stop]))
            elif node.is_span:
                yield from inside(index, start, stop)
            yield node.closing
            rest = target[stop:end]
            done = stop + (len(rest) - len(rest.lstrip()) if node.glued else 0)
        yield words(target[done:end])

    return "".join(inside(-1, 0, len(target)))


def _bounds(sentence: Sentence, node: Node) -> Span:
    """Return the source span of the mark around a node, or of the whole sentence."""
    if node.parent < 0:
        return 0, len(sentence.text)
    parent = sentence.nodes[node.parent]
    return parent.start, parent.end


def _is_all(sentence: Sentence, node: Node) -> bool:
    """Tell whether no word of its parent stands outside a span."""
    start, end = _bounds(sentence, node)
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
