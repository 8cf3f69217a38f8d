"""A folder with changes in a folder's place, at once: a server has the old site or the new one.

The new folder is made beside the old one, of hard links to what stays and of new files. Then the
two are *exchanged*, which Linux does in one step, and the old one is removed. A run that is killed
leaves one of the two in its place, and the other beside it for the next run to remove.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.files import beside, can_exchange, exchange, mode, remove_tree, unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_NEW_FOLDER: Final = 0o777
_CANNOT: Final = frozenset(
    {errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES, errno.EROFS, errno.EMLINK}
    | {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}
)
"""What is said where a folder is a mount point, where nothing may be put beside it, where there are
no hard links, or no exchange."""


def change(folder: Path, files: Mapping[str, bytes], remove: Collection[str]) -> bool:
    """Write and remove files of a folder, all at once; paths are relative to it.

    Returns whether that was done: where the system or the place of the folder does not allow it,
    nothing is. All else that the folder has is then in the new one, as hard links. A link to the
    folder is followed. Raises LocalepressError, and the folder is as it was.
    """
    if not can_exchange():
        return False
    old = folder.resolve()
    try:
        old.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=old.parent, prefix=beside(old)))
    except OSError as error:
        return _refused(folder, error)
    try:
        _fill(old, new, files, remove)
        if not old.is_dir():
            new.rename(old)
            return True
        return exchange(str(new), old)
    except OSError as error:
        return _refused(folder, error)
    finally:
        # What cannot be removed now the next run removes.
        remove_tree(new)


def _refused(folder: Path, error: OSError) -> bool:
    if error.errno not in _CANNOT:
        raise unwritten(folder, error) from error
    return False


def _fill(old: Path, new: Path, files: Mapping[str, bytes], remove: Collection[str]) -> None:
    made: set[str] = set()

    def make(folder: str) -> None:
        if folder not in made:
            if folder:
                make(folder.rpartition("/")[0])
            _make(old / folder, new / folder)
            made.add(folder)

    make("")
    if old.is_dir():
        _link(old, new, "", {*files, *remove}, make)
    for path, data in files.items():
        make(path.rpartition("/")[0])
        _write(old / path, new / path, data)


def _link(
    old: Path, new: Path, inside: str, without: Collection[str], make: Callable[[str], None]
) -> None:
    """Link what a folder has, but for some files; a folder that has only those is not made."""
    with os.scandir(old / inside) as entries:
        found = list(entries)
    if not found:
        make(inside)
    for entry in found:
        path = f"{inside}/{entry.name}".lstrip("/")
        if entry.is_dir(follow_symlinks=False):
            _link(old, new, path, without, make)
        elif path not in without:
            make(inside)
            if entry.is_symlink():
                (new / path).symlink_to(Path(entry.path).readlink())
            else:
                os.link(entry.path, new / path, follow_symlinks=False)


def _write(before: Path, target: Path, data: bytes) -> None:
    try:
        if before.exists() and not os.access(before, os.W_OK):
            # Somebody has said that it shall stay.
            raise PermissionError(errno.EACCES, "the file is write-protected")
        with target.open("xb") as file:
            file.write(data)
        target.chmod(mode(before))
    except OSError as error:
        raise unwritten(before, error) from error


def _make(old: Path, new: Path) -> None:
    """Make a folder with the rights and the owner of another, or with those of any new one."""
    new.mkdir(exist_ok=True)
    try:
        there = old.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(_NEW_FOLDER & ~mask)
        return
    new.chmod(there.st_mode & 0o7777)
    if (there.st_uid, there.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(new, there.st_uid, there.st_gid)
