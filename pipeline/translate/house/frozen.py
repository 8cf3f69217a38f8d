"""A message as text in which marks, and what must stay letter by letter, are one sign each.

The signs are from Unicode's private use area. One side of a mark is a sign of ``MARK``: rules may
look past it. An empty mark, protected text, an address or a placeholder is a sign of ``THING``: it
is like a word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline import kept, marks

MARK = "\ue000-\uefff"
THING = "\uf000-\uf8ff"
"""As classes of a regular expression."""

MARKS = f"[{MARK}]*"

_PRIVATE = re.compile(f"[{MARK}{THING}]")
_MARKS, _THINGS, _MOST = 0xE000, 0xF000, 0x800


class Frozen(NamedTuple):
    """A message in its frozen form."""

    text: str
    pieces: dict[str, str]
    """What each sign stands for, as it is written in a message."""


def is_strange(message: str) -> bool:
    """Tell whether a message has signs of private use, or too many marks, to be frozen."""
    return bool(_PRIVATE.search(message)) or len(message) > 20 * _MOST


def freeze(message: str) -> Frozen:
    """Return a message frozen.

    >>> frozen = freeze("Run <code1>ls</code1> <b2>now</b2>, %s.")
    >>> len(frozen.text), thaw(frozen.text, frozen.pieces)
    (15, 'Run <code1>ls</code1> <b2>now</b2>, %s.')
    """
    text, pieces, inside, closing = "", dict[str, str](), "", ""
    for token in marks.tokens(message):
        if closing:
            inside += str(token)
            if str(token) == closing:
                text += _sign(inside, _THINGS, pieces)
                closing = ""
        elif token.kind == "text":
            text += _kept(token.text, pieces)
        elif token.kind == "open" and token.text in marks.PROTECTED:
            inside, closing = str(token), str(token._replace(kind="close"))
        else:
            text += _sign(str(token), _THINGS if token.kind == "empty" else _MARKS, pieces)
    return Frozen(text + (_sign(inside, _THINGS, pieces) if closing else ""), pieces)


def _kept(text: str, pieces: dict[str, str]) -> str:
    frozen, end = "", 0
    for match in kept.find(text):
        frozen += text[end : match.start()] + _sign(marks.escape(match[0]), _THINGS, pieces)
        end = match.end()
    return frozen + text[end:]


def _sign(piece: str, first: int, pieces: dict[str, str]) -> str:
    sign = chr(first + len(pieces))
    pieces[sign] = piece
    return sign


def thaw(text: str, pieces: dict[str, str]) -> str:
    """Return the message that a frozen text is."""
    parts, end = [], 0
    for match in _PRIVATE.finditer(text):
        parts += [marks.escape(text[end : match.start()]), pieces[match[0]]]
        end = match.end()
    return "".join(parts) + marks.escape(text[end:])
