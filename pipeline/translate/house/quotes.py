"""Quotation marks: ‘공세적인’ and “그는 말했다.” in Korean, 「攻勢的な」 in Japanese, 『』 inside.

Only where the pairs of a draft are those of its source, in number and order. What the source
writes in straight marks is mostly text of a program: it keeps them in Korean, and in Japanese where
it is in Latin letters, as translators do it (see docs/drafts.md).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.figures.customs import JAPANESE
from pipeline.translate.house.frozen import MARK, THING

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", '"': '"', "'": "'"}
_CLOSING = frozenset(_PAIRS.values())
_WORD = re.compile(r"[0-9A-Za-zÀ-ÿ]")
_SENTENCE = re.compile(r"[.?!。？！]$|니다|[.?!] ")
_TERM = 3
"""So many words of a source may be a term or a way of saying; more are speech or a title."""


class Quote(NamedTuple):
    """A pair of quotation marks in a text."""

    start: int
    """Of the opening mark; ``end`` is of the closing one."""
    end: int
    depth: int


def find(text: str) -> list[Quote] | None:
    """Return the pairs of a text in the order in which they open; None if they do not pair up.

    >>> find("an “open” and 'shut' case; it's")
    [Quote(start=3, end=8, depth=0), Quote(start=14, end=19, depth=0)]
    """
    found, stack = [], list[int]()
    for at, sign in enumerate(text):
        if sign not in _PAIRS and sign not in _CLOSING:
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if (
            sign in "'’"
            and _WORD.match(before)
            and (_WORD.match(after) or not _opened(text, stack))
        ):
            continue  # it's, users'
        if stack and _PAIRS[text[stack[-1]]] == sign:
            start = stack.pop()
            found.append(Quote(start, at, len(stack)))
        elif sign in _PAIRS:
            stack.append(at)
        else:
            return None
    return None if stack else sorted(found)


def _opened(text: str, stack: list[int]) -> bool:
    return bool(stack) and text[stack[-1]] in "'‘"


def _pairs(draft: str, source: str) -> list[tuple[Quote, Quote]]:
    """Return each pair of a draft with that of its source; nothing if they do not agree."""
    mine, theirs = find(draft), find(source)
    if not mine or not theirs or [q.depth for q in mine] != [q.depth for q in theirs]:
        return []
    if any(not draft[one.start + 1 : one.end].strip() for one in mine):
        return []
    return list(zip(mine, theirs, strict=True))


def korean(draft: str, source: str) -> str:
    """Return a Korean draft with the marks of the house."""
    edits: dict[int, str] = {}
    for mine, theirs in _pairs(draft, source):
        said = source[theirs.start + 1 : theirs.end]
        sign = source[theirs.start]
        if sign == "“":
            sign = "‘" if theirs.depth or _is_term(said, draft[mine.start + 1 : mine.end]) else "“"
        edits |= {mine.start: sign, mine.end: _PAIRS[sign]}
    return _edited(draft, edits)


def _is_term(said: str, draft: str) -> bool:
    """Tell whether quoted words are a way of saying, not speech, a title or a name in a program."""
    return (
        said[:1].islower()
        and len(said.split()) <= _TERM
        and not re.search(f"[{THING}]", said)
        and not _SENTENCE.search(draft)
    )


def japanese(draft: str, source: str) -> str:
    """Return a Japanese draft with the marks of the house."""
    edits: dict[int, str] = {}
    for mine, theirs in _pairs(draft, source):
        inside = draft[mine.start + 1 : mine.end]
        if source[theirs.start] in "\"'" and not re.search(f"[{JAPANESE.letters}]", inside):
            continue
        sign = "『" if mine.depth % 2 else "「"
        edits |= {mine.start: sign, mine.end: _PAIRS[sign]}
    return _edited(draft, edits)


def _edited(draft: str, edits: dict[int, str]) -> str:
    """Return a draft with other signs at some places, and no space just inside of them."""
    changed = "".join(edits.get(at, sign) for at, sign in enumerate(draft))
    if not edits or changed == draft:
        return draft
    changed = re.sub(rf"([“‘「『][{MARK}]*)\s+", r"\1", changed)
    return re.sub(rf"\s+([{MARK}]*[”’」』])", r"\1", changed)
