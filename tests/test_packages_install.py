"""What may be installed, from the index, files and folders; and removing it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from packages_kit import (
    Machine,
    Served,
    Server,
    largest_file,
    package_files,
    write_archive,
    write_folder,
)

from pipeline import packages
from pipeline.errors import PackageError, UsageError
from pipeline.packages import lock

if TYPE_CHECKING:
    from pathlib import Path


def damage(body: bytes) -> dict[str, bytes]:
    """Return what a server can send instead of an archive."""
    return {
        "cut short": body[:-1_000],
        "wrong bytes": body[:5_000] + b"\0" * 50 + body[5_050:],
        "a web page": b"<!doctype html><title>Log in</title>",
        "nothing": b"",
    }


@pytest.mark.parametrize("kind", ["cut short", "wrong bytes", "a web page", "nothing"])
def test_damaged_archive(kind: str, served: Served, machine: Machine) -> None:
    """What is no sound archive installs nothing, pins nothing, and is not kept."""
    good, served.body = served.body, damage(served.body)[kind]
    with pytest.raises(PackageError, match="fetch it again"):
        machine.install()
    assert [] == [name for name in machine.left() if name != "packages"]
    assert not machine.locked.exists()
    assert [] == list((machine.cache / "downloads").iterdir())
    served.body = good
    assert "1.1" == machine.install().version


def test_another_package_than_asked_for(
    server: Server, served: Served, machine: Machine, tmp_path: Path
) -> None:
    """An index whose link holds another pair is found out."""
    served.body = write_archive(tmp_path / "ja", package_files(target="ja")).read_bytes()
    with pytest.raises(PackageError, match=r"holds translate-en_ja 1\.1, not translate-en_ko"):
        machine.install()
    assert [] == machine.left()


def test_other_bytes_than_pinned(
    served: Served, server: Server, machine: Machine, tmp_path: Path
) -> None:
    """A sound archive that is not the pinned one is refused; both hashes are named."""
    machine.install()
    packages.remove("en-ko")
    before = machine.locked.read_bytes()
    old = hashlib.sha256(served.body).hexdigest()
    files = {**package_files(), "model/model.bin": b"tampered" * 9}
    served.body = write_archive(tmp_path / "new", files).read_bytes()
    new = hashlib.sha256(served.body).hexdigest()
    with pytest.raises(PackageError) as caught:
        machine.install()
    assert f"SHA-256 {new}, but localepress.lock has {old}" in str(caught.value)
    assert "delete [translate-en_ko] in localepress.lock" in str(caught.value)
    assert before == machine.locked.read_bytes()
    assert ["packages"] == machine.left()


def test_pinned_version_is_taken(
    served: Served, server: Server, machine: Machine, tmp_path: Path
) -> None:
    """With a pin another machine gets that version, though the index has a newer one."""
    machine.install()
    packages.remove("en-ko")
    newer = write_archive(tmp_path / "new", package_files(version="1.10")).read_bytes()
    server.files["/new"] = Served(newer)
    server.offer(("en-ko", "1.10", ["{}/new"]))
    assert "1.1" == machine.install().version
    machine.locked.unlink()
    assert "1.10" == machine.install().version


def test_pinned_version_without_index(served: Served, server: Server, machine: Machine) -> None:
    """The pinned link serves when the index is gone; the hash says that it is the same file."""
    machine.install()
    packages.remove("en-ko")
    del server.files["/index.json"]
    assert "1.1" == machine.install().version


def test_newest_version(server: Server, machine: Machine, tmp_path: Path) -> None:
    """1.10 is newer than 1.9; versions without sense come last."""
    offers = []
    for version in ("1.9", "1.10", "old"):
        body = write_archive(tmp_path / version, package_files(version=version)).read_bytes()
        server.files[f"/{version}"] = Served(body)
        offers.append(("en-ko", version, ["{}/" + version]))
    server.offer(*offers)
    assert "1.10" == machine.install().version


@pytest.mark.parametrize("content", [b"{}", b"<html>", b"[" * 100_000, b"\xff"])
def test_index_that_is_none(content: bytes, server: Server, machine: Machine) -> None:
    """What is not a list of packages is said to be none, with its address."""
    server.files["/index.json"] = Served(content)
    with pytest.raises(PackageError, match=r"index\.json: not a package index"):
        machine.install()


def test_pair_that_is_not_offered(server: Server, machine: Machine) -> None:
    """A pair without a package says where to see those that exist."""
    server.offer(("en-ja", "1.1", []))
    with pytest.raises(PackageError, match="no package for en → ko; see localepress models av"):
        machine.install()
    with pytest.raises(UsageError, match="write it as en-ko"):
        machine.install("korean")


def test_available(server: Server, served: Served, machine: Machine) -> None:
    """What the index offers is listed in order, with what is installed; nonsense is left out."""
    machine.install()
    server.offer(("en-ko", "1.10", ["x"]), ("en-ko", "1.9", []), ("en-ja", "1.1", []))
    entries = server.files["/index.json"]
    more = b'5, {"type": "sbd"}, {"from_code": "en", "to_code": "../x", "package_version": "1"}, '
    entries.body = b"[" + more + entries.body[1:]
    offers = packages.available(packages.installed())
    assert [
        ("translate-en_ja", "1.1", ""),
        ("translate-en_ko", "1.9", "1.1"),
        ("translate-en_ko", "1.10", "1.1"),
    ] == [(offer.code, offer.version, offer.installed) for offer in offers]
    assert ("English", "Korean") == (offers[1].source_name, offers[1].target_name)
    assert offers == packages.available(packages.installed(), f"{server.base}/index.json")


def test_disk_full_while_unpacking(
    served: Served, server: Server, machine: Machine, tmp_path: Path
) -> None:
    """Nothing is installed or pinned, what was installed stays, and so does the download."""
    old = write_folder(machine.folder / "old", package_files(version="1.0"))
    files = package_files(size=100_000)
    files["model/model.bin"] += b"\0" * 300_000
    served.body = write_archive(tmp_path / "a", files).read_bytes()
    with largest_file(200_000), pytest.raises(PackageError, match="cannot be written"):
        machine.install()
    assert [old] == [package.path for package in packages.installed()]
    assert ["packages", "packages/old"] == machine.left()
    assert not machine.locked.exists()
    server.asked.clear()
    assert "1.1" == machine.install().version
    assert [("/index.json", "")] == server.asked


def test_argos_sees_what_is_installed(machine: Machine, tmp_path: Path) -> None:
    """Argos's own code finds and reads the package where we put it."""
    path = write_archive(tmp_path / "a", package_files())
    package = packages.install_file(path)
    code = (
        "from argostranslate.package import get_installed_packages as get\n"
        "print([(p.from_code, p.to_code, p.package_version, str(p.package_path)) for p in get()])"
    )
    home = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **home, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{[('en', 'ko', '1.1', str(package.path))]}\n" == run.stdout


def test_install_file(machine: Machine, tmp_path: Path) -> None:
    """A file fetched by hand is installed and pinned, without a link."""
    path = write_archive(tmp_path / "any.argosmodel", package_files())
    package = packages.install_file(path, locked=machine.locked)
    pin = lock.read(machine.locked)["translate-en_ko"]
    assert (package.hash, path.stat().st_size, None) == (pin.hash, pin.size, pin.link)
    assert [package] == packages.installed()


def test_install_file_of_another_version_than_pinned(machine: Machine, tmp_path: Path) -> None:
    """A newer version is taken only after its pin has been deleted."""
    old = write_archive(tmp_path / "old", package_files())
    new = write_archive(tmp_path / "new", package_files(version="1.2"))
    packages.install_file(old, locked=machine.locked)
    with pytest.raises(PackageError, match=r"version 1\.2, but localepress.lock pins .* 1\.1"):
        packages.install_file(new, locked=machine.locked)
    assert ["1.1"] == [package.version for package in packages.installed()]
    packages.install_file(new)
    assert ["1.1", "1.2"] == [package.version for package in packages.installed()]


def test_missing_file(machine: Machine, tmp_path: Path) -> None:
    """A file that is not there is one clear line."""
    with pytest.raises(PackageError, match="gone: cannot be read"):
        packages.install_file(tmp_path / "gone")
    with pytest.raises(PackageError, match=r"gone: no package, metadata\.json: No such file"):
        packages.install_folder(tmp_path / "gone")


def test_same_version_is_replaced(machine: Machine, tmp_path: Path) -> None:
    """A damaged package is replaced where it lies, whatever its folder is called."""
    files = package_files()
    own = write_folder(machine.folder / "en_ko", {**files, "model/model.bin": b"damaged"})
    package = packages.install_file(write_archive(tmp_path / "a", files))
    assert own == package.path
    assert files["model/model.bin"] == (own / "model" / "model.bin").read_bytes()
    assert ["packages", "packages/en_ko"] == machine.left()


def test_install_folder(machine: Machine, tmp_path: Path) -> None:
    """A folder is copied; its pin has the content hash, and an archive completes it."""
    files = package_files()
    folder = write_folder(tmp_path / "mine", files)
    package = packages.install_folder(folder, locked=machine.locked)
    assert lock.Pin("1.1", package.hash) == lock.read(machine.locked)[package.code]
    packages.install_file(write_archive(tmp_path / "a", files), locked=machine.locked)
    assert lock.read(machine.locked)[package.code].sha256
    (folder / "model" / "model.bin").write_bytes(b"other")
    with pytest.raises(PackageError, match=r"content hash .*, but localepress\.lock has"):
        packages.install_folder(folder, locked=machine.locked)


def test_leftovers_of_a_killed_installation_go(machine: Machine, tmp_path: Path) -> None:
    """The next installation clears away what a killed one left, beside the packages."""
    left = machine.folder.parent / ".localepress-packages-killed"
    left.mkdir(parents=True)
    packages.install_file(write_archive(tmp_path / "a", package_files()))
    assert ["packages", "packages/translate-en_ko-1_1"] == machine.left()


def test_remove(machine: Machine) -> None:
    """A pair or code removes all versions, a folder's name one; links lose only the link."""
    for version in ("1.0", "1.1", "1.2"):
        write_folder(machine.folder / f"v{version}", package_files(version=version))
    elsewhere = write_folder(machine.root / "elsewhere", package_files(version="1.3"))
    (machine.folder / "link").symlink_to(elsewhere)
    assert ["1.1"] == [p.version for p in packages.remove("v1.1")]
    assert ["1.2"] == [p.version for p in packages.remove("translate-en_ko-1_2")]
    assert ["1.0", "1.3"] == [p.version for p in packages.remove("en-ko")]
    assert (elsewhere / "metadata.json").exists()
    assert ["packages"] == machine.left()
    with pytest.raises(PackageError, match="en-ko: not installed; see localepress models list"):
        packages.remove("en-ko")
