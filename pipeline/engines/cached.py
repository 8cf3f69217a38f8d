"""Drafts kept from earlier runs, in an SQLite file that may be deleted at any time.

A draft counts as long as everything is the same that it comes from: the text, the package, the
settings, and the program. What goes wrong with the file never stops a run; it goes on without.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pipeline import marks
from pipeline.model import Draft, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROWS = 500_000
"""Drafts that are kept; those that no run has asked for in the longest time go first."""

BYTES = 200 * 1024 * 1024
"""What the file may hold at most, whatever the number of drafts."""

LOSS = 0.25
"""Seconds between two savings; a killed run loses so much, and the batches at work."""

_FORM = 2
"""Of the table; a file of another form is made anew."""
_TABLE = f"""
CREATE TABLE drafts (
    key BLOB NOT NULL PRIMARY KEY, target TEXT NOT NULL, score REAL, problems TEXT NOT NULL,
    way TEXT NOT NULL, estimate REAL, used INTEGER NOT NULL
);
PRAGMA user_version = {_FORM};
"""
_COLUMNS = "key, target, score, problems, way, estimate"
_PUT = f"INSERT OR REPLACE INTO drafts ({_COLUMNS}, used) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_ASKED = 500
"""Texts that are looked up at once."""
_CHECKED = 10_000
"""New drafts between two looks at the bounds."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""What SQLite says of a file that is none, or that has another table than ours."""
_PAGES = "page_count", "freelist_count", "page_size"
_LIBRARIES = "argostranslate", "ctranslate2", "sentencepiece"


@runtime_checkable
class Steady(Protocol):
    """An engine that always drafts the same, and is slow enough to remember what."""

    @property
    def origin(self) -> Origin:
        """What its drafts are signed with."""

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield (index in texts, draft) in any order as they are ready, each index once."""

    def settings(self, text: str) -> str:
        """Return what changes the draft of a text, beside its words and the origin."""


class Cached:
    """An engine that asks another one only for what is not in its file."""

    def __init__(
        self, engine: Steady, language: str, path: Path, say: Callable[[str], None]
    ) -> None:
        """Take the file, which need not be there, and whom to tell if it cannot be used."""
        self.engine, self.language, self.path, self._say = engine, language, path, say
        self.rows, self.bytes = ROWS, BYTES

    @property
    def origin(self) -> Origin:
        """What its drafts are signed with: what made them, now or in an earlier run."""
        return self.engine.origin

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield (index, draft): first what is known, then what the engine makes.

        Raises what the engine raises; what it had made until then is kept.
        """
        with closing(_File(self.path, self._say, self.rows, self.bytes)) as file:
            missing: list[int] = []
            for start in range(0, len(texts), _ASKED):
                keys = [self._key(text) for text in texts[start : start + _ASKED]]
                known = file.get(keys)
                for index, key in enumerate(keys, start):
                    if key in known:
                        yield index, known[key]
                    else:
                        missing.append(index)
            for number, draft in self.engine.translate([texts[index] for index in missing]):
                index = missing[number]
                file.put(self._key(texts[index]), draft)
                yield index, draft

    def _key(self, text: str) -> bytes:
        """Return what tells a draft from all others, as a hash."""
        engine = self.engine
        parts = _program(), str(engine.origin), self.language, engine.settings(text), text
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


class _File:
    """An open file of drafts; one that cannot be used knows nothing and takes nothing."""

    def __init__(self, path: Path, say: Callable[[str], None], rows: int, size: int) -> None:
        self._path, self._say, self._rows, self._size = path, say, rows, size
        self._new: dict[bytes, Draft] = {}
        self._since_check, self._saved = 0, time.monotonic()
        self._base: sqlite3.Connection | None = None
        self._run = 0
        try:
            self._open()
        except sqlite3.Error as error:
            self._give_up(error)
        if self._base is None and not self._path.exists():
            with suppress(sqlite3.Error):
                self._open()

    def _open(self) -> None:
        base = sqlite3.connect(self._path, timeout=1, isolation_level=None)
        self._base = base
        # Without a disk that is waited for, a power cut loses drafts and never the file.
        base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        form = base.execute("PRAGMA user_version").fetchone()[0]
        if form != _FORM:
            base.executescript(f"BEGIN; DROP TABLE IF EXISTS drafts; {_TABLE} COMMIT")
        self._run = base.execute("SELECT coalesce(max(used), 0) + 1 FROM drafts").fetchone()[0]

    def _give_up(self, error: Exception) -> None:
        """Go on without the file; one that is damaged is removed."""
        base, self._base = self._base, None
        with suppress(sqlite3.Error):
            if base:
                base.close()
        damaged = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) in _DAMAGED
        self._new.clear()
        if damaged:
            with suppress(OSError):
                for end in ("", "-wal", "-shm"):
                    Path(f"{self._path}{end}").unlink(missing_ok=True)
        done = "it was damaged and is made anew" if damaged else f"drafts are not kept ({error})"
        self._say(f"{self._path.parent.name}/{self._path.name}: {done}")

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Draft]:
        """Return the drafts that are known, and note that they were asked for."""
        if self._base is None:
            return {}
        asked = ",".join("?" * len(keys))
        try:
            found = self._base.execute(
                f"SELECT {_COLUMNS}, used FROM drafts WHERE key IN ({asked})",  # noqa: S608
                keys,
            ).fetchall()
            old = [(self._run, key) for key, *_, used in found if used != self._run]
            if old:
                self._base.execute("BEGIN")
                self._base.executemany("UPDATE drafts SET used = ? WHERE key = ?", old)
                self._base.execute("COMMIT")
            return {
                key: Draft(target, score, tuple(json.loads(problems)), (), *rest)
                for key, target, score, problems, *rest, _ in found
            }
        except (sqlite3.Error, ValueError) as error:
            self._give_up(error)
            return {}

    def put(self, key: bytes, draft: Draft) -> None:
        """Keep a draft; it is in the file within a moment."""
        if self._base is None:
            return
        self._new[key] = draft
        if time.monotonic() - self._saved > LOSS:
            self._save()

    def _save(self) -> None:
        if self._base is None or not self._new:
            return
        rows = [
            (key, d.target, d.score, json.dumps(d.problems), d.way, d.estimate, self._run)
            for key, d in self._new.items()
        ]
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany(_PUT, rows)
            self._base.execute("COMMIT")
            self._since_check += len(rows)
            if self._since_check >= _CHECKED:
                self._trim()
        except sqlite3.Error as error:
            self._give_up(error)
        self._new.clear()
        self._saved = time.monotonic()

    def _trim(self) -> None:
        """Remove what was asked for the longest ago, a tenth at a time, until the bounds hold."""
        base = self._base
        while base and (count := self._too_many(base)):
            base.execute(
                "DELETE FROM drafts WHERE rowid IN "
                "(SELECT rowid FROM drafts ORDER BY used, rowid LIMIT ?)",
                (count,),
            )
        self._since_check = 0

    def _too_many(self, base: sqlite3.Connection) -> int:
        """Return how many drafts have to go at least, and a tenth of all where there are some."""
        asked = "SELECT count(*) FROM drafts", *map("PRAGMA {}".format, _PAGES)
        rows, pages, free, size = (int(base.execute(one).fetchone()[0]) for one in asked)
        if rows > self._rows or (rows and (pages - free) * size > self._size):
            return max(rows - self._rows, 0) + rows // 10 + 1
        return 0

    def close(self) -> None:
        """Save what is new, and close the file."""
        self._save()
        if self._base is None:
            return
        try:
            self._trim()
            self._base.close()
        except sqlite3.Error as error:
            self._give_up(error)


@cache
def _program() -> str:
    """Return what tells this state of the program and of what it drafts with from any other."""
    from importlib import metadata

    top = Path(marks.__file__).parent
    digest = hashlib.sha256()
    folders = top, Path(__file__).parent, top / "translate"  # the last one judges
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        digest.update(path.read_bytes())
    versions = []
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            versions.append(f"{name} {metadata.version(name)}")
    return f"{digest.hexdigest()} {versions}"
