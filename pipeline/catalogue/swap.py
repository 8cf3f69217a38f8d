"""Putting a new file into a catalogue's place without losing what an editor saves just then.

Between a last look at a catalogue and the renaming over it an editor may save, and its words would
be gone. Editors save in two ways, and Linux has something against each:

- An editor writes into the file that is there. A *lease* makes every program that opens the file
  for writing wait until the lease ends, and there is none while a program has it open: a file of
  which an editor has written half is never taken for whole.
- An editor renames its own new file over the old one. The catalogue and ours are *exchanged*, so
  what stood there is not gone but has the temporary name. If that is not what was looked at, the
  two are exchanged back.

It takes some ten microseconds, and a program that reads finds a whole file at any time. Where there
are no leases (not Linux, a file of another owner) or no exchange (NFS, FAT), the last look comes
right before the renaming, and what an editor saves between the two is lost. With both, it takes a
kill in the microseconds in which an editor's save is out of its place.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import WriteError
from pipeline.files import exchange

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Open(NamedTuple):
    """A file that is open for reading."""

    handle: int
    leased: bool | None
    """False while another program has it open for writing, None where there are no leases."""

    def is_still(self, data: bytes) -> bool:
        """Tell whether the file has these bytes, and nobody is writing others."""
        return self.leased is not False and _content(self.handle) == data

    def is_awaited(self) -> bool:
        """Tell whether a program waits for the lease to end, because it is about to write."""
        import fcntl

        return bool(self.leased) and fcntl.fcntl(self.handle, fcntl.F_GETLEASE) != fcntl.F_RDLCK


def put(old: bytes | None, data: bytes, new: str, path: Path) -> bool:
    """Move a ready file with ``data`` to where ``old`` stands (None: no file); tell if it is there.

    It is not if anything else stands there by now, or if a program is writing to it; then that
    stays. Whatever is left at ``new`` is of no use. Raises OSError, and the path is as it was.
    """
    if old is None:
        return _put_first(new, path)
    with _opened(path) as file:
        if file is None or not file.is_still(old):
            return False
        try:
            exchanged = exchange(new, path)
        except FileNotFoundError:
            return False
        if not exchanged:
            os.replace(new, path)  # noqa: PTH105
            return True
        done = False
        try:
            done = Path(new).read_bytes() == old and not file.is_awaited()
        finally:
            if not done:
                _put_back(data, new, path)
        return done


def is_busy(path: Path, data: bytes | None) -> bool:
    """Tell whether a file no longer has its bytes, or a program is writing others."""
    with _opened(path) as file:
        return data is not None if file is None else data is None or not file.is_still(data)


def _put_first(new: str, path: Path) -> bool:
    try:
        # Unlike renaming, this never replaces a file.
        os.link(new, path)
    except FileExistsError:
        return False
    except OSError:
        # A disk without links.
        if os.path.lexists(path):
            return False
        os.replace(new, path)  # noqa: PTH105
    return True


def _put_back(ours: bytes, new: str, path: Path) -> None:
    """Exchange until what comes out is what was put in, so that the newest save stands there.

    Raises WriteError if a program has saved over ours meanwhile: it has read ours perhaps,
    and not the save that was out of its place, which is then kept beside the file.
    """
    inside = ours
    while True:
        going = Path(new).read_bytes()
        try:
            exchange(new, path)
        except FileNotFoundError:
            # A program has moved ours away to write a file of its own.
            if not _put_first(new, path):
                raise _set_aside(new, path) from None
            return
        if Path(new).read_bytes() == inside:
            break
        inside = going
    if inside != ours:
        raise _set_aside(new, path)


def _set_aside(new: str, path: Path) -> WriteError:
    """Keep a save beside the file, and return what is to be said about it."""
    names = (path.with_name(f"{path.name}.saved{number or ''}") for number in count())
    aside = next(name for name in names if _put_first(new, name))
    return WriteError(
        f"{path}: saved twice in the same moment; what was saved first is now in {aside.name}, "
        f"look whether {path.name} has all of it"
    )


@contextmanager
def _opened(path: Path) -> Iterator[_Open | None]:
    """Open a file and keep others from writing to it; None if there is no file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield None
        return
    try:
        yield _Open(handle, _lease(handle))
    finally:
        # The lease ends with it.
        with suppress(OSError):
            os.close(handle)


def _lease(handle: int) -> bool | None:
    """Take a lease on an open file; see ``_Open.leased``."""
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        # The signal that says that somebody waits; the one sent otherwise would end the program.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _content(handle: int) -> bytes:
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        return file.read()
