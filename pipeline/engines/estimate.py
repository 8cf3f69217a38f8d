"""How good a draft probably is, from what the decoder knows, to order review: the worst first.

Log-probability alone prefers short texts and says nothing of what else the model thought of. So the
estimate also looks at how alike the best hypotheses are (as in Fomicheva et al. 2020, "Unsupervised
Quality Estimation for Neural Machine Translation", section 3), at the length, and at whether the
first draft had to be thrown away. The weights were fitted by ridge regression on chrF of Debian's
and GNOME's documentation, the open half of it; ``benchmarks/estimate.py`` fits them again, and
measures on the other half.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.engines.requests import Hypothesis


class Features(NamedTuple):
    """What is known of a draft."""

    probability: float
    """Log-probability of a token, on average."""
    agreement: float
    """How alike the best hypothesis and the next ones are, from 0 to 1, in tokens."""
    length: float
    """Natural logarithm of the number of tokens."""
    second: float
    """1 if the first draft was not sound, else 0."""


WEIGHTS = Features(0.29, 0.66, -0.14, -0.22)
BIAS = 0.0
"""So that half of the drafts of documentation have more than 0.5."""


def features(chosen: Hypothesis, hypotheses: Sequence[Hypothesis], *, second: bool) -> Features:
    """Return what is known of a hypothesis among others."""
    others = [other for other in hypotheses if other is not chosen]
    alike = [Levenshtein.normalized_similarity(chosen.pieces, one.pieces) for one in others]
    agreement = sum(alike) / len(alike) if alike else 1.0
    return Features(chosen.score, agreement, math.log(max(len(chosen.pieces), 1)), float(second))


def estimate(known: Features) -> float:
    """Return a number from 0 (bad) to 1; it puts the drafts of a package in order, no more."""
    total = BIAS + sum(w * value for w, value in zip(WEIGHTS, known, strict=True))
    return 1 / (1 + math.exp(-total))
