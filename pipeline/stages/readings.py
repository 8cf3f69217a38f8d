"""Reading the sources: by all processors, and only what has changed since the last run.

What was read is kept in ``.localepress/read``, which may be deleted at any time. It counts as long
as the source, everything that says how it is read, and the program itself are the same.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pipeline import files, languages, messages, readers, settings
from pipeline.errors import LocalepressError, ReadError
from pipeline.messages import Part, Source
from pipeline.model import Document, Unit
from pipeline.readers import site as site_reader
from pipeline.stages.plain import plain, restored
from pipeline.stages.processes import spread
from pipeline.stages.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.project import Project
    from pipeline.segment.rules import Rules

_MANY: Final = 300_000
"""Bytes of sources that are worth the start of further processes."""
_LIBRARIES: Final = (
    *("docutils", "lxml", "mammoth", "markdown-it-py"),
    *("mdit-py-plugins", "pygments", "pyyaml", "sentencex"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source."""

    key: str
    """The same for the same source read in the same way."""
    source: Source | None
    error: ReadError | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    """Files of the source folder that it names and that say how it is read, with their hashes."""


class _Kept(msgspec.Struct, array_like=True):
    key: str
    language: str
    html: str
    meta: dict[str, Any]
    in_place: bool
    units: tuple[Unit, ...]
    parts: tuple[tuple[Part, ...], ...]
    named: dict[str, str]
    """Files that the document names and that say how it is read, with their hashes."""


@dataclass(frozen=True, slots=True)
class _File:
    """A source on its way."""

    path: str
    """Relative to the source folder."""
    shown: str
    size: int
    """In bytes."""
    hashes: tuple[str | None, str | None]
    """Of the source and of its sidecar, when they were looked at."""
    key: str


def read_all(
    project: Project, paths: Sequence[str], rules: Rules | None, *, keep: bool
) -> Iterator[Reading]:
    """Yield what became of each source, in order.

    ``keep`` says whether what is new is kept for the next run.
    """
    found = list(_files(project, paths, Seen(project.root)))
    asked = [file for file in found if isinstance(file, _File)]
    known = {file.path: _known(project, file) for file in asked}
    new = _read_new(project, [f for f in asked if known[f.path] is None], rules, keep)
    for each in found:
        if isinstance(each, ReadError):
            yield Reading("", None, each)
        else:
            made = known[each.path] or next(new)
            yield _reading(each, made, project.settings.project.segmentation, rules)


def site(project: Project) -> Reading | None:
    """Return the document of the settings' own texts, None if they have none.

    Each of them is one message, whatever the project says: a title is no running text.
    """

    def line(table: str, key: str) -> int:
        return settings.line(project.root, table, key)

    document = site_reader.read(project.settings, line)
    if document is None:
        return None
    key = hashlib.sha256(repr((_program(), document.html)).encode()).hexdigest()
    return Reading(key, messages.cut(document, settings.SETTINGS, "paragraph"))


def theme(project: Project) -> Reading | None:
    """Return the document of the words of the project's own theme, None if it has none.

    Raises LocalepressError for a template that cannot be read.
    """
    if not os.path.lexists(project.root / "theme"):
        return None
    # Few projects have one, and the outputs bring what takes its time to load.
    from pipeline.stages import themes

    found = themes.document(project)
    if found is None:
        return None
    key, source = found
    return Reading(hashlib.sha256(repr((_program(), key)).encode()).hexdigest(), source)


def keys(project: Project, paths: Iterable[str], seen: Seen) -> dict[str, str]:
    """Return what tells each source, and the way it is read, from any other; without reading it.

    What a source names counts beside it: see ``named``. Those that cannot be opened are left out.
    """
    found = _files(project, paths, seen)
    return {file.path: file.key for file in found if isinstance(file, _File)}


def key_of(file: str, named: Mapping[str, str]) -> str:
    """Return the key of a reading: that of the file, and of what it names."""
    return hashlib.sha256(repr((file, sorted(named.items()))).encode()).hexdigest()


def still_named(project: Project, named: Mapping[str, str]) -> bool:
    """Tell whether files that a document names are as they were."""
    return all(_hash(_named(project, path)) == digest for path, digest in named.items())


def _files(project: Project, paths: Iterable[str], seen: Seen) -> Iterator[_File | ReadError]:
    rules = seen.digest(str(project.rules(project.language))) or ""
    table = project.settings
    said = (_program(), table.read, project.language, table.project.segmentation, rules)
    for path in paths:
        shown = f"{table.project.source}/{path}"
        try:
            yield _file(project, path, shown, repr((*said, shown)), seen)
        except OSError as error:
            yield ReadError(f"{shown}: cannot be read ({error.strerror})")


def _file(project: Project, path: str, shown: str, said: str, seen: Seen) -> _File | ReadError:
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
    return _File(path, shown, seen.size(file), (digest, extra), key)


def _inside(project: Project, path: str) -> bool:
    return (project.source / path).resolve().is_relative_to(project.source.resolve())


@cache
def _program() -> str:
    folders = ("", "readers", "readers/its", "segment", "segment/data", "stages", "tree")
    return program(folders, _LIBRARIES)


def program(folders: Iterable[str], libraries: Iterable[str]) -> str:
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


def _place(project: Project, file: _File) -> Path:
    return project.cache / "read" / f"{file.path}.kept"


def _known(project: Project, file: _File) -> _Kept | None:
    """Return what was read of a source in an earlier run, None if that was another source."""
    try:
        data = _place(project, file).read_bytes()
        kept = msgspec.msgpack.decode(data, type=_Kept, ext_hook=restored)
    except (OSError, msgspec.MsgspecError):
        return None
    return kept if kept.key == file.key and still_named(project, kept.named) else None


def _named(project: Project, path: str) -> bytes | None:
    """Return a file of the source folder that a document names; None if there is none."""
    # Few documents name one, and the outputs bring what takes its time to load.
    from pipeline.outputs import files as outputs

    return outputs.reader(project.source)(path)


def _hash(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _read_new(
    project: Project, new: Sequence[_File], rules: Rules | None, keep: bool
) -> Iterator[_Kept | ReadError]:
    read = partial(_read_packed, project, rules, keep)
    for made in spread(read, new, worth=sum(file.size for file in new) > _MANY):
        yield made if isinstance(made, ReadError) else _unpacked(*made)


def _read_packed(
    project: Project, rules: Rules | None, keep: bool, file: _File
) -> tuple[bytes, dict[str, Any]] | ReadError:
    made = _read(project, file, rules, keep)
    if isinstance(made, ReadError):
        return made
    # Front matter may have what msgpack cannot write.
    return msgspec.msgpack.encode(msgspec.structs.replace(made, meta={})), made.meta


def _unpacked(data: bytes, meta: dict[str, Any]) -> _Kept:
    kept = msgspec.msgpack.decode(data, type=_Kept)
    kept.meta = meta
    return kept


def _read(project: Project, file: _File, rules: Rules | None, keep: bool) -> _Kept | ReadError:
    named: dict[str, str] = {}
    path = project.source / file.path
    sidecar = path.with_suffix(".toml")
    takes = path.suffix.lower() in readers.TAKES_SIDECAR and sidecar.is_file()

    def load(path: str) -> bytes | None:
        data = _named(project, path)
        named[path] = _hash(data)
        return data

    try:
        data, extra = path.read_bytes(), sidecar.read_bytes() if takes else None
        document = readers.read(
            file.path,
            data,
            sidecar=extra,
            language=project.language,
            shown=file.shown,
            options=project.settings.read,
            load=load,
        )
    except ReadError as error:
        return error
    except OSError as error:
        return ReadError(f"{file.shown}: cannot be read ({error.strerror})")
    if languages.normalise(document.language) != project.language:
        return ReadError(
            f'{file.shown}: its lang is "{document.language}", but the project\'s language is '
            f'"{project.language}"; a text in another language cannot be a source here'
        )
    made = messages.cut(document, file.shown, project.settings.project.segmentation, rules)
    kept = _Kept(
        file.key,
        document.language,
        document.html,
        dict(document.meta),
        document.in_place,
        made.units,
        made.parts,
        named,
    )
    # It may have changed since it was looked at.
    if keep and file.hashes == (_hash(data), None if extra is None else _hash(extra)):
        _keep(project, file, kept)
    return kept


def _keep(project: Project, file: _File, kept: _Kept) -> None:
    # What would come back changed is read each time.
    with suppress(OSError, LocalepressError, TypeError):
        data = msgspec.msgpack.encode(msgspec.structs.replace(kept, meta=plain(kept.meta)))
        project.made_cache()
        files.write(_place(project, file), data, sync=False)


def _reading(file: _File, kept: _Kept | ReadError, mode: str, rules: Rules | None) -> Reading:
    if isinstance(kept, ReadError):
        return Reading(file.key, None, kept)
    document = Document(file.path, kept.language, kept.html, kept.meta, kept.in_place)
    source = Source(document, file.shown, kept.units, kept.parts, mode, rules)
    return Reading(key_of(file.key, kept.named), source, None, kept.named)
