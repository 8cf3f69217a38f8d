"""What is looked for in translations: one function each, in a table by its identifier.

To add a check, write a function of the form of ``base.Check``, give it a line in ``CHECKS``, a
section in docs/checks.md, and cases in ``tests/cases/checks/``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import (
    english,
    kept,
    language,
    length,
    marks,
    numbers,
    placeholders,
    repeated,
    terms,
    twice,
)
from pipeline.checks.base import Level, Problem
from pipeline.marks import is_merged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pipeline.checks.base import Check, DocumentCheck, Message, Pair
    from pipeline.glossary import Glossary

CHECKS: Mapping[str, Check] = {
    "marks": marks.check,
    "placeholders": placeholders.check,
    "numbers": numbers.check,
    "kept": kept.check,
    "same-as-source": english.same,
    "english-left": english.left,
    "repeated": repeated.check,
    "length": length.check,
    **language.CHECKS,
}
"""Checks of one message, in the order of their problems."""

DOCUMENT_CHECKS: Mapping[str, DocumentCheck] = {
    "two-translations": twice.check,
    **language.DOCUMENT_CHECKS,
}
"""Checks that look at all messages of a document."""

IDENTIFIERS = (*CHECKS, "terms", *DOCUMENT_CHECKS, "conflict")
"""Of all checks; ``terms`` needs a glossary, ``conflict`` the comments of an entry."""

_IGNORE = re.compile(r"\s*localepress:\s*ignore\s*=\s*([\w, -]+)")

_CONFLICT = re.compile(r"\s*localepress:\s*conflict\s")


def check(
    messages: Sequence[Message],
    pair: Pair,
    *,
    only: Collection[str] | None = None,
    glossary: Glossary = (),
) -> Iterator[tuple[int, Problem]]:
    """Yield the index of a message and its problem, in the order of the messages.

    ``only`` are the identifiers of the checks that look; without it all do. A message that is
    merged into the one before it has no problems.
    """
    table = {**CHECKS, "terms": terms.against(glossary)}
    chosen = [look for name, look in table.items() if only is None or name in only]
    found: dict[int, list[Problem]] = {}
    for name, compare in DOCUMENT_CHECKS.items():
        if only is None or name in only:
            for index, problem in compare(messages, pair):
                found.setdefault(index, []).append(problem)
    for index, message in enumerate(messages):
        if is_merged(message.target):
            continue
        for look in chosen:
            yield from ((index, problem) for problem in look(message, pair))
        yield from ((index, problem) for problem in found.get(index, ()))


def conflict(comments: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem if a merge has left another person's text among the comments."""
    if any(_CONFLICT.match(line) for line in comments):
        said = "a merge kept another text in a comment; choose one, and delete the comment"
        yield Problem("conflict", said, Level.ERROR)


def ignored(comments: Iterable[str]) -> frozenset[str]:
    """Return the identifiers that an entry's comments switch off.

    >>> sorted(ignored(["A note.", "localepress: ignore=numbers, length"]))
    ['length', 'numbers']
    """
    found: set[str] = set()
    for line in comments:
        if match := _IGNORE.match(line):
            found.update(filter(None, re.split(r"[\s,]+", match[1])))
    return frozenset(found)
