"""Catalogues that do not exist yet: the template of a document, and the header of a new file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.catalogue import blocks
from pipeline.catalogue.po import Block
from pipeline.catalogue.wrap import Style, string
from pipeline.model import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Key


def template(segments: Iterable[Segment], title: str, *, lines: bool = False) -> bytes:
    """Return the POT file of a document's messages.

    It has no date, so that it changes only when a message does. ``title`` is the project's;
    ``lines`` adds line numbers to the places.
    """
    entries = (blocks.new(segment, lines, Style()) for segment in unique(segments).values())
    return "".join(block.text for block in (header(title), *entries)).encode()


def header(title: str, language: str = "", newline: str = "\n") -> Block:
    """Return the first entry of a file; that of a template has no language."""
    named = {
        "Project-Id-Version": " ".join(title.split()),
        "Language": languages.folder(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language:
        named["Plural-Forms"] = languages.plural_forms(language)
    text = "".join(f"{name}: {value}\n" for name, value in named.items())
    style = Style(newline=newline)
    rows = [*string("msgid", "", style), *string("msgstr", text, style)]
    return Block("i" + "s" * (len(rows) - 1), tuple(rows), source="", target=text)


def unique(segments: Iterable[Segment]) -> dict[Key, Segment]:
    """Return the segments by key in order, those of one message made one; empty ones dropped."""
    found: dict[Key, Segment] = {}
    for segment in filter(lambda segment: segment.source, segments):
        first = found.get(segment.key)
        found[segment.key] = _united(first, segment) if first else segment
    return found


def _united(first: Segment, second: Segment) -> Segment:
    places = tuple(dict.fromkeys(first.places + second.places))
    notes = tuple(dict.fromkeys(first.notes + second.notes))
    return Segment(first.source, first.context, places, notes)
