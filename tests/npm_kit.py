"""Tools from npm that judge pages: pinned here, fetched once, never imported nor shipped."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "localepress-tests"


@dataclass(frozen=True, slots=True)
class Package:
    """A version of a package on npm, and the one file of it that is used."""

    name: str
    version: str
    integrity: str
    """SHA-512 of its archive in base64, as ``npm view NAME@VERSION dist.integrity`` says it."""
    file: str


VNU = Package(
    "vnu-jar",
    "26.9.27",
    "sha512-TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
    "package/build/dist/vnu.jar",
)
"""The Nu HTML Checker of the W3C, under the MIT licence; it needs Java 17."""

AXE = Package(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "package/axe.min.js",
)
"""Deque's rules for accessible pages, under the MPL 2.0."""

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
FAULTS = """async ([place, rules]) => (await axe.run(place, {
    runOnly: rules,
    resultTypes: ["violations"],
})).violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html}`))"""
"""What axe finds wrong in a part of the page that it was put in, by such rules."""


def missing(reason: str) -> None:
    """Skip the test, or fail it where CI is set."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def fetched(package: Package, cache: Path = CACHE) -> Path:
    """Return the file of a package, from the cache if it is there; else skip the test.

    The archive is kept and is checked each time, so that nothing else is ever run.
    """
    archive = cache / f"{package.name}-{package.version}.tgz"
    file = cache / f"{package.name}-{package.version}" / Path(package.file).name
    if not archive.exists():
        _pack(package, archive)
    data = archive.read_bytes()
    found = f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode()}"
    if found != package.integrity:
        archive.unlink()
        pytest.fail(f"{archive.name} has the integrity {found}, not {package.integrity}")
    if not file.exists():
        with tarfile.open(archive) as packed:
            inner = packed.extractfile(package.file)
            assert inner is not None
            _put(inner.read(), file)
    return file


def _pack(package: Package, archive: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        missing(f"{package.name} is not in {archive.parent}, and npm is not installed")
    wanted = f"{package.name}@{package.version}"
    with tempfile.TemporaryDirectory() as folder:
        command = [str(npm), "pack", wanted, "--silent", "--pack-destination", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        made = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(made) != 1:
            missing(f"npm pack {wanted}: {done.stderr.strip() or 'no archive'}")
        else:
            _put(made[0].read_bytes(), archive)


def _put(data: bytes, path: Path) -> None:
    """Write a file beside its place and move it there, since several tests may fetch at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def java() -> str:
    """Return the path of Java; without it, skip the test, or fail it where CI is set."""
    path = shutil.which("java")
    if path is None:
        missing("no Java is installed, which the Nu HTML Checker needs")
    return str(path)


def validated(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what the Nu HTML Checker says of all pages and style sheets in folders.

    It does not guess languages, since pseudo-English would be taken for French.
    """
    files = [path for folder in folders for path in sorted(folder.rglob("*"))]
    paths = [str(path) for path in files if path.suffix in {".html", ".css"}]
    # Small programs start faster without the second compiler.
    command = [java(), "-XX:TieredStopAtLevel=1", "-Xss8m", "-jar", str(fetched(VNU))]
    command += ["--format", "json", "--also-check-css", "--no-langdetect", "--stdout"]
    command += ["--exit-zero-always", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if not done.stdout.startswith("{"):
        pytest.fail(f"the Nu HTML Checker does not run: {done.stderr.strip()}")
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages
