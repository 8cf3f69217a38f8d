"""Documents that are renamed or divided, and what their translations do then."""

import re
from pathlib import Path

import pytest

from pipeline import cli

SETTINGS = '[project]\ntitle = "Sample"\nlanguages = ["ko", "ja"]\n[translate]\nengine = "echo"\n'
TEXT = """\
# The first page

The ministers met in Seoul on Monday. They agreed to work on a plan.

A second paragraph tells how long that is going to take.
"""
PO = "locales/ko/LC_MESSAGES"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project of two documents, the first with a person's translation."""
    (tmp_path / "source").mkdir()
    (tmp_path / "localepress.toml").write_text(SETTINGS)
    (tmp_path / "source/news.md").write_text(TEXT)
    (tmp_path / "source/other.md").write_text("# Other\n\nNothing of this is new.\n")
    monkeypatch.chdir(tmp_path)
    run(monkeypatch, "update")
    path = tmp_path / PO / "news.po"
    text = path.read_text(encoding="utf-8").replace(
        'msgid "They agreed to work on a plan."\nmsgstr ""',
        '# by hand\nmsgid "They agreed to work on a plan."\nmsgstr "사람의 말."',
    )
    path.write_text(text, encoding="utf-8")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a command and return its exit code."""
    monkeypatch.setattr("sys.argv", ["localepress", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


def test_a_renamed_document_keeps_its_catalogues(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In another folder, changed a little: the files move, a notice says so, nothing is lost."""
    before = (project / PO / "news.po").read_bytes()
    (project / "source/2026").mkdir()
    (project / "source/news.md").rename(project / "source/2026/talks.md")
    assert 0 == run(monkeypatch, "update")
    err = capsys.readouterr().err
    assert (
        f"notice: {PO}/2026/talks.po: moved here from {PO}/news.po, since its document was "
        "renamed [renamed]"
    ) in err
    assert "source-gone" not in err
    after = (project / PO / "2026/talks.po").read_bytes()
    assert before.replace(b"source/news.md", b"source/2026/talks.md") == after
    assert not list((project / "locales").rglob("news.po*"))
    assert 0 == run(monkeypatch, "update", "--check")


def test_a_dry_run_moves_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what would be done, and ``--check`` finds fault."""
    (project / "source/news.md").rename(project / "source/talks.md")
    assert 0 == run(monkeypatch, "update", "--dry-run")
    assert "moved here from" in capsys.readouterr().err
    assert 1 == run(monkeypatch, "update", "--check")
    assert f"{PO}/talks.po: not up to date" in capsys.readouterr().err
    assert (project / PO / "news.po").exists()
    assert not (project / PO / "talks.po").exists()


def test_another_document_in_its_place_takes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence in common does not make it the same document."""
    (project / "source/news.md").unlink()
    (project / "source/talks.md").write_text(
        "# Something else\n\nThey agreed to work on a plan. All the rest is about the weather of "
        "the coming week, which is going to be warm and dry in all of the country.\n"
    )
    assert 0 == run(monkeypatch, "update")
    assert f"{PO}/news.po: its source is gone" in capsys.readouterr().err
    assert "사람의 말." in (project / PO / "news.po").read_text(encoding="utf-8")


def test_a_sentence_that_moves_to_another_document_is_remembered(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its translation is obsolete where it was, and a draft of memory where it is."""
    news, other = project / "source/news.md", project / "source/other.md"
    news.write_text(TEXT.replace(" They agreed to work on a plan.", ""))
    other.write_text(other.read_text() + "\nThey agreed to work on a plan.\n")
    run(monkeypatch, "update")
    run(monkeypatch, "translate")
    text = (project / PO / "other.po").read_text(encoding="utf-8")
    entry = next(e for e in text.split("\n\n") if "They agreed" in e)
    assert re.search(r"# localepress: draft memory news .*\n(.*\n)*#, fuzzy\n", entry)
    assert 'msgstr "사람의 말."' in entry
    assert '#~ msgstr "사람의 말."' in (project / PO / "news.po").read_text(encoding="utf-8")


def test_a_broken_glossary_stops_an_update_before_it_begins(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terms tell what has changed in a sentence; file and line are named."""
    (project / "locales/ko/glossary.csv").write_text("from,to\n")
    before = {p: p.read_bytes() for p in project.rglob("*.po*")}
    (project / "source/news.md").rename(project / "source/talks.md")
    assert 2 == run(monkeypatch, "update")
    assert "locales/ko/glossary.csv:1: " in capsys.readouterr().err
    assert before == {p: p.read_bytes() for p in project.rglob("*.po*")}


def test_a_term_that_changes_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the old translation, fuzzy."""
    (project / "locales/ko/glossary.csv").write_text("source,target\nplan,계획\n", encoding="utf-8")
    news = project / "source/news.md"
    news.write_text(TEXT.replace("on a plan", "on a treaty"))
    run(monkeypatch, "update")
    text = (project / PO / "news.po").read_text(encoding="utf-8")
    assert '# localepress: changed (term "plan" is gone)\n' in text
