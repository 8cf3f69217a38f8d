"""What the templates are given: links and texts that need no thought any more."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from jinja2 import TemplateRuntimeError

from pipeline import languages
from pipeline.outputs import feed
from pipeline.outputs.addresses import (
    EXTRA,
    INDEX,
    STYLE,
    Addresses,
    absolute,
    page_path,
    relative,
)
from pipeline.outputs.pages import Text
from pipeline.outputs.themes import ASSETS, FOLDER
from pipeline.settings import MenuItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.outputs.body import Head
    from pipeline.outputs.pages import Page
    from pipeline.outputs.texts import Footers
    from pipeline.outputs.themes import Own


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the theme writes it."""

    text: str
    href: str
    lang: str = ""
    """BCP 47 tag of the text where it is not the page's language."""
    hreflang: str = ""
    """BCP 47 tag of the target where it is not the page's language."""
    direction: str = ""
    """"ltr" or "rtl" where the text runs the other way than the page."""
    current: bool = False
    """Whether this is where the reader is."""


@dataclass(frozen=True, slots=True)
class Item:
    """A document in the list of all pages."""

    link: Link
    description: str
    """Its summary, or else its description."""
    lang: str
    """BCP 47 tag of the description where it is not the list's language."""
    drafts: bool
    """Whether its page has sentences that nobody has reviewed."""
    only: str
    """Name of the language, if the document is not published in the page's."""


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one folder."""

    folder: str
    """Empty for those in no folder."""
    link: Link | None
    """The folder's own page, where it has a document "index"."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """Makes the links of the pages of one language."""

    addresses: Addresses
    heads: Mapping[tuple[str, str], Head]
    """By document name and language."""
    language: str
    feed: bool = False
    """Whether the language has one."""
    top: str = ""
    """Path on the host from which links count; without it they count from the page."""
    footers: Footers | None = None

    def frame(self, path: str, *, menu: bool = True) -> dict[str, object]:
        """Return what every page in the language has, seen from a path."""
        here = self.language
        return {
            "language": here,
            "direction": languages.direction(here),
            "style": self._address(STYLE, path),
            "extra": self._address(EXTRA, path) if EXTRA in self._theme.files else "",
            "asset": partial(self._asset, path),
            "home": self._home(path),
            "feed": self._address(feed.path(here), path) if self.feed else "",
            "menu": self._menu(path) if menu else [],
            "footer": self.footers.on(path, here, self.top) if self.footers else "",
            "listed": here not in self.addresses.pages.get(INDEX, {}),
        }

    def switcher(self, path: str, name: str | None) -> list[Link]:
        """Return the site's languages: the same page where there is one, or else the list."""
        versions = self.addresses.pages.get(name, {}) if name else {}
        targets = {
            tag: page_path(tag, name if name and tag in versions else INDEX)
            for tag in self.addresses.languages
        }
        return [self._link(languages.name(t), targets[t], path, t, hreflang=t) for t in targets]

    def _address(self, target: str, path: str) -> str:
        return absolute(self.top, target) if self.top else relative(target, path)

    @property
    def _theme(self) -> Own:
        return self.addresses.settings.theme

    def _asset(self, path: str, name: str) -> str:
        """Return the address of an asset of the project's theme, as a page at a path writes it."""
        if ASSETS + name in self._theme.files:
            return self._address(ASSETS + name, path)
        raise TemplateRuntimeError(f'there is no file "{name}" in {FOLDER}/assets')

    def list_link(self, tag: str, path: str, text: str) -> Link:
        """Return a link to the list of a language's pages, under a text in that language."""
        return self._link(text, page_path(tag, INDEX), path, tag, tag)

    def _home(self, path: str) -> Link:
        title = self.addresses.settings.title_in(self.language)
        target = page_path(self.language, INDEX)
        return self._link(title.text, target, path, title.lang or self.language)

    def _menu(self, path: str) -> list[Link]:
        settings = self.addresses.settings
        texts = settings.texts.get(self.language)
        found = []
        for number, item in enumerate(settings.menu):
            said = texts.menu.get(number) if texts else None
            if isinstance(item, MenuItem):
                said = said or Text(item.text, settings.language)
                if item.url:
                    found.append(self._to(said.text, item.url, said.lang or self.language))
                    continue
            name = item.page if isinstance(item, MenuItem) else item
            if page := self.addresses.nearest(name, self.language):
                found.append(self.page_link(page, path, said))
        return found

    def page_link(self, page: Page, path: str, said: Text | None = None) -> Link:
        """Return a link to a page under its own title, or under another text."""
        shown = self.heads[page.document.name, page.language]
        target = page_path(page.language, page.document.name)
        if said is None:
            said = Text(shown.title, shown.title_language or page.language)
        return self._link(said.text, target, path, said.lang or self.language, page.language)

    def _link(self, text: str, target: str, path: str, lang: str, hreflang: str = "") -> Link:
        href = self._address(target, path)
        return self._to(text, href, lang, hreflang, current=target == path)

    def _to(
        self, text: str, href: str, lang: str, hreflang: str = "", *, current: bool = False
    ) -> Link:
        here = self.language
        turned = languages.direction(lang) != languages.direction(here)
        return Link(
            text,
            href,
            "" if lang == here else lang,
            "" if hreflang == here else hreflang,
            languages.direction(lang) if turned else "",
            current=current,
        )

    def groups(self, path: str) -> list[Group]:
        """Return all documents by top folder; order: front matter, menu, name.

        Those in no folder come first or last: elsewhere they would seem to belong to a folder.
        """
        pages = [self.addresses.nearest(name, self.language) for name in self.addresses.pages]
        ordered = sorted(filter(None, pages), key=self._rank)
        folders: dict[str, list[Page]] = {}
        for page in ordered:
            folder, slash, _ = page.document.name.partition("/")
            folders.setdefault(folder if slash else "", []).append(page)
        if "" in folders and next(iter(folders)):
            folders[""] = folders.pop("")
        return [self._group(folder, each, path) for folder, each in folders.items()]

    def _group(self, folder: str, pages: Sequence[Page], path: str) -> Group:
        own = [page for page in pages if folder and page.document.name == f"{folder}/{INDEX}"]
        items = tuple(self._item(page, path) for page in pages if page not in own)
        return Group(folder, self.page_link(own[0], path) if own else None, items)

    def _item(self, page: Page, path: str) -> Item:
        shown = self.heads[page.document.name, page.language]
        description = Text(shown.description, shown.description_language)
        said = next(iter(page.texts("summary")), description)
        lang = said.lang or page.language
        other = page.language != self.language
        return Item(
            self.page_link(page, path),
            said.text,
            "" if lang == self.language else lang,
            page.drafts > 0 or (page.stays and not page.reviewed),
            languages.name(page.language, self.language) if other else "",
        )

    def _rank(self, page: Page) -> tuple[float, int, str]:
        name, menu = page.document.name, self.addresses.settings.menu_pages
        order = page.document.meta.get("order")
        return (
            order if isinstance(order, int | float) else math.inf,
            menu.index(name) if name in menu else len(menu),
            name,
        )
