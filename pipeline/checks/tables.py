"""The tables of all checks, and the way through them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.checks import (
    customs,
    english,
    kept,
    language,
    length,
    marks,
    numbers,
    placeholders,
    repeated,
    terms,
    texts,
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

DOCUMENT_CHECKS: Mapping[str, DocumentCheck] = language.DOCUMENT_CHECKS
"""Checks that look at all messages of a document."""

PROJECT_CHECKS: Mapping[str, DocumentCheck] = {"two-translations": twice.check}
"""Checks that look at all messages of all documents, in a row."""

IDENTIFIERS = (*CHECKS, "terms", *PROJECT_CHECKS, *DOCUMENT_CHECKS, "conflict")
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
    for _, index, problem in check_all([messages], pair, only=only, glossary=glossary):
        yield index, problem


def check_all(
    documents: Sequence[Sequence[Message]],
    pair: Pair,
    *,
    wanted: Collection[int] | None = None,
    only: Collection[str] | None = None,
    glossary: Glossary = (),
) -> Iterator[tuple[int, int, Problem]]:
    """Yield the index of a document, the index of a message in it, and its problem, in order.

    ``wanted`` are the documents to look at, without it all; the others are compared with. For the
    rest see ``check``.
    """
    written = documents
    documents = [[_read(message, pair) for message in messages] for messages in documents]
    table = {**CHECKS, "terms": terms.against(glossary)}
    chosen = [look for name, look in table.items() if only is None or name in only]
    apart = _across(documents, pair, only)
    for number, messages in enumerate(documents):
        if wanted is not None and number not in wanted:
            continue
        found = apart.get(number, {})
        for name, compare in DOCUMENT_CHECKS.items():
            if only is None or name in only:
                for index, problem in compare(messages, pair):
                    found.setdefault(index, []).append(problem)
        usual = customs.customs(messages, pair)
        for index, message in enumerate(messages):
            if is_merged(message.target):
                continue
            for problem in (*_alone(message, pair, chosen), *found.get(index, ())):
                if not (usual and customs.is_custom(problem, usual)):
                    yield number, index, _placed(problem, written[number][index], message)


def _read(message: Message, pair: Pair) -> Message:
    """Return a message as it is read: of ruby the words alone, which are what was translated."""
    if "|" not in message.source and "|" not in message.target:
        return message
    source = texts.without_ruby(message.source, pair.source)
    return replace(message, source=source, target=texts.without_ruby(message.target, pair.target))


def _placed(problem: Problem, written: Message, read: Message) -> Problem:
    """Return a problem with its place in the message as it is written."""
    if written.target == read.target or problem.start < 0:
        return problem
    places = texts.origins(written.target)
    last = places[problem.end - 1] + 1 if problem.end > problem.start else places[problem.end]
    return replace(problem, start=places[problem.start], end=last)


def _alone(message: Message, pair: Pair, chosen: Iterable[Check]) -> Iterator[Problem]:
    for look in chosen:
        yield from look(message, pair)


def _across(
    documents: Sequence[Sequence[Message]], pair: Pair, only: Collection[str] | None
) -> dict[int, dict[int, list[Problem]]]:
    """Return what the checks of a whole project find, by document and message."""
    places = [(i, j) for i, messages in enumerate(documents) for j in range(len(messages))]
    everything = [message for messages in documents for message in messages]
    found: dict[int, dict[int, list[Problem]]] = {}
    for name, compare in PROJECT_CHECKS.items():
        if only is None or name in only:
            for at, problem in compare(everything, pair):
                document, index = places[at]
                found.setdefault(document, {}).setdefault(index, []).append(problem)
    return found


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
