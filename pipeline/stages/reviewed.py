"""Texts of a site that are on every page: those of the settings, and those of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.errors import CatalogueError
from pipeline.stages.broken import unreadable

if TYPE_CHECKING:
    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.stages.work import Work


def html(work: Work, name: str, source: Source, language: str, findings: list[Finding]) -> str:
    """Return a document in a language, with what is reviewed in its catalogue and nothing else.

    Adds what is wrong with the catalogue; one that cannot be read is as one without texts.
    """
    path = work.project.shown(work.project.catalogue(name, language))
    try:
        known = work.catalogue(name, language)
    except CatalogueError as error:
        findings.append(unreadable(error, path))
        known = None
    entries = known.entries if known else {}
    done = messages.localise(source, entries, language, drafts=False, catalogue=path)
    findings += done.findings
    return done.html
