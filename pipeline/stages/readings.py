"""Reading the sources: by all processors, and only what has changed since the last run.

What was read is kept in ``.localepress/read``, which may be deleted at any time. It counts as long
as the source, everything that says how it is read, and the program itself are the same.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pipeline import files, languages, messages, readers, settings
from pipeline.errors import LocalepressError, ReadError
from pipeline.messages import Part, Source
from pipeline.model import Document, Unit
from pipeline.readers import site as site_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.project import Project
    from pipeline.segment.rules import Rules

_MANY: Final = 300_000
"""Bytes of sources that are worth the start of further processes."""
_LIBRARIES: Final = (
    "docutils lxml mammoth markdown-it-py mdit-py-plugins pygments pyyaml sentencex".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one source."""

    key: str
    """The same for the same source read in the same way."""
    source: Source | None
    error: ReadError | None = None


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
    data: bytes
    sidecar: bytes | None
    key: str


def read_all(
    project: Project, paths: Sequence[str], rules: Rules | None, *, keep: bool
) -> Iterator[Reading]:
    """Yield what became of each source, in order.

    ``keep`` says whether what is new is kept for the next run.
    """
    own = project.rules(project.language)
    text = own.read_bytes() if own.is_file() else b""
    found = [_file(project, path, text) for path in paths]
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


def _file(project: Project, path: str, rules: bytes) -> _File | ReadError:
    shown = f"{project.settings.project.source}/{path}"
    if not path.isprintable() or "\\" in path:
        return ReadError(f"{shown!a}: not a name for a page; rename the file, in UTF-8")
    file = project.source / path
    if not file.resolve().is_relative_to(project.source.resolve()):
        what = "leads out of the source folder by a link; put the file itself there"
        return ReadError(f"{shown}: {what}")
    sidecar = file.with_suffix(".toml")
    try:
        data = file.read_bytes()
        takes = file.suffix.lower() in readers.TAKES_SIDECAR and sidecar.is_file()
        extra = sidecar.read_bytes() if takes else None
    except OSError as error:
        return ReadError(f"{shown}: cannot be read ({error.strerror})")
    table = project.settings
    said = (_program(), shown, table.read, project.language, table.project.segmentation)
    key = hashlib.sha256(repr(said).encode())
    for part in (rules, data, extra or b""):
        key.update(hashlib.sha256(part).digest())
    return _File(path, shown, data, extra, key.hexdigest())


@cache
def _program() -> str:
    """Return what tells this state of the program and of what it reads with from any other."""
    top = Path(readers.__file__).parents[1]
    state = [
        (entry.name, stat.st_size, stat.st_mtime_ns)
        for folder in ("", "readers", "readers/its", "segment", "segment/data", "tree")
        for entry in sorted(os.scandir(top / folder), key=lambda entry: entry.name)
        if entry.is_file() and (stat := entry.stat())
    ]
    versions = []
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            versions.append((name, metadata.version(name)))
    return repr((sys.version, state, versions))


def _place(project: Project, file: _File) -> Path:
    return project.cache / "read" / f"{file.path}.kept"


def _known(project: Project, file: _File) -> _Kept | None:
    """Return what was read of a source in an earlier run, None if that was another source."""
    try:
        kept = msgspec.msgpack.decode(_place(project, file).read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None
    if kept.key != file.key or any(
        _hash(_named(project, path)) != digest for path, digest in kept.named.items()
    ):
        return None
    return kept


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
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    alone = threading.active_count() > 1 or sum(len(file.data) for file in new) < _MANY
    if processors < 2 or alone:
        yield from map(_read, repeat(project), new, repeat(rules), repeat(keep))
        return
    # A fork is ready at once; with threads about it would not be safe.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processors, context, _begin, (os.getpid(),))
    try:
        size = max(1, len(new) // (processors * 16))
        args = (repeat(project), new, repeat(rules), repeat(keep))
        for made in pool.map(_read_packed, *args, chunksize=size):
            yield made if isinstance(made, ReadError) else _unpacked(*made)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(parent: int) -> None:
    """Make a process ready: interrupts are for its parent, without which it ends.

    Reading makes many objects that live on; to look for garbage among them takes a tenth.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 20, 20)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _read_packed(
    project: Project, file: _File, rules: Rules | None, keep: bool
) -> tuple[bytes, dict[str, Any]] | ReadError:
    made = _read(project, file, rules, keep)
    return made if isinstance(made, ReadError) else (msgspec.msgpack.encode(made), made.meta)


def _unpacked(data: bytes, meta: dict[str, Any]) -> _Kept:
    kept = msgspec.msgpack.decode(data, type=_Kept)
    kept.meta = meta
    return kept


def _read(project: Project, file: _File, rules: Rules | None, keep: bool) -> _Kept | ReadError:
    named: dict[str, str] = {}

    def load(path: str) -> bytes | None:
        data = _named(project, path)
        named[path] = _hash(data)
        return data

    try:
        document = readers.read(
            file.path,
            file.data,
            sidecar=file.sidecar,
            language=project.language,
            shown=file.shown,
            options=project.settings.read,
            load=load,
        )
    except ReadError as error:
        return error
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
    if keep:
        _keep(project, file, kept)
    return kept


def _keep(project: Project, file: _File, kept: _Kept) -> None:
    # Dates and the like in front matter would come back as texts.
    if msgspec.msgpack.decode(msgspec.msgpack.encode(kept.meta)) == kept.meta:
        with suppress(OSError, LocalepressError):
            project.made_cache()
            files.write(_place(project, file), msgspec.msgpack.encode(kept), sync=False)


def _reading(file: _File, kept: _Kept | ReadError, mode: str, rules: Rules | None) -> Reading:
    if isinstance(kept, ReadError):
        return Reading(file.key, None, kept)
    document = Document(file.path, kept.language, kept.html, kept.meta, kept.in_place)
    source = Source(document, file.shown, kept.units, kept.parts, mode, rules)
    return Reading(_key(file, kept), source)


def _key(file: _File, kept: _Kept) -> str:
    """Return what is the same for the same source, read in the same way."""
    return hashlib.sha256(repr((file.key, sorted(kept.named.items()))).encode()).hexdigest()
