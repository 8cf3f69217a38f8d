"""Ten minutes of looking for faults, outside of the tests: ``tox -e slow``.

First come hostile files of one megabyte, for half of the time at most. Each is refused or takes a
time in proportion to its size; those that take more than a second are shown. Then come the
fixtures, changed at random, until the time is up: whatever they become is read whole or refused in
one line, and its own texts give the same page. A fault is shown with the smallest file that still
has it.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import hostile_kit
import laws_kit
import mutate_kit
from hostile_kit import SIZE
from test_readers_docx import word

from pipeline import messages, readers
from pipeline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from hostile_kit import Hostile

    from pipeline.settings import ReadTable

LIMIT = 1.0
"""Seconds of the processor for a file of up to a megabyte."""
STEEP = 7
"""How many times as long four times as much may take; in proportion would be four."""
HANGS = 10
"""Seconds of the processor after which nobody waits any longer."""


class Find(NamedTuple):
    """A fault, and the file that has it."""

    what: str
    path: str
    data: bytes


def main() -> int:
    """Look for faults, show them, and return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long to look")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print(f"seed {options.seed}", flush=True)
    signal.signal(signal.SIGPROF, _stop)
    start = time.monotonic()
    finds = hostile(chance, start + options.minutes * 30)
    finds += changed(chance, start + options.minutes * 60)
    for find in finds:
        print(f"\n{find.path}: {find.what}\n  {find.data[:300]!r}", end="")
        print(f" and {len(find.data) - 300} bytes" if len(find.data) > 300 else "")
    print(f"\n{len(finds)} faults" if finds else "no fault")
    return 1 if finds else 0


def hostile(chance: random.Random, end: float) -> list[Find]:
    """Return which hostile files do damage, or take longer than their size explains."""
    files = list(hostile_kit.inputs())
    chance.shuffle(files)
    finds: list[Find] = []
    times: list[tuple[float, str]] = []
    done = 0
    for file in files:
        if time.monotonic() > end:
            break
        done += 1
        for options in _options(file.path):
            taken, step, what = _attack(file, options)
            name = f"{file.name}, layout {options.layout}"
            times.append((taken, f"{name} ({step})"))
            if what:
                finds.append(Find(f"{name}: {what}", file.path, file.make(200).encode()))
                print(f"  {file.path}: {finds[-1].what}", flush=True)
    slow = sorted((time for time in times if time[0] > LIMIT), reverse=True)
    print(f"{done} of {len(files)} hostile files; {len(slow)} take more than {LIMIT:g} s:")
    for taken, name in slow or sorted(times)[-3:]:
        print(f"  {taken:5.1f} s {name}")
    return finds


def _attack(file: Hostile, options: ReadTable) -> tuple[float, str, str]:
    """Return how long the slowest step takes for a hostile file, which it is, and what is wrong.

    Each time the file is four times longer; once that takes long, the rest is reckoned.
    """
    before: dict[str, float] = {}
    for left in 3, 2, 1, 0:
        size = SIZE // 4**left
        taken, what = _steps(file, size, options)
        step = max(taken, key=taken.__getitem__)
        growth = taken[step] / max(before.get(step, 0), 0.01)
        if before and growth > STEEP and taken[step] > LIMIT / 4:
            # Something else may have been at work.
            taken[step] = min(taken[step], _steps(file, size, options)[0].get(step, HANGS))
            growth = taken[step] / max(before.get(step, 0), 0.01)
            if growth > STEEP and not what:
                what = f"{step} {size} characters takes {taken[step]:.1f} s, "
                what += f"a quarter of them {before.get(step, 0):.2f} s"
        if what or taken[step] > LIMIT:
            break
        before = taken
    return taken[step] * max(4.0, growth) ** left, step, what


def _steps(file: Hostile, size: int, options: ReadTable) -> tuple[dict[str, float], str]:
    """Return how many seconds each step takes for a hostile file, and what is wrong."""
    taken: dict[str, float] = {}
    name, clock = "reading", time.process_time()

    def step(following: str) -> None:
        nonlocal name, clock
        now = time.process_time()
        taken[name], name, clock = now - clock, following, now

    data = file.make(size).encode()
    try:
        with _limited():
            document = readers.read(file.path, data, options=options)
            step("cutting")
            source = messages.cut(document, file.path, "sentence")
            step("localising")
            messages.localise(source, {}, "ko", drafts=True, catalogue="ko.po")
            step("publishing")
            pages = laws_kit.published(document, source).files
            step("")
    except ReadError:
        step("")
        return taken, ""
    except TimeoutError:
        return {name: HANGS}, f"{name} {size} characters takes more than {HANGS} s"
    except Exception as error:
        return {name: 0}, _signature(error)
    stolen = any(b"root:x:0" in page for page in pages.values())
    return taken, "shows a file of the machine" if stolen else ""


def changed(chance: random.Random, end: float) -> list[Find]:
    """Return the faults of changed fixtures, each kind once, and show the slowest."""
    fixtures = list(mutate_kit.fixtures())
    finds: dict[str, Find] = {}
    times: list[tuple[float, str]] = []
    while time.monotonic() < end:
        name, parts = chance.choice(fixtures)
        path = f"a{Path(name).suffix}"
        parts = mutate_kit.mutated(parts, chance.choice(fixtures)[1], chance)
        start = time.process_time()
        what = problem(path, parts)
        times.append((time.process_time() - start, name))
        if what and what not in finds:
            parts = mutate_kit.smallest(parts, lambda less: problem(path, less) == what, end)  # noqa: B023
            finds[what] = Find(_told(path, parts) or what, path, b"".join(parts))
            print(f"  {path}: {what}", flush=True)
    print(f"{len(times)} changed fixtures; slowest {_slowest(times)}", flush=True)
    return list(finds.values())


def problem(path: str, parts: Sequence[bytes]) -> str:
    """Return the kind of fault that a file has; "" for none."""
    return re.sub(r"(:|\bwith\b).*", "", _told(path, parts), flags=re.DOTALL)


def _told(path: str, parts: Sequence[bytes]) -> str:
    """Return what is wrong with a file; "" for nothing."""
    data = b"".join(parts)
    if path.endswith(".docx"):
        data = word(data.decode(errors="replace"))
    for options in _options(path):
        start = time.process_time()
        try:
            with _limited():
                told = laws_kit.fault(path, data, options)
        except Exception as error:
            return _signature(error)
        if not told and time.process_time() - start > LIMIT:
            told = f"takes more than {LIMIT} s"
        if told:
            return told
    return ""


@contextmanager
def _limited() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(_: int, __: FrameType | None) -> None:
    raise TimeoutError(f"more than {HANGS} s")


def _signature(error: Exception) -> str:
    """Return the kind of an exception, and where in the program it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        f"{Path(f.filename).name} line {f.lineno}" for f in frames if "pipeline" in f.filename
    ]
    return f"{type(error).__name__} in {places[-1] if places else 'the tests'}: {error!s:.100}"


def _options(path: str) -> Sequence[ReadTable]:
    return laws_kit.OPTIONS.get(Path(path).suffix, (laws_kit.PAGE,))


def _slowest(times: Sequence[tuple[float, str]]) -> str:
    return ", ".join(f"{name} {seconds:.2f} s" for seconds, name in sorted(times)[:-4:-1])


if __name__ == "__main__":
    sys.exit(main())
