"""What a check is given, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How sure a problem is one."""

    ERROR = "error"
    """Wrong without doubt."""
    WARNING = "warning"
    """A person has to look."""


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalogue that has a translation."""

    source: str
    """With marks; see ``marks``."""
    target: str
    """With marks."""
    context: str | None = None
    line: int = 0
    """Of the msgid in its file, from 1."""
    reviewed: bool = True
    """False for a draft and for one that a person is working on."""
    path: str = ""
    """Of its catalogue."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found in one message."""

    check: str
    """Stable identifier, kebab-case, an anchor in docs/checks.md."""
    message: str
    """One line: what is wrong, quoting the words, and what to do where that is not plain."""
    level: Level
    start: int = -1
    """Where it begins in the target's plain text (``marks.plain``); -1 where it has no place."""
    end: int = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """The languages of a catalogue, as BCP 47 tags."""

    source: str
    target: str


Check = Callable[[Message, Pair], Iterable[Problem]]
"""Looks at one message at a time."""

DocumentCheck = Callable[[Sequence[Message], Pair], Iterable[tuple[int, Problem]]]
"""Looks at all messages of a document; yields the index of a message and its problem."""
