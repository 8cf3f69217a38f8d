"""A bound of a number that is turned round: *no more than 10* that became 10개 이상.

Small models take one bound for the other in one of ten such sentences, and people do it now and
then. Where the translation says no, or the source does so elsewhere, either bound may be right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Message, Pair

_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?(?![\w.,]*[0-9])|(?:{'|'.join(_WORDS)})\b)"
_LESS = "fewer|less|lower|smaller|shorter"
_MORE = "more|greater|larger|longer|higher|bigger"
_BEFORE = re.compile(
    rf"""\b(?:
        (?P<most>(?:no|not|never)\s(?:{_MORE})\sthan|at\smost|up\sto|maximum\sof
            |(?<!no\s)(?<!not\s)(?<!or\s)(?:{_LESS})\sthan
            |(?:must|can|may|should|does|do|will)\s?not\sexceed)
        |(?P<least>not?\s(?:{_LESS})\sthan|at\sleast|minimum\sof
            |(?<!no\s)(?<!not\s)(?<!never\s)(?:{_MORE})\sthan)
    )(?:\sor\sequal\sto)?(?:\sabout|\sthe)?\s{_NUMBER}""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    rf"""(?<![\w.,-]){_NUMBER}(?:\s(?!and\b|or\b|but\b)[a-z]+){{0,3}},?\s(?:
        (?P<most>or\s(?:fewer|less|below|lower|smaller|earlier)|at\smost)
        |(?P<least>or\s(?:more|above|higher|greater|larger|later|newer|longer)|at\sleast)
    )\b(?!\sthan|\s(?:about\s|the\s)?[0-9])""",
    re.IGNORECASE | re.VERBOSE,
)
_HINT = re.compile(r"(?i)than|most|least|up\sto|imum\sof|exceed|\sor\s")
"""In all of them; most messages have none, and are told so quickly."""
_DENIES = re.compile(r"(?i)\b(?:no|not|never|cannot|neither|nor|without|nobody|nothing)\b|n['’]t\b")

_SIDES = {
    "ko": (
        r"(?P<most>이하|미만|이내|(?<!때)까지|안에|보다\s?(?:적|작|짧|낮)|이전)"
        r"|(?P<least>이상|초과|넘|이후|보다\s?(?:많|크|큰|길|긴|높))",
        "(?P<most>최대(?!화)|많아야|기껏해야)|(?P<least>최소(?!화)|적어도)",
        "않|없|아니|(?<!잘)못|(?<![가-힣])안 |마[시세십]|말[고아라]|지 마",
        "두|둘 세|셋|3 네|넷 다섯 여섯 일곱 여덟 아홉 열 열한|열하나 열두|열둘".split(),
    ),
    "ja": (
        "(?P<most>以下|未満|以内|まで|満たな|よりも?(?:少|小|短|低)|以前)"
        "|(?P<least>以上|超|越|よりも?(?:多|大|長|高)|以降|上回)",
        "(?P<most>最大(?![数化])|最高|最長|多くとも|高々)|(?P<least>最小(?![数化])|最低|少なくとも)",
        "ない|なかっ|ません|なく|なけれ|[せえれわら]ず",
        "二|ふた 三|みっ 四|よっ 五|いつ 六 七 八 九 十 十一 十二".split(),
    ),
}
"""What says a bound after a number and before it, what denies, and the small numbers as words."""

_NEAR, _WINDOW = r"[^0-9,.、。，;]", 20
_AFTERWARDS = {tag: re.compile(f"{_NEAR}{{0,12}}?(?:{s[0]})") for tag, s in _SIDES.items()}
_BEFOREHAND = {tag: re.compile(f"(?s:.*)(?:{s[1]}){_NEAR}{{0,8}}$") for tag, s in _SIDES.items()}
_DENIED = {tag: re.compile(s[2]) for tag, s in _SIDES.items()}


def bounds(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find a bound that is the other one in the translation."""
    if pair.source.partition("-")[0] == "en":
        for reason in turned(message.source, message.target, pair.target):
            yield Problem("bounds", reason, Level.WARNING)


def turned(source: str, target: str, language: str) -> Iterator[str]:
    """Yield each bound of an English message that a translation turns round, as a reason.

    >>> list(turned("Send no more than 10 files.", "파일을 10개 이상 보냅니다.", "ko"))
    ['"no more than 10" became "10개 이상"']
    >>> list(turned("Send no more than 10 files.", "파일을 최대 10개 보냅니다.", "ko"))
    []
    """
    language = language.partition("-")[0]
    if language not in _SIDES or not _HINT.search(source) or _DENIED[language].search(target):
        return
    said, translated = texts.spoken(source), texts.spoken(target)
    found = [match for form in (_BEFORE, _AFTER) for match in form.finditer(said)]
    sides = {(_value(match["number"]), bool(match["most"])) for match in found}
    for match in found:
        value, most = _value(match["number"]), bool(match["most"])
        rest = said[: match.start()] + said[match.end() :]
        if (value, not most) not in sides and not _DENIES.search(rest):
            said_of_it = list(_said(translated, value, language))
            if said_of_it and all(other != most for other, _ in said_of_it):
                yield f'"{texts.short(match[0])}" became "{texts.short(said_of_it[0][1])}"'


def _value(number: str) -> str:
    """Return a number in digits."""
    word = number.lower()
    return str(_WORDS.index(word) + 2) if word in _WORDS else number.replace(",", "")


def _said(target: str, value: str, language: str) -> Iterator[tuple[bool, str]]:
    """Yield of each bound of a number whether it is the most, and what says so."""
    words = _SIDES[language][3]
    small = value.isdecimal() and len(value) < 3 and 2 <= int(value) <= len(words) + 1
    forms = [rf"(?<![0-9.,/]){',?'.join(map(re.escape, value))}(?![0-9]|[.,][0-9])"]
    forms += [f"(?:{words[int(value) - 2]})(?!分の)"] if small else []
    for number in re.finditer("|".join(forms), target):
        if after := _AFTERWARDS[language].match(target, number.end()):
            yield bool(after["most"]), target[number.start() : after.end()]
        begin = max(0, number.start() - _WINDOW)
        if before := _BEFOREHAND[language].match(target, begin, number.start()):
            begin = before.start("most" if before["most"] else "least")
            yield bool(before["most"]), target[begin : number.end()]
