"""What a run keeps for the next one: readings of sources, and stamps of catalogues."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from pipeline import stages
from pipeline.screen import Screen
from pipeline.stages import readings

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages import Outcome, Work

PAGE = "---\ntitle: Tea\ndate: 2026-11-23\ntags: [a b]\n---\nBoil *water*. Wait.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with two documents."""
    (tmp_path / "localepress.toml").write_text('[project]\nlanguages = ["ko", "ja"]\n')
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "tea.md").write_text(PAGE)
    (tmp_path / "source" / "cup.txt").write_text("A cup.\n")
    return tmp_path


def work(project: Path, *, dry_run: bool = False) -> Work:
    """Return what a command gets."""
    return stages.Work(stages.open_project(project), Screen(quiet=True), dry_run=dry_run)


def update(project: Path) -> Outcome:
    """Bring the catalogues up to date."""
    return stages.update(work(project))


def spoil(path: Path) -> None:
    """Change a kept reading so that using it would show."""
    path.write_bytes(path.read_bytes().replace(b"A cup.", b"A mug."))


def sources(project: Path) -> list[str]:
    """Return the messages of the text document, as the next run reads it."""
    return [m.source for s in work(project).sources for m in s.segments if s.path.endswith(".txt")]


def test_an_unchanged_source_is_not_read_again(project: Path) -> None:
    """What was read last time is taken from the cache."""
    update(project)
    spoil(project / ".localepress" / "read" / "cup.txt.kept")
    assert ["Cup", "A mug."] == sources(project)


CHANGES = {
    "source": lambda p: (p / "source" / "cup.txt").write_text("A cup.\n\n"),
    "sidecar": lambda p: (p / "source" / "cup.toml").write_text("order = 1\n"),
    "settings": lambda p: (p / "localepress.toml").write_text(
        '[project]\nlanguages = ["ko", "ja"]\n[read]\nlines = "keep"\n'
    ),
    "segmentation": lambda p: (p / "localepress.toml").write_text(
        '[project]\nlanguages = ["ko", "ja"]\nsegmentation = "paragraph"\n'
    ),
    "rules": lambda p: (
        (p / "locales" / "en").mkdir(parents=True),
        (p / "locales" / "en" / "segments.txt").write_text("abbreviation cu.\n"),
    ),
    "damaged": lambda p: (p / ".localepress" / "read" / "cup.txt.kept").write_bytes(b"\x00"),
    "removed": lambda p: shutil.rmtree(p / ".localepress"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_decides_how_a_source_is_read_makes_it_read_anew(project: Path, what: str) -> None:
    """Its text, its sidecar, the settings and the project's rules count; a broken cache is none."""
    update(project)
    spoil(project / ".localepress" / "read" / "cup.txt.kept")
    CHANGES[what](project)
    assert ["Cup", "A cup."] == sources(project)


VALUES = {
    "day": "2026-11-23",
    "time": "2026-11-23 09:30:00",
    "zone": "2026-11-23T09:30:00+09:00",
    "utc": "2026-11-23T09:30:00Z",
    "list": "[2026-11-23, 1, 1.0, true, .nan, {a: 2026-11-23}]",
    "bytes": "!!binary aGk=",
}
UNKEPT = {
    "large": "n: 99999999999999999999999999",
    "half": r'n: "\ud800"',
    "set": "n: !!set {a}",
    "number as a key": "2026: x",
    "day as a key": "n: {2026-11-23: x}",
}


@pytest.mark.parametrize("what", VALUES)
def test_front_matter_is_kept_as_it_was(project: Path, what: str) -> None:
    """A date stays a date from run to run, and a time stays in its zone."""
    tea = project / "source" / "tea.md"
    tea.write_text(f"---\ntitle: Tea\nn: {VALUES[what]}\n---\nBoil.\n")
    fresh = work(project, dry_run=True).sources[1].document.meta
    update(project)
    kept = project / ".localepress" / "read" / "tea.md.kept"
    kept.write_bytes(kept.read_bytes().replace(b"Boil.", b"Brew."))
    again = work(project).sources[1]
    assert "Brew." in again.document.html
    # Times in two zones may be equal, and so are 1 and true.
    assert repr(fresh) == repr(again.document.meta)


@pytest.mark.parametrize("what", UNKEPT)
def test_front_matter_that_cannot_be_kept_is_read_anew(project: Path, what: str) -> None:
    """Nothing else is lost by it."""
    (project / "source" / "tea.md").write_text(f"---\ntitle: Tea\n{UNKEPT[what]}\n---\nBoil.\n")
    update(project)
    assert ["cup.txt.kept"] == [p.name for p in (project / ".localepress" / "read").iterdir()]
    assert ["Boil."] == [m.source for m in work(project).sources[1].segments][1:]


def test_a_date_that_is_damaged_makes_its_source_read_anew(project: Path) -> None:
    """As any other damage does."""
    update(project)
    kept = project / ".localepress" / "read" / "tea.md.kept"
    fresh = kept.read_bytes()
    assert b"2026-11-23" in fresh
    for old, new in [(b"2026-11-23", b"2026-99-23"), (b"\x012026", b"\x092026")]:
        kept.write_bytes(fresh.replace(old, new))
        assert "2026-11-23" == work(project).sources[1].document.meta["date"].isoformat()


def test_a_dry_run_keeps_nothing(project: Path) -> None:
    """A dry run leaves no file at all."""
    stages.update(work(project, dry_run=True))
    assert not (project / ".localepress").exists()


def test_several_processors_read_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that are read side by side are those that are read one after the other."""
    for number in range(40):
        (project / "source" / f"p{number}.md").write_text(
            f"---\nday: 2026-01-02\n---\nNo. {number} x."
        )
    (project / "source" / "wrong.md").write_bytes(b"\xff")
    one = work(project, dry_run=True)
    monkeypatch.setattr(readings, "_MANY", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    several = work(project, dry_run=True)
    assert one.sources == several.sources
    assert one.findings == several.findings
    assert 1 == len(several.findings)


def test_a_catalogue_that_somebody_changed_is_merged_again(project: Path) -> None:
    """Stamps hold only for the bytes that the last merge left."""
    update(project)
    assert () == update(project).written
    path = project / "locales" / "ko" / "LC_MESSAGES" / "cup.po"
    before = path.read_text()
    path.write_text(before.replace('msgid "A cup."', 'msgid "A cap."'))
    assert ("locales/ko/LC_MESSAGES/cup.po",) == update(project).written
    assert before == path.read_text()


@pytest.mark.parametrize("gone", ["locales/pot/cup.pot", "locales/ja/LC_MESSAGES/cup.po"])
def test_what_is_gone_is_made_again(project: Path, gone: str) -> None:
    """A template or a catalogue that was removed comes back."""
    update(project)
    (project / gone).unlink()
    assert (gone,) == update(project).written


def test_stamps_that_cannot_be_read_are_none(project: Path) -> None:
    """A damaged file of stamps costs time, nothing else."""
    update(project)
    for data in (b"", b"[]", b'{"a": ', b'"x"'):
        (project / ".localepress" / "stamps.json").write_bytes(data)
        assert () == update(project).written


def test_a_catalogue_that_cannot_be_read_is_told_every_time(project: Path) -> None:
    """A finding does not go away because nothing has changed since."""
    update(project)
    (project / "locales" / "ko" / "LC_MESSAGES" / "cup.po").write_text("broken\n")
    assert 1 == len(update(project).findings) == len(update(project).findings)


def test_a_file_that_a_page_names_counts_too(project: Path) -> None:
    """Rules in a file of their own make a page be read anew when they change."""
    rules = (
        '<its:rules xmlns:its="http://www.w3.org/2005/11/its" version="2.0" '
        'xmlns:h="http://www.w3.org/1999/xhtml"><its:translateRule selector="//h:{}" '
        'translate="no"/></its:rules>'
    )
    (project / "source" / "page.html").write_text(
        "<title>T</title><link rel=its-rules href=r.xml><h1>Head</h1><p>Text"
    )
    found = []
    for name in ("h1", "p", "i"):
        (project / "source" / "r.xml").write_text(rules.format(name))
        found.append([m.source for m in work(project).sources[1].segments])
    assert [["T", "Text"], ["T", "Head"], ["T", "Head", "Text"]] == found


def test_a_source_that_is_a_link_out_of_the_folder_is_refused(project: Path) -> None:
    """Nothing outside the source folder gets onto a page."""
    (project / "secret.md").write_text("Secret.\n")
    (project / "source" / "link.md").symlink_to(project / "secret.md")
    (project / "source" / "same.txt").symlink_to(project / "source" / "cup.txt")
    found = work(project)
    assert ["cup.txt", "same.txt", "tea.md"] == [s.document.path for s in found.sources]
    assert "leads out of the source folder" in found.findings[0].message
