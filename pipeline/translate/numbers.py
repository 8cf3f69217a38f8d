"""The numbers of a source in its draft: each must be there once, with its value.

What a number is, in digits and words, ``checks.values`` knows. Here it is asked for more: also the
numbers inside names must arrive, and a number does not stand for two.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.checks import texts, values, words
from pipeline.figures import dates

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.checks.values import Number

SMALL = 12
"""Numbers up to this one are often written as words, and months are numbers in Korean."""


SHORT = 150
"""Signs that a text has at most in which no small number comes again."""

_VAGUE = re.compile(
    r"\b(?:dozens?|scores?|hal(?:f|ves)|quarters?|thirds?|decades?|centur\w+"
    r"|more\sthan\son(?:e|ce)|positive|pairs)\b",
    re.IGNORECASE,
)
"""Words that change the number beside them, in more ways than a table could tell."""


def missing(source: str, target: str) -> list[str]:
    """Return the numbers of the source that the target lacks, as the source writes them.

    >>> missing("15 million of 1,500", "1500 중 1,500만"), missing("20 files", "50개의 파일")
    ([], ['20'])
    """
    alone = _unmatched(_read(source), _read(target))
    counted = words.counted(target).keys()
    return [number.text for number in alone if not number.values & counted]


def unsaid(source: str, target: str) -> list[str]:
    """Return the small numbers that the source has as words, and the target lacks in any form.

    >>> unsaid("Three files", "파일 세 개"), unsaid("Three files", "파일 네 개")
    ([], ['Three'])
    """
    worded = words.worded(source)
    offered = values.offered(target.translate(texts.WIDE)) if worded else ()
    return [word for value, word in worded.items() if value not in offered]


def missing_months(source: str, target: str) -> list[str]:
    """Return the months of the source's dates that the target lacks, for whom they are numbers.

    >>> missing_months("May 3", "3월 3일"), missing_months("May 3", "2024-05-03")
    (['May'], [])
    >>> missing_months("April 4", "4. 4"), missing_months("May 3", "5月3日")
    (['April'], [])
    """
    target = target.translate(texts.WIDE)
    return [d.name for d in dates.read(source) if not re.search(_month(d), target)]


def _month(date: dates.Date) -> str:
    """Return a pattern of the month of a date, in whatever form has no name for it."""
    month, day = f"0?{date.month}", f"0?{date.day or '[0-9]{1,2}'}"
    before = rf"[0-9]{{4}}\s?[-./]\s?{month}(?![0-9])"
    return rf"(?<![0-9]){month}\s?[월月]|{before}|(?<![0-9]){month}[-/]{day}|{re.escape(date.text)}"


def invented(source: str, target: str) -> list[str]:
    """Return the numbers of the target that the source does not have, neither as a word.

    >>> invented("two dozen files", "24개의 파일"), invented("Some files", "57개의 파일")
    ([], ['57'])
    >>> invented("Some files", "파일 세 개"), invented("More than one file", "2개 이상의 파일")
    (['세'], [])
    """
    if _VAGUE.search(source):
        return []
    extra = _unmatched(_read(target), _read(source))
    counted = words.counted(target)
    if not extra and not counted:
        return []
    known = values.offered(source.translate(texts.WIDE))
    found = [n.text for n in extra if not n.values & known and not _is_named(n, target)]
    return found + [word for value, (word, _) in counted.items() if value not in known]


def doubled(source: str, target: str) -> list[str]:
    """Return the numbers that the target has oftener than the source.

    A small one may come again in a longer text, as that of a name may.

    >>> doubled("20 files", "20개 중 20개"), doubled("20 of 20 files", "20개 중 20개")
    (['20'], [])
    >>> doubled("12 hours", "12시간은 12시간입니다")
    ['12']
    """
    wanted = _read(source)
    extra = _unmatched(_read(target), wanted)
    known = {value for number in wanted for value in number.values}
    again = [n for n in extra if n.values & known]
    often = Counter(n.text for n in again)
    most = 1 if len(source) > SHORT else 0
    return list(dict.fromkeys(n.text for n in again if not _is_small(n) or often[n.text] > most))


def _read(text: str) -> list[Number]:
    return values.demanded(text.translate(texts.WIDE), names=True)


def _is_small(number: Number) -> bool:
    return any(value.isdecimal() and int(value) <= SMALL for value in number.values)


def _is_named(number: Number, text: str) -> bool:
    """Tell whether a small number is a part of a name, such as x1."""
    before = text[: number.start][-1:]
    return _is_small(number) and before.isascii() and before.isalpha()


def _unmatched(wanted: Collection[Number], offered: Collection[Number]) -> list[Number]:
    """Return the numbers that find no partner; each partner is taken once."""
    left, alone = list(offered), []
    for number in wanted:
        partner = next((other for other in left if other.values & number.values), None)
        if partner is None:
            alone.append(number)
        else:
            left.remove(partner)
    return alone
