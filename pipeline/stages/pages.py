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
from pipeline.outputs import files, texts
from pipeline.outputs.pages import Page, Person, SiteSettings
from pipeline.settings import PERSON
from pipeline.stages.thresholds import Gate
from pipeline.stages.work import Outcome, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.outputs.pages import Site, SiteTexts
    from pipeline.project import Project
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
    findings = list(work.findings)
    tags = (project.language, *project.languages)
    keep = [f"{tag}/{path.rpartition('.')[0]}.html" for path in work.unread for tag in tags]
    drafts = project.settings.publish.drafts and not reviewed_only
    last = files.last(project.output, project.settings.project.output)
    table = project.settings.publish
    gate = Gate(last, table, project.settings.project.source, drafts=drafts)
    pages: list[Page | None] = []
    for source in work.sources:
        if source.document.name == SITE:
            continue
        own = source.for_language(project.language)
        if own:
            pages.append(Page(own.document, project.language, own.document.html))
        for language in project.languages:
            own = source.for_language(language)
            if own is None:
                continue
            try:
                page, found = _page(work, own, language, drafts=drafts)
            except CatalogueError as error:
                path = project.shown(project.catalogue(source.document.name, language))
                findings.append(unreadable(error, path))
                pages.append(gate.stayed(Page(own.document, language, own.document.html)))
            else:
                has = work.catalogue(source.document.name, language) is not None
                pages.append(gate.passed(page, may_stay=has))
                findings += found
    shown = [page for page in pages if page]
    reader = files.reader(project.source, readers.READERS)
    site = outputs.OUTPUTS["site"](shown, _settings(work, findings), words, reader)
    return _Made(site, (*findings, *gate.findings, *site.findings), (*keep, *sorted(gate.keep)))


def _settings(work: Work, findings: list[Finding]) -> SiteSettings:
    project = work.project
    return SiteSettings(
        project.title,
        project.language,
        project.languages,
        project.settings.publish.base_url,
        project.settings.publish.menu,
        project.settings.project.source,
        work.unread,
        _texts(work, findings),
        _responsible(project),
    )


def _texts(work: Work, findings: list[Finding]) -> dict[str, SiteTexts]:
    """Return the texts of the settings by language, adding what is wrong with their catalogues.

    Only what is reviewed is shown: a word of the menu has no place for a sign that it is not.
    """
    source = work.site
    if source is None:
        return {}
    own, project = source.document, work.project
    found = {project.language: texts.read(Page(own, project.language, own.html))}
    for language in project.languages:
        path = project.shown(project.catalogue(SITE, language))
        try:
            known = work.catalogue(SITE, language)
        except CatalogueError as error:
            findings.append(unreadable(error, path))
            known = None
        entries = known.entries if known else {}
        done = messages.localise(source, entries, language, drafts=False, catalogue=path)
        findings += done.findings
        found[language] = texts.read(Page(own, language, done.html))
    return found


def _responsible(project: Project) -> dict[str, Person]:
    """Return who answers for the texts of each language, where the settings name somebody."""
    said = project.settings.publish.responsible
    tags = (project.language, *project.languages)
    named = said if isinstance(said, dict) else dict.fromkeys(tags, said)
    found = {}
    for tag, person in named.items():
        if match := PERSON.fullmatch(person.strip()):
            address = match[2] or ""
            web = not address or address.startswith("http")
            found[tag] = Person(match[1], address if web else f"mailto:{address}")
    return found


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
