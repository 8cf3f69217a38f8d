"""How good a draft probably is, from what the decoder knows, to order review: the worst first.

It is made of the log-probability of a token and of how much of a draft is text in Latin letters and
digits that the source has too, and so right by construction. Agreement of the best hypotheses
(Fomicheva et al. 2020, "Unsupervised Quality Estimation for Neural Machine Translation", section
3), lengths, whether the first draft was sound, and beside these two also how much of a message is
marks, were measured and add nothing. The weights were fitted by ridge regression on ranks of chrF,
on the open half of GNOME's and Debian's documentation; ``benchmarks/tries.py`` fits them again, and
measures on the other half.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from pipeline import marks

_COPIED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?")


class Features(NamedTuple):
    """What is known of a draft."""

    probability: float
    """Log-probability of a token, on average."""
    copied: float
    """Share of the draft, without marks, that is copied."""


WEIGHTS = Features(1.76, 1.85)
BIAS = 0.8
"""So that half of the starter's drafts of documentation have more than 0.5."""


def features(score: float, source: str, target: str) -> Features:
    """Return what is known of a draft with its log-probability; both texts are messages.

    >>> features(-0.5, "Save <code1>a.txt</code1> as UTF-8.", "<code1>a.txt</code1> UTF-8 XX")
    Features(probability=-0.5, copied=0.7142857142857143)
    """
    source, target = marks.plain(source), marks.plain(target)
    copied = sum(len(match[0]) for match in _COPIED.finditer(target) if match[0] in source)
    return Features(score, copied / max(len(target), 1))


def estimate(known: Features) -> float:
    """Return a number from 0 (bad) to 1; it puts the drafts of a package in order, no more."""
    total = BIAS + sum(w * value for w, value in zip(WEIGHTS, known, strict=True))
    return 1 / (1 + math.exp(-total))
