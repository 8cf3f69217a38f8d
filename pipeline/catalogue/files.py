"""Catalogues on the disk: changed as a whole or not at all, and never under an editor's hands."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.catalogue import swap
from pipeline.errors import CatalogueError, LocalepressError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WAITS = 0, 0.01, 0.05, 0.2, 0.5
"""Seconds before each try: an editor that is saving is given the time to end."""


def amend(path: Path, change: Callable[[bytes | None], bytes]) -> bool:
    """Replace a file by what ``change`` makes of its bytes (None: no file); tell if that differs.

    If another program saves the file meanwhile, its new bytes are changed instead, so ``change``
    may be called again. The permissions stay, a symbolic link stays one, folders are made. Raises
    CatalogueError if this file cannot be read or written, another LocalepressError if no file can,
    and what ``change`` raises; then the file is as it was.
    """
    for wait in _WAITS:
        time.sleep(wait)
        old = _read(path)
        try:
            new = change(old)
        except CatalogueError:
            # Half a file may have been read while an editor was writing the rest.
            if wait == _WAITS[-1] or not swap.is_busy(path, old):
                raise
            continue
        if new == (old or b""):
            return False
        if _write(path, old, new):
            return True
    raise WriteError(
        f"{path}: another program keeps saving this file; close it there and run the command "
        f"again (nothing was changed)"
    )


def _write(path: Path, old: bytes | None, new: bytes) -> bool:
    # A new file holds no person's words yet, and could be made again after a power cut.
    sync = old is not None
    try:
        return files.write(path, new, put=partial(swap.put, old, new), sync=sync)
    except LocalepressError as error:
        if isinstance(error.__cause__, PermissionError):
            # Others may be open to us.
            raise WriteError(str(error)) from error
        raise


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CatalogueError(
            f"{path}: cannot be read ({error.strerror}); nothing was changed"
        ) from error
