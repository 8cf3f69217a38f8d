"""Rules where a sentence ends or does not, and the files they are written in."""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


_FORMS = 'write "keep BEFORE | AFTER", "break BEFORE | AFTER" or "abbreviation WORD."'

_STOPS = frozenset(".!?…。！？｡．")


class Rules(NamedTuple):
    """Corrections to where sentences end."""

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


@lru_cache(maxsize=64)
def parse(text: str, path: str) -> Rules:
    """Return the rules of a file; ``data/all.txt`` says how they are written.

    Raises UsageError with path and line where one cannot be read.
    """
    found = _Found([], [], [])
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        try:
            _read(line.strip(), found)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: {error}") from error
    return Rules(frozenset(found.words), tuple(found.keep), tuple(found.breaks))


class _Found(NamedTuple):
    words: list[str]
    keep: list[tuple[re.Pattern[str], re.Pattern[str]]]
    breaks: list[re.Pattern[str]]


def _read(line: str, found: _Found) -> None:
    """Add the rule of a line; ValueError says what is wrong with it."""
    verb, _, rest = line.partition(" ")
    if verb == "keep":
        before, after = _sides(rest)
        found.keep.append((_compile(rf"(?:{before})\s*\Z"), _compile(after)))
    elif verb == "break":
        before, after = _sides(rest)
        found.breaks.append(_compile(rf"(?:{before})(?=\s*(?:{after}))"))
    elif verb == "abbreviation":
        found.words.extend(_words(rest))
    elif verb and not verb.startswith("#"):
        raise ValueError(_FORMS)


def _sides(rest: str) -> list[str]:
    """Return what stands before and after, each a regular expression of its own."""
    sides = [side.strip() for side in f" {rest} ".split(" | ", 1)]
    if len(sides) != 2:
        raise ValueError(_FORMS)
    if not any(sides):
        raise ValueError("say what stands before or after: this would hold everywhere")
    for side in sides:
        _compile(side)
    return sides


def _words(rest: str) -> list[str]:
    words = rest.split()
    if not words:
        raise ValueError(_FORMS)
    for word in words:
        if word[-1] not in _STOPS:
            raise ValueError(f'write "{word}." with the full stop behind which a sentence goes on')
    return words


def _compile(pattern: str) -> re.Pattern[str]:
    """Return a pattern; a warning about one that will mean something else is an error too."""
    try:
        with warnings.catch_warnings(action="error"):
            return re.compile(pattern)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error
