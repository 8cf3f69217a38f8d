"""A site at a moment, and who waits for the next one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model import Finding


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of a site as they were last made."""

    number: int = 0
    """One more than that of the edition before, where anything else differs."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    error: str = ""
    """Why the site is not as the project says now; then the files are those of before."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags, which are the names of folders."""
    catalogues: str = ""
    """Where the catalogue of a page is, with ``{language}`` and ``{name}``."""
    source: str = "source"
    """The source folder as findings name it."""


def document(page: str) -> tuple[str, str]:
    """Return the language's tag and the name of the document of a page, "" for what is none.

    >>> document("ko/guide/start.html"), document("index.html")
    (('ko', 'guide/start'), ('index.html', ''))
    """
    tag, _, rest = page.partition("/")
    return tag, rest.removesuffix(".html")


@dataclass
class Press:
    """Has the newest edition, and tells who waits that there is another."""

    edition: Edition
    check: Callable[[str, str], tuple[Finding, ...]]
    """Finds what is wrong in the translation of a document, by its name and the language's tag."""
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

    async def checked(self, page: str) -> tuple[Finding, ...]:
        """Return what is wrong in the translations of a page; requests go on meanwhile."""
        tag, name = document(page)
        if not name or tag not in self.edition.languages:
            return ()
        return await asyncio.to_thread(self.check, name, tag)

    async def after(self, edition: Edition) -> None:
        """Return when there is another edition, or none any more."""
        if edition is self.edition and not self.closed:
            await self._next.wait()

    def _tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()
