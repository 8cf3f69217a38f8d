"""The draft of a whole, from the drafts of its parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def whole(parts: Sequence[Draft], join: Callable[[Sequence[str]], str]) -> Draft:
    """Return the draft of a whole from those of its parts, with the next best ones."""
    problems = tuple(dict.fromkeys(problem for part in parts for problem in part.problems))
    if problems:
        return Draft("", problems=problems)
    best, *others = (_row(ranked, join) for ranked in ranks(parts))
    return replace(best, others=tuple(other for other in others if other.target))


def _row(parts: Sequence[Draft], join: Callable[[Sequence[str]], str]) -> Draft:
    scores = [part.score for part in parts if part.score is not None]
    target = join([part.target for part in parts])
    score = sum(scores) / len(scores) if scores else None
    return Draft(target, score)


def least(drafts: Iterable[Draft]) -> float | None:
    """Return the least estimate of drafts, None if none has one."""
    return min((one.estimate for one in drafts if one.estimate is not None), default=None)


def ranks(parts: Sequence[Draft]) -> list[list[Draft]]:
    """Return the drafts of parts in rows: all best ones, all second ones, and so on.

    A part that has fewer than others stands in the later rows with its best.
    """
    offers = [(part, *part.others) for part in parts]
    count = max(map(len, offers), default=0)
    return [[own[rank] if rank < len(own) else own[0] for own in offers] for rank in range(count)]
