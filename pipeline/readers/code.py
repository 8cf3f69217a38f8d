"""Comments and texts in code blocks, offered to translators if a project asks for it.

Pygments knows the languages; a block that names none, or one that it does not know, stays as it
is. Only ``span`` elements come into a block: its text is the same, character for character.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from pipeline.elements import ATTRIBUTES, KIND, LINE
from pipeline.readers.comments import COMMENT, TEXT, Piece, Region, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

    _Typed = tuple[_TokenType, str]

_MAX_LENGTH: Final = 20_000
"""Of a block; nobody translates longer ones, and some lexers take quadratic time."""

_LANGUAGE = re.compile(r"[\w+#-][\w+#.-]*")


def offer(tokens: Iterable[Token]) -> None:
    """Prepare the fenced blocks of a Markdown document for ``fence``, where they are translated."""
    stays = [False]
    for token in tokens:
        if token.nesting < 0:
            stays.pop()
            continue
        classes = str(token.attrGet("class") or "").split()
        no = stays[-1] or token.attrGet("translate") == "no" or "notranslate" in classes
        if token.nesting > 0:
            stays.append(no)
        elif token.type == "fence" and not no:
            line = token.map[0] + 2 if token.map else 0
            token.meta["code"] = offered(token.content, token.info, line)


def fence(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Return a fenced block as markdown-it renders it, with what ``offer`` has made of it."""
    code = tokens[index].meta.get("code", "")
    shown = type(options)({**options, "highlight": lambda *_: code})  # type: ignore[typeddict-item]
    return type(self).fence(self, tokens, index, shown, env)


def offered(code: str, info: str, line: int = 0) -> str:
    """Return a block as HTML in which comments and texts are ``span`` elements to translate.

    ``info`` is the info string of a fence, ``line`` the source line of the first line of code.
    "" if nothing is offered.
    """
    tokens = _tokens(code, info) if len(code) <= _MAX_LENGTH else []
    written: list[str] = []
    for region in _regions(tokens):
        for kind, pieces in units(region):
            written.append(_html(pieces, kind, line))
            line += sum(piece.text.count("\n") for piece in pieces) if line else 0
    html = "".join(written)
    return html if "<span" in html else ""


def _html(pieces: Sequence[Piece], kind: str, line: int) -> str:
    if not kind:
        return "".join(escape(piece.text) for piece in pieces)
    inner = "".join(
        f'<span translate="no">{escape(piece.text)}</span>' if piece.kept else escape(piece.text)
        for piece in pieces
    )
    number = f' {LINE}="{line}"' if line else ""
    return f'<span translate="yes" {KIND}="{kind}"{number}>{inner}</span>'


# Tokens as comments, strings and code


def _tokens(code: str, info: str) -> list[_Typed]:
    """Return a block's tokens, none if its language is not known or a character would be lost."""
    name = _LANGUAGE.search(info)
    lexer = _lexer(name[0].lower()) if name else None
    found = (
        [(sort, text) for _, sort, text in lexer().get_tokens_unprocessed(code)] if lexer else []
    )
    return found if "".join(text for _, text in found) == code else []


@cache
def _lexer(name: str) -> type[Lexer] | None:
    """Return what reads a language; searching for one that nobody knows takes time."""
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        found: type[Lexer] = find_lexer_class_by_name(name)
    except ClassNotFound:
        return None
    return found


def _regions(tokens: Iterable[_Typed]) -> Iterator[Region]:
    """Yield what a block is made of, in order."""
    region, depth = Region(""), 0
    for sort, text in _without_attributes(tokens):
        if depth:
            # Inside an interpolation there may be anything.
            depth += _turn(sort, text)
            region.add(text, kept=True)
            continue
        kind, kept = _kind(sort)
        ended = region.kind == COMMENT and region.pieces[-1].text.endswith("\n")
        if kind != region.kind or ended:
            yield region
            region = Region(kind)
        region.add(text, kept=kept)
        depth = max(0, _turn(sort, text)) if kind == TEXT else 0
    yield region


@cache
def _kind(sort: _TokenType) -> tuple[str, bool]:
    """Return what a token belongs to, and whether it is copied as it is."""
    from pygments.token import Comment, String

    if sort in String.Doc:
        return COMMENT, False
    if sort in Comment:
        told = _among(sort, Comment, "Hashbang", "Preproc", "PreprocFile", "Special")
        return "" if told else COMMENT, False
    if sort not in String or _among(sort, String, "Affix", "Char", "Regex", "Symbol"):
        return "", False
    return TEXT, _among(sort, String, "Escape", "Interpol", "Delimiter")


def _among(sort: _TokenType, parent: _TokenType, *names: str) -> bool:
    return any(sort in getattr(parent, name) for name in names)


def _turn(sort: _TokenType, text: str) -> int:
    """Return 1 where an interpolation begins, -1 where it ends."""
    from pygments.token import String

    if sort not in String.Interpol:
        return 0
    return text.endswith(("{", "(")) - (text in {"}", ")"})


def _without_attributes(tokens: Iterable[_Typed]) -> Iterator[_Typed]:
    """Yield tokens; the values of markup's attributes that nobody reads are strings no more."""
    from pygments.token import Name, Other, Punctuation, String

    name, tags = "", False
    for sort, text in tokens:
        if sort in Name.Attribute:
            name = text.strip("= ").lower()
        elif sort in Name.Tag or (sort in Punctuation and text[:1] in {"<", ">"}):
            name, tags = "", tags or "<" in text
        unread = tags and name and name not in ATTRIBUTES and sort in String
        yield Other if unread else sort, text
