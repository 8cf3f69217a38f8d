"""Installing packages: nothing half done, everything checked against the lock file."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import PackageError
from pipeline.packages import archive, index, lock
from pipeline.packages.download import Hooks, LinkError, download, forget
from pipeline.packages.find import installed
from pipeline.packages.folders import packages_folder, put, staging
from pipeline.packages.lock import Pin
from pipeline.packages.package import Package, check, content_hash, pair_code, parse_pair, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_QUIET = Hooks()


class WriteError(PackageError):
    """The package is sound, but could not be written to its place."""


def install_file(path: Path, *, locked: Path | None = None) -> Package:
    """Install an .argosmodel file; returns the installed package.

    ``locked`` is the project's localepress.lock: the file must be what it pins, or is recorded in
    it. An installed package of the same version is replaced in one step. Raises PackageError; all
    is then as it was.
    """
    return _install_archive(path, locked)


def _install_archive(
    path: Path, locked: Path | None, link: str | None = None, code: str | None = None
) -> Package:
    """Install an archive; ``link`` is where it came from, ``code`` what it must be."""
    size, sha256 = _measure(path)
    with archive.opened(path) as opened:
        package = opened.package
        if code and package.code != code:
            raise PackageError(f"{link}: holds {package}, not {code}; the index is wrong")
        found = Pin(package.version, "", size, sha256, link)
        lock.check(locked, package.code, found, link or str(path), archive=True)
        return _settle(package, lambda new: archive.unpack(opened, new), locked, found)


def install_folder(path: Path, *, locked: Path | None = None) -> Package:
    """Install a copy of an unpacked package; otherwise as install_file."""
    package = check(read(path, "installed"))
    found = Pin(package.version, "")
    return _settle(package, lambda new: _copy(path, new), locked, found)


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copytree(source, target)
    except shutil.Error as error:
        first = error.args[0][0]
        raise PackageError(f"{first[0]}: cannot be copied ({first[2]})") from error


def _measure(path: Path) -> tuple[int, str]:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return file.tell(), digest
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror})") from error


def _settle(
    package: Package, write: Callable[[Path], None], locked: Path | None, found: Pin
) -> Package:
    """Write the package beside the installed ones, check it, and move it to its place."""
    folder = packages_folder()
    try:
        with staging(folder) as stage:
            new = stage / package.folder
            write(new)
            pin = replace(found, hash=content_hash(new))
            lock.check(locked, package.code, pin, str(package.path), archive=False)
            target = _place(package, folder)
            # Before the package, so that there is never one that was not written down.
            _record(locked, package.code, pin)
            if not _holds(target, pin.hash):
                put(new, target, stage)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(f"{error.filename or folder}: cannot be written ({reason})") from error
    return read(target, "installed")


def _holds(folder: Path, content: str) -> bool:
    try:
        return content_hash(folder) == content
    except PackageError:
        return False


def _place(package: Package, folder: Path) -> Path:
    """Return where the package goes: over its own version wherever that lies, or a new folder."""
    own = [p.path for p in installed(folder) if str(p) == str(package)]
    place = own[-1] if own else folder / package.folder
    taken = {p.path: p for p in installed(folder)}.get(place)
    if taken and str(taken) != str(package):
        raise PackageError(f"{place}: holds {taken}; move it away, then install again")
    return place


def _record(locked: Path | None, code: str, pin: Pin) -> None:
    """Add to the lock file what is new; a pin keeps what it has."""
    old = lock.read(locked).get(code)
    if old is None or (old.sha256 is None and pin.sha256):
        lock.record(locked, code, pin)


def install_pair(
    pair: str,
    *,
    cache: Path,
    locked: Path | None = None,
    address: str | None = None,
    hooks: Hooks = _QUIET,
) -> Package:
    """Install the package of a pair ("en-ko", Argos codes) from the index; returns it.

    The newest version is taken, or the one that ``locked`` pins. ``cache`` is the project's cache
    folder, where a download waits to be resumed; ``address`` is the index's, see index.address.
    Raises PackageError; all is then as it was, apart from the download.
    """
    source, target = parse_pair(pair)
    code = pair_code(source, target)
    pin = lock.read(locked).get(code)
    if pin and (there := _already(code, pin)):
        hooks.notice(f"{there}: already installed, as {lock.LOCK} pins it")
        return there
    version, links = _choose(source, target, pin, address, hooks)
    name = f"{code}-{version.replace('.', '_')}.argosmodel"
    part = cache / "downloads" / f"{name}.part"
    try:
        link = download(links, part, hooks, pinned=bool(pin and pin.sha256))
    except LinkError as error:
        raise PackageError(_by_hand(f"{code} {version}", name, links, error)) from error
    return _install_download(part, code, locked, link)


def _install_download(part: Path, code: str, locked: Path | None, link: str) -> Package:
    """Install what has come. A bad archive is not kept: resumed, it would stay bad."""
    try:
        package = _install_archive(part, locked, link, code)
    except WriteError:
        raise
    except PackageError as error:
        forget(part)
        raise PackageError(str(error).replace(str(part), link)) from error
    forget(part)
    return package


def _by_hand(what: str, name: str, links: tuple[str, ...], error: Exception) -> str:
    """Return the line that says how to do without this download."""
    link = next((link for link in links if link.startswith("http")), "")
    source = f" from {link}" if link else ""
    return (
        f"cannot download {what} ({error}); where there is a network, fetch {name}{source}, "
        f"then run: localepress models install {name}"
    )


def _already(code: str, pin: Pin) -> Package | None:
    fitting = (p for p in installed() if p.code == code and p.version == pin.version)
    return next((p for p in fitting if p.hash == pin.hash), None)


def _choose(
    source: str, target: str, pin: Pin | None, address: str | None, hooks: Hooks
) -> tuple[str, tuple[str, ...]]:
    """Return the version to fetch and its links; the pinned link comes last, for when all fails."""
    last = (pin.link,) if pin and pin.link else ()
    try:
        offers = index.fetch(address, pinned=bool(pin and pin.sha256))
    except index.UnreachableError as error:
        if not last:
            raise
        hooks.notice(str(error))
        offers = []
    newest = index.newest(offers, source, target)
    if pin is None:
        if newest is None:
            raise PackageError(
                f"{index.address(address)}: no package for {source} → {target}; "
                "see localepress models available"
            )
        return newest.version, newest.links
    fitting = [o for o in offers if o.code == pair_code(source, target)]
    links = [link for o in fitting if o.version == pin.version for link in o.links]
    if not links and not last:
        has = f"has {newest.version}" if newest else "has none"
        raise PackageError(
            f"{lock.LOCK} pins {pair_code(source, target)} {pin.version}, the index {has}; "
            f"to take another, delete [{pair_code(source, target)}] in {lock.LOCK}"
        )
    return pin.version, tuple(dict.fromkeys((*links, *last)))
