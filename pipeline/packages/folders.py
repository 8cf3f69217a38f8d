"""Where packages lie, and how a new one takes its place there in one step."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def packages_folder() -> Path:
    """Return the folder in which Argos keeps installed packages; it need not exist.

    It is ARGOS_PACKAGES_DIR if set, otherwise argos-translate/packages in XDG_DATA_HOME or
    ~/.local/share. Raises PackageError if there is no home directory either.
    """
    if chosen := os.environ.get("ARGOS_PACKAGES_DIR"):
        return Path(chosen)
    if data := os.environ.get("XDG_DATA_HOME"):
        return Path(data, "argos-translate", "packages")
    try:
        return Path.home() / ".local" / "share" / "argos-translate" / "packages"
    except RuntimeError as error:
        raise PackageError("no home directory; set ARGOS_PACKAGES_DIR to a folder") from error


def cache_folder() -> Path:
    """Return the folder for what may be deleted, of work that belongs to no project.

    It is localepress in XDG_CACHE_HOME or ~/.cache, and need not exist. Raises PackageError if
    there is no home directory either.
    """
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen, "localepress")
    try:
        return Path.home() / ".cache" / "localepress"
    except RuntimeError as error:
        raise PackageError("no home directory; set XDG_CACHE_HOME to a folder") from error


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Yield an empty folder on the file system of ``folder``, which is made if missing.

    One process at a time has it for a ``folder``, others wait; afterwards it is gone, and so is
    what killed processes left. It lies beside ``folder`` where that is possible, because Argos
    fails on any folder among its packages that is not one. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parent = folder.resolve().parent
    beside = os.access(parent, os.W_OK) and parent.stat().st_dev == folder.stat().st_dev
    prefix = f".localepress-{folder.resolve().name}-"
    with _alone(folder):
        place = parent if beside else folder
        for left in place.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(
            prefix=prefix, dir=place, ignore_cleanup_errors=True
        ) as name:
            yield Path(name)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; where its file system has none, run without one."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def put(new: Path, target: Path, stage: Path) -> None:
    """Move a finished folder to its place; what was there is gone, or back if the move fails.

    All three lie on one file system. Raises OSError.
    """
    old = stage / "replaced"
    was = os.path.lexists(target)
    if was:
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if was:
            old.rename(target)
        raise
    _flush(target.parent)
    if was:
        discard(old)


def discard(path: Path) -> None:
    """Delete a folder with all it holds, or only the link if it is one. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _flush(folder: Path) -> None:
    """Make renames in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
