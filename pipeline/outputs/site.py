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
from pipeline.elements import THEME
from pipeline.model import Finding, Place
from pipeline.outputs import addresses as places
from pipeline.outputs import (
    blocks,
    body,
    dates,
    feed,
    inplace,
    links,
    lost,
    policy,
    poured,
    sitemap,
    templates,
    themes,
    unused,
    versions,
    views,
)
from pipeline.outputs.addresses import DRAFTS, INDEX, ROOT, SCRIPT, STYLE, Addresses, page_path
from pipeline.outputs.anchors import Anchors
from pipeline.outputs.described import About, described
from pipeline.outputs.pages import Site
from pipeline.outputs.texts import Footers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pipeline.outputs.pages import Page, ReadFile, SiteSettings, Words


def render(pages: Sequence[Page], settings: SiteSettings, words: Words, read: ReadFile) -> Site:
    """Return the files of the site and what is wrong with its links and words.

    Raises UsageError where two pages would be one file, LocalepressError for a broken template.
    """
    renderer = Renderer(pages, settings, words, read)
    full = {page_path(page.language, page.document.name): page for page in pages}
    made = {path: renderer.make(path, full.get(path)) for path in renderer.places}
    files = {path: each.data for path, each in made.items()} | renderer.rest()
    findings = [*renderer.findings, *renderer.wordless(each.missing for each in made.values())]
    findings += (finding for each in made.values() for finding in each.findings)
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
        menu = _unknown_in_menu(self.addresses)
        self.findings = [*found, *menu, *dates.findings(self.addresses)]
        for part in (policy, blocks, unused):
            self.findings += part.findings(settings.theme)
        """What is wrong with the site as a whole."""
        self.copies, self._anchors = links.Files(read), Anchors()
        self._heads = heads if heads is not None else _heads(self.addresses)
        self._words = words
        self._tongues: dict[str, _Tongue] = {}
        self._lacking: set[tuple[str, str]] = set()
        """Words that the files which are no documents lack, each with its language."""

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """The paths of all pages, each with its language and document; "" is a list or the root."""
        found = {}
        for tag in self.addresses.languages:
            for name, each in self.addresses.pages.items():
                if tag in each and not each[tag].stays:
                    found[page_path(tag, name)] = (tag, name)
            if tag not in self.addresses.pages.get(INDEX, {}):
                found[page_path(tag, INDEX)] = (tag, "")
        return {**found, ROOT: (self.addresses.settings.language, "")}

    @cached_property
    def feeds(self) -> dict[str, list[Page]]:
        """The documents in the feed of each language, [] where there is none."""
        return {tag: feed.pages(self.addresses, tag) for tag in self.addresses.languages}

    def _view(self, addresses: Addresses, tag: str, *, fed: bool = True) -> views.Views:
        footers = Footers(addresses, self.copies, self._anchors)
        has_feed = fed and bool(self.feeds.get(tag))
        return views.Views(addresses, self._heads, tag, has_feed, footers=footers)

    def make(self, path: str, page: Page | None) -> Made:
        """Return a page of the site; ``page`` is its document with all its text, if it has one.

        Raises LocalepressError for a broken template.
        """
        tag, name = self.places[path]
        tongue = self._tongue(tag)
        theme = tongue.theme
        theme.missing.clear()
        self.copies.asked.clear()
        questions: set[str] = set()
        view = self._view(self.addresses.watched(questions), tag, fed=path != ROOT)
        findings: list[Finding] = []
        if path == ROOT:
            data = _root(view, theme)
        elif name and page:
            data = _Language(tongue, view, self._anchors).page(page, self.copies, findings)
        else:
            data = _Language(tongue, view, self._anchors).list()
        if view.footers:
            findings += view.footers.findings
        missing = frozenset((word, tag) for word in theme.missing | tongue.lacking)
        asked = frozenset(self.copies.asked)
        return Made(data, tuple(findings), missing, frozenset(questions), asked)

    def rest(self) -> dict[str, bytes]:
        """Return the files that are no documents, and those that the pages have asked for."""
        made = {name: (templates.THEME / name).read_bytes() for name in ("style.css", "root.js")}
        made = {STYLE: made["style.css"], SCRIPT: made["root.js"]}
        # A theme's own style sheet takes the place of ours.
        made |= self.addresses.settings.theme.files
        pages = (page for each in self.addresses.pages.values() for page in each.values())
        if any(page.document.in_place and not page.reviewed for page in pages):
            made[DRAFTS] = (templates.THEME / "draft.css").read_bytes()
        for tag, entries in self.feeds.items():
            if entries:
                made[feed.path(tag)] = feed.render(self.addresses, tag, entries, self._heads)
        seen = {tag: self._view(self.addresses, tag) for tag in self.addresses.languages}
        themes = {tag: self._tongue(tag).theme for tag in seen}
        made |= lost.files(seen, themes) | sitemap.files(self.addresses)
        self._lacking |= {(word, tag) for tag in themes for word in themes[tag].missing}
        return made | self.copies.copies()

    def wordless(self, missing: Iterable[Iterable[tuple[str, str]]]) -> Iterator[Finding]:
        """Yield a finding for each language in which the theme lacks words."""
        found: dict[str, set[str]] = {}
        for word, tag in itertools.chain(self._lacking, *missing):
            found.setdefault(tag, set()).add(word)
        for tag, words in found.items():
            own = words & self.addresses.settings.theme.words
            yield from _missing_words(words - own, tag)
            if own:
                message = (
                    f"{len(own)} of the theme's words have no reviewed translation, "
                    f'such as "{min(own)}"; review them in the catalogue {THEME}'
                )
                place = Place(themes.FOLDER)
                yield Finding(place, "interface-words", message, tag, error=False)

    def _tongue(self, tag: str) -> _Tongue:
        if tag not in self._tongues:
            settings = self.addresses.settings
            theme = templates.Theme(
                self._words(tag), settings.theme, language=tag, source=settings.language
            )
            self._tongues[tag] = _tongue(theme)
        return self._tongues[tag]


@dataclass(frozen=True, slots=True)
class _Tongue:
    """The theme in a language."""

    theme: templates.Theme
    words: Mapping[str, object]
    signs: body.Signs
    lacking: frozenset[str]
    """Words that all pages lack."""


def _tongue(theme: templates.Theme) -> _Tongue:
    words = theme.words(templates.WORDS)
    said = {key: theme.word(key) for key in ("begins", "ends", "table", "done", "to_do", "back")}
    foreign = any(map(theme.is_foreign, said.values()))
    signs = body.Signs(**said, lang=templates.ENGLISH if foreign else "")
    return _Tongue(theme, words, signs, frozenset(theme.missing))


def _heads(addresses: Addresses) -> dict[tuple[str, str], body.Head]:
    return {
        (name, tag): body.head(page)
        for name, each in addresses.pages.items()
        for tag, page in each.items()
    }


class _Language:
    """The pages of one language."""

    def __init__(self, tongue: _Tongue, view: views.Views, anchors: Anchors) -> None:
        self._theme, self._words, self._signs = tongue.theme, tongue.words, tongue.signs
        self._view, self._anchors = view, anchors

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
            "content": body.content(root, page, self._signs, phrased=addresses.settings.phrased),
            "phrased": addresses.settings.phrased,
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
    head = body.Head(addresses.settings.title_in(source).text, "")
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


def _missing_words(words: Collection[str], language: str) -> Iterator[Finding]:
    if words and languages.primary(language) != templates.ENGLISH:
        message = (
            f'{len(words)} of the site\'s own words have no translation, such as "{min(words)}"'
        )
        place = Place(f"interface/{languages.folder(language)}.po")
        yield Finding(place, "interface-words", message, language, error=False)
