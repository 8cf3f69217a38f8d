"""How long building a large site takes: all of it, one changed page, and nothing.

    python benchmarks/site.py [--runs 5] [--pages 10000]

A site of 10,000 pages of about 3 KB is generated, the same in every run: 3,333 Markdown documents
with links to one another, in English, Korean and Japanese, all of them reviewed. From the start of
the process to its end are timed, in a project of its own:

everything  ``localepress build`` with neither ``output`` nor ``.localepress``
one page    the same after one message of a catalogue has changed
one source  the same after a source and its catalogues have changed: its three pages
unchanged   the same when nothing has changed
check       ``localepress build --check``, which makes every page anew and compares

Printed are medians, the quickest and the slowest run; for each the processor time (user and system,
of all processes), which another busy program on the machine changes less, and the most memory of
all processes together.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import book
import extract
import polib

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = "ko", "ja"
SETTINGS = """[project]
title = "Large"
languages = ["ko", "ja"]

[publish]
base_url = "https://example.org/"
menu = ["part-000/page-0", "part-001/page-40"]
"""
SIZE = 950
"""Bytes of text that make a page of about 3 KB."""
SYLLABLES = {
    "ko": "가나다라마바사아자차카타파하고노도로모보소오조초코토포호기니",
    "ja": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ",
}
PER_FOLDER = 40


class Run(NamedTuple):
    """What a run of a command took."""

    wall: float
    processor: float
    memory: int
    """Megabytes of all its processes together, each page counted once."""


def text(number: int, documents: int) -> str:
    """Return a document."""
    prose = book.Prose(number)
    blocks, size = [f"# Page {number}: {prose.heading()}"], 0
    while size < SIZE:
        blocks.append(prose.paragraph())
        size += len(blocks[-1])
    blocks += ["- [Another page](../part-0/next.md)"] * 3

    def link(_: re.Match[str]) -> str:
        return f"](../{name(prose.random.randrange(documents))}.md)"

    return re.sub(r"\]\(\S*\)", link, "\n\n".join(blocks)) + "\n"


def name(number: int) -> str:
    """Return the name of a document."""
    return f"part-{number // PER_FOLDER:03}/page-{number}"


def write(folder: Path, documents: int) -> None:
    """Write the project: sources, and catalogues in which everything is reviewed."""
    for number in range(documents):
        path = folder / "source" / f"{name(number)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number, documents), encoding="utf-8")
    (folder / "localepress.toml").write_text(SETTINGS, encoding="utf-8")
    run(folder, "update")
    for language in LANGUAGES:
        for path in sorted((folder / "locales" / language).rglob("*.po")):
            translate(path, language)


def translate(path: Path, language: str) -> None:
    """Review every message of a catalogue: its marks, and other words around them."""
    chance = random.Random(path.name + language)
    file = polib.pofile(str(path))
    for entry in file:
        entry.msgstr = " ".join(
            word
            if "<" in word or ">" in word
            else "".join(chance.choices(SYLLABLES[language], k=3))
            for word in entry.msgid.split(" ")
        )
    file.save()


def run(folder: Path, *arguments: str) -> Run:
    """Return what a command took; stops if it fails."""
    command = [sys.executable, "-m", "pipeline", *arguments, "--quiet"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=extract.environment(extract.ROOT), stdout=subprocess.DEVNULL
    ) as process:
        watch = Memory(process.pid)
        watch.start()
        code = process.wait()
    seconds = time.perf_counter() - start
    if code:
        sys.exit(f"{' '.join(command)}: exit code {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    watch.join()
    return Run(seconds, used, watch.most)


class Memory(threading.Thread):
    """Looks how much memory a process and its children have, ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.most = 0
        """Megabytes."""
        self._pid = pid

    def run(self) -> None:
        """Look until the process has ended."""
        while total := sum(map(_memory, [self._pid, *_children(self._pid)])):
            self.most = max(self.most, total // 1024)
            time.sleep(0.1)


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [int(child) for child in found]


def _memory(pid: int) -> int:
    """Return the kilobytes of a process; of pages that it shares, its part (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def change_page(folder: Path, number: int) -> None:
    """Change one message of a catalogue."""
    path = folder / "locales" / "ko" / "LC_MESSAGES" / f"{name(0)}.po"
    file = polib.pofile(str(path))
    file[-1].msgstr = f"가나{number} {file[-1].msgid}"
    file.save()


def change_source(folder: Path, number: int) -> None:
    """Change a source, and bring its catalogues up to date."""
    path = folder / "source" / f"{name(1)}.md"
    before = path.read_text(encoding="utf-8").split("\n\nEdition ")[0].rstrip("\n")
    path.write_text(f"{before}\n\nEdition {number}.\n", encoding="utf-8")
    run(folder, "update", name(1))


def nothing(_folder: Path, _number: int) -> None:
    """Change nothing."""


def clear(folder: Path, _number: int) -> None:
    """Remove all that was built and kept."""
    for each in ("output", ".localepress"):
        shutil.rmtree(folder / each, ignore_errors=True)


STEPS: dict[str, tuple[Callable[[Path, int], None], tuple[str, ...], int]] = {
    "everything": (clear, ("build",), 3),
    "one page": (change_page, ("build",), 1),
    "one source": (change_source, ("build",), 1),
    "unchanged": (nothing, ("build",), 1),
    "check": (nothing, ("build", "--check"), 3),
}
"""What is done before, the command, and what share of the runs it gets, as it is slow."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often the quick ones are timed")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keep the project here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if not (folder / "localepress.toml").exists():
            folder.mkdir(exist_ok=True)
            write(folder, options.pages // 3)
        for what, (before, command, share) in STEPS.items():
            took = []
            for number in range(max(1, options.runs // share)):
                before(folder, number + int(time.time()))
                took.append(run(folder, *command))
            print(_row(what, took))
        built = [path.stat().st_size for path in (folder / "output").rglob("*.html")]
        print(f"{len(built)} pages, the median of {median(built):.0f} bytes")


def _row(what: str, took: list[Run]) -> str:
    wall = [each.wall for each in took]
    spread = f"({min(wall):.2f} to {max(wall):.2f}, {len(took)} runs)"
    used = median(each.processor for each in took)
    memory = max(each.memory for each in took)
    return f"{what:<11}{median(wall):7.2f} s {spread:<28} {used:7.2f} s processor {memory:4} MB"


if __name__ == "__main__":
    main()
