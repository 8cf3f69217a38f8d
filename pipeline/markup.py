"""The normal form, an HTML page, as units with marks, and back.

``units`` and ``replace`` walk the same slots, so extraction and publishing cannot disagree:
``replace(html, [[Piece(u.text)] for u in units(html, path)])`` is the same tree, apart from runs of
white space that HTML shows as one space.

Only texts come from a catalogue. Every element and attribute of a localised page stood in the
source, except the ``span`` that tells how far a sentence has come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from pipeline import marks
from pipeline.elements import ATOMS, CONTEXT, ITS_NOTE, NOTE
from pipeline.model import Place, Unit
from pipeline.slots import (
    SPACE,
    Attribute,
    Run,
    elements_of,
    kind_of,
    lead,
    line_of,
    marked,
    name_of,
    said_of,
    slots,
    tail,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_YOUNG = ("wbr", "source", "track")
"""Elements without content that are younger than HTML 4, which libxml2 knows."""

_LEADING = re.compile(r"^[ \t\n\r\f]+")
_TRAILING = re.compile(r"[ \t\n\r\f]+$")
_TEXT_ONLY = frozenset({"title", "option"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a unit's text on its way to a page."""

    text: str
    """With the unit's marks."""
    lang: str | None = None
    """BCP 47 tag where it is not the page's language."""
    draft: bool = False


def parse(html: str) -> HtmlElement:
    """Return the tree of a page in the normal form."""
    root = lxml.html.document_fromstring(html)
    empty_young(root)
    return root


def empty_young(root: HtmlElement) -> None:
    """Move what libxml2 has put into elements that it does not know to be empty behind them."""
    for element in reversed(list(root.iter(*_YOUNG))):
        children, text, tail = list(element), element.text or "", element.tail or ""
        if not (children or text):
            continue
        element.text, element.tail = None, text
        for child in reversed(children):
            element.addnext(child)
        last = children[-1] if children else element
        last.tail = (last.tail or "") + tail


def serialise(root: HtmlElement) -> str:
    """Return the page of a tree."""
    # Not lxml.html.tostring: it takes away what looks like a charset declaration, in any place.
    return str(etree.tostring(root, method="html", encoding="unicode"))


def units(html: str, path: str) -> list[Unit]:
    """Return what a reader of the page would see or hear, block by block, in document order."""
    return [unit for slot in slots(parse(html)) if (unit := _unit(slot, path))]


def replace(html: str, texts: Sequence[Sequence[Piece]]) -> str:
    """Return the page with other texts: one list of pieces for each of its units, in order.

    The pieces of a unit have its marks, each once; see ``marks.compare``. Raises ValueError if
    the number of texts is wrong.
    """
    root = parse(html)
    filled = [slot for slot in slots(root) if _text(slot)]
    for slot, pieces in zip(filled, texts, strict=True):
        if isinstance(slot, Attribute):
            slot.element.set(slot.name, "".join(marks.plain(piece.text) for piece in pieces))
        else:
            _fill(slot, pieces)
    return serialise(root)


def _unit(slot: Attribute | Run, path: str) -> Unit | None:
    text = _text(slot)
    if not text:
        return None
    if isinstance(slot, Attribute):
        kind, element = slot.kind, slot.element
    else:
        kind, element = kind_of(slot.parent), slot.parent
    note = said_of(element, NOTE, ITS_NOTE) or ""
    return Unit(text, Place(path, line_of(element)), kind, said_of(element, CONTEXT), note)


def _text(slot: Attribute | Run) -> str:
    """Return the text of a slot with marks, "" if nothing in it is a word."""
    if isinstance(slot, Run) and slot.children:
        text = marks.write(marked(slot))
        return text if any(map(str.isalpha, marks.spoken(text))) else ""
    # Most slots are plain or blank, and the way of tokens is ten times longer.
    plain = slot.element.get(slot.name, "") if isinstance(slot, Attribute) else lead(slot)
    if not any(map(str.isalpha, plain)):
        return ""
    return marks.escape(SPACE.sub(" ", plain).strip(" "))


def _fill(run: Run, pieces: Sequence[Piece]) -> None:
    """Give a run other content, made of its own elements."""
    elements = elements_of(run)
    before = _LEADING.match(lead(run))
    after = _TRAILING.search(tail(run))
    for child in run.children:
        run.parent.remove(child)
    for element in elements:
        element.tail = None
        if element.tag not in ATOMS and name_of(element) != "keep":
            element.text = None
            del element[:]
    writer = _Writer(run)
    writer.text(before[0] if before else "")
    for piece in pieces:
        writer.piece(piece if run.parent.tag not in _TEXT_ONLY else Piece(piece.text), elements)
    writer.text(after[0] if after else "")


class _Writer:
    """Writes text and elements one after the other into a run's place."""

    def __init__(self, run: Run) -> None:
        self._stack: list[tuple[HtmlElement, HtmlElement | None]] = [(run.parent, run.before)]
        self._set("")

    def _set(self, text: str) -> None:
        parent, last = self._stack[-1]
        if last is None:
            parent.text = text or None
        else:
            last.tail = text or None

    def text(self, text: str) -> None:
        parent, last = self._stack[-1]
        self._set(((parent.text if last is None else last.tail) or "") + text)

    def put(self, element: HtmlElement) -> None:
        parent, last = self._stack[-1]
        parent.insert(0 if last is None else parent.index(last) + 1, element)
        self._stack[-1] = (parent, element)

    def enter(self, element: HtmlElement) -> None:
        self.put(element)
        self._stack.append((element, None))

    def leave(self) -> None:
        self._stack.pop()

    def piece(self, piece: Piece, elements: Sequence[HtmlElement]) -> None:
        """Write one piece, in a ``span`` of its own where the page has to say something of it."""
        attributes = {"lang": piece.lang} if piece.lang else {}
        if piece.draft:
            attributes["class"] = "draft"
        if attributes:
            self.enter(lxml.html.Element("span", attributes))
        kept = 0
        for token in marks.tokens(piece.text):
            if token.kind == "text":
                self.text("" if kept else token.text)
            elif token.kind == "empty":
                self.put(elements[token.number - 1])
            elif token.kind == "open":
                (self.put if token.text == "keep" else self.enter)(elements[token.number - 1])
                kept += token.text == "keep"
            elif token.text == "keep":
                kept -= 1
            else:
                self.leave()
        if attributes:
            self.leave()
