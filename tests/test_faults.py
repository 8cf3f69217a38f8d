"""A fault at every operation on a file: nothing is lost, and the next run completes the work."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from faults_kit import HARMLESS, WRITING, Disk, Happens, nothing

from pipeline import catalogue, cli
from pipeline.files import TEMPORARY

ERRORS = errno.ENOSPC, errno.EIO, errno.EACCES
COMMANDS = "update", "translate", "build"
"""What ``run`` does, in its order."""

Files = dict[str, bytes]

SETTINGS = '[project]\ntitle = "T"\nlanguages = {}\n[translate]\nengine = "echo"\n'
BEFORE = "# Tea\n\nBoil the water. Wait for two minutes. Pour. Old words go.\n"
AFTER = "# Tea\n\nBoil the cold water. Wait for two minutes. Drink it.\n"
BY_PEOPLE = {
    "Boil the water.": ("", "reviewed-{}"),
    "Wait for two minutes.": ("#, fuzzy\n", "edited-{}"),
    "Old words go.": ("# remark-{}\n", "leaving-{}"),
}
OBSOLETE = '\n#~ msgid "Long gone."\n#~ msgstr "obsolete-{}"\n'
INTERRUPTED = "localepress: interrupted; what was done is kept"
WORDS = "reviewed", "edited", "remark", "leaving", "obsolete"


@dataclass
class Tried:
    """A project in which commands meet faults, each from the same start."""

    command: str
    languages: list[str]
    folder: Path
    start: Files
    finished: Files
    """What an undisturbed run makes of it."""
    sound: set[int] = field(default_factory=set)
    """States of the disk from which a further run has come to the same end."""

    def settle(self, what: str, made: Files | None = None) -> None:
        """Fail unless every catalogue is whole, has its people's words, and a run completes.

        The folder must have what was ``made``, where that is given. It is then as at the start.
        """
        found = contents(self.folder)
        assert made in (None, public(found)), what
        state = hash(frozenset(found.items()))
        if state not in self.sound:
            check_words(found, self.languages, what)
            assert (0, "") == command("run", self.folder), what
            found = contents(self.folder)
            assert [] == [path for path in found if TEMPORARY in path], what
            assert self.finished == public(found), what
            self.sound.add(state)
        self.reset(found)

    def reset(self, found: Files) -> None:
        """Bring the folder back to the start from what was found in it."""
        for path in found.keys() - self.start.keys():
            (self.folder / path).unlink()
        for path, data in self.start.items():
            if found.get(path) != data:
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).write_bytes(data)


def contents(folder: Path) -> Files:
    """Return the files below a folder."""
    skip = len(f"{folder}/")
    return {
        f"{top}/{name}"[skip:]: Path(top, name).read_bytes()
        for top, _, names in os.walk(folder)
        for name in names
    }


def public(files: Files) -> Files:
    """Return what a user sees of them."""
    seen = (path for path in sorted(files) if path.startswith(("locales/", "output/")))
    return {path: files[path] for path in seen if TEMPORARY not in path}


def check_words(files: Files, languages: list[str], what: str) -> None:
    """Fail unless the catalogues can be read and have their people's words."""
    for language in languages:
        path = f"locales/{language}/LC_MESSAGES/tea.po"
        catalogue.read(files[path], path)
        text = files[path].decode()
        assert [] == [w for w in WORDS if f"{w}-{language}" not in text], f"{what}: {path}"


def command(name: str, folder: Path) -> tuple[int, str]:
    """Run a command; returns its exit code and what it says."""
    told = io.StringIO()
    sys.argv = ["localepress", name, "--quiet", "--project", str(folder)]
    with redirect_stdout(told), redirect_stderr(told), pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0), told.getvalue()


@pytest.fixture(params=COMMANDS)
def tried(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    """Return a project in which a command has work to do, and which holds people's words."""
    monkeypatch.setattr(sys, "argv", sys.argv)
    # What the disk holds after a power cut is not what is tried here.
    monkeypatch.setattr(os, "fsync", lambda _: None)
    folder = tmp_path / "project"
    (folder / "source").mkdir(parents=True)
    languages = ["ko"]
    if request.param != "build":
        # They would only make the pages more, each of which takes its time.
        languages.append("ja")
        (folder / "source" / "cup.txt").write_text("A cup.\n")
    (folder / "localepress.toml").write_text(SETTINGS.format(languages))
    source = folder / "source" / "tea.md"
    source.write_text(BEFORE)
    command("run", folder)
    for language in languages:
        write_as_people_do(folder / "locales" / language / "LC_MESSAGES" / "tea.po", language)
    assert (0, "") == command("run", folder)
    source.write_text(AFTER)
    for name in COMMANDS[: COMMANDS.index(request.param)]:
        assert (0, "") == command(name, folder)
    start = contents(folder)
    assert (0, "") == command("run", folder)
    finished = contents(folder)
    made = Tried(request.param, languages, folder, start, public(finished))
    check_words(finished, languages, "undisturbed")
    made.reset(finished)
    return made


def write_as_people_do(path: Path, language: str) -> None:
    """Review, edit and remark, and leave an obsolete entry."""
    text = path.read_text()
    for source, (above, target) in BY_PEOPLE.items():
        start = text.index("# localepress:", text.rindex("\n\n", 0, text.index(f'"{source}"')))
        end = text.index("\n\n", start) if "\n\n" in text[start:] else len(text)
        place = "#: source/tea.md\n"
        entry = f'{place}msgid "{source}"\nmsgstr "{target}"'
        if "fuzzy" in above:
            entry = f'{place}{above}msgid "{source}"\nmsgstr "{target}"'
        elif above:
            entry = f"{above}{entry}"
        text = text[:start] + entry.format(language, language) + text[end:]
    path.write_text(text.rstrip("\n") + "\n" + OBSOLETE.format(language))


def attempt(tried: Tried, before: Happens = nothing, after: Happens = nothing) -> tuple[int, str]:
    """Run the command while something happens; returns its exit code and what it says."""
    with Disk(tried.folder, before, after):
        return command(tried.command, tried.folder)


def operations(tried: Tried) -> tuple[list[str], Files]:
    """Return the operations of the undisturbed command, and what it makes."""
    with Disk(tried.folder) as disk:
        assert (0, "") == command(tried.command, tried.folder)
    made = public(contents(tried.folder))
    tried.settle("undisturbed")
    return disk.done, made


def test_an_error_at_every_operation(tried: Tried) -> None:
    """A disk that fails once costs no word, leaves no half file, and the next run does the work.

    The command says so in a line, or the fault did not matter and all is done.
    """
    done, made = operations(tried)
    for number, name in enumerate(done):
        what = f"{tried.command}: {name} ({number})"
        error = ERRORS[number % len(ERRORS)]

        def fail(at: int, _: str, number: int = number, error: int = error) -> None:
            if at == number:
                raise OSError(error, os.strerror(error))

        code, told = attempt(tried, fail)
        assert (code in {0, 1, 2, 3}, bool(code)) == (True, bool(told)), what
        tried.settle(what, None if code else made)


def test_a_disk_that_stays_full(tried: Tried) -> None:
    """From any operation on nothing can be written any more: the same holds."""
    done, made = operations(tried)
    writing = [number for number, name in enumerate(done) if name.partition(" ")[0] in WRITING]
    assert len(writing) > 10
    for number in writing:
        what = f"{tried.command}: {done[number]} ({number})"

        def refuse(at: int, name: str, number: int = number) -> None:
            if at >= number and name in WRITING:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        code, told = attempt(tried, refuse)
        assert (code in {0, 1}, bool(code)) == (True, bool(told)), what
        tried.settle(what, None if code else made)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_an_interrupt_at_any_operation(tried: Tried) -> None:
    """Ctrl-C, whenever it comes, costs no word, and the next run goes on from there.

    After each operation that changes the disk, and after every third of the others: between two
    changes the disk is the same.
    """
    done, _ = operations(tried)
    for number, name in enumerate(done):
        what = f"{tried.command}: {name} ({number})"
        if name.partition(" ")[0] in HARMLESS and number % 3:
            continue

        def interrupt(at: int, _: str, number: int = number) -> None:
            if at == number:
                raise KeyboardInterrupt

        code, told = attempt(tried, after=interrupt)
        assert (130, INTERRUPTED) == (code, told.strip()), what
        tried.settle(what)
