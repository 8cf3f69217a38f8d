"""Building again: what changes is made anew, all else is left, and nothing is overlooked."""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

import polib
import pytest

from pipeline import stages
from pipeline.outputs import copies
from pipeline.screen import Screen
from pipeline.stages import making, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.stages import Outcome

SETTINGS = """[project]
title = "T"
languages = ["ko", "ja"]
[publish]
base_url = "https://example.org/"
menu = ["tea"]
[translate]
engine = "echo"
"""
SOURCES = {
    "tea.md": "---\ntitle: Tea\nsummary: All of it.\n---\nBoil the [cup](cup.md). Wait.\n",
    "cup.md": "# Cup\n\nA cup. ![A cup](cup.png) See [the box](guide/box.md), [none](none.md).\n",
    "guide/box.txt": "A box of tea.\n",
    "guide/page.html": "<title>Page</title><p>Its own. <a href='../tea.md'>Tea</a></p>",
}


def work(project: Path) -> stages.Work:
    """Return what a command gets."""
    return stages.Work(stages.open_project(project), Screen(quiet=True))


def build(project: Path) -> Outcome:
    """Bring the pages up to date."""
    return stages.build(work(project))


def written(project: Path) -> set[str]:
    """Return which files a build writes or removes, without those languages share."""
    return {path.removeprefix("output/") for path in build(project).written}


def po(project: Path, language: str, name: str) -> Path:
    """Return the path of a catalogue."""
    return project / "locales" / language / "LC_MESSAGES" / f"{name}.po"


def review(project: Path, language: str, name: str, message: str, translation: str) -> None:
    """Review a message."""
    file = polib.pofile(str(po(project, language, name)))
    entry = next(entry for entry in file if entry.msgid == message)
    entry.msgstr, entry.flags, entry.tcomment = translation, [], ""
    file.save()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose pages are built, and all reviewed, for the tests to copy."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "localepress.toml").write_text(SETTINGS)
    for name, text in SOURCES.items():
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "source/cup.png").write_bytes(b"png")
    for outcome in stages.run(work(folder)):
        assert not outcome.failed
    for language in ("ko", "ja"):
        for path in (folder / "locales" / language).rglob("*.po"):
            file = polib.pofile(str(path))
            for entry in file:
                entry.flags, entry.tcomment = [], ""
            file.save()
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """Return a project of its own whose pages are built, and all reviewed."""
    return shutil.copytree(built, tmp_path / "project")


def test_nothing_is_made_where_nothing_has_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No document is read, no catalogue parsed, no page rendered, and the findings are the same."""
    before = build(project)
    assert {("broken-link", "source/cup.md")} == {(f.check, f.place.path) for f in before.findings}

    def never(*_: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(texts.Texts, "text", never)
    monkeypatch.setattr(making.Renderer, "make", never)
    again = build(project)
    assert ((), before.findings) == (again.written, again.findings)


def test_a_file_that_is_there_is_not_read_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages may refer to large ones; a change of one is seen all the same, in source and output."""
    image = project / "source/cup.png"
    os.utime(image, (1, 1))
    build(project)
    asked: list[str] = []
    monkeypatch.setattr(copies, "reader", lambda *_: asked.append)
    build(project)
    assert [] == asked
    monkeypatch.undo()
    image.write_bytes(b"other")
    assert {"files/cup.png"} == written(project)
    (project / "output/files/cup.png").unlink()
    assert {"files/cup.png"} == written(project)
    assert b"other" == (project / "output/files/cup.png").read_bytes()


def test_one_translation_changes_one_page(project: Path) -> None:
    """Nothing of the page is to be seen elsewhere."""
    review(project, "ko", "tea", "Wait.", "기다리세요.")
    assert {"ko/tea.html"} == written(project)


def test_a_title_changes_where_it_is_shown(project: Path) -> None:
    """It stands in the menu, which is on every page of the language that has the menu."""
    review(project, "ko", "tea", "Tea", "차")
    pages = {"ko/tea.html", "ko/cup.html", "ko/guide/box.html", "ko/guide/page.html"}
    assert {*pages, "ko/index.html", "ko/404.html"} == written(project)


def test_a_title_that_only_the_list_shows(project: Path) -> None:
    """Links in texts have words of their own, so pages that link to it are as they were."""
    review(project, "ko", "guide/box", "Box", "상자")
    assert {"ko/guide/box.html", "ko/index.html"} == written(project)


def test_drafts_left_out(project: Path) -> None:
    """The same project is another site with --reviewed-only, and the first one again without."""
    file = polib.pofile(str(po(project, "ko", "guide/box")))
    file[-1].flags = ["fuzzy"]
    file.save()
    build(project)
    outcome = stages.build(work(project), reviewed_only=True)
    assert "output/ko/guide/box.html" in outcome.written
    assert "ko/guide/box.html" in written(project)


def theme(project: Path, name: str, text: str = "") -> None:
    """Write a file of the theme, or remove it without a text."""
    path = project / "theme" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if text:
        path.write_text(text)
    else:
        path.unlink(missing_ok=True)


PAGE = '{% extends "localepress/page.html" %}\n{% block header %}{{ _("Hi") }}{% endblock %}'


def edit(path: Path, old: str, new: str) -> None:
    """Replace text in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


CHANGES: dict[str, Callable[[Path], object]] = {
    "source": lambda p: (p / "source/tea.md").write_text("# Tea\n\nOther words.\n"),
    "title": lambda p: edit(p / "source/tea.md", "title: Tea", "title: Teas"),
    "summary": lambda p: edit(p / "source/tea.md", "All of it.", "Half of it."),
    "order": lambda p: edit(p / "source/tea.md", "title: Tea", "title: Tea\norder: 3"),
    "document": lambda p: (p / "source/none.md").write_text("# None\n"),
    "renamed": lambda p: (p / "source/guide/box.txt").rename(p / "source/guide/case.txt"),
    "removed": lambda p: (p / "source/guide/box.txt").unlink(),
    "damaged": lambda p: (p / "source/tea.md").write_bytes(b"\xff"),
    "new and damaged": lambda p: (p / "source/none.md").write_bytes(b"\xff"),
    "sidecar": lambda p: (p / "source/guide/box.toml").write_text('title = "Chest"\n'),
    "image": lambda p: (p / "source/cup.png").write_bytes(b"other"),
    "no image": lambda p: (p / "source/cup.png").unlink(),
    "index": lambda p: (p / "source/index.md").write_text("# Home\n\n[Tea](tea.md)\n"),
    "title of the site": lambda p: edit(p / "localepress.toml", '"T"', '"U"'),
    "menu": lambda p: edit(p / "localepress.toml", '["tea"]', '["cup", "tea"]'),
    "address": lambda p: edit(p / "localepress.toml", "example.org", "example.net"),
    "no drafts": lambda p: edit(p / "localepress.toml", "[publish]", "[publish]\ndrafts = false"),
    "in place": lambda p: edit(
        p / "localepress.toml", "[publish]", '[read]\nlayout="none"\n[publish]'
    ),
    "language": lambda p: edit(p / "localepress.toml", '"ja"]', '"ja", "ar"]'),
    "one language less": lambda p: edit(p / "localepress.toml", ', "ja"]', "]"),
    "catalogue": lambda p: review(p, "ko", "tea", "Wait.", "기다리세요."),
    "damaged catalogue": lambda p: po(p, "ko", "tea").write_text('msgid "'),
    "no catalogue": lambda p: po(p, "ja", "guide/box").unlink(),
    "date": lambda p: edit(p / "source/tea.md", "title: Tea", 'title: Tea\ndate: "2026-11-03"'),
    "day": lambda p: edit(p / "source/tea.md", "title: Tea", "title: Tea\ndate: 2026-11-03"),
    "time in a zone": lambda p: edit(
        p / "source/tea.md", "title: Tea", "title: Tea\ndate: 2026-11-03T09:30:00+09:00"
    ),
    "key that is no text": lambda p: edit(p / "source/tea.md", "title: Tea", "title: Tea\n7: x"),
    "large number": lambda p: edit(
        p / "source/tea.md", "title: Tea", f"title: Tea\nnumber: {1 << 64}"
    ),
    "place on a page": lambda p: edit(p / "source/tea.md", "cup.md", "cup.md#cup"),
    "no such place": lambda p: edit(p / "source/cup.md", "# Cup", "# Mug"),
    "threshold": lambda p: edit(p / "localepress.toml", "[publish]", "[publish]\nthreshold = 100"),
    "its threshold": lambda p: edit(p / "source/tea.md", "title: Tea", "title: Tea\nthreshold: 3"),
    "new sentences": lambda p: edit(
        p / "source/tea.md", "Wait.", "Wait. Sip. Sit. Rest. Go. Come."
    ),
    "responsible": lambda p: edit(
        p / "localepress.toml", "[publish]", '[publish]\nresponsible = "A B <a@example.org>"'
    ),
    "footer": lambda p: edit(
        p / "localepress.toml", "[publish]", '[publish]\nfooter = "[Cup](cup.md#cup)"'
    ),
    "translated title": lambda p: review(p, "ko", "_site", "T", "차"),
    "damaged title": lambda p: po(p, "ko", "_site").write_text('msgid "'),
    "theme": lambda p: theme(p, "page.html", PAGE),
    "other theme": lambda p: theme(p, "page.html", PAGE.replace("Hi", "Ho")),
    "no template of the theme": lambda p: theme(p, "page.html"),
    "style of the theme": lambda p: theme(p, "extra.css", "b { color: red }"),
    "no style of the theme": lambda p: theme(p, "extra.css"),
    "own style": lambda p: theme(p, "style.css", "b { color: red }"),
    "asset": lambda p: theme(p, "assets/a/logo.svg", "<svg/>"),
    "no asset": lambda p: theme(p, "assets/a/logo.svg"),
    "word of the theme": lambda p: (
        theme(p, "page.html", PAGE),
        stages.update(work(p)),
        review(p, "ko", "_theme", "Hi", "안녕"),
    ),
    "damaged words of the theme": lambda p: (
        theme(p, "page.html", PAGE),
        po(p, "ko", "_theme").write_text('msgid "'),
    ),
    "no theme": lambda p: shutil.rmtree(p / "theme", ignore_errors=True),
    "phrases": lambda p: edit(p / "localepress.toml", "[publish]", '[publish]\nphrases = "text"'),
    "no page": lambda p: (p / "output/ko/tea.html").unlink(),
    "no output": lambda p: shutil.rmtree(p / "output"),
    "no manifest": lambda p: (p / "output/.localepress-manifest").unlink(),
    "damaged cache": lambda p: (p / ".localepress/pages").write_bytes(b"\x92\x81"),
    "no cache": lambda p: shutil.rmtree(p / ".localepress"),
}


def check(project: Path) -> None:
    """Fail unless a build makes what a build of a project never built before would make."""
    outcome = build(project)
    difference, whole = stages.compare(work(project))
    assert "" == difference
    assert sorted({*whole.findings}) == sorted({*outcome.findings})
    assert () == build(project).written


@pytest.mark.parametrize("said", ["2026-11-03", "2026-11-03T09:30:00+09:00"])
def test_a_dated_page_is_made_once(
    project: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """Afterwards nothing is made where nothing has changed, and what is shows the same date."""
    edit(project / "source/tea.md", "title: Tea", f"title: Tea\ndate: {said}")
    build(project)
    moment = said if "T" in said else f"{said}T00:00:00Z"
    assert f"<lastmod>{moment}</lastmod>" in (project / "output/sitemap.xml").read_text()
    edit(project / "localepress.toml", '"T"', '"U"')
    assert "ko/tea.html" in written(project)
    assert moment in (project / "output/ko/tea.html").read_text()

    def never(*_: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(texts.Texts, "text", never)
    monkeypatch.setattr(making.Renderer, "make", never)
    assert () == build(project).written


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_is_noticed(project: Path, what: str) -> None:
    """Afterwards the pages are what they would be without any cache, and so are the findings."""
    CHANGES[what](project)
    check(project)


def test_changes_one_after_the_other(project: Path) -> None:
    """The same holds for many changes in any order, and for taking them back."""
    chance = random.Random(6)
    saved = project.parent / "saved"
    shutil.copytree(project, saved)
    # Without it, changed pages are nobody's and stay.
    names = sorted(CHANGES.keys() - {"no manifest"})
    for _ in range(12):
        for name in chance.sample(names, 3):
            try:
                CHANGES[name](project)
            except (AssertionError, StopIteration, OSError, UnicodeDecodeError):
                # Not possible any more.
                continue
        check(project)
        for folder in ("source", "locales"):
            shutil.rmtree(project / folder)
            shutil.copytree(saved / folder, project / folder)
        shutil.copy(saved / "localepress.toml", project)
        check(project)


def test_a_page_that_a_person_changed_is_left_alone(project: Path) -> None:
    """Whether or not it would be made anew, and the finding comes each time."""
    page = project / "output/ko/tea.html"
    page.write_text("mine")
    for _ in range(2):
        assert ["output-changed"] == [
            f.check for f in build(project).findings if f.check != "broken-link"
        ]
    review(project, "ko", "tea", "Wait.", "기다리세요.")
    assert () == build(project).written
    assert "mine" == page.read_text()
    page.unlink()
    assert {"ko/tea.html"} == written(project)


def test_a_folder_linked_into_the_output_is_not_taken_for_a_page(project: Path) -> None:
    """Also if what it leads to has just the same pages."""
    elsewhere = project / "elsewhere"
    (project / "output/ko").rename(elsewhere)
    (project / "output/ko").symlink_to(elsewhere)
    outcome = build(project)
    assert {"output-changed", "broken-link"} == {found.check for found in outcome.findings}


def test_a_dry_run_writes_nothing(project: Path) -> None:
    """It names what would be written, and keeps nothing."""
    review(project, "ko", "tea", "Wait.", "기다리세요.")
    before = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    dry = stages.Work(stages.open_project(project), Screen(quiet=True), dry_run=True)
    assert ("output/ko/tea.html",) == stages.build(dry).written
    assert before == {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
