"""Plain text: a blank line ends a paragraph, and the lines of one are joined by a space.

Text has no place for a title, so it comes from a TOML file of the same name beside it: ``title``
and ``description`` are translated, other keys become the document's ``meta``. Without one the
title is the file's name made readable. A paragraph may be a directive, see ``directives``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pipeline.readers import frontmatter, html
from pipeline.readers.directives import Directives, attributes_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Document
    from pipeline.readers.source import Source


def read(source: Source) -> Document:
    """Return the document of a text file; raises ReadError."""
    beside = source.sidecar
    head = frontmatter.toml_head(beside, beside.text) if beside else html.Head()
    return html.page(source, "\n".join(_paragraphs(source)), head)


def _paragraphs(source: Source) -> Iterator[str]:
    """Yield the paragraphs in HTML, with what directives say of them."""
    directives = Directives(source)
    for line, text in _blocks(source):
        if not directives.take(text, line):
            given = attributes_html(directives.attributes())
            yield f'<p data-line="{line}"{given}>{escape(text, quote=False)}</p>'
    directives.close()


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
