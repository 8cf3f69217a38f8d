"""Terms of the glossary that are not translated as it says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Check, Level, Message, Pair, Problem
from pipeline.glossary import Finder, translates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.glossary import Glossary, Term


def against(glossary: Glossary) -> Check:
    """Return the check that compares messages with a glossary."""
    finder = Finder(glossary)

    def check(message: Message, _pair: Pair) -> Iterator[Problem]:
        """Yield each term of the source without its translation."""
        target = texts.narrow(message.target)
        seen: set[str] = set()
        for _start, _end, wanted in finder.find(texts.spoken(message.source)):
            if wanted[0].source not in seen:
                seen.add(wanted[0].source)
                if not any(translates(term, target) for term in wanted):
                    yield _problem(wanted)

    return check


def named(text: str, glossary: Glossary) -> list[str]:
    """Return the terms of a glossary that a message of the source language has, in order."""
    found = _finder(glossary).find(texts.spoken(text))
    return list(dict.fromkeys(term.source for place in found for term in place.terms))


def _problem(wanted: Sequence[Term]) -> Problem:
    if wanted[0].keep:
        said = f'"{wanted[0].source}" is missing; it is not translated'
        return Problem("terms", said, Level.ERROR)
    targets = " or ".join(f'"{term.target}"' for term in wanted)
    return Problem("terms", f'"{wanted[0].source}" is not translated as {targets}', Level.WARNING)


@lru_cache(maxsize=8)
def _finder(glossary: Glossary) -> Finder:
    return Finder(glossary)
