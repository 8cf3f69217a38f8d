"""``build``: documents and catalogues to the pages of the site."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline import catalogue, languages, messages, outputs, readers
from pipeline.errors import CatalogueError
from pipeline.model import State
from pipeline.outputs import files
from pipeline.outputs.pages import Page, SiteSettings
from pipeline.stages.catalogues import catalogue_of
from pipeline.stages.work import Outcome, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.outputs.pages import Site
    from pipeline.stages.work import Work


def build(work: Work, *, reviewed_only: bool = False) -> Outcome:
    """Write the pages that have changed, and remove those of ours whose source is gone."""
    site, findings = _site(work, reviewed_only=reviewed_only)
    label = work.project.settings.project.output
    if work.dry_run:
        todo = files.plan(site.files, work.project.output, label)
        written, removed, more = todo.write, todo.remove, todo.findings
    else:
        done = files.publish(site.files, work.project.output, label)
        written, removed, more = done.written, done.removed, done.findings
    pages = sum(path.endswith(".html") for path in site.files)
    summary = f"build: {pages} pages, {len(written)} files written, {len(removed)} removed"
    changed = (*(f"{label}/{path}" for path in written), *(f"{label}/{path}" for path in removed))
    return Outcome(summary, changed, (*findings, *site.findings, *more))


def compare(work: Work, *, reviewed_only: bool = False) -> tuple[str, Outcome]:
    """Return how the pages on disk differ from what building would make, as a unified diff."""
    site, findings = _site(work, reviewed_only=reviewed_only)
    label = work.project.settings.project.output
    differences = files.compare(site.files, work.project.output, label)
    summary = f"build --check: {len(differences)} files differ" if differences else ""
    summary = summary or f"build --check: {label} is as building would make it"
    outcome = Outcome(summary, (), (*findings, *site.findings), failed=bool(differences))
    return "".join(difference.diff for difference in differences), outcome


def _site(work: Work, *, reviewed_only: bool) -> tuple[Site, list[Finding]]:
    project = work.project
    findings = list(work.findings)
    drafts = project.settings.publish.drafts and not reviewed_only
    pages = []
    for source in work.sources:
        pages.append(Page(source.document, project.language, source.document.html))
        pages += [
            page
            for language in project.languages
            if (page := _page(work, source, language, findings, drafts=drafts))
        ]
    settings = SiteSettings(
        project.title,
        project.language,
        project.languages,
        project.settings.publish.base_url,
        project.settings.publish.menu,
        project.settings.project.source,
    )
    reader = files.reader(project.source, readers.READERS)
    return outputs.OUTPUTS["site"](pages, settings, words, reader), findings


def _page(
    work: Work, source: Source, language: str, findings: list[Finding], *, drafts: bool
) -> Page | None:
    """Return a page in a language; None, and a finding, if its catalogue cannot be read."""
    path = work.project.shown(work.project.catalogue(source.document.name, language))
    try:
        found = catalogue_of(work, source.document.name, language)
    except CatalogueError as error:
        findings.append(unreadable(error, path))
        return None
    entries = found.entries if found else {}
    done = messages.localise(source, entries, language, drafts=drafts, catalogue=path)
    findings += done.findings
    engines = dict.fromkeys(f"{o.engine} {o.package} {o.version}" for o in done.origins)
    return Page(
        source.document,
        language,
        done.html,
        done.drafts,
        done.fallbacks,
        done.messages,
        tuple(engines),
    )


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
