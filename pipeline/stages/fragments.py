"""A filter's way through HTML: pages and parts of pages, localised in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import languages, messages, translate
from pipeline.errors import ReadError
from pipeline.model import Entry, Finding, Place, State
from pipeline.outputs import inplace
from pipeline.readers import html
from pipeline.readers.source import Source, decode
from pipeline.stages.broken import broken

if TYPE_CHECKING:
    from pipeline.model import Document
    from pipeline.stages.filters import Filter

_MARK = "\ufeff"


def translated(
    data: bytes, shown: str, way: Filter
) -> tuple[bytes, tuple[Finding, ...], tuple[Finding, ...]]:
    """Return a page, or a part of one, in another language, what is wrong, and notices.

    Its markup stays.
    """
    try:
        document = _document(data, shown, way)
    except ReadError as error:
        return b"", (_unread(error, shown),), ()
    source = messages.cut(document, shown, "sentence", way.rules)
    entries, findings = {}, []
    drafts = translate.draft(source.segments, way.target, way.engine, {}, unsafe=way.unsafe)
    for key, filled in drafts:
        if filled.target:
            entries[key] = Entry(key[1], filled.target, State.REVIEWED, key[0])
        findings += [Finding(f.place, f.check, f.message) for f in filled.findings]
    done = messages.localise(source, entries, way.target, drafts=False, catalogue=shown)
    result = inplace.said(done.html, way.target, document.language)
    lead = _MARK if data.startswith(_MARK.encode()) else ""
    found = tuple(sorted({*findings, *done.findings}))
    return f"{lead}{result}".encode(), found, tuple(broken(document, shown))


def _document(data: bytes, shown: str, way: Filter) -> Document:
    """Return a page or a part of one; raises ReadError.

    Line ends stay: a document of a project has line feeds.
    """
    decode(data, shown)
    document = html.fragment(Source(shown, shown, way.source, data.decode("utf-8-sig")))
    if document.language.partition("-")[0] != way.source.partition("-")[0]:
        name = languages.name(document.language, "en")
        raise ReadError(f"{shown}: the page says it is {name}; say --from {document.language}")
    return document


def _unread(error: ReadError, shown: str) -> Finding:
    """Return the finding for a page that cannot be read."""
    line, _, said = str(error).removeprefix(f"{shown}:").partition(": ")
    if line.isdigit():
        return Finding(Place(shown, int(line)), "unreadable", said)
    return Finding(Place(shown), "unreadable", str(error).removeprefix(f"{shown}: "))
