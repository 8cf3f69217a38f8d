"""Which pages are published in a language: those of which enough is in it.

A page that no longer is stays as it was last published, which is better for its readers than a page
half in another language, or none. What must not be shown does not stay, and neither does a page
whose catalogue somebody has removed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline import languages
from pipeline.model import Finding, Place
from pipeline.outputs import published
from pipeline.outputs.addresses import page_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.model import Document
    from pipeline.outputs.pages import Page, ReadFile
    from pipeline.settings import PublishTable

THRESHOLD: Final = 80
"""Per cent of a page's sentences, as in po4a, where nobody says otherwise."""
_KEY: Final = "threshold"
_ALL: Final = 100


class Gate:
    """Decides of each page, and remembers what has to stay in the output folder."""

    def __init__(self, last: ReadFile, table: PublishTable, source: str, *, drafts: bool) -> None:
        self.last, self._table, self._source, self._drafts = last, table, source, drafts
        self.keep: set[str] = set()
        """Paths in the output folder."""
        self.findings: list[Finding] = []
        self._links: dict[str, set[str]] = {}
        """What each page that stays links to."""

    def passed(self, page: Page, *, may_stay: bool) -> Page | None:
        """Return a page that is published, as it is now or as it was; None for one that is not.

        ``may_stay`` says whether there still is a catalogue.
        """
        needed, share = self._needed(page.document, page.language), _share(page)
        if share >= needed:
            return page
        old = self.stayed(page) if may_stay else None
        what = "it stays as it was last published" if old else "it is not published"
        language = languages.name(page.language, "en")
        message = f"{share} % of the page is in {language}, {needed} % are needed; {what}"
        place = Place(f"{self._source}/{page.document.path}")
        found = Finding(place, "below-threshold", message, page.language, error=False)
        self.findings.append(found)
        return old

    def stayed(self, page: Page) -> Page | None:
        """Return a page as it was last published; None if it was not, or may not be shown now."""
        data = self._stood(page_path(page.language, page.document.name))
        if data is None:
            return None
        reviewed = published.is_reviewed(data)
        return replace(page, drafts=0, fallbacks=0, stays=True, was_reviewed=reviewed)

    def stays(self, path: str) -> bool:
        """Tell whether a document's page stays at a path, although nobody knows what it says."""
        return self._stood(path) is not None

    def _stood(self, path: str) -> bytes | None:
        """Return a document's page as it was last published, and keep it, if it may be shown."""
        data = self.last(path)
        if data is None or not published.is_document(data):
            return None
        if published.has_drafts(data) and not self._drafts:
            return None
        self.keep |= {path, *published.copies(data, path)}
        self._links[path] = published.links(data, path)
        return data

    def changed(self, path: str, data: bytes) -> None:
        """Take note of what a page that stays says now."""
        self._links[path] = published.links(data, path)

    def lost(self, there: Collection[str], label: str) -> Iterator[Finding]:
        """Yield a notice for each page that stays and links to pages that are not there now.

        ``label`` is what findings call the output folder.
        """
        for path, links in sorted(self._links.items()):
            if gone := links - set(there):
                message = f"stays as it was, and links to what is gone: {', '.join(sorted(gone))}"
                place = Place(f"{label}/{path}")
                yield Finding(place, "broken-link", message, error=False)

    def _needed(self, document: Document, language: str) -> int:
        """Return the per cent that a document needs in a language, its own before the project's."""
        own = document.meta.get(_KEY)
        said = own.get(language) if isinstance(own, dict) else own
        if said is not None:
            number = str(said).strip()
            if number.isdecimal() and int(number) <= _ALL:
                return int(number)
            message = f'{_KEY} "{said}" is no number from 0 to {_ALL}'
            place = Place(f"{self._source}/{document.path}")
            self.findings.append(Finding(place, "threshold", message))
        table = self._table.threshold
        return table.get(language, THRESHOLD) if isinstance(table, dict) else table


def _share(page: Page) -> int:
    """Return how many of a hundred sentences of a page are in its language, rounded down."""
    return _ALL * (page.messages - page.fallbacks) // page.messages if page.messages else _ALL
