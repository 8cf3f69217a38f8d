"""Detectors of what a draft has beyond its source: numbers, words, letters, signs, phrases."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.translate import latin, numbers, phrases
from pipeline.translate.pairs import WORD, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.translate.pairs import Pair

_TOO_LARGE = re.compile(r"(?<![0-9.,])[0-9]{5,}[만万]")
"""Nobody counts more than 9999 of them."""

_UNKNOWN = re.compile(r"⁇|\ufffd|<unk>|▁|[\x00-\x1f\x7f]")

_SIGNS = "×→±℃°～＋＝＜＞｜¬"
"""Signs that translators write for words and for signs of English."""

_LONG, _LEAST = 50, {"ko": 0.28, "ja": 0.32}
"""Letters of a source, and the share of them that a translation has at least.

Of 120,000 translations of documentation a language, made by people, two and four in a thousand have
fewer. Drafts that have fewer leave out a clause: of 17 and 7 chrF is 26 and 16, of all 46 and 44.
"""

LEFT = 5
"""So many words of English in a row were not translated."""


def invented_numbers(pair: Pair) -> Iterator[str]:
    """Find numbers that come from nowhere."""
    for number in numbers.invented(pair.plain[0], pair.spoken[1]):
        yield f"the number {number} is not in the source"
    if (long := _TOO_LARGE.search(pair.plain[1])) and long[0] not in pair.plain[0]:
        yield f"the number {long[0]} is not in the source"
    for number in numbers.doubled(*pair.plain):
        yield f"the number {number} comes too often"


def invented_words(pair: Pair) -> Iterator[str]:
    """Find words in Latin letters that the source does not have."""
    if pair.scripts:
        for word in latin.invented(*pair.plain):
            yield f"{word} is not in the source"


def unknown_signs(pair: Pair) -> Iterator[str]:
    """Find signs that a model writes where it knows no word."""
    source, target = pair.plain
    for match in _UNKNOWN.finditer(target):
        if match[0] not in source:
            yield f"it contains {match[0] if match[0].isprintable() else 'a control character'}"
    for sign in target:
        if (
            sign > "~"
            and unicodedata.category(sign) in {"So", "Sm"}
            and sign not in source + _SIGNS
        ):
            yield f"it contains {sign}"


def left_english(pair: Pair) -> Iterator[str]:
    """Find a copy of the source, or some words in a row that were left as they are."""
    source, target = (" ".join(WORD.findall(text)) for text in pair.spoken)
    words = source.split()
    if len(words) > 3 and source.casefold() == target.casefold():
        yield "it is a copy of the source"
    elif pair.scripts:
        for run in re.findall(r"[A-Za-z'’-]+(?: [A-Za-z'’-]+)+", target):
            small = sum(word.islower() for word in run.split())
            if len(run.split()) >= LEFT and small * 2 >= len(run.split()) and run in source:
                yield f'English is left: "{short(run)}"'


def wrong_script(pair: Pair) -> Iterator[str]:
    """Find no letter of the language, or letters of another one."""
    if not pair.scripts:
        return
    own, foreign = pair.scripts
    source, target = pair.spoken
    if not re.search(own, target) and (_speaks(source) or _bare(source) != _bare(target)):
        yield f"it has no letter of {_name(pair)}"
    strange = re.search(foreign, target)
    if strange and strange[0] not in source:
        yield f"it has letters that are not {_name(pair)} ({strange[0]})"


def _name(pair: Pair) -> str:
    return languages.name(pair.language, "en")


def _bare(text: str) -> str:
    """Return the letters of a text."""
    return "".join(WORD.findall(text)).casefold()


def _speaks(text: str) -> bool:
    """Tell whether a text has a word that is neither an abbreviation nor a name in code."""
    return any(re.fullmatch(r"[A-Z]?[a-z'’-]+", word) for word in WORD.findall(text))


def absurd_length(pair: Pair) -> Iterator[str]:
    """Find a draft many times longer or shorter than translations are."""
    source, target = (len(text.replace(" ", "")) for text in pair.spoken)
    least = _LEAST.get(pair.language.partition("-")[0], 0)
    if source > _LONG and target < least * source:
        yield "it is far too short"
        return
    if pair.scripts:
        target *= 2  # Korean and Japanese need about half as many signs as English
    if target > 3 * source + 30:
        yield "it is far too long"
    if source > 40 and target < 0.3 * source:
        yield "it is far too short"


def boilerplate(pair: Pair) -> Iterator[str]:
    """Find what pages say everywhere, and this source does not."""
    if found := phrases.boilerplate(*pair.plain, pair.language):
        yield f'"{found}" is not in the source'
