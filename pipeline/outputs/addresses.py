"""Where pages stand, and how one file of the site names another."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pipeline.errors import UsageError
from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.outputs.pages import Page, SiteSettings

INDEX = "index"
"""The name of a language's first page: a document, or else the list of all pages."""
ROOT = "index.html"
STYLE = "assets/style.css"
SCRIPT = "assets/root.js"
DRAFTS = "assets/draft.css"
"""Style of the signs on pages that keep their own design."""
FILES = "files"
"""Folder of the copied source files: no language is called so, nor is the theme's folder."""


def page_path(language: str, name: str) -> str:
    """Return the path of a page in the output folder."""
    return f"{language}/{name}.html"


def relative(target: str, start: str) -> str:
    """Return the URL of a file of the site as a page of it writes it.

    Works from a folder on disk as from a server, hence never without a file name.

    >>> relative("ko/guide/50% off.html", "en/guide/start.html")
    '../../ko/guide/50%25%20off.html'
    """
    return quote(posixpath.relpath(target, posixpath.dirname(start) or "."), safe="/")


def absolute(base_url: str, target: str) -> str:
    """Return the URL of a file of a site that stands at an address."""
    return f"{base_url.rstrip('/')}/{quote(target, safe='/')}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The pages of a site and where they stand."""

    settings: SiteSettings
    pages: Mapping[str, Mapping[str, Page]]
    """By document name, then by language."""
    names: Mapping[str, str]
    """By the document's path in the source folder."""

    @property
    def languages(self) -> list[str]:
        """Languages that have a page, the source language first."""
        offered = (self.settings.language, *self.settings.languages)
        present = {language for versions in self.pages.values() for language in versions}
        return [tag for tag in dict.fromkeys(offered) if tag in present]

    def nearest(self, name: str, language: str) -> Page | None:
        """Return a document's page in a language, or else in the source language, or None."""
        versions = self.pages.get(name, {})
        return versions.get(language) or versions.get(self.settings.language)


def place(pages: Iterable[Page], settings: SiteSettings) -> tuple[Addresses, list[Finding]]:
    """Return where the pages stand; raises UsageError where two would be one file.

    The document "index" takes the place of its language's list. One whose name differs from that
    only by letter case is left out, with a finding: not every disk knows the difference.
    """
    _check_base_url(settings.base_url)
    table: dict[str, dict[str, Page]] = {}
    taken: dict[str, str] = {}
    findings = {}
    for page in pages:
        name, path = page.document.name, page.document.path
        if name.casefold() == INDEX != name:
            message = 'its page would stand where "index" stands; write its name in small letters'
            findings[path] = Finding(Place(f"{settings.source}/{path}"), "page-name", message)
            continue
        versions = table.setdefault(name, {})
        other = taken.setdefault(name.casefold(), path)
        if other != path or page.language in versions:
            where = f"{settings.source}/{path}"
            raise UsageError(f"{where}: would make the same page as {other}; rename one of them")
        versions[page.language] = page
    names = {p.document.path: name for name, each in table.items() for p in each.values()}
    return Addresses(settings, table, names), list(findings.values())


def _check_base_url(base_url: str) -> None:
    if not base_url:
        return
    try:
        parts = urlsplit(base_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            f'localepress.toml: base_url "{base_url}" is not the address of a site; '
            'write it like "https://example.org/docs"'
        )
