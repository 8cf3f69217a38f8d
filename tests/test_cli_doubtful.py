"""``status --doubtful``: drafts in the order in which a review should take them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import cli

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = '[project]\nlanguages = ["ko"]\n[translate]\nengine = "argos"\n'
TEXT = "The rename utility hardens symlinks that dangle in the mount table.\n\nSave the file.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with drafts of an easy sentence and of a strange one."""
    (tmp_path / "localepress.toml").write_text(SETTINGS)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "page.md").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    run("update", "-q")
    run("translate", "-q")
    return tmp_path


def run(*arguments: str) -> None:
    """Run the command line."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(sys, "argv", ["localepress", *arguments])
    try:
        with pytest.raises(SystemExit) as left:
            cli.main()
    finally:
        monkeypatch.undo()
    assert not left.value.code


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the drafts as JSON has them."""
    capsys.readouterr()
    run("status", "--doubtful", "--json")
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_the_worst_comes_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line names the place of a draft, how good it probably is, and its source."""
    found = rows(capsys)
    assert len(found) > 1
    assert [row["estimate"] for row in found] == sorted(row["estimate"] for row in found)
    assert all(0 < row["estimate"] < 1 for row in found)
    run("status", "--doubtful")
    path, line, rest = capsys.readouterr().out.splitlines()[0].split(":", 2)
    first = found[0]["source"]
    assert first.startswith("The rename utility")
    assert f'msgid "{first}"' == (project / path).read_text().splitlines()[int(line) - 1]
    assert f" {found[0]['estimate']:.2f} {first}" in rest


def test_drafts_of_another_machine(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without estimates the drafts are listed all the same."""
    (project / ".localepress" / "estimates" / "ko.json").write_text("no JSON")
    assert {None} == {row["estimate"] for row in rows(capsys)}
    run("status", "--doubtful")
    assert ": - Save the file." in capsys.readouterr().out
