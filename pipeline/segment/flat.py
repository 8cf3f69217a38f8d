"""A message as plain text, for finding sentences in it, and the way back to the message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STAND_IN = "Standin"
"""What is read for content that is no prose: a word that may begin or end a sentence."""

CLOSERS = "\"'”’»」』）)]】》〉〕］｣"
OPENERS = "“«「『（([【《〈〔［｢"

_VISIBLE = marks.PROTECTED | {"img", "input", "picture", "video", "audio", "object", "embed"}
"""Empty marks that a reader sees as a thing; the others join what stands before them."""

_MARK_OR_REFERENCE = re.compile(r"<[^<>]*>|&[^\s&;<]{1,32};")
_NOTE = re.compile(r"\[\w{1,4}\]")
_ENDED = re.compile(rf"[.!?…。！？｡][{re.escape(CLOSERS)}]*\Z")


def flatten(text: str) -> tuple[str, Sequence[int]]:
    """Return a message's plain text, and for each place in it the place in the message.

    The place is -1 where the message cannot be cut: inside a mark, a reference, or content that
    is no prose. Where marks stand between two characters it is the last one outside all of them.

    >>> flatten("<b1>A</b1> &lt;")
    ('A <', [0, 10, 11, 15])
    """
    if "<" not in text and "&" not in text:
        return text, range(len(text) + 1)
    flat = _Flat()
    items = list(_items(text))
    closing = {(t.text, t.number): i for i, (_, _, t) in enumerate(items) if t.kind == "close"}
    skip_to = -1
    for index, (start, end, token) in enumerate(items):
        if index <= skip_to:
            continue
        closed = closing.get((token.text, token.number), -1) if token.kind == "open" else -1
        content = text[end : items[closed][0]] if closed > index else ""
        if closed > index and (read_as := _whole(token.text, content, flat)) is not None:
            skip_to = closed
            flat.add_whole(read_as, items[closed][1])
        else:
            _add(flat, text[start:end], start, token)
    return "".join(flat.parts), flat.origin


def _items(text: str) -> Iterator[tuple[int, int, marks.Token]]:
    """Yield start, end and meaning of each mark, reference and stretch of text."""
    done = 0
    for match in _MARK_OR_REFERENCE.finditer(text):
        token = marks.tokens(match[0])[0]
        if token.kind == "text" and token.text == match[0]:
            continue
        if match.start() > done:
            yield done, match.start(), marks.Token("text", text[done : match.start()], 0)
        yield match.start(), match.end(), token
        done = match.end()
    if done < len(text):
        yield done, len(text), marks.Token("text", text[done:], 0)


def _whole(name: str, content: str, flat: _Flat) -> str | None:
    """Return what a mark and its content are read as together; None if the content is read.

    A raised number right behind a full stop is a note's: it belongs to the sentence before it.
    """
    if (name == "sup" or (name == "keep" and _NOTE.fullmatch(content))) and flat.has_ended():
        return ""
    return STAND_IN if name in marks.PROTECTED else None


def _add(flat: _Flat, raw: str, start: int, token: marks.Token) -> None:
    end = start + len(raw)
    if token.kind == "open":
        flat.depth += 1
    elif token.kind == "close":
        flat.close(end)
    elif token.kind == "empty":
        # A line break is white space to a reader, and does not end a sentence by itself.
        flat.add_whole("\n" if token.text == "br" else STAND_IN * (token.text in _VISIBLE), end)
    elif token.text != raw:
        flat.add_whole(token.text, end)
    else:
        flat.add(raw, start)


class _Flat:
    """Plain text in the making."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.origin = [0]
        self.depth = 0

    def add(self, text: str, start: int) -> None:
        """Add characters that stand for themselves."""
        self.parts.append(text)
        places = range(start + 1, start + len(text) + 1)
        self.origin.extend([-1] * len(text) if self.depth else places)

    def add_whole(self, text: str, end: int) -> None:
        """Add text that stands for something else and cannot be cut."""
        if text:
            self.parts.append(text)
            self.origin.extend([-1] * len(text))
        self._allow(end)

    def close(self, end: int) -> None:
        """End a mark; one that was never opened is ignored."""
        self.depth = max(0, self.depth - 1)
        self._allow(end)

    def has_ended(self) -> bool:
        """Tell whether a sentence has just ended, without white space after it."""
        return bool(self.parts) and _ENDED.search(self.parts[-1][-8:]) is not None

    def _allow(self, end: int) -> None:
        """Let a sentence end here, behind a mark, if none is open."""
        if not self.depth:
            self.origin[-1] = end
