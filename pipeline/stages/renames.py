"""Documents that were renamed: their catalogues move along, with all that people wrote in them.

A catalogue without a document and a document without a catalogue belong together if at least half
of their words stand in the same messages. The file itself is moved, so that not even a save by an
editor that has it open is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline import files, marks
from pipeline.errors import CatalogueError
from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model import Key
    from pipeline.stages.work import Work

_SHARE = 0.5
"""Least share of words in the same messages, of the longer of the two."""


class Rename(NamedTuple):
    """A catalogue that has moved."""

    language: str
    old: str
    """Name of the document that is gone."""
    new: str


def follow(work: Work) -> list[Rename]:
    """Move the catalogues of renamed documents; in a dry run only say which they would be."""
    known = set(work.names)
    moves = [
        Rename(language, old, new)
        for language in work.languages
        for old, new in _pairs(work, language, known)
    ]
    for move in moves:
        _move(work, move)
    for old, new in {(move.old, move.new): None for move in moves}:
        if not any(work.project.catalogue(old, tag).exists() for tag in work.project.languages):
            _move_template(work, old, new)
    return moves


def findings(work: Work, moves: Iterable[Rename]) -> Iterator[Finding]:
    """Yield a notice for every catalogue that has moved."""
    for move in moves:
        old, new = (work.project.shown(work.project.catalogue(n, move.language)) for n in move[1:])
        said = f"moved here from {old}, since its document was renamed"
        yield Finding(Place(new), "renamed", said, move.language, error=False)


def _pairs(work: Work, language: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the old and the new name of renamed documents, the most alike first."""
    there = work.catalogues(language)
    gone = [name for name in there if name not in known]
    new = work.wanted_names - {*there}
    if not gone or not new:
        return
    olds = {name: _words(keys) for name in gone if (keys := _old_keys(work, name, language))}
    alike = []
    for source in work.sources:
        if source.document.name in new and (own := source.for_language(language)):
            words = _words(segment.key for segment in own.segments)
            for name, others in olds.items():
                alike.append((-_share(words, others), name, source.document.name))
    used: set[str] = set()
    for share, old, name in sorted(alike):
        if -share >= _SHARE and used.isdisjoint({old, name}):
            used |= {old, name}
            yield old, name


def _old_keys(work: Work, name: str, language: str) -> list[Key]:
    try:
        found = work.catalogue(name, language)
    except CatalogueError:
        return []
    return list(found.entries) if found else []


def _words(keys: Iterable[Key]) -> dict[Key, int]:
    return {key: len(marks.plain(key[1]).split()) for key in keys}


def _share(first: dict[Key, int], second: dict[Key, int]) -> float:
    both = sum(count for key, count in first.items() if key in second)
    return both / max(sum(first.values()), sum(second.values()), 1)


def _move(work: Work, move: Rename) -> None:
    old, new = (work.project.catalogue(name, move.language) for name in (move.old, move.new))
    if work.dry_run:
        work.pending[new] = work.bytes(old) or b""
    else:
        files.move(old, new)


def _move_template(work: Work, old: str, new: str) -> None:
    """Move a template that nothing belongs to any more; it tells the order of before."""
    template = work.project.template(new)
    if not work.dry_run and work.project.template(old).exists() and not template.exists():
        files.move(work.project.template(old), template)
