"""The package for a pair: named in the settings, else installed, else the starter.

Reading makes no folder and changes nothing, except that an archive (the starter, or a file named
in the settings) is unpacked into the project's cache.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from pipeline.errors import PackageError
from pipeline.packages import archive
from pipeline.packages.folders import packages_folder, put, staging
from pipeline.packages.package import Kind, Package, check, pair_code, read, version_key

_ENDING = ".argosmodel"

MIDDLE = "en"
"""The language that nearly all packages translate from or into."""


def installed(folder: Path | None = None) -> list[Package]:
    """Return the packages in a folder, by default Argos's, by code and version, newest last.

    Folders whose metadata cannot be used are left out; ``broken`` lists them.
    """
    return sorted(_scan(folder)[0], key=_order)


def broken(folder: Path | None = None) -> list[tuple[Path, str]]:
    """Return the folders among the packages that are none, and why, by name."""
    return sorted(_scan(folder)[1])


def _scan(folder: Path | None) -> tuple[list[Package], list[tuple[Path, str]]]:
    packages, rest = [], []
    for path in _folders(folder or packages_folder()):
        try:
            packages.append(read(path, "installed"))
        except PackageError as error:
            rest.append((path, str(error)))
    return packages, rest


def _folders(folder: Path) -> list[Path]:
    """Return the folders in a folder that are meant to be packages."""
    try:
        return [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise PackageError(f"{folder}: cannot be read ({error.strerror})") from error


def _order(package: Package) -> tuple[object, ...]:
    return package.code, version_key(package.version), package.path.name


def find(
    source: str, target: str, *, cache: Path, named: str | None = None, root: Path = Path()
) -> Package | None:
    """Return the package to translate a pair of Argos codes with, or None if there is none.

    ``named`` is what the settings say: a folder or an .argosmodel file (relative to ``root``), the
    code, pair or folder name of an installed package, or "starter". Nothing else is then tried.
    ``cache`` is the project's cache folder. Raises PackageError if what is named does not exist or
    is for another pair, or if the package chosen is damaged.
    """
    if named:
        package = _named(named, source, target, cache, root)
        if (package.source, package.target) != (source, target):
            raise PackageError(
                f'"{named}" translates {package.source} → {package.target}, not '
                f"{source} → {target}; correct [translate] packages in localepress.toml"
            )
        return check(package)
    code = pair_code(source, target)
    there = [package for package in installed() if package.code == code]
    return check(there[-1]) if there else starter(source, target, cache)


def route(
    source: str, target: str, *, cache: Path, named: str | None = None, root: Path = Path()
) -> tuple[Package, ...]:
    """Return the package for a pair of Argos codes, else two that meet in English, else ().

    A package named in the settings may be the second of two. For the rest see ``find``.
    """
    if MIDDLE not in {source, target}:
        if named:
            second: Package | None = _named(named, source, target, cache, root)
            through = second is not None and second.source == MIDDLE
        else:
            second = find(MIDDLE, target, cache=cache)
            through = find(source, target, cache=cache) is None
        if through and second and second.target == target:
            first = find(source, MIDDLE, cache=cache)
            return (first, check(second)) if first else ()
    direct = find(source, target, cache=cache, named=named, root=root)
    return (direct,) if direct else ()


def _named(named: str, source: str, target: str, cache: Path, root: Path) -> Package:
    path = Path(named).expanduser() if named.startswith("~/") else root / named
    if path.is_dir():
        return read(path, "named")
    if named.endswith(_ENDING) or path.is_file():
        return unpacked(path, cache, "named")
    fitting = [p for p in installed() if named in _names(p)]
    if fitting:
        return fitting[-1].named("named")
    shipped = starter(source, target, cache)
    if shipped and named in {"starter", *_names(shipped)}:
        return shipped
    raise PackageError(
        f'no package "{named}" for {source} → {target}: neither a file or folder nor installed; '
        "see localepress models list, or correct [translate] packages in localepress.toml"
    )


def _names(package: Package) -> set[str]:
    pair = {f"{package.source}-{package.target}", f"{package.source}_{package.target}"}
    return {package.code, package.folder, package.path.name, *pair}


def called(name: str, cache: Path) -> list[Package]:
    """Return the packages that a person means by a name; raises PackageError if there is none.

    It is a file, a folder, or the code, pair or folder name of installed packages, of which all are
    meant, or of a starter.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return [read(path, "named")]
    if name.endswith(_ENDING) or path.is_file():
        return [unpacked(path, cache, "named")]
    every = [*installed(), *shipped(cache)]
    found = [package for package in every if name in _names(package)]
    if not found:
        raise PackageError(
            f"{name}: neither a file or folder nor installed; see localepress models list"
        )
    return found


def shipped(cache: Path) -> list[Package]:
    """Return all starter packages, unpacked into the cache."""
    return [package for pair in starters() if (package := starter(*pair, cache))]


def no_package(source: str, target: str) -> PackageError:
    """Return the error that says how to get a package for a pair."""
    through = MIDDLE not in {source, target}
    pairs = [f"{source}-{MIDDLE}", f"{MIDDLE}-{target}"] if through else [f"{source}-{target}"]
    commands = " and ".join(f"localepress models install {pair}" for pair in pairs)
    return PackageError(
        f"no package for {source} → {target}; with a network run: {commands} "
        "(localepress models available lists all pairs)"
    )


def starters() -> list[tuple[str, str]]:
    """Return the pairs that a starter package is shipped for, as Argos codes, in order."""
    names = (entry.name for entry in resources.files("pipeline").joinpath("starter").iterdir())
    codes = (name.partition("-")[2].partition("-")[0] for name in names if name.endswith(_ENDING))
    return sorted((code.partition("_")[0], code.partition("_")[2]) for code in codes)


def starter(source: str, target: str, cache: Path) -> Package | None:
    """Return the package shipped for a pair, unpacked into the cache, or None.

    Raises PackageError if it cannot be unpacked.
    """
    folder = resources.files("pipeline").joinpath("starter")
    code = pair_code(source, target)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(f"{code}-") and entry.name.endswith(_ENDING):
            with resources.as_file(entry) as path:
                return unpacked(path, cache, "starter")
    return None


def unpacked(path: Path, cache: Path, kind: Kind) -> Package:
    """Return an archive's package from ``cache``/packages, unpacked there unless it is, intact.

    The folder's name changes with the archive's content, so two versions never mix. Raises
    PackageError if the archive is damaged or the cache cannot be written.
    """
    with archive.opened(path, kind) as opened:
        folder = cache / "packages" / f"{opened.package.folder}-{opened.key}"
        if not archive.is_intact(opened, folder):
            _unpack(opened, folder)
    return read(folder, kind)


def _unpack(opened: archive.Archive, folder: Path) -> None:
    try:
        with staging(folder.parent) as stage:
            # Another process may have been faster while we waited for our turn.
            if not archive.is_intact(opened, folder):
                archive.unpack(opened, stage / "new")
                put(stage / "new", folder, stage)
    except OSError as error:
        raise PackageError(f"{folder}: cannot be written ({error.strerror})") from error
