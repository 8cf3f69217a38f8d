"""What a machine's draft must not have done. A draft that a detector finds is not used.

A detector is a generator of reasons, short, in plain English, and stable: they stand in catalogues.
To add one, write it, give it a line in ``DETECTORS``, and cases in ``tests/cases/translate/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.translate import losses, negations, repetition, strays
from pipeline.translate.pairs import Pair

Detectors = Mapping[str, Callable[[Pair], Iterator[str]]]

STRUCTURE: Detectors = {
    "empty": losses.nothing,
    "marks": losses.lost_marks,
    "code": losses.changed_code,
    "kept": losses.lost_kept,
    "numbers": losses.lost_numbers,
}
"""What holds for every engine, also one that only pretends."""

DETECTORS: Detectors = {
    **STRUCTURE,
    "emptied": losses.emptied,
    "number-words": losses.lost_words,
    "invented-numbers": strays.invented_numbers,
    "unknown": strays.unknown_signs,
    "script": strays.wrong_script,
    "english": strays.left_english,
    "loop": repetition.loops,
    "length": strays.absurd_length,
    "measures": losses.lost_measures,
    "units": losses.changed_units,
    "dates": losses.changed_dates,
    "invented-words": strays.invented_words,
    "unbalanced": losses.unbalanced,
    "end": losses.no_end,
    "negation": negations.turned,
    "bounds": losses.turned_bounds,
    "boilerplate": strays.boilerplate,
}
"""All detectors in the order in which their reasons count."""


def refusal(
    source: str,
    target: str,
    language: str,
    detectors: Detectors = DETECTORS,
) -> str:
    """Return the first reason not to use a draft; "" if there is none.

    >>> refusal("Delete 20 files.", "파일 50개를 삭제합니다.", "ko")
    'the number 20 is missing'
    """
    found = fault(source, target, language, detectors)
    return found[1] if found else ""


def fault(
    source: str,
    target: str,
    language: str,
    detectors: Detectors = DETECTORS,
) -> tuple[str, str] | None:
    """Return the first reason not to use a draft and its detector's name; None if there is none."""
    pair = Pair(source, target, language)
    found = ((name, reason) for name, find in detectors.items() for reason in find(pair))
    return next(found, None)
