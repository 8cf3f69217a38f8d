"""Readers: every source format becomes one thing, a Document in the normal form.

A reader is a function of a decoded Source. To add a format, write one and add its ending here.
A document is read whole or not at all: what stands in its way is a ReadError of one line.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.errors import ReadError
from pipeline.readers import html, markdown, text
from pipeline.readers.source import Source, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model import Document

READERS: Final[Mapping[str, Callable[[Source], Document]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
}
"""The reader of each ending, which is compared in lower case."""

TAKES_SIDECAR: Final = frozenset({".txt"})
"""Endings of formats that have no place of their own for a title."""


def read(
    path: str,
    data: bytes,
    *,
    language: str = "en",
    sidecar: bytes | None = None,
    shown: str | None = None,
) -> Document:
    """Return the document of a source file; raises ReadError with file and line.

    ``path`` is relative to the source folder and becomes the document's; ``shown`` is how errors
    name the file, ``path`` if not given. ``language`` is the project's, for documents that do not
    say theirs. ``sidecar`` is the TOML file of the same name, where there is one; it is ignored for
    formats that need none.
    """
    shown = shown or path
    ending = PurePosixPath(path).suffix.lower()
    if ending not in READERS:
        raise ReadError(f'{shown}: no reader for "{ending}"; readable are {", ".join(READERS)}')
    beside = _beside(sidecar, path, shown) if ending in TAKES_SIDECAR else None
    source = Source(path, shown, language, decode(data, shown), beside)
    if not source.text.strip():
        raise source.error(0, "empty; write some text or remove the file")
    return READERS[ending](source)


def _beside(sidecar: bytes | None, path: str, shown: str) -> Source | None:
    if sidecar is None:
        return None
    path, shown = (str(PurePosixPath(name).with_suffix(".toml")) for name in (path, shown))
    return Source(path, shown, "", decode(sidecar, shown))
