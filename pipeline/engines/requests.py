"""What a model is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.engines.sentence import Sentence
    from pipeline.engines.tokens import Tokens
    from pipeline.glossary import Term
    from pipeline.model import Draft


class Fault(NamedTuple):
    """What is wrong with a draft."""

    kind: str
    """Name of the detector that found it, or of what the engine itself sees."""
    reason: str
    """For a person."""


Judge = Callable[[str, str, str], tuple[str, str] | None]
"""Returns of a source message, its draft and the draft's language the first fault (see ``Fault``);
None if nothing is wrong."""

NO_REPEAT = 10
"""Tokens in a row that may not come twice in a translation, unless its source repeats some."""

LOST, CUT_OFF, SILENT = "lost", "cut off", "silent"
"""Kinds of fault that the engine sees."""


@dataclass(frozen=True, slots=True, order=True)
class Search:
    """How the decoder looks for a translation, beside the settings."""

    wider: int = 1
    """It follows so many times as many hypotheses."""
    penalty: float = 1.0
    """What tokens cost that stand there already (Keskar et al. 2019, CTRL, section 4.1)."""
    no_repeat: int = 0
    """So many tokens in a row may not come twice; 0 for any.

    A hypothesis that goes round in circles, be it the worst, runs to the greatest length, and all
    that is in its batch waits. Measured with 2,000 sentences (docs/benchmarks.md, "The engine").
    """


@dataclass(frozen=True, slots=True)
class Request:
    """A part of a text, ready for the model."""

    path: tuple[int, ...]
    """Index of the text, of its part, of a part of that."""
    message: str
    sentence: Sentence
    tokens: Tokens
    letters: tuple[str, ...]
    """Of stand-ins: those in use, then those left for another try."""
    standing: frozenset[str] = frozenset()
    """Labels of the terms that have stand-ins."""
    numbers: tuple[Term, ...] = ()
    """Numbers and dates that are treated as terms."""
    lost: frozenset[str] = frozenset()
    """Labels of the marks whose spans were drafted alone."""
    is_cut: bool = False
    """Whether it was cut at clauses."""
    search: Search = Search()
    tried: int = 0
    """How far it has come among the tries."""
    first: Draft | None = None
    """What came out at first, where that was not sound."""

    @property
    def is_marked(self) -> bool:
        """Whether something must be placed in the translation."""
        return bool(self.sentence.nodes or self.sentence.unplaced)

    @property
    def kind(self) -> tuple[bool, Search]:
        """What the requests of a batch have in common."""
        return self.is_marked, self.search


class Hypothesis(NamedTuple):
    """One translation that a model offers, the best first."""

    pieces: Sequence[str]
    attention: Sequence[Sequence[float]]
    """Empty where it was not asked for."""
    score: float
    """Log-probability of a token, on average."""
    ended: bool
    """False if the model ran into the greatest length."""


class Outcome(NamedTuple):
    """The best draft of a request, and what is wrong with it."""

    draft: Draft
    fault: Fault | None = None
