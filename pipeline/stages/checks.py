"""``check``: what is wrong with translations, in the catalogues as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import checks
from pipeline.checks.base import Level, Message, Pair
from pipeline.errors import CatalogueError, UsageError
from pipeline.model import Place, State
from pipeline.stages.broken import unreadable
from pipeline.stages.work import Outcome, counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.catalogue import Catalogue
    from pipeline.checks.base import Problem
    from pipeline.glossary import Glossary
    from pipeline.model import Entry, Finding
    from pipeline.stages.work import Work

_LOOKED_AT = frozenset({State.REVIEWED, State.EDITED})
"""States whose text a person answers for; a machine's own text is guarded when it is drafted."""


@dataclass(frozen=True, slots=True)
class Report:
    """A problem in its place."""

    place: Place
    language: str
    entry: Entry
    problem: Problem


def check(
    work: Work, *, only: Collection[str] = (), drafts: bool = False
) -> tuple[list[Report], Outcome]:
    """Return what is wrong with the translations of the wanted documents and languages.

    ``only`` are the identifiers of the checks that look; without any all do. With ``drafts`` also
    a machine's own texts are looked at. Raises UsageError for an unknown check.
    """
    for name in only:
        if name not in checks.IDENTIFIERS:
            known = ", ".join(checks.IDENTIFIERS)
            raise UsageError(f'no check "{name}"; there are: {known}')
    states = _LOOKED_AT | ({State.DRAFT} if drafts else set())
    reports: list[Report] = []
    findings: list[Finding] = []
    for language in work.languages:
        reports += _language(work, language, only, states, findings)
    wrong = sum(report.problem.level is Level.ERROR for report in reports)
    summary = f"check: {counted(wrong, 'error')}, {counted(len(reports) - wrong, 'warning')}"
    return reports, Outcome(summary, (), tuple(findings), failed=bool(wrong))


def problems(
    entries: Sequence[Entry], pair: Pair, only: Collection[str], terms: Glossary
) -> Iterator[tuple[Entry, Problem]]:
    """Yield what is wrong with a catalogue's entries, except what their comments switch off."""
    messages = _messages(entries, "")
    for index, problem in checks.check(messages, pair, only=only or None, glossary=terms):
        if problem.check not in checks.ignored(entries[index].comments):
            yield entries[index], problem


def _language(
    work: Work,
    language: str,
    only: Collection[str],
    states: Collection[State],
    findings: list[Finding],
) -> Iterator[Report]:
    """Yield what is wrong in a language; catalogues that cannot be read become findings.

    All documents are read, as a sentence may be translated in another way in one that nobody
    asked for.
    """
    terms = work.glossary(language)
    asked = set(work.documents(language))
    paths: list[str] = []
    documents: list[list[Entry]] = []
    wanted: set[int] = set()
    for name in work.catalogues(language):
        path = work.project.shown(work.project.catalogue(name, language))
        try:
            found = work.catalogue(name, language)
        except CatalogueError as error:
            findings += [unreadable(error, path)] if name in asked else []
            continue
        if name in asked:
            wanted.add(len(documents))
            yield from _conflicts(found, path, language, only)
        paths.append(path)
        documents.append([e for e in found.entries.values() if e.state in states] if found else [])
    messages = [_messages(entries, path) for entries, path in zip(documents, paths, strict=True)]
    pair = Pair(work.project.language, language)
    for number, index, problem in checks.check_all(
        messages, pair, wanted=wanted, only=only or None, glossary=terms
    ):
        entry = documents[number][index]
        if problem.check not in checks.ignored(entry.comments):
            yield Report(Place(paths[number], entry.line), language, entry, problem)


def _conflicts(
    found: Catalogue | None, path: str, language: str, only: Collection[str]
) -> Iterator[Report]:
    """Yield what a merge has left in entries of any state."""
    if found and (not only or "conflict" in only):
        for entry in found.entries.values():
            for problem in checks.conflict(entry.comments):
                yield Report(Place(path, entry.line), language, entry, problem)


def _messages(entries: Sequence[Entry], path: str) -> list[Message]:
    return [
        Message(e.source, e.target, e.context, e.line, e.state is State.REVIEWED, path)
        for e in entries
    ]
