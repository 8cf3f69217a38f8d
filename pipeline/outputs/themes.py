"""A project's own theme: the folder ``theme``, which replaces parts of ours; see docs/themes.md.

All of it is read at once, and templates get at nothing else: not at the disk, and not at a file
that a link leads to outside the folder.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import LocalepressError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER: Final = "theme"
"""The folder of a project's theme, from the project."""
TEMPLATE: Final = ".html"
STYLES: Final = ("style.css", "extra.css")
"""The first replaces our style sheet, the second stands beside it."""
ASSETS: Final = "assets/"
_TAKEN: Final = frozenset({"style.css", "extra.css", "draft.css", "root.js"})
"""Names in the folder ``assets`` of the site that are not those of a theme's assets."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a project's theme has, {} where there is none."""

    digest: str = ""
    """The same as long as all files and their names are; it stands for them in keys of pages."""
    templates: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """By path in the folder."""
    files: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Styles and assets, by path in the output folder."""
    words: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Words of its templates that ours do not have; see words.own."""
    unused: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Paths of files that are neither templates, nor styles, nor assets."""
    folders: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Paths of folders that are named like a template or a style sheet."""


NONE: Final = Own()


def read(root: Path) -> Own:
    """Return the theme of a project; raises LocalepressError for a file that cannot be taken."""
    templates: dict[str, str] = {}
    files: dict[str, bytes] = {}
    unused: list[str] = []
    folders: list[str] = []
    digest = hashlib.sha256()
    for path, data in _files(root / FOLDER):
        digest.update(repr((path, None if data is None else _hash(data))).encode())
        if data is None:
            folders.append(path)
        elif path.startswith(ASSETS):
            _check_free(path)
            files[path] = data
        elif path in STYLES:
            files[ASSETS + path] = data
        elif path.endswith(TEMPLATE):
            templates[path] = _text(path, data)
        else:
            unused.append(path)
    if not (templates or files or unused or folders):
        return NONE
    found = tuple(unused), tuple(folders)
    return Own(digest.hexdigest(), templates, files, frozenset(), *found)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _check_free(path: str) -> None:
    if path.removeprefix(ASSETS).lower() in _TAKEN:
        raise LocalepressError(f"{FOLDER}/{path}: the site has a file of this name; rename it")


def _text(path: str, data: bytes) -> str:
    try:
        # Line feeds alone, so that pages have no others.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LocalepressError(
            f"{FOLDER}/{path}:{line}: not UTF-8; save the file as UTF-8"
        ) from error


def _files(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files of a folder but hidden ones, in order, each with its content.

    A folder that is named like a template or a style sheet has None.
    """
    if folder.is_symlink():
        raise LocalepressError(f"{FOLDER}: is a link; put the folder itself there")
    for path in sorted(_below(folder)):
        if any(part.startswith(".") or part.endswith("~") for part in path.split("/")):
            continue
        if (folder / path).is_dir():
            yield path, None
            continue
        try:
            yield path, (folder / path).read_bytes()
        except OSError as error:
            raise _unread(path, error) from error


def _below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, and of folders that are named like one of ours.

    Raises LocalepressError for what lies outside it.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise _unread(os.path.relpath(str(error.filename), folder), error) from error

    real = folder.resolve()
    for top, folders, names in os.walk(folder, onerror=refuse):
        linked = [name for name in folders if (Path(top) / name).is_symlink()]
        for name in folders:
            path = (Path(top) / name).relative_to(folder).as_posix()
            if name not in linked and _looks_ours(path):
                yield path
        for name in (*names, *linked):
            file = Path(top) / name
            path = file.relative_to(folder).as_posix()
            if name in linked or not file.resolve().is_relative_to(real):
                what = "is a link to another place; put the file itself there"
                raise LocalepressError(f"{FOLDER}/{path}: {what}")
            if not file.is_file():
                raise LocalepressError(f"{FOLDER}/{path}: is no file; remove it")
            yield path


def _looks_ours(path: str) -> bool:
    return not path.startswith(ASSETS) and (path in STYLES or path.endswith(TEMPLATE))


def _unread(path: str, error: OSError) -> LocalepressError:
    where = f"{FOLDER}/{path}".removesuffix("/.")
    return LocalepressError(f"{where}: cannot be read ({error.strerror})")
