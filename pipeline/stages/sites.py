"""What the settings say about the site, in each language: its texts, and who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.elements import SITE
from pipeline.outputs import texts
from pipeline.outputs.pages import Page, Person, SiteSettings
from pipeline.outputs.themes import NONE
from pipeline.settings import PERSON
from pipeline.stages import reviewed

if TYPE_CHECKING:
    from pipeline.model import Finding
    from pipeline.outputs.pages import SiteTexts
    from pipeline.project import Project
    from pipeline.stages.work import Work


def site_settings(work: Work, unread: tuple[str, ...]) -> tuple[SiteSettings, list[Finding]]:
    """Return what the settings say about the site, and what is wrong with their catalogues.

    ``unread`` are the paths of documents that cannot be read now.
    """
    project = work.project
    findings: list[Finding] = []
    settings = SiteSettings(
        project.title,
        project.language,
        project.languages,
        project.settings.publish.base_url,
        project.settings.publish.menu,
        project.settings.project.source,
        unread,
        _texts(work, findings),
        _responsible(project),
        work.own_theme.own if work.own_theme else NONE,
        project.settings.publish.phrases == "text",
    )
    return settings, findings


def _texts(work: Work, findings: list[Finding]) -> dict[str, SiteTexts]:
    """Return the texts of the settings by language, adding what is wrong with their catalogues.

    Only what is reviewed is shown: a word of the menu has no place for a sign that it is not.
    """
    source = work.own(SITE)
    if source is None:
        return {}
    own, project = source.document, work.project
    found = {project.language: texts.read(Page(own, project.language, own.html))}
    for language in project.languages:
        made = reviewed.html(work, SITE, source, language, findings)
        found[language] = texts.read(Page(own, language, made))
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
