"""Numbers written as words in English, Korean and Japanese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENGLISH_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_KOREAN_SCALES = {"백": 2, "천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7}
_KOREAN_SCALES |= {"억": 8, "십억": 9, "백억": 10, "천억": 11, "조": 12}
_JAPANESE_SCALES = {"百": 2, "千": 3, "万": 4, "百万": 6, "億": 8, "兆": 12}
SCALES = _ENGLISH_SCALES | _KOREAN_SCALES | _JAPANESE_SCALES
"""Words after a number in digits, as powers of ten."""

COUNTED = re.compile(
    r"\s?(?:명|원|달러|유로|엔|개|년|건|부|대|권|장|자|번|회|가지|마리|줄|킬로|미터|톤|여|가구|단어|문장|파일|행|천"
    r"|[0-9])"
)
"""What shows that 만 before it is ten thousand."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Return the values of each word of a text with lines such as ``half halves: 2 0.5``."""
    rows = (line.split(":") for line in text.split("\n") if ":" in line)
    return {word: tuple(values.split()) for words, values in rows for word in words.split()}


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_CARDINAL = {word: number for number, word in enumerate(_ONES)}
_CARDINAL |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_CARDINAL |= {word: number for number, word in enumerate(_NTH, 1)}
_CARDINAL |= {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, 2)}

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?")
_SAID = _table(
    """
    a an single once only each another last per every unit month: 1
    hourly daily weekly monthly yearly: 1
    half: 2 50 30 0.5 1
    halves double doubled doubles both twice pair couple two dual binary biweekly bilinear: 2
    quarter: 4 1 15 25 3 0.25
    quarters: 4 75
    secondly: 2
    thirdly thirds triple tripled three-dimensional: 3
    either: 2 1
    octal: 8
    decimal decade decades: 10
    hexadecimal hex: 16
    dozen noon midday: 12
    dozens: 12 10
    score twenties: 20
    century hundreds all full: 100
    week: 7 1
    fortnight: 2 14 15
    midnight: 0 12 24
    no none nothing: 0
    thousands: 1000
    quadruple: 4
    hour minute: 1 60
    day: 1 24
    year: 1 12 365
    thirties: 30
    forties: 40
    fifties: 50
    sixties: 60
    seventies: 70
    eighties: 80
    nineties: 90
    leap: 29
    """
)
"""English words of other kinds, with the values that each can have."""

_WORD = re.compile(r"[A-Za-z]+")

_NATIVE = {
    word: int(values[0])
    for word, values in _table(
        """
        하나 한 첫 하루 매: 1
        둘 두 이틀 양 절반: 2
        셋 세 석 사흘: 3
        넷 네 넉 나흘: 4
        다섯 닷새: 5
        여섯: 6
        일곱 일주일: 7
        여덟: 8
        아홉: 9
        열 열흘: 10
        열하나 열한: 11
        열둘 열두 정오: 12
        스물 스무: 20
        보름: 15
        서른 반: 30
        마흔: 40
        쉰: 50
        예순: 60
        일흔: 70
        여든: 80
        아흔: 90
        자정: 0
        """
    ).items()
}
_SINO = dict(zip("영공일이삼사오육륙칠팔구", (0, 0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
_KANJI = dict(zip("〇零一二三四五六七八九両", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_SMALL = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12, "万": 10**4, "億": 10**8, "兆": 10**12}
_KOREAN_WORD = re.compile(
    r"(?<![가-힣])(?!두[드어]|열[고기려리린립면어지])"
    rf"({'|'.join(sorted(_NATIVE, key=len, reverse=True))})"
    r"|([영공일이삼사오육륙칠팔구십백천만억조]{1,20})(?=\s|[가-힣])"
)
_KANJI_RUN = re.compile(r"[〇零一二三四五六七八九両十百千万億兆]{1,20}")
_KANA = {
    "ひと": 1,
    "ふた": 2,
    "みっつ": 3,
    "よっつ": 4,
    "いつつ": 5,
    "元年": 1,
    "半分": 2,
    "半": 30,
}
_KANA |= {
    "正午": 12,
    "ダブル": 2,
    "トリプル": 3,
    "シングル": 1,
    "倍": 2,
    "ゼロ": 0,
    "ワン": 1,
    "毎": 1,
}
_FRACTIONS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}


def values(text: str) -> set[str]:
    """Return the values that the words of a text name; rather too many than too few.

    >>> sorted(values("twenty-five thousand")), sorted(values("천오백 명"), key=int)
    (['1000', '20', '25', '25000', '5'], ['1500'])
    """
    return {*_english(text), *_korean(text), *_japanese(text), *_signs(text)}


def counting(text: str) -> list[str]:
    """Return the English words that are numbers, in order.

    >>> counting("Twenty-five thousand of two kinds")
    ['twenty', 'five', 'thousand', 'two']
    """
    found = _WORD.findall(text.lower())
    return [word for word in found if word in _ENGLISH_SCALES or _cardinal(word) is not None]


_COUNT = {name: str(n) for n, name in enumerate(_ONES) if 1 < n < 11}
_COUNT |= {name: str(n) for n, name in enumerate(_NTH, 1) if 1 < n < 11}
_COUNT |= {"twice": "2", "double": "2", "triple": "3"}
_COUNT_WORD = re.compile(
    rf"\b(?:{'|'.join(_COUNT)})\b(?!\s(?:thought|hand|guess|dozen|check|part(?:y|ies)|or\smore|quot)|-check|s)"
    r"(?<!\b[a1-9] second)(?<!per second)(?<!leap second)(?<!\bor two)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<![가-힣])(두|세|네|다섯|여섯|일곱|여덟|아홉|열)"
    r"(?= ?(?:가지|개(?!수)|번|명|장|곳|단계|줄|대|시간|달|주|부분|사람|손가락|문장))"
    r"|(?<![一-鿿0-9])([二三四五六七八九])(?=つ|本|人|種類|回|番目|個|台|枚|件|行|度|段階)"
)
"""Small numbers that count something."""


def worded(text: str) -> dict[str, str]:
    """Return the values of the small numbers that an English text has as words, with the words.

    >>> worded("Two files; the third is empty.")
    {'2': 'Two', '3': 'third'}
    """
    return {_COUNT[match[0].lower()]: match[0] for match in _COUNT_WORD.finditer(text)}


def counted(text: str) -> dict[str, tuple[str, int]]:
    """Return the values that a text counts things with, each with its word and place.

    >>> counted("파일 세 개"), counted("二つの方法")
    ({'3': ('세', 3)}, {'2': ('二', 0)})
    """
    return {
        str(_NATIVE[match[1]] if match[1] else _KANJI[match[2]]): (match[0], match.start())
        for match in _COUNTED.finditer(text)
    }


def _english(text: str) -> Iterator[str]:
    """Yield the values of English words, each alone and all that stand in a row together."""
    total = part = 0
    for word in (*_WORD.findall(text.lower()), ""):
        number = _cardinal(word)
        if number is not None:
            yield str(number)
            part += number
        elif word in {"hundred", "thousand", "million", "billion", "trillion"}:
            factor = 10 ** _ENGLISH_SCALES[word]
            yield from (str(factor), str(part))
            if factor == 100:
                part = max(part, 1) * 100
            else:
                total, part = total + max(part, 1) * factor, 0
        elif word != "and":
            if total or part:
                yield str(total + part)
            total = part = 0
            yield from _SAID.get(word, ())
            if month := _MONTH.fullmatch(word):
                yield str(_MONTHS.index(month[1]) + 1)
        if total and part:
            yield str(total + part)


def _cardinal(word: str) -> int | None:
    """Return the value of ``two``, ``second`` or ``fifths``."""
    found = _CARDINAL.get(word)
    return _CARDINAL.get(word.removesuffix("s")) if found is None else found


def _korean(text: str) -> Iterator[str]:
    for match in _KOREAN_WORD.finditer(text):
        if match[1]:
            yield str(_NATIVE[match[1]])
            yield from _after_ten(text, match)
        elif any(sign in "십백천만억조" for sign in match[2]) or text[match.start() - 1] == "제":
            yield str(_positional(match[2], _SINO))


def _after_ten(text: str, match: re.Match[str]) -> Iterator[str]:
    """Yield the value of 스물다섯, 열여섯: a ten with a one after it."""
    ten = _NATIVE[match[1]]
    following = next(
        (w for w in _NATIVE if text.startswith(w, match.end()) and _NATIVE[w] < 10), ""
    )
    if ten >= 10 and following:
        yield str(ten + _NATIVE[following])
    if match[1] == "절반":
        yield from ("50", "0.5", "1")


def _japanese(text: str) -> Iterator[str]:
    for match in _KANJI_RUN.finditer(text):
        yield str(_positional(match[0], _KANJI))
        yield from (str(_KANJI[sign]) for sign in match[0] if sign in _KANJI)
    for word, value in _KANA.items():
        if word in text:
            yield str(value)
    if "半" in text:
        yield from ("50", "0.5", "2")


def _positional(signs: str, digits: dict[str, int]) -> int:
    """Return the value of 천오백, 三十五 or 二〇二四."""
    if all(sign in digits for sign in signs):
        return int("".join(str(digits[sign]) for sign in signs))
    total = group = digit = 0
    for sign in signs:
        if sign in digits:
            digit = digits[sign]
        elif sign in _SMALL:
            group, digit = group + (digit or 1) * _SMALL[sign], 0
        else:
            total, group, digit = total + ((group + digit) or 1) * _LARGE[sign], 0, 0
    return total + group + digit


def _signs(text: str) -> Iterator[str]:
    for sign, parts in _FRACTIONS.items():
        if sign in text:
            yield from map(str, parts)
