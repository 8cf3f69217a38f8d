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
    kinds,
    links,
    lost,
    policy,
    renewed,
    sitemap,
    templates,
    themes,
    unused,
    versions,
    views,
)
from pipeline.outputs.addresses import DRAFTS, INDEX, ROOT, SCRIPT, STYLE, Addresses, page_path
from pipeline.outputs.anchors import Anchors
from pipeline.outputs.copies import Files
from pipeline.outputs.pages import Site
from pipeline.outputs.texts import Footers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pipeline.outputs.pages import Page, ReadFile, SiteSettings, Words


def render(pages: Sequence[Page], settings: SiteSettings, words: Words, read: ReadFile) -> Site:
    """Return the files of the site and what is wrong with its links and words.

    Raises UsageError where two pages would be one file, LocalepressError for a broken template.
    """
    renderer = Renderer(pages, settings, words, Files(read))
    full = {page_path(page.language, page.document.name): page for page in pages}
    made = {path: renderer.make(path, full.get(path)) for path in renderer.places}
    files = {path: each.data for path, each in made.items()}
    files |= renderer.rest() | renderer.copies.copies()
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
        copies: Files,
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
        self.copies, self._anchors = copies, Anchors()
        self._heads = heads if heads is not None else _heads(self.addresses)
        self._words = words
        self._tongues: dict[str, kinds.Tongue] = {}

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """The paths of all pages, each with its language and document; "" for no document."""
        found = {}
        for tag in self.addresses.languages:
            for name, each in self.addresses.pages.items():
                if tag in each and not each[tag].stays:
                    found[page_path(tag, name)] = (tag, name)
            if tag not in self.addresses.pages.get(INDEX, {}):
                found[page_path(tag, INDEX)] = (tag, "")
        lost_ = {path: (tag, "") for path, tag in lost.places(self.addresses).items()}
        return {**lost_, **found, ROOT: (self.addresses.settings.language, "")}

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
        tongues = {each: self._tongue(each) for each in self.spoken(path)}
        for each in tongues.values():
            each.theme.missing.clear()
        self.copies.asked.clear()
        questions: set[str] = set()
        view = self._view(self.addresses.watched(questions), tag, fed=path != ROOT)
        findings: list[Finding] = []
        if path == ROOT:
            data = kinds.root(tongues[tag], view)
        elif name and page:
            linker = links.Linker(page, view.addresses, self.copies, self._anchors)
            data = kinds.document(tongues[tag], view, page, linker, findings)
        elif path == page_path(tag, INDEX):
            data = kinds.overview(tongues[tag], view)
        else:
            data = lost.page(path, view, {each: own.theme for each, own in tongues.items()})
        if view.footers:
            findings += view.footers.findings
        asked = frozenset(self.copies.asked)
        missing = frozenset(self._missing(tongues))
        return Made(data, tuple(findings), missing, frozenset(questions), asked)

    @cached_property
    def staying(self) -> dict[str, Page]:
        """The pages that stay as they were last published, by path."""
        pages = (page for each in self.addresses.pages.values() for page in each.values())
        stay = (page for page in pages if page.stays and not page.document.in_place)
        return {page_path(page.language, page.document.name): page for page in stay}

    def renewed(self, path: str, data: bytes) -> bytes:
        """Return a page that stays, with its other versions as they are today."""
        page, base = self.staying[path], self.addresses.settings.base_url
        tag, name = page.language, page.document.name
        text = data.decode(errors="surrogateescape")
        if base and page.reviewed:
            found = versions.of(self.addresses, name)
            others = [languages.place(each) for each in found.paths if each != tag]
            canonical = places.absolute(base, path)
            text = renewed.versions(text, canonical, found.alternates(base), others)
        links = self._view(self.addresses, tag).switcher(path, name)
        text = renewed.switcher(text, {link.hreflang: link.href for link in links})
        return text.encode(errors="surrogateescape")

    def spoken(self, path: str) -> tuple[str, ...]:
        """Return the languages whose words a page says."""
        return self.addresses.languages if path == lost.LOST else (self.places[path][0],)

    def _missing(self, tongues: Mapping[str, kinds.Tongue]) -> Iterator[tuple[str, str]]:
        """Yield the words that a page lacks and that a finding tells of, each with its language."""
        for tag, own in tongues.items():
            translated = languages.primary(tag) != templates.ENGLISH
            for word in own.theme.missing | own.lacking:
                if translated or word in own.theme.own.words:
                    yield word, tag

    def rest(self) -> dict[str, bytes]:
        """Return the files that are neither pages nor copies."""
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
        return made | sitemap.files(self.addresses)

    def wordless(self, missing: Iterable[Iterable[tuple[str, str]]]) -> Iterator[Finding]:
        """Yield a finding for each language in which the theme lacks words."""
        found: dict[str, set[str]] = {}
        for word, tag in itertools.chain.from_iterable(missing):
            found.setdefault(tag, set()).add(word)
        for tag, words in found.items():
            own = words & self.addresses.settings.theme.words
            if words - own:
                yield _wordless(words - own, tag)
            if own:
                message = (
                    f"words of the theme without a reviewed translation in "
                    f'{languages.name(tag, "en")}: {len(own)}, such as "{min(own)}"; '
                    f"review them in the catalogue {THEME}"
                )
                place = Place(themes.FOLDER)
                yield Finding(place, "interface-words", message, tag, error=False)

    def _tongue(self, tag: str) -> kinds.Tongue:
        if tag not in self._tongues:
            settings = self.addresses.settings
            theme = templates.Theme(
                self._words(tag), settings.theme, language=tag, source=settings.language
            )
            self._tongues[tag] = kinds.tongue(theme)
        return self._tongues[tag]


def _heads(addresses: Addresses) -> dict[tuple[str, str], body.Head]:
    return {
        (name, tag): body.head(page)
        for name, each in addresses.pages.items()
        for tag, page in each.items()
    }


def _unknown_in_menu(addresses: Addresses) -> Iterator[Finding]:
    for name in filter(None, addresses.settings.menu_pages):
        if name not in addresses.pages:
            near = difflib.get_close_matches(name, addresses.pages, 1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            message = f'menu: there is no document "{name}"{hint}'
            yield Finding(Place("localepress.toml"), "menu", message)


def _wordless(words: Collection[str], language: str) -> Finding:
    message = f'{len(words)} of the site\'s own words have no translation, such as "{min(words)}"'
    place = Place(f"interface/{languages.folder(language)}.po")
    return Finding(place, "interface-words", message, language, error=False)
