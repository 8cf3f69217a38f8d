"""The dates of documents: only what their authors say, never a clock or a file's time.

Both would differ between two computers, and a clone of a repository has the time of its making.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline import languages
from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.pages import Page

PUBLISHED: Final = "date"
"""Key of the front matter: when a text was first published."""
UPDATED: Final = "updated"
"""Key of the front matter: when it last changed in a way that readers care about."""
_MIDNIGHT: Final = "T00:00:00Z"


def published(page: Page) -> str:
    """Return when a document was published, as RFC 3339 writes it; "" where nobody says so."""
    return moment(page.document.meta.get(PUBLISHED)) or ""


def updated(page: Page) -> str:
    """Return when a document last changed, or else when it was published; "" if unknown."""
    return moment(page.document.meta.get(UPDATED)) or published(page)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a page shows it."""

    machine: str
    """For ``datetime``: a day, or a time in its zone."""
    text: str
    """The day in the page's language, in the zone that its author wrote."""


def shown(page: Page) -> tuple[Day | None, Day | None]:
    """Return the days on which a document was published and updated, None where readers see none.

    An update counts if it is on another day and later.
    """
    first, last = published(page), updated(page)
    before, after = (_day(said, page.language) for said in (first, last))
    if before and after and (before.text == after.text or instant(last) < instant(first)):
        after = None
    return before, after


def _day(said: str, language: str) -> Day | None:
    if not said:
        return None
    text = languages.date(instant(said).date(), language)
    return Day(said.removesuffix(_MIDNIGHT), text)


def moment(value: object) -> str | None:
    """Return a date of the front matter as RFC 3339 writes it, None if it is none.

    A day begins at midnight, and a time without a zone is in UTC.

    >>> moment("2026-11-03"), moment("2026-11-03 09:30+09:00"), moment("soon")
    ('2026-11-03T00:00:00Z', '2026-11-03T09:30:00+09:00', None)
    """
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime.datetime):
        zoned = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return zoned.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() + _MIDNIGHT if isinstance(value, datetime.date) else None


def instant(said: str) -> datetime.datetime:
    """Return what ``moment`` has written, to compare dates of several zones."""
    return datetime.datetime.fromisoformat(said)


def findings(addresses: Addresses) -> Iterator[Finding]:
    """Yield what stands for a date and is none, once for each document."""
    for versions in addresses.pages.values():
        document = next(iter(versions.values())).document
        for key, value in _said(document.meta).items():
            if moment(value) is None:
                place = Place(f"{addresses.settings.source}/{document.path}")
                message = f'{key} "{value}" is no date; write it like 2026-11-03'
                yield Finding(place, "date", message)


def _said(meta: Mapping[str, object]) -> dict[str, object]:
    return {key: meta[key] for key in (PUBLISHED, UPDATED) if meta.get(key) not in (None, "")}
