"""How long it takes to bring catalogues up to date, beside po4a, and how fast HTML is read.

    python benchmarks/extract.py [--runs 5] [--code FOLDER ...]

A book of 112 Markdown files, about 1.2 MB, is generated (the same in every run) with headings,
wrapped paragraphs with links, emphasis and inline code, lists, tables and code blocks. In a new
folder each time, with Korean and Japanese, these are timed from the start of the process to its
end, in turns, so that what else the machine does falls on all of them alike:

first       ``localepress update`` where no catalogue exists: extract, merge, write
unchanged   the same again, when nothing has changed
po4a        ``po4a --no-translations`` on the same files, one catalogue a language: the same two
            (left out where there is no po4a; ``apt-get install po4a`` brings it)
HTML        the same book as pages: reading and finding the units, in MB of HTML a second, without
            the start of the process

Every number is the median; beside it stands the quickest and the slowest run. Compare ratios, not
seconds, on a machine that does other things. ``--code`` names folders with another ``pipeline/``,
to compare two states of the program in one run; the default is this one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LANGUAGES = "ko", "ja"
ROOT = Path(__file__).resolve().parents[1]


def write(folder: Path, chapters: dict[str, str]) -> None:
    """Write the chapters below a folder."""
    for name, text in chapters.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# What is timed


def environment(code: Path) -> dict[str, str]:
    """Return the environment of a user's run: bytecode is kept from run to run."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(code)}


def timed(command: list[str], folder: Path, code: Path) -> float:
    """Return the seconds that a command takes in a folder; stops if it fails."""
    env = environment(code)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return seconds


def localepress(code: Path, chapters: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Yield the two times of ``localepress update``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "source", chapters)
        settings = f'[project]\ntitle = "Book"\nlanguages = {list(LANGUAGES)}\n'
        (folder / "localepress.toml").write_text(settings, encoding="utf-8")
        command = [sys.executable, "-m", "pipeline", "update"]
        for what in ("first", "unchanged"):
            yield what, timed(command, folder, code)


def po4a(chapters: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Yield the two times of ``po4a``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "source", chapters)
        (folder / "po").mkdir()
        rows = [f"[po4a_langs] {' '.join(LANGUAGES)}", "[po4a_paths] po/book.pot $lang:po/$lang.po"]
        rows += [
            f'[type: text] source/{path} $lang:out/$lang/{path} opt:"-o markdown"'
            for path in chapters
        ]
        (folder / "po4a.cfg").write_text("\n".join(rows) + "\n", encoding="utf-8")
        command = ["po4a", "--no-translations", "--quiet", "po4a.cfg"]
        for what in ("first", "unchanged"):
            yield what, timed(command, folder, ROOT)


_READ = """
import sys, time
from pathlib import Path
from pipeline import markup, readers
pages = [(p.name, p.read_bytes()) for p in sorted(Path(sys.argv[1]).rglob("*.html"))]
readers.read("warm.html", b"<p>Warm.")
start = time.perf_counter()
for name, data in pages:
    markup.units(readers.read(name, data).html, name)
print(time.perf_counter() - start, sum(len(data) for _, data in pages))
"""


def html_speed(code: Path, folder: Path) -> float:
    """Return MB of HTML read and cut into units a second."""
    command = [sys.executable, "-c", _READ, str(folder)]
    env = environment(code)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    seconds, size = map(float, done.stdout.split())
    return size / seconds / 1e6


def pages(chapters: dict[str, str]) -> dict[str, str]:
    """Return the chapters as HTML pages."""
    from markdown_it import MarkdownIt

    render: Callable[[str], str] = MarkdownIt("commonmark").enable("table").render
    return {
        name.replace(".md", ".html"): (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Book</title>'
            f"</head>\n<body>\n<main>\n{render(text)}</main>\n</body></html>\n"
        )
        for name, text in chapters.items()
    }


# The table


def measure(codes: list[Path], runs: int) -> dict[tuple[str, str], list[float]]:
    """Return all times by program and what it did."""
    found: dict[tuple[str, str], list[float]] = {}
    chapters = book.chapters()
    size = sum(len(text.encode()) for text in chapters.values())
    print(f"{len(chapters)} files, {size / 1e6:.2f} MB, {runs} runs, in turns")
    has_po4a = shutil.which("po4a") is not None
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), pages(chapters))
        for code in codes:
            list(localepress(code, dict([*chapters.items()][:1])))  # writes the bytecode
        for _ in range(runs):
            for code in codes:
                for what, seconds in localepress(code, chapters):
                    found.setdefault((str(code), what), []).append(seconds)
                speed = html_speed(code, Path(name))
                found.setdefault((str(code), "HTML, MB/s"), []).append(speed)
            for what, seconds in po4a(chapters) if has_po4a else ():
                found.setdefault(("po4a", what), []).append(seconds)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is timed")
    parser.add_argument("--code", type=Path, action="append", help="a folder with pipeline/")
    options = parser.parse_args()
    codes = [code.resolve() for code in options.code or [ROOT]]
    found = measure(codes, options.runs)
    names = {str(code): "localepress" if len(codes) == 1 else str(code) for code in codes}
    for (program, what), values in found.items():
        middle, least, most = median(values), min(values), max(values)
        line = f"{names.get(program, program):<24} {what:<12} {middle:7.2f}"
        line += f"  ({least:.2f} to {most:.2f})"
        other = found.get(("po4a", what), [])
        if other and program != "po4a":
            line += f"  po4a takes {median(other) / middle:.1f} times as long"
        print(line)
    if ("po4a", "first") not in found:
        print("po4a is not installed: no comparison")


if __name__ == "__main__":
    main()
