"""How good a draft probably is, from what the decoder knows, to order review: the worst first.

It is made of the log-probability of a token and of how much of a message is marks, whose names and
often whose text are copied, and so right by construction. Agreement of the best hypotheses
(Fomicheva et al. 2020, "Unsupervised Quality Estimation for Neural Machine Translation", section
3), lengths, and whether the first draft was sound were measured, too, and add nothing to these two.
The weights were fitted by ridge regression on ranks of chrF, on the open half of GNOME's and
Debian's documentation; ``benchmarks/tries.py`` fits them again, and measures on the other half.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.engines.requests import Hypothesis, Request


class Features(NamedTuple):
    """What is known of a draft."""

    probability: float
    """Log-probability of a token, on average."""
    marked: float
    """Natural logarithm of how many times as long a message is as what the model sees of it."""


WEIGHTS = Features(1.22, 0.81)
BIAS = 1.37
"""So that half of the starter's drafts of documentation have more than 0.5."""


def features(hypothesis: Hypothesis, request: Request) -> Features:
    """Return what is known of a hypothesis for a request."""
    whole, seen = max(len(request.message), 1), max(len(request.sentence.text), 1)
    return Features(hypothesis.score, math.log(whole / seen))


def estimate(known: Features) -> float:
    """Return a number from 0 (bad) to 1; it puts the drafts of a package in order, no more."""
    total = BIAS + sum(w * value for w, value in zip(WEIGHTS, known, strict=True))
    return 1 / (1 + math.exp(-total))
