"""The output folder on disk: only what we made is ever written over or removed.

A manifest in the folder lists our files with their SHA-256 (``sha256sum -c`` reads it). While files
are being written one by one it lists the old and the new content of each, so a run that was killed
leaves nothing that the next one would take for a person's.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.errors import LocalepressError
from pipeline.files import write
from pipeline.model import Finding, Place
from pipeline.outputs import swap
from pipeline.outputs.addresses import leads_elsewhere

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from pipeline.outputs.pages import ReadFile

MANIFEST = ".localepress-manifest"

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f]+)")

Hashes = dict[str, set[str]]
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing would do: paths in the folder, each list in order."""

    write: tuple[str, ...]
    unchanged: tuple[str, ...]
    remove: tuple[str, ...]
    kept: Mapping[str, frozenset[str]]
    """Files of ours that stay as they are, with the hashes they had."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as building would make it."""

    path: str
    kind: str
    """"missing", "changed" or "stale"."""
    diff: str
    """Unified, from the file to what it would be; for other than text one line."""


def last(folder: Path, label: str = "") -> ReadFile:
    """Return what reads the files that earlier builds have made and nobody has changed since.

    It raises LocalepressError for a damaged manifest.
    """
    # Most builds ask for none.
    ours = cache(lambda: _manifest(folder, label or folder.name))

    def read(path: str) -> bytes | None:
        known = ours().get(path)
        data = _look(folder, path)[0] if known else None
        return data if known and data is not None and _hash(data) in known else None

    return read


def plan(
    files: Mapping[str, bytes],
    folder: Path,
    label: str = "",
    keep: Collection[str] = (),
    same: Mapping[str, str] = NONE,
) -> Plan:
    """Return what publishing the files would do; findings call the folder by its label.

    What is to be kept stays where it stands although it is not among the files: a page whose
    source or catalogue just now cannot be read. What is the ``same`` is known to be there as it
    would be written, with this SHA-256, in hexadecimal digits; it is not read.

    Raises LocalepressError for a path that leaves the folder, and for a damaged manifest.
    """
    label = label or folder.name
    ours = _manifest(folder, label)
    for path in dict.fromkeys((*files, *ours, *same)):
        _check_path(path, label)
    changes: dict[str, list[str]] = {"write": [], "unchanged": [*same], "remove": []}
    kept, findings = {}, []
    for path in sorted({*files, *ours} - same.keys()):
        found, obstacle = _look(folder, path)
        known, wanted = ours.get(path, set()), files.get(path)
        if wanted is None and path in keep:
            kept[path] = frozenset(known)
        elif obstacle or not (found is None or found == wanted or _hash(found) in known):
            if known:
                kept[path] = frozenset(known)
            findings.append(_conflict(f"{label}/{path}", obstacle, wanted, known=bool(known)))
        elif change := _change(found, wanted):
            changes[change].append(path)
    lists = {name: tuple(sorted(paths)) for name, paths in changes.items()}
    return Plan(**lists, kept=kept, findings=tuple(findings))


def _change(found: bytes | None, wanted: bytes | None) -> str | None:
    if wanted is None:
        return None if found is None else "remove"
    return "unchanged" if found == wanted else "write"


def publish(
    files: Mapping[str, bytes],
    folder: Path,
    label: str = "",
    keep: Collection[str] = (),
    same: Mapping[str, str] = NONE,
) -> Plan:
    """Write the files that differ, remove those of ours that are neither wanted nor to be kept.

    All of it happens at once where that is possible (see ``swap``), or else file by file, each of
    which is replaced as a whole, or stays. Raises LocalepressError as ``plan`` does and when the
    disk refuses a file.
    """
    label = label or folder.name
    todo = plan(files, folder, label, keep, same)
    made = {path: {same.get(path) or _hash(files[path])} for path in (*todo.write, *todo.unchanged)}
    final = _listed(made | {path: set(hashes) for path, hashes in todo.kept.items()})
    wanted = {path: files[path] for path in todo.write}
    # One file alone is replaced at once as it is.
    few = len(todo.write) + len(todo.remove) < 2 and folder.is_dir()
    if not wanted and not todo.remove:
        if _read(folder / MANIFEST) != final:
            write(folder / MANIFEST, final)
    elif few or not swap.change(folder, {**wanted, MANIFEST: final}, todo.remove):
        before = _manifest(folder, label)
        both = {p: made.get(p, set()) | before.get(p, set()) for p in {*made, *before}}
        write(folder / MANIFEST, _listed(both))
        for path, data in wanted.items():
            write(folder / path, data, sync=False)
        for path in todo.remove:
            _remove(folder, path, label)
        write(folder / MANIFEST, final)
    return todo


def compare(
    files: Mapping[str, bytes], folder: Path, label: str = "", keep: Collection[str] = ()
) -> list[Difference]:
    """Return how the folder differs from the files, nothing where it has just these of ours.

    What is to be kept is not looked at.

    Raises LocalepressError as ``plan`` does.
    """
    label = label or folder.name
    ours = _manifest(folder, label)
    kept = {path: ours.pop(path) for path in keep if path in ours and path not in files}
    listed = _listed(kept | {path: {_hash(data)} for path, data in files.items()})
    wanted = {**files, MANIFEST: listed}
    found = {path: _look(folder, path)[0] for path in sorted({*wanted, *ours})}
    return [
        _difference(path, data, wanted.get(path), label)
        for path, data in found.items()
        if data != wanted.get(path)
    ]


def _difference(path: str, found: bytes | None, wanted: bytes | None, label: str) -> Difference:
    kind = "missing" if found is None else "stale" if wanted is None else "changed"
    try:
        old, new = ((data or b"").decode() for data in (found, wanted))
    except UnicodeDecodeError:
        return Difference(path, kind, f"{label}/{path}: binary files differ\n")
    lines = difflib.unified_diff(
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"{label}/{path}" if found is not None else "/dev/null",
        f"{label}/{path} (as built)" if wanted is not None else "/dev/null",
    )
    cut = "\n\\ No newline at end of file\n"
    return Difference(path, kind, "".join(x if x.endswith("\n") else x + cut for x in lines))


def _check_path(path: str, label: str) -> None:
    if leads_elsewhere(path) or path == MANIFEST:
        raise LocalepressError(f"{label}: a file cannot be called {path!r}; rename its source")


def _look(folder: Path, path: str) -> tuple[bytes | None, str | None]:
    """Return the content of a file, or None, and what else stands in its place."""
    *parents, _ = path.split("/")
    place = folder
    for part in parents:
        place /= part
        if place.is_symlink():
            return None, f'"{part}" is a symbolic link, which is not followed'
        if place.exists() and not place.is_dir():
            return None, f'"{part}" is no folder'
    target = folder / path
    if target.is_symlink():
        return None, "a symbolic link stands there"
    if target.is_dir():
        return None, "a folder stands there"
    return _read(target), None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(str(path), "read", error) from error


def _conflict(shown: str, obstacle: str | None, wanted: bytes | None, *, known: bool) -> Finding:
    if obstacle:
        message = f"not written: {obstacle}; move it away"
    elif wanted is None:
        message = "no longer part of the site, but changed since it was built; remove it yourself"
    elif known:
        message = "changed since it was built, so it is left alone; remove it to have it built anew"
    else:
        message = "was there before and is not ours, so it is left alone; move it away"
    return Finding(Place(shown), "output-changed", message)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _listed(hashes: Mapping[str, Iterable[str]]) -> bytes:
    lines = [f"{digest}  {path}\n" for path in sorted(hashes) for digest in sorted(hashes[path])]
    return "".join(lines).encode()


def _manifest(folder: Path, label: str) -> Hashes:
    """Return the hashes of the files that we made."""
    data = _read(folder / MANIFEST)
    found: Hashes = {}
    for number, line in enumerate((data or b"").decode(errors="replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if not match:
            raise LocalepressError(
                f"{label}/{MANIFEST}:{number}: not a hash and a path; restore the file, "
                "or empty the folder and build again"
            )
        found.setdefault(match[2], set()).add(match[1])
    return found


def _remove(folder: Path, path: str, label: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    target = folder / path
    try:
        target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == folder or any(parent.iterdir()):
                return
            parent.rmdir()
    except OSError as error:
        raise _refused(f"{label}/{path}", "removed", error) from error


def _refused(shown: str, what: str, error: OSError) -> LocalepressError:
    return LocalepressError(f"{shown}: cannot be {what} ({error.strerror})")
