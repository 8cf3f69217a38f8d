"""A sentence as a model sees it: no marks, and stand-ins for what must arrive letter by letter.

Protected marks, pictures inside the text, addresses, placeholders, names in code and sizes such as
1920 × 1080 become words such as ``x1``. Measured with the starter packages on 25 sentences of
documentation with code: given as it is, the code of 4 (Korean) and 5 (Japanese) sentences arrived
whole; as ``x1``, of 20 and 21. Quoted forms, brackets and ``CODE1`` do worse, and packages without
byte fallback know no brackets.

Texts in capitals get small letters, see ``capitals``; ``Sentence.written`` has the author's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import kept, marks
from pipeline.engines import capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.glossary import Term
    from pipeline.marks import Token

STAND_INS = ("x", "Z", "ID")
"""Letters of stand-ins, tried in this order; the second and third for what the first lost."""

PICTURES = frozenset({"img", "picture", "svg", "math", "input", "embed", "area"})
"""Empty marks that a reader sees, and that may stand for a noun: "Press <img1/> to start"."""

BREAKS = frozenset({"br", "hr"})
"""Empty marks that part words, with or without white space around them."""

_WORD = re.compile(r"[^\W_]")
_ALPHA = re.compile(r"[^\W\d_]")
_SIZE = re.compile(r"(?<![\w.,])[0-9]+ ?[×x] ?[0-9]+(?![\w.,]*\w)", re.ASCII)
"""1920 × 1080: models lose the sign, and turn the two round."""
_NOTE = re.compile(r"\[[0-9]{1,3}\]")


@dataclass(frozen=True, slots=True)
class Node:
    """A mark, or a text that is copied, and where it stands in the model's text.

    Three kinds: a span is placed around words; it is a mark with a closing side, or a term. A copy
    has a stand-in; a point takes no room in the text.
    """

    opening: str
    """What is written before the words; of a copy or point, all of it; of a term, nothing."""
    closing: str
    start: int
    end: int
    parent: int
    """Index of the span around it; -1 for none."""
    label: str
    """Its name for a person: ``<code1>``."""
    glued: bool = False
    """A break without white space around it."""
    trails: bool = False
    """A point that stands right behind a word, as the number of a footnote."""
    terms: tuple[Term, ...] = ()
    """The rows of the glossary of which one is its translation."""

    @property
    def is_span(self) -> bool:
        """Whether its words are translated."""
        return bool(self.closing) or self.is_term

    @property
    def is_term(self) -> bool:
        """Whether a translation of the glossary takes the place of its words."""
        return bool(self.terms) and not self.opening

    @property
    def is_copy(self) -> bool:
        """Whether a stand-in is in the model's text for it."""
        return not self.is_span and self.start < self.end

    @property
    def is_break(self) -> bool:
        """Whether it parts two lines."""
        return self.label.strip("</>0123456789") in BREAKS

    @property
    def is_point(self) -> bool:
        """Whether nothing stands for it in the model's text."""
        return not self.is_span and self.start == self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """What ``read`` makes of a message."""

    text: str
    """For the model."""
    nodes: tuple[Node, ...]
    """A parent comes before its children; marks in the order in which they open, then terms."""
    unplaced: tuple[tuple[Term, ...], ...] = ()
    """Terms that have no node, because two marks share their words."""
    written: str = ""
    """The text with the capitals of its author; places are those of text."""

    def stand_in(self, node: Node) -> str:
        """Return the word that stands for a copy."""
        return self.text[node.start : node.end]


def stand_ins(message: str) -> list[str]:
    """Return the letters that can name stand-ins in a message without being mistaken."""
    text = marks.plain(message)
    return [one for one in STAND_INS if not re.search(rf"\b{one}[0-9]", text, re.IGNORECASE)]


def read(message: str, letter: str, *, english: bool = True) -> Sentence:
    """Return a message for the model; raises MarkError if its marks are broken.

    Other languages than English use capitals otherwise, and keep them.
    """
    reader = _Reader(marks.check(message), letter)
    index = 0
    while index < len(reader.tokens):
        index = reader.step(index)
    written = reader.text
    text = capitals.eased(written) if english else written
    return Sentence(text, tuple(reader.nodes), written=written)


class _Reader:
    def __init__(self, tokens: Sequence[Token], letter: str) -> None:
        self.tokens, self.letter = tokens, letter
        self.text = ""
        self.nodes: list[Node] = []
        self.open: list[int] = []
        self.copies = 0

    def step(self, index: int) -> int:
        """Take in the token at an index, or the whole mark it opens; return what comes next."""
        token = self.tokens[index]
        if token.kind == "text":
            self._text(token.text)
            return index + 1
        if token.kind == "close":
            self._close()
            return index + 1
        end = index if token.kind == "empty" else self._chord(self._closing(index))
        inside = self.tokens[index : end + 1]
        written = any(part.kind == "text" and part.text.strip() for part in inside)
        if self._is_note(inside, end + 1):
            self._node(marks.write(inside), "", str(token), trails=True)
            return end + 1
        if written and token.text not in marks.PROTECTED:
            self._open(token)
            return index + 1
        self._copied(inside, end + 1, written)
        return end + 1

    def _is_note(self, inside: Sequence[Token], after: int) -> bool:
        """Tell whether a mark is the number of a footnote: no letters, and right behind a word.

        It is raised, or kept in brackets as Markdown's are.

        A model would leave it out, or take it for a part of the word.
        """
        text = "".join(part.text for part in inside if part.kind == "text")
        names = {part.text for part in inside if part.kind != "text"}
        later = next((part.text for part in self.tokens[after:] if part.kind == "text"), "")
        glued = self.text[-1:].strip() and not _WORD.match(later)
        raised = "sup" in names and text and not _ALPHA.search(text)
        return bool(glued and (raised or _NOTE.fullmatch(text)))

    def _chord(self, end: int) -> int:
        """Return where the keys end that are pressed with the one whose mark ends at an index."""
        while self.tokens[end].text == "kbd":
            between, later = self.tokens[end + 1 : end + 2], self.tokens[end + 2 : end + 3]
            pressed = [*between, *later]
            if [(t.kind, t.text.strip()) for t in pressed] != [("text", "+"), ("open", "kbd")]:
                break
            end = self._closing(end + 2)
        return end

    def _closing(self, index: int) -> int:
        number = self.tokens[index].number
        later = range(index + 1, len(self.tokens))
        return next(i for i in later if self.tokens[i].number == number)

    def _copied(self, inside: Sequence[Token], after: int, written: bool) -> None:
        """Take in a mark whose content is not translated."""
        raw, label, name = marks.write(inside), str(inside[0]), inside[0].text
        pictured = any(part.text in PICTURES for part in inside if part.kind != "text")
        if written or (pictured and self._in_the_middle(after)):
            self._copy(raw, label)
            return
        glued = name in BREAKS and not self.text.endswith(" ")
        self._node(raw, "", label, glued=glued, trails=self._trails(after))
        if name in BREAKS:
            self._write(" ")

    def _trails(self, after: int) -> bool:
        """Tell whether what was taken in ends in a word or sign, and nothing of that follows."""
        later = self.tokens[after].text if after < len(self.tokens) else ""
        return bool(self.text[-1:].strip()) and not _WORD.match(later)

    def _in_the_middle(self, after: int) -> bool:
        """Tell whether words stand before and after; at an edge a picture keeps its place."""
        later = "".join(part.text for part in self.tokens[after:] if part.kind == "text")
        return bool(_WORD.search(self.text) and _WORD.search(later))

    def _text(self, text: str) -> None:
        end = 0
        for match in kept.find(text):
            self._words(text[end : match.start()])
            self._copy(marks.escape(match[0]), match[0])
            end = match.end()
        self._words(text[end:])

    def _words(self, text: str) -> None:
        end = 0
        for match in _SIZE.finditer(text):
            self._write(text[end : match.start()])
            self._copy(match[0], match[0])
            end = match.end()
        self._write(text[end:])

    def _write(self, text: str) -> None:
        self.text += text.lstrip(" ") if self.text[-1:] in {"", " "} else text

    def _copy(self, raw: str, label: str) -> None:
        self.copies += 1
        word = f"{self.letter}{self.copies}"
        self._node(raw, "", label, length=len(word))
        self.text += word

    def _node(  # noqa: PLR0913 (each is another thing that a mark is)
        self,
        opening: str,
        closing: str,
        label: str,
        *,
        length: int = 0,
        glued: bool = False,
        trails: bool = False,
    ) -> None:
        start, parent = len(self.text), self.open[-1] if self.open else -1
        end = start + length
        self.nodes.append(Node(opening, closing, start, end, parent, label, glued, trails))

    def _open(self, token: Token) -> None:
        self._node(str(token), str(token._replace(kind="close")), str(token))
        self.open.append(len(self.nodes) - 1)

    def _close(self) -> None:
        index = self.open.pop()
        node = self.nodes[index]
        self.nodes[index] = Node(
            node.opening, node.closing, node.start, len(self.text), node.parent, node.label
        )


def around(nodes: Sequence[Node], index: int) -> list[int]:
    """Return the indices of the spans around a node, from the inside out."""
    found = []
    while (index := nodes[index].parent) >= 0:
        found.append(index)
    return found
