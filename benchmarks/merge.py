"""What a merge does to real translations whose sources have changed, beside ``msgmerge``.

    python benchmarks/merge.py [--cache FOLDER] [--show KIND] [--sentences]

Every catalogue of ``histories`` is merged, as it was, with the messages of its later version: by
Localepress, and by ``msgmerge --previous`` (left out where gettext is not installed). What people
made of a changed message is known from the later version, so each offer can be judged without a
person, by the likeness of the offered text to theirs (Indel similarity, 0 to 1):

kept      same message, same translation: nothing to judge, and both must keep all
right     offered, and at least 0.6 like what people made of it
doubtful  offered, and 0.4 to 0.6 like it
wrong     offered, and less than 0.4 like it: of no use, and it may mislead
lost      nothing offered, though a text that went out of use is at least 0.6 like it
reviewed  of those offered, how many were kept as finished because the change is no change of
          meaning; "rightly" are those whose translation people left as it was, or changed only
          in white space and punctuation

``--sentences`` cuts every message into sentences first, where source and translation have as
many; that is the default of Localepress. ``--show`` prints the cases of a kind.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import histories
from rapidfuzz.distance import Indel

from pipeline import catalogue, marks, segment
from pipeline.catalogue import About
from pipeline.model import Segment, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from histories import History, Texts

    from pipeline.model import Key

    Offers = dict[Key, tuple[str, bool]]
    """Message -> translation in the merged catalogue, and whether it is finished."""

WHERE = "help", "programs", "labels"
"""Pages of help; a program's messages; those of three words or fewer."""
ALIKE = 0.6
UNLIKE = 0.4


@dataclass(frozen=True, slots=True)
class Case:
    """What a tool offered for a changed message."""

    kind: str
    history: History
    source: str
    offered: str
    finished: bool
    wanted: str
    best: str
    """Of the texts that went out of use the one most like the wanted."""

    @property
    def where(self) -> str:
        """What kind of text it is; see ``WHERE``."""
        if self.history.prose:
            return WHERE[0]
        return WHERE[1] if len(re.findall(r"\w+", self.source)) > 3 else WHERE[2]


# The two tools


def ours(old: bytes, history: History) -> Offers:
    """Return what our merge makes of a catalogue."""
    segments = [Segment(source, context) for context, source in history.new]
    before = [Segment(source, context) for context, source in history.old]
    about = About("x.po", history.language, "History")
    template = catalogue.template(before, "History")
    return _offers(catalogue.merge(old, segments, about, old_template=template).data)


def msgmerge(old: bytes, history: History) -> Offers:
    """Return what ``msgmerge --previous`` makes of it."""
    segments = [Segment(source, context) for context, source in history.new]
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "old.po").write_bytes(old)
        (Path(name) / "new.pot").write_bytes(catalogue.template(segments, "History"))
        command = ["msgmerge", "--previous", "--quiet", "old.po", "new.pot"]
        return _offers(subprocess.run(command, cwd=name, capture_output=True, check=True).stdout)


def _offers(data: bytes) -> Offers:
    entries = catalogue.read(data, "x.po").entries.values()
    return {e.key: (e.target, e.state is State.REVIEWED) for e in entries}


# Judging


def judge(history: History, offers: Offers) -> Iterator[Case]:
    """Yield a case for every message that people translated."""
    gone = [t for key, t in history.old.items() if t and key not in history.new]
    for key, wanted in history.new.items():
        if not wanted.strip():
            continue
        offered, finished = offers.get(key, ("", False))
        if kept := history.old.get(key):
            kind = "kept" if (offered, finished) == (kept, True) else "not kept"
            yield Case(kind, history, key[1], offered, finished, wanted, kept)
            continue
        best = max(gone, key=lambda text: likeness(text, wanted), default="")
        kind = _kind(offered, wanted, best)
        if kind:
            yield Case(kind, history, key[1], offered, finished, wanted, best)


def _kind(offered: str, wanted: str, best: str) -> str:
    if not offered:
        return "lost" if likeness(best, wanted) >= ALIKE else ""
    score = likeness(offered, wanted)
    return "right" if score >= ALIKE else "wrong" if score < UNLIKE else "doubtful"


def likeness(first: str, second: str) -> float:
    """Return how like two translations are; numbers of marks do not count."""
    return Indel.normalized_similarity(*(re.sub("<[^>]*>", "", t) for t in (first, second)))


def rightly(case: Case) -> bool:
    """Tell whether people left a translation as it was, but for spaces and punctuation."""
    return _letters(case.offered) == _letters(case.wanted)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub("<[^>]*>", "", text))


# Sentences


def in_sentences(history: History) -> History:
    """Return a history with its messages cut into sentences."""
    language = history.language
    return replace(history, old=_cut(history.old, language), new=_cut(history.new, language))


def _cut(texts: Texts, language: str) -> Texts:
    found: Texts = {}
    for (context, source), target in texts.items():
        pieces = [piece.strip() for piece in segment.split(source, "en")]
        others = [piece.strip() for piece in segment.split(target, language)] if target else []
        known = len(pieces) == len(others)
        for i, piece in enumerate(pieces):
            text, numbers = marks.renumber(piece)
            other = _renumbered(others[i], numbers) if known else ""
            found.setdefault((context, text), other)
    return found


def _renumbered(text: str, numbers: tuple[int, ...]) -> str:
    """Return a translation with its sentence's numbers; empty if a mark is of another one."""
    order = {number: i for i, number in enumerate(numbers, 1)}
    used = {token.number for token in marks.tokens(text) if token.number}
    if not used <= set(order):
        return ""
    last = max(used, default=0)
    return marks.restore(text, [order.get(n, n) for n in range(1, last + 1)])


def measure(
    tools: Mapping[str, Callable[[bytes, History], Offers]], cache: Path, *, sentences: bool
) -> tuple[list[tuple[str, Case]], Counter[str]]:
    """Return every tool's cases, and the seconds that each took."""
    cases: list[tuple[str, Case]] = []
    seconds: Counter[str] = Counter()
    for history in histories.histories(cache):
        this = in_sentences(history) if sentences else history
        old = histories.as_catalogue(this.old, this.language)
        for tool, merge in tools.items():
            start = time.perf_counter()
            offers = merge(old, this)
            seconds[tool] += round(time.perf_counter() - start, 3)
            cases += ((tool, case) for case in judge(this, offers))
    return cases, seconds


KINDS = "kept", "not kept", "right", "doubtful", "wrong", "lost"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=histories.CACHE)
    parser.add_argument("--sentences", action="store_true", help="cut the messages into sentences")
    parser.add_argument("--show", help="print our cases of a kind, or those kept as reviewed")
    options = parser.parse_args()
    tools = {"localepress": ours, "msgmerge": msgmerge}
    if shutil.which("msgmerge") is None:
        del tools["msgmerge"]
    cases, seconds = measure(tools, options.cache.resolve(), sentences=options.sentences)
    print(f"{'':24}" + "".join(f"{kind:>10}" for kind in (*KINDS, "reviewed", "rightly")))
    for where, language, tool in product(WHERE, histories.LANGUAGES, tools):
        chosen = (tool, language, where)
        found = [c for name, c in cases if (name, c.history.language, c.where) == chosen]
        _print_row(f"{where} {language} {tool}", found)
    print(", ".join(f"{tool} {time:.1f} s" for tool, time in seconds.items()))
    for tool, case in cases:
        shown = case.kind if case.kind != "kept" and not case.finished else "reviewed"
        if options.show == shown and tool == "localepress" and case.kind != "kept":
            print(f"\n{case.history.name} {case.history.language}{'' if rightly(case) else ' !'}")
            for text in (case.source, case.offered, case.wanted, case.best):
                print(f"  {text!r}")


def _print_row(name: str, cases: list[Case]) -> None:
    counts = Counter(case.kind for case in cases)
    finished = [case for case in cases if case.finished and case.kind != "kept"]
    numbers = [*(counts[kind] for kind in KINDS), len(finished), sum(map(rightly, finished))]
    print(f"{name:24}" + "".join(f"{number:10}" for number in numbers))


if __name__ == "__main__":
    main()
