"""Marks of a source sentence carried over to its translation.

A mark goes round the one run of units that looks most at what it holds in the source (see looks),
within its parent and beside its siblings, so nesting is right by construction. What cannot be
placed with some certainty is not placed at all: ``Lost`` says which mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import marks
from pipeline.engines import terms
from pipeline.engines.looks import Alignment, Looks, Lost
from pipeline.engines.spans import Spans, bounds
from pipeline.engines.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.engines.sentence import Sentence
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
        text = _placed(Looks(fewer, target, alignment, language), there, sentence)
    text = terms.fit(text, sentence, language)
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
    """Return the offset in the target at which an empty mark stands; raises Lost."""
    sentence, node = looks.sentence, looks.sentence.nodes[index]
    first, end = runs.get(node.parent, (0, len(looks.units)))
    begin, stop = bounds(sentence, node)
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
