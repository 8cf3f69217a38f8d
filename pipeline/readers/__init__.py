"""Readers: every source format becomes one thing, a Document in the normal form.

A reader is a function of a decoded Source, or of a Source and bytes where a file is no text. To add
a format, write one and add its ending here.
A document is read whole or not at all: what stands in its way is a ReadError of one line.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.errors import ReadError
from pipeline.readers import docx, html, markdown, rst, text
from pipeline.readers.source import Source, decode
from pipeline.settings import ReadTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model import Document


def _decoded(reader: Callable[[Source], Document], source: Source, data: bytes) -> Document:
    """Return what a reader of text makes of a file's bytes; raises ReadError."""
    source = replace(source, text=decode(data, source.shown))
    if not source.text.strip():
        raise source.error(0, "empty; write some text or remove the file")
    return reader(source)


READERS: Final[Mapping[str, Callable[[Source, bytes], Document]]] = {
    ".txt": partial(_decoded, text.read),
    ".md": partial(_decoded, markdown.read),
    ".markdown": partial(_decoded, markdown.read),
    ".html": partial(_decoded, html.read),
    ".htm": partial(_decoded, html.read),
    ".rst": partial(_decoded, rst.read),
    ".docx": docx.read,
}
"""The reader of each ending, which is compared in lower case; it is given the file's bytes too."""

TAKES_SIDECAR: Final = frozenset({".txt"})
"""Endings of formats that have no place of their own for a title."""


def read(  # noqa: PLR0913 (each is another thing a project knows of a file)
    path: str,
    data: bytes,
    *,
    language: str = "en",
    sidecar: bytes | None = None,
    shown: str | None = None,
    options: ReadTable | None = None,
    load: Callable[[str], bytes | None] = lambda _: None,
) -> Document:
    """Return the document of a source file; raises ReadError with file and line.

    ``path`` is relative to the source folder and becomes the document's; ``shown`` is how errors
    name the file, ``path`` if not given. ``language`` is the project's, for documents that do not
    say theirs. ``sidecar`` is the TOML file of the same name, where there is one; it is ignored for
    formats that need none. ``options`` are the project's on reading. ``load`` gives a file by its
    path in the source folder, or None; without it a document can name no other file.
    """
    shown = shown or path
    ending = PurePosixPath(path).suffix.lower()
    if ending not in READERS:
        raise ReadError(f'{shown}: no reader for "{ending}"; readable are {", ".join(READERS)}')
    options = options or ReadTable()
    beside = _beside(sidecar, path, shown, options) if ending in TAKES_SIDECAR else None
    source = Source(path, shown, language, "", beside, options=options, load=load)
    return READERS[ending](source, data)


def _beside(sidecar: bytes | None, path: str, shown: str, options: ReadTable) -> Source | None:
    if sidecar is None:
        return None
    path, shown = (str(PurePosixPath(name).with_suffix(".toml")) for name in (path, shown))
    return Source(path, shown, "", decode(sidecar, shown), options=options)
