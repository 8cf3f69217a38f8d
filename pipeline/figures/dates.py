"""Dates of English texts with the name of a month, and how other languages write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.figures.customs import Custom

_NAMES = "January February March April May June July August September October November December"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"Sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
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


class Date(NamedTuple):
    """A date of a source; 0 where it does not say."""

    year: int
    month: int
    day: int
    name: str = ""
    """Of the month, as it stands there."""
    text: str = ""
    """All of it, as it stands there."""


def read(source: str) -> list[Date]:
    """Return the dates of a text that name a month.

    >>> [date[:4] for date in read("From 3 May to Sept. 30, 2024")]
    [(0, 5, 3, 'May'), (2024, 9, 30, 'Sept')]
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
            found[match.start()] = match.end(), Date(year, MONTHS[name], day, name, match[0])
    return [date for _, (_, date) in sorted(found.items())]


def form(date: Date, custom: Custom) -> str:
    """Return a date as a language writes it.

    >>> from pipeline.figures.customs import KOREAN
    >>> form(Date(2024, 9, 30), KOREAN)
    '2024년 9월 30일'
    """
    named = zip(date[:3], (custom.year, custom.month, custom.day), strict=True)
    return custom.gap.join(f"{number}{word}" for number, word in named if number)
