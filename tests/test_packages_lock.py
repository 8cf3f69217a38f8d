"""localepress.lock, and verification against it."""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages_kit import package_files, write_archive, write_folder

from pipeline import packages
from pipeline.errors import PackageError
from pipeline.packages import lock
from pipeline.packages.verify import Condition

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make Argos's folder one that does not exist yet."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    return tmp_path / "packages"


def test_verify(folder: Path, tmp_path: Path) -> None:
    """Every package is said to be as pinned, changed, damaged, unknown or missing."""
    locked = tmp_path / packages.LOCK
    for target in ("ok", "ch", "da", "mi"):
        archive = write_archive(tmp_path / "a", package_files(target=target))
        packages.install_file(archive, locked=locked)
    assert {Condition.OK} == {verdict.condition for verdict in packages.verify(locked)}
    (folder / "translate-en_ch-1_1" / "model" / "model.bin").write_bytes(b"changed")
    (folder / "translate-en_da-1_1" / "model" / "model.bin").unlink()
    shutil.rmtree(folder / "translate-en_mi-1_1")
    write_folder(folder / "unknown", package_files(target="un"))
    write_folder(folder / "newer", package_files(target="ok", version="1.2"))
    (folder / "x").mkdir()
    verdicts = {verdict.name: verdict for verdict in packages.verify(locked)}
    assert {
        "translate-en_ch 1.1": Condition.CHANGED,
        "translate-en_da 1.1": Condition.DAMAGED,
        "translate-en_ok 1.1": Condition.OK,
        "translate-en_ok 1.2": Condition.UNKNOWN,
        "translate-en_un 1.1": Condition.UNKNOWN,
        "x": Condition.DAMAGED,
        "translate-en_mi 1.1": Condition.MISSING,
    } == {name: verdict.condition for name, verdict in verdicts.items()}
    pinned = lock.read(locked)["translate-en_ch"].hash
    assert f"localepress.lock has {pinned}" in verdicts["translate-en_ch 1.1"].message
    assert "localepress models install en-mi" in verdicts["translate-en_mi 1.1"].message
    assert [True, False] == [Condition.MISSING.is_bad, Condition.UNKNOWN.is_bad]


def test_lock_text(tmp_path: Path) -> None:
    """The file is short, sorted, and the same whatever the order of installation."""
    pins = {
        "translate-en_ko": lock.Pin("1.1", "a" * 64, 9, "b" * 64, "https://example.org/x"),
        "translate-en_ja": lock.Pin("1.0", "c" * 64),
    }
    for code, pin in pins.items():
        lock.record(tmp_path / packages.LOCK, code, pin)
    text = (tmp_path / packages.LOCK).read_text(encoding="utf-8")
    assert (
        f"""\
# Written by "localepress models install"; commit it with the project.
# To accept another archive of a package, delete its table and install again.

[translate-en_ja]
version = "1.0"
hash = "{"c" * 64}"

[translate-en_ko]
version = "1.1"
hash = "{"a" * 64}"
size = 9
sha256 = "{"b" * 64}"
link = "https://example.org/x"
"""
        == text
    )
    assert [packages.LOCK] == [path.name for path in tmp_path.iterdir()]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
PINS = st.builds(
    lock.Pin,
    TEXTS,
    DIGESTS,
    st.none() | st.integers(0, 2**40),
    st.none() | DIGESTS,
    st.none() | TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(pins=st.dictionaries(TEXTS.filter(bool), PINS, max_size=4))
def test_lock_reads_what_it_writes(
    pins: dict[str, lock.Pin], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any pins come back from the file's text."""
    path = tmp_path_factory.getbasetemp() / "any.lock"
    path.write_bytes(lock.text(pins).encode())
    assert pins == lock.read(path)
    assert list(tomllib.loads(lock.text(pins))) == sorted(pins)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[translate-en_ko\n", r"^localepress\.lock:1: not valid TOML: "),
        (b"a = 1\n<<<<<<< HEAD\n", r"^localepress\.lock:2: not valid TOML: "),
        (b"\xff", "^localepress.lock: not UTF-8"),
        (b"a = 1", '^localepress.lock: "a" must be a table'),
        (b'[a]\nversion = "1"', r"hash in \[a\] is missing or wrong"),
        (b"[a]\nversion = 1", r"version in \[a\] is missing or wrong"),
        (b"[a]\nversion = '1'\nhash = '" + b"0" * 64 + b"'\nsize = true", r"size in \[a\]"),
    ],
)
def test_broken_lock(content: bytes, reason: str, tmp_path: Path) -> None:
    """A lock file that cannot be read is never taken for an empty one."""
    path = tmp_path / packages.LOCK
    path.write_bytes(content)
    with pytest.raises(PackageError, match=reason):
        packages.verify(path)
    with pytest.raises(PackageError, match=reason):
        packages.install_file(write_archive(tmp_path / "a", package_files()), locked=path)
    assert content == path.read_bytes()


def test_lock_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    """What cannot be pinned is not installed."""
    (tmp_path / "file").write_bytes(b"")
    locked = tmp_path / "file" / packages.LOCK
    with pytest.raises(PackageError, match=r"localepress\.lock: cannot be"):
        packages.install_file(write_archive(tmp_path / "a", package_files()), locked=locked)
    assert [] == packages.installed()
