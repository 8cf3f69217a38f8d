"""Where pages stand, and how one file of the site names another."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pipeline.errors import UsageError
from pipeline.model import Finding, Place
from pipeline.outputs.asked import ALL, Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.outputs.pages import Page, SiteSettings

INDEX = "index"
"""The name of a language's first page: a document, or else the list of all pages."""
ROOT = "index.html"
STYLE = "assets/style.css"
EXTRA = "assets/extra.css"
"""Style of the project's own theme, beside ours."""
SCRIPT = "assets/root.js"
DRAFTS = "assets/draft.css"
"""Style of the signs on pages that keep their own design."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
FILES = "files"
"""Folder of the copied source files: no language is called so, nor is the theme's folder."""


def page_path(language: str, name: str) -> str:
    """Return the path of a page in the output folder."""
    return f"{language}/{name}.html"


def leads_elsewhere(path: str) -> bool:
    """Tell whether a path of the site would be another one on some system, or none.

    Besides ``..`` and the like that is what Windows takes for a device or a drive, and a dot or a
    space at the end of a name, which it drops.

    >>> [leads_elsewhere(path) for path in ("ko/a.html", "../a", "ko/con.html", "ko/a. ", "c:a")]
    [False, True, True, True, True]
    """
    return bool(re.search(r"[\x00-\x1f\\:]", path)) or any(
        not part or part[-1] in ". " or _DEVICES.match(part) for part in path.split("/")
    )


def relative(target: str, start: str) -> str:
    """Return the URL of a file of the site as a page of it writes it.

    Works from a folder on disk as from a server, hence never without a file name.

    >>> relative("ko/guide/50% off.html", "en/guide/start.html")
    '../../ko/guide/50%25%20off.html'
    """
    folder, parts = start.split("/")[:-1], target.split("/")
    shared = len(posixpath.commonprefix([folder, parts[:-1]]))
    return quote("/".join([".."] * (len(folder) - shared) + parts[shared:]), safe="/")


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
    languages: tuple[str, ...]
    """Languages that have a page, the source language first."""
    unread: Mapping[str, str]
    """Names of documents that cannot be read now, by path; links lead to the pages they had."""

    def watched(self, questions: set[str]) -> Addresses:
        """Return the same, which puts down what it is asked; see ``answer``."""
        return replace(
            self,
            pages=Asked(self.pages, "page", questions),
            names=Asked(self.names, "path", questions),
            unread=Asked(self.unread, "unread", questions),
        )

    def answer(self, question: str, pages: Mapping[str, str]) -> str | None:
        """Return what is the same as long as the answer to a question is, None where there is none.

        ``pages`` has the same of all that others see of a document, by its name.
        """
        kind, _, key = question.partition(":")
        table: Mapping[str, str] = {"page": pages, "path": self.names, "unread": self.unread}[kind]
        return repr(list(table.items())) if key == ALL else table.get(key)

    def nearest(self, name: str, language: str) -> Page | None:
        """Return a document's page in a language, or else in the source language, or None."""
        versions = self.pages.get(name, {})
        return versions.get(language) or versions.get(self.settings.language)


def place(pages: Iterable[Page], settings: SiteSettings) -> tuple[Addresses, list[Finding]]:
    """Return where the pages stand; raises UsageError where two would be one file.

    The document "index" takes the place of its language's list. One whose name differs from that
    only by letter case is left out, with a finding: not every disk knows the difference. So is one
    that would lead elsewhere on some system.
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
        if leads_elsewhere(page_path(page.language, name)):
            message = "Windows takes this name for a device or another file; rename the document"
            findings[path] = Finding(Place(f"{settings.source}/{path}"), "page-name", message)
            continue
        versions = table.setdefault(name, {})
        other = taken.setdefault(name.casefold(), path)
        if other != path or page.language in versions:
            where = f"{settings.source}/{path}"
            raise UsageError(f"{where}: would make the same page as {other}; rename one of them")
        versions[page.language] = page
    names = {p.document.path: name for name, each in table.items() for p in each.values()}
    unread = {path: posixpath.splitext(path)[0] for path in settings.unread}
    found = Addresses(settings, table, names, _languages(table, settings), unread)
    return found, list(findings.values())


def _languages(table: Mapping[str, Mapping[str, Page]], settings: SiteSettings) -> tuple[str, ...]:
    present = {language for versions in table.values() for language in versions}
    offered = dict.fromkeys((settings.language, *settings.languages))
    return tuple(tag for tag in offered if tag in present)


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
