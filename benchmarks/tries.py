"""What second tries mend, and whether the estimate of a draft is worth anything.

    python benchmarks/tries.py [--language ko] [--fit]

It needs ``sacrebleu`` and ``numpy``. The texts are single sentences of GNOME's help and Debian's
manuals with their translations by people, drafted by the starter package.

*Tries*: how many drafts the guard refuses if nothing is tried again, and with all tries; how many
sound drafts come from each try, and what chrF they have beside the first draft of the same text.

*Estimate*: Spearman's rank correlation of the estimate with the chrF of each draft, on the half of
the documents that the weights were not fitted on, beside that of the log-probability of a token
alone; both with an interval that holds 95 % of 1,000 bootstrap samples. Only drafts that the guard
accepts count. ``--fit`` prints weights fitted on the other half, of both languages.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import engine as speed
import numpy as np
import sacrebleu
import translations

from pipeline import marks, translate
from pipeline.engines import estimate
from pipeline.engines.argos import Argos
from pipeline.engines.estimate import Features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translations import Sentence

    from pipeline.model import Draft

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

CHRF = sacrebleu.CHRF()
SAMPLES = 1000


class Row(NamedTuple):
    """An accepted draft."""

    sentence: Sentence
    draft: Draft
    known: Features
    chrf: float


def drafted(language: str, chosen: Sequence[Sentence], *, again: bool) -> dict[int, Draft]:
    """Return drafts by index, with or without second tries."""
    judge = translate.fault if again else None
    with tempfile.TemporaryDirectory() as folder:
        made = Argos(speed.starter(language, Path(folder)), language, judge=judge)
        return dict(made.translate([one.source for one in chosen]))


def refused(one: Sentence, draft: Draft, language: str) -> str:
    """Return the kind of fault for which a draft is refused, "" if it is not."""
    if draft.problems:
        return "lost"
    found = translate.fault(one.source, draft.target, language)
    return found[0] if found else ""


def rows(language: str, cache: Path) -> list[Row]:
    """Print what second tries do, and return the accepted drafts."""
    chosen = translations.sentences(language, translations.PROSE, cache)
    seen: list[Features] = []

    def noted(known: Features) -> float:
        seen.append(known)
        return len(seen) - 1

    first = drafted(language, chosen, again=False)
    keep, estimate.estimate = estimate.estimate, noted
    last = drafted(language, chosen, again=True)
    estimate.estimate = keep
    before = {i: refused(chosen[i], draft, language) for i, draft in first.items()}
    after = {i: refused(chosen[i], draft, language) for i, draft in last.items()}
    for name, faults in (("first drafts", before), ("all tries", after)):
        kinds = Counter(filter(None, faults.values()))
        print(f"{language} {name}: {kinds.total()} of {len(chosen)} refused {dict(kinds)}")
    ways: dict[str, list[int]] = defaultdict(list)
    for i, draft in sorted(last.items()):
        if not after[i]:
            ways[draft.way or ("next hypothesis" if before[i] else "first")].append(i)
    for way, indices in ways.items():
        both = [i for i in indices if first[i].target]
        said = [f"{corpus(chosen, drafts, both):.1f}" for drafts in (first, last)]
        mended = sum(bool(before[i]) for i in indices)
        print(
            f"    {way:16} {len(indices):5}, {mended:4} of them were refused; chrF of {len(both)} "
            f"that had a text {said[0]}, now {said[1]}"
        )
    return [
        Row(chosen[i], draft, seen[int(draft.estimate)], sentence(chosen[i], draft))
        for i, draft in sorted(last.items())
        if not after[i] and draft.estimate is not None
    ]


def corpus(chosen: Sequence[Sentence], drafts: dict[int, Draft], indices: Sequence[int]) -> float:
    """Return chrF of some drafts."""
    plain = [marks.plain(drafts[i].target) for i in indices]
    references = [chosen[i].reference for i in indices]
    return float(CHRF.corpus_score(plain, [references]).score) if plain else 0.0


def sentence(one: Sentence, draft: Draft) -> float:
    """Return chrF of a draft."""
    return float(CHRF.sentence_score(marks.plain(draft.target), [one.reference]).score)


def ranks(values: Floats) -> Floats:
    """Return ranks; the same values have the same."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2
    return np.asarray(middle[place], dtype=np.float64)


def spearman(one: Floats, other: Floats) -> float:
    """Return the rank correlation of two rows of values."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def interval(chrf: Floats, *values: Floats) -> list[str]:
    """Return correlations with chrF, and last the first less the second, each with its interval."""
    chance = np.random.default_rng(5)
    found = [[spearman(value, chrf) for value in values]]
    for _ in range(SAMPLES):
        picked = chance.integers(0, len(chrf), len(chrf))
        found.append([spearman(value[picked], chrf[picked]) for value in values])
    table = np.array([[*row, row[0] - row[1]] for row in found])
    low, high = np.percentile(table[1:], [2.5, 97.5], axis=0)
    return [f"{m:.3f} ({a:.3f} to {b:.3f})" for m, a, b in zip(table[0], low, high, strict=True)]


def fit(chosen: Sequence[Row]) -> None:
    """Print weights for the ranks of chrF, in steps of a hundredth."""
    known = np.array([row.known for row in chosen], dtype=float)
    wanted = ranks(np.array([row.chrf for row in chosen])) / len(chosen)
    middle, width = known.mean(0), known.std(0) + 1e-9
    scaled = (known - middle) / width
    left = scaled.T @ scaled + np.eye(scaled.shape[1])
    weights = np.linalg.solve(left, scaled.T @ (4 * (wanted - 0.5))) / width
    bias = -float(np.median(known @ weights))
    print("weights", Features(*(round(float(w), 2) for w in weights)), "bias", round(bias, 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", action="append", choices=["ko", "ja"])
    parser.add_argument("--fit", action="store_true", help="print weights fitted on the open half")
    parser.add_argument("--cache", type=Path, default=translations.histories.CACHE)
    options = parser.parse_args()
    opened: list[Row] = []
    for language in options.language or ["ko", "ja"]:
        made = rows(language, options.cache)
        opened += [row for row in made if row.sentence.kind == "open"]
        held = [row for row in made if row.sentence.kind != "open"]
        chrf = np.array([row.chrf for row in held])
        ours = np.array([estimate.estimate(row.known) for row in held])
        alone = np.array([row.known.probability for row in held])
        said = interval(chrf, ours, alone)
        print(f"{language} Spearman with chrF, {len(held)} drafts: estimate {said[0]}, "
              f"log-probability {said[1]}, difference {said[2]}", flush=True)  # fmt: skip
    if options.fit:
        fit(opened)


if __name__ == "__main__":
    main()
