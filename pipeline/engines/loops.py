"""Whether a model goes round in circles, seen from its tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = 4
"""So many tokens that come twice are a repetition, wherever they stand."""

_LETTER = re.compile(r"[^\W\d_]")
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")


def repeats(pieces: Sequence[str]) -> bool:
    """Tell whether tokens repeat: one word twice in a row, or RUN tokens anywhere.

    Digits and signs may; so may single letters, of which names in code are made.

    >>> repeats("▁높이 의 ▁높이 의".split()), repeats("1 0 0 0 , 0 0 0 , 0 0 0".split())
    (True, False)
    """
    seen: set[tuple[str, ...]] = set()
    for end in range(2, len(pieces) + 1):
        for size in range(1, min(RUN, end // 2) + 1):
            run = tuple(pieces[end - size : end])
            if run == tuple(pieces[end - 2 * size : end - size]) and _says(run):
                return True
        run = tuple(pieces[max(0, end - RUN) : end])
        if len(run) == RUN and _says(run):
            if run in seen:
                return True
            seen.add(run)
    return False


def recurs(pieces: Sequence[str]) -> bool:
    """Tell whether RUN tokens come twice, whatever they are.

    >>> recurs("open the file, close the file".split()), recurs("a b a b a b".split())
    (False, True)
    """
    runs = [tuple(pieces[i : i + RUN]) for i in range(len(pieces) - RUN + 1)]
    return len(set(runs)) < len(runs)


def _says(run: Sequence[str]) -> bool:
    """Tell whether a run of tokens has two letters, and so more than a sign or a digit."""
    return len(_LETTER.findall(_BYTE.sub("", "".join(run)))) >= 2
