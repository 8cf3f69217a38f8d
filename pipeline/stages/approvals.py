"""``approve``: what a person has read elsewhere becomes reviewed, without a change of its text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import catalogue, checks, marks
from pipeline.checks.base import Pair
from pipeline.errors import CatalogueError, UsageError
from pipeline.model import Finding, Place, State
from pipeline.stages.broken import unreadable
from pipeline.stages.checks import problems
from pipeline.stages.work import Outcome, counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pipeline.catalogue import Revision
    from pipeline.glossary import Glossary
    from pipeline.model import Entry, Key
    from pipeline.stages.work import Work

_PLACES = 5
"""So many places of an ambiguous entry are told."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which messages of the wanted documents are to be approved."""

    entries: tuple[str, ...] = ()
    """Only these: each a msgid, or the file and line where one stands."""
    whole: bool = False
    """All documents; a slip of the keyboard must not approve a project."""
    no_findings: bool = False
    """Only those that no check finds fault with."""
    outdated: bool = False
    """Also texts that were made for other sentences."""


@dataclass(frozen=True, slots=True)
class _File:
    """A catalogue as this command looks at it."""

    path: Path
    shown: str
    language: str
    terms: Glossary
    named: frozenset[Key] | None = None
    """The only messages that are wanted; None for all."""


@dataclass
class _Verdict:
    """What is approved in a catalogue, and what is left."""

    keys: set[Key] = field(default_factory=set)
    outdated: list[Key] = field(default_factory=list)
    broken: dict[Key, tuple[str, str]] = field(default_factory=dict)
    """Which finding a text is that no page could show, and why."""
    faulty: int = 0
    """That checks find fault with."""


def approve(work: Work, choice: Choice, revision: Revision | None = None) -> Outcome:
    """Make the chosen messages reviewed; ``revision`` is named in the catalogues that change.

    Empty messages are never approved, nor are texts with wrong marks, which are findings. Raises
    UsageError if nothing is chosen, or if an entry cannot be found or approved.
    """
    _check_choice(work, choice)
    counts: Counter[str] = Counter()
    written: list[str] = []
    findings: list[Finding] = []
    for file in _files(work, choice):
        try:
            verdict, left, changed = _amend(work, file, choice, revision)
        except CatalogueError as error:
            findings.append(unreadable(error, file.shown))
            continue
        findings += left
        written += changed
        counts["messages"] += len(verdict.keys)
        counts["outdated"] += len(verdict.outdated)
        counts["faulty"] += verdict.faulty
        counts["broken"] += len(verdict.broken)
    return Outcome(_summary(counts, len(written)), tuple(written), tuple(findings))


def _check_choice(work: Work, choice: Choice) -> None:
    some = work.only_documents or choice.entries
    if choice.whole and some:
        raise UsageError("--all goes with no document and no --entry; leave one of them out")
    if not (some or choice.whole or choice.no_findings):
        raise UsageError(
            "nothing says what is approved; name documents, or give --entry, --no-findings or --all"
        )


def _files(work: Work, choice: Choice) -> list[_File]:
    """Return the catalogues that are looked at, in order; raises UsageError for a wrong entry."""
    files = [
        _File(path, work.project.shown(path), language, terms)
        for language in work.languages
        for terms in [work.glossary(language) if choice.no_findings else ()]
        for name in work.documents(language)
        for path in [work.project.catalogue(name, language)]
    ]
    if not choice.entries:
        return files
    named = _named(work, choice, files)
    return [replace(file, named=frozenset(named[file])) for file in files if file in named]


def _named(work: Work, choice: Choice, files: Collection[_File]) -> Mapping[_File, set[Key]]:
    """Return the messages that are named one by one; raises UsageError if one may not be."""
    known = {file: list(_read(work, file).values()) for file in files}
    named: dict[_File, set[Key]] = defaultdict(set)
    for text in choice.entries:
        file, entry = _find(work, text, known)
        place = Place(file.shown, entry.line)
        if entry.state is State.EMPTY:
            raise UsageError(f"{place}: the message has no translation; write one first")
        if entry.state is not State.REVIEWED and not catalogue.may_approve(
            entry, named=True, outdated=choice.outdated
        ):
            raise UsageError(
                f"{place}: the text is a machine's draft of another sentence; "
                f"if it is right here, add --outdated"
            )
        # A line number may be one of before another change: a person sees what it has hit.
        work.voice.say(f"{place}: {_shown(entry.source)}")
        named[file].add(entry.key)
    return named


def _find(work: Work, text: str, known: Mapping[_File, list[Entry]]) -> tuple[_File, Entry]:
    """Return the one message that an entry of the command line names."""
    if match := re.fullmatch(r"(.+\.po):([0-9]+)", text):
        for file in known:
            if file.path.resolve() in _paths(work, match[1]):
                return file, _at(file, int(match[2]), known[file])
    found = [(f, e) for f, entries in known.items() for e in entries if e.source == text]
    if not found:
        raise UsageError(
            f'no message "{_shown(text)}" in the wanted catalogues; '
            f"give its msgid as it is read, or file and line as check prints them"
        )
    if len(found) > 1:
        places = [str(Place(file.shown, entry.line)) for file, entry in found]
        more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
        raise UsageError(
            f'"{_shown(text)}" stands in {", ".join(places[:_PLACES])}{more}; '
            f"name one by its file and line, or add a document or --language"
        )
    return found[0]


def _shown(text: str) -> str:
    """Return a text as it may be printed: on one line, nothing that steers a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _paths(work: Work, path: str) -> set[Path]:
    """Return what a path may mean: from the project's folder as printed, or from here."""
    return {(work.project.root / path).resolve(), Path(path).resolve()}


def _at(file: _File, line: int, entries: list[Entry]) -> Entry:
    for entry in entries:
        if entry.line == line:
            return entry
    raise UsageError(f"{file.shown}:{line}: no msgid begins in this line; name the line of one")


def _read(work: Work, file: _File) -> Mapping[Key, Entry]:
    data = work.bytes(file.path)
    return catalogue.read(data, file.shown).entries if data is not None else {}


def _amend(
    work: Work, file: _File, choice: Choice, revision: Revision | None
) -> tuple[_Verdict, list[Finding], list[str]]:
    """Approve what is chosen in a catalogue, judged by the bytes that are replaced."""
    pair = Pair(work.project.language, file.language)
    last: list[tuple[_Verdict, list[Finding]]] = []

    def change(old: bytes | None) -> bytes:
        data = old or b""
        entries = catalogue.read(data, file.shown).entries
        verdict = _judge(entries.values(), file, choice, pair)
        new = catalogue.approve(data, verdict.keys, path=file.shown, revision=revision)
        if not work.dry_run:
            # A person will look for what is left in the file as it is then.
            entries = catalogue.read(new, file.shown).entries
        last.append((verdict, [*_left(verdict, file, entries)]))
        return new

    if work.dry_run:
        old = work.bytes(file.path)
        work.pending[file.path] = change(old)
        changed = work.pending[file.path] != old
    else:
        changed = catalogue.amend(file.path, change)
    return *last[-1], [file.shown] if changed else []


def _judge(entries: Collection[Entry], file: _File, choice: Choice, pair: Pair) -> _Verdict:
    """Return which messages of a catalogue are approved, and what is left and why."""
    verdict = _Verdict()
    named = file.named is not None
    for entry in entries:
        if file.named is not None and entry.key not in file.named:
            continue
        if catalogue.may_approve(entry, named=named, outdated=choice.outdated):
            if fault := _fault(entry):
                verdict.broken[entry.key] = fault
            else:
                verdict.keys.add(entry.key)
        elif entry.state is State.OUTDATED:
            verdict.outdated.append(entry.key)
    if choice.no_findings:
        faulty = verdict.keys & _faulty(entries, verdict.keys, file, pair)
        verdict.keys -= faulty
        verdict.faulty = len(faulty)
    return verdict


def _fault(entry: Entry) -> tuple[str, str] | None:
    """Return what keeps a text from being finished: the finding, and why."""
    for conflict in checks.conflict(entry.comments):
        return conflict.check, conflict.message
    if marks.is_merged(entry.target):
        lost = marks.renumber(entry.source)[1]
        return ("merged", f"{entry.target} would lose the marks of this sentence") if lost else None
    try:
        marks.compare(entry.source, entry.target)
    except marks.MarkError as error:
        return "marks", str(error)
    return None


def _left(verdict: _Verdict, file: _File, entries: Mapping[Key, Entry]) -> Iterator[Finding]:
    """Yield what a person has to be told about messages that are not approved."""
    for key, (check, why) in verdict.broken.items():
        place = Place(file.shown, entries[key].line)
        yield Finding(place, check, f"{why}; not approved", file.language)
    if not verdict.outdated:
        return
    count = len(verdict.outdated)
    said = "1 outdated message is left, its text was made for another sentence"
    if count > 1:
        said = f"{count} outdated messages are left, their texts were made for other sentences"
    said += "; read, then add --outdated or name one with --entry"
    place = Place(file.shown, entries[verdict.outdated[0]].line)
    yield Finding(place, "outdated", said, file.language, error=False)


def _faulty(
    entries: Collection[Entry], chosen: Collection[Key], file: _File, pair: Pair
) -> set[Key]:
    """Return the messages that checks would find fault with, were they reviewed."""
    looked_at = [
        replace(entry, state=State.REVIEWED) if entry.key in chosen else entry
        for entry in entries
        if entry.key in chosen or entry.state in {State.REVIEWED, State.EDITED, State.DRAFT}
    ]
    return {entry.key for entry, _ in problems(looked_at, pair, (), file.terms)}


def _summary(counts: Mapping[str, int], files: int) -> str:
    said = "nothing to approve"
    if count := counts["messages"]:
        said = f"{counted(count, 'message')} in {counted(files, 'catalogue')}"
    words = {
        "outdated": "outdated",
        "broken": "with wrong marks or an open conflict",
        "faulty": "with what check --drafts finds",
    }
    left = ", ".join(f"{counts[key]} {word}" for key, word in words.items() if counts[key])
    return f"approve: {said}; left: {left}" if left else f"approve: {said}"
