"""Plain text: a blank line ends a paragraph, and the lines of one are joined by a space.

Text has no place for a title, so it comes from a TOML file of the same name beside it: ``title``
and ``description`` are translated, other keys become the document's ``meta``. Without one the
title is the file's name made readable.
"""

from __future__ import annotations

import re
import tomllib
from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.readers import html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Document
    from pipeline.readers.source import Source


def read(source: Source) -> Document:
    """Return the document of a text file; raises ReadError."""
    title, description, meta = _head(source.sidecar) if source.sidecar else ("", "", {})
    body = "\n".join(
        f'<p data-line="{line}">{escape(text, quote=False)}</p>' for line, text in _blocks(source)
    )
    return html.page(source, body, html.Head(title, description, meta))


def _blocks(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the first line's number and the text of each paragraph."""
    first, lines = 0, []
    for number, line in enumerate([*source.text.split("\n"), ""], 1):
        if words := line.strip():
            first = first or number
            lines.append(words)
        elif lines:
            yield first, " ".join(lines)
            first, lines = 0, []


def _head(sidecar: Source) -> tuple[str, str, dict[str, Any]]:
    """Return title, description and what else a sidecar says."""
    try:
        meta = tomllib.loads(sidecar.text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = int(line[1]) if line else sidecar.line_at(len(sidecar.text))
        raise sidecar.error(number, f"not TOML: {message}") from error
    except RecursionError as error:
        raise sidecar.error(0, "nested too deeply") from error
    return _words(sidecar, meta, "title"), _words(sidecar, meta, "description"), meta


def _words(sidecar: Source, meta: dict[str, Any], key: str) -> str:
    """Take a key that has to be text out of the sidecar's; "" if it is not there."""
    value = meta.pop(key, "")
    if isinstance(value, str):
        return " ".join(value.split())
    place = re.search(rf"^[ \t]*[\"']?{key}\b", sidecar.text, re.MULTILINE)
    line = sidecar.line_at(place.start()) if place else 0
    raise sidecar.error(line, f'{key} has to be text: {key} = "…"')
