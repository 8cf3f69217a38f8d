"""A translation package as it lies in a folder: what it says of itself, and its content hash.

Only the standard library reads packages here; Argos's own code is left to the engine, because
importing it makes folders in the home directory.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from packaging.version import InvalidVersion, Version

from pipeline.errors import PackageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Kind = Literal["named", "installed", "starter"]

METADATA = "metadata.json"
MODEL = "model/model.bin"
TOKENIZERS = ("sentencepiece.model", "bpe.model")
KNOWLEDGE = ("knowledge/words.json", "knowledge/pairs.bin")
"""Both or none."""
MOST_METADATA = 1_000_000
"""Bytes of a metadata.json; real ones have a few hundred."""

_LANGUAGE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"
_CODE = re.compile(_LANGUAGE)
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z+!_-]|\.(?!\.)){0,39}")
_PAIR = re.compile(rf"(?:translate-)?([A-Za-z]{{2,3}})[-_]({_LANGUAGE})")
_PREFIX_LENGTH = 64


@dataclass(frozen=True)
class Package:
    """A package that is ready to translate with."""

    source: str
    """Argos code of the language it translates from; not always BCP 47 (``zt``, ``pb``)."""
    target: str
    version: str
    path: Path
    """Folder with metadata.json, model/ and the tokenizer."""
    kind: Kind
    """"named" (in the settings), "installed", or "starter" (shipped with Localepress: rough)."""
    target_prefix: str = ""
    """Token that tells a model of several languages which one to write; mostly empty."""

    @property
    def code(self) -> str:
        """Argos's name for packages of the pair: ``translate-en_ko``."""
        return pair_code(self.source, self.target)

    @property
    def folder(self) -> str:
        """Name of the package's folder and file: ``translate-en_ko-1_1``."""
        return f"{self.code}-{self.version.replace('.', '_')}"

    @cached_property
    def hash(self) -> str:
        """SHA-256 over what translates, 64 hexadecimal digits; see content_hash.

        Computed when first asked for: a machine can hold dozens of packages of 100 MB.
        Raises PackageError if a file cannot be read.
        """
        return content_hash(self.path)

    @property
    def short_hash(self) -> str:
        """The first 8 digits of the hash, as drafts are signed."""
        return self.hash[:8]

    def named(self, kind: Kind) -> Package:
        """Return the same package found in another way."""
        return replace(self, kind=kind)

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


def pair_code(source: str, target: str) -> str:
    """Return the code of packages of a pair.

    >>> pair_code("en", "ko")
    'translate-en_ko'
    """
    return f"translate-{source}_{target}"


def parse_pair(text: str) -> tuple[str, str]:
    """Return source and target of "en-ko", "en_ko" or "translate-en_ko"; raises PackageError.

    >>> parse_pair("en-zt")
    ('en', 'zt')
    """
    match = _PAIR.fullmatch(text)
    if not match:
        raise UsageError(f'"{text}" is not a pair of languages; write it as en-ko')
    return match[1], match[2]


def version_key(version: str) -> tuple[bool, Version, str]:
    """Return what orders versions; those that PEP 440 does not know come first, by spelling."""
    try:
        return True, Version(version), version
    except InvalidVersion:
        return False, Version("0"), version


def read(folder: Path, kind: Kind) -> Package:
    """Return the package in a folder; raises PackageError if its metadata cannot be used."""
    path = folder / METADATA
    try:
        with path.open("rb") as file:
            content = file.read(MOST_METADATA + 1)
    except OSError as error:
        raise PackageError(f"{folder}: no package, {METADATA}: {error.strerror}") from error
    return parse(content, str(path), folder, kind)


def parse(content: bytes, name: str, folder: Path, kind: Kind) -> Package:
    """Return the package that a metadata.json describes; raises PackageError naming the file."""
    try:
        table = json.loads(content) if len(content) <= MOST_METADATA else None
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{name}: not JSON; the package is damaged, fetch it again") from error
    if not isinstance(table, dict):
        raise PackageError(f"{name}: not a package's metadata; fetch the package again")
    return from_table(table, name, folder, kind)


def from_table(table: Mapping[str, object], name: str, folder: Path, kind: Kind) -> Package:
    """Return the package that metadata or an index entry describes; raises PackageError."""
    if table.get("type", "translate") != "translate":
        raise PackageError(f"{name}: the package does not translate (its type must be translate)")
    return Package(
        source=_field(table, "from_code", _CODE, name),
        target=_field(table, "to_code", _CODE, name),
        version=_field(table, "package_version", _VERSION, name),
        path=folder,
        kind=kind,
        target_prefix=_prefix(table.get("target_prefix"), name),
    )


def _field(table: Mapping[str, object], key: str, form: re.Pattern[str], name: str) -> str:
    """Return a value that is safe as part of a folder's name."""
    value = table.get(key)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise PackageError(f'{name}: "{key}" is missing or unusable; this is no Argos package')
    return value


def _prefix(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _PREFIX_LENGTH:
        raise PackageError(f'{name}: "target_prefix" must be a token; this is no Argos package')
    return value


def check(package: Package) -> Package:
    """Return the package if its model and tokenizer are there; raises PackageError otherwise."""
    names = (MODEL, *TOKENIZERS, *KNOWLEDGE)
    missing = lacks({name for name in names if (package.path / name).is_file()})
    if missing:
        raise PackageError(f"{package.path}: the package is damaged, {missing}; install it again")
    return package


def lacks(names: set[str]) -> str:
    """Return what a package with files of these names lacks, as "it has no …", or ""."""
    if MODEL not in names:
        return f"it has no {MODEL}"
    if not names.intersection(TOKENIZERS):
        return f"it has no {' or '.join(TOKENIZERS)}"
    absent = [name for name in KNOWLEDGE if name not in names]
    return f"it has no {absent[0]}" if len(absent) == 1 else ""


def content_hash(folder: Path) -> str:
    """Return the SHA-256 of the files that decide what is translated, 64 hexadecimal digits.

    They are metadata.json, everything in model/ and knowledge/, and the tokenizer; each goes in, in
    the order of names, as relative name, NUL, length in bytes, NUL, bytes. A README or a sentence
    splitter may change without making another package. Raises PackageError if a file cannot be
    read.
    """
    digest = hashlib.sha256()
    try:
        for name, path in sorted(_content(folder).items()):
            digest.update(f"{name}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
    except OSError as error:
        raise PackageError(f"{error.filename}: cannot be read ({error.strerror})") from error
    return digest.hexdigest()


def _content(folder: Path) -> dict[str, Path]:
    inside = [path for name in ("knowledge", "model") for path in (folder / name).rglob("*")]
    files = (path for path in inside if path.is_file())
    tokenizers = (folder / name for name in TOKENIZERS if (folder / name).is_file())
    paths = (folder / METADATA, *files, *tokenizers)
    return {path.relative_to(folder).as_posix(): path for path in paths}
