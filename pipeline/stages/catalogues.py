"""``extract``, ``update`` and ``status``: documents to templates and catalogues, and counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from pipeline import catalogue, files, marks
from pipeline.catalogue import About
from pipeline.errors import CatalogueError
from pipeline.model import Finding, Place, State
from pipeline.stages import renames
from pipeline.stages.broken import unreadable
from pipeline.stages.stamps import Stamps
from pipeline.stages.work import Outcome, counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from pipeline.catalogue import Merged
    from pipeline.glossary import Glossary
    from pipeline.messages import Source
    from pipeline.stages.readings import Reading
    from pipeline.stages.work import Work

Row = dict[str, object]


def extract(work: Work) -> Outcome:
    """Write the template of every document; returns which have changed."""
    written = [
        path
        for source in work.sources
        for path in _write_template(work, source, _template(work, source))
    ]
    count = len(work.sources)
    summary = f"extract: {counted(count, 'document')}, {counted(len(written), 'template')} changed"
    return Outcome(summary, tuple(written), (*work.findings, *work.notices))


def _write_template(work: Work, source: Source, data: bytes) -> list[str]:
    path = work.project.template(source.document.name)
    if work.bytes(path) == data:
        return []
    if work.dry_run:
        work.pending[path] = data
    else:
        files.write(path, data, sync=False)
    return [work.project.shown(path)]


def _template(work: Work, source: Source) -> bytes:
    lines = work.project.settings.catalogue.lines
    segments = list(source.segments)
    for language in work.project.languages:
        own = source.for_language(language)
        # A sentence that only some languages lack a part of is another message in these.
        segments += own.segments if own and own is not source else ()
    return catalogue.template(segments, work.project.title, lines=lines)


def update(work: Work, *, resegment: bool = False) -> Outcome:
    """Bring the catalogues up to date with the sources, and then the templates.

    A catalogue that cannot be read is a finding and stays as it is.
    """
    terms = {language: work.glossary(language) for language in work.languages}
    moves = renames.follow(work)
    written = [work.project.shown(work.project.catalogue(m.new, m.language)) for m in moves]
    unread: list[Finding] = []
    counts: Counter[str] = Counter()
    stamps = Stamps.load(work)
    for reading in work.read():
        source = reading.source
        paths = _made_from(work, reading)
        if source is None or (not resegment and all(map(stamps.holds, paths, paths.values()))):
            continue
        template = _template(work, source)
        before = len(unread)
        for language in work.languages:
            own = source.for_language(language)
            if own is None:
                continue
            try:
                about = _about(work, source, language, terms[language])
                merged, changed = _update(work, own, about, template, resegment=resegment)
            except CatalogueError as error:
                unread.append(unreadable(error, about.path))
            else:
                counts.update(_counts(merged))
                written += changed
        # Last, since the template of before tells the catalogues the order of before.
        written += _write_template(work, source, template)
        if len(unread) == before:
            for file, made_from in paths.items():
                stamps.set(file, made_from)
    stamps.save()
    moved = renames.findings(work, moves)
    orphans = _orphans(work, {move.old for move in moves})
    findings = (*work.findings, *work.notices, *unread, *moved, *orphans)
    return Outcome(_update_summary(work, counts), tuple(dict.fromkeys(written)), findings)


def compare_catalogues(work: Work, *, resegment: bool = False) -> Outcome:
    """Return a finding for each template and catalogue that updating would change; write none."""
    done = update(replace(work, dry_run=True), resegment=resegment)
    message = "not up to date with its source; run localepress update and commit the file"
    stale = tuple(Finding(Place(path), "out-of-date", message) for path in done.written)
    summary = f"update --check: {counted(len(stale), 'file')} out of date"
    return Outcome(summary, (), (*done.findings, *stale))


def _made_from(work: Work, reading: Reading) -> dict[Path, tuple[str, ...]]:
    """Return the files that come of a document, each with what decides what is in it."""
    if reading.source is None:
        return {}
    project, name = work.project, reading.source.document.name
    common = reading.key, project.title, str(project.settings.catalogue)
    catalogues = {project.catalogue(name, language): language for language in work.languages}
    return {
        project.template(name): common,
        **{path: (*common, language) for path, language in catalogues.items()},
    }


def _about(work: Work, source: Source, language: str, terms: Glossary) -> About:
    project = work.project
    shown = project.shown(project.catalogue(source.document.name, language))
    return About(shown, language, project.title, project.settings.catalogue.lines, terms)


def _update(
    work: Work, source: Source, about: About, new_template: bytes, *, resegment: bool
) -> tuple[Merged, list[str]]:
    name, language, shown = source.document.name, about.language, about.path
    path = work.project.catalogue(name, language)
    order = work.project.cache / "merged" / language / f"{name}.pot"
    template = work.bytes(order) or work.bytes(work.project.template(name))
    last: list[Merged] = []

    def merge(old: bytes | None) -> bytes:
        if old is not None and not old.strip():
            raise CatalogueError(f"{shown}: empty; restore it, or remove it to have it made anew")
        done = catalogue.merge(old, source.segments, about, old_template=template)
        lost = done.restyled + done.matched + done.retired
        if old and (resegment or (lost and done.added + done.restyled + done.matched)):
            # The same text in other messages, after a change of the rules or the mode, is carried
            # over unasked: without it, reviewed sentences would be outdated.
            carried = catalogue.resegment(old, source.parts, language, shown, work.rules(language))
            done = catalogue.merge(
                old, source.segments, about, old_template=template, carried=carried
            )
        last.append(done)
        return done.data

    if work.dry_run:
        old = work.bytes(path)
        work.pending[path] = merge(old)
        changed = work.pending[path] != old
    else:
        changed = catalogue.amend(path, merge)
        _remember_order(work, order, new_template)
    return last[-1], [shown] if changed else []


def _remember_order(work: Work, path: Path, data: bytes) -> None:
    """Keep the template that a catalogue was merged with.

    The one in locales/pot may be newer by the next merge, and would tell the wrong old order.
    """
    if work.bytes(path) != data:
        work.project.made_cache()
        files.write(path, data, sync=False)


def _counts(merged: Merged) -> dict[str, int]:
    return {f.name: getattr(merged, f.name) for f in fields(merged) if f.name != "data"}


def _update_summary(work: Work, counts: Mapping[str, int]) -> str:
    words = {
        "added": "new",
        "restyled": "kept as only the style of the source differs",
        "matched": "outdated by a changed source",
        "carried": "carried over",
        "returned": "back in use",
        "retired": "obsolete",
        "dropped": "dropped",
    }
    said = ", ".join(f"{counts[key]} {word}" for key, word in words.items() if counts.get(key))
    size = f"{counted(len(work.sources), 'document')}, {counted(len(work.languages), 'language')}"
    return f"update: {size}: {said or 'no message has changed'}"


def _orphans(work: Work, moved: Collection[str]) -> Iterable[Finding]:
    """Yield a notice for every catalogue whose document is gone; it stays, for its words."""
    if work.only_documents or work.findings:
        return
    names = {source.document.name for source in work.sources}
    for language in work.languages:
        for name in work.catalogues(language):
            if name not in names and name not in moved:
                message = "its source is gone; the catalogue is left alone, remove it when you like"
                place = Place(work.project.shown(work.project.catalogue(name, language)))
                yield Finding(place, "source-gone", message, language, error=False)


def status(work: Work) -> tuple[list[Row], Outcome]:
    """Return a row for each document and language: messages by state, and words of the source."""
    rows: list[Row] = []
    findings = list(work.findings)
    for source in work.sources:
        for language in work.languages:
            own = source.for_language(language)
            if own is None:
                continue
            try:
                rows.append(_status_row(work, own, language))
            except CatalogueError as error:
                path = work.project.shown(work.project.catalogue(source.document.name, language))
                findings.append(unreadable(error, path))
    return rows, Outcome(findings=tuple(findings))


def _status_row(work: Work, source: Source, language: str) -> Row:
    found = work.catalogue(source.document.name, language)
    entries = found.entries if found else {}
    states: Counter[State] = Counter()
    words = todo = 0
    for segment in source.segments:
        entry = entries.get(segment.key)
        state = entry.state if entry else State.EMPTY
        states[state] += 1
        count = len(marks.plain(segment.source).split())
        words += count
        todo += 0 if state is State.REVIEWED else count
    row: Row = {"document": source.document.name, "language": language}
    order = (State.REVIEWED, State.EDITED, State.DRAFT, State.OUTDATED, State.EMPTY)
    row |= {"drafts" if state is State.DRAFT else state.value: states[state] for state in order}
    return row | {"messages": states.total(), "words": words, "words to review": todo}
