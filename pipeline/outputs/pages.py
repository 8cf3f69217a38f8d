"""What the stages hand to an output, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Document, Finding

Words = Callable[[str], Mapping[str, str]]
"""Gives the interface words of a language (BCP 47): English to translation."""

ReadFile = Callable[[str], bytes | None]
"""Gives the content of a file by its path in the source folder; None if there is none."""


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
    """Whether the page cannot be made now, and the one that is there stays."""

    @property
    def reviewed(self) -> bool:
        """Whether a person answers for every sentence; only such pages are for search engines."""
        return not (self.drafts or self.fallbacks or self.stays)


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
    menu: tuple[str, ...] = ()
    """Names of the documents in the navigation."""
    source: str = "source"
    """The source folder as findings name it."""
    unread: tuple[str, ...] = ()
    """Paths of documents that cannot be read now; links lead to the pages they had."""


@dataclass(frozen=True, slots=True)
class Site:
    """The files of an output by path (relative, forward slashes), and what was found."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()
