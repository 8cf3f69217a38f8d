"""Which pages are one text in several languages, so that each of them names all the others.

Only pages that are reviewed from end to end count: what a page says of the others has to be true of
all of them, or search engines believe none. The source is the default for whoever reads none of the
languages; the lists of pages have the page that offers the languages for that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.outputs.addresses import INDEX, ROOT, Addresses, absolute, page_path

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language, for search engines."""

    hreflang: str
    href: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The pages of one text that may be found."""

    paths: Mapping[str, str] = field(default_factory=dict)
    """In the output folder, by language; the source first."""
    default: str = ""
    """Path of the page for whoever reads none of the languages."""

    def alternates(self, base_url: str) -> list[Alternate]:
        """Return what each of the pages says of all, itself too; nothing for a page alone."""
        if not base_url or len(self.paths) < 2:
            return []
        named = {**self.paths, **({"x-default": self.default} if self.default else {})}
        return [Alternate(tag, absolute(base_url, path)) for tag, path in named.items()]


def of(addresses: Addresses, name: str) -> Versions:
    """Return the pages of a document that may be found."""
    pages = addresses.pages[name]
    settings = addresses.settings
    offered = (settings.language, *settings.languages)
    tags = [tag for tag in offered if tag in pages and pages[tag].reviewed]
    source = settings.language
    default = page_path(source, name) if source in tags else ""
    return Versions({tag: page_path(tag, name) for tag in tags}, default)


def of_lists(addresses: Addresses) -> Versions:
    """Return the lists of pages that may be found: those with a finished page in them."""
    tags = [tag for tag in addresses.languages if finished(addresses, tag)]
    return Versions({tag: page_path(tag, INDEX) for tag in tags}, ROOT)


def finished(addresses: Addresses, language: str) -> bool:
    """Tell whether a language has a page that is reviewed from end to end."""
    found = (versions.get(language) for versions in addresses.pages.values())
    return any(page and page.reviewed for page in found)
