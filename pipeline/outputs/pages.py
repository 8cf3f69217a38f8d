"""What the stages hand to an output, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import metadata, ruby, tree
from pipeline.elements import KEY
from pipeline.outputs.themes import NONE, Own

if TYPE_CHECKING:
    from pipeline.model import Document, Finding
    from pipeline.settings import MenuItem

Words = Callable[[str], Mapping[str, str]]
"""Gives the interface words of a language (BCP 47): English to translation."""

ReadFile = Callable[[str], bytes | None]
"""Gives the content of a file by its path in the source folder; None if there is none."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the front matter, as a page shows it."""

    text: str
    lang: str = ""
    """BCP 47 tag where it is not in the page's language."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document in one language."""

    document: Document
    """The source; its name is the page's name."""
    language: str
    """BCP 47 tag."""
    html: str
    """The normal form in that language, drafts and source passages each in a ``span``."""
    drafts: int = 0
    """Messages on the page that nobody has reviewed."""
    fallbacks: int = 0
    """Messages that are shown in the source language."""
    messages: int = 0
    """All messages of the page."""
    engines: tuple[str, ...] = ()
    """What made the drafts, as readers are told."""
    stays: bool = False
    """Whether the page is not made now, and the one that is there stays."""
    was_reviewed: bool = False
    """Whether a page that stays was published as reviewed."""
    anchors: frozenset[str] | None = None
    """The names of places on it; None where its document says so itself."""

    @property
    def reviewed(self) -> bool:
        """Whether a person answers for every sentence; only such pages are for search engines."""
        return self.was_reviewed if self.stays else not (self.drafts or self.fallbacks)

    @property
    def meta(self) -> Mapping[str, Any]:
        """What front matter says, beside title and description, in the page's language.

        Keys that the project does not translate are as the source has them.
        """
        return metadata.replace(self.document.meta, _localised(self.html))

    @property
    def author(self) -> str:
        """Who has written the document, on one line; "" where its front matter names nobody."""
        said = self.document.meta.get("author")
        return " ".join(said.split()) if isinstance(said, str) else ""

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return the texts of one key of the front matter, dotted where it is in a table."""
        source = self.document.language
        lang = source if source != self.language else ""
        own = [text for _, text in metadata.texts(self.document.meta, {key})]
        new = [text for name, text in _localised(self.html) if name == key]
        if len(new) != len(own):
            return tuple(self._shown(text, lang) for text in own)
        # As with titles: what is the same on a page that is not all translated is the source's.
        partly = self.fallbacks or self.stays
        return tuple(
            self._shown(text, lang if partly and text == before else "")
            for before, text in zip(own, new, strict=True)
        )

    def _shown(self, text: str, lang: str) -> Text:
        return Text(ruby.base_in(text, lang or self.language), lang)


def _localised(html: str) -> list[metadata.Text]:
    """Return what readers have put into the head of a page for each text of the front matter."""
    if KEY not in html:
        return []
    metas = (element for element in tree.parse(html).walk() if element.tag == "meta")
    return [(key, meta.get("content") or "") for meta in metas if (key := meta.get(KEY))]


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """What the settings say on every page, in a language."""

    page: Page
    """The document of them; see readers.site."""
    title: Text | None
    menu: Mapping[int, Text]
    """Entries with a text of their own, by their place."""
    footer: bool
    """Whether there is one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers for the texts of a language."""

    name: str
    href: str = ""
    """Where one reaches them."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the project's settings say about the site."""

    title: str
    language: str = "en"
    """Of the sources and of the title; BCP 47, like the next."""
    languages: tuple[str, ...] = ()
    """Of the translations, in the order in which they are offered."""
    base_url: str = ""
    """Where the site will stand; canonical and alternate links need it."""
    menu: tuple[str | MenuItem, ...] = ()
    """The navigation: names of documents, and entries with a text of their own."""
    source: str = "source"
    """The source folder as findings name it."""
    unread: tuple[str, ...] = ()
    """Paths of documents that cannot be read now; links lead to the pages they had."""
    texts: Mapping[str, SiteTexts] = field(default_factory=dict)
    """By language; none where the settings have no texts."""
    responsible: Mapping[str, Person] = field(default_factory=dict)
    """By language."""
    theme: Own = NONE
    """The project's own."""
    phrased: bool = False
    """Whether all text says where a line may end between phrases, not only headings."""

    @property
    def menu_pages(self) -> list[str]:
        """The names of the documents in the menu, "" for what is none."""
        return [item if isinstance(item, str) else item.page for item in self.menu]

    def title_in(self, language: str) -> Text:
        """Return the site's title on the pages of a language."""
        known = self.texts.get(language)
        lang = self.language if language != self.language else ""
        own = Text(ruby.base_in(self.title, self.language), lang)
        return (known.title if known else None) or own


@dataclass(frozen=True, slots=True)
class Site:
    """The files of an output by path (relative, forward slashes), and what was found."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()
