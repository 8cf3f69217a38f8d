"""How long merging takes where there is much of it.

    python benchmarks/scale.py [--runs 5]

merge      a catalogue of 100,000 messages, 5,000 of them changed: seconds, and the most memory
msgmerge   ``msgmerge --previous`` on the same files (left out where gettext is not installed)
unchanged  ``localepress update`` where nothing has changed: 112 documents, 5,500 messages, two
           languages, from the start of the process to its end

Medians of the runs, each in a process of its own; beside them the quickest and the slowest.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import book
import extract

from pipeline import catalogue
from pipeline.catalogue import About
from pipeline.model import Place, Segment

MESSAGES, CHANGED = 100_000, 5_000
PLACES = (Place("a.md"),)


def files(folder: Path) -> None:
    """Write a catalogue and the template of its changed document; the same in every run."""
    chance = random.Random(4)
    words = [
        "".join(chance.choices("abcdefghiklmnoprstuw", k=chance.randint(2, 9))) for _ in range(8000)
    ]
    sentences: dict[str, None] = {}
    while len(sentences) < MESSAGES:
        text = " ".join(chance.choices(words, k=chance.randint(4, 24)))
        sentences[text.capitalize() + "."] = None
    old = list(sentences)
    new = list(old)
    for i in chance.sample(range(MESSAGES), CHANGED):
        parts = new[i].split()
        parts[chance.randrange(1, len(parts))] = chance.choice(words)
        new[i] = " ".join(parts)
    header = catalogue.template([], "Scale").decode()
    rows = (f'\n#: a.md\nmsgid "{s}"\nmsgstr "번역 {i} {s[:30]}"\n' for i, s in enumerate(old))
    (folder / "old.po").write_text(header + "".join(rows), encoding="utf-8")
    (folder / "new.pot").write_bytes(
        catalogue.template([Segment(s, None, PLACES) for s in new], "Scale")
    )


def merge(folder: Path) -> None:
    """Merge, and print how many messages went which way, the seconds and the megabytes."""
    new = catalogue.read((folder / "new.pot").read_bytes(), "new.pot").entries
    segments = [Segment(source, context, PLACES) for context, source in new]
    start = time.perf_counter()
    done = catalogue.merge((folder / "old.po").read_bytes(), segments, About("old.po", "ko"))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, memory, done.kept, done.matched, done.added)


def unchanged() -> float:
    """Return the seconds of a second update."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        extract.write(folder / "source", book.chapters())
        settings = '[project]\ntitle = "Book"\nlanguages = ["ko", "ja"]\n'
        (folder / "localepress.toml").write_text(settings, encoding="utf-8")
        command = [sys.executable, "-m", "pipeline", "update"]
        extract.timed(command, folder, extract.ROOT)
        return extract.timed(command, folder, extract.ROOT)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is timed")
    parser.add_argument("--merge", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.merge:
        merge(options.merge)
        return
    times: dict[str, list[float]] = {"merge": [], "msgmerge": [], "unchanged": []}
    with tempfile.TemporaryDirectory() as name:
        files(Path(name))
        for _ in range(options.runs):
            command = [sys.executable, __file__, "--merge", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, memory, *counts = map(float, done.stdout.split())
            times["merge"].append(seconds)
            if shutil.which("msgmerge"):
                command = ["msgmerge", "--previous", "-q", "-o", "merged.po", "old.po", "new.pot"]
                times["msgmerge"].append(extract.timed(command, Path(name), extract.ROOT))
            times["unchanged"].append(unchanged())
    print(f"{memory:.0f} MB; kept, matched and new: {', '.join(f'{n:.0f}' for n in counts)}")
    for what, values in times.items():
        if values:
            print(f"{what:<10} {median(values):6.2f} s  ({min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    main()
