"""Rules where a sentence ends or does not, and the files they are written in."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Rules(NamedTuple):
    """Corrections to sentencex."""

    abbreviations: frozenset[str]
    """Words with their full stops behind which no sentence ends."""
    keep: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """Where no sentence ends: what stands before (to its end) and after. Wins over ``breaks``."""
    breaks: tuple[re.Pattern[str], ...]
    """Where one ends: at the end of a match."""


@cache
def of_language(language: str) -> Rules:
    """Return the rules for all languages and those of one, by its ISO 639 code."""
    folder = resources.files(__package__) / "data"
    files = [folder / "all.txt", folder / f"{language}.txt"]
    return join(parse(f.read_text("utf-8"), f.name) for f in files if f.is_file())


def join(several: Iterable[Rules]) -> Rules:
    """Return several sets of rules as one."""
    words, keep, breaks = zip(*several, strict=True)
    return Rules(frozenset().union(*words), tuple(chain(*keep)), tuple(chain(*breaks)))


def parse(text: str, path: str) -> Rules:
    """Return the rules of a file; ``data/all.txt`` says how they are written.

    Raises UsageError with path and line where one cannot be read.
    """
    words: list[str] = []
    keep, breaks = [], []
    for number, line in enumerate(text.splitlines(), 1):
        verb, _, rest = line.strip().partition(" ")
        before, bar, after = (part.strip() for part in f" {rest} ".partition(" | "))
        try:
            if verb == "keep" and bar:
                keep.append((re.compile(rf"(?:{before})\s*\Z"), re.compile(after)))
            elif verb == "break" and bar:
                breaks.append(re.compile(rf"(?:{before})(?=\s*(?:{after}))"))
            elif verb == "abbreviation":
                words += rest.split()
            elif verb and not verb.startswith("#"):
                raise UsageError(
                    f'{path}:{number}: write "keep BEFORE | AFTER", "break BEFORE | AFTER" or '
                    '"abbreviation WORD"'
                )
        except re.error as error:
            raise UsageError(f"{path}:{number}: not a regular expression: {error}") from error
    return Rules(frozenset(words), tuple(keep), tuple(breaks))
