"""``localepress check`` through the command line."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline import cli

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = '[project]\nlanguages = ["ko"]\n[translate]\nengine = "echo"\n'
PAIRS = {
    "Save 1,500 files now.": "파일 1,600개를 지금 저장합니다.",
    "Click <a1>here</a1> to stop.": "멈추려면 여기를 누르십시오.",
    "The file is saved.": "파일이 저장됩니다.",
}
SOURCE = "# Files\n\nSave 1,500 files now. Click [here](x.md) to stop. The file is saved.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with one reviewed document, some of it wrong."""
    (tmp_path / "localepress.toml").write_text(SETTINGS)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "files.md").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    run("update", "-q")
    path = catalogue(tmp_path)
    text = path.read_text()
    for source, target in PAIRS.items():
        before = f'msgid "{source}"\nmsgstr ""'
        assert before in text
        text = text.replace(before, f'msgid "{source}"\nmsgstr "{target}"')
    path.write_text(text)
    return tmp_path


def catalogue(project: Path) -> Path:
    """Return the path of the Korean catalogue."""
    return project / "locales" / "ko" / "LC_MESSAGES" / "files.po"


def run(*arguments: str) -> int:
    """Run the command line; return its exit code."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(sys, "argv", ["localepress", *arguments])
    try:
        with pytest.raises(SystemExit) as left:
            cli.main()
    finally:
        monkeypatch.undo()
    return int(left.value.code or 0)


def found(text: str) -> list[tuple[str, str]]:
    """Return check and source of each problem in JSON."""
    return [(row["check"], row["source"]) for row in json.loads(text)]


@pytest.mark.usefixtures("project")
def test_problems_are_told_with_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each problem; errors make the exit code 1."""
    capsys.readouterr()
    assert 1 == run("check")
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert all(line.startswith("locales/ko/LC_MESSAGES/files.po:") for line in lines[:2])
    assert ["[numbers]", "[marks]"] == [line.rpartition(" ")[2] for line in lines[:2]]
    assert "check: 2 errors, 0 warnings\n" == err
    assert 1 == run("check", "--only", "marks")
    assert "check: 1 error, 0 warnings\n" == capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_one_check_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """``--only`` names the checks that look; an unknown one is refused."""
    capsys.readouterr()
    assert 1 == run("check", "-q", "--only", "marks", "--format", "json")
    assert [("marks", "Click <a1>here</a1> to stop.")] == found(capsys.readouterr().out)
    assert 2 == run("check", "--only", "nothing")
    assert 'no check "nothing"; there are: marks' in capsys.readouterr().err


def test_a_comment_switches_a_check_off(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``# localepress: ignore=…`` in an entry counts for that entry."""
    path = catalogue(project)
    text = path.read_text().replace(
        'msgid "Save 1,500', '# localepress: ignore=numbers\nmsgid "Save 1,500'
    )
    path.write_text(text.replace("여기를", "<a1>여기</a1>를"))
    capsys.readouterr()
    assert 0 == run("check", "-q", "--format", "json")
    assert [] == found(capsys.readouterr().out)
    run("update")
    assert "# localepress: ignore=numbers" in path.read_text()


@pytest.mark.usefixtures("project")
def test_annotations_of_github(capsys: pytest.CaptureFixture[str]) -> None:
    """Each problem is a workflow command on its file and line."""
    capsys.readouterr()
    run("check", "-q", "--only", "numbers", "--format", "github")
    out = capsys.readouterr().out
    assert out.startswith("::error file=locales/ko/LC_MESSAGES/files.po,line=")
    assert ",title=numbers::" in out


def test_two_documents_translate_one_sentence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence in two documents has one translation, also if one document is asked for."""
    (project / "source" / "more.md").write_text("# Names\n\nThe file is saved.\n")
    run("update", "-q")
    path = catalogue(project).with_name("more.po")
    empty = 'msgid "The file is saved."\nmsgstr ""'
    path.write_text(path.read_text().replace(empty, empty[:-1] + '문서를 보관합니다."'))
    capsys.readouterr()
    run("check", "-q", "more", "--only", "two-translations")
    out = capsys.readouterr().out
    assert out.startswith("warning: locales/ko/LC_MESSAGES/more.po:")
    assert "in locales/ko/LC_MESSAGES/files.po:" in out


def test_a_broken_catalogue_is_annotated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A catalogue that cannot be read is an annotation, too: its line says what is wrong."""
    path = catalogue(project)
    path.write_text(path.read_text().replace('msgid "Save 1,500', "msgid Save 1,500"))
    capsys.readouterr()
    assert 1 == run("check", "-q", "--format", "github")
    out = capsys.readouterr().out
    assert out.startswith("::error file=locales/ko/LC_MESSAGES/files.po,line=")
    assert ",title=unreadable::" in out


def test_drafts_are_looked_at_when_asked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A machine's own text is looked at with ``--drafts`` only."""
    (project / "source" / "more.md").write_text("# Names\n\nTwo new pages were written.\n")
    run("update", "-q")
    run("translate", "-q")
    terms = "source,target,note,case,keep\npage,쪽,,,\n"
    (project / "locales" / "ko" / "glossary.csv").write_text(terms)
    capsys.readouterr()
    run("check", "-q", "more", "--format", "json")
    assert [] == found(capsys.readouterr().out)
    run("check", "-q", "more", "--drafts", "--format", "json")
    assert found(capsys.readouterr().out)


def test_terms_of_the_glossary(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The terms in ``locales/ko/glossary.csv`` are asked for."""
    terms = "source,target,note,case,keep\nfile,문서,,,\n"
    (project / "locales" / "ko" / "glossary.csv").write_text(terms)
    capsys.readouterr()
    run("check", "-q", "--only", "terms", "--format", "json")
    assert ("terms", "The file is saved.") in found(capsys.readouterr().out)


def test_a_broken_glossary_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A glossary that cannot be read stops the command with file and line."""
    (project / "locales" / "ko" / "glossary.csv").write_text("a,b\n")
    capsys.readouterr()
    assert 2 == run("check")
    assert "locales/ko/glossary.csv" in capsys.readouterr().err
