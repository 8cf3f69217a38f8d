"""What catalogues were brought up to date with, so that a run passes over what has not changed.

Merging twice is merging once; so a catalogue that has the bytes of its last merge, and whose
document and settings are those of then, needs none. The stamps lie in ``.localepress``, and may be
deleted at any time.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from pipeline import files
from pipeline.errors import CatalogueError, LocalepressError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.stages.work import Work


@dataclass
class Stamps:
    """The stamps of a project, by path."""

    work: Work
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, work: Work) -> Stamps:
        """Return the stamps that the last run left."""
        with suppress(OSError, msgspec.MsgspecError):
            return cls(work, msgspec.json.decode(_path(work).read_bytes(), type=dict[str, str]))
        return cls(work)

    def holds(self, path: Path, made_from: Iterable[str]) -> bool:
        """Tell whether a file is as the last merge left it, made from the same things."""
        known = self.known.get(self.work.project.shown(path))
        return known is not None and known == self._stamp(path, made_from)

    def set(self, path: Path, made_from: Iterable[str]) -> None:
        """Remember what a file was made from."""
        self.known[self.work.project.shown(path)] = self._stamp(path, made_from)

    def save(self) -> None:
        """Keep the stamps for the next run."""
        if not self.work.dry_run:
            data = msgspec.json.encode(self.known, order="sorted")
            if _bytes(self.work, _path(self.work)) != data:
                self.work.project.made_cache()
                files.write(_path(self.work), data, sync=False)

    def _stamp(self, path: Path, made_from: Iterable[str]) -> str:
        digest = hashlib.sha256(_bytes(self.work, path) or b"")
        digest.update("\0".join(made_from).encode())
        return digest.hexdigest()


def _path(work: Work) -> Path:
    return work.project.cache / "stamps.json"


def _bytes(work: Work, path: Path) -> bytes | None:
    try:
        return work.bytes(path)
    except (CatalogueError, LocalepressError):
        return None
