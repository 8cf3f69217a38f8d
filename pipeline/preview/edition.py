"""A site at a moment, and who waits for the next one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Finding


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of a site as they were last made."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    error: str = ""
    """Why the site is not as the project says now; then the files are those of before."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags, which are the names of folders."""
    catalogues: str = ""
    """Where the catalogue of a page is, with ``{language}`` and ``{name}``."""


@dataclass
class Press:
    """Has the newest edition, and tells who waits that there is another."""

    edition: Edition
    closed: bool = False
    _next: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, edition: Edition) -> None:
        """Give out a new edition."""
        self.edition = edition
        self._tell()

    def close(self) -> None:
        """Let nobody wait any longer."""
        self.closed = True
        self._tell()

    async def wait(self) -> None:
        """Return when there is another edition, or none any more."""
        if not self.closed:
            await self._next.wait()

    def _tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()
