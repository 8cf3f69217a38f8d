"""The site: a page for each document and language, their lists, and the page that offers both.

Nothing here reads or writes the output folder; see files.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.model import Finding, Place
from pipeline.outputs import addresses as places
from pipeline.outputs import (
    body,
    dates,
    feed,
    inplace,
    links,
    lost,
    poured,
    sitemap,
    templates,
    versions,
    views,
)
from pipeline.outputs.addresses import DRAFTS, INDEX, ROOT, SCRIPT, STYLE, Addresses, page_path
from pipeline.outputs.anchors import Anchors
from pipeline.outputs.described import About, described
from pipeline.outputs.pages import Site
from pipeline.outputs.texts import Footers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.outputs.pages import Page, ReadFile, SiteSettings, Words


def render(pages: Sequence[Page], settings: SiteSettings, words: Words, read: ReadFile) -> Site:
    """Return the files of the site and what is wrong with its links and words.

    Raises UsageError where two pages would be one file, LocalepressError for a broken template.
    """
    addresses, findings = places.place(pages, settings)
    heads = {
        (name, tag): body.head(page)
        for name, each in addresses.pages.items()
        for tag, page in each.items()
    }
    copies, anchors = links.Files(read), Anchors()
    footers = Footers(addresses, copies, anchors)
    made: dict[str, bytes] = {}
    themes = {tag: templates.Theme(words(tag), language=tag) for tag in addresses.languages}
    seen = {}
    for tag, theme in themes.items():
        entries = feed.pages(addresses, tag)
        seen[tag] = views.Views(addresses, heads, tag, feed=bool(entries), footers=footers)
        language = _Language(theme, seen[tag], anchors)
        if entries:
            made[feed.path(tag)] = feed.render(addresses, tag, entries, heads)
        for pages_of in addresses.pages.values():
            page = pages_of.get(tag)
            if page and not page.stays:
                made[page_path(tag, page.document.name)] = language.page(page, copies, findings)
        if tag not in addresses.pages.get(INDEX, {}):
            made[page_path(tag, INDEX)] = language.list()
    source = settings.language
    first = views.Views(addresses, heads, source, footers=footers)
    made[ROOT] = _root(first, templates.Theme(words(source), language=source))
    made[STYLE] = (templates.THEME / "style.css").read_bytes()
    made[SCRIPT] = (templates.THEME / "root.js").read_bytes()
    if any(page.document.in_place and not page.reviewed for page in pages):
        made[DRAFTS] = (templates.THEME / "draft.css").read_bytes()
    made |= lost.files(seen, themes) | sitemap.files(addresses)
    findings += [*footers.findings, *_unknown_in_menu(addresses), *dates.findings(addresses)]
    findings += [finding for tag in themes for finding in _missing_words(themes[tag], tag)]
    return Site(dict(sorted((made | copies.copies()).items())), tuple(sorted(set(findings))))


class _Language:
    """The pages of one language."""

    def __init__(self, theme: templates.Theme, view: views.Views, anchors: Anchors) -> None:
        self._theme = theme
        self._view = view
        self._anchors = anchors
        self._words = theme.words("words.html")
        begins, ends, table = (theme.word(key) for key in ("begins", "ends", "table"))
        foreign = theme.is_foreign(begins) or theme.is_foreign(ends)
        self._signs = body.Signs(begins, ends, table, templates.ENGLISH if foreign else "")

    def page(self, page: Page, copies: links.Files, findings: list[Finding]) -> bytes:
        """Return a document's page, adding links that lead nowhere to the findings."""
        addresses = self._view.addresses
        name, path = page.document.name, page_path(page.language, page.document.name)
        linker = links.Linker(page, addresses, copies, self._anchors)
        source_language = languages.name(page.document.language, page.language)
        if page.document.in_place:
            said = {"page": page, "source_language": source_language}
            notice = self._theme.render("notice.html", said).decode()
            made, found = inplace.render(page, linker, notice)
            findings += found
            return made
        root = poured.parse(page.html)
        findings += links.rewrite(root, linker)
        head, paths = self._view.heads[name, page.language], versions.of(addresses, name)
        values = {
            "head": head,
            "page": page,
            "person": addresses.settings.responsible.get(page.language) if page.reviewed else None,
            "has_main": root.body.find(".//main") is not None,
            "source_language": source_language,
            "content": body.content(root, page, self._signs),
            "switcher": self._view.switcher(path, name),
            **self._view.frame(path),
            **described(
                About(path, page.language, head, paths, page.reviewed, page), addresses.settings
            ),
        }
        return self._theme.render("page.html", values)

    def list(self) -> bytes:
        """Return the list of all pages."""
        addresses, tag = self._view.addresses, self._view.language
        path = page_path(tag, INDEX)
        reviewed = versions.finished(addresses, tag)
        head = body.Head(self._theme.word("all_pages"), "")
        about = About(path, tag, head, versions.of_lists(addresses), reviewed)
        values = {
            "groups": self._view.groups(path),
            "folder_names": self._words["folder_names"],
            "source": addresses.settings.language,
            "switcher": self._view.switcher(path, None),
            **self._view.frame(path),
            **described(about, addresses.settings),
        }
        return self._theme.render("index.html", values)


def _root(view: views.Views, theme: templates.Theme) -> bytes:
    """Return the page that offers the languages, each under its own name."""
    addresses, source = view.addresses, view.language
    head = body.Head(addresses.settings.title, "")
    about = About(ROOT, source, head, versions.of_lists(addresses), reviewed=True)
    values = {
        **view.frame(ROOT, menu=False),
        **described(about, addresses.settings),
        "switcher": view.switcher(ROOT, None),
        "script": SCRIPT,
    }
    return theme.render("root.html", values)


def _unknown_in_menu(addresses: Addresses) -> Iterator[Finding]:
    for name in filter(None, addresses.settings.menu_pages):
        if name not in addresses.pages:
            near = difflib.get_close_matches(name, addresses.pages, 1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            message = f'menu: there is no document "{name}"{hint}'
            yield Finding(Place("localepress.toml"), "menu", message)


def _missing_words(theme: templates.Theme, language: str) -> Iterator[Finding]:
    if theme.missing and languages.primary(language) != templates.ENGLISH:
        first, count = min(theme.missing), len(theme.missing)
        message = f'{count} of the site\'s own words have no translation, such as "{first}"'
        place = Place(f"interface/{languages.folder(language)}.po")
        yield Finding(place, "interface-words", message, language, error=False)
