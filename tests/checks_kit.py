"""Cases of the checks: blocks of text that a translator can read and add to.

A block is the target's language, ``en:`` and the source, the target, and a line ``! words`` for
each message that the check must give, in order, with words that stand in it. Without one it must
not fire. Lines that begin with ``# `` are comments.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.checks.base import Message, Pair

if TYPE_CHECKING:
    from pipeline.checks.base import Check

CASES = Path(__file__).parent / "cases" / "checks"


@dataclass(frozen=True)
class Case:
    """A source, its translation, and what a check must say about them."""

    place: str
    language: str
    source: str
    target: str
    wanted: tuple[str, ...]


def cases(check: str) -> list[Case]:
    """Return the cases of a check, by its identifier."""
    path = CASES / f"{check}.txt"
    found = []
    lines: list[tuple[int, str]] = []
    numbered = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    for number, line in [*numbered, (0, "")]:
        if line.startswith("# "):
            continue
        if line.strip():
            lines.append((number, line))
        elif lines:
            found.append(_case(path.name, lines))
            lines = []
    return found


def _case(name: str, lines: list[tuple[int, str]]) -> Case:
    place = f"{name}:{lines[0][0]}"
    texts = [line for _, line in lines]
    assert len(texts) >= 3, f"{place}: a case has a language, a source and a target"
    language, source, target, *wanted = texts
    assert source.startswith("en: "), f'{place}: the second line begins with "en: "'
    assert all(line.startswith("! ") for line in wanted), f'{place}: after the target only "! …"'
    words = tuple(line.removeprefix("! ") for line in wanted)
    return Case(place, language, source.removeprefix("en: "), target, words)


def agrees(case: Case, check: Check) -> tuple[list[str], bool]:
    """Return the messages of a check for a case, and whether they are the wanted ones."""
    message = Message(case.source, case.target, line=1)
    said = [problem.message for problem in check(message, Pair("en", case.language))]
    fits = len(said) == len(case.wanted)
    fits = fits and all(words in text for words, text in zip(case.wanted, said, strict=True))
    return said, fits
