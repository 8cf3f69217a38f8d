"""``build``: documents and catalogues to the pages of the site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline import catalogue, languages, messages, outputs, readers
from pipeline.elements import SITE
from pipeline.errors import CatalogueError
from pipeline.model import MEMORY, State
from pipeline.outputs import files
from pipeline.outputs.pages import Page
from pipeline.stages.sites import site_settings
from pipeline.stages.thresholds import Gate
from pipeline.stages.work import Outcome, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.outputs.pages import Site
    from pipeline.stages.work import Work


@dataclass(frozen=True, slots=True)
class _Made:
    """What building makes."""

    site: Site
    findings: tuple[Finding, ...]
    keep: tuple[str, ...]
    """Pages that cannot be made now, because a file cannot be read: the old ones stay."""


def build(work: Work, *, reviewed_only: bool = False) -> Outcome:
    """Write the pages that have changed, and remove those of ours whose source is gone."""
    made = _make(work, reviewed_only=reviewed_only)
    label = work.project.settings.project.output
    do = files.plan if work.dry_run else files.publish
    done = do(made.site.files, work.project.output, label, made.keep)
    pages = sum(path.endswith(".html") for path in made.site.files)
    summary = f"build: {pages} pages, {len(done.write)} files written, {len(done.remove)} removed"
    changed = tuple(f"{label}/{path}" for path in (*done.write, *done.remove))
    return Outcome(summary, changed, (*made.findings, *done.findings))


def compare(work: Work, *, reviewed_only: bool = False) -> tuple[str, Outcome]:
    """Return how the pages on disk differ from what building would make, as a unified diff."""
    made = _make(work, reviewed_only=reviewed_only)
    label = work.project.settings.project.output
    differences = files.compare(made.site.files, work.project.output, label, made.keep)
    summary = f"build --check: {len(differences)} files differ" if differences else ""
    summary = summary or f"build --check: {label} is as building would make it"
    outcome = Outcome(summary, (), made.findings, failed=bool(differences))
    return "".join(difference.diff for difference in differences), outcome


def _make(work: Work, *, reviewed_only: bool) -> _Made:
    project = work.project
    tags = (project.language, *project.languages)
    unread = [f"{tag}/{path.rpartition('.')[0]}.html" for path in work.unread for tag in tags]
    drafts = project.settings.publish.drafts and not reviewed_only
    last = files.last(project.output, project.settings.project.output)
    source = project.settings.project.source
    gate = Gate(last, project.settings.publish, source, drafts=drafts)
    texts = [each for each in work.sources if each.document.name != SITE]
    pages = [page for each in texts for page in _pages(work, each, gate, drafts=drafts)]
    settings, findings = site_settings(work)
    reader = files.reader(project.source, readers.READERS)
    site = outputs.OUTPUTS["site"](pages, settings, words, reader)
    found = (*work.findings, *gate.findings, *findings, *site.findings)
    return _Made(site, found, (*unread, *sorted(gate.keep)))


def _pages(work: Work, source: Source, gate: Gate, *, drafts: bool) -> Iterator[Page]:
    """Yield the pages of a document that are published, and tell the gate what is wrong."""
    project = work.project
    if own := source.for_language(project.language):
        yield Page(own.document, project.language, own.document.html)
    for language in project.languages:
        own = source.for_language(language)
        if own is None:
            continue
        try:
            page, found = _page(work, own, language, drafts=drafts)
        except CatalogueError as error:
            path = project.shown(project.catalogue(source.document.name, language))
            gate.findings.append(unreadable(error, path))
            shown = gate.stayed(Page(own.document, language, own.document.html))
        else:
            gate.findings += found
            has = work.catalogue(source.document.name, language) is not None
            shown = gate.passed(page, may_stay=has)
        if shown:
            yield shown


def _page(
    work: Work, source: Source, language: str, *, drafts: bool
) -> tuple[Page, tuple[Finding, ...]]:
    """Return a page in a language; raises CatalogueError."""
    path = work.project.shown(work.project.catalogue(source.document.name, language))
    found = work.catalogue(source.document.name, language)
    entries = found.entries if found else {}
    done = messages.localise(source, entries, language, drafts=drafts, catalogue=path)
    machines = (origin for origin in done.origins if origin.engine != MEMORY)
    engines = dict.fromkeys(f"{o.engine} {o.package} {o.version}" for o in machines)
    counts = done.drafts, done.fallbacks, done.messages
    return Page(source.document, language, done.html, *counts, tuple(engines)), done.findings


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the reviewed words of the site itself in a language; {} where there are none."""
    folder = resources.files("pipeline") / "interface"
    for tag in (language, language.partition("-")[0]):
        file = folder / f"{languages.folder(tag)}.po"
        if file.is_file():
            found = catalogue.read(file.read_bytes(), f"interface/{file.name}")
            return {
                entry.source: entry.target
                for entry in found.entries.values()
                if entry.state is State.REVIEWED
            }
    return {}
