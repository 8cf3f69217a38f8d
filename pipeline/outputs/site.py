"""The site: a page for each document and language, their lists, and the page that offers both.

Nothing here reads or writes the output folder; see files. A page is made from its own text and from
what it asks of the others, which is put down, so that it need not be made again while the answers
stay the same.
"""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.model import Finding, Place
from pipeline.outputs import addresses as places
from pipeline.outputs import body, inplace, links, poured, templates, views
from pipeline.outputs.addresses import DRAFTS, INDEX, ROOT, STYLE, Addresses, absolute, page_path
from pipeline.outputs.pages import Site

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pipeline.outputs.pages import Page, ReadFile, SiteSettings, Words

_ENGLISH = "en"
"""The language of the templates' own words."""


def render(pages: Sequence[Page], settings: SiteSettings, words: Words, read: ReadFile) -> Site:
    """Return the files of the site and what is wrong with its links and words.

    Raises UsageError where two pages would be one file, LocalepressError for a broken template.
    """
    renderer = Renderer(pages, settings, words, read)
    full = {page_path(page.language, page.document.name): page for page in pages}
    made = {path: renderer.make(path, full.get(path)) for path in renderer.places}
    findings = [*renderer.findings, *renderer.wordless(each.missing for each in made.values())]
    findings += (finding for each in made.values() for finding in each.findings)
    files = {path: each.data for path, each in made.items()} | renderer.rest()
    return Site(dict(sorted(files.items())), tuple(sorted(set(findings))))


@dataclass(frozen=True, slots=True)
class Made:
    """A page of the site, and all that decides whether it has to be made anew."""

    data: bytes
    findings: tuple[Finding, ...]
    missing: frozenset[tuple[str, str]]
    """Words of the theme without a translation, each with its language."""
    questions: frozenset[str]
    """What was asked of the other pages; ``Renderer.answer`` has the answers."""
    files: frozenset[str]
    """Files of the source folder that are referred to, whether or not they are there."""


class Renderer:
    """Makes the pages of a site one by one."""

    def __init__(
        self,
        pages: Iterable[Page],
        settings: SiteSettings,
        words: Words,
        read: ReadFile,
        heads: Mapping[tuple[str, str], body.Head] | None = None,
    ) -> None:
        """Find where everything stands; raises UsageError where two pages would be one file.

        Of the pages only what others say of them is needed; with ``heads``, by name and language,
        not their texts.
        """
        self.addresses, found = places.place(pages, settings)
        self.findings = [*found, *_unknown_in_menu(self.addresses)]
        """What is wrong with the site as a whole."""
        self.copies = links.Files(read)
        self._heads = heads if heads is not None else _heads(self.addresses)
        self._words = words
        self._themes: dict[str, tuple[templates.Theme, Mapping[str, object], frozenset[str]]] = {}

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """The paths of all pages, each with its language and document; "" is a list or the root."""
        found = {}
        for tag in self.addresses.languages:
            for name, versions in self.addresses.pages.items():
                if tag in versions and not versions[tag].stays:
                    found[page_path(tag, name)] = (tag, name)
            if tag not in self.addresses.pages.get(INDEX, {}):
                found[page_path(tag, INDEX)] = (tag, "")
        return {**found, ROOT: (self.addresses.settings.language, "")}

    def make(self, path: str, page: Page | None) -> Made:
        """Return a page of the site; ``page`` is its document with all its text, if it has one.

        Raises LocalepressError for a broken template.
        """
        tag, name = self.places[path]
        theme, said, lacking = self._theme(tag)
        theme.missing.clear()
        self.copies.asked.clear()
        questions: set[str] = set()
        view = views.Views(self.addresses.watched(questions), self._heads, tag)
        findings: list[Finding] = []
        if path == ROOT:
            data = _root(view, theme)
        elif name and page:
            data = _Language(theme, view, said).page(page, self.copies, findings)
        else:
            data = _Language(theme, view, said).list()
        missing = frozenset((word, tag) for word in theme.missing | lacking)
        asked = frozenset(self.copies.asked)
        return Made(data, tuple(findings), missing, frozenset(questions), asked)

    def rest(self) -> dict[str, bytes]:
        """Return the files that are no pages, among them those that the pages have asked for."""
        made = {STYLE: (templates.THEME / "style.css").read_bytes(), **self.copies.copies()}
        versions = (page for each in self.addresses.pages.values() for page in each.values())
        if any(page.document.in_place and not page.reviewed for page in versions):
            made[DRAFTS] = (templates.THEME / "draft.css").read_bytes()
        return made

    def wordless(self, missing: Iterable[Iterable[tuple[str, str]]]) -> Iterator[Finding]:
        """Yield a finding for each language in which the theme lacks words."""
        found: dict[str, set[str]] = {}
        for word, tag in itertools.chain.from_iterable(missing):
            found.setdefault(tag, set()).add(word)
        for tag, words in found.items():
            yield from _missing_words(words, tag)

    def _theme(self, tag: str) -> tuple[templates.Theme, Mapping[str, object], frozenset[str]]:
        """Return the templates in a language, the words for texts, and those that are missing."""
        if tag not in self._themes:
            theme = templates.Theme(self._words(tag))
            said = theme.words("words.html")
            self._themes[tag] = theme, said, frozenset(theme.missing)
        return self._themes[tag]


def _heads(addresses: Addresses) -> dict[tuple[str, str], body.Head]:
    return {
        (name, tag): body.head(page)
        for name, versions in addresses.pages.items()
        for tag, page in versions.items()
    }


class _Language:
    """The pages of one language."""

    def __init__(
        self, theme: templates.Theme, view: views.Views, words: Mapping[str, object]
    ) -> None:
        self._theme, self._view, self._words = theme, view, words

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


def _root(view: views.Views, theme: templates.Theme) -> bytes:
    """Return the page that offers the languages, each under its own name."""
    addresses = view.addresses
    values = {
        **view.frame(ROOT, menu=False),
        **_addressed(addresses, ROOT, views.list_alternates(addresses), reviewed=True),
        "switcher": view.switcher(ROOT, None),
    }
    return theme.render("root.html", values)


def _unknown_in_menu(addresses: Addresses) -> Iterator[Finding]:
    for name in addresses.settings.menu:
        if name not in addresses.pages:
            near = difflib.get_close_matches(name, addresses.pages, 1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            message = f'menu: there is no document "{name}"{hint}'
            yield Finding(Place("localepress.toml"), "menu", message)


def _missing_words(words: Collection[str], language: str) -> Iterator[Finding]:
    if words and language.partition("-")[0] != _ENGLISH:
        message = (
            f'{len(words)} of the site\'s own words have no translation, such as "{min(words)}"'
        )
        place = Place(f"interface/{languages.folder(language)}.po")
        yield Finding(place, "interface-words", message, language, error=False)
