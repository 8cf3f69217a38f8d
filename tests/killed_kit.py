"""Runs that are killed while an editor saves catalogues, and what must be there afterwards."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polib

from pipeline import catalogue, cli
from pipeline.files import TEMPORARY

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

SETTINGS = '[project]\ntitle = "T"\nlanguages = ["ko", "ja"]\n[translate]\nengine = "echo"\n'
SETTINGS += "[publish]\nthreshold = 0\n"
TEXT = "# Page {0}\n\nThis stays on page {0}. Edition {1} of page {0}.\n\nNumber {1}. The end.\n"
CYCLE = ("update", "update"), ("translate", "run"), ("run", "run")
"""Which command is killed, and which has to complete then."""


def project(folder: Path, documents: int) -> list[Path]:
    """Make a project with drafts in all its catalogues, and return these."""
    (folder / "source").mkdir(parents=True)
    (folder / "localepress.toml").write_text(SETTINGS)
    for number in range(documents):
        (folder / "source" / f"page{number}.md").touch()
    publish(folder, 0)
    assert (0, "") == command("run", folder)
    return sorted((folder / "locales").rglob("*.po"))


def publish(folder: Path, edition: int) -> None:
    """Change every source, so that every catalogue has to be changed."""
    for number, path in enumerate(sorted((folder / "source").iterdir())):
        path.write_text(TEXT.format(number, edition))


def command(name: str, folder: Path) -> tuple[int, str]:
    """Run a command in this process; returns its exit code and what it says."""
    told, before = io.StringIO(), sys.argv
    sys.argv = ["localepress", name, "--quiet", "--project", str(folder)]
    code: object = None
    try:
        with redirect_stdout(told), redirect_stderr(told):
            cli.main()
    except SystemExit as left:
        code = left.code
    finally:
        sys.argv = before
    return int(str(code)), told.getvalue()


def start(name: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a command as users do, in a process of its own."""
    arguments = [sys.executable, "-m", "pipeline", name, "--quiet", "--project", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    return subprocess.Popen(arguments, env=env, stderr=subprocess.DEVNULL)


class Times(NamedTuple):
    """How long a command takes, in seconds from its start."""

    writing: float
    """When it begins to write catalogues."""
    end: float


def measure(name: str, folder: Path) -> Times:
    """Run a command undisturbed."""
    begin = time.monotonic()
    with start(name, folder) as process:
        _wait(process, folder)
        writing = time.monotonic() - begin
        assert 0 == process.wait()
    return Times(writing, time.monotonic() - begin)


def kill(name: str, folder: Path, times: Times, share: float, *, writing: bool) -> bool:
    """Kill a command at a share of its time, or of the time in which it writes.

    Returns whether it was killed; it may have ended before.
    """
    with start(name, folder) as process:
        if writing:
            _wait(process, folder)
            time.sleep(share * (times.end - times.writing))
        else:
            time.sleep(share * times.end)
        process.kill()
        return process.wait() < 0


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a command writes a catalogue, or has ended."""
    places = [folder / "locales" / language / "LC_MESSAGES" for language in ("ko", "ja")]
    while process.poll() is None:
        if any(path.name.startswith(TEMPORARY) for place in places for path in place.iterdir()):
            return
        time.sleep(0.0003)


class Editor(threading.Thread):
    """A person who translates now here, now there, and saves each time."""

    def __init__(self, paths: list[Path], chance: random.Random) -> None:
        super().__init__()
        self.words: dict[Path, list[str]] = defaultdict(list)
        """What was saved, by catalogue."""
        self.wrong = ""
        self._paths, self._chance = paths, chance
        self._stopped = threading.Event()

    def run(self) -> None:
        """Translate until the day is over."""
        try:
            while not self._stopped.wait(self._chance.uniform(0.002, 0.03)):
                self._edit(self._chance.choice(self._paths))
        except Exception as error:
            self.wrong = f"{type(error).__name__}: {error}"

    def stop(self) -> None:
        """Let the save end that is on its way."""
        self._stopped.set()
        self.join()

    def _edit(self, path: Path) -> None:
        file = polib.pofile(str(path))
        entry = self._chance.choice([entry for entry in file if not entry.obsolete])
        word = f"word{self._chance.randrange(10**9):09}"
        if self._chance.random() < 0.2:
            entry.tcomment = f"{entry.tcomment}\n{word}".strip()
        else:
            entry.msgstr = f"{entry.msgstr} {word}".strip()
            entry.flags = [flag for flag in entry.flags if self._chance.random() < 0.3]
        self._chance.choice(SAVES)(path, f"{file}\n".encode())
        self.words[path].append(word)


def _in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _in_two_steps(path: Path, data: bytes) -> None:
    cut = data.rfind(b"\n\n", 0, len(data) // 2) + 1
    with path.open("wb", buffering=0) as file:
        file.write(data[:cut])
        time.sleep(0.03)
        file.write(data[cut:])


def _by_renaming(path: Path, data: bytes) -> None:
    new = path.with_suffix(".edited")
    new.write_bytes(data)
    new.rename(path)


def _with_backup(path: Path, data: bytes) -> None:
    path.rename(path.with_suffix(".po~"))
    path.write_bytes(data)


SAVES: list[Callable[[Path, bytes], None]] = [_in_place, _in_two_steps, _by_renaming, _with_backup]


class Killed(NamedTuple):
    """What became of a run that was to be killed."""

    name: str
    hit: bool
    """Whether it was killed before it ended."""
    words: int
    """How many the editor has saved while it ran."""
    faults: list[str]


def kills(folder: Path, chance: random.Random, *, documents: int = 12) -> Iterator[Killed]:
    """Kill runs without end, at moments all over their time, and tell what was lost.

    Every other one is killed while it writes. Each time an editor saves meanwhile.
    """
    paths = project(folder, documents)
    publish(folder, 1)
    times = {name: measure(name, folder) for name in ("update", "translate")}
    publish(folder, 2)
    times["run"] = measure("run", folder)
    words: dict[Path, list[str]] = defaultdict(list)
    number = 0
    while True:
        for name, next_one in CYCLE:
            if name != "translate":
                publish(folder, number + 3)
            editor = Editor(paths, chance)
            editor.start()
            # The golden ratio spreads any number of moments evenly.
            share = 0.9 * (number * 0.6180339887 % 1)
            hit = kill(name, folder, times[name], share, writing=number % 2 == 0)
            editor.stop()
            for path, new in editor.words.items():
                words[path] += new
            faults = [editor.wrong] if editor.wrong else []
            faults += lost(words)
            code, told = command(next_one, folder)
            faults += [f"{next_one}: exit code {code}: {told}"] if code or told else []
            faults += lost(words)
            faults += [f"{path}: left" for path in folder.rglob(f"{TEMPORARY}*")]
            yield Killed(name, hit, sum(map(len, editor.words.values())), faults)
            number += 1


def lost(words: dict[Path, list[str]]) -> list[str]:
    """Return which catalogues cannot be read, and which words are gone."""
    faults = []
    for path, wanted in words.items():
        data = b""
        with suppress(FileNotFoundError):
            data = path.read_bytes()
        try:
            catalogue.read(data, path.name)
        except Exception as error:
            faults.append(str(error))
        saved = (more.read_bytes() for more in path.parent.glob(f"{path.name}.saved*"))
        text = b"".join([data, *saved]).decode()
        faults += [
            f"{path.parts[-3]}/{path.name}: {word} is gone" for word in wanted if word not in text
        ]
    return faults
