"""How well a package tells what it knows from what it does not, and how that is learnt.

    python benchmarks/knows.py [--package FOLDER] [--wrong]
    python benchmarks/knows.py --make INSIDE OUTSIDE FOLDER

It needs ``numpy``. Without options it prints which part of some English texts the starter package
would leave empty as outside what it knows: ``outside.txt``, which was written for this and which
nothing was learnt from, this project's own documentation, and GNOME's help and Debian's manuals, of
which the starter has learnt from a part. ``--wrong`` names the texts that are on the wrong side.

``--make`` writes the folder ``knowledge`` of a package from two files of English sentences, one a
line: those that a model has learnt from and is meant for, and others. A tenth of the lines, chosen
by their hash, only fits the weights and the limit; words and pairs are counted in the rest. The
limit loses three in a hundred of the inside lines.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import translations
from engine import starter

from pipeline import marks, segment
from pipeline.engines import knowledge
from pipeline.glossary import Finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

NONE = Finder(())
TEXTS = Path(__file__).with_name("outside.txt")
"""Sentences by kind; ``# kind`` begins one."""
KNOWN = frozenset({"documentation", "everyday"})
"""Kinds that the starter is meant for."""
LOST = 0.03
"""Share of what is inside that may be lost."""
SMOOTH = 3.0
"""Times that every word is counted more, so that a rare one says little."""
VOCABULARY = 10_000
RARE = 3
"""Words that stand in fewer lines have no weight of their own."""
PAIR_BITS = 10
"""A hundredth of the pairs that were never seen are taken for seen."""


def sections() -> dict[str, list[str]]:
    """Return the sentences of ``outside.txt`` by kind."""
    found: dict[str, list[str]] = {}
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = found.setdefault(line[2:], [])
        else:
            kind.append(line)
    return found


def ours() -> list[str]:
    """Return the sentences of this project's own documentation, without tables and code."""
    found: list[str] = []
    for path in sorted(translations.ROOT.glob("docs/*.md")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            if block[:1].isalpha():
                found += segment.split(" ".join(block.split()), "en")
    return found


def measure(known: knowledge.Knowledge, *, wrong: bool) -> None:
    """Print the share of each kind of text that is outside."""
    kinds = sections()
    kinds["this project's documentation"] = ours()
    prose = (translations.sentences(tag, translations.PROSE) for tag in ("ko", "ja"))
    kinds["GNOME and Debian"] = sorted({one.source for group in prose for one in group})
    for kind, texts in kinds.items():
        out = [text for text in texts if not known.has(text, NONE)]
        print(f"{kind:30} {len(out):4} of {len(texts):4} outside, {len(out) / len(texts):6.1%}")
        inside = kind in KNOWN or kind not in sections()
        for text in (out if inside else [t for t in texts if t not in out]) if wrong else ():
            print("   ", text)


def is_held(line: str) -> bool:
    """Tell whether a line only fits weights."""
    return hashlib.blake2b(line.encode(), digest_size=1).digest()[0] < 256 // 10


def lines(path: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return the words of a file's different lines: those to count, and those to fit on."""
    found: tuple[list[list[str]], list[list[str]]] = ([], [])
    for line in sorted(set(path.read_text(encoding="utf-8").splitlines())):
        if found_words := knowledge.words(marks.escape(line), NONE):
            found[is_held(line)].append(found_words)
    return found


def weights(
    inside: Sequence[list[str]], outside: Sequence[list[str]]
) -> tuple[dict[str, float], float]:
    """Return the log-odds of words for outside, and that of a word never seen."""
    counts = [Counter(word for line in some for word in set(line)) for some in (inside, outside)]
    total = [math.log(count.total() + SMOOTH * VOCABULARY) for count in counts]

    def odds(word: str) -> float:
        logs = [math.log(n[word] + SMOOTH) - t for n, t in zip(counts, total, strict=True)]
        return logs[1] - logs[0]

    both = counts[0] + counts[1]
    return {word: odds(word) for word in sorted(both) if both[word] >= RARE}, odds("")


def regression(features: Floats, is_out: Floats) -> Floats:
    """Return the weights of a logistic regression, both classes of one weight; the last is free."""
    table = np.c_[features, np.ones(len(features))]
    share = np.where(is_out > 0, 1 / is_out.sum(), 1 / (1 - is_out).sum())
    found = np.zeros(table.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ found))
        slope = table.T @ (share * (is_out - chance))
        curve = (table * (share * chance * (1 - chance))[:, None]).T @ table
        found += np.linalg.solve(curve + 1e-9 * np.eye(len(found)), slope)
    return found


def make(inside: Path, outside: Path, folder: Path) -> None:
    """Learn what is inside and write the folder."""
    (counted, fitted), (others, others_fitted) = lines(inside), lines(outside)
    log_odds, unseen = weights(counted, others)
    seen = Counter(pair for line in counted for pair in set(pairwise(["", *line, ""])))
    often = sorted(pair for pair, count in seen.items() if count > 1)
    pairs = knowledge.packed(often, len(often) * PAIR_BITS // 8)
    bare = knowledge.Knowledge({}, 0, 0, 0, pairs)

    def features(line: list[str]) -> tuple[float, float]:
        root = len(line) ** 0.5
        return sum(log_odds.get(w, unseen) for w in line) / root, bare.unseen(line) / root

    table = np.array([features(line) for line in (*fitted, *others_fitted)])
    is_out = np.r_[np.zeros(len(fitted)), np.ones(len(others_fitted))]
    per_word, per_pair, _ = regression(table, is_out)
    made = table @ [per_word, per_pair]
    limit = float(np.quantile(made[is_out == 0], 1 - LOST))
    print(f"{len(log_odds)} words, {len(often)} pairs, each as {per_pair / per_word:.2f} words")
    print(f"of the others {np.mean(made[is_out > 0] > limit):.1%} are outside")
    scale = 1000 * per_word
    said = {
        "unseen_word": round(scale * unseen),
        "unseen_pair": round(1000 * per_pair),
        "limit": round(1000 * limit),
        "words": {word: round(scale * value) for word, value in log_odds.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(said, separators=(",", ":")).replace(',"', ',\n"')
    (folder / knowledge.WORDS).write_text(text + "\n", encoding="utf-8")
    (folder / knowledge.PAIRS).write_bytes(pairs)


def main() -> None:
    """Measure, or make."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--package", type=Path, help="folder of another package than the starter")
    parser.add_argument("--wrong", action="store_true", help="name what is on the wrong side")
    parser.add_argument("--make", nargs=3, type=Path, metavar=("INSIDE", "OUTSIDE", "FOLDER"))
    options = parser.parse_args()
    if options.make:
        make(*options.make)
        return
    with tempfile.TemporaryDirectory() as folder:
        known = knowledge.read(options.package or starter("ko", Path(folder)).path)
    if known is None:
        parser.error("the package does not say what it knows")
    measure(known, wrong=options.wrong)


if __name__ == "__main__":
    main()
