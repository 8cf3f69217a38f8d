"""Marks that are missing, doubled or broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import marks
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(message: Message, _pair: Pair) -> Iterator[Problem]:
    """Yield the first fault of a translation's marks."""
    try:
        marks.compare(message.source, message.target)
    except marks.MarkError as error:
        yield Problem("marks", str(error), Level.ERROR)
