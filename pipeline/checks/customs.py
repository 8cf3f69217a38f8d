"""What a document does throughout, on purpose: a check that says so each time is switched off.

Some Japanese projects write ``, .`` for ``、。``, and many user interfaces end no sentence with a
full stop. That is a decision of the project, while one such sentence among others is a slip.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.punctuation import NO_STOP, NOT_A_POINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.checks.base import Message, Pair, Problem

FEWEST = 5
"""So many sentences make a custom, if they are more than the others."""

_POINT = re.compile(r'"[,.]" in Japanese is')


def customs(messages: Sequence[Message], pair: Pair) -> frozenset[str]:
    """Return the customs of a document: "no stop" and "points"."""
    language = pair.target.partition("-")[0]
    if language not in texts.SENTENCE:
        return frozenset()
    counts = Counter(_end(message, language) for message in messages)
    found = set()
    if FEWEST <= counts["none"] > counts["。"] + counts["."]:
        found.add("no stop")
    if language == "ja" and FEWEST <= counts["."] > counts["。"]:
        found.add("points")
    return frozenset(found)


def _end(message: Message, language: str) -> str:
    """Return how the translation of a sentence ends: a sign, or "none"."""
    if not message.source.rstrip().endswith("."):
        return ""
    text = texts.plain(message.target).rstrip()
    if text[-1:] in {".", "。"}:
        return text[-1]
    return "none" if texts.SENTENCE[language].search(text) else ""


def is_custom(problem: Problem, found: frozenset[str]) -> bool:
    """Tell whether a problem is what the document does throughout."""
    if problem.check == "final-punctuation":
        ends = problem.message.startswith(NO_STOP) and "no stop" in found
        return ends or (problem.message == NOT_A_POINT and "points" in found)
    return problem.check == "width" and "points" in found and bool(_POINT.match(problem.message))
