"""Argos archives, opened with suspicion: a zip whose one top folder holds a package.

Archives come from the network, so nothing in them is believed: members may not leave their
folder, be links, come twice, or grow beyond limits. An archive that breaks a rule is refused as a
whole, before a byte is written.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import PackageError
from pipeline.packages.package import METADATA, MOST_METADATA, Kind, Package, lacks, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_FILES = 1_000
MOST_BYTES = 4 << 30
MOST_GROWTH = 200
"""How many times its own size an archive may unpack to; models hardly shrink, bombs do."""

_BLOCK = 1 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
"""What zipfile raises for damaged archives; RuntimeError is its word for encrypted ones."""


@dataclass(frozen=True)
class Archive:
    """An open archive that keeps the rules."""

    path: Path
    package: Package
    """What it will be once unpacked; its path is the archive's."""
    files: dict[str, zipfile.ZipInfo]
    """Files by their name inside the package."""
    zip: zipfile.ZipFile

    @property
    def key(self) -> str:
        """8 hexadecimal digits that change with any file; from the table of contents alone."""
        lines = (f"{name}\0{i.file_size}\0{i.CRC}\n" for name, i in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:8]


@contextmanager
def opened(path: Path, kind: Kind = "installed") -> Iterator[Archive]:
    """Open an archive; raises PackageError if it is damaged or breaks a rule.

    So do blocks in which reading a member finds it damaged.
    """
    try:
        with zipfile.ZipFile(path) as file:
            files = _checked(path, file)
            with file.open(files[METADATA]) as metadata:
                content = metadata.read(MOST_METADATA + 1)
            package = parse(content, f"{path}: {METADATA}", path, kind)
            yield Archive(path, package, files, file)
    except _BROKEN as error:
        raise PackageError(f"{path}: damaged or no Argos package ({error}); fetch it again") from (
            error
        )
    except OSError as error:
        reason = error.strerror or str(error) or "damaged"
        raise PackageError(f"{error.filename or path}: {reason}") from error


def unpack(archive: Archive, folder: Path) -> None:
    """Write an archive's files into a new folder, without the top folder, and flush them to disk.

    Permissions in the archive are not taken over. Raises OSError if writing fails; what zipfile
    raises for damaged members becomes PackageError in ``opened``.
    """
    folder.mkdir()
    for name, member in archive.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.zip.open(member) as source, path.open("xb") as target:
            while block := source.read(_BLOCK):
                target.write(block)
            target.flush()
            os.fsync(target.fileno())


def is_intact(archive: Archive, folder: Path) -> bool:
    """Whether a folder holds exactly the archive's files, by size and CRC-32, unchanged."""
    try:
        found = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        return found == set(archive.files) and all(
            (folder / name).stat().st_size == member.file_size and _crc(folder / name) == member.CRC
            for name, member in archive.files.items()
        )
    except OSError:
        return False


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def _checked(path: Path, file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files by name inside the top folder; raises PackageError for a broken rule."""
    members = file.infolist()
    refusal = next(filter(None, map(_refusal, members)), "") or _total(path, members)
    if refusal:
        raise PackageError(f"{path}: refused, {refusal}")
    names = [_folded(member.filename) for member in members]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise PackageError(f"{path}: refused, it has two members named {twice!a}")
    tops = {member.filename.partition("/")[0] for member in members}
    files = {m.filename.partition("/")[2]: m for m in members if not m.is_dir()}
    if len(tops) != 1 or "" in files:
        raise PackageError(f"{path}: no Argos package, it must have one top folder")
    missing = "" if METADATA in files else f"it has no {METADATA}"
    if missing := missing or lacks(set(files)):
        raise PackageError(f"{path}: no Argos package, {missing}")
    return files


def _folded(name: str) -> str:
    """Return a name as file systems that ignore case and normalise would see it."""
    return unicodedata.normalize("NFC", name.rstrip("/")).casefold()


def _refusal(member: zipfile.ZipInfo) -> str:
    """Return what is wrong with a member, or ""."""
    # The name as written: zipfile cuts it at NUL and turns separators of the system into slashes.
    name = member.orig_filename
    parts = name.removesuffix("/").split("/")
    mode = member.external_attr >> 16
    if "\\" in name or not name.isprintable() or _DRIVE.match(name):
        return f"{name!a} is not a portable name"
    if {"", ".", ".."}.intersection(parts):
        return f"{name!a} would leave the package's folder"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"{name!a} is a link or a special file"
    if member.flag_bits & 0x1:
        return f"{name!a} is encrypted"
    if member.compress_type not in _METHODS:
        return f"{name!a} is compressed in another way than Argos's (deflate)"
    return ""


def _total(path: Path, members: list[zipfile.ZipInfo]) -> str:
    """Return which limit the archive as a whole breaks, or ""."""
    # Stated sizes can be relied on: zipfile gives no more, and a CRC-32 error if there is more.
    size = sum(member.file_size for member in members)
    if len(members) > MOST_FILES:
        return f"it has {len(members)} members, more than {MOST_FILES}"
    if size > MOST_BYTES:
        return f"it would unpack to {size} bytes, more than {MOST_BYTES}"
    if size > MOST_GROWTH * path.stat().st_size:
        return f"it would unpack to more than {MOST_GROWTH} times its size"
    return ""
