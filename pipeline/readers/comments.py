"""Comments and strings of code, cut into what translators get and the signs around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMENT: Final = "comment in code"
TEXT: Final = "text in code"
"""Kinds, as translators see them."""

_BREAK = re.compile(r"\n|[ \t]{2,}|\t")
"""Between units: a unit is in one line, and HTML has no other way to keep several spaces."""

_FIRST_SIGN = re.compile(r"\s*(?:=\w+|REM\b|rem\b|dnl\b|[^\w\s]+)")
_SIGN = re.compile(r"(?:[*#;%/|!-]+(?:\s|$))?\s*(?:[-*+•#]+\s+)?")
_END = re.compile(r"\s*(?<![-=#*~/;])(?:[-=#*~/;]{2,}>?|-\}|\*+\)|\]=*\])$")
_OPENING = re.compile(r"(?:[bBcLrRuU]{1,2}(?=#*[\"']))?#*(?:\"{3}|'{3}|[\"'`])")

_WORD = re.compile(r"[\"'“‘(\[]*[^\W\d_]{2,}(?:['’-][^\W\d_]+)*[.,;:!?…)\]\"'”’]*")
_NUMBER = re.compile(r"[\W\d_]+")
_NOT_WORDS = re.compile(
    r"(?i:-\*-|noqa|nosec|nolint|nosonar|type: |mypy:|pyright:|pylint:|flake8:|ruff:|fmt: |isort:|"
    r"yapf:|pragma\b|doctest:|coding[:=]|vim?:|eslint|prettier-|@ts-|tslint:|jshint|jslint|"
    r"biome-|deno-|istanbul |c8 |v8 |webpack|@license\b|@preserve\b|source(?:Mapping)?URL=|"
    r"clang-format|iwyu|shellcheck |rubocop:|frozen_string_literal|go:|\+build |swiftlint:|"
    r"ktlint|checkstyle:|hadolint |yamllint |yaml-language-server:|markdownlint|codespell:|"
    r"c?spell[:-]|spdx-|#?(?:end)?region\b|>>>|\[\[|use (?:strict|client|server)\b)|"
    r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|PRAGMA|GRANT)\s"
)
"""What speaks to a program, at the beginning of a comment or a string."""


@dataclass(slots=True)
class Piece:
    """A part of a comment or a string; an escape or an interpolation is kept as it is."""

    text: str
    kept: bool = False


@dataclass(slots=True)
class Region:
    """A comment, a string, or code: ``kind`` is "" for code."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)

    def add(self, text: str, *, kept: bool = False) -> None:
        """Append a text; those of one sort are one piece."""
        if self.pieces and self.pieces[-1].kept == kept:
            self.pieces[-1].text += text
        else:
            self.pieces.append(Piece(text, kept))


def units(region: Region) -> Iterator[tuple[str, list[Piece]]]:
    """Yield a region as pieces of a page, each with its kind: "" for what stays as it is."""
    before, inner, after = _peeled(region)
    yield "", [Piece(before)]
    for pieces in _lines(inner):
        lead, body, tail = _trimmed(pieces, region.kind)
        reads = bool(region.kind) and _reads(body, region.kind)
        yield "", lead
        yield region.kind if reads else "", body
        yield "", tail
    yield "", [Piece(after)]


def _peeled(region: Region) -> tuple[str, list[Piece], str]:
    """Return a region without its signs or quotes, and these; code is all sign."""
    pieces = region.pieces
    whole = "".join(piece.text for piece in pieces)
    found = (_OPENING if region.kind == TEXT else _FIRST_SIGN).match(whole)
    sign = found[0] if found and not pieces[0].kept else ""
    quote = sign[-1:] if _closes(sign) else ""
    count = len(sign) - len(sign.rstrip(quote)) if quote else 0
    closing = quote and re.search(rf"{quote}{{{count}}}#*$", whole[len(sign) :])
    broken = region.kind == TEXT and (not closing if quote else _closes(whole))
    if not region.kind or broken:
        return whole, [], ""
    if len(sign) > len(pieces[0].text) or (closing and pieces[-1].kept):
        return whole, [], ""
    pieces[0].text = pieces[0].text[len(sign) :]
    after = closing[0] if closing else ""
    pieces[-1].text = pieces[-1].text.removesuffix(after)
    return sign, pieces, after


def _closes(whole: str) -> bool:
    return whole.rstrip("#")[-1:] in {'"', "'", "`"}


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield lists of pieces between breaks, and the breaks themselves."""
    unit: list[Piece] = []
    for piece in pieces:
        if piece.kept and "\n" not in piece.text:
            unit.append(piece)
            continue
        if piece.kept:
            yield unit
            yield [piece]
            unit = []
            continue
        place = 0
        for found in _BREAK.finditer(piece.text):
            unit.append(Piece(piece.text[place : found.start()]))
            yield unit
            yield [Piece(found[0])]
            unit, place = [], found.end()
        unit.append(Piece(piece.text[place:]))
    yield unit


def _trimmed(pieces: list[Piece], kind: str) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Return what stands before a unit, the unit, and what stands behind it."""
    spoken = [n for n, piece in enumerate(pieces) if not piece.kept and piece.text.strip()]
    if not spoken:
        return pieces, [], []
    first, last = spoken[0], spoken[-1] + 1
    lead, body, tail = pieces[:first], pieces[first:last], pieces[last:]
    text = body[0].text
    cut = len(text) - len(text.lstrip())
    if kind == COMMENT and (sign := _SIGN.match(text, cut)):
        cut = sign.end()
    body[0] = Piece(text[cut:])
    text = body[-1].text
    end = len(text.rstrip())
    if kind == COMMENT and (sign := _END.search(text, 0, end)):
        end = sign.start()
    body[-1] = Piece(text[:end])
    return [*lead, Piece(pieces[first].text[:cut])], body, [Piece(text[end:]), *tail]


def _reads(pieces: Iterable[Piece], kind: str) -> bool:
    """Tell whether a text is for people: mostly words, and more than one in a string."""
    text = "".join("{}" if piece.kept else piece.text for piece in pieces)
    words = [word for word in text.split() if not _NUMBER.fullmatch(word)]
    count = sum(bool(_WORD.fullmatch(word)) for word in words)
    enough = count >= (1 if kind == COMMENT else 2) and 2 * count >= len(words)
    return enough and not _NOT_WORDS.match(text)
