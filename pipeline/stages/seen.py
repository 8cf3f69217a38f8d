"""Hashes of files, each of which is read again only if it has changed since it was looked at."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Look = tuple[int, int, int, str]
    """Size, time of the last change in nanoseconds, number on the disk, SHA-256."""

_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file that changes again has another time on any disk."""


class Seen:
    """The SHA-256 of files of a project, in hexadecimal digits."""

    def __init__(self, root: Path, known: Mapping[str, Look] | None = None) -> None:
        self._known = known or {}
        self._found: dict[str, Look] = {}
        self._root = f"{root}{os.sep}"
        self._now = time.time_ns()

    @property
    def settled(self) -> dict[str, Look]:
        """What was asked for, by path relative to the project, and is worth keeping.

        A file that has just changed may change again within the same tick of the clock.
        """
        last = self._now - _SETTLED
        return {name: look for name, look in self._found.items() if look[1] < last}

    def digest(self, path: str) -> str | None:
        """Return the hash of a file's content, None if there is no file; raises OSError."""
        try:
            there = os.stat(path)  # noqa: PTH116 (a Path for each of many files takes time)
        except FileNotFoundError:
            return None
        return self.look(path, there) if stat.S_ISREG(there.st_mode) else None

    def look(self, path: str, there: os.stat_result) -> str:
        """Return the hash of a file of which this is known already; raises OSError."""
        name = path.removeprefix(self._root)
        signs = there.st_size, there.st_mtime_ns, there.st_ino
        known = self._known.get(name)
        if known is None or known[:3] != signs:
            with open(path, "rb") as file:  # noqa: PTH123
                known = (*signs, hashlib.sha256(file.read()).hexdigest())
        self._found[name] = known
        return known[3]

    def size(self, path: str) -> int:
        """Return the bytes of a file that was looked at."""
        return self._found[path.removeprefix(self._root)][0]

    @staticmethod
    def below(folder: Path) -> dict[str, os.stat_result]:
        """Return what is known of the files below a folder, by path in it; no link is followed."""
        found: dict[str, os.stat_result] = {}
        top = f"{folder}{os.sep}"
        waiting = [str(folder)] if folder.is_dir() else []
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        found[entry.path.removeprefix(top)] = entry.stat(follow_symlinks=False)
        return found
