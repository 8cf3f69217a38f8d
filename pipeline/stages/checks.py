"""``check``: what is wrong with translations, in the catalogues as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import checks
from pipeline.checks.base import Level, Message, Pair
from pipeline.errors import CatalogueError, UsageError
from pipeline.model import Place, State
from pipeline.stages.work import Outcome, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

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
    wanted = _LOOKED_AT | ({State.DRAFT} if drafts else set())
    reports: list[Report] = []
    findings: list[Finding] = []
    for language in work.languages:
        terms = work.glossary(language)
        for name in work.documents(language):
            path = work.project.shown(work.project.catalogue(name, language))
            try:
                found = work.catalogue(name, language)
            except CatalogueError as error:
                findings.append(unreadable(error, path))
                continue
            entries = [*found.entries.values()] if found else []
            chosen = [entry for entry in entries if entry.state in wanted]
            pair = Pair(work.project.language, language)
            faults = [*_conflicts(entries, only), *problems(chosen, pair, only, terms)]
            for entry, problem in faults:
                reports.append(Report(Place(path, entry.line), language, entry, problem))
    wrong = sum(report.problem.level is Level.ERROR for report in reports)
    summary = f"check: {wrong} errors, {len(reports) - wrong} warnings"
    return reports, Outcome(summary, (), tuple(findings), failed=bool(wrong))


def _conflicts(entries: Sequence[Entry], only: Collection[str]) -> Iterator[tuple[Entry, Problem]]:
    if not only or "conflict" in only:
        for entry in entries:
            yield from ((entry, problem) for problem in checks.conflict(entry.comments))


def problems(
    entries: Sequence[Entry], pair: Pair, only: Collection[str], terms: Glossary
) -> Iterator[tuple[Entry, Problem]]:
    """Yield what is wrong with a catalogue's entries, except what their comments switch off."""
    messages = [
        Message(e.source, e.target, e.context, e.line, e.state is State.REVIEWED) for e in entries
    ]
    for index, problem in checks.check(messages, pair, only=only or None, glossary=terms):
        if problem.check not in checks.ignored(entries[index].comments):
            yield entries[index], problem
