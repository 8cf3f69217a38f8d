"""Marks: inline markup in a message, short enough for a person and strict enough for a machine.

A message is text with marks. An inline element becomes ``<a1>…</a1>``, an element without
content ``<br2/>``; the name is the element's, the number counts the marks of one message from 1 in
the order in which they open. Attributes stay in the source. Literal ``<`` and ``&`` are written
``&lt;`` and ``&amp;``, and the ``>`` of a literal ``]]>`` is ``&gt;``, so every message is
well-formed XML content. This form never changes: catalogues live longer than programs.

A person's text is read forgivingly: ``&`` or ``<`` that begins neither a reference nor a mark
stands for itself, so ``R&D`` and ``a < b`` mean what they say.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import MERGED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

PROTECTED = frozenset({"code", "kbd", "samp", "var", "keep"})
"""Marks whose content is copied, never translated; ``keep`` stands for translate="no"."""

_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<name>[a-z][a-z-]*)(?P<number>[1-9][0-9]*)(?(close)|(?P<empty>/)?)>"
)
_MARK_LIKE = re.compile(r"</?[a-zA-Z][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class MarkError(ValueError):
    """The marks of a text are broken, or differ from those of its source; says how."""


class Token(NamedTuple):
    """A piece of a message: text, or one side of a mark."""

    kind: str
    """"text", "open", "close" or "empty"."""
    text: str
    """The text without references, or the mark's element name."""
    number: int
    """Of the mark; 0 for text."""

    def __str__(self) -> str:
        """Write the token as it stands in a message."""
        if self.kind == "text":
            return escape(self.text)
        slash = {"open": "<{}{}>", "close": "</{}{}>", "empty": "<{}{}/>"}[self.kind]
        return slash.format(self.text, self.number)


def escape(text: str) -> str:
    """Return plain text as it stands in a message.

    >>> escape("a < b & c > d")
    'a &lt; b &amp; c > d'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")


def unescape(text: str) -> str:
    """Return the plain text that a piece of a message without marks stands for.

    >>> unescape("R&D &lt; &amp;nbsp;")
    'R&D < &nbsp;'
    """
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a message; marks may be unbalanced. Joined, they give it back."""
    if "<" not in text:
        return [Token("text", unescape(text), 0)] if text else []
    found = []
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() > end:
            found.append(Token("text", unescape(text[end : match.start()]), 0))
        kind = "close" if match["close"] else "empty" if match["empty"] else "open"
        found.append(Token(kind, match["name"], int(match["number"])))
        end = match.end()
    if end < len(text):
        found.append(Token("text", unescape(text[end:]), 0))
    return found


def write(parts: Iterable[Token]) -> str:
    """Return the message that the tokens make up."""
    return "".join(map(str, parts))


def plain(text: str) -> str:
    """Return the text of a message without its marks.

    >>> plain("See <a1>R&amp;D</a1>.<br2/>")
    'See R&D.'
    """
    return "".join(token.text for token in tokens(text) if token.kind == "text")


def spoken(text: str) -> str:
    """Return what a reader would call words: the text outside protected marks."""
    return "".join(_spoken(tokens(text)))


def has_word(parts: Iterable[Token]) -> bool:
    """Tell whether tokens have a letter outside protected marks."""
    return any(any(map(str.isalpha, text)) for text in _spoken(parts))


def _spoken(parts: Iterable[Token]) -> Iterator[str]:
    depth = 0
    for token in parts:
        if token.kind == "text":
            yield " " if depth else token.text
        elif token.text in PROTECTED and token.kind != "empty":
            depth += 1 if token.kind == "open" else -1


def check(text: str) -> list[Token]:
    """Return the tokens of a message whose marks are balanced and used once each.

    Raises MarkError with the first fault.
    """
    if "<" in text and (stray := _MARK_LIKE.search(_TOKEN.sub(" ", text))):
        raise MarkError(f"{stray[0]} is no mark; write &lt; for a literal <")
    parts = tokens(text)
    stack: list[Token] = []
    seen: set[int] = set()
    for token in parts:
        _check_token(token, stack, seen)
        if token.kind == "close":
            stack.pop()
        elif token.kind != "text":
            seen.add(token.number)
            if token.kind == "open":
                stack.append(token)
    if stack:
        raise MarkError(f"mark {stack[-1]} is not closed")
    return parts


def _check_token(token: Token, stack: Sequence[Token], seen: Collection[int]) -> None:
    """Raise MarkError if a token cannot stand where these marks are open and those were used."""
    if token.kind == "text":
        # Neither HTML nor XML can hold one, however it is written.
        if control := _CONTROL.search(token.text):
            raise MarkError(f"it has the control character U+{ord(control[0]):04X}")
    elif token.kind == "close":
        if not stack or (stack[-1].text, stack[-1].number) != (token.text, token.number):
            raise MarkError(f"{token} closes nothing that is open here")
    elif token.number in seen:
        raise MarkError(f"mark {token} stands there twice")
    elif stack and stack[-1].text == "keep":
        raise MarkError(f"mark {token} stands inside {stack[-1]}, whose text is kept")


def compare(source: str, target: str) -> list[Token]:
    """Return the target's tokens if it has the source's marks, each once, properly nested.

    Order and nesting may differ: languages order their words differently. Raises MarkError.
    """
    parts = check(target)
    if "<" not in source and "<" not in target:
        return parts
    wanted = Counter((t.kind, t.text, t.number) for t in tokens(source) if t.kind != "text")
    got = Counter((t.kind, t.text, t.number) for t in parts if t.kind != "text")
    if missing := sorted((wanted - got).elements(), key=lambda item: item[2]):
        raise MarkError(f"mark {Token(*missing[0])} is missing")
    if extra := sorted((got - wanted).elements(), key=lambda item: item[2]):
        raise MarkError(f"mark {Token(*extra[0])} is not in the source")
    return parts


def is_merged(target: str) -> bool:
    """Tell whether a translation says that its sentence went into the one before it."""
    return target.strip() == MERGED


def renumber(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the message with its marks counted from 1, and the numbers they had.

    >>> renumber("<a4>x</a4><br7/>")
    ('<a1>x</a1><br2/>', (4, 7))
    """
    if "<" not in text:
        return text, ()
    order = tuple(dict.fromkeys(t.number for t in tokens(text) if t.kind != "text"))
    places = {number: place for place, number in enumerate(order, 1)}
    return _replace_numbers(text, places.__getitem__), order


class Sentence(NamedTuple):
    """A piece of a text that becomes a message of its own."""

    text: str
    """As it stands in the whole text."""
    message: str
    """With its marks counted from 1."""
    numbers: tuple[int, ...]
    """What ``restore`` needs to give the text back."""
    gap: bool
    """Whether white space parts it from the sentence before it."""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Yield the pieces into which a text was cut, without the white space between them."""
    gap = False
    for piece in pieces:
        if text := piece.strip():
            yield Sentence(text, *renumber(text), gap or piece[:1].isspace())
            gap = False
        gap = gap or piece[-1:].isspace()


def restore(text: str, numbers: Sequence[int]) -> str:
    """Return a renumbered message with the numbers that ``renumber`` gave."""
    return _replace_numbers(text, lambda number: numbers[number - 1])


def rename(text: str, names: Mapping[int, str]) -> str:
    """Return the message with other names on its marks, by their numbers; its text stays as it is.

    >>> rename("<b1>R&D</b1>", {1: "strong"})
    '<strong1>R&D</strong1>'
    """

    def one(match: re.Match[str]) -> str:
        number = match["number"]
        return f"<{match['close'] or ''}{names[int(number)]}{number}{match['empty'] or ''}>"

    return _TOKEN.sub(one, text)


def _replace_numbers(text: str, change: Callable[[int], int]) -> str:
    def one(match: re.Match[str]) -> str:
        number = change(int(match["number"]))
        return f"<{match['close'] or ''}{match['name']}{number}{match['empty'] or ''}>"

    return _TOKEN.sub(one, text)
