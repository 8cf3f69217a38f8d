"""Directives: comments of an author's that say what is not translated, and what a translator knows.

``<!-- localepress: skip -->``, ``note: …`` and ``context: …`` are about the block that follows;
``skip-start`` and ``skip-end`` enclose blocks. They become attributes of the normal form.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.readers.source import Source

_SIGN = re.compile(r"<!--\s*localepress:")
_DIRECTIVE = re.compile(r"<!--\s*localepress:((?:(?!-->).)*+)-->", re.DOTALL)
_WORDS: Final = {"note": "data-lp-note", "context": "data-lp-context"}
_KNOWN: Final = "skip, skip-start, skip-end, note: …, context: …"
_SKIP: Final = {"translate": "no"}
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)


class Directives:
    """The directives among the blocks of one container: a document, a list item, a quotation."""

    def __init__(self, source: Source, inherited: Mapping[str, str] | None = None) -> None:
        self._source = source
        self._inherited = dict(inherited or {})
        self._next: dict[str, str] = {}
        self._line = 0
        self._skips_from = 0

    def take(self, text: str, line: int) -> bool:
        """Obey a block if it is a directive, and tell whether it was; raises ReadError."""
        found = _DIRECTIVE.fullmatch(text.strip())
        if not found:
            misplaced(self._source, text, line)
            return False
        name, colon, words = (part.strip() for part in found[1].partition(":"))
        if name in _WORDS and colon:
            self._note(name, " ".join(words.split()), line)
        elif name == "skip" and not colon:
            self._next |= _SKIP
            self._line = line
        elif name in {"skip-start", "skip-end"} and not colon:
            self._region(name, line)
        else:
            name = " ".join(found[1].split())
            raise self._source.error(line, f'unknown directive "{name}"; known are {_KNOWN}')
        return True

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the block that comes now."""
        region = _SKIP if self._skips_from else {}
        given, self._next = {**self._inherited, **region, **self._next}, {}
        return given

    def close(self) -> None:
        """End the container; raises ReadError if a directive still waits for something."""
        if self._skips_from:
            raise self._source.error(
                self._skips_from,
                "skip-start without end; add <!-- localepress: skip-end --> at the same level",
            )
        if self._next:
            raise self._source.error(self._line, "no block follows this directive; remove it")

    def _note(self, name: str, words: str, line: int) -> None:
        if not words:
            raise self._source.error(line, f"{name} without words; write some or remove it")
        key = _WORDS[name]
        before = self._next.get(key)
        self._next[key] = f"{before} {words}" if before and name == "note" else words
        self._line = line

    def _region(self, name: str, line: int) -> None:
        if self._next:
            raise self._source.error(self._line, f"no block follows this directive, but {name}")
        starts = name == "skip-start"
        if starts == bool(self._skips_from):
            why = "inside another; remove it" if starts else "without skip-start; remove it"
            raise self._source.error(line, f"{name} {why}")
        self._skips_from = line if starts else 0


def misplaced(source: Source, text: str, line: int) -> None:
    """Raise ReadError if a text has a directive that has other text beside it."""
    if found := _SIGN.search(text):
        line += text.count("\n", 0, found.start())
        raise source.error(line, "directive beside other text; put blank lines around it")


def attributes_html(attributes: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag, each after a space."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def into_html(html: str, attributes: Mapping[str, str]) -> str:
    """Return an author's HTML with attributes on each of its outermost elements."""
    given = attributes_html(attributes)
    for place in reversed(_outermost(html)):
        html = f"{html[:place]}{given}{html[place:]}"
    return html


def _outermost(html: str) -> list[int]:
    """Return the places behind the names of the outermost start tags."""
    finder = _Outermost()
    finder.feed(html)
    finder.close()
    lines = [0]
    for line in html.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    return [lines[line - 1] + column + length for line, column, length in finder.found]


class _Outermost(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, int, int]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if not self._depth:
            self.found.append((*self.getpos(), len(tag) + 1))
        self._depth += tag not in _VOID

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        # HTML knows no elements that close themselves.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - (tag not in _VOID))
