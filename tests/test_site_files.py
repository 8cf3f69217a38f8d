"""The output folder: what is written, what is removed, and what is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import LocalepressError
from pipeline.outputs import copies, files
from pipeline.outputs.files import MANIFEST

FILES = {"index.html": b"<p>1</p>\n", "ko/guide/a.html": "<p>차</p>\n".encode(), "files/x": b"\xff"}


def content(folder: Path) -> dict[str, bytes]:
    """Return what stands in a folder, without the manifest."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def messages(findings: tuple[files.Finding, ...]) -> list[str]:
    """Return the findings as a person sees them."""
    return [f"{f.place}: {f.message}" for f in findings]


def test_files_are_written_once(tmp_path: Path) -> None:
    """The second time nothing is touched, the manifest neither."""
    out = tmp_path / "new" / "output"
    first = files.publish(FILES, out)
    assert tuple(sorted(FILES)) == first.write
    assert FILES == content(out)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*")}
    again = files.publish(FILES, out)
    assert ((), tuple(sorted(FILES)), ()) == (again.write, again.unchanged, again.remove)
    assert before == {p: p.stat().st_mtime_ns for p in out.rglob("*")}


def test_files_can_be_read_by_a_server(tmp_path: Path) -> None:
    """Their rights follow the umask, not those of a temporary file."""
    old = os.umask(0o022)
    try:
        files.publish(FILES, tmp_path)
    finally:
        os.umask(old)
    assert 0o644 == (tmp_path / "index.html").stat().st_mode & 0o777


def test_manifest_can_be_checked_with_sha256sum(tmp_path: Path) -> None:
    """It is sorted, and a common tool reads it."""
    files.publish(FILES, tmp_path)
    lines = (tmp_path / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert sorted(FILES) == [line.partition("  ")[2] for line in lines]
    subprocess.run(["sha256sum", "-c", "--quiet", MANIFEST], cwd=tmp_path, check=True)


def test_stale_files_go_and_so_do_empty_folders(tmp_path: Path) -> None:
    """A page whose source is gone goes; what a person put beside it stays."""
    files.publish(FILES, tmp_path)
    (tmp_path / "CNAME").write_bytes(b"example.org")
    done = files.publish({"index.html": b"new"}, tmp_path)
    assert ("files/x", "ko/guide/a.html") == done.remove
    assert {"index.html": b"new", "CNAME": b"example.org"} == content(tmp_path)
    assert not (tmp_path / "ko").exists()


def test_file_that_a_person_changed_is_left_alone(tmp_path: Path) -> None:
    """It is found instead, until it is removed or put back."""
    files.publish(FILES, tmp_path, "output")
    (tmp_path / "index.html").write_bytes(b"mine")
    (tmp_path / "files/x").write_bytes(b"mine too")
    for _ in range(2):
        done = files.publish({"index.html": b"new"}, tmp_path, "output")
        assert [
            "output/files/x: no longer part of the site, but changed since it was built; "
            "remove it yourself",
            "output/index.html: changed since it was built, so it is left alone; "
            "remove it to have it built anew",
        ] == messages(done.findings)
        assert {"index.html": b"mine", "files/x": b"mine too"} == content(tmp_path)
    (tmp_path / "index.html").write_bytes(FILES["index.html"])
    (tmp_path / "files/x").unlink()
    assert ("index.html",) == files.publish({"index.html": b"new"}, tmp_path).write


def test_file_that_was_there_before_is_left_alone(tmp_path: Path) -> None:
    """Unless it already is what would be written."""
    (tmp_path / "a.html").write_bytes(b"foreign")
    (tmp_path / "b.html").write_bytes(b"same")
    done = files.publish({"a.html": b"ours", "b.html": b"same"}, tmp_path, "output")
    assert [
        "output/a.html: was there before and is not ours, so it is left alone; move it away"
    ] == messages(done.findings)
    assert ("b.html",) == done.unchanged
    assert b"foreign" == (tmp_path / "a.html").read_bytes()


def test_page_that_cannot_be_built_now_stays(tmp_path: Path) -> None:
    """Its source or catalogue is damaged; the page built before is better than none."""
    files.publish(FILES, tmp_path)
    rest = {"index.html": b"new"}
    done = files.publish(rest, tmp_path, keep=["ko/guide/a.html", "ko/never-built.html"])
    assert (("index.html",), ("files/x",), ()) == (done.write, done.remove, done.findings)
    assert {*content(tmp_path)} == {"index.html", "ko/guide/a.html"}
    assert [] == files.compare(rest, tmp_path, keep=["ko/guide/a.html", "ko/never-built.html"])
    assert ("ko/guide/a.html",) == files.publish(rest, tmp_path).remove


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a linked folder nor a linked file lets anything out of the output folder."""
    out, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    (elsewhere / "page").write_bytes(b"precious")
    (out / "ko").symlink_to(elsewhere)
    (out / "index.html").symlink_to(elsewhere / "page")
    (out / "files").write_bytes(b"no folder")
    (out / "en").mkdir()
    wanted = {"ko/page": b"x", "index.html": b"x", "files/x": b"x", "en": b"x"}
    done = files.publish(wanted, out)
    assert [
        "output/en: not written: a folder stands there; move it away",
        'output/files/x: not written: "files" is no folder; move it away',
        "output/index.html: not written: a symbolic link stands there; move it away",
        'output/ko/page: not written: "ko" is a symbolic link, which is not followed; move it away',
    ] == messages(done.findings)
    assert {"page": b"precious"} == content(elsewhere)


def test_stale_file_behind_a_link_is_not_removed(tmp_path: Path) -> None:
    """Also when the manifest says that it is ours."""
    out, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    files.publish({"ko/page": b"x"}, out)
    (out / "ko").rename(elsewhere)
    (out / "ko").symlink_to(elsewhere)
    assert () == files.publish({}, out).remove
    assert {"page": b"x"} == content(elsewhere)


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../../x", "a//b", "./a", "", "a\\b", "a\nb", MANIFEST]
)
def test_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    """Nothing at all is written then."""
    with pytest.raises(LocalepressError, match="cannot be called"):
        files.publish({"good": b"", path: b""}, tmp_path / "output")
    assert [] == list(tmp_path.iterdir())


def test_manifest_cannot_have_a_foreign_file_removed(tmp_path: Path) -> None:
    """A path in it that leaves the folder is refused like any other."""
    out = tmp_path / "output"
    out.mkdir()
    (tmp_path / "precious").write_bytes(b"")
    (out / MANIFEST).write_text(f"{files._hash(b'')}  ../precious\n", encoding="utf-8")
    with pytest.raises(LocalepressError, match=r"cannot be called '\.\./precious'"):
        files.publish({}, out)
    assert (tmp_path / "precious").exists()


def test_damaged_manifest_is_an_error_with_its_line(tmp_path: Path) -> None:
    """As after a merge that left conflict markers in it."""
    files.publish(FILES, tmp_path, "output")
    with (tmp_path / MANIFEST).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    with pytest.raises(LocalepressError, match=f"output/{MANIFEST}:4: not a hash and a path"):
        files.publish(FILES, tmp_path, "output")


def publish_on_a_full_disk(page: str, folder: Path, *, exchanges: bool) -> str:
    """Publish "a" and a page too large for the disk; return what is said of it.

    ``exchanges`` is whether the system can let two folders change places.
    """
    script = f"""
import pathlib, resource, signal
from pipeline import files as system
from pipeline.errors import LocalepressError
from pipeline.outputs import files
if not {exchanges}:
    system._renameat2 = lambda: None
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    files.publish({{"a": b"2", {page!r}: b"x" * 9999}}, pathlib.Path({str(folder)!r}), "output")
except LocalepressError as error:
    print(error)
"""
    root = Path(files.__file__).parents[2]
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def test_full_disk_names_the_file_and_keeps_the_old_site(tmp_path: Path) -> None:
    """What the disk refuses is an error, and all that was there stays."""
    out = tmp_path / "output"
    files.publish({"b.html": b"old"}, out)
    said = publish_on_a_full_disk("b.html", out, exchanges=True)
    assert f"{out}/b.html: cannot be written (File too large)" == said.partition(";")[0]
    assert {"b.html": b"old"} == content(out)
    assert [out] == [*tmp_path.iterdir()]


def test_run_that_did_not_end_leaves_nothing_that_looks_like_a_persons(tmp_path: Path) -> None:
    """Where files are written one by one, one that such a run has written is still ours."""
    files.publish({"a": b"1", "b": b"1"}, tmp_path)
    publish_on_a_full_disk("b", tmp_path, exchanges=False)
    assert {"a": b"2", "b": b"1"} == content(tmp_path)
    done = files.publish({"a": b"3", "b": b"3"}, tmp_path)
    assert (("a", "b"), ()) == (done.write, done.findings)
    assert {"a": b"3", "b": b"3"} == content(tmp_path)
    assert 2 == len((tmp_path / MANIFEST).read_text(encoding="utf-8").splitlines())


def test_plan_touches_nothing(tmp_path: Path) -> None:
    """It says what publishing would do."""
    todo = files.plan(FILES, tmp_path / "output")
    assert tuple(sorted(FILES)) == todo.write
    assert [] == list(tmp_path.iterdir())


def test_comparing_finds_nothing_after_publishing(tmp_path: Path) -> None:
    """What was just built is as it would be built; a file of someone else's is no difference."""
    files.publish(FILES, tmp_path)
    (tmp_path / "CNAME").write_bytes(b"example.org")
    assert [] == files.compare(FILES, tmp_path)


def test_comparing_shows_each_difference(tmp_path: Path) -> None:
    """As a unified diff, from what stands there to what would be built."""
    files.publish({"a": b"1\n2\n", "b": b"\xff", "c": b"x"}, tmp_path)
    new = {"a": b"1\n3\n", "b": b"\xfe", "d": b"y"}
    found = {d.path: (d.kind, d.diff) for d in files.compare(new, tmp_path, "output")}
    assert "changed" == found.pop(MANIFEST)[0]
    cut = "\n\\ No newline at end of file\n"
    assert {
        "a": (
            "changed",
            "--- output/a\n+++ output/a (as built)\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n",
        ),
        "b": ("changed", "output/b: binary files differ\n"),
        "c": ("stale", f"--- output/c\n+++ /dev/null\n@@ -1 +0,0 @@\n-x{cut}"),
        "d": ("missing", f"--- /dev/null\n+++ output/d (as built)\n@@ -0,0 +1 @@\n+y{cut}"),
    } == found


def test_reader_gives_files_of_the_source_folder_only(tmp_path: Path) -> None:
    """No document, nothing outside, not by a link either."""
    source = tmp_path / "source"
    (source / "img").mkdir(parents=True)
    (source / "img/a.png").write_bytes(b"png")
    (source / "broken.md").write_bytes(b"\xff")
    (tmp_path / "secret").write_bytes(b"secret")
    (source / "link").symlink_to(tmp_path / "secret")
    read = copies.reader(source, (".md",))
    assert b"png" == read("img/a.png")
    for path in ("broken.md", "link", "../secret", "none", "img", "a\0b", "x" * 300):
        assert read(path) is None
