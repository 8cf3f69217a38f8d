"""Plain text, with headings, lists, quotations and verses as ``conventions`` knows them.

The lines of a paragraph are joined by a space, unless the project or the document says
``lines = "keep"``. A verse keeps its lines in either case.

Text has no place for a title, so it comes from a TOML file of the same name beside it: ``title``
and ``description`` are translated, ``lines`` is obeyed, other keys become the document's ``meta``.
Without one the title is the first heading, else the file's name made readable. A paragraph may be a
directive, see ``directives``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final

from pipeline.readers import conventions, frontmatter, html
from pipeline.readers.directives import Directives, attributes_html, misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model import Document
    from pipeline.readers.conventions import Block, Line
    from pipeline.readers.source import Source

MAX_NESTING: Final = 50
"""Of lists and quotations in one another."""

MAX_STEPS: Final = 8
"""Of indentation, ``class="indent-8"``; a step is two columns of the source."""


def read(source: Source) -> Document:
    """Return the document of a text file; raises ReadError."""
    beside = source.sidecar
    head = frontmatter.toml_head(beside, beside.text) if beside else html.Head()
    lines = head.meta.get("lines", source.options.lines)
    if beside and lines not in {"join", "keep"}:
        raise beside.error(_line_of(beside, "lines"), 'lines has to be "join" or "keep"')
    meta = {key: value for key, value in head.meta.items() if key != "lines"}
    body = _Writer(source, keep=lines == "keep").container(conventions.lines(source.text), {})
    return html.page(source, body, replace(head, meta=meta))


def _line_of(source: Source, key: str) -> int:
    rows = enumerate(source.text.split("\n"), 1)
    return next((n for n, row in rows if row.strip().strip("\"'").startswith(key)), 0)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Blocks as HTML."""

    source: Source
    keep: bool
    """Whether paragraphs keep their lines."""
    depth: int = 0

    def container(self, text: Sequence[Line], given: Mapping[str, str]) -> str:
        """Return what a document or a quotation holds."""
        return "\n".join(self._blocks(list(conventions.blocks(text)), given))

    def _blocks(self, blocks: Sequence[Block], given: Mapping[str, str]) -> Iterator[str]:
        """Yield blocks, with what directives among them say.

        A paragraph that is the only one of a list item needs no element of its own.
        """
        directives = Directives(self.source, given)
        for block in blocks:
            words = " ".join(line.text.strip() for line in block.lines)
            if block.kind == "paragraph" and directives.take(words, block.number):
                continue
            if block.kind in {"heading", "verse"}:
                misplaced(self.source, words, block.number)
            if block.kind == "rule":
                # Nobody translates one, so a directive before it is about what comes after.
                yield f"<hr{attributes_html(_place(block))}>"
            else:
                yield self._block(block, _place(block) | directives.attributes())
        directives.close()

    def _block(self, block: Block, attributes: Mapping[str, str]) -> str:
        given = attributes_html(attributes)
        if block.kind == "list":
            return self._list(block, given)
        if block.kind == "quotation":
            inner = self._deeper(block).container(block.lines, {})
            return f"<blockquote{given}>\n{inner}\n</blockquote>"
        tag = f"h{block.level}" if block.kind == "heading" else "p"
        return f"<{tag}{given}>{self._words(block)}</{tag}>"

    def _words(self, block: Block) -> str:
        texts = [escape(line.text.strip(), quote=False) for line in block.lines]
        if not (self.keep or block.kind == "verse"):
            return " ".join(texts)
        least = min(line.indent for line in block.lines)
        steps = (_steps(line.indent - least) for line in block.lines)
        # The element is empty, so that no translator sees spaces he has to count.
        indents = (f'<span class="indent-{n}"></span>' if n else "" for n in steps)
        return "<br>\n".join(map(str.__add__, indents, texts))

    def _list(self, block: Block, given: str) -> str:
        writer, start = self._deeper(block), block.items[0].value
        items = "\n".join(map(writer._item, block.items, _values(block.items)))
        if start is None:
            return f"<ul{given}>\n{items}\n</ul>"
        look = "" if block.sign == "1" else f' type="{block.sign}"'
        begin = "" if start == 1 else f' start="{start}"'
        return f"<ol{given}{look}{begin}>\n{items}\n</ol>"

    def _item(self, item: Block, value: str) -> str:
        inner = list(conventions.blocks(item.lines, in_item=True))
        parts = list(self._blocks(inner, {}))
        opening = f'<p data-line="{item.number}">'
        if [block.kind for block in inner].count("paragraph") == 1 and parts[0].startswith(opening):
            parts[0] = parts[0].removeprefix(opening).removesuffix("</p>")
        text = "\n".join(parts)
        return f'<li data-line="{item.number}"{value}>{text}</li>'

    def _deeper(self, block: Block) -> _Writer:
        if self.depth == MAX_NESTING:
            what = f"nested more than {MAX_NESTING} levels deep; make it simpler"
            raise self.source.error(block.number, what)
        return replace(self, depth=self.depth + 1)


def _place(block: Block) -> dict[str, str]:
    """Return a block's line and what its place on the page is like."""
    classes = ["gap"] if block.gap else []
    if block.kind == "verse":
        steps = _steps(min(line.indent for line in block.lines))
        classes += ["verse", f"indent-{steps}"]
    named = {"class": " ".join(classes)} if classes else {}
    return {"data-line": str(block.number)} | named


def _steps(columns: int) -> int:
    return min((columns + 1) // 2, MAX_STEPS)


def _values(items: Sequence[Block]) -> Iterator[str]:
    """Yield the attribute of each item whose number is not the one after the last."""
    expected = items[0].value
    for item in items:
        yield "" if item.value == expected else f' value="{item.value}"'
        expected = None if item.value is None else item.value + 1
