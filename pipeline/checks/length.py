"""Translations far longer or shorter than translations are."""

from __future__ import annotations

import re
from bisect import bisect_right
from math import log
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_Bounds = tuple[int, float, float]

BOUNDS: Mapping[tuple[str, str], Sequence[_Bounds]] = {
    ("en", "ko"): (
        (10, 0.0, 2.2), (22, 0.0, 2.0), (32, 0.1, 1.8), (48, 0.175, 1.6), (71, 0.2, 1.6),
        (108, 0.22, 1.5), (162, 0.24, 1.4), (238, 0.28, 1.3), (500, 0.32, 1.1),
    ),
    ("en", "ja"): (
        (10, 0.0, 2.4), (22, 0.0, 2.4), (32, 0.1, 2.1), (48, 0.19, 1.9), (71, 0.23, 1.8),
        (108, 0.27, 1.7), (162, 0.3, 1.6), (238, 0.32, 1.5), (500, 0.38, 1.2),
    ),
}  # fmt: skip
"""For sources of so many letters, the least and the most letters of the target for each of theirs.

Letters without white space, marks and what is copied. Learnt from 41,851 Korean and 42,847 Japanese
messages of 31 programs, reviewed by people: about one in a thousand is beyond either bound.
Headings and labels may be as short as they like. For long sources the lower bound is that of news,
whose names and titles ("Secretary of Defense") shrink more than a program's messages do.
"""

USUAL: Mapping[tuple[str, str], float] = {("en", "ko"): 0.51, ("en", "ja"): 0.63}
"""Letters of the target for each of a source of several sentences, in the middle: the median."""
SHORT = 0.8
"""Such a share of the usual length, and a sentence less than the source: it may be missing."""

_NEXT = re.compile(
    r"(?<=[^\sA-Z0-9.][.!?])(?<!(?:Mr|Dr|St|vs|No)\.)(?<!(?:Mrs|etc|Inc|e\.g|i\.e)\.)"
    r"[\"”’)]*\s+(?=[A-Z“\"‘])"
)
_OWN_NEXT = re.compile(
    r"(?<=[가-힣ぁ-ゖァ-ヺ一-鿿)」』][.!?。！？])[\"”’)]*(?:\s+|(?=[^\s\"”’)」』]))"
)
"""Between two sentences of English, and of Korean or Japanese."""

FEWEST = 10
"""Shorter sources have no usual length."""


def check(message: Message, pair: Pair) -> Iterator[Problem]:
    """Yield a translation whose length is out of the ordinary for its source's."""
    languages = _language(pair.source), _language(pair.target)
    bounds = BOUNDS.get(languages)
    wanted, got = _letters(message.source), _letters(message.target)
    if bounds is None or wanted < FEWEST:
        return
    low, high = _between(bounds, wanted)
    if got < low * wanted:
        said = f"it is far shorter than the source ({got} letters for {wanted}); is a part missing?"
        yield Problem("length", said, Level.WARNING)
    elif got < SHORT * USUAL[languages] * wanted and (lost := _lost(message)):
        yield Problem("length", f"{lost}; is one missing?", Level.WARNING)
    elif got > high * wanted:
        said = f"it is far longer than the source ({got} letters for {wanted}); is a part too much?"
        yield Problem("length", said, Level.WARNING)


def _lost(message: Message) -> str:
    """Say how many sentences there are where the target has fewer than the source, else ""."""
    source, target = texts.plain(message.source), texts.plain(message.target)
    wanted, got = len(_NEXT.findall(source)) + 1, len(_OWN_NEXT.findall(target.rstrip())) + 1
    return f"it is short, and has {got} of {wanted} sentences" if got < wanted else ""


def _language(tag: str) -> str:
    return tag.partition("-")[0]


def _letters(message: str) -> int:
    return len("".join(texts.words(message).split()))


def _between(bounds: Sequence[_Bounds], size: int) -> tuple[float, float]:
    """Return the bounds for a size, between those of the sizes below and above it."""
    place = bisect_right([row[0] for row in bounds], size)
    if place in {0, len(bounds)}:
        return bounds[place and -1][1:]
    (less, low, high), (more, next_low, next_high) = bounds[place - 1], bounds[place]
    share = log(size / less) / log(more / less)
    return low + share * (next_low - low), high + share * (next_high - high)
