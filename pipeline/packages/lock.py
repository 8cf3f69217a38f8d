"""localepress.lock: which archives a project was translated with, so that later ones are checked.

The first installation writes down what it got; the file is committed, and every later
installation, on any machine, must get the same bytes.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.errors import LocalepressError, PackageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOCK = "localepress.lock"

_HEADER = """\
# Written by "localepress models install"; commit it with the project.
# To accept another archive of a package, delete its table and install again.
"""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Pin:
    """What a project knows of a package; the last three only if it came as an archive."""

    version: str
    hash: str
    """Content hash, see package.content_hash."""
    size: int | None = None
    """Bytes of the archive."""
    sha256: str | None = None
    """Of the archive."""
    link: str | None = None
    """Address it was downloaded from."""


def read(path: Path | None) -> dict[str, Pin]:
    """Return the pins by package code; none if there is no file. Raises PackageError."""
    if path is None:
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PackageError(f"{path.name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PackageError(f"{path.name}: not UTF-8; restore the file") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{path.name}:{line[1]}" if line else path.name
        reason = str(error).partition(" (")[0]
        raise PackageError(f"{where}: not valid TOML: {reason}; restore the file") from error
    return {code: _pin(path, code, table) for code, table in tables.items()}


def _pin(path: Path, code: str, table: object) -> Pin:
    if not isinstance(table, dict):
        raise PackageError(f'{path.name}: "{code}" must be a table; restore the file')
    version, digest = table.get("version"), table.get("hash")
    size, sha256, link = table.get("size"), table.get("sha256"), table.get("link")
    wrong = {
        "version": not isinstance(version, str),
        "hash": not _is_sha256(digest),
        "size": size is not None and (not isinstance(size, int) or isinstance(size, bool)),
        "sha256": sha256 is not None and not _is_sha256(sha256),
        "link": link is not None and not isinstance(link, str),
    }
    if any(wrong.values()):
        key = next(key for key, bad in wrong.items() if bad)
        raise PackageError(f"{path.name}: {key} in [{code}] is missing or wrong; restore the file")
    return Pin(str(version), str(digest), size, sha256, link)


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def text(pins: Mapping[str, Pin]) -> str:
    """Return the file's text: tables by code, the same for the same pins.

    >>> print(text({"translate-en_ko": Pin("1.1", "0" * 64)}).splitlines()[3])
    [translate-en_ko]
    """
    tables = (_table(code, pin) for code, pin in sorted(pins.items()))
    return "\n".join((_HEADER, *tables))


def _table(code: str, pin: Pin) -> str:
    # A JSON string is a TOML string but for DEL, which TOML wants escaped.
    head = code if _KEY.fullmatch(code) else _quoted(code)
    values = ((key, value) for key, value in asdict(pin).items() if value is not None)
    return f"[{head}]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in values)


def _quoted(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def record(path: Path | None, code: str, pin: Pin) -> None:
    """Write a pin into the file; nothing is written if it is there already.

    Raises PackageError if the file cannot be read or written; it then stays as it was.
    """
    pins = read(path)
    if path is None or pins.get(code) == pin:
        return
    try:
        files.write(path, text({**pins, code: pin}).encode())
    except LocalepressError as error:
        raise PackageError(str(error)) from error


def check(path: Path | None, code: str, found: Pin, name: str, *, archive: bool) -> None:
    """Raise PackageError if what was found is not what the file pins.

    ``archive`` tells whether the archive's bytes are compared (found.sha256) or the content.
    ``name`` is the file or folder that the message is about.
    """
    pin = read(path).get(code)
    if path is None or pin is None:
        return
    meant = f"if the change is meant, delete [{code}] in {path.name} and install again"
    if pin.version != found.version:
        raise PackageError(
            f"{name}: version {found.version}, but {path.name} pins {code} {pin.version}; {meant}"
        )
    have, want, kind = (
        (found.sha256, pin.sha256, "SHA-256") if archive else (found.hash, pin.hash, "content hash")
    )
    if want is not None and have != want:
        raise PackageError(
            f"{name}: {kind} {have}, but {path.name} has {want}; "
            f"fetch the package again, or {meant}"
        )
