"""What the hypotheses of a model say, and which of them is the best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import marks
from pipeline.engines import placing
from pipeline.engines.looks import Alignment, Lost
from pipeline.engines.requests import CUT_OFF, LOST, SILENT, Fault, Outcome
from pipeline.engines.tries import lost_reason
from pipeline.model import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.engines.requests import Hypothesis, Judge, Request
    from pipeline.engines.tokens import Tokenizer


@dataclass(frozen=True, slots=True)
class Judging:
    """How the hypotheses of a package are read and chosen."""

    tokenizer: Tokenizer
    language: str
    judge: Judge | None
    offers: int
    """So many sound drafts are wanted, if there are as many."""

    def outcome(self, request: Request, hypotheses: Sequence[Hypothesis]) -> Outcome:
        """Return the best hypothesis in which nothing is wrong, else the best that can be used.

        The next ones come with it, as many as were asked for.
        """
        found: dict[str, Outcome] = {}
        faults: list[Fault] = []
        for hypothesis in hypotheses:
            outcome = self._read(request, hypothesis)
            if outcome.draft.target:
                found.setdefault(outcome.draft.target, outcome)
            else:
                faults.append(outcome.fault or Fault(SILENT, ""))
            if sum(one.fault is None for one in found.values()) >= self.offers:
                break
        if not found:
            return Outcome(Draft("", problems=(faults[0].reason,)), faults[0])
        best = next((one for one in found.values() if one.fault is None), None)
        best = best or next(iter(found.values()))
        others = [one.draft for one in found.values() if one is not best]
        return best._replace(draft=replace(best.draft, others=tuple(others[: self.offers - 1])))

    def judged(self, message: str, draft: Draft) -> Outcome:
        """Return the draft of a message with what is wrong with it."""
        if draft.problems:
            return Outcome(draft, Fault(LOST, draft.problems[0]))
        fault = self.judge and self.judge(message, draft.target, self.language)
        return Outcome(draft, Fault(*fault) if fault else None)

    def _read(self, request: Request, hypothesis: Hypothesis) -> Outcome:
        """Return what a hypothesis says, and what is wrong with it."""
        if not hypothesis.ended:
            return Outcome(Draft(""), Fault(CUT_OFF, "the draft is cut off"))
        try:
            target = self._target(request, hypothesis)
        except Lost as lost:
            return Outcome(Draft(""), Fault(LOST, lost_reason(str(lost))))
        if not target.strip():
            return Outcome(Draft(""), Fault(SILENT, "the model wrote nothing"))
        return self.judged(request.message, Draft(target, hypothesis.score))

    def _target(self, request: Request, hypothesis: Hypothesis) -> str:
        target = self.tokenizer.decode(hypothesis.pieces)
        if not request.is_marked:
            return marks.escape(target.text)
        alignment = Alignment(request.tokens.spans, target.spans, hypothesis.attention)
        return placing.place(request.sentence, target.text, alignment, self.language)
