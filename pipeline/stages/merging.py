"""``merge-driver``: what git asks for where both sides of a merge changed a catalogue."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from pipeline import catalogue, files
from pipeline.errors import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Finding


def merge_driver(base: Path, ours: Path, theirs: Path, name: str) -> tuple[Finding, ...]:
    """Write into ``ours`` what both sides made of a catalogue; returns what conflicts.

    ``name`` is what git calls the file, for messages. No project is needed, and no other file is
    touched. Raises LocalepressError if one of the three cannot be read, and ours is as it was.
    """
    before, mine, other = map(_read, (base, ours, theirs))
    try:
        done = catalogue.merge3(before, mine, other, name)
    except CatalogueError as error:
        version = shlex.quote(f":3:{name}")
        raise CatalogueError(
            f"{error} (nothing was merged: ours stands there, git show {version} has theirs)"
        ) from error
    if done.data != mine:
        files.write(ours, done.data)
    return done.conflicts


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read ({error.strerror})") from error
