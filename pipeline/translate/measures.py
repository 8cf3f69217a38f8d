"""What a number measures: money, shares, degrees, below zero or not.

The tables were tried on what people have translated (``benchmarks/translations.py``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Measure(NamedTuple):
    """A sign at a number, and what may stand for it."""

    source: re.Pattern[str]
    target: str
    """A pattern; its words are those of Korean and Japanese."""


def _measure(source: str, target: str) -> Measure:
    return Measure(re.compile(source), target)


_N = r"[0-9]+(?:[.,][0-9]+)*"

_MEASURES = (
    _measure(rf"\$ ?{_N}", r"\$|＄|달러|弗|불|ドル|USD"),
    _measure(rf"€ ?{_N}|{_N} ?€", "€|유로|ユーロ|EUR"),
    _measure(rf"£ ?{_N}", "£|파운드|ポンド|GBP"),
    _measure(rf"[¥￥] ?{_N}", "[¥￥]|엔|円|위안|元|JPY|CNY"),
    _measure(rf"₩ ?{_N}", "₩|원|ウォン|KRW"),
    _measure(rf"{_N} ?%(?![\w(])", "[%％]|퍼센트|프로|パーセント|割"),
    _measure(rf"{_N} ?°", "[°º℃℉]|도|度"),
    _measure(rf"(?<![\w.,)\]-])[-−]{_N}", "[-−－–—]|마이너스|영하|음수|マイナス|氷点下|負"),
)
"""Each with the English form, where a translation may not do without."""


def missing(source: str, target: str) -> Iterator[str]:
    """Yield what stands at a number of a plain source, and the target does not have at all.

    >>> list(missing("It costs $5.", "가격은 5입니다.")), list(missing("$5", "5달러"))
    (['$5'], [])
    """
    for measure in _MEASURES:
        match = measure.source.search(source)
        if match and not re.search(measure.target, target):
            yield match[0]


_TOLD = {
    "percent": (
        "[0-9][%％]",
        r"%|percent|per cent|half|halves|third|quarter|proportion|ratio|scale|zoom|full",
    ),
    "the dollar": (
        "[0-9만억조万億兆CFＣＦ] ?(?:달러|ドル)",
        r"\$|dollar|USD|\bbucks?\b|\bcents?\b",
    ),
    "the euro": ("[0-9만억조万億兆CFＣＦ] ?(?:유로|ユーロ)", r"€|\beuros?\b|EUR"),
}
"""What a target may say at a number, and the words of a source that give a reason for it."""


def invented(source: str, target: str) -> Iterator[str]:
    """Yield the shares and the money that a plain target speaks of, and its source does not.

    >>> list(invented("Hundreds of people", "100%의 사람들")), list(invented("half of it", "50%"))
    (['percent'], [])
    """
    for name, (said, told) in _TOLD.items():
        if re.search(said, target) and not re.search(told, source, re.IGNORECASE):
            yield name
