"""What stands before and after the words of a message and is no part of its sentence.

The number of a heading, anchors and line breaks at either end, and marks around all words mean the
same in all languages and stay where they are. A model often drops such a number, and nothing shows
it where an anchor without words belongs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline import marks
from pipeline.engines.sentence import PICTURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.marks import Token

_NUMBER = re.compile(
    r"\s*(?:[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]|[A-Za-z]\)|\((?:[0-9]{1,3}|[A-Za-z])\))\s+"
)
"""``5.``, ``5)``, ``(5)``, ``a)`` and ``5.10.2.`` before a heading or an item; 3.5 may be a
version, and ``A.`` the beginning of a name."""


class Edges(NamedTuple):
    """A message in three."""

    head: str
    core: str
    """What is to be translated."""
    tail: str

    def whole(self, draft: str) -> str:
        """Return the draft of the core as one of the message."""
        return self.head + draft + self.tail


def part(message: str) -> Edges:
    """Return a sound message in three, of which the first and the last may be empty.

    A mark around all words is in both, one side each.

    >>> part("<span1>5.1. </span1>Other queues<a2></a2>")
    Edges(head='<span1>5.1. </span1>', core='Other queues', tail='<a2></a2>')
    >>> part("<a1>5.1. Other queues</a1>")
    Edges(head='<a1>5.1. ', core='Other queues', tail='</a1>')
    """
    tokens = marks.tokens(message)
    start, left = _head(tokens)
    head = marks.write(tokens[:start]) + marks.escape(left)
    rest = tokens[start:]
    if left:
        rest = [rest[0]._replace(text=rest[0].text[len(left) :]), *rest[1:]]
    end = _tail(rest)
    core, tail = rest[:end], marks.write(rest[end:])
    if not marks.has_word(core):
        return Edges("", message, "")
    if (
        core[0].kind == "open"
        and _closing(core, 0) == len(core)
        and core[0].text not in marks.PROTECTED
    ):
        inner = part(marks.write(core[1:-1]))
        return Edges(f"{head}{core[0]}{inner.head}", inner.core, f"{inner.tail}{core[-1]}{tail}")
    return Edges(head, marks.write(core), tail) if head or tail else Edges("", message, "")


def _head(tokens: Sequence[Token]) -> tuple[int, str]:
    """Return how many tokens are before the words, and what of the next one is."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "text":
            match = _NUMBER.match(token.text)
            if not match or match.end() < len(token.text):
                return index, match[0] if match else ""
            index += 1
            continue
        end = _closing(tokens, index)
        inside = "".join(t.text for t in tokens[index:end] if t.kind == "text")
        if not _is_edge(tokens[index:end]) or not (inside == "" or _NUMBER.fullmatch(inside)):
            break
        index = end
    return index, ""


def _tail(tokens: Sequence[Token]) -> int:
    """Return where what comes after the words begins."""
    end = len(tokens)
    while end > 0:
        start = next((i for i in range(end) if _closing(tokens, i) == end), end)
        inside = tokens[start:end]
        if start == end or any(t.kind == "text" for t in inside) or not _is_edge(inside):
            return end
        end = start
    return end


def _is_edge(part: Sequence[Token]) -> bool:
    """Tell whether marks have a meaning of their own to nobody who reads the sentence."""
    names = {token.text for token in part if token.kind != "text"}
    return not names & (PICTURES | marks.PROTECTED)


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind the mark that begins at an index; the same index if none does."""
    token = tokens[index]
    if token.kind == "empty":
        return index + 1
    if token.kind != "open":
        return index
    later = range(index + 1, len(tokens))
    return 1 + next(i for i in later if tokens[i].number == token.number)
