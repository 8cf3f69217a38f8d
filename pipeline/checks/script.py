"""Letters that do not belong: of another script or width, look-alikes, invisible signs.

What the source has may stand in the target, and so may a word of another language in quotation
marks or brackets: that is how a text speaks of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Message, Pair

_HANGUL = "가-힣ㄱ-ㆎᄀ-ᇿ"
_KANA = "ぁ-ゖァ-ヺｦ-ﾟ"
_QUOTED = re.compile(r"[\"“”‘「『《〈（(\[][^\"“”’」』》〉）)\]]{0,300}[\"“”’」』》〉）)\]]")
_HAN = re.compile("[一-鿿]")

_CYRILLIC = "АВЕКМНОРСТУХаеорсухіјѕ"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_LOOKALIKE = re.compile(
    rf"[A-Za-z]{{0,40}}(?:[A-Za-z][{_CYRILLIC}{_GREEK}]|[{_CYRILLIC}{_GREEK}][A-Za-z])\w*"
)
_MIXED_WIDTH = re.compile(
    r"[A-Za-z0-9]{0,40}(?:[A-Za-z][Ａ-Ｚａ-ｚ]|[Ａ-Ｚａ-ｚ][A-Za-z])[A-Za-zＡ-Ｚａ-ｚ]*"
)

_FOREIGN = {
    "ko": (
        (re.compile(f"[{_KANA}]+"), "{0} is Japanese, not Korean", Level.ERROR),
        (re.compile("[Ａ-Ｚａ-ｚ０-９]+"), "{0} is full width", Level.WARNING),
        (re.compile("(?<=[가-힣])[ㄱ-ㅣ]+(?=[가-힣])"), "{0} is no syllable", Level.WARNING),
    ),
    "ja": (
        (re.compile(f"[{_HANGUL}]+"), "{0} is Korean, not Japanese", Level.ERROR),
        (re.compile("[ｦ-ﾟ]+"), "{0} is half-width kana", Level.WARNING),
    ),
}
_OWN = {"ko": re.compile("[가-힣]"), "ja": re.compile("[ぁ-ゖァ-ヺ一-鿿]")}


def script(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find letters of another language, look-alikes, and letters that are not composed."""
    language = pair.target.partition("-")[0]
    source, target = texts.plain(message.source), texts.plain(message.target)
    for pattern, reason, level in _all_languages(language):
        for match in pattern.finditer(target):
            if match[0] not in source:
                yield Problem("script", reason.format(match[0]), level, *match.span())
    if unicodedata.normalize("NFC", target) != target and language in _OWN:
        yield from _decomposed(source, target)
    own = _OWN.get(language)
    if own is None or not own.search(target):
        return
    text = _QUOTED.sub(lambda match: " " * len(match[0]), target)
    for pattern, reason, level in _FOREIGN[language]:
        for match in pattern.finditer(text):
            if match[0] not in source:
                yield Problem("script", reason.format(f'"{match[0]}"'), level, *match.span())
    if language == "ja":
        yield from _simplified(source, text)


def _all_languages(language: str) -> tuple[tuple[re.Pattern[str], str, Level], ...]:
    mixed = (_MIXED_WIDTH, '"{0}" mixes letters of full and half width', Level.ERROR)
    alike = (_LOOKALIKE, '"{0}" mixes Latin letters with others that look alike', Level.ERROR)
    return (alike, mixed) if language in _OWN else (alike,)


_COMBINED = re.compile("[ᄀ-ᇿ]+|.[゙゚]")


def _decomposed(source: str, target: str) -> Iterator[Problem]:
    for match in _COMBINED.finditer(target):
        whole = unicodedata.normalize("NFC", match[0])
        if whole != match[0] and match[0] not in source:
            said = f'"{whole}" is written in parts; write it in Unicode\'s composed form (NFC)'
            yield Problem("script", said, Level.ERROR, *match.span())


def _simplified(source: str, text: str) -> Iterator[Problem]:
    for match in _HAN.finditer(text):
        if match[0] not in source and _is_simplified(match[0]):
            said = f'"{match[0]}" is a simplified Chinese character, not Japanese'
            yield Problem("script", said, Level.ERROR, *match.span())


@cache
def _is_simplified(letter: str) -> bool:
    """Tell whether a character is in the Chinese standard GB 2312 and in none of Japan's.

    JIS X 0213 has everything that Japanese is written with, also in names.
    """
    return _encodes(letter, "gb2312") and not _encodes(letter, "shift_jis_2004")


def _encodes(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffd]"
)
_NEEDED = frozenset("\u200c\u200d\u200e\u200f")
"""Joiners and marks of direction, which some scripts and emoji need."""
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_NAMES = {"\x7f": "DELETE", "\ufffd": "REPLACEMENT CHARACTER", "\u3000": "IDEOGRAPHIC SPACE"}


def invisible(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find signs that nobody sees: of zero width, of control, and wide spaces in Korean."""
    language = pair.target.partition("-")[0]
    source, target = texts.plain(message.source), texts.plain(message.target)
    for match in _INVISIBLE.finditer(target):
        sign = match[0]
        needed = sign in _NEEDED and (language not in _OWN or _EMOJI.match(target[match.end() :]))
        if sign not in source and not needed:
            level = Level.WARNING if sign in _NEEDED else Level.ERROR
            yield Problem("invisible", f"it has {_name(sign)}; remove it", level, *match.span())
    if language == "ko":
        for match in re.finditer("\u3000+", target):
            if "\u3000" not in source:
                said = f"it has {_name(match[0][0])}; write a common space"
                yield Problem("invisible", said, Level.WARNING, *match.span())


def _name(sign: str) -> str:
    name = _NAMES.get(sign) or unicodedata.name(sign, "a control character")
    return f"U+{ord(sign):04X} ({name})"
