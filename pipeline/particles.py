"""Korean particles by the sound before them: 은/는, 이/가, 을/를, 과/와, 으로/로 and their like.

What stands before a particle may be Hangul, whose last letter says it all, or a number, a unit, a
name in Latin letters: then it counts how a Korean reads it aloud. ``2`` and ``API`` are read in one
way; of ``R`` (아르, 알) and ``net`` (넷, 네트) nobody can say, and nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum


class Final(Enum):
    """How a word ends, as far as particles care."""

    VOWEL = "vowel"
    RIEUL = "rieul"
    """ㄹ: a consonant, but 로 follows it as it follows a vowel."""
    CONSONANT = "consonant"


_V, _L, _C = Final.VOWEL, Final.RIEUL, Final.CONSONANT

PAIRS = (
    ("으로", "로"),
    ("이라", "라"),
    ("이나", "나"),
    ("이란", "란"),
    ("이랑", "랑"),
    ("이며", "며"),
    ("이든", "든"),
    ("이여", "여"),
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("아", "야"),
)
"""The forms after a consonant and after a vowel. Longer ones stand first, because a particle is
known by how it begins: 으로부터, 이라는."""

_COPULA = re.compile("이(?:면|고|거나|므로|다|지만|었)")
"""The verb 이다 begins like 이/가, and keeps its 이."""

_FIRST, _LAST, _FINALS, _RIEUL = "가", "힣", 28, 8
"""Hangul syllables in Unicode: the first and the last, finals a vowel, the number of ㄹ."""

_QUOTES = "\"'”’»」』》〉`*"
_OPENING = {")": "(", "]": "["}

_DIGITS = dict(zip("0123456789", (_C, _L, _V, _C, _V, _V, _C, _L, _L, _V), strict=True))
"""영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구."""
_POWERS = (_C, _C, _V, _C)
"""만, 억, 조, 경; within each, 십, 백 and 천 end in consonants."""

_LETTERS = {"l": _L, "m": _C, "n": _C, "r": None}
"""엘, 엠, 엔; R is 아르 or 알; the names of all others end in a vowel."""

_SIGNS = {"%": _V, "‰": _L, "°": _V, "₩": _C, "¥": _C, "$": _V, "€": _V, "£": _V, "+": _V}
"""퍼센트, 퍼밀, 도, 원, 엔, 달러, 유로, 파운드, 플러스."""

_UNITS = {
    _V: "m cm mm nm km l ml s ms h w kw v kv a ma hz khz mhz ghz b kb mb gb tb kib mib gib pt ft",
    _L: "px mol cal kcal",
    _C: "g mg kg t ppm rpm",
}
"""Units after a number: 미터, 리터, 초 …; 픽셀, 몰, 칼; 그램, 톤, 피피엠."""

_WORDS = {
    _V: """adobe bit cafe check cube edit github graphite limit nike permit submit tube unit
        youtube""",
    _L: "bible mobile profile style toml url yaml",
    _C: """acrobat charset chrome clip commit cron ebook epub ethernet facebook filename format git
        gnome grub hostname imac internet intranet mac macbook mime name
        notebook opec packet planet pocket prototype reset robot skype socket tab target theme
        ticket time type username web widget""",
}
"""Words whose spelling misleads the rules below: 어도비, 유튜브; 셸; 크롬, 인터넷, 커밋, 타입."""
_UNSURE = frozenset({"tex", "latex", "op", "idle", "jack"})
"""라텍, 라텍스, 레이텍; 오피, 옵; 아이들, 잭, or letter by letter."""
_READ = {word: final for final, words in _WORDS.items() for word in words.split()}
_READ_UNITS = {unit: final for final, units in _UNITS.items() for unit in units.split()}

_RULES = tuple(
    (re.compile(f"(?:{pattern})$"), final)
    for pattern, final in (
        ("[aiouywhzsxfvjq]|[eo]r", _V),  # 스, 즈, 프, 시, 치, 어 …
        ("[aeiou]r?ll?|le", _L),
        (
            "[aeiouy](?:[mn]|gn|rm|rn|lm|ng)|ck|ic|[aeiou]ne|ook|(?<![aeiou])[oiua]p",
            _C,
        ),  # 션, 잉, 클릭, 폰, 숍
        ("d|[aeiou]g|[nrslfcp]t|[nrsl]k|[mlr]p|[oe][ae]t|(?:ee|ea|oa)[kp]", _V),  # 드, 그, 트, 크
        ("ate|ite|ote|ute|ete|[cgsvz]e|the|re|de|ue|ee|ie|oe|ke|fe|che|she", _V),
    )
)
"""How the spelling of an English word ends, and the sound of its usual Korean form."""

_READABLE = re.compile(r"[A-Z][AEIOU](?:[BCGKPT]|[A-Z]E)$")
"""An acronym that may be said as a word with a final consonant: IMAP is often 아이맵."""

_SPELLED = 6
"""Capitals from this length on are a word in capitals."""

_PLACEHOLDER = re.compile(r"(?:%[^\s%가-힣]+|\$?\{[^{}]*\}|\\.)$")

_WORD = re.compile(r"(?<![A-Za-z_.=/\\])[A-Za-z]+$")
_NAMES = re.compile(r"(?<![\w./~\\-])[A-Z][A-Za-z]*/[A-Z][A-Za-z]*$")
"""GNU/Linux, but no path."""
_NUMBER = re.compile(r"(?P<money>[$€£¥₩]\s?)?(?P<whole>[0-9][0-9,]*)(?P<rest>(?:\.[0-9]+)*)$")
_UNIT = re.compile(r"[0-9]\s?([A-Za-z]{1,4})$")
_FRACTION = re.compile(r"[0-9]\s?[/⁄]\s?[0-9]+$")


def final_sound(text: str) -> Final | None:
    """Return how a text ends when it is read aloud in Korean; None where that is not sure.

    Quotation marks at the end are passed over, and so is a note in brackets, because a particle
    goes with the word before it.

    >>> [final_sound(text).value for text in ("서버", "파일", "API", "3", "1억", "5kg", "이름(ID)")]
    ['vowel', 'rieul', 'vowel', 'consonant', 'consonant', 'consonant', 'consonant']
    >>> final_sound("R") is None
    True
    """
    text = _bare(unicodedata.normalize("NFKC", text))
    if not text or _PLACEHOLDER.search(text):
        return None
    last = text[-1]
    if _FIRST <= last <= _LAST:
        return _hangul(last)
    if text.endswith(("°C", "°F")):
        return _V
    return _SIGNS[last] if last in _SIGNS else _read_aloud(text)


def choose(text: str, particle: str) -> str:
    """Return the particle that fits a text; any of its forms may be given, with what follows it.

    Where the sound is not sure, both forms are returned, as Korean software writes them. A text
    that is none of these particles comes back as it is.

    >>> choose("서버", "을"), choose("파일", "으로부터"), choose("PDF", "은/는"), choose("%s", "를")
    ('를', '로부터', '는', '을(를)')
    >>> choose("서버", "이"), choose("서버", "이면")
    ('가', '이면')
    """
    return form(final_sound(text), particle)


def form(final: Final | None, particle: str) -> str:
    """Return the form of a particle after a sound; see ``choose``."""
    particle = re.sub(r"\(([가-힣])\)로", "로", particle)
    particle = re.sub(r"^[가-힣]+(?=/)/|\([가-힣]+\)", "", particle)
    if _COPULA.match(particle):
        return particle
    for pair in PAIRS:
        for start in pair:
            if particle.startswith(start):
                return _of_pair(final, *pair) + particle[len(start) :]
    return particle


def _of_pair(final: Final | None, closed: str, opened: str) -> str:
    if final is None:
        if opened == "로":
            return "(으)로"
        return f"(이){opened}" if closed == f"이{opened}" else f"{closed}({opened})"
    if final is Final.VOWEL or (final is Final.RIEUL and opened == "로"):
        return opened
    return closed


def _bare(text: str) -> str:
    """Return a text without the quotes and the bracketed notes at its end."""
    while text:
        text = text.rstrip()
        if text[-1:] in _OPENING:
            start = text.rfind(_OPENING[text[-1]])
            text = text[:start].rstrip() if start > 0 else text[start + 1 : -1]
        elif text and text[-1] in _QUOTES:
            text = text[:-1]
        else:
            break
    return text


def _hangul(letter: str) -> Final:
    final = (ord(letter) - ord(_FIRST)) % _FINALS
    return _V if not final else _L if final == _RIEUL else _C


def _number(match: re.Match[str]) -> Final:
    """Return the end of a number as Sino-Korean reads it; a fraction of ten digit by digit."""
    if match["money"]:
        return _SIGNS[match["money"].strip()] or _V
    digits = match["whole"].replace(",", "")
    if match["rest"] or digits.strip("0") == "" or digits[0] == "0":
        return _DIGITS[match[0][-1]]
    zeros = len(digits) - len(digits.rstrip("0"))
    if not zeros:
        return _DIGITS[digits[-1]]
    return _C if zeros % 4 else _POWERS[min(zeros // 4, len(_POWERS)) - 1]


def _read_aloud(text: str) -> Final | None:
    """Return how a text ends that ends with a digit or a Latin letter."""
    if number := _NUMBER.search(text):
        return None if _FRACTION.search(text) else _number(number)
    if unit := _UNIT.search(text):
        return _READ_UNITS.get(unit[1].lower(), _latin(unit[1]))
    word = _WORD.search(text) or _NAMES.search(text)
    return _latin(word[0].rpartition("/")[2]) if word else None


def _latin(word: str) -> Final | None:
    """Return how a word in Latin letters ends: by the table, by letters if capital, by rules."""
    if word.lower() in _UNSURE:
        return None
    if known := _READ.get(word.lower()):
        return known
    if len(word) == 1 or (word.isupper() and len(word) < _SPELLED):
        return None if _READABLE.search(word) else _LETTERS.get(word[-1].lower(), _V)
    if not re.search("[aeiouy]", word.lower()):
        return None
    tail = word.lower()
    return next((final for pattern, final in _RULES if pattern.search(tail)), None)
