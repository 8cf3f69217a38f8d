"""Numbers that are lost, changed or invented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts, units, values, words
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = 12
"""Numbers up to this one are often words, or are left out: "one file", 첫째."""

_SHIFTED = re.compile(
    r"\b(?:more|less|greater|larger|smaller|higher|lower|fewer|older|longer|shorter)\sthan\b"
    r"|\b(?:over|under|above|below|exceed\w*|up\sto)\b",
    re.IGNORECASE,
)
_REACHED = re.compile("이상|이하|미만|초과|以上|以下|未満|超")
_CONVERTED = re.compile(
    r"[\s-]?(?:weeks?|months?|dozen|miles?|feet|foot|ft|inch(?:es)?|yards?|pounds?|lbs?|ounces?|°?F|acres?)\b"
)


def check(message: Message, _pair: Pair) -> Iterator[Problem]:
    """Yield the numbers of the source that are lost, and those of the target from nowhere."""
    source, target = texts.spoken(message.source), texts.spoken(message.target)
    wanted, got = values.demanded(source), values.demanded(target)
    counted = words.counted(target)
    named = words.worded(source) if got or counted else {}
    had, has = units.quantities(source, wanted), units.quantities(target, got)
    for one, other in units.changed(had, has):
        said = f"{one.text} became {other.text}: another unit"
        yield Problem("numbers", said, Level.ERROR, other.start, other.end)
    if not named and _agree(wanted, got):
        return
    offered = values.offered(texts.narrow(message.target))
    known = values.offered(texts.narrow(message.source))
    lost, new = _alone(wanted, offered), _alone(got, known)
    if _SHIFTED.search(source) and _REACHED.search(target):
        lost = [old for old in lost if not _is_beside(old, new)]
        new = [number for number in new if not _is_beside(number, wanted)]
    lost = [old for old in lost if not _is_converted(old, had, has)]
    new = [number for number in new if not _is_converted(number, has, had)]
    unsaid = [word for value, word in named.items() if value not in offered]
    more = new[len(lost) :]
    strange = [(number.text, number.start) for number in more]
    strange += [place for value, place in counted.items() if value not in known]
    yield from _changed(source, lost, new)
    yield from _reworded(unsaid, strange)
    yield from _missing(lost[len(new) :])
    yield from _invented(more[len(unsaid) :], as_many=len(wanted) == len(got))


def _agree(wanted: list[values.Number], got: list[values.Number]) -> bool:
    """Tell whether every number has its like on the other side, without words; cheaply."""
    mine, others = ({v for number in some for v in number.values} for some in (wanted, got))
    return all(n.values & others for n in wanted) and all(n.values & mine for n in got)


def _changed(source: str, lost: list[values.Number], new: list[values.Number]) -> Iterator[Problem]:
    for old, number in zip(lost, new, strict=False):
        said = f"the number {old.text} became {number.text}"
        level = Level.WARNING if _CONVERTED.match(source, old.end) else Level.ERROR
        yield Problem("numbers", said, level, number.start, number.end)


def _reworded(unsaid: list[str], strange: list[tuple[str, int]]) -> Iterator[Problem]:
    """Yield a small number in words that is another one: "two files" became 파일 세 개 or 3個."""
    for word, (text, start) in zip(unsaid, strange, strict=False):
        said = f'"{word}" became {text}'
        yield Problem("numbers", said, Level.WARNING, start, start + len(text))


def _missing(lost: list[values.Number]) -> Iterator[Problem]:
    for old in lost:
        if not _is_word(old):
            yield Problem("numbers", f"the number {old.text} is missing", Level.WARNING)


def _invented(new: list[values.Number], *, as_many: bool) -> Iterator[Problem]:
    for number in new:
        if as_many or not _is_small(number):
            said = f"the number {number.text} is not in the source"
            yield Problem("numbers", said, Level.WARNING, number.start, number.end)


def _is_beside(number: values.Number, others: list[values.Number]) -> bool:
    """Tell whether another number is one more or one less: "more than 10" is 11 or more."""
    known = {value for other in others for value in other.values}
    near = {str(int(v) + i) for v in number.values if v.isdecimal() for i in (1, -1)}
    return bool(near & known)


def _is_converted(
    number: values.Number, mine: list[units.Quantity], others: list[units.Quantity]
) -> bool:
    """Tell whether the same quantity stands there in another unit: 1.8 m is 180cm."""
    own = [one for one in mine if one.start <= number.start < one.end]
    return any(units.same(one, other) for one in own for other in others)


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
