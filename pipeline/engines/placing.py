"""Marks of a source sentence carried over to its translation.

A mark goes round the one run of units that looks most at what it holds in the source (see looks),
within its parent and beside its siblings, so nesting is right by construction. What cannot be
placed with some certainty is not placed at all: ``Lost`` says which mark.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice, takewhile
from typing import TYPE_CHECKING

from pipeline import marks
from pipeline.engines import terms
from pipeline.engines.looks import Alignment, Looks, Lost
from pipeline.engines.spans import Spans, bounds
from pipeline.engines.words import SIGN, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.engines.sentence import Node, Sentence
    from pipeline.engines.spans import Range
    from pipeline.engines.words import Span

POINTED = 0.3
"""Share from which the neighbour of an empty mark is known."""

NEAR = 3
"""So many words on each side may show where an empty mark stands."""

_WORDS = re.compile(r"[^\W_]+")


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
        left = fewer
        text = _placed(Looks(left, target, alignment, language), there, sentence)
    text = terms.fit(text, sentence, left, language)
    terms.check(sentence, text)
    return text


def _placed(looks: Looks, there: Sequence[Span], wanted: Sentence) -> str:
    nodes = looks.sentence.nodes
    if nodes and not looks.units:
        raise Lost(nodes[0].label)
    runs = Spans(looks, there).runs
    spots = {i: _spot(looks, runs, i) for i, node in enumerate(nodes) if node.is_point}
    return _write(looks, runs, spots, wanted)


def _spot(looks: Looks, runs: dict[int, Range], index: int) -> int:
    """Return the offset in the target at which an empty mark stands."""
    sentence, node = looks.sentence, looks.sentence.nodes[index]
    first, end = runs.get(node.parent, (0, len(looks.units)))
    begin, stop = bounds(sentence, node)
    before = [m.start() for m in _WORDS.finditer(sentence.text, begin, node.start)]
    after = [m.start() for m in _WORDS.finditer(sentence.text, node.start, stop)]
    among = range(first, end)
    if not among:
        return looks.units[end - 1].end if end else 0
    if not after:
        last = _over_signs(looks, sentence.text[node.start : stop], among[::-1])
        return looks.units[_outside(looks, runs, node, last + 1, last=True) - 1].end
    if not before:
        begun = _over_signs(looks, sentence.text[begin : node.start], among)
        return looks.units[_outside(looks, runs, node, begun)].start
    near = [] if node.is_break else [(before, 1)] if node.trails else [(after, 0), (before, 1)]
    spot = _neighbour(looks, near, among)
    if spot is None:
        spot = _border(looks, (begin, node.start), (node.start, stop), among)
    if node.trails:
        return looks.units[_outside(looks, runs, node, spot, last=True) - 1].end
    while spot < end and looks.units[spot].kind != WORD:
        spot += 1
    spot = _outside(looks, runs, node, spot)
    return looks.units[spot].start if spot < end else looks.units[end - 1].end


def _over_signs(looks: Looks, signs: str, among: range) -> int:
    """Return the first of the units that is not one of as many signs as the source has there."""
    count = len(signs.replace(" ", ""))
    signs_there = takewhile(lambda unit: looks.units[unit].kind == SIGN, among[:-1])
    return among[len(list(islice(signs_there, count)))]


def _neighbour(looks: Looks, near: Iterable[tuple[Sequence[int], int]], among: range) -> int | None:
    """Return the unit before which a mark stands that stood between two source words.

    It goes before what translates the next word, else after what translates the last one; where
    nothing looks at a word ("the"), the one beyond it counts.
    """
    for words, step in near:
        for position in (words[::-1] if step else words)[:NEAR]:
            share, unit = looks.most(position, among)
            if share >= POINTED:
                return unit + step
    return None


def _border(looks: Looks, before: Span, after: Span, among: range) -> int:
    """Return the unit that best parts those that look at one part of the source from the rest."""
    rather = [a - b for a, b in zip(looks.within(*before), looks.within(*after), strict=True)]
    sums = list(accumulate((rather[unit] for unit in among), initial=0.0))
    best = max(range(1, len(sums)), key=lambda i: (sums[i], -i))
    return among.start + best


def _outside(
    looks: Looks, runs: dict[int, Range], node: Node, spot: int, *, last: bool = False
) -> int:
    """Return a spot that is not inside a mark beside its own: where that begins, or ends."""
    for other, (start, end) in sorted(runs.items()):
        if looks.sentence.nodes[other].parent == node.parent and start < spot < end:
            spot = end if last else start
    return spot


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
