"""Numbers that are lost, changed or invented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts, values
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = 12
"""Numbers up to this one are often words, or are left out: "one file", 첫째."""

_CONVERTED = re.compile(
    r"[\s-]?(?:weeks?|months?|dozen|miles?|feet|foot|ft|inch(?:es)?|yards?|pounds?|lbs?|ounces?|°?F|acres?)\b"
)


def check(message: Message, _pair: Pair) -> Iterator[Problem]:
    """Yield the numbers of the source that are lost, and those of the target from nowhere."""
    source, target = texts.spoken(message.source), texts.spoken(message.target)
    wanted, got = values.demanded(source), values.demanded(target)
    if not wanted and not got:
        return
    lost = _alone(wanted, values.offered(texts.narrow(message.target)))
    new = _alone(got, values.offered(texts.narrow(message.source)))
    for old, number in zip(lost, new, strict=False):
        said = f"the number {old.text} became {number.text}"
        level = Level.WARNING if _CONVERTED.match(source, old.end) else Level.ERROR
        yield Problem("numbers", said, level, number.start, number.end)
    for old in lost[len(new) :]:
        if not _is_word(old):
            yield Problem("numbers", f"the number {old.text} is missing", Level.WARNING)
    for number in new[len(lost) :]:
        if not _is_small(number) or len(wanted) == len(got):
            said = f"the number {number.text} is not in the source"
            yield Problem("numbers", said, Level.WARNING, number.start, number.end)


def _alone(numbers: list[values.Number], known: set[str]) -> list[values.Number]:
    """Return the numbers that have no value among those known."""
    return list({n.text: n for n in numbers if not n.values & known}.values())


def _is_word(number: values.Number) -> bool:
    """Tell whether a translation may say a number without naming it: "1 file", 0%."""
    return bool(number.values & {"0", "1"})


def _is_small(number: values.Number) -> bool:
    return any(
        value.isdecimal() and len(value) < 3 and int(value) <= SMALL for value in number.values
    )
