"""Streams that end early, are full, or are not there: a command is quiet, its exit code tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.engines.echo import pseudo

FULL = Path("/dev/full")
PRINTING = [
    ("--help",),
    ("check", "--help"),
    ("check", "--drafts"),
    ("check", "--format", "json"),
    ("status",),
    ("status", "--json"),
    ("status", "--doubtful"),
    ("models", "list"),
]
"""Commands that print something about the project."""
SOME = [("--help",), ("status",), ("status", "--json")]
"""Those that print as a whole, row by row, and at once."""

SETTINGS = '[project]\nlanguages = ["ko"]\n[translate]\nengine = "echo"\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a project with a draft that a check has something to say about."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "source").mkdir()
    (folder / "localepress.toml").write_text(SETTINGS)
    (folder / "source/a.txt").write_text("Save the file. Open the folder.\n")
    assert (0, "") == said(started(folder, "run", "-q"))
    path = folder / "locales/ko/LC_MESSAGES/a.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(pseudo("Save the file."), "저장。。 2"), encoding="utf-8")
    return folder


def started(
    folder: Path, *arguments: str, out: int = subprocess.DEVNULL, program: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start a command as a process of its own, maybe by a program that is handed it."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(cli.__file__).parents[2]),
        "ARGOS_PACKAGES_DIR": str(folder / "none"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    return subprocess.Popen(
        [*program, sys.executable, "-m", "pipeline", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
    )


def said(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Return the exit code and what is on stderr."""
    assert process.stderr
    with process.stderr as stream:
        return process.wait(60), stream.read().decode()


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_nobody_reads(project: Path, arguments: tuple[str, ...]) -> None:
    """A command whose reader has gone, as ``head`` does, says nothing of it and ends with 141."""
    reading, writing = os.pipe()
    os.close(reading)
    process = started(project, *arguments, out=writing)
    os.close(writing)
    assert (141, "") == said(process)


def test_nobody_reads_errors(project: Path) -> None:
    """So does one that has something to say to nobody."""
    process = started(project, "nonsense")
    assert process.stderr
    process.stderr.close()
    assert 141 == process.wait(60)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", SOME, ids=" ".join)
def test_full(project: Path, arguments: tuple[str, ...]) -> None:
    """What cannot be written is said in one line."""
    with FULL.open("wb") as full:
        line = "localepress: No space left on device; nothing was lost\n"
        assert (1, line) == said(started(project, *arguments, out=full.fileno()))


@pytest.mark.parametrize("arguments", [*SOME, ("translate", "--to", "ko")], ids=" ".join)
def test_closed(project: Path, arguments: tuple[str, ...]) -> None:
    """A stream that is closed is one that leads nowhere."""
    shell = ("sh", "-c", 'exec "$@" <&- >&-', "sh")
    assert (0, "") == said(started(project, *arguments, program=shell))
