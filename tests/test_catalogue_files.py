"""Catalogues on the disk: whole or not at all, and an editor's save wins."""

import errno
import os
import resource
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from faults_kit import Disk

from pipeline import catalogue
from pipeline.catalogue import swap
from pipeline.errors import CatalogueError, LocalepressError, WriteError


def _upper(old: bytes | None) -> bytes:
    return (old or b"new").upper()


def test_a_file_is_changed_and_folders_are_made(tmp_path: Path) -> None:
    """A missing file is None to the change; the folders above it come with it."""
    path = tmp_path / "ko" / "LC_MESSAGES" / "a.po"
    assert catalogue.amend(path, _upper)
    assert b"NEW" == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_what_does_not_change_is_not_written(tmp_path: Path) -> None:
    """Neither its bytes nor its date."""
    path = tmp_path / "a.po"
    path.write_bytes(b"SAME")
    os.utime(path, (1, 1))
    assert not catalogue.amend(path, _upper)
    assert 1 == path.stat().st_mtime


def test_no_bytes_make_no_file(tmp_path: Path) -> None:
    """A file that went away meanwhile is not made anew and empty."""
    assert not catalogue.amend(tmp_path / "a.po", lambda old: old or b"")
    assert [] == list(tmp_path.iterdir())


def test_the_mode_stays(tmp_path: Path) -> None:
    """What others may do with the file is not ours to decide."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    path.chmod(0o640)
    assert catalogue.amend(path, _upper)
    assert 0o640 == path.stat().st_mode & 0o777


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to is changed, in its own folder."""
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "real.po"
    target.write_bytes(b"old")
    link = tmp_path / "a.po"
    link.symlink_to(target)
    assert catalogue.amend(link, _upper)
    assert (True, b"OLD") == (link.is_symlink(), target.read_bytes())


def test_an_editors_save_wins(tmp_path: Path) -> None:
    """What was saved while we worked is changed instead, and nothing of it is lost."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    seen = []

    def change(old: bytes | None) -> bytes:
        seen.append(old)
        if len(seen) == 1:
            path.write_bytes(b"a person's words")
        return (old or b"") + b" + ours"

    assert catalogue.amend(path, change)
    assert [b"old", b"a person's words"] == seen
    assert b"a person's words + ours" == path.read_bytes()


def test_a_file_that_never_rests_is_an_error(tmp_path: Path) -> None:
    """After a few tries the other program keeps the file."""
    path = tmp_path / "a.po"
    saves = iter(range(100))

    def change(_old: bytes | None) -> bytes:
        path.write_bytes(b"save %d" % next(saves))
        return b"ours"

    with pytest.raises(LocalepressError, match="keeps saving this file; close it there"):
        catalogue.amend(path, change)
    assert path.read_bytes().startswith(b"save ")
    assert [path] == list(tmp_path.iterdir())


def test_a_folder_in_the_files_place_is_an_error(tmp_path: Path) -> None:
    """One line with the file's name and the system's reason."""
    path = tmp_path / "a.po"
    path.mkdir()
    with pytest.raises(LocalepressError, match=r"a.po: .*[Dd]irectory.*; nothing was changed"):
        catalogue.amend(path, lambda _old: b"data")
    (tmp_path / "ko").write_bytes(b"a file")
    with pytest.raises(LocalepressError, match=r"ko/a.po: .*[Dd]irectory"):
        catalogue.amend(tmp_path / "ko" / "a.po", lambda _old: b"data")


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Nothing of the half-written file stays behind."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(LocalepressError, match=r"a\.po: "):
            catalogue.amend(path, lambda _old: b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert b"old" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_an_error_in_the_change_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """A catalogue that cannot be read is never written to."""
    path = tmp_path / "a.po"
    path.write_bytes(b'msgid "broken')
    with pytest.raises(LocalepressError, match=r"^a.po:1: the string is not closed"):
        catalogue.amend(path, lambda old: catalogue.fill(old or b"", {}, path="a.po"))
    assert b'msgid "broken' == path.read_bytes()


def _rename(path: Path, data: bytes) -> None:
    new = path.with_suffix(".edited")
    new.write_bytes(data)
    new.rename(path)


def _anew(path: Path, data: bytes) -> None:
    path.rename(path.with_suffix(".po~"))
    path.write_bytes(data)


def _in_two_steps(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(data[: len(data) // 2])
        time.sleep(0.02)
        file.write(data[len(data) // 2 :])


def _tells_who_writes(path: Path) -> bool:
    with path.open("wb"):
        return swap.is_busy(path, b"")


@pytest.mark.parametrize("save", [Path.write_bytes, _rename, _anew, _in_two_steps])
def test_an_editor_saves_at_every_operation(
    tmp_path: Path, save: Callable[[Path, bytes], object]
) -> None:
    """Whenever an editor saves, and however it does, the file has what it saved and what we add."""
    path = tmp_path / "a.po"
    if save is _in_two_steps and not _tells_who_writes(path):
        pytest.skip("this disk does not tell who has a file open")

    def change(old: bytes | None) -> bytes:
        # As with a catalogue: half a line is an error, half of the lines is not.
        lines = (old or b"").split(b"\n")
        if lines.pop() or not lines:
            raise CatalogueError("half a file")
        return b"\n".join([*dict.fromkeys(lines), b"ours", b""])

    def attempt(number: int) -> int:
        path.write_bytes(b"one\ntwo\n")
        editor = threading.Thread(target=save, args=(path, b"one\nedited\ntwo\n"))

        def start(at: int, _: str) -> None:
            if at == number:
                editor.start()
                # Where it has to wait for us, so as not to write into the wrong file, it waits.
                editor.join(0.01)

        with Disk(tmp_path, start) as disk:
            catalogue.amend(path, change)
        if editor.ident:
            editor.join()
            lines = path.read_bytes().split(b"\n")
            # An editor that saves after us has not seen what is ours.
            assert [b"one", b"edited", b"two"] == lines[:3], disk.done[number]
            assert {"a.po", "a.edited", "a.po~"} >= {p.name for p in tmp_path.iterdir()}
        return len(disk.done)

    count = attempt(-1)
    assert count > 25
    for number in range(count):
        attempt(number)


@pytest.mark.parametrize("save", [Path.write_bytes, _rename])
def test_a_file_that_is_made_meanwhile_stays(
    tmp_path: Path, save: Callable[[Path, bytes], object]
) -> None:
    """A new catalogue never takes the place of one that somebody has just put there."""
    path = tmp_path / "a.po"

    def attempt(number: int) -> int:
        path.unlink(missing_ok=True)

        def start(at: int, _: str) -> None:
            if at == number:
                save(path, b"edited")

        with Disk(tmp_path, start) as disk:
            catalogue.amend(path, lambda old: b"new" if old is None else old)
        assert (b"new" if number < 0 else b"edited") == path.read_bytes(), disk.done[number]
        return len(disk.done)

    count = attempt(-1)
    assert count > 8
    for number in range(count):
        attempt(number)


def test_two_saves_in_one_moment_are_both_kept(tmp_path: Path) -> None:
    """A program may go on from ours before an editor's save is back in its place."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old\n")
    exchanged = []

    def start(at: int, name: str) -> None:
        if name == "exchange" and not exchanged:
            _rename(path, b"old\nedited\n")
            exchanged.append(at)
        elif exchanged == [at - 1]:
            _rename(path, path.read_bytes() + b"appended\n")

    with (
        Disk(tmp_path, start),
        pytest.raises(LocalepressError, match=r"saved twice .*a\.po\.saved"),
    ):
        catalogue.amend(path, lambda old: (old or b"") + b"ours\n")
    assert b"old\nours\nappended\n" == path.read_bytes()
    assert b"old\nedited\n" == (tmp_path / "a.po.saved").read_bytes()
    assert ["a.po", "a.po.saved"] == sorted(p.name for p in tmp_path.iterdir())


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS])
def test_a_disk_that_cannot_exchange_files(tmp_path: Path, number: int) -> None:
    """There the file is replaced after a last look, and other faults are errors."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")

    def refuse(at: int, name: str) -> None:
        if name == "exchange":
            raise OSError(number, os.strerror(number))

    with Disk(tmp_path, refuse):
        assert catalogue.amend(path, _upper)
    assert b"OLD" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_program_that_has_the_file_open_keeps_it(tmp_path: Path) -> None:
    """What it writes next would go into a file that is no longer there."""
    path = tmp_path / "a.po"
    path.write_bytes(b"one\n")
    with path.open("ab") as editor:
        if not _tells_who_writes(tmp_path / "b.po"):
            pytest.skip("this disk does not tell who has a file open")
        with pytest.raises(WriteError, match="keeps saving this file"):
            catalogue.amend(path, _upper)
        editor.write(b"two\n")
    assert b"one\ntwo\n" == path.read_bytes()
    assert catalogue.amend(path, _upper)
