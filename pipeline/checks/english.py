"""Text that nobody has translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = 4
"""So many English words in a row are no name."""

_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]++(?:['’-][A-Za-z]++)*+")
_RUN = re.compile(rf"(?<!['’-]){_WORD.pattern}(?:[ ,;]++{_WORD.pattern})++")
_LISTED = re.compile("[,;]")
_QUOTED = re.compile(
    r"\"[^\"]{0,300}\"|“[^”]{0,300}”|「[^」]{0,300}」|『[^』]{0,300}』|‘[^’]{0,300}’"
    r"|`[^`']{0,300}['`]|《[^》]{0,300}》|'[^']{0,300}'"
)
_PLAIN = re.compile(r"[A-Za-z'’]+(?:,? [A-Za-z'’-]+)+[.!?:…]*")
_LATIN = frozenset(
    "de fr es it pt nl sv da nb nn fi pl cs sk sl hr hu ro tr vi id ms et lv".split()
)
_COMMON = frozenset(
    "a an and are as at be but by can cannot could do does for from has have if in into is it its"
    " may must no not of on only or should so than that the their them then there these they this"
    " to up was were when which while will with without would you your all any each every more"
    " most other some such".split()
)


def left(message: Message, pair: Pair) -> Iterator[Problem]:
    """Yield the longest run of English words that is in the source too."""
    if pair.target.partition("-")[0] in _LATIN:
        return
    runs = [
        match
        for match in _RUN.finditer(_without_quotes(texts.spoken(message.target)))
        if len(_WORD.findall(match[0])) >= RUN and _is_prose(match[0])
    ]
    source = _joined(texts.words(message.source)) if runs else ""
    found = [match for match in runs if _joined(match[0]) in source]
    if found:
        longest = max(found, key=lambda match: len(match[0]))
        said = f'English is left: "{texts.short(longest[0])}"'
        yield Problem("english-left", said, Level.WARNING, *longest.span())


def _joined(text: str) -> str:
    return " ".join(_WORD.findall(text)).casefold()


def _without_quotes(text: str) -> str:
    """Return a text with holes for what it quotes: an English title or a message may be meant."""
    return _QUOTED.sub(lambda match: texts.HOLE * len(match[0]), text)


def _is_prose(run: str) -> bool:
    """Tell whether words are a sentence's rather than a name's or a list's."""
    words = _WORD.findall(run)
    small = sum(word.islower() for word in words)
    listed = len(_LISTED.findall(run)) * 2 >= len(words)
    return small * 2 > len(words) and not listed and any(word in _COMMON for word in words)


def same(message: Message, _pair: Pair) -> Iterator[Problem]:
    """Yield a translation that is its source, where that has words to translate."""
    source, target = (texts.words(text).split() for text in (message.source, message.target))
    if source != target:
        return
    text = " ".join(source)
    if _is_sentence(text):
        said = f'"{texts.short(text)}" is not translated'
        yield Problem("same-as-source", said, Level.WARNING, 0, len(texts.plain(message.target)))


def _is_sentence(text: str) -> bool:
    """Tell whether a text has words to translate, rather than names, code or a list of keys."""
    run = _WORD.findall(text)
    small = [word for word in run if word.islower() and len(word) > 1]
    ordinary = len(run) >= 3 and any(word in _COMMON for word in small)
    return 2 <= len(small) > len(run) / 2 and (ordinary or bool(_PLAIN.fullmatch(text)))
