"""Dates with the name of a month: September 30, 2024 is 2024년 9월 30일, 2024年9月30日."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.translate.house.customs import Custom

_NAMES = "January February March April May June July August September October November December"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"Sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9]|[:.][0-9])"
_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"
_FORMS = [
    re.compile(form)
    for form in (
        rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
        rf"(?<![0-9.,:])(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}",
    )
]
_GAP = r"[\s,.、，]*(?:of\s|の|의\s)?"


class Date(NamedTuple):
    """A date of a source; 0 where it does not say."""

    year: int
    month: int
    day: int
    name: str = ""
    """Of the month, as it stands there."""


def read(source: str) -> list[Date]:
    """Return the dates of a text that name a month.

    >>> read("From 3 May to Sept. 30, 2024")
    [Date(year=0, month=5, day=3, name='May'), Date(year=2024, month=9, day=30, name='Sept')]
    """
    found: dict[int, tuple[int, Date]] = {}
    for form in _FORMS:
        for match in form.finditer(source):
            parts = match.groupdict()
            day = int(parts.get("day") or 0)
            if day > 31 or any(
                s < match.end() and match.start() < e for s, (e, _) in found.items()
            ):
                continue
            year, name = int(parts.get("year") or 0), parts["month"]
            found[match.start()] = match.end(), Date(year, _MONTHS[name], day, name)
    return [date for _, (_, date) in sorted(found.items())]


def rule(custom: Custom) -> Callable[[str, str], str]:
    """Return the rule of a language."""

    def put(draft: str, source: str) -> str:
        for date in read(source):
            draft = _written(draft, date, custom)
        return draft

    return put


def _written(draft: str, date: Date, custom: Custom) -> str:
    """Return a draft with a date as the language writes it, if it has all parts side by side."""
    form = _form(date, custom)
    if form in draft:
        return draft
    parts = [part for part in _parts(date) if part]
    for order in permutations(parts):
        pattern = rf"(?<![0-9A-Za-z]){_GAP.join(order)}(?![0-9A-Za-z]|[.:][0-9])"
        match = re.search(pattern, draft)
        if match and _names_month(match[0], date):
            return draft[: match.start()] + form + draft[match.end() :]
    return draft


def _form(date: Date, custom: Custom) -> str:
    named = zip(date[:3], (custom.year, custom.month, custom.day), strict=True)
    return custom.gap.join(f"{number}{word}" for number, word in named if number)


def _parts(date: Date) -> tuple[str, str, str]:
    """Return patterns of the year, the month and the day, in whatever language; "" for none."""
    names = "|".join(name for name, number in _MONTHS.items() if number == date.month)
    year = rf"{date.year}\s?[년年]?" if date.year else ""
    month = rf"(?:(?:{names})\b\.?|0?{date.month}\s?[월月])"
    day = rf"0?{date.day}(?:\s?[일日]|st|nd|rd|th)?" if date.day else ""
    return year, month, day


def _names_month(text: str, date: Date) -> bool:
    """Tell whether a text is more than a month by itself."""
    return bool(date.day or date.year) and text.strip() != str(date.month)
