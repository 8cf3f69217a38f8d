"""Punctuation of Korean and Japanese: how a sentence ends, the width of signs, spaces around them.

A target is held against its source and against the rules of its own language, and only where both
say so: a label needs no full stop in Korean, ``!`` may well become a full stop, and a sentence that
introduces a list may end as any other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline import kept, marks
from pipeline.checks import texts
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Message, Pair

_CLOSERS = " \t\r\n\"'”’»」』）)]】>*_`"
_HOTKEY = re.compile(r"\s*\((?:[_&])?[A-Za-z0-9]\)")
"""``열기(_O)…``: a key of a menu, which is no text."""
_ENDS = {
    "。": ".",
    "．": ".",
    ".": ".",
    "？": "?",
    "?": "?",
    "！": "!",
    "!": "!",
    "：": ":",
    ":": ":",
}
_ENDS |= {"…": "…", "⋯": "…"}

NO_STOP = "the sentence ends without"
NOT_A_POINT = 'a Japanese sentence ends with "。", not with "."'

_ASKS = {
    "ko": re.compile(r"(?:니까|나요|까요)$"),
    "ja": re.compile(r"(?:です|ます|ました|でした|ません)か$"),
}
_INDIRECT = re.compile(r"\bwhether\b|\bif\b", re.IGNORECASE)
_DOTS = re.compile(r"\.\.\.|…|⋯")
_GOING = re.compile(r"(?:[てで]います|中|중)$")
"""What is going on: programs end it with … as they like."""
_GOES_ON = re.compile(r"[、はがをにでと]$")
"""A Japanese sentence that ends after the list which it introduces."""
_QUOTED_SIGN = re.compile(r"[\"'“‘`(][^\w\s]{1,8}[\"'”’)]$")
"""A source that ends with a sign which it names: called “.”."""

_JA = "ぁ-ゖァ-ヺー一-鿿々〆〇"
_KO = "가-힣"


def _language(pair: Pair) -> str:
    return pair.target.partition("-")[0]


def _end(text: str) -> tuple[str, str]:
    """Return the sign that ends a text, in its ASCII form, and what stands before it."""
    text = _HOTKEY.sub("", text).rstrip(_CLOSERS)
    if text.endswith("..."):
        return "…", text[:-3]
    sign = _ENDS.get(text[-1:], "")
    return sign, (text[:-1] if sign else text)


def final_punctuation(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find an end of a sentence that is lost, of another kind, or of another language."""
    language = _language(pair)
    if language not in texts.SENTENCE:
        return
    source, target = (texts.plain(text).rstrip() for text in (message.source, message.target))
    if not source or not target or _QUOTED_SIGN.search(source.rstrip(".")):
        return
    wanted, _ = _end(source)
    got, body = _end(target)
    yield from _doubled(target)
    for reason in _reasons(language, source, target, (wanted, got, body.rstrip(_CLOSERS))):
        yield Problem(
            "final-punctuation", reason, Level.WARNING, max(len(target) - 1, 0), len(target)
        )


def _reasons(language: str, source: str, target: str, ends: tuple[str, str, str]) -> Iterator[str]:
    wanted, got, body = ends
    if not got:
        yield from _lost(language, source, wanted, body)
    elif got == "." and wanted == "?" and language == "ko" and _ASKS["ko"].search(body):
        yield 'a question ends with "?"'
    elif got == "?" and "?" not in source and not _INDIRECT.search(source):
        yield "it asks, and the source does not"
    elif got == "…" and not _DOTS.search(source) and not _GOING.search(body):
        yield '"…" is not in the source'
    elif got == "!" and "!" not in source:
        yield '"!" is not in the source'
    if language == "ja" and re.search(rf"[{_JA}]\.$", target):
        yield NOT_A_POINT
    elif language == "ko" and target.endswith(("。", "．")):
        yield 'a Korean sentence ends with "."'


def _lost(language: str, source: str, wanted: str, body: str) -> Iterator[str]:
    """Say which end is missing in a target that has none."""
    if wanted == "." and texts.SENTENCE[language].search(body):
        yield f'{NO_STOP} "{"。" if language == "ja" else "."}"'
    elif wanted == "?" and _ASKS[language].search(body):
        yield 'the question ends without "?"'
    elif wanted == ":" and source.endswith(":") and not _GOES_ON.search(body):
        yield f'":" is missing after "{body[-10:]}"'
    elif wanted == "…":
        yield f'"…" is missing after "{body[-10:]}"'


_DOUBLED = re.compile(
    r"。{2,}|、{2,}|、。|。、|[?？!！]\s?。|(?<![.\d/])[가-힣]\.\.(?!\.)|[가-힣],,|[가-힣],\.(?!\.)"
)


def _doubled(target: str) -> Iterator[Problem]:
    """Find marks of punctuation that stand twice or one after the other."""
    for match in _DOUBLED.finditer(target):
        said = f'"{match[0]}": one mark is enough'
        yield Problem("final-punctuation", said, Level.WARNING, *match.span())


_WIDTH = {
    "ja": (
        (re.compile(rf"(?<=[{_JA}]),(?=\s?[{_JA}])"), '"{0}" in Japanese is "{1}"'),
        (re.compile(rf"(?<=[{_JA}])\.(?=\s?[{_JA}])"), '"{0}" in Japanese is "{1}"'),
        (
            re.compile(r"（[^（）()\n]*\)|\([^（）()\n]*）"),
            '"{0}": one bracket is full, one half width',
        ),
    ),
    "ko": (
        (
            re.compile(rf"(?<=[{_KO}])\s?[，．！？：；。、]|[，．！？：；。、](?=\s?[{_KO}])"),
            '"{0}" in Korean is "{1}"',
        ),
        (re.compile(rf"[（）](?=[{_KO}])|(?<=[{_KO}])[（）]"), '"{0}" in Korean is "{1}"'),
    ),
}
_OTHER_WIDTH = {",": "、", ".": "。", ";": "；", "。": ".", "、": ","}


def width(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find signs in half width in Japanese, in full width in Korean, and brackets of both kinds."""
    text = _blank(texts.plain(message.target))
    for pattern, reason in _WIDTH.get(_language(pair), ()):
        for match in pattern.finditer(text):
            sign = match[0].strip()
            other = _OTHER_WIDTH.get(sign) or (chr(ord(sign) - 0xFEE0) if len(sign) == 1 else "")
            yield Problem("width", reason.format(sign[:20], other), Level.WARNING, *match.span())


_SPACES = {
    "ja": (
        (re.compile(r"(?<=[^\s])[ 　]+(?=[、。，．」』）】])"), 'a space before "{next}"'),
        (re.compile(r"(?<=[「『（【、。])[ 　](?=[^\s\[])"), 'a space after "{last}"'),
        (
            re.compile(
                r"(?<=[ぁ-ゖ])[ 　](?=[ぁ-ゖ一-鿿])|(?<=[一-鿿])(?<![0-9]章)[ 　](?=[ぁ-ゖ])"
            ),
            'a space between "{last}" and "{next}"',
        ),
    ),
    "ko": (
        (re.compile(r"(?<=[가-힣\w]) +(?=[,.?!;](?:\s|$))"), 'a space before "{next}"'),
        (re.compile(r"(?<=[가-힣])[.?!,](?=[가-힣])"), 'no space after "{0}"'),
        (
            re.compile(
                r"(?<=[가-힣A-Za-z0-9\"'”’)]) (?:을|를|은|는|와|과|으로|에서|에게|의|에)(?= |$)"
            ),
            'a space before the particle "{0}"',
        ),
        (re.compile(r"(?<=[“‘「『]) (?=[가-힣])"), 'a space after "{last}"'),
    ),
}
_OBJECT = "\ue000"
"""A picture, or a link whose words come from elsewhere."""
_APART = re.compile(r"(?<=[ぁ-ヺ一-鿿]) (<([a-z-]+[0-9]+)>[^<>]*</\2>) (?=[ぁ-ヺ一-鿿])")
_DOUBLE = re.compile(r"(?<=[^\s.\[]) {2,}(?=[^\s:\]])")


def space(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find spaces that are missing or too many beside punctuation, particles and letters."""
    language = _language(pair)
    if language not in _SPACES:
        return
    source, text = texts.plain(message.source), _blank(_with_objects(message.target))
    if re.search(r"\S {2,}\S|\n", source):
        return  # a table or a listing
    for pattern, reason in (*_SPACES[language], (_DOUBLE, "two spaces")):
        for match in pattern.finditer(text):
            last, following = text[match.start() - 1], text[match.end() : match.end() + 1]
            said = reason.format(match[0].strip(), last=last, next=following)
            start, end = (at - text.count(_OBJECT, 0, at) for at in match.span())
            yield Problem("space", said, Level.WARNING, start, end)


def _with_objects(message: str) -> str:
    """Return the text of a message with a sign for each mark that is shown as one thing.

    In Japanese the spaces on both sides of a mark are an author's style, and become holes.
    """
    if "<" not in message:
        return texts.plain(message)
    text = _APART.sub(rf"{texts.HOLE}\1{texts.HOLE}", message)
    parts = (
        _OBJECT if token.kind == "empty" else token.text
        for token in marks.tokens(text)
        if token.kind in {"empty", "text"}
    )
    return "".join(parts)


@lru_cache(maxsize=256)
def _blank(text: str) -> str:
    """Return a text with addresses and placeholders made neutral, each sign at its place."""
    for match in kept.find(text):
        text = text[: match.start()] + "x" * len(match[0]) + text[match.end() :]
    return text
