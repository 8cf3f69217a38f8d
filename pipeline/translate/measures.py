"""What a number measures: money, shares, degrees, below zero or not; and in which unit.

The tables were tried on what people have translated (``benchmarks/translations.py``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.checks import texts, units, values
from pipeline.figures.clocks import CLOCK

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
    _measure(rf"\$ ?{_N}", r"\$|＄|달러|弗|[0-9만억조] ?불|ドル|USD"),
    _measure(rf"€ ?{_N}|{_N} ?€", "€|유로|ユーロ|EUR"),
    _measure(rf"£ ?{_N}", "£|파운드|ポンド|GBP"),
    _measure(rf"[¥￥] ?{_N}", "[¥￥]|[0-9만억조] ?엔|円|위안|元|JPY|CNY"),
    _measure(rf"₩ ?{_N}", "₩|[0-9만억조] ?원|ウォン|KRW"),
    _measure(rf"{_N} ?%(?![\w(])", "[%％]|퍼센트|[0-9] ?프로|パーセント|割"),
    _measure(rf"{_N} ?°|{_N}[ -]degrees?\b", "[°º℃℉]|[0-9만] ?도|자유도|度"),
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


_HALVES = {
    "a": r"오전|새벽|아침|午前|早朝|朝|(?i:a\.?m\b)|(?<![0-9])0?{0}:",
    "p": r"오후|저녁|밤|정오|午後|夕方|夜|正午|昼|(?i:p\.?m\b)|(?<![0-9]){1}(?![0-9])",
}
"""What says which half of the day is meant; the hour itself does, where it is one of 24."""


def halves_lost(source: str, target: str) -> Iterator[str]:
    """Yield the times of a plain source whose half of the day the target does not say.

    >>> list(halves_lost("at 3 PM", "3시에")), list(halves_lost("at 3 PM", "15시에"))
    (['3 PM'], [])
    """
    for match in CLOCK.finditer(source):
        hour = int(match["hour"]) % 12
        if not re.search(_HALVES[match["half"].lower()].format(hour, hour + 12), target):
            yield match[0]


_TOLD = {
    "percent": (
        "[0-9][%％]",
        r"%|percent|per cent|half|halves|third|quarter|proportion|ratio|scale|zoom|full",
    ),
    "a second %": ("[%％] ?[%％]", "% ?%"),
    "% at money": (
        r"(?:[$€£¥₩] ?[0-9][0-9.,]*|[0-9]+ ?(?:달러|유로|원|ドル|ユーロ|円)) ?[%％]",
        r"[$€£¥₩] ?[0-9][0-9.,]* ?%",
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


_ALSO = {
    "length": "킬로 키로 キロ メーター",
    "mass": "킬로 키로 キロ",
    "bytes": "킬로 메가 기가 테라 キロ メガ ギガ テラ",
    "time": "시 時",
    "months": "살 세 歳 才",
    "Celsius": "도 度",
    "Fahrenheit": "도 度",
}
"""What people say for the units of a kind besides the names in the table of the checks."""

_WORDED = re.compile(r"[A-Za-z]{2}$")
"""A unit of one letter may be anything: layer 2s."""

_JOINED = re.compile("[-'’]")
"""A 26-year-old, ISO 8601 week-numbering, 17 won't: no unit, or not as one is said."""


def changed(source: str, target: str) -> Iterator[str]:
    """Yield, with what became of them, the quantities of a source that have another unit.

    >>> list(changed("Wait 5 min.", "5명을 기다립니다.")), list(changed("5 min", "5분"))
    (['5 min has lost its unit'], [])
    >>> list(changed("Wait 5 min.", "5초를 기다립니다."))
    ['5 min became 5초']
    """
    source, target = source.translate(texts.WIDE), target.translate(texts.WIDE)
    had = units.quantities(source, values.demanded(source))
    worded = [q for q in had if _WORDED.search(q.text) and not _JOINED.match(source, q.end)]
    if not worded:
        return
    got = values.demanded(target)
    has = units.quantities(target, got)
    others = dict(units.changed(had, has))
    kinds = {other.unit.kind for other in has}
    for one in worded:
        if one in others:
            yield f"{one.text} became {others[one].text}"
        elif one.unit.kind not in kinds:
            alike = [number.end for number in got if number.values & one.values]
            if alike and not any(_said(one.unit.kind).match(target, end) for end in alike):
                yield f"{one.text} has lost its unit"


@cache
def _said(kind: str) -> re.Pattern[str]:
    """Return a pattern of a unit of a kind, at most three signs after its number."""
    latin = [re.escape(n) for n in units.names(kind) if n.isascii()]
    own = [n for n in units.names(kind) if not n.isascii()] + _ALSO.get(kind, "").split()
    return re.compile(rf".{{0,3}}?(?:{'|'.join(own)}|(?:{'|'.join(latin)})(?![A-Za-z]))", re.I)
