"""What is wrong with the files of a project, as findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.errors import WriteError
from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.errors import CatalogueError, ReadError
    from pipeline.model import Document


def broken(document: Document, shown: str) -> Iterator[Finding]:
    """Yield a notice for the first fault in the markup of a page, if it has one."""
    if document.fault:
        line, said = document.fault
        yield Finding(Place(shown, line), "markup", said, error=False)


def unreadable(error: ReadError | CatalogueError, path: str) -> Finding:
    """Return the finding for a file that cannot be read or written: the error's place and words."""
    place, message = _told(error, path)
    if isinstance(error, WriteError):
        return Finding(place, "unwritable", message)
    return Finding(place, "unreadable", message)


def _told(error: ReadError | CatalogueError, path: str) -> tuple[Place, str]:
    for file in (path, f"{path.rpartition('.')[0]}.toml"):
        if match := re.match(rf"(?:.*/)?{re.escape(file)}(?::(\d+))?: ", str(error)):
            return Place(file, int(match[1] or 0)), str(error)[match.end() :]
    return Place(ascii(path)[1:-1]), str(error)
