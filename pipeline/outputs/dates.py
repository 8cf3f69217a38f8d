"""The dates of documents: only what their authors say, never a clock or a file's time.

Both would differ between two computers, and a clone of a repository has the time of its making.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.pages import Page

PUBLISHED: Final = "date"
"""Key of the front matter: when a text was first published."""
UPDATED: Final = "updated"
"""Key of the front matter: when it last changed in a way that readers care about."""


def published(page: Page) -> str:
    """Return when a document was published, as RFC 3339 writes it; "" where nobody says so."""
    return moment(page.document.meta.get(PUBLISHED)) or ""


def updated(page: Page) -> str:
    """Return when a document last changed, or else when it was published; "" if unknown."""
    return moment(page.document.meta.get(UPDATED)) or published(page)


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
    return f"{value.isoformat()}T00:00:00Z" if isinstance(value, datetime.date) else None


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
