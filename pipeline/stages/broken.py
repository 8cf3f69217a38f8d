"""Pages whose markup is not what their author meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Document


def broken(document: Document, shown: str) -> Iterator[Finding]:
    """Yield a notice for the first fault in the markup of a page, if it has one."""
    if document.fault:
        line, said = document.fault
        yield Finding(Place(shown, line), "markup", said, error=False)
