"""Units and currencies after numbers, in English, Korean and Japanese: 16 GB is not 16MB.

A unit is a kind and a size, so that 1.8 m and 180cm, or two weeks and 14일, are one quantity. Units
that may be read in several ways (*pound*, 度) are not in the table, and nothing is said of them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.checks.values import Number


class Unit(NamedTuple):
    """What a number counts."""

    kind: str
    size: Decimal


class Quantity(NamedTuple):
    """A number with its unit, as a text has it."""

    values: frozenset[str]
    unit: Unit
    text: str
    start: int
    end: int


_TABLE = """
    length 0.001: mm millimeter millimetre 밀리미터 ミリメートル ミリ
    length 0.01: cm centimeter centimetre 센티미터 センチメートル センチ
    length 1: m meter metre 미터 メートル
    length 1000: km kilometer kilometre 킬로미터 キロメートル
    mass 0.001: mg milligram 밀리그램 ミリグラム
    mass 1: g gram 그램 グラム
    mass 1000: kg kilogram 킬로그램 キログラム
    mass 1000000: ton tonne 톤 トン
    volume 0.001: ml mL milliliter millilitre 밀리리터 ミリリットル
    volume 1: l L liter litre 리터 リットル
    bytes 1: B byte 바이트 バイト
    bytes 1000: kB KB KiB kilobyte kibibyte 킬로바이트 キロバイト
    bytes 1000000: MB MiB megabyte mebibyte 메가바이트 メガバイト
    bytes 1000000000: GB GiB gigabyte gibibyte 기가바이트 ギガバイト
    bytes 1000000000000: TB TiB terabyte tebibyte 테라바이트 テラバイト
    bits 1: bit 비트 ビット
    time 0.001: ms millisecond 밀리초 ミリ秒
    time 1: s sec second 초 秒
    time 60: min minute 분 分
    time 3600: h hr hour 시간 時間
    time 86400: day 일 日
    time 604800: week 주 주일 週 週間
    months 1: month 개월 달 か月 ヶ月 カ月 ヵ月
    months 12: year 년 年
    frequency 1: Hz hertz 헤르츠 ヘルツ
    frequency 1000: kHz kilohertz 킬로헤르츠 キロヘルツ
    frequency 1000000: MHz megahertz 메가헤르츠 メガヘルツ
    frequency 1000000000: GHz gigahertz 기가헤르츠 ギガヘルツ
    power 1: W watt 와트 ワット
    power 1000: kW kilowatt 킬로와트 キロワット
    power 1000000: MW megawatt 메가와트 メガワット
    tension 1: V volt 볼트 ボルト
    tension 1000: kV kilovolt 킬로볼트 キロボルト
    share 1: % percent 퍼센트 프로 パーセント
    Celsius 1: °C ℃
    Fahrenheit 1: °F ℉
    dollar 1: $ dollar USD 달러 ドル
    euro 1: € euro EUR 유로 ユーロ
    sterling 1: £ GBP
    yen 1: ¥ yen JPY 엔 円
    won 1: ₩ won KRW 원 ウォン
    yuan 1: yuan CNY 위안 人民元
"""
_SIGNS = "$€£¥₩"


def _read(table: str) -> Iterator[tuple[str, Unit]]:
    for row in filter(str.strip, table.split("\n")):
        unit, _, names = row.partition(":")
        kind, size = unit.split()
        for name in names.split():
            yield name, Unit(kind, Decimal(size))
            if len(name) > 2 and name.isascii() and name.islower():
                yield name + "s", Unit(kind, Decimal(size))


_UNITS = dict(_read(_TABLE))
ENGLISH = frozenset(name for name in _UNITS if name[0].isascii() and name[0].isalpha())
"""The names in Latin letters."""
_AFTER = re.compile(
    r"(?:[\s\u00a0-]?|つの)"
    rf"({'|'.join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z])"
)
_DEGREES = (
    (re.compile(r"(?:섭씨|摂氏)\s?$"), Unit("Celsius", Decimal(1))),
    (re.compile(r"(?:화씨|華氏)\s?$"), Unit("Fahrenheit", Decimal(1))),
)


def names(kind: str) -> Sequence[str]:
    """Return every name of every unit of a kind.

    >>> names("won")
    ['₩', 'won', 'wons', 'KRW', '원', 'ウォン']
    """
    return [name for name, unit in _UNITS.items() if unit.kind == kind]


def quantities(text: str, numbers: Sequence[Number]) -> list[Quantity]:
    """Return the numbers of a text that have a unit of the table, in order."""
    return [Quantity(n.values, *unit) for n in numbers if (unit := _unit(text, n))]


def _unit(text: str, number: Number) -> tuple[Unit, str, int, int] | None:
    """Return the unit of a number, and where both stand together."""
    start, end = number.start, number.end
    if (sign := text[start - 1 : start]) and sign in _SIGNS:
        return _UNITS[sign], text[start - 1 : end], start - 1, end
    for pattern, unit in _DEGREES:
        if match := pattern.search(text[max(0, start - 4) : start]):
            at = start - len(match[0])
            return unit, text[at:end], at, end
    match = _AFTER.match(text, end)
    if match and not (match[0] == "s" and text[end - 1] == "0"):  # the 1990s
        return _UNITS[match[1]], text[start : match.end()], start, match.end()
    return None


def same(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities are one, in whatever unit.

    >>> metres = Quantity(frozenset({"1.8"}), _UNITS["m"], "1.8 m", 0, 5)
    >>> same(metres, Quantity(frozenset({"180"}), _UNITS["cm"], "180cm", 0, 5))
    True
    """
    if one.unit.kind != other.unit.kind:
        return False
    return bool(_amounts(one) & _amounts(other))


def _amounts(quantity: Quantity) -> set[Decimal]:
    plain = (value for value in quantity.values if re.fullmatch(r"[0-9]{1,20}(\.[0-9]+)?", value))
    return {(Decimal(value) * quantity.unit.size).normalize() for value in plain}


def changed(
    source: Sequence[Quantity], target: Sequence[Quantity]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield each quantity whose number the target has, but with another unit only."""
    for one in source:
        like = [other for other in target if one.values & other.values]
        if like and not any(same(one, other) for other in like):
            other = like[0]
            if not any(same(other, another) for another in source):
                yield one, other
