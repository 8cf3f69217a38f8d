"""Words that stand twice in a row by a slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = re.compile(
    r"(?<![\w-])([^\W\d_]{2,}(?: [^\W\d_]+){0,5}|[^\W\d_](?: [^\W\d_]+){1,5})"
    r"(?: \1(?![\w-])(?! 아[니닌닙])|, \1(?=[.,!?。、]|$))"
)
"""The same words, with a space between; with a comma only where no list goes on."""

_IN_SOURCE = re.compile(r"(?<![\w-])([^\W\d_]+(?: [^\W\d_]+){0,5}),? \1(?![\w-])")
_RUNS = {
    "ja": re.compile(
        r"((?<![ァ-ヺー])[ァ-ヺー]{3,}|[一-鿿]{2,}[はがをにでの]?|(?<![ァ-ヺー])[ァ-ヺー]{3,}[はがをにでの]|"
        r"[一-鿿]+[ぁ-ん]+[一-鿿]+[ぁ-ん]*|"
        r"です|ました|した|する|こと|から|まで|[ぁ-ん一-鿿ァ-ヺー]{6,40}?)\1(?![ァ-ヺー])"
    ),
    "ko": re.compile(r"(?<![가-힣])([가-힣]{3,})\1"),
}
"""What is not parted from its repetition."""

_SOUNDS = re.compile(r"(.)\1*|(..)\2+")
"""한 한, 둘 둘: too short to be a slip."""


def check(message: Message, pair: Pair) -> Iterator[Problem]:
    """Yield words that come twice in a row in a translation but not in its source."""
    target = texts.spoken(message.target)
    language = pair.target.partition("-")[0]
    found = [
        match
        for pattern in filter(None, (_WORDS, _RUNS.get(language)))
        for match in pattern.finditer(target)
        if not _allowed(match[1], language)
    ]
    if found and _IN_SOURCE.search(texts.spoken(message.source).casefold()):
        return
    for match in found:
        said = f'"{texts.short(match[1])}" stands there twice'
        yield Problem("repeated", said, Level.WARNING, *match.span())


_MEANT = {
    "ko": frozenset(
        "하나 서로 그때 두고 따로 가끔 조금 차례 하루 점점 매우 아주 너무 멀리 오래 자주".split()
    ),
    "ja": frozenset("それぞれ ますます だんだん".split()),
}
"""Words that are said twice on purpose."""


def _allowed(text: str, language: str) -> bool:
    meant = text in _MEANT.get(language, ()) or (language == "ko" and _SOUNDS.fullmatch(text))
    return bool(meant) or (text.isascii() and not text.islower())
