"""What is known of every page since it was made, so that only those are made anew that change.

It lies in ``.localepress/pages``, and may be deleted at any time. A page is as it was while its
source, its catalogue, the theme, the settings and the program are, and while the rest of the site
answers what it has asked as it did then; see ``making``.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline import files
from pipeline.elements import KEY
from pipeline.errors import LocalepressError
from pipeline.model import Document, Finding
from pipeline.outputs import anchors
from pipeline.outputs.body import Head, head
from pipeline.outputs.pages import Page
from pipeline.stages.plain import plain, restored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.outputs.pages import ReadFile
    from pipeline.project import Project
    from pipeline.stages.seen import Look


class Shown(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the rest of the site sees of a page: all but its text."""

    path: str
    source: str
    """Language of the source."""
    in_place: bool
    meta: dict[str, Any]
    language: str
    html: str
    """The head, if it has texts of the front matter."""
    head: Head
    drafts: int
    fallbacks: int
    messages: int
    engines: tuple[str, ...]
    anchors: tuple[str, ...]
    """The names of places on it."""

    @property
    def page(self) -> Page:
        """The page without its text."""
        document = Document(self.path, self.source, "", self.meta, self.in_place)
        counts = self.drafts, self.fallbacks, self.messages
        places = frozenset(self.anchors)
        return Page(document, self.language, self.html, *counts, self.engines, anchors=places)

    @property
    def digest(self) -> str:
        """What is the same as long as all of it is; of sentences only whether there are any."""
        few = msgspec.structs.replace(
            self,
            drafts=min(self.drafts, 1),
            fallbacks=min(self.fallbacks, 1),
            messages=0,
            engines=(),
        )
        return hashlib.blake2b(repr(few).encode(), digest_size=16).hexdigest()


def shown(page: Page) -> Shown:
    """Return what the rest of the site sees of a page."""
    document = page.document
    top = page.html[: page.html.find("<body")] if KEY in page.html else ""
    said = document.path, document.language, document.in_place, dict(document.meta)
    counts = page.drafts, page.fallbacks, page.messages
    places = tuple(sorted(anchors.names(document.html)))
    return Shown(*said, page.language, top, head(page), *counts, page.engines, places)


class Text(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a document in a language became."""

    key: str
    """Of all that it was made from."""
    shown: Shown | None
    """None where its author wants no page."""
    findings: tuple[Finding, ...]
    digest: str = ""
    """Of ``shown``."""


class Made(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """How a page of the site was made."""

    key: str
    """Of its text, the theme, the settings and the program."""
    questions: tuple[str, ...]
    """What it has asked of the rest of the site."""
    answers: str
    """The same as long as all the answers are."""
    files: dict[str, bool]
    """Files of the source folder that it refers to, and whether they were there."""
    missing: tuple[tuple[str, str], ...]
    """Words of the theme that had no translation."""
    findings: tuple[Finding, ...]
    digest: str
    """SHA-256 of the page, in hexadecimal digits."""


class Kept(msgspec.Struct, array_like=True):
    """All that is kept."""

    texts: dict[str, Text] = {}
    """By the path of the page."""
    made: dict[str, Made] = {}
    """By the path of the page."""
    named: dict[str, dict[str, str]] = {}
    """The files that documents name, with their hashes; by the path of the document."""
    site: str = ""
    """The same as long as all answers are, to whatever pages ask."""
    seen: dict[str, tuple[int, int, int, str]] = {}


@dataclass
class Shelf:
    """What is known of pages, and whether they are still there."""

    kept: Kept = field(default_factory=Kept)
    there: Callable[[str, str], bool] = lambda _path, _digest: False
    """Tells whether a page stands at a path, as it was made: with this SHA-256."""
    last: ReadFile | None = None
    """Gives the pages that were published last, where that is not the output folder."""


def load(project: Project) -> Kept:
    """Return what the last build has left."""
    with suppress(OSError, msgspec.MsgspecError):
        data = (project.cache / "pages").read_bytes()
        return msgspec.msgpack.decode(data, type=Kept, ext_hook=restored)
    return Kept()


def save(project: Project, kept: Kept, seen: Mapping[str, Look]) -> None:
    """Keep what is known for the next build."""
    kept.seen = {**seen}
    plain_texts = ((path, _plain(text)) for path, text in kept.texts.items())
    texts = {path: text for path, text in plain_texts if text}
    data = msgspec.msgpack.encode(msgspec.structs.replace(kept, texts=texts))
    with suppress(OSError, LocalepressError):
        project.made_cache()
        files.write(project.cache / "pages", data, sync=False)


def _plain(text: Text) -> Text | None:
    """Return a text as it can be kept, None if its front matter would come back changed."""
    if text.shown is None:
        return text
    try:
        meta = plain(text.shown.meta)
    except TypeError:
        return None
    replace = msgspec.structs.replace
    return replace(text, shown=replace(text.shown, meta=meta))
