"""Mistakes that a program puts into good translations, one at a time, to see which are found.

Each kind is a function: it is given a message and a source of chance, and returns the translation
with one mistake in it, or None where there is no place for one. They know nothing of the checks:
the words that they change are found by rules of their own, on purpose poorer than a grammar and
more careful, so that what comes out is wrong without doubt.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from breaking import (
    MARK,
    TABLES,
    Kind,
    is_korean,
    language,
    outside_marks,
    pick,
    put,
    replace,
    turn,
    where,
)
from grammar import affirms, is_bounded, is_denied, is_one_denial, particle_after_others

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from breaking import Break

    from pipeline.checks.base import Message

# Numbers


def _number(message: Message, chance: Random) -> str | None:
    """Change one digit of a number that source and translation share."""
    bare = MARK.sub(lambda match: " " * len(match[0]), message.target)
    shared = set(re.findall(r"(?<![\w.,])[0-9]+(?![\w.,]*[0-9A-Za-z])", message.source))
    places = re.finditer(r"(?<![A-Za-z0-9_.,/-])[0-9]+(?![0-9A-Za-z_.,/-])", bare)
    found = [match for match in places if match[0] in shared and int(match[0]) > 1]
    if not found:
        return None
    match = chance.choice(found)
    at = chance.randrange(len(match[0]))
    digits = [digit for digit in "123456789" if digit != match[0][at]]
    new = match[0][:at] + chance.choice(digits) + match[0][at + 1 :]
    return put(message.target, match, new)


_COUNTS = dict(
    row.split(":")
    for row in (
        "두:세 세:네 네:다섯 다섯:여섯 첫:세 둘째:넷째 셋째:다섯째"
        " 二:三 三:四 四:五 2:4 3:5 4:6 ２:４ ３:５ ４:６"
    ).split()
)
_COUNTED = (
    r"(?<![가-힣])(두|세|네|다섯|첫|둘째|셋째)"
    r"(?= ?(?:가지|개|번|명|장|곳|단계|손가락|줄|대|시간|달|주))"
    r"|(?<![一-鿿0-9０-９])([二三四234２３４])(?=つ|本|人|種類|回|番目|個|台)"
)


def _count(message: Message, chance: Random) -> str | None:
    """Change a number that the source has as a word."""
    words = r"(?i)\b(?:two|three|four|five|twice|once|first|second|third|double|both)\b"
    match = pick(_COUNTED, message.target, chance)
    if not match or not re.search(words, message.source):
        return None
    return put(message.target, match, _COUNTS[match[0]])


def _unit(message: Message, chance: Random) -> str | None:
    """Change the unit after a number, where the source has a unit, too."""
    units = r"(?i)[0-9]\s?(?:seconds?|minutes?|hours?|MB|GB|s|min|h)\b|\$\s?[0-9]"
    if not re.search(units, message.source):
        return None
    rows = [row.split(" => ") for row in TABLES["unit"][language(message)].split("\n") if row]
    found = [
        (match, new)
        for old, new in rows
        for match in re.finditer(rf"(?<=[0-9])(?P<gap> ?){re.escape(old)}", message.target)
    ]
    match, new = chance.choice(found) if found else (None, "")
    return put(message.target, match, match["gap"] + new) if match else None


# Marks


def _mark(change: Callable[[str, re.Match[str], Random], str]) -> Break:
    def one(message: Message, chance: Random) -> str | None:
        match = pick(MARK.pattern, message.target, chance)
        return change(message.target, match, chance) if match else None

    return one


def _without_mark(text: str, match: re.Match[str], _chance: Random) -> str:
    return re.sub(rf"</?{match[2]}{match[3]}/?>", "", text)


def _renumbered(text: str, match: re.Match[str], chance: Random) -> str:
    other = int(match[3]) + chance.choice((1, 2, 7))
    return re.sub(rf"<(/?){match[2]}{match[3]}(/?)>", rf"<\g<1>{match[2]}{other}\2>", text)


def _broken(text: str, match: re.Match[str], chance: Random) -> str:
    wrong = (match[0][1:], match[0][:-1], match[0].replace("<", "< "), match[0].replace("<", "＜"))
    return put(text, match, chance.choice(wrong))


# Words


def _translated(message: Message, chance: Random) -> str | None:
    """Write the name of a placeholder in the translator's language."""
    match = pick(r"%\((\w+)\)|\{([a-z_]\w*)\}", message.target, chance)
    name = "이름" if re.search("[가-힣]", message.target) else "名前"
    return put(message.target, match, re.sub(r"\w+", name, match[0])) if match else None


def _address(message: Message, chance: Random) -> str | None:
    match = pick(r"https?://[\w./-]{6,}|[\w.]+@[\w.]+", message.target, chance)
    if not match or match[0] not in message.source:
        return None
    letters = [i for i, c in enumerate(match[0]) if c.isalpha() and i > 8] or [0]
    at = chance.choice(letters)
    return put(message.target, match, match[0][:at] + match[0][at + 1 :])


def _english(message: Message, chance: Random) -> str | None:
    """Put a stretch of the source where a stretch of the translation stood."""
    words = re.search(r"(?:[a-z]{2,} ){5,7}[a-z]+", message.source)
    if not words or not re.search(r"\b(?:the|a|to|is|of|and|you)\b", words[0]):
        return None
    pieces = list(re.finditer(r"[^<>.。、,]{6,}(?=[.。、,<])", message.target))
    return put(message.target, chance.choice(pieces), words[0]) if pieces else None


def _doubled_word(message: Message, chance: Random) -> str | None:
    pattern = r"(?<![^\s])[가-힣]{2,}(?= )" if is_korean(message) else r"[ァ-ヺー]{3,}|[一-鿿]{2,}"
    match = pick(pattern, outside_marks(message.target), chance)
    gap = " " if is_korean(message) else ""
    return put(message.target, match, f"{match[0]}{gap}{match[0]}") if match else None


def _clause(message: Message, chance: Random) -> str | None:
    """Drop what stands before a comma or after it, if that is a clause of its own."""
    end = r"(?:고|며|면|만|서|여|니|데|지|로|에|때|경우),\s" if is_korean(message) else "、"
    pattern = rf"(?:^|(?<=[.。] )|(?<=。))[^.。,、<>]{{8,}}{end}(?=[^.。,、<>]{{8,}})"
    match = pick(pattern, message.target, chance)
    return put(message.target, match, "") if match else None


def _sentence(message: Message, chance: Random) -> str | None:
    """Drop one of at least two sentences."""
    pattern = r"(?:^|(?<=[.。?] )|(?<=[。？]))[^.。?？<>]{10,}[.。?？](?:\s|$|(?<=。))"
    found = list(re.finditer(pattern, message.target))
    return put(message.target, chance.choice(found), "").strip() if len(found) > 1 else None


def _half(message: Message, _chance: Random) -> str | None:
    """Lose the second half, as a machine or a bad paste does."""
    text = message.target
    long = len(text) > 40 and "<" not in text
    return text[: len(text) // 2].rstrip() + text[-1] if long else None


def _other_stop(message: Message, _chance: Random) -> str | None:
    text = message.target
    return text[:-1] + ".。"[text[-1] == "."] if text[-1] in ".。" else None


def _foreign(message: Message, chance: Random) -> str | None:
    """Put a letter of the neighbour's script for one of the language's own."""
    own, other = ("[가-힣]", "のをは") if is_korean(message) else ("[ぁ-ゖ]", "를의은")
    match = pick(own, outside_marks(message.target), chance)
    return put(message.target, match, chance.choice(other)) if match else None


def _space(message: Message, chance: Random) -> str | None:
    ko, ja = (
        r"(?<=[가-힣])(?=(?:[,.]|[을를은는])(?: |$))",
        r"(?<=[ぁ-ゖ])(?=[。、])|(?<=[一-鿿])(?=[をはが])",
    )
    match = pick(ko if is_korean(message) else ja, outside_marks(message.target), chance)
    return put(message.target, match, " ") if match else None


def _width(message: Message, chance: Random) -> str | None:
    pattern = (
        "(?<=[가-힣])[,.:()]"
        if is_korean(message)
        else "(?<=[ぁ-ヺ一-鿿])[、。（）](?=[ぁ-ヺ一-鿿])"
    )
    match = pick(pattern, outside_marks(message.target), chance)
    swap = str.maketrans(",.:()、。（）", "，。：（）,.()")
    return put(message.target, match, match[0].translate(swap)) if match else None


def _decompose(message: Message, chance: Random) -> str | None:
    pattern = (
        "[가-힣]{2,}"
        if is_korean(message)
        else "[ァ-ヺ]*[ガギグゲゴザジズデドバビブベボパピプペポ]"
    )
    match = pick(pattern, message.target, chance)
    return put(message.target, match, unicodedata.normalize("NFD", match[0])) if match else None


def _zero_width(message: Message, chance: Random) -> str | None:
    at = chance.randrange(1, max(2, len(message.target)))
    inside = outside_marks(message.target)[at : at + 1] not in {"", "_"}
    sign = chance.choice("\u200b\ufeff\u00ad\u2060")
    return message.target[:at] + sign + message.target[at:] if inside else None


def _untranslated(message: Message, _chance: Random) -> str | None:
    bare = MARK.sub("", message.source)
    return message.source if re.search(r"\b(?:the|a|to|is|of|and|you)\b", bare) else None


_PLACEHOLDER = r"%\(\w+\)[sd]|%[0-9]\$[sd]|%(?:l?u|l?d|s)(?![A-Za-z])|\{[a-z_]*\}"

KINDS = (
    Kind("number: a digit changed", "numbers", _number),
    Kind("number: a word changed", "numbers", _count),
    Kind("number: another unit", "numbers", _unit),
    Kind("mark: lost", "marks", _mark(_without_mark)),
    Kind("mark: not closed", "marks", replace(r"</[a-z]+[0-9]+>", "")),
    Kind("mark: twice", "marks", replace(r"<([a-z]+[0-9]+)>([^<>]+)</\1>", r"\g<0> \g<0>")),
    Kind("mark: another number", "marks", _mark(_renumbered)),
    Kind("mark: broken", "marks", _mark(_broken)),
    Kind("placeholder: lost", "placeholders", replace(_PLACEHOLDER, "")),
    Kind("placeholder: translated", "placeholders", _translated),
    Kind("placeholder: broken", "placeholders", replace(r"%(?=[sd(])|(?<=\w)\}", "")),
    Kind("address changed", "kept", _address),
    Kind("negation: dropped", "negation",
         where(is_denied, where(is_one_denial, turn("negation-dropped")))),
    Kind("negation: put in", "negation", where(affirms, turn("negation-put-in"))),
    Kind("bound: turned round", "bounds", where(is_bounded, turn("bound"))),
    Kind("register: one sentence", "register", turn("register")),
    Kind("clause dropped", "length", _clause),
    Kind("sentence dropped", "length", _sentence),
    Kind("second half lost", "length", _half),
    Kind("English: nothing translated", "same-as-source", _untranslated),
    Kind("English: a stretch left", "english-left", _english),
    Kind("word twice", "repeated", _doubled_word),
    Kind("full stop lost", "final-punctuation", replace(r"(?<=[가-힣ぁ-ゖ])[.。]$", "")),
    Kind("full stop of the other language", "final-punctuation", _other_stop),
    Kind("kana or Hangul", "script", _foreign),
    Kind("not composed (NFD)", "script", _decompose),
    Kind("sign of zero width", "invisible", _zero_width),
    Kind("particle doubled", "doubled-particle",
         replace(r"(?<=[ァ-ヺー一-鿿])([をにのが])(?=[一-鿿ァ-ヺ])", r"\1\1"), ("ja",)),
    Kind("particle after a name or number", "particle", particle_after_others, ("ko",)),
    Kind("space left out", "korean-spacing", turn("korean-spacing"), ("ko",)),
    Kind("space put in", "space", _space),
    Kind("width of another language", "width", _width),
)  # fmt: skip
"""All but those that need to know the data; see ``grammar``."""
