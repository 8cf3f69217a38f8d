"""The operations of a run on files, counted, and what happens at one of them.

Every call of the operating system that the standard library makes for files below a folder is
counted; the Python twin of ``io`` makes all of them visible, one by one. Nothing of ours is
replaced: faults come up from where a disk's own faults do.
"""

from __future__ import annotations

import _pyio
import builtins
import fcntl
import io
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import files

if TYPE_CHECKING:
    from pathlib import Path

PATHS = (
    "access chmod link listdir lstat mkdir open readlink remove rename replace rmdir scandir stat "
    "unlink"
).split()
"""Functions of ``os`` whose first argument is a path."""
HANDLES = "close dup fchmod fsync read write".split()
"""Functions of ``os`` whose first argument is a descriptor."""
WRITING = {"create", "exchange", "fsync", "link", "mkdir", "replace", "write"}
"""Operations that a full disk refuses; ``create`` is to open a file for writing."""
HARMLESS = {"access", "listdir", "lstat", "open", "read", "readlink", "scandir", "stat"}
"""Operations that change nothing on the disk."""

Happens = Callable[[int, str], None]


def nothing(_number: int, _name: str) -> None:
    """Let an operation be."""


@dataclass
class Disk:
    """What happens to the files below a folder while the block runs."""

    folder: Path
    before: Happens = nothing
    """Is told the number and the name of each operation, from 0, and may raise instead of it."""
    after: Happens = nothing
    done: list[str] = field(default_factory=list)
    """The operations in order, as "name path"."""
    _handles: dict[int, str] = field(default_factory=dict)
    _inside: bool = False
    _thread: int = field(default_factory=threading.get_ident)

    def __enter__(self) -> Disk:
        self._patch = pytest.MonkeyPatch()
        for name in (*PATHS, *HANDLES):
            self._patch.setattr(os, name, self._watched(name, getattr(os, name)))
        for name in ("flock", "fcntl"):
            self._patch.setattr(fcntl, name, self._watched(name, getattr(fcntl, name)))
        if exchange := files._renameat2():
            watched = self._watched("exchange", exchange)
            self._patch.setattr(files, "_renameat2", lambda: watched)
        for module in (builtins, io):
            self._patch.setattr(module, "open", _pyio.open)
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            place = None if self._inside else self._place(arguments)
            if place is None or threading.get_ident() != self._thread:
                return function(*arguments, **named)
            number = len(self.done)
            what = "create" if name == "open" and arguments[1] & os.O_ACCMODE else name
            self.done.append(f"{what} {place}")
            try:
                self._tell(self.before, number, what)
            except OSError:
                _fail(name, function, arguments)
                raise
            try:
                result = function(*arguments, **named)
            except OSError:
                self._tell(self.after, number, what)
                raise
            self._note(name, arguments, result, place)
            try:
                self._tell(self.after, number, what)
            except BaseException:
                self._forget(name, result)
                raise
            return result

        return call

    def _tell(self, happens: Happens, number: int, what: str) -> None:
        """Let something happen; what it does itself is not counted."""
        self._inside = True
        try:
            happens(number, what)
        finally:
            self._inside = False

    def _note(self, name: str, arguments: tuple[Any, ...], result: Any, place: str) -> None:
        if name in {"open", "dup"}:
            self._handles[result] = place
        elif name == "close":
            self._handles.pop(arguments[0], None)

    def _forget(self, name: str, result: Any) -> None:
        """Close what nobody else will ever close."""
        if name in {"open", "dup"}:
            os.close(result)

    def _place(self, arguments: tuple[Any, ...]) -> str | None:
        """Return the path of an operation, below the folder; None if it is elsewhere."""
        what = arguments[0] if arguments else "."
        if hasattr(what, "fileno"):
            what = what.fileno()
        if isinstance(what, int):
            return self._handles.get(what)
        path = os.fsdecode(what)
        top = f"{self.folder}/"
        return path.removeprefix(top) if path.startswith(top) else None


def _fail(name: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Do what an operation does although it fails."""
    if name == "close":
        # As on Linux.
        function(*arguments)
    elif name == "write":
        # What fits is written.
        function(arguments[0], arguments[1][: len(arguments[1]) // 2])
