"""The two kinds of tokenizer in Argos packages, each with the offsets that placing marks needs."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.engines.words import Span

_AHEAD = 4
"""Characters that may be passed over between two words: white space, signs written otherwise."""


class Tokens(NamedTuple):
    """A text and its tokens."""

    text: str
    pieces: list[str]
    spans: list[Span]
    """Of each piece in the text; of width 0 where a piece has no text of its own."""


class Tokenizer(Protocol):
    """What an engine needs of a package's tokenizer."""

    def encode(self, text: str) -> Tokens:
        """Return a source text's tokens."""

    def decode(self, pieces: Sequence[str]) -> Tokens:
        """Return the target text that pieces make up, without white space at its ends."""


class SentencePiece:
    """Argos's decode would turn every ``_`` into a space, so its processor is asked itself."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def encode(self, text: str) -> Tokens:
        """Return the tokens; normalisation changes pieces, but offsets are those of the text."""
        found = self._processor.encode(text, return_type="offset_mapping")
        return Tokens(text, found["pieces"], found["offsets"])

    def decode(self, pieces: Sequence[str]) -> Tokens:
        """Return the text; a piece of several bytes has its width at the last one."""
        found = self._processor.decode(list(pieces), return_type="offset_mapping")
        text = found["text"]
        lead = len(text) - len(text.lstrip())
        size = len(text.strip())
        spans = [
            (min(max(a - lead, 0), size), min(max(b - lead, 0), size)) for a, b in found["offsets"]
        ]
        return Tokens(text.strip(), list(pieces), spans)


class Bpe:
    """Moses tokens cut by byte-pair encoding, in old packages; knows no offsets: they are found."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def encode(self, text: str) -> Tokens:
        """Return the tokens, found again in the text one after the other."""
        pieces = self._tokenizer.encode(text)
        return Tokens(text, pieces, _find(pieces, text))

    def decode(self, pieces: Sequence[str]) -> Tokens:
        """Return the text and where each piece stands in it."""
        text = self._tokenizer.decode(list(pieces)).strip()
        return Tokens(text, list(pieces), _find(pieces, text))


def _find(pieces: Sequence[str], text: str) -> list[Span]:
    """Return where pieces stand in a text, word by word.

    Moses writes signs as entities, which may be cut anywhere: such a word is its first piece's.
    A word that is written otherwise in the text has width 0.
    """
    spans: list[Span] = []
    end = 0
    for word in _words(pieces):
        raw = [piece.removesuffix("@@") for piece in word]
        plain = html.unescape("".join(raw))
        start = text.find(plain, end, end + len(plain) + _AHEAD)
        if start < 0:
            spans += [(end, end)] * len(word)
            continue
        sizes = [len(part) for part in raw]
        if sum(sizes) != len(plain):
            sizes = [len(plain), *[0] * (len(word) - 1)]
        for size in sizes:
            spans.append((start, start + size))
            start += size
        end = start
    return spans


def _words(pieces: Sequence[str]) -> Iterator[list[str]]:
    word: list[str] = []
    for piece in pieces:
        word.append(piece)
        if not piece.endswith("@@"):
            yield word
            word = []
    if word:
        yield word


RUN = 4
"""So many tokens that come twice are a repetition."""


def recurs(pieces: Sequence[str]) -> bool:
    """Tell whether RUN tokens come twice, whatever they are.

    >>> recurs("open the file, close the file".split()), recurs("a b a b a b".split())
    (False, True)
    """
    runs = [tuple(pieces[i : i + RUN]) for i in range(len(pieces) - RUN + 1)]
    return len(set(runs)) < len(runs)
