"""The output folder changes as a whole: what is in it afterwards, and where that cannot be."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from faults_kit import Disk

from pipeline import files as system
from pipeline.outputs import files
from pipeline.outputs.files import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

OLD = {"index.html": b"old", "ko/a.html": b"old", "ko/b.html": b"same", "files/x/y.png": b"old"}
NEW = {"index.html": b"new", "ko/a.html": b"new", "ko/b.html": b"same", "ja/a.html": b"new"}


def content(folder: Path) -> dict[str, bytes]:
    """Return what stands in a folder, without the manifest."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def test_folder_is_another_one_with_the_files_that_stay(tmp_path: Path) -> None:
    """What did not change is the same file, so its time and its place on the disk stay."""
    out = tmp_path / "output"
    files.publish(OLD, out)
    before, page = out.stat().st_ino, (out / "ko/b.html").stat()
    files.publish(NEW, out)
    assert NEW == content(out)
    assert before != out.stat().st_ino
    kept = (out / "ko/b.html").stat()
    assert (page.st_ino, page.st_mtime_ns, 1) == (kept.st_ino, kept.st_mtime_ns, kept.st_nlink)
    assert [out] == [*tmp_path.iterdir()]


def test_one_changed_file_is_replaced_where_it_is(tmp_path: Path) -> None:
    """One renaming is as much at once as an exchange, and takes no time on a large site."""
    out = tmp_path / "output"
    files.publish(OLD, out)
    before = out.stat().st_ino
    files.publish({**OLD, "ko/a.html": b"new"}, out)
    assert (before, b"new") == (out.stat().st_ino, (out / "ko/a.html").read_bytes())


def test_what_others_put_there_is_kept_as_it_is(tmp_path: Path) -> None:
    """Files, links of any kind, empty folders, rights: all of it is in the new folder."""
    out = tmp_path / "output"
    files.publish(OLD, out)
    out.chmod(0o750)
    (out / "ko").chmod(0o2755)
    (out / "CNAME").write_bytes(b"example.org")
    (out / ".git/refs").mkdir(parents=True)
    (out / "empty/inside").mkdir(parents=True)
    (out / "to-file").symlink_to("CNAME")
    (out / "to-nowhere").symlink_to("/nonexistent/x")
    (out / "ko/out").symlink_to(tmp_path)
    os.mkfifo(out / "pipe")
    (out / "index.html").chmod(0o640)
    files.publish(NEW, out)
    assert 0o750 == out.stat().st_mode & 0o7777
    assert 0o2755 == (out / "ko").stat().st_mode & 0o7777
    assert (0o640, b"new") == (
        (out / "index.html").stat().st_mode & 0o777,
        (out / "index.html").read_bytes(),
    )
    assert (out / ".git/refs").is_dir()
    assert (out / "empty/inside").is_dir()
    assert not (out / "files").exists()
    links = {p.name: str(p.readlink()) for p in out.rglob("*") if p.is_symlink()}
    assert {"to-file": "CNAME", "to-nowhere": "/nonexistent/x", "out": str(tmp_path)} == links
    assert (out / "pipe").is_fifo()
    assert b"example.org" == (out / "CNAME").read_bytes()


def test_a_page_that_a_person_changed_is_taken_along(tmp_path: Path) -> None:
    """It is found and stays, whatever else changes."""
    out = tmp_path / "output"
    files.publish(OLD, out)
    (out / "ko/a.html").write_bytes(b"mine")
    done = files.publish(NEW, out)
    assert ["output-changed"] == [finding.check for finding in done.findings]
    assert {**NEW, "ko/a.html": b"mine"} == content(out)


def test_output_that_is_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is what changes."""
    real, out = tmp_path / "disk/site", tmp_path / "project/output"
    real.mkdir(parents=True)
    out.parent.mkdir()
    out.symlink_to(real)
    for wanted in (OLD, NEW):
        files.publish(wanted, out)
        assert out.is_symlink()
        assert wanted == content(real)
    assert [real] == [*real.parent.iterdir()]


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("exchange", errno.EBUSY),
        ("exchange", errno.EINVAL),
        ("exchange", errno.EXDEV),
        ("link", errno.EPERM),
        ("link", errno.EXDEV),
        ("mkdir", errno.EACCES),
    ],
)
def test_where_a_folder_cannot_change_places_files_do(
    tmp_path: Path, what: str, number: int
) -> None:
    """A mount point, a disk without links, a folder beside which nothing may be put."""
    out = tmp_path / "output"
    files.publish(OLD, out)
    before = out.stat().st_ino

    def refuse(_: int, name: str) -> None:
        if name == what:
            raise OSError(number, os.strerror(number))

    with Disk(tmp_path, refuse):
        files.publish({**NEW, "ko/c.html": b"new"} if what != "mkdir" else BESIDE, out)
    assert before == out.stat().st_ino
    assert b"new" == (out / "ko/a.html").read_bytes()
    assert not (out / "files").exists()
    assert [out] == [*tmp_path.iterdir()]


BESIDE = {**OLD, "ko/a.html": b"new"}
del BESIDE["files/x/y.png"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_output_that_is_a_mount_point(tmp_path: Path) -> None:
    """As in a container: its files are replaced one by one."""
    out = tmp_path / "output"
    out.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "none", out], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        for wanted in (OLD, NEW):
            files.publish(wanted, out)
            assert wanted == content(out)
            assert out.is_mount()
    finally:
        subprocess.run(["umount", out], check=True)
    assert [out] == [*tmp_path.iterdir()]


def test_left_beside_by_a_killed_run(tmp_path: Path) -> None:
    """The next run removes it, and nothing that only looks like it."""
    out = tmp_path / "output"
    files.publish(OLD, out)
    left = tmp_path / f"{system.beside(out)}abc"
    shutil.copytree(out, left)
    others = [tmp_path / f"{system.beside(tmp_path / 'other')}abc", tmp_path / "precious"]
    for other in others:
        other.mkdir()
    (left / "link").symlink_to(tmp_path / "precious")
    system.sweep(out)
    assert not left.exists()
    assert all(other.is_dir() for other in others)


def test_a_reader_never_sees_two_editions(tmp_path: Path) -> None:
    """Whoever opens the folder at any moment finds all pages of one edition in it."""
    out = tmp_path / "output"
    names = [f"{tag}/{n}.html" for tag in ("en", "ko") for n in range(20)]

    def edition(number: int) -> dict[str, bytes]:
        return dict.fromkeys(names, str(number).encode())

    files.publish(edition(0), out)
    wrong: list[str] = []
    looks: list[int] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            top = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
            try:
                found = {_inside(top, name) for name in names} - {b""}
                looks.append(1)
                if len(found) > 1:
                    wrong.append(f"{sorted(found)}")
            finally:
                os.close(top)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 60):
        files.publish(edition(number), out)
    ended.set()
    reader.join()
    assert [] == wrong
    assert len(looks) > 20


def _inside(top: int, name: str) -> bytes:
    """Return a file of an open folder; b"" if the folder is the old one and being removed."""
    try:
        handle = os.open(name, os.O_RDONLY, dir_fd=top)
    except FileNotFoundError:
        return b""
    with os.fdopen(handle, "rb") as file:
        return file.read()


EDITIONS = """
import itertools, pathlib, sys
from pipeline.outputs import files
names = [f"{tag}/{n}.html" for tag in ("en", "ko") for n in range(40)]
for number in itertools.count(int(sys.argv[2])):
    wanted = names if number % 2 else names[:60]
    files.publish(dict.fromkeys(wanted, str(number).encode()), pathlib.Path(sys.argv[1]))
    print(number, flush=True)
"""


def test_a_killed_run_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    """With its own manifest, whenever the kill comes; the next run removes what is left beside."""
    out, chance = tmp_path / "output", random.Random(0)
    root = system.__file__.rpartition("/pipeline/")[0]
    number, left = 0, 0
    # On a machine with much else to do fewer of them are hit in the middle.
    for kills in range(100):
        if kills >= 20 and left > 3:
            break
        command = [sys.executable, "-c", EDITIONS, str(out), str(number)]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        found = content(out)
        assert 1 == len({*found.values()})
        number = int(next(iter(found.values())))
        assert (80 if number % 2 else 60) == len(found)
        subprocess.run(["sha256sum", "-c", "--quiet", MANIFEST], cwd=out, check=True)
        left += len([*tmp_path.iterdir()]) > 1
        system.sweep(out)
        assert [out] == [*tmp_path.iterdir()]
    assert left > 3
