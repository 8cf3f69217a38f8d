"""Numbers of a text as values, so that 1,500, 1500, １５００ and "15 hundred" can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"(?<![0-9])[0-9]+(?:[.,][0-9]+)*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")

_ENGLISH = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_KOREAN = {"백": 2, "천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7}
_KOREAN |= {"억": 8, "십억": 9, "백억": 10, "천억": 11, "조": 12}
_JAPANESE = {"百": 2, "千": 3, "万": 4, "百万": 6, "億": 8, "兆": 12}
_POWERS = _ENGLISH | _KOREAN | _JAPANESE
_SCALES = {word: Decimal(10) ** power for word, power in _POWERS.items()}
_SCALE = re.compile(r"[\s-]?(" + "|".join(sorted(_SCALES, key=len, reverse=True)) + r")(?![a-z])")

_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen(?:th)?|twen\\w+|"
    "thirt\\w+|fort\\w+|fift\\w+|sixt\\w+|sevent\\w+|eight\\w+|ninet\\w+|hundreds?|thousands?|"
    "millions?|billions?|trillions?|dozens?|score|half|halves|quarters?|thirds?|double[sd]?|"
    "twice|triple[sd]?|decades?|centur\\w+|percent\\w*|noon|midnight|\\w*(?:octal|decimal|binary)"
)
_WORDED = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)

SMALL = 12
"""Numbers up to this one are often written as words, and months are numbers in Korean."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text."""

    text: str
    """As it stands there."""
    values: frozenset[str]
    """Every value that it can have, written plainly."""


def read(text: str) -> list[Number]:
    """Return the numbers of a text, in order.

    >>> [sorted(number.values) for number in read("1,500 of 15 million in 3.11.2")]
    [['1500'], ['15', '15000000'], ['3.11.2']]
    """
    plain = unicodedata.normalize("NFKC", text)
    found: list[Number] = []
    end = 0
    for match in _NUMBER.finditer(plain):
        if match.start() < end:
            continue
        parts = [match[0]] if _is_one(match[0]) else match[0].split(",")
        found += [Number(part, frozenset({_value(part)})) for part in parts[:-1]]
        end = _scaled(plain, match.end(), parts[-1], found)
    return found


def _is_one(text: str) -> bool:
    return bool(_GROUPED.fullmatch(text)) or "," not in text


def _value(text: str) -> str:
    """Return a number without separators and needless zeros; a version as it is."""
    plain = text.replace(",", "")
    if plain.count(".") > 1:
        return plain
    return format(Decimal(plain).normalize(), "f")


def _scaled(text: str, end: int, number: str, found: list[Number]) -> int:
    """Add a number with the scale words after it, ``1억 5000만`` as one; return where it ends."""
    values = {_value(number)}
    total, last = Decimal(0), None
    start, stop, part = end, end, number
    while (scale := _SCALE.match(text, start)) and part.count(".") < 2:
        factor = _SCALES[scale[1]]
        if last is not None and factor >= last:
            break
        total += Decimal(part.replace(",", "")) * factor
        last, stop = factor, scale.end()
        values.add(format(total.normalize(), "f"))
        following = re.compile(r"\s?([0-9][0-9,]*)").match(text, stop)
        if not following:
            break
        part, start = following[1].rstrip(","), following.end()
    found.append(Number(number, frozenset(values)))
    return stop


def missing(source: str, target: str) -> list[str]:
    """Return the numbers of the source that the target lacks, as the source writes them.

    >>> missing("15 million of 1,500", "1500 중 1,500만"), missing("20 files", "50개의 파일")
    ([], ['20'])
    """
    return [number.text for number in _unmatched(read(source), read(target))]


def invented(source: str, target: str) -> list[str]:
    """Return the numbers of the target that the source does not have, neither as a word.

    >>> invented("two files", "2개의 파일"), invented("Some files", "57개의 파일")
    ([], ['57'])
    """
    if _WORDED.search(source):
        return []
    extra = _unmatched(read(target), read(source))
    return [number.text for number in extra if not _is_small(number)]


def _is_small(number: Number) -> bool:
    return any(value.isdecimal() and int(value) <= SMALL for value in number.values)


def _unmatched(wanted: list[Number], offered: list[Number]) -> list[Number]:
    """Return the numbers that find no partner; each partner is taken once."""
    left = list(offered)
    alone = []
    for number in wanted:
        partner = next((other for other in left if other.values & number.values), None)
        if partner is None:
            alone.append(number)
        else:
            left.remove(partner)
    return alone
