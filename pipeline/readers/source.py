"""A source file as its reader gets it: decoded, checked, and able to name its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.settings import ReadTable

if TYPE_CHECKING:
    from collections.abc import Callable

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and what text has only by mistake."""

_LINE_END = re.compile(r"\r\n?")
_LINE_END_BYTES = re.compile(rb"\r\n?|\n")


def _nothing(path: str) -> bytes | None:
    del path
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded source file."""

    path: str
    """Relative to the source folder, with forward slashes."""
    shown: str
    """How errors name the file."""
    language: str
    """BCP 47 tag of the project's source language."""
    text: str
    """Lines end in a line feed; no byte order mark."""
    sidecar: Source | None = None
    """The TOML file beside it."""
    options: ReadTable = field(default_factory=ReadTable)
    """What the project says on reading."""
    load: Callable[[str], bytes | None] = field(default=_nothing, compare=False, repr=False)
    """Gives a file that the document names, by its path in the source folder; None if there is
    none."""

    @property
    def title(self) -> str:
        """A title made of the file's name, for a document that has none.

        >>> Source("news/north-korea-responds.txt", "", "en", "").title
        'North korea responds'
        """
        words = re.sub(r"[-_\s]+", " ", PurePosixPath(self.path).stem).strip()
        return (words[:1].upper() + words[1:]) or self.path

    def line_at(self, place: int) -> int:
        """Return the line, from 1, of a place in the text."""
        return self.text.count("\n", 0, place) + 1

    def error(self, line: int, message: str) -> ReadError:
        """Return the error for a line, or for the whole file with line 0."""
        return ReadError(f"{self.shown}:{line}: {message}" if line else f"{self.shown}: {message}")


def decode(data: bytes, shown: str) -> str:
    """Return the text of a UTF-8 file: without byte order mark, with line feeds as line ends.

    Raises ReadError with the line for other encodings and for control characters.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END_BYTES.findall(data, 0, error.start)) + 1
        raise ReadError(
            f"{shown}:{line}: not UTF-8 (byte 0x{data[error.start]:02X}); save the file as UTF-8"
        ) from error
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    if bad := FORBIDDEN.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise ReadError(f"{shown}:{line}: control character U+{ord(bad[0]):04X}; remove it")
    return text
