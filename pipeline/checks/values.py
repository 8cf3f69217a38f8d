"""Numbers of a text as values, so that 1,500, １５００, "fifteen hundred" and 천오백 are one.

``demanded`` are the numbers written in digits, which a translation must have too; ``offered`` is
every value that a text can be said to name, also in words, in parts and inside names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.checks import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(r"(?<![0-9])(?:(?<![\w.])\.)?[0-9]+(?:[.,][0-9]+)*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_GROUPED_BY_FOUR = re.compile(r"[0-9]{1,4}(?:,[0-9]{4})+")
_SPACED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])")
_NAME_BEFORE = re.compile(r"[A-Za-z_#\\][-_.:/]?$|[A-Za-z]{2,}(?:-[A-Z0-9]+)+-$|[0-9]x$")
"""UTF-8, ISO-8859-1, x86, #12: part of a name."""

_NAME_AFTER = re.compile(
    r"(?!(?:st|nd|rd|th|s|px|pt|x|am|pm|AM|PM|[kKMGTP]i?B|bits?|k|K|M|bn|m|ns|"
    r"[kmcµ]?[mgsVWA]|[mcd]?[lL]|[MG]W|[kMG]?Hz|dpi|fps|mph|h|min|sec)(?![A-Za-z_]))[A-Za-z_]"
)
_SCALE = re.compile(
    r"(?:[\s-](?=[a-z]))?(" + "|".join(sorted(words.SCALES, key=len, reverse=True)) + ")(?![a-z])"
)
_FOLLOWING = re.compile(r"\s?([0-9][0-9,]*)(?![0-9.])")
_LETTER_SCALE = {"k": 3, "K": 3, "M": 6, "bn": 9, "m": 6, "B": 9}
_LETTER = re.compile(r"(k|K|M|bn|m|B)(?![A-Za-z])")
_TENTHS = re.compile(r"割(?:([0-9])分)?")
_IDIOM = re.compile(r"(?<![0-9])24/7(?![0-9])")
_SPAN = re.compile(
    r"([0-9]{1,9})\s?(?:(年|년)|(?:時間|시간|分|분))\s?([0-9]{1,9})\s?(?:개월|[かヶカケ]月|分|분|秒|초)"
)
"""1년 6개월 are 18 months, 1時間30分 90 minutes."""

_ERA = re.compile(r"(明治|大正|昭和|平成|令和)\s?$")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_AFTERNOON = re.compile(r"(?::[0-9]{2})?\s?(?:p\.?m\b|P\.?M\b)")
_MORNING = re.compile(r"(?::[0-9]{2})?\s?(?:a\.?m\b|A\.?M\b)")
_LATE = re.compile(r"(?:오후|저녁|밤|午後|夜)\s?$")
_ARTICLE = re.compile(r"제\s?$|第\s?$")
_UNIT = re.compile(r"\s?(?:%|[°€$£¥a-z가-힣ぁ-ヺ一-鿿])")
"""What shows that a number with a point is an amount rather than a version."""

_TRAILING = re.compile(r"\.?0+$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, written in digits."""

    text: str
    """As it stands there."""
    start: int
    end: int
    values: frozenset[str]
    """Every value that it can have, written plainly."""


def demanded(text: str, *, names: bool = False) -> list[Number]:
    """Return the numbers of a text that are not part of a name, in order; with ``names`` all.

    >>> [sorted(number.values) for number in demanded("1,500 of 15 million with UTF-8, 3.11.2")]
    [['1500'], ['15000000'], ['3.11.2']]
    """
    found: list[Number] = []
    end = 0
    text = _IDIOM.sub("____", text)
    for match in _NUMBER.finditer(text):
        if match.start() < end:
            continue
        start = match.start()
        for part in _parts(match[0]):
            stop = start + len(part)
            number, end = _read(text, part, start, stop)
            is_name = not names and _is_name(text, start, stop)
            if not is_name and not _is_zero_minutes(text, start, part):
                found.append(number)
            start = max(stop + 1, end)
    return [_with_span(number, text) for number in found] if _SPAN.search(text) else found


def _with_span(number: Number, text: str) -> Number:
    """Return a number of ``1년 6개월`` with the value of both."""
    totals = {
        str(int(match[1]) * (12 if match[2] else 60) + int(match[3]))
        for match in _SPAN.finditer(text)
        if match.start() <= number.start < match.end()
    }
    return replace(number, values=number.values | totals)


def _parts(text: str) -> list[str]:
    """Return a number as the parts that stand for one value each: ``1,2`` is two."""
    one = "," not in text or _GROUPED.fullmatch(text) or _GROUPED_BY_FOUR.fullmatch(text)
    return [text] if one else text.split(",")


def _is_name(text: str, start: int, end: int) -> bool:
    return bool(
        _NAME_BEFORE.search(text[max(0, start - 20) : start]) or _NAME_AFTER.match(text, end)
    )


def _is_zero_minutes(text: str, start: int, number: str) -> bool:
    return number == "00" and text[start - 1 : start] == ":"


def plain(text: str) -> str:
    """Return a number without separators and leading zeros; decimals as they are."""
    text = text.replace(",", "")
    whole, dot, rest = text.partition(".")
    return (whole.lstrip("0") or "0") + dot + rest


def _read(text: str, part: str, start: int, end: int) -> tuple[Number, int]:
    """Return the number with the words of scale after it, and where it ends."""
    if not _ARTICLE.search(text[max(0, start - 2) : start]) and _SCALE.match(text, end):
        totals, stop = _scaled(text, part, end)
        if totals:
            return Number(text[start:stop], start, stop, frozenset(totals)), stop
    meanings = {plain(part), *_meanings(text, plain(part), start, end)}
    return Number(text[start:end], start, end, frozenset(meanings)), end


def _written(value: Decimal) -> str:
    text = format(value, "f")
    return _TRAILING.sub("", text) if "." in text else text


def _scaled(text: str, part: str, end: int) -> tuple[set[str], int]:
    """Return the values of ``1억 5000만``, ``12만 3456`` or ``1.5 million``, and where it ends."""
    found: set[str] = set()
    total, last, stop = Decimal(0), Decimal("Infinity"), end
    while part.count(".") < 2 and (scale := _SCALE.match(text, end)):
        factor = Decimal(10) ** words.SCALES[scale[1]]
        if factor >= last:
            break
        total += Decimal(part.replace(",", "").strip(".") or 0) * factor
        last, stop = factor, scale.end()
        if scale[1] == "만" and not words.COUNTED.match(text, stop):
            found.add(plain(part))  # also "only 10"
        following = _FOLLOWING.match(text, stop)
        if not following or scale[1].isascii():
            break
        part, end = following[1].rstrip(","), following.end()
        if not _SCALE.match(text, end) and Decimal(part.replace(",", "")) < last:
            found.add(_written(total))
            total, stop = total + Decimal(part.replace(",", "")), end
            break
    return found | ({_written(total)} if total else set()), stop


def _meanings(text: str, number: str, start: int, end: int) -> Iterator[str]:
    """Yield what else a number can be: an hour of the day, a year of an era, 5k."""
    if letter := _LETTER.match(text, end):
        yield _written(Decimal(number) * Decimal(10) ** _LETTER_SCALE[letter[1]])
    if number.count(".") == 1 and (_UNIT.match(text, end) or text[start - 1 : start] in "$€£¥"):
        yield _TRAILING.sub("", number)
    if tenths := _TENTHS.match(text, end):
        yield _written(Decimal(number) * 10 + int(tenths[1] or 0))
    if number.isdecimal() and len(number) < 20:
        yield from _times(text, int(number), start, end)
        yield from _years(text, int(number), start)


def _times(text: str, number: int, start: int, end: int) -> Iterator[str]:
    if number <= 12 and (
        _AFTERNOON.match(text, end) or _LATE.search(text[max(0, start - 4) : start])
    ):
        yield str(number % 12 + 12)
    if number in {0, 12} and _MORNING.match(text, end):
        yield from ("0", "24")


def _years(text: str, number: int, start: int) -> Iterator[str]:
    if era := _ERA.search(text[max(0, start - 4) : start]):
        yield str(_ERAS[era[1]] + number)
    if text[start - 1 : start] in {"'", "’", "‘"} and number < 100:
        yield from (str(1900 + number), str(2000 + number))


def offered(text: str) -> set[str]:
    """Return every value that a text names, as digits, in words or inside a name.

    >>> sorted(offered("Two files in March 2024, UTF-8"))
    ['2', '2024', '3', '8']
    """
    values = {value for number in demanded(text) for value in number.values}
    values |= {plain(part) for match in _NUMBER.finditer(text) for part in _parts(match[0])}
    values |= {plain(digits) for digits in re.findall(r"[0-9]+", text)}
    values |= words.values(text)
    return values | {plain("".join(match[0].split())) for match in _SPACED.finditer(text)}
