"""The text of a message as the checks look at it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline import kept, marks, ruby

if TYPE_CHECKING:
    from collections.abc import Iterator

HOLE = "\ufffc"
"""Stands for each letter that is copied, not translated, so that places stay what they are."""

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
SENTENCE = {
    "ko": re.compile(
        r"(?:니다|습니까|십시오|시오|세요|어요|아요|에요|예요|네요|군요|해요|[었았했였있없]다|한다|된다)$"
    ),
    "ja": re.compile(r"(?:です|ます|ました|ません|でした|ましょう|ください|下さい)$"),
}
"""Ends of what is a whole sentence."""
_HOLES = re.compile(f"{HOLE}+")


@lru_cache(maxsize=4096)
def plain(message: str) -> str:
    """Return a message without its marks."""
    return marks.plain(message)


def without_ruby(message: str, language: str) -> str:
    """Return a message in a language with the words of its ruby alone; code is as it is.

    >>> without_ruby("{漢字|かんじ}の<code1>{漢字|かんじ}</code1>", "ja")
    '漢字の<code1>{漢字|かんじ}</code1>'
    """
    if "|" not in message or not ruby.of(language):
        return message
    parts = [
        token._replace(text=ruby.base(token.text)) if prose else token
        for token, prose in _prose(message)
    ]
    return marks.write(parts) if parts != marks.tokens(message) else message


def origins(message: str) -> list[int]:
    """Return for each letter of ``plain(without_ruby(message))`` its place in ``plain(message)``.

    One more place is that of the end.
    """
    places: list[int] = []
    start = 0
    for token, prose in _prose(message):
        if token.kind == "text":
            own = ruby.origins(token.text) if prose else range(len(token.text))
            places += (start + place for place in own)
            start += len(token.text)
    return [*places, start]


def _prose(message: str) -> Iterator[tuple[marks.Token, bool]]:
    """Yield the tokens of a message, each with whether it is text that is no code."""
    depth = 0
    for token in marks.tokens(message):
        if token.text in marks.PROTECTED and token.kind in {"open", "close"}:
            depth += 1 if token.kind == "open" else -1
        yield token, token.kind == "text" and depth <= 0


@lru_cache(maxsize=4096)
def narrow(message: str) -> str:
    """Return a message without marks, with full-width letters as ASCII ones; places stay."""
    return plain(message).translate(WIDE)


@lru_cache(maxsize=4096)
def spoken(message: str) -> str:
    """Return a message without marks; what is copied, code and addresses, is holes.

    Places are those of ``plain``.

    >>> spoken("Run <code1>ls</code1> or see http://a.org/x now.").replace(HOLE, "_")
    'Run __ or see ______________ now.'
    """
    parts, depth = [], 0
    for token in marks.tokens(message):
        if token.kind == "text":
            parts.append(HOLE * len(token.text) if depth else token.text)
        elif token.text in marks.PROTECTED and token.kind != "empty":
            depth = max(0, depth + (1 if token.kind == "open" else -1))
    text = "".join(parts).translate(WIDE)
    for match in reversed(list(kept.find(text))):
        text = text[: match.start()] + HOLE * len(match[0]) + text[match.end() :]
    return text


@lru_cache(maxsize=4096)
def words(message: str) -> str:
    """Return the words of a message that are spoken, with a space for each hole."""
    return _HOLES.sub(" ", spoken(message))


def short(text: str, length: int = 40) -> str:
    """Return a text that fits into a line, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
