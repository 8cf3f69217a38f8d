"""Writing files so that what was there stays until the new one is whole."""

from __future__ import annotations

import errno
import glob
import os
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LocalepressError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

TEMPORARY = ".localepress-new-"
"""How the names of files begin that are being written."""

_NEW_FILE = 0o666
_HERE = -100
"""AT_FDCWD: paths count from the working directory."""
_EXCHANGE = 2
"""RENAME_EXCHANGE."""
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a system or a disk says that has no exchange."""


def _replace(new: str, path: Path) -> bool:
    os.replace(new, path)  # noqa: PTH105
    return True


def write(
    path: Path, data: bytes, *, put: Callable[[str, Path], bool] = _replace, sync: bool = True
) -> bool:
    """Write a file by way of a temporary one beside it; returns whether it was replaced.

    Folders are made. A link is followed, and the permissions of a file that was there are kept.
    ``put`` is handed the file when all is ready, and says whether it has moved it to its place.
    Without ``sync`` a power cut may leave it empty: for what can be made again. Raises
    LocalepressError, and what was there is unchanged.
    """
    try:
        with _beside(path.resolve()) as (file, name):
            file.write(data)
            _finish(file, path.resolve(), sync=sync)
            return put(name, path.resolve())
    except OSError as error:
        raise unwritten(path, error) from error


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into, which takes its place when the block ends without an error.

    Raises LocalepressError if it cannot, and what was there is unchanged, as after any error in
    the block.
    """
    target = path.resolve()
    try:
        with _beside(target) as (file, name):
            yield file
            _finish(file, target, sync=True)
            _replace(name, target)
    except OSError as error:
        raise unwritten(path, error) from error


@contextmanager
def _beside(target: Path) -> Iterator[tuple[BinaryIO, str]]:
    """Give a new file beside another one, and its name; it is gone afterwards, or moved away."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not os.access(target, os.W_OK):
        # Replacing it would be allowed, but somebody has said that it shall stay.
        raise PermissionError(errno.EACCES, "the file is write-protected")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, name
    finally:
        # If it cannot be removed, the next run does so.
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108


def _finish(file: BinaryIO, target: Path, *, sync: bool) -> None:
    """Bring all of a file to the disk, with the permissions of the one it will replace."""
    file.flush()
    os.fchmod(file.fileno(), mode(target))
    if sync:
        os.fsync(file.fileno())


def unwritten(path: Path, error: OSError) -> LocalepressError:
    """Return what is said of a file that cannot be written."""
    return LocalepressError(
        f"{path}: cannot be written ({error.strerror}); what was there is unchanged"
    )


def move(old: Path, new: Path) -> None:
    """Give a file another name, and another folder if need be; raises LocalepressError."""
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        if new.exists():
            raise FileExistsError(errno.EEXIST, "there is a file already")
        old.rename(new)
    except OSError as error:
        raise LocalepressError(
            f"{old}: cannot be moved to {new} ({error.strerror}); it is where it was"
        ) from error


def sweep(folder: Path) -> None:
    """Remove what a killed run was writing; only for a run that has the project to itself."""
    for top, _, names in os.walk(folder):
        for name in names:
            if name.startswith(TEMPORARY):
                with suppress(OSError):
                    Path(top, name).unlink()
    real = folder.resolve()
    with suppress(OSError):
        for left in real.parent.glob(f"{glob.escape(beside(real))}*"):
            remove_tree(left)


def remove_tree(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, as far as that is possible.

    No link is followed. ``shutil.rmtree`` can take an interrupt for an error.
    """
    if folder.is_symlink():
        return
    for top, inside, names in os.walk(folder, topdown=False):
        for name in names:
            with suppress(OSError):
                Path(top, name).unlink()
        for name in inside:
            with suppress(OSError):
                path = Path(top, name)
                path.unlink() if path.is_symlink() else path.rmdir()
    with suppress(OSError):
        folder.rmdir()


def beside(folder: Path) -> str:
    """Return how the name of a folder begins that will take another one's place."""
    return f"{TEMPORARY}{folder.name}-"


def mode(path: Path) -> int:
    """Return the permissions of a file, or those a new one would get."""
    with suppress(FileNotFoundError):
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE & ~mask


def exchange(one: str, other: Path) -> bool:
    """Let two files or folders change places at once; returns whether system and disk can.

    Raises OSError.
    """
    rename = _renameat2()
    if rename is None:
        return False
    try:
        rename(one, str(other))
    except OSError as error:
        if error.errno in _CANNOT:
            return False
        raise
    return True


def can_exchange() -> bool:
    """Tell whether the system can let two paths change places; a disk may still refuse it."""
    return _renameat2() is not None


@cache
def _renameat2() -> Callable[[str, str], None] | None:
    """Return what exchanges two paths, None where the system has nothing for it."""
    import ctypes

    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return None
    text = ctypes.c_char_p
    function.argtypes = (ctypes.c_int, text, ctypes.c_int, text, ctypes.c_uint)

    def call(one: str, other: str) -> None:
        if function(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), other)

    return call
