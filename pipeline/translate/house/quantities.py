"""Large numbers, separators, per cent and currencies."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pipeline import particles
from pipeline.checks import values
from pipeline.figures.large import POWERS, SCALE, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.checks.values import Number
    from pipeline.figures.customs import Custom

_DIGITS = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_SOURCE = re.compile(
    rf"(?<![\w.,])(?P<money>[$€£]\s?)?(?P<number>{_DIGITS})(?![0-9]|[.,][0-9])"
    rf"(?:[\s-](?P<scale>{SCALE})\b)?",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[0-9]+(?:,[0-9]{3})+(?:\.[0-9]{2})?|[0-9]+\.[0-9]{2}")
"""A sign of currency before such a number is no variable of a shell."""

_GROUPED = re.compile(
    r"(?:[0-9]{1,4}[조억만兆億万]\s?)+(?:[0-9]{1,4})?|[0-9](?:천만|천억|千万|千億)|[0-9][천千]"
)
"""Large numbers as people write them: 1억 5000만, 1천만."""
_SCALED = re.compile(rf"[0-9][\s-](?:{SCALE})\b", re.IGNORECASE)
_TWICE = re.compile(r"(?<=[0-9])([조억만兆億万])[만万]")
"""A scale that stands behind the number that has it already."""
_SPACED = re.compile(r"(?<=[0-9])\s(?=%(?![\w(]))")
_PARTICLE = re.compile(r"(?:으로|로|은|는|이|가|을|를|과|와)(?![가-힣])")


class _Wanted(NamedTuple):
    """A number of the source."""

    text: str
    value: Decimal
    money: str
    """The sign before it; "" where it may be a variable."""
    is_scaled: bool


def rule(custom: Custom) -> Callable[[str, str], str]:
    """Return the rule of a language."""

    def numbers(draft: str, source: str) -> str:
        if not re.search("[0-9]", source):
            return draft
        for wanted in _once(_read(source)):
            draft = _written(draft, wanted, custom)
        if _SCALED.search(source):
            draft = _TWICE.sub(r"\1", draft)
        if re.search(r"[0-9](?:%| per ?cent)", source) and not _SPACED.search(source):
            draft = _SPACED.sub("", draft)
        return draft

    return numbers


def _read(source: str) -> Iterator[_Wanted]:
    for match in _SOURCE.finditer(source):
        number, scale = match["number"], (match["scale"] or "").lower()
        value = Decimal(number.replace(",", "")) * 10 ** POWERS.get(scale, 0)
        is_price = bool(scale or _PRICE.fullmatch(number))
        yield _Wanted(number, value, (match["money"] or "").strip() * is_price, bool(scale))


def _once(numbers: Iterator[_Wanted]) -> list[_Wanted]:
    """Return the numbers that a source writes in one way only."""
    forms = defaultdict[Decimal, set[_Wanted]](set)
    for number in numbers:
        forms[number.value].add(number)
    return [next(iter(some)) for some in forms.values() if len(some) == 1]


def _written(draft: str, wanted: _Wanted, custom: Custom) -> str:
    """Return a draft with each number of the wanted value as the language writes it."""
    for number in reversed(values.demanded(draft)):
        if _value(number) != wanted.value:
            continue
        start, end, text = number.start, number.end, _form(number.text, wanted, custom)
        sign = draft[start - 1 : start]
        if wanted.money and sign == wanted.money:
            gap = "" if text[-1].isdecimal() else custom.gap
            text, start = text + gap + custom.money[sign], start - 1
        if text != draft[start:end]:
            draft = draft[:start] + text + _after(text, draft[end:], custom)
    return draft


def _value(number: Number) -> Decimal | None:
    """Return what a number of a draft is, if that is one value."""
    plain = re.fullmatch(_DIGITS, number.text)
    found = {number.text.replace(",", "")} if plain else number.values
    whole = [Decimal(value) for value in found if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", value)]
    return max(whole, default=None)


def _form(text: str, wanted: _Wanted, custom: Custom) -> str:
    if _GROUPED.fullmatch(text):
        return text
    if wanted.is_scaled:
        return grouped(wanted.value, custom)
    if re.fullmatch(_DIGITS, text):
        same = "." not in wanted.text and wanted.value >= 1000
        return wanted.text if same else text
    return wanted.text


def _after(number: str, text: str, custom: Custom) -> str:
    """Return what follows a number, its Korean particle in the form that fits."""
    particle = _PARTICLE.match(text)
    if custom.code != "ko" or not particle:
        return text
    return particles.choose(number, particle[0]) + text[particle.end() :]
