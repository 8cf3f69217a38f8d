"""The numbers of a source in its draft: each must be there once, with its value.

What a number is, in digits and words, ``checks.values`` knows. Here it is asked for more: also the
numbers inside names must arrive, and a number does not stand for two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts, values, words
from pipeline.checks.values import Number
from pipeline.translate.house import dates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SMALL = 12
"""Numbers up to this one are often written as words, and months are numbers in Korean."""


_VAGUE = re.compile(
    r"\b(?:dozens?|scores?|hal(?:f|ves)|quarters?|thirds?|decades?|centur\w+)\b",
    re.IGNORECASE,
)
"""Words that change the number beside them, in more ways than a table could tell."""


def missing(source: str, target: str, *, months: bool = False) -> list[str]:
    """Return the numbers of the source that the target lacks, as the source writes them.

    ``months`` asks for the number of each month that a date names.

    >>> missing("15 million of 1,500", "1500 중 1,500만"), missing("20 files", "50개의 파일")
    ([], ['20'])
    >>> missing("May 3", "3월 3일", months=True)
    ['May']
    """
    wanted, offered = _read(source), _read(target)
    alone, left = _unmatched(wanted, offered)
    said = words.counted(target).keys()
    lost = [number.text for number in alone if not number.values & said]
    return lost + (_lost_months(source, target, left) if months else [])


def _lost_months(source: str, target: str, left: Sequence[Number]) -> list[str]:
    named = [Number(d.name, 0, 0, frozenset({str(d.month)})) for d in dates.read(source)]
    english = [Number(d.name, 0, 0, frozenset({str(d.month)})) for d in dates.read(target)]
    return [number.text for number in _unmatched(named, [*left, *english])[0]]


def invented(source: str, target: str) -> list[str]:
    """Return the numbers of the target that the source does not have, neither as a word.

    >>> invented("two dozen files", "24개의 파일"), invented("Some files", "57개의 파일")
    ([], ['57'])
    """
    if _VAGUE.search(source):
        return []
    extra, _ = _unmatched(_read(target), _read(source))
    named = words.values(source) if extra else set()
    return [n.text for n in extra if not _is_small(n) and not n.values & named]


def _read(text: str) -> list[Number]:
    return values.demanded(text.translate(texts.WIDE), names=True)


def _is_small(number: Number) -> bool:
    return any(value.isdecimal() and int(value) <= SMALL for value in number.values)


def _unmatched(
    wanted: Collection[Number], offered: Collection[Number]
) -> tuple[list[Number], list[Number]]:
    """Return the numbers that find no partner, and the partners left; each is taken once."""
    left, alone = list(offered), []
    for number in wanted:
        partner = next((other for other in left if other.values & number.values), None)
        if partner is None:
            alone.append(number)
        else:
            left.remove(partner)
    return alone, left
