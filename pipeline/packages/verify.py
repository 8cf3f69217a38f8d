"""Checking what is installed against the lock file, and removing it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.errors import PackageError
from pipeline.packages import lock
from pipeline.packages.find import broken, installed
from pipeline.packages.folders import discard, packages_folder, staging
from pipeline.packages.package import Package, check, pair_code, parse_pair

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.packages.lock import Pin


class Condition(Enum):
    """What ``verify`` found out about a package."""

    OK = "ok"
    UNKNOWN = "unknown"
    """Nothing in the lock file to compare it with."""
    CHANGED = "changed"
    DAMAGED = "damaged"
    MISSING = "missing"

    @property
    def is_bad(self) -> bool:
        """Whether the package is not to be used."""
        return self in {Condition.CHANGED, Condition.DAMAGED, Condition.MISSING}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one package."""

    name: str
    """Code and version, or the folder's name where they cannot be read."""
    condition: Condition
    message: str
    """What is wrong and what to do, or why it is unknown; "" where all is well."""
    path: Path | None = None


def verify(locked: Path | None = None) -> list[Verdict]:
    """Hash every installed package and compare it with the lock file; returns all results.

    Raises PackageError only if the lock file or the folder of packages cannot be read.
    """
    pins = lock.read(locked)
    packages = installed()
    results = [_verdict(package, pins.get(package.code)) for package in packages]
    results += [Verdict(path.name, Condition.DAMAGED, reason, path) for path, reason in broken()]
    there = {str(package) for package in packages}
    return results + [
        Verdict(
            f"{code} {pin.version}",
            Condition.MISSING,
            f"{lock.LOCK} pins it, but it is not installed; run: {_again(code)}",
        )
        for code, pin in sorted(pins.items())
        if f"{code} {pin.version}" not in there
    ]


def _verdict(package: Package, pin: Pin | None) -> Verdict:
    def verdict(condition: Condition, message: str = "") -> Verdict:
        return Verdict(str(package), condition, message, package.path)

    try:
        found = check(package).hash
    except PackageError as error:
        return verdict(Condition.DAMAGED, str(error))
    if pin is None:
        return verdict(Condition.UNKNOWN, f"{lock.LOCK} does not name it")
    if pin.version != package.version:
        return verdict(Condition.UNKNOWN, f"{lock.LOCK} pins version {pin.version}")
    if pin.hash != found:
        return verdict(
            Condition.CHANGED,
            f"content hash {found}, but {lock.LOCK} has {pin.hash}; "
            f"remove it and run: {_again(package.code)}",
        )
    return verdict(Condition.OK)


def check_pin(package: Package | None, code: str, locked: Path) -> str:
    """Return what a person should know if the package of a pair is not the pinned one, or "".

    A package that the settings name is the person's choice. Raises PackageError for an installed
    package of the pinned version with another content.
    """
    pin = lock.read(locked).get(code)
    if pin is None or (package and package.kind == "named"):
        return ""
    if package is None or package.kind == "starter" or package.version != pin.version:
        return f"{lock.LOCK} pins {code} {pin.version}, which is not installed; run: {_again(code)}"
    verdict = _verdict(package, pin)
    if verdict.condition.is_bad:
        raise PackageError(f"{verdict.name}: {verdict.message}")
    return ""


def _again(code: str) -> str:
    return f"localepress models install {code.removeprefix('translate-').replace('_', '-', 1)}"


def remove(name: str) -> list[Package]:
    """Remove installed packages; returns them.

    ``name`` is a pair or a code (every version goes), or a folder's name (one version goes). The
    lock file keeps its pins: it belongs to the project, not to this machine. Raises PackageError
    if nothing of the name is installed or it cannot be removed.
    """
    packages = [p for p in installed() if name in {p.folder, p.path.name}]
    if not packages:
        code = pair_code(*parse_pair(name))
        packages = [p for p in installed() if p.code == code]
    if not packages:
        raise PackageError(f"{name}: not installed; see localepress models list")
    try:
        with staging(packages_folder()) as stage:
            for number, package in enumerate(packages):
                # Out of sight in one step; deleting takes longer and may be interrupted.
                gone = stage / str(number)
                package.path.rename(gone)
                discard(gone)
    except OSError as error:
        reason = f"cannot be removed ({error.strerror})"
        raise PackageError(f"{error.filename or name}: {reason}") from error
    return packages
