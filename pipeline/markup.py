"""The texts of a page as units with marks, and units as the texts of a page.

Where text stands is found by ``slots``; this module writes it as text with marks (see ``marks``)
and puts other text in its place. A page is never written from its tree: what is no translated text
stays as its author wrote it, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import languages, marks
from pipeline.elements import DRAFT
from pipeline.model import Place, Unit
from pipeline.runs import SPACE, apart, elements_of, marked
from pipeline.scope import details, said, term
from pipeline.slots import Attribute, slots
from pipeline.speech import TEXT_ONLY, Speech
from pipeline.tree import Cdata, Edits, Element, Other, Text, line_at, parse, syntax
from pipeline.tree.syntax import escape, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.runs import Run
    from pipeline.slots import Slot
    from pipeline.tree import Node

FILTER = "locale-filter"
"""Beginning of what ITS 2.0 calls the attributes for a choice of languages."""
_SPACES = re.compile(f"[{syntax.SPACE}]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a unit's text on its way to a page."""

    text: str
    """With the unit's marks."""
    lang: str | None = None
    """BCP 47 tag where it is not the page's language."""
    draft: bool = False


def units(html: str, path: str, language: str = "en") -> list[Unit]:
    """Return what a reader of the page would see or hear, block by block, in document order.

    ``language`` is the page's. Raises TreeError for a page that cannot be read in whole.
    """
    found = slots(parse(html), language)
    return [unit for slot in found if (unit := _unit(slot, html, path))]


def replace(
    html: str, texts: Sequence[Sequence[Piece]], language: str = "en", target: str = ""
) -> str:
    """Return the page with other texts: one list of pieces for each of its units, in order.

    The pieces of a unit have its marks, each once; see ``marks.compare``. All else stays byte for
    byte, but that elements name the language of the texts, ``target``, if that is given. Raises
    ValueError if the number of texts is wrong.
    """
    root = parse(html)
    filled = [slot for slot in slots(root, language) if _text(slot)]
    pairs = list(zip(filled, texts, strict=True))
    edits = Edits(html)
    speech = Speech(language, target, edits)
    speech.begin(root, ((slot, _languages(pieces, target)) for slot, pieces in pairs))
    # From the end, since what stands inside a run has to be changed before the run is.
    for slot, pieces in reversed(pairs):
        if isinstance(slot, Attribute):
            text = "".join(marks.plain(piece.text) for piece in pieces)
            edits.set(slot.element, slot.name, text)
        else:
            edits.put(slot.start, slot.end, _Writer(slot, edits, speech).text_of(pieces))
    return edits.apply()


def _languages(pieces: Sequence[Piece], target: str) -> set[str]:
    return {piece.lang or target for piece in pieces if piece.text.strip()}


def for_language(html: str, language: str) -> str | None:
    """Return a page without what its author does not want in a language.

    None if nothing is left: the author has said it of the whole page. Lines stay where they are.
    """
    if FILTER not in html.lower():
        return html
    edits = Edits(html)
    todo = [parse(html)]
    while todo:
        element = todo.pop()
        if _is_for(element, language):
            todo += [child for child in element.children if isinstance(child, Element)]
        elif element.tag in {"html", "body"}:
            return None
        else:
            lines = html.count("\n", element.start, element.end)
            edits.put(element.start, element.end, "\n" * lines)
    return edits.apply()


def _is_for(element: Element, language: str) -> bool:
    """Tell whether an element itself says that it is for a language, or says nothing."""
    ranges = said(element, FILTER + "-list")
    if ranges is None:
        return True
    excluded = (said(element, FILTER + "-type") or "").strip().lower() == "exclude"
    return languages.listed(language, ranges) is not excluded


def _unit(slot: Slot, html: str, path: str) -> Unit | None:
    text = _text(slot)
    if not text:
        return None
    scope = slot.scope
    line = line_at(html, slot.start) if scope.line is None else scope.line
    place = Place(path, line)
    if isinstance(slot, Attribute):
        own = details(slot.element)
        return Unit(text, place, slot.kind, scope.context, scope.note, own)
    own = scope.details
    if "its-" in html[slot.start : slot.end].lower():
        own += tuple(filter(None, (term(element) for element, _ in elements_of(slot))))
    return Unit(text, place, scope.kind, scope.context, scope.note, own, scope.exact)


def _text(slot: Slot) -> str:
    """Return the text of a slot with marks, "" if nothing in it is a word."""
    if isinstance(slot, Attribute):
        plain = slot.element.get(slot.name) or ""
    elif len(slot.nodes) == 1 and isinstance(slot.nodes[0], Text):
        # Most runs are plain, and the way of tokens is ten times longer.
        plain = slot.nodes[0].value
    else:
        tokens = marked(slot)
        return marks.write(tokens) if marks.has_word(tokens) else ""
    if not any(map(str.isalpha, plain)):
        return ""
    if isinstance(slot, Attribute) or not slot.scope.exact:
        plain = SPACE.sub(" ", plain)
    return marks.escape(plain.strip(syntax.SPACE))


class _Writer:
    """Writes other text into a run's place, with the run's own elements."""

    def __init__(self, run: Run, edits: Edits, speech: Speech) -> None:
        self._run, self._edits, self._speech = run, edits, speech
        self._language = speech.target
        """Of the piece that is being written."""
        self._elements = elements_of(run)
        self._parts: list[str] = []

    def text_of(self, pieces: Sequence[Piece]) -> str:
        """Return the pieces as HTML; comments stay in their elements."""
        for piece in pieces:
            self._piece(piece)
        self._comments(self._run.nodes)
        first, last = self._run.nodes[0], self._run.nodes[-1]
        # White space around a run is not part of it, but that inside CDATA is.
        before = _SPACES.match(first.value) if isinstance(first, Cdata) else None
        after = _SPACES.match(last.value[::-1]) if isinstance(last, Cdata) else None
        parent = self._run.parent
        begin, end = self._speech.begin_of(parent), self._speech.end_of(parent)
        text = begin + "".join(self._parts) + end
        return (before[0] if before else "") + text + (after[0] if after else "")

    def _piece(self, piece: Piece) -> None:
        """Write one piece, in an element of its own where the page has to say something of it."""
        name, attributes = _wrapper(piece, self._run.parent)
        self._language = piece.lang or self._speech.target
        if attributes:
            said = "".join(f" {key}={quote(value)}" for key, value in attributes.items())
            self._parts.append(f"<{name}{said}>")
        kept = 0
        for token in marks.tokens(piece.text):
            if token.kind == "text":
                self._parts.append("" if kept else escape(token.text))
            elif token.kind == "close":
                kept -= token.text == "keep"
                self._close(token.number)
            else:
                kept += token.kind == "open" and token.text == "keep"
                self._open(token.number)
        if attributes:
            self._parts.append(f"</{name}>")

    def _open(self, number: int) -> None:
        element, kept = self._elements[number - 1]
        begin = "" if kept else self._speech.open(element, self._language)
        if kept or apart(element):
            self._parts.append(self._edits.apply(element.start, element.end))
        else:
            self._parts += self._edits.apply(element.start, element.inner), begin
            self._comments(element.children)

    def _close(self, number: int) -> None:
        element, kept = self._elements[number - 1]
        if not kept:
            end = self._speech.end_of(element)
            self._parts += end, element.source[element.close : element.end]

    def _comments(self, nodes: Sequence[Node]) -> None:
        source = self._run.parent.source
        self._parts += [source[n.start : n.end] for n in nodes if isinstance(n, Other)]


def _wrapper(piece: Piece, parent: Element) -> tuple[str, dict[str, str]]:
    """Return the element in which a piece stands, and its attributes, if there are any."""
    if parent.tag in TEXT_ONLY:
        return "", {}
    attributes = {"lang": piece.lang} if piece.lang else {}
    if piece.draft:
        attributes["class"] = DRAFT
    return "tspan" if parent.foreign else "span", attributes
