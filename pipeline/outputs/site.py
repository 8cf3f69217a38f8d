"""The site: a page for each document and language, their lists, and the page that offers both.

Nothing here reads or writes the output folder; see files.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.model import Finding, Place
from pipeline.outputs import addresses as places
from pipeline.outputs import body, inplace, links, poured, templates, views
from pipeline.outputs.addresses import DRAFTS, INDEX, ROOT, STYLE, Addresses, absolute, page_path
from pipeline.outputs.pages import Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.outputs.pages import Page, ReadFile, SiteSettings, Words

_ENGLISH = "en"
"""The language of the templates' own words."""


def render(pages: Sequence[Page], settings: SiteSettings, words: Words, read: ReadFile) -> Site:
    """Return the files of the site and what is wrong with its links and words.

    Raises UsageError where two pages would be one file, LocalepressError for a broken template.
    """
    addresses, findings = places.place(pages, settings)
    heads = {
        (name, tag): body.head(page)
        for name, versions in addresses.pages.items()
        for tag, page in versions.items()
    }
    copies = links.Files(read)
    made: dict[str, bytes] = {}
    for tag in addresses.languages:
        theme = templates.Theme(words(tag))
        language = _Language(theme, views.Views(addresses, heads, tag))
        for versions in addresses.pages.values():
            page = versions.get(tag)
            if page and not page.stays:
                made[page_path(tag, page.document.name)] = language.page(page, copies, findings)
        if tag not in addresses.pages.get(INDEX, {}):
            made[page_path(tag, INDEX)] = language.list()
        findings += _missing_words(theme, tag)
    made[ROOT] = _root(addresses, words)
    made[STYLE] = (templates.THEME / "style.css").read_bytes()
    if any(page.document.in_place and not page.reviewed for page in pages):
        made[DRAFTS] = (templates.THEME / "draft.css").read_bytes()
    findings += _unknown_in_menu(addresses)
    return Site(dict(sorted((made | copies.copies()).items())), tuple(sorted(set(findings))))


class _Language:
    """The pages of one language."""

    def __init__(self, theme: templates.Theme, view: views.Views) -> None:
        self._theme = theme
        self._view = view
        self._words = theme.words("words.html")

    def page(self, page: Page, copies: links.Files, findings: list[Finding]) -> bytes:
        """Return a document's page, adding links that lead nowhere to the findings."""
        addresses = self._view.addresses
        name, path = page.document.name, page_path(page.language, page.document.name)
        linker = links.Linker(page, addresses, copies)
        source_language = languages.name(page.document.language, page.language)
        if page.document.in_place:
            said = {"page": page, "source_language": source_language}
            notice = self._theme.render("notice.html", said).decode()
            made, found = inplace.render(page, linker, notice)
            findings += found
            return made
        root = poured.parse(page.html)
        findings += links.rewrite(root, linker)
        signs = body.Signs(*(str(self._words[k]) for k in ("begins", "ends", "table")))
        values = {
            "head": self._view.heads[name, page.language],
            "page": page,
            "has_main": root.body.find(".//main") is not None,
            "source_language": source_language,
            "content": body.content(root, page, signs),
            "switcher": self._view.switcher(path, name),
            **self._view.frame(path),
            **_addressed(addresses, path, views.alternates(addresses, name), page.reviewed),
        }
        return self._theme.render("page.html", values)

    def list(self) -> bytes:
        """Return the list of all pages."""
        addresses, tag = self._view.addresses, self._view.language
        path = page_path(tag, INDEX)
        reviewed = views.finished(addresses, tag)
        values = {
            "groups": self._view.groups(path),
            "folder_names": self._words["folder_names"],
            "source": addresses.settings.language,
            "switcher": self._view.switcher(path, None),
            **self._view.frame(path),
            **_addressed(addresses, path, views.list_alternates(addresses), reviewed),
        }
        return self._theme.render("index.html", values)


def _addressed(
    addresses: Addresses, path: str, alternates: Sequence[views.Alternate], reviewed: bool
) -> Mapping[str, object]:
    """Return what a page tells search engines: to stay away, or where it and its likes stand."""
    base = addresses.settings.base_url
    return {
        "noindex": not reviewed,
        "canonical": absolute(base, path) if base and reviewed else "",
        "alternates": alternates if reviewed else [],
    }


def _root(addresses: Addresses, words: Words) -> bytes:
    """Return the page that offers the languages, each under its own name."""
    source = addresses.settings.language
    view = views.Views(addresses, {}, source)
    values = {
        **view.frame(ROOT, menu=False),
        **_addressed(addresses, ROOT, views.list_alternates(addresses), reviewed=True),
        "switcher": view.switcher(ROOT, None),
    }
    return templates.Theme(words(source)).render("root.html", values)


def _unknown_in_menu(addresses: Addresses) -> Iterator[Finding]:
    for name in addresses.settings.menu:
        if name not in addresses.pages:
            near = difflib.get_close_matches(name, addresses.pages, 1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            message = f'menu: there is no document "{name}"{hint}'
            yield Finding(Place("localepress.toml"), "menu", message)


def _missing_words(theme: templates.Theme, language: str) -> Iterator[Finding]:
    if theme.missing and language.partition("-")[0] != _ENGLISH:
        first, count = min(theme.missing), len(theme.missing)
        message = f'{count} of the site\'s own words have no translation, such as "{first}"'
        place = Place(f"interface/{languages.folder(language)}.po")
        yield Finding(place, "interface-words", message, language, error=False)
