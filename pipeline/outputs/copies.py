"""The files of the source folder that pages refer to, which are copied into the site."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from pipeline.outputs.addresses import FILES, leads_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pipeline.outputs.pages import ReadFile

_IN_STYLE = re.compile(r"url\(\s*[\"']?\s*([^\s\"')]+)|@import\s+[\"']([^\"']+)", re.IGNORECASE)


def finder(folder: Path, documents: Collection[str] = ()) -> Callable[[str], Path | None]:
    """Return what finds the files of a source folder that can be read.

    A file outside the folder, also by a link, and a file with a document's ending (".md") is none.
    """
    top = folder.resolve()

    def find(path: str) -> Path | None:
        if Path(path).suffix.lower() in documents:
            return None
        try:
            real = (top / path).resolve()
            there = real.is_relative_to(top) and real.is_file() and os.access(real, os.R_OK)
        except (OSError, ValueError):
            return None
        return real if there else None

    return find


def reader(folder: Path, documents: Collection[str] = ()) -> ReadFile:
    """Return what reads the files that ``finder`` finds."""
    find = finder(folder, documents)

    def read(path: str) -> bytes | None:
        try:
            found = find(path)
            return found.read_bytes() if found else None
        except OSError:
            return None

    return read


@dataclass(slots=True)
class Files:
    """The source files that the pages of a site refer to."""

    read: ReadFile
    there: Callable[[str], bool] | None = None
    """Tells whether there is a file; where nobody says so, it is read for that."""
    found: dict[str, bool] = field(default_factory=dict)
    """What was asked for, and whether there is such a file."""
    asked: set[str] = field(default_factory=set)
    """What was asked for since this was emptied, whether or not there is such a file."""

    def path(self, source: str) -> str | None:
        """Return where a file of the source folder will stand, None if there is none."""
        self.asked.add(source)
        if source not in self.found:
            target = f"{FILES}/{source}"
            self.found[source] = not leads_elsewhere(target) and self._is_there(source)
            self._follow(source)
        return f"{FILES}/{source}" if self.found[source] else None

    def _is_there(self, source: str) -> bool:
        return self.there(source) if self.there else self.read(source) is not None

    def _follow(self, source: str) -> None:
        """Take along what a style sheet refers to; there it lies beside it as in the source."""
        if not (self.found[source] and source.endswith(".css")):
            return
        for url in addresses_in((self.read(source) or b"").decode(errors="replace")):
            path = unquote(url.partition("?")[0].partition("#")[0])
            if not path.startswith("/"):
                self.path(posixpath.normpath(posixpath.join(posixpath.dirname(source), path)))

    def copies(self) -> dict[str, bytes]:
        """Return the files by their paths in the output folder."""
        read = ((f"{FILES}/{path}", self.read(path)) for path, there in self.found.items() if there)
        return {path: data for path, data in read if data is not None}


def addresses_in(style: str) -> list[str]:
    """Return the addresses of files of the project that a style sheet names.

    >>> addresses_in('@import "a.css"; p { background: url(b.png) url(data:x) }')
    ['a.css', 'b.png']
    """
    found = (match[1] or match[2] for match in _IN_STYLE.finditer(style))
    return [url for url in found if local(url)]


def local(url: str) -> SplitResult | None:
    """Return the parts of an address that names a file of the project, None for any other."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc or not parts.path else parts
