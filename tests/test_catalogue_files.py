"""Catalogues on the disk: whole or not at all, and an editor's save wins."""

import os
import resource
from pathlib import Path

import pytest

from pipeline import catalogue
from pipeline.errors import LocalepressError


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
