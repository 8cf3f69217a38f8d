"""Dates and numbers of English texts, and how Korean and Japanese write them."""

from __future__ import annotations

from pipeline.figures import clocks, dates, large
from pipeline.figures.customs import CUSTOMS


def written(text: str, language: str) -> dict[str, str]:
    """Return the dates, times and large numbers of a plain text, each with its form in a language.

    There is nothing for a language that is not known here.

    >>> written("On May 3, 15 million of them", "ja")
    {'May 3': '5月3日', '15 million': '1500万'}
    """
    custom = CUSTOMS.get(language.partition("-")[0])
    if custom is None:
        return {}
    found = {date.text: dates.form(date, custom) for date in dates.read(text)}
    return found | dict(clocks.written(text, custom)) | dict(large.written(text, custom))
