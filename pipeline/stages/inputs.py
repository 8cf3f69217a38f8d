"""What tells a source, and the way it is read, from any other; no document is read here."""

from __future__ import annotations

import hashlib
import os
import posixpath
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline import readers
from pipeline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.project import Project
    from pipeline.stages.seen import Seen

_LIBRARIES: Final = (
    *("docutils", "lxml", "mammoth", "markdown-it-py"),
    *("mdit-py-plugins", "pygments", "pyyaml", "sentencex"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A source on its way."""

    path: str
    """Relative to the source folder."""
    shown: str
    size: int
    """In bytes."""
    hashes: tuple[str | None, str | None]
    """Of the source and of its sidecar, when they were looked at."""
    key: str


def files(project: Project, paths: Iterable[str], seen: Seen) -> Iterator[File | ReadError]:
    """Yield what is known of each source before it is read, in order."""
    rules = seen.digest(str(project.rules(project.language))) or ""
    table = project.settings
    said = (program(), table.read, project.language, table.project.segmentation, rules)
    for path in paths:
        shown = f"{table.project.source}/{path}"
        try:
            yield _file(project, path, shown, repr((*said, shown)), seen)
        except OSError as error:
            yield ReadError(f"{shown}: cannot be read ({error.strerror})")


def _file(project: Project, path: str, shown: str, said: str, seen: Seen) -> File | ReadError:
    if not path.isprintable() or "\\" in path:
        return ReadError(f"{shown!a}: not a name for a page; rename the file, in UTF-8")
    # Strings: a Path for each of many files takes time.
    file = f"{project.source}/{path}"
    if os.path.islink(file) and not _inside(project, path):  # noqa: PTH114
        what = "leads out of the source folder by a link; put the file itself there"
        return ReadError(f"{shown}: {what}")
    digest = seen.digest(file)
    if digest is None:
        return ReadError(f"{shown}: cannot be read (it is gone)")
    stem, ending = posixpath.splitext(file)
    extra = seen.digest(f"{stem}.toml") if ending.lower() in readers.TAKES_SIDECAR else None
    key = hashlib.sha256(repr((said, digest, extra)).encode()).hexdigest()
    return File(path, shown, seen.size(file), (digest, extra), key)


def _inside(project: Project, path: str) -> bool:
    return (project.source / path).resolve().is_relative_to(project.source.resolve())


def keys(project: Project, paths: Iterable[str], seen: Seen) -> dict[str, str]:
    """Return what tells each source, and the way it is read, from any other; without reading it.

    What a source names counts beside it: see ``key_of``. Those that cannot be opened are left out.
    """
    found = files(project, paths, seen)
    return {file.path: file.key for file in found if isinstance(file, File)}


def key_of(file: str, named: Mapping[str, str]) -> str:
    """Return the key of a reading: that of the file, and of what it names."""
    return hashlib.sha256(repr((file, sorted(named.items()))).encode()).hexdigest()


def still_named(project: Project, named: Mapping[str, str]) -> bool:
    """Tell whether files that a document names are as they were."""
    return all(hashed(read_named(project, path)) == digest for path, digest in named.items())


def read_named(project: Project, path: str) -> bytes | None:
    """Return a file of the source folder that a document names; None if there is none."""
    # Few documents name one, and the outputs bring what takes its time to load.
    from pipeline.outputs import copies

    return copies.reader(project.source)(path)


def hashed(data: bytes | None) -> str:
    """Return the SHA-256 of a file's content in hexadecimal digits, "" where there is none."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


@cache
def program() -> str:
    """Return what tells this state of all that reads sources from any other."""
    folders = ("", "readers", "readers/its", "segment", "segment/data", "stages", "tree")
    return state_of(folders, _LIBRARIES)


def state_of(folders: Iterable[str], libraries: Iterable[str]) -> str:
    """Return what tells this state of parts of the program, and of libraries, from any other."""
    top = Path(readers.__file__).parents[1]
    state = [
        (entry.name, stat.st_size, stat.st_mtime_ns)
        for folder in folders
        for entry in sorted(os.scandir(top / folder), key=lambda entry: entry.name)
        if entry.is_file() and (stat := entry.stat())
    ]
    versions = []
    for name in libraries:
        with suppress(metadata.PackageNotFoundError):
            versions.append((name, metadata.version(name)))
    return hashlib.sha256(repr((sys.version, state, versions)).encode()).hexdigest()
