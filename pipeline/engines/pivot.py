"""Two engines in a row, where no package goes all the way: most pairs meet in English."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.engines.parts import least
from pipeline.model import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model import Draft, Engine

WINDOW = 1000
"""Texts that make the first step before any makes the second: a stopped run loses no more."""


class Pivot:
    """An engine whose drafts another one translates; marks are placed after each step."""

    def __init__(self, first: Engine, second: Engine) -> None:
        self.first, self.second = first, second

    @property
    def origin(self) -> Origin:
        """What its drafts are signed with: both packages."""
        first, second = self.first.origin, self.second.origin
        return Origin(
            first.engine,
            f"{first.package}+{second.package}",
            f"{first.version}+{second.version}",
            f"{first.hash}+{second.hash}",
        )

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield (index, draft) as they are ready; what the first step loses is no draft."""
        for start in range(0, len(texts), WINDOW):
            for index, draft in self._window(texts[start : start + WINDOW]):
                yield start + index, draft

    def _window(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        middle: dict[int, Draft] = {}
        for index, draft in self.first.translate(texts):
            if draft.target:
                middle[index] = draft
            else:
                yield index, draft
        # In the order of the texts, whatever the order in which they became ready.
        order = sorted(middle)
        for place, draft in self.second.translate([middle[index].target for index in order]):
            yield order[place], _scored(draft, middle[order[place]])


def _scored(draft: Draft, first: Draft) -> Draft:
    """Return a draft of the second step with the score of both, and the estimate of the worse."""
    if draft.score is None or first.score is None:
        return draft
    others = tuple(_scored(other, first) for other in draft.others)
    estimate = least((draft, first))
    return replace(draft, score=draft.score + first.score, others=others, estimate=estimate)
