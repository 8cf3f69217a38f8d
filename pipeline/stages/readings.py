"""Reading the sources: by all processors, and only what has changed since the last run.

What was read is kept in ``.localepress/read``, which may be deleted at any time. It counts as long
as the source, everything that says how it is read, and the program itself are the same.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from pipeline import files, languages, messages, readers, settings
from pipeline.errors import LocalepressError, ReadError
from pipeline.messages import Part, Source
from pipeline.model import Document, Unit
from pipeline.readers import site as site_reader
from pipeline.stages import inputs
from pipeline.stages.inputs import File
from pipeline.stages.plain import plain, restored
from pipeline.stages.processes import spread
from pipeline.stages.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.project import Project
    from pipeline.segment.rules import Rules
    from pipeline.stages.themes import Theme

_MANY: Final = 300_000
"""Bytes of sources that are worth the start of further processes."""


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
    fault: tuple[int, str] | None
    units: tuple[Unit, ...]
    parts: tuple[tuple[Part, ...], ...]
    named: dict[str, str]
    """Files that the document names and that say how it is read, with their hashes."""


def read_all(
    project: Project, paths: Sequence[str], rules: Rules | None, *, keep: bool
) -> Iterator[Reading]:
    """Yield what became of each source, in order.

    ``keep`` says whether what is new is kept for the next run.
    """
    found = list(inputs.files(project, paths, Seen(project.root)))
    asked = [file for file in found if isinstance(file, File)]
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
    key = hashlib.sha256(repr((inputs.program(), document.html)).encode()).hexdigest()
    return Reading(key, messages.cut(document, settings.SETTINGS, "paragraph"))


def theme(project: Project, own: Theme) -> Reading | None:
    """Return the document of the words of the project's own theme, None if it has none."""
    if not own.words:
        return None
    # Few projects have any, and the outputs bring what takes its time to load.
    from pipeline.stages import themes

    key, source = themes.document(own, project.language)
    return Reading(hashlib.sha256(repr((inputs.program(), key)).encode()).hexdigest(), source)


def _place(project: Project, file: File) -> Path:
    return project.cache / "read" / f"{file.path}.kept"


def _known(project: Project, file: File) -> _Kept | None:
    """Return what was read of a source in an earlier run, None if that was another source."""
    try:
        data = _place(project, file).read_bytes()
        kept = msgspec.msgpack.decode(data, type=_Kept, ext_hook=restored)
    except (OSError, msgspec.MsgspecError):
        return None
    return kept if kept.key == file.key and inputs.still_named(project, kept.named) else None


def _read_new(
    project: Project, new: Sequence[File], rules: Rules | None, keep: bool
) -> Iterator[_Kept | ReadError]:
    read = partial(_read_packed, project, rules, keep)
    for made in spread(read, new, worth=sum(file.size for file in new) > _MANY):
        yield made if isinstance(made, ReadError) else _unpacked(*made)


def _read_packed(
    project: Project, rules: Rules | None, keep: bool, file: File
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


def _read(project: Project, file: File, rules: Rules | None, keep: bool) -> _Kept | ReadError:
    named: dict[str, str] = {}
    path = project.source / file.path
    sidecar = path.with_suffix(".toml")
    takes = path.suffix.lower() in readers.TAKES_SIDECAR and sidecar.is_file()

    def load(path: str) -> bytes | None:
        data = inputs.read_named(project, path)
        named[path] = inputs.hashed(data)
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
        document.fault,
        made.units,
        made.parts,
        named,
    )
    # It may have changed since it was looked at.
    hashes = inputs.hashed(data), None if extra is None else inputs.hashed(extra)
    if keep and file.hashes == hashes:
        _keep(project, file, kept)
    return kept


def _keep(project: Project, file: File, kept: _Kept) -> None:
    # What would come back changed is read each time.
    with suppress(OSError, LocalepressError, TypeError):
        data = msgspec.msgpack.encode(msgspec.structs.replace(kept, meta=plain(kept.meta)))
        project.made_cache()
        files.write(_place(project, file), data, sync=False)


def _reading(file: File, kept: _Kept | ReadError, mode: str, rules: Rules | None) -> Reading:
    if isinstance(kept, ReadError):
        return Reading(file.key, None, kept)
    document = Document(file.path, kept.language, kept.html, kept.meta, kept.in_place, kept.fault)
    source = Source(document, file.shown, kept.units, kept.parts, mode, rules)
    return Reading(inputs.key_of(file.key, kept.named), source, None, kept.named)
