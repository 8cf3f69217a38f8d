"""Dates with the name of a month: September 30, 2024 is 2024년 9월 30일, 2024年9月30日.

Behind dates and times stands the particle of a time, where the source says that it is one.
"""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from pipeline.figures import clocks, dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.figures.customs import Custom
    from pipeline.figures.dates import Date

_PARTICLES = {"ko": ("에서(?=는?(?![가-힣]))", "에"), "ja": ("で(?![すはもの])", "に")}
"""What stands after a place, and after a time."""
_DIGITAL = re.compile(r"(?<![0-9:.])[0-2]?[0-9]:[0-5][0-9](?![0-9:]|\.[0-9])")
_GAP = r"[\s,.、，]*(?:of\s|の|의\s)?"


def rule(custom: Custom) -> Callable[[str, str], str]:
    """Return the rule of a language."""

    def put(draft: str, source: str) -> str:
        times: list[tuple[str, str]] = [*clocks.written(source, custom)]
        times += [(text, text) for text in _DIGITAL.findall(source)]
        for date in dates.read(source):
            draft = _written(draft, date, custom)
            times.append((date.text, dates.form(date, custom)))
        for text, form in times:
            if re.search(rf"\b(?:[Oo]n|[Ii]n|[Aa]t)\s+{re.escape(text)}", source):
                draft = _at(draft, form, custom.code)
        return draft

    return put


def _at(draft: str, form: str, language: str) -> str:
    """Return a draft with the particle of a time after one, where it has that of a place."""
    place, time = _PARTICLES[language]
    return re.sub(f"(?<![0-9])({re.escape(form)}){place}", rf"\1{time}", draft)


def _written(draft: str, date: Date, custom: Custom) -> str:
    """Return a draft with a date as the language writes it, if it has all parts side by side."""
    form = dates.form(date, custom)
    if form in draft:
        return draft
    parts = [part for part in _parts(date) if part]
    for order in permutations(parts):
        pattern = rf"(?<![0-9A-Za-z]){_GAP.join(order)}(?![0-9A-Za-z]|[.:][0-9])"
        match = re.search(pattern, draft)
        if match and _names_month(match[0], date):
            return draft[: match.start()] + form + draft[match.end() :]
    return draft


def _parts(date: Date) -> tuple[str, str, str]:
    """Return patterns of the year, the month and the day, in whatever language; "" for none."""
    names = "|".join(name for name, number in dates.MONTHS.items() if number == date.month)
    year = rf"{date.year}\s?[년年]?" if date.year else ""
    month = rf"(?:(?:{names})\b\.?|0?{date.month}\s?[월月])"
    day = rf"0?{date.day}(?:\s?[일日]|st|nd|rd|th)?" if date.day else ""
    return year, month, day


def _names_month(text: str, date: Date) -> bool:
    """Tell whether a text is more than a month by itself."""
    return bool(date.day or date.year) and text.strip() != str(date.month)
