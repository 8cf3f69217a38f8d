"""Which package serves a pair, what its hash covers, the lock file, and verification."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from packages_kit import package_files, write_archive, write_folder

from pipeline import packages
from pipeline.errors import PackageError
from pipeline.packages.package import content_hash, version_key

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make Argos's folder one that does not exist yet."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    return tmp_path / "packages"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return where the project's cache will be."""
    return tmp_path / "project" / ".localepress"


def find(cache: Path, named: str | None = None, pair: str = "en-ko") -> packages.Package:
    """Return the package for a pair, which must be there."""
    found = packages.find(*pair.split("-"), cache=cache, named=named, root=cache.parent)
    assert found is not None
    return found


@pytest.mark.parametrize("target", ["ja", "ko"])
def test_starter_on_an_empty_machine(target: str, folder: Path, cache: Path) -> None:
    """Where nothing is installed, the shipped package serves, complete, from the cache."""
    package = find(cache, pair=f"en-{target}")
    assert ("starter", f"__{target}__") == (package.kind, package.target_prefix)
    assert package.path.parent == cache / "packages"
    assert package.path.name.startswith(f"{package.folder}-")
    assert (package.path / "model" / "model.bin").stat().st_size > 10_000_000
    assert not folder.exists()
    assert ["packages"] == [path.name for path in cache.iterdir()]


def test_starter_is_unpacked_once(folder: Path, cache: Path) -> None:
    """An intact copy is used as it is."""
    model = find(cache).path / "model" / "model.bin"
    before = model.stat()
    find(cache)
    after = model.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("harm", ["changed", "lost", "added"])
def test_damaged_copy_of_the_starter(harm: str, folder: Path, cache: Path) -> None:
    """A copy with a changed, lost or added file is noticed and unpacked again."""
    package = find(cache)
    before = package.hash
    model = package.path / "model" / "model.bin"
    if harm == "changed":
        with model.open("r+b") as file:
            file.seek(5_000_000)
            file.write(b"\0\1\2")
    elif harm == "lost":
        model.unlink()
    else:
        (package.path / "model" / "more").write_bytes(b"")
    assert before == find(cache).hash
    assert ["packages"] == [path.name for path in cache.iterdir()]


def test_two_at_once(folder: Path, cache: Path) -> None:
    """Two runs that unpack the starter at the same time do not disturb each other."""
    found: list[packages.Package] = []
    threads = [threading.Thread(target=lambda: found.append(find(cache))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [find(cache)] * 2 == found
    assert ["packages"] == [path.name for path in cache.iterdir()]


def test_starters_agree_with_their_files() -> None:
    """The pairs shipped are known without opening an archive."""
    assert [("en", "ja"), ("en", "ko")] == packages.starters()


def test_no_package(folder: Path, cache: Path) -> None:
    """A pair without any package is None, and the error for it says how to get one."""
    assert packages.find("en", "fr", cache=cache) is None
    assert not cache.exists()
    error = packages.no_package("en", "fr")
    assert "localepress models install en-fr" in str(error)
    assert 3 == error.exit_code


def test_newest_installed_before_starter(folder: Path, cache: Path) -> None:
    """Installed packages go before the starter; 1.10 is newer than 1.9."""
    for version in ("1.9", "1.10", "old"):
        write_folder(folder / version, package_files(version=version))
    package = find(cache)
    assert ("installed", "1.10") == (package.kind, package.version)
    assert not cache.exists()


def test_damaged_installed_package_is_not_passed_over(folder: Path, cache: Path) -> None:
    """A rough starter must not silently stand in for a package that has lost its model."""
    path = write_folder(folder / "en_ko", package_files())
    (path / "model" / "model.bin").unlink()
    with pytest.raises(PackageError, match=r"en_ko: the package is damaged, it has no model/mod"):
        find(cache)


@pytest.mark.parametrize("name", ["en-ko", "en_ko", "translate-en_ko", "translate-en_ko-1_0", "a"])
def test_named_installed(name: str, folder: Path, cache: Path) -> None:
    """A pair, a code or a folder's name picks an installed package."""
    write_folder(folder / "a", package_files(version="1.0"))
    package = find(cache, name)
    assert ("named", "1.0") == (package.kind, package.version)


@pytest.mark.parametrize("name", ["starter", "translate-en_ko", "{folder}"])
def test_named_starter(name: str, folder: Path, cache: Path) -> None:
    """The starter can be asked for, and stays one, so that its warning is given."""
    assert "starter" == find(cache, name.format(folder=find(cache).folder)).kind


def test_named_folder_and_file(folder: Path, cache: Path) -> None:
    """A path is relative to the project; an archive is unpacked into the cache once."""
    write_folder(cache.parent / "models" / "mine", package_files(version="3.0"))
    write_archive(cache.parent / "models" / "mine.argosmodel", package_files(version="3.1"))
    assert ("named", "3.0") == (find(cache, "models/mine").kind, find(cache, "models/mine").version)
    package = find(cache, "models/mine.argosmodel")
    assert ("named", "3.1", cache / "packages") == (
        package.kind,
        package.version,
        package.path.parent,
    )
    assert package == find(cache, str(cache.parent / "models" / "mine.argosmodel"))


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("translate-en_fr", 'no package "translate-en_fr" for en → ko'),
        ("gone.argosmodel", r"gone\.argosmodel: No such file"),
        ("damaged.argosmodel", r"damaged\.argosmodel: damaged or no Argos package"),
        ("empty", r"empty: no package, metadata\.json: No such file"),
        ("ja", '"ja" translates en → ja, not en → ko; correct'),
    ],
)
def test_named_that_does_not_serve(named: str, reason: str, folder: Path, cache: Path) -> None:
    """What the settings name must exist, be sound, and be for the pair."""
    (cache.parent / "empty").mkdir(parents=True)
    (cache.parent / "damaged.argosmodel").write_bytes(b"PK")
    write_folder(cache.parent / "ja", package_files(target="ja"))
    with pytest.raises(PackageError, match=reason):
        find(cache, named)


def test_cache_that_cannot_be_written(folder: Path, cache: Path) -> None:
    """A cache in the way of a file is one clear line."""
    cache.parent.mkdir()
    cache.write_bytes(b"")
    with pytest.raises(PackageError, match=r"translate-en_ko-.*: cannot be written"):
        find(cache)


PROBE = """
import sys
from pathlib import Path
from pipeline import packages
project = Path(sys.argv[1])
assert packages.find("en", "ko", cache=project / ".localepress").kind == "starter"
assert packages.find("en", "fr", cache=project / ".localepress") is None
assert packages.installed() == packages.broken() == packages.verify(project / "no.lock") == []
print(packages.packages_folder())
print([n for n in sys.modules if n.startswith(("argostranslate", "ctranslate2", "http."))])
"""


@pytest.mark.parametrize("variable", ["HOME", "XDG_DATA_HOME", "ARGOS_PACKAGES_DIR"])
def test_reading_leaves_the_home_directory_alone(variable: str, tmp_path: Path) -> None:
    """Finding and listing make nothing at home, and import neither Argos nor HTTP."""
    home = tmp_path / "home"
    home.mkdir()
    ends = {
        "HOME": ".local/share/argos-translate/packages",
        "XDG_DATA_HOME": "argos-translate/packages",
        "ARGOS_PACKAGES_DIR": "",
    }
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "ARGOS_"))
    }
    run = subprocess.run(
        [sys.executable, "-B", "-c", PROBE, str(tmp_path / "project")],
        env={**clean, "HOME": str(home), variable: str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (f"{home / ends[variable]}\n[]\n", "") == (run.stdout, run.stderr)
    assert [] == list(home.iterdir())


def test_hash_covers_what_translates(tmp_path: Path) -> None:
    """The hash knows names and bytes of model, tokenizer and metadata, and nothing else."""
    base = write_folder(tmp_path / "base", package_files())
    assert content_hash(base) == content_hash(
        write_folder(tmp_path / "same", {**package_files(), "README.md": b"other", "stanza/x": b""})
    )
    changes = [
        {"metadata.json": b"{}"},
        {"model/config.json": b"{} "},
        {"model/more": b""},
        {"bpe.model": b""},
        {"sentencepiece.model": b""},
    ]
    hashes = {
        content_hash(write_folder(tmp_path / str(number), {**package_files(), **change}))
        for number, change in enumerate(changes)
    }
    assert len(changes) == len(hashes - {content_hash(base)})


def test_starter_hash_is_stable(folder: Path, cache: Path) -> None:
    """Drafts are signed with it, so it may change only when the package does."""
    assert "3ecd0cb7" == find(cache).short_hash


def test_versions_in_order() -> None:
    """Versions are ordered as numbers; what PEP 440 does not know comes first."""
    expected = ["old", "0.9", "1.0", "1.1", "1.9", "1.10", "2"]
    assert expected == sorted(["1.10", "2", "1.9", "0.9", "old", "1.1", "1.0"], key=version_key)


def test_installed_and_broken(folder: Path) -> None:
    """Listing goes on past a folder that is none, which is listed by itself."""
    write_folder(folder / "b", package_files(version="1.1"))
    write_folder(folder / "a", package_files(version="1.2"))
    write_folder(folder / "c", package_files(target="ja"))
    (folder / "none").mkdir()
    (folder / ".hidden").mkdir()
    (folder / "file").write_bytes(b"")
    assert ["translate-en_ja 1.1", "translate-en_ko 1.1", "translate-en_ko 1.2"] == [
        str(package) for package in packages.installed()
    ]
    assert [folder / "none"] == [path for path, _ in packages.broken()]


def test_home_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting counts as none."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert "/data/argos-translate/packages" == str(packages.packages_folder())
