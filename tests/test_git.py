"""Catalogues in a real git repository, set up with the very lines of docs/git.md."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from pipeline import catalogue, cli

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "git.md").read_text(encoding="utf-8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
HEADER = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SETTINGS = '[project]\nlanguages = ["ko"]\n[translate]\nengine = "echo"\n'
PO = "locales/ko/my notes.po"
"""A name with a space, which git and the shell must not take for two."""

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def _block(language: str, beginning: str = "") -> str:
    """Return a block of code of the documentation."""
    found = re.search(rf"^```{language}\n({re.escape(beginning)}.*?)^```", DOCS, re.M | re.S)
    assert found
    return found[1]


def _po(**targets: str) -> str:
    entries = (f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in targets.items())
    return HEADER + "".join(entries)


@dataclass(frozen=True)
class Repository:
    """A folder under git."""

    path: Path

    def run(self, *command: str) -> tuple[int, str]:
        """Return exit code and output of a command."""
        done = subprocess.run(
            command, cwd=self.path, text=True, capture_output=True, check=False, timeout=60
        )
        return done.returncode, done.stdout + done.stderr

    def git(self, *arguments: str) -> str:
        """Return what git says; it must succeed."""
        code, said = self.run("git", *arguments)
        assert code == 0, said
        return said

    def write(self, path: str, text: str) -> None:
        """Write a file and its folders."""
        (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        (self.path / path).write_text(text, encoding="utf-8", newline="")

    def commit(self, path: str, text: str) -> None:
        """Write a file and commit all."""
        self.write(path, text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Change")

    def fork(self, base: str, ours: str, theirs: str) -> None:
        """Make two branches: ``main``, which is checked out, and ``other``."""
        if base:
            self.commit(PO, base)
        self.git("switch", "-q", "-c", "other")
        self.commit(PO, theirs)
        self.git("switch", "-q", "main")
        self.commit(PO, ours)

    def text(self) -> str:
        """Return the catalogue as it lies in the folder."""
        return (self.path / PO).read_text(encoding="utf-8")

    def unmerged(self) -> list[str]:
        """Return the paths that wait for a person."""
        return self.git("diff", "--name-only", "--diff-filter=U").splitlines()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Make a repository as the documentation says, with the command on the path."""
    command = tmp_path / "bin" / "localepress"
    command.parent.mkdir()
    package = shlex.quote(str(Path(cli.__file__).parents[2]))
    python = f'PYTHONPATH={package} exec {shlex.quote(sys.executable)} -m pipeline "$@"'
    command.write_text(f"#!/bin/sh\n{python}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Mina")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "mina@example.org")
    monkeypatch.setenv("GIT_EDITOR", "true")
    found = Repository(tmp_path / "clone")
    found.path.mkdir()
    found.git("init", "-q", "-b", "main")
    for line in _block("console", "git config merge.").splitlines():
        found.git(*shlex.split(line)[1:])
    found.commit(".gitattributes", _block("gitattributes"))
    return found


def _accepted(text: str) -> None:
    """Let us and gettext read a catalogue."""
    catalogue.read(text.encode(), "x")
    if shutil.which("msgfmt"):
        done = subprocess.run(
            ["msgfmt", "-c", "-o", os.devnull, "-"],
            input=text.encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command", ["merge --no-edit", "rebase", "cherry-pick", "pull --no-rebase ."]
)
def test_neighbours_are_merged(repository: Repository, command: str) -> None:
    """Neighbouring messages, and a file that one side has sorted: git alone would give up."""
    theirs = _po(c="", b="나", a="")
    repository.fork(_po(a="", b="", c=""), _po(a="가", b="", c="", d="라"), theirs)
    said = repository.git(*command.split(), "other")
    assert [] == repository.unmerged(), said
    assert _po(c="", d="라", b="나", a="가") == repository.text()
    _accepted(repository.text())


def test_a_stash_is_merged(repository: Repository) -> None:
    """Work that was put aside comes back into a catalogue that has changed."""
    repository.commit(PO, _po(a="", b=""))
    repository.write(PO, _po(a="가", b=""))
    repository.git("stash")
    repository.commit(PO, _po(a="", b="나"))
    repository.git("stash", "pop")
    assert _po(a="가", b="나") == repository.text()


def test_both_have_added_the_file(repository: Repository) -> None:
    """Without a common version git gives an empty one."""
    repository.fork("", _po(a="가"), _po(a="", b="나"))
    repository.git("merge", "--no-edit", "other")
    assert _po(a="가", b="나") == repository.text()


def test_a_conflict_waits_for_a_person(repository: Repository) -> None:
    """The file stays a catalogue with both texts; it is settled as the documentation says."""
    repository.fork(_po(a="", b=""), _po(a="가", b=""), _po(a="나", b="다"))
    code, said = repository.run("git", "merge", "other")
    assert code == 1
    line = repository.text().split("\n").index('msgid "a"') + 1
    assert f"{PO}:{line}: both sides changed the translation;" in said
    assert f"CONFLICT (content): Merge conflict in {PO}" in said
    assert [PO] == repository.unmerged()
    comment = '# localepress: conflict reviewed "나"\n'
    settled = _po(a="가", b="다")
    kept = settled.replace('msgid "a"', f'{comment}#, fuzzy\nmsgid "a"')
    assert kept == repository.text()
    _accepted(kept)
    assert PO in repository.git("grep", "localepress: conflict")
    repository.write(PO, "spoilt")
    repository.git("checkout", "--merge", PO)
    assert kept == repository.text()
    repository.write(PO, settled)
    repository.git("add", PO)
    repository.git("commit", "-q", "--no-edit")
    assert "" == repository.git("status", "--short")


@pytest.mark.parametrize(("side", "name"), [("ours", PO), ("theirs", f"{PO} (theirs)")])
def test_what_is_no_catalogue_is_left_alone(repository: Repository, side: str, name: str) -> None:
    """One line says where the fault is; ours stands there, and git has theirs."""
    sides = {"ours": _po(a="가"), "theirs": _po(a="나")}
    sides[side] += "<<<<<<< HEAD\n"
    repository.fork(_po(a=""), **sides)
    code, said = repository.run("git", "merge", "other")
    assert code == 1
    lines = [line for line in said.splitlines() if line.startswith("localepress: ")]
    assert [f"localepress: {name}:8: "] == [line[: len(name) + 17] for line in lines]
    assert [PO] == repository.unmerged()
    assert sides["ours"] == repository.text()
    (command,) = re.findall(r"git show .*(?= has theirs)", lines[0])
    assert sides["theirs"] == repository.git(*shlex.split(command)[1:])


def test_templates_are_merged(repository: Repository) -> None:
    """Messages that both sides have added are all there."""
    pot = "locales/pot/a.pot"
    repository.commit(pot, _po(a=""))
    repository.git("switch", "-q", "-c", "other")
    repository.commit(pot, _po(a="", c=""))
    repository.git("switch", "-q", "main")
    repository.commit(pot, _po(a="", b=""))
    repository.git("merge", "--no-edit", "other")
    assert _po(a="", b="", c="") == (repository.path / pot).read_text()


def test_line_endings_are_kept_in_order(repository: Repository) -> None:
    """What an editor saves with CRLF is committed as the attributes say."""
    repository.commit(PO, _po(a=""))
    repository.write(PO, _po(a="가").replace("\n", "\r\n"))
    changed = repository.git("diff", "--numstat")
    assert "1\t1\t" in changed


# --- hooks --------------------------------------------------------------------------------------


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Make a project whose catalogue is up to date, and go into it."""
    monkeypatch.chdir(repository.path)
    repository.write("localepress.toml", SETTINGS)
    repository.write("source/a.md", "Save 1,500 files.\n")
    assert 0 == _run("localepress update")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Start")
    return repository


KO = "locales/ko/LC_MESSAGES/a.po"


def _translate(project: Repository, text: str) -> None:
    path = project.path / KO
    source = 'msgid "Save 1,500 files."\nmsgstr '
    before = path.read_text(encoding="utf-8")
    assert f'{source}""' in before
    path.write_text(before.replace(f'{source}""', f'{source}"{text}"'), encoding="utf-8")


def _hooks() -> dict[str, int]:
    """Return the exit code of each hook that pre-commit would run."""
    return {hook["id"]: _run(hook["entry"]) for hook in HOOKS}


def _run(entry: str) -> int:
    """Return the exit code of a command, run in this process, as starting one takes longer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", shlex.split(entry))
        with pytest.raises(SystemExit) as left:
            cli.main()
    return int(left.value.code or 0)


def test_hooks_say_what_is_wrong(project: Repository) -> None:
    """Each hook's own command lets good work pass, and stops the rest."""
    _translate(project, "파일 1,500개를 저장합니다.")
    assert {"localepress-check": 0, "localepress-update": 0} == _hooks()
    project.git("checkout", KO)
    _translate(project, "파일 1,600개를 저장합니다.")
    assert {"localepress-check": 1, "localepress-update": 0} == _hooks()
    project.git("checkout", KO)
    project.write("source/a.md", "Save 1,500 files. Then stop.\n")
    assert {"localepress-check": 0, "localepress-update": 1} == _hooks()
    assert " M source/a.md\n" == project.git("status", "--short")


def test_hooks_are_whole() -> None:
    """pre-commit installs nothing for them, and hands them no paths."""
    for hook in HOOKS:
        assert ("system", False) == (hook["language"], hook["pass_filenames"])
        assert {"id", "name", "description", "entry"} <= set(hook)
        assert f"id: {hook['id']}\n" in _block("yaml")


def test_the_plain_hook_stops_a_commit(project: Repository) -> None:
    """The script of the documentation, as git runs it."""
    hook = project.path / ".git" / "hooks" / "pre-commit"
    hook.write_text(_block("sh"))
    hook.chmod(0o755)
    _translate(project, "파일 1,600개를 저장합니다.")
    project.git("add", "-A")
    code, said = project.run("git", "commit", "-m", "Wrong number")
    assert (code, "[numbers]" in said) == (1, True)
    path = project.path / KO
    path.write_text(path.read_text(encoding="utf-8").replace("1,600", "1,500"), encoding="utf-8")
    project.git("add", "-A")
    project.git("commit", "-q", "-m", "Right number")


def test_an_unsettled_conflict_is_an_error(
    project: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """``check`` finds a comment that a merge left, in a message of any state, and only there."""
    path = project.path / KO
    comment = '# localepress: conflict reviewed "파일을 저장합니다."\n'
    entry = '#: source/a.md\nmsgid "Save'
    text = path.read_text(encoding="utf-8").replace(entry, comment + entry)
    path.write_text(text, encoding="utf-8")
    line = text.split("\n").index('msgid "Save 1,500 files."') + 1
    capsys.readouterr()
    assert 1 == _run("localepress check -q")
    lines = capsys.readouterr().out.splitlines()
    assert [(f"{KO}:{line}: ", "[conflict]")] == [
        (row[: len(f"{KO}:{line}: ")], row.rpartition(" ")[2]) for row in lines
    ]
    assert 0 == _run("localepress check --only numbers")
