"""What writers of plain text mean by signs, indentation and blank lines; see docs/reading.md.

A text is a list of lines, and ``blocks`` cuts it into blocks. What a quotation or a list item holds
is again a list of lines, without the signs. Where a convention could be prose, it is prose: a year
or a dash at the beginning of a wrapped line begins no list, and a line in capitals is no heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEVELS: Final = {"=": 1, "-": 2, "~": 3}
"""The level of a heading by the sign that underlines it."""

MAX_HEADING: Final = 80
"""Characters of a heading; a rule below a longer line is a rule."""

MAX_RULE: Final = 200
"""Characters of a line of signs that is a rule."""

_DEEPER: Final = 2
"""Columns to the right of a list's signs from which a line is inside its item."""

_VERSE: Final = 2
"""Columns by which every line of a verse is indented."""

_RULE = re.compile(r"([-*_=~#+•])(?: ?\1){2,}")
_ITEM = re.compile(
    r" *(?:(?P<bullet>[-*+•])|(?P<number>\d{1,3})[.)]|(?P<letter>[A-Za-z])\)) +(?=\S)"
)
_QUOTED = re.compile(r" {0,3}>(?: |$|(?=>))")


class Line(NamedTuple):
    """A line of a text."""

    number: int
    """In its file, from 1."""
    text: str
    """Without tabs and trailing white space; "" for a blank line."""

    @property
    def indent(self) -> int:
        """The number of spaces it begins with."""
        return len(self.text) - len(self.text.lstrip(" "))

    def cut(self, columns: int) -> Line:
        """Return the line without its first characters."""
        return self._replace(text=self.text[columns:])


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text between others."""

    kind: str
    """"paragraph", "verse", "heading", "rule", "quotation", "list" or "item"."""
    lines: tuple[Line, ...]
    """What it says, without signs; of a list nothing, it has items."""
    number: int
    """Of its first line."""
    level: int = 0
    """Of a heading, from 1."""
    sign: str = ""
    """Of a list or an item: its bullet, or "1", "a", "A" for what its numbers look like."""
    value: int | None = None
    """Of a numbered item."""
    items: tuple[Block, ...] = ()
    gap: bool = False
    """Whether more than one blank line stands before it."""


def lines(text: str) -> list[Line]:
    """Return the lines of a text, with tabs that stop at every fourth column."""
    return [Line(n, line.expandtabs(4).rstrip()) for n, line in enumerate(text.split("\n"), 1)]


def blocks(text: Sequence[Line], *, in_item: bool = False) -> Iterator[Block]:
    """Yield the blocks of a text; in a list item a list begins also amid a paragraph."""
    place = blank = 0
    first = True
    while place < len(text):
        if not text[place].text:
            blank += 1
            place += 1
            continue
        block, place = _block(text, place, in_item)
        yield replace(block, gap=blank > 1 and not first)
        first, blank = False, 0


def _block(text: Sequence[Line], place: int, in_item: bool) -> tuple[Block, int]:
    """Return the block that begins at a place, and the place behind it."""
    line = text[place]
    if heading := _heading(text, place):
        return heading
    if _rule(line):
        return Block("rule", (), line.number), place + 1
    if _QUOTED.match(line.text):
        return _quotation(text, place)
    if item := _item(line):
        return _list(text, place, item)
    return _paragraph(text, place, in_item)


def _rule(line: Line) -> str:
    """Return the sign of a line that is a rule, "" if it is none."""
    signs = line.text.strip()
    found = _RULE.fullmatch(signs) if len(signs) <= MAX_RULE else None
    return found[1] if found else ""


def _level(text: Sequence[Line], place: int) -> int:
    """Return the level of the heading that a line underlines; 0 if it does not."""
    line = text[place].text.strip() if place < len(text) else ""
    return 0 if " " in line or len(line) < 3 or line.strip(line[0]) else LEVELS.get(line[0], 0)


def _heading(text: Sequence[Line], place: int) -> tuple[Block, int] | None:
    """Return the heading that begins at a place; it may have a line above it as well."""
    number, above = text[place].number, _level(text, place)
    place += bool(above)
    below = _level(text, place + 1)
    if not below or above not in {0, below}:
        return None
    line = text[place]
    item = _item(line)
    if not line.text or len(line.text.strip()) > MAX_HEADING or _rule(line):
        return None
    if (item and item.sign in "-*+•") or _QUOTED.match(line.text):
        return None
    return Block("heading", (line,), number, below), place + 2


def _paragraph(text: Sequence[Line], place: int, in_item: bool) -> tuple[Block, int]:
    """Return the paragraph or verse that begins at a place."""
    end = place + 1
    # A comment may be a directive, which is never cut.
    whole = text[place].text.lstrip().startswith("<!--")
    while end < len(text) and text[end].text:
        if not whole and _interrupts(text[end], in_item or text[end - 1].text.endswith(":")):
            break
        end += 1
    found = tuple(text[place:end])
    verse = not whole and len(found) > 1 and min(line.indent for line in found) >= _VERSE
    return Block("verse" if verse else "paragraph", found, found[0].number), end


def _interrupts(line: Line, announced: bool) -> bool:
    """Tell whether a line ends the paragraph before it; what was announced may be a list."""
    if announced and (_QUOTED.match(line.text) or _item(line)):
        return True
    return bool(_rule(line))


def _quotation(text: Sequence[Line], place: int) -> tuple[Block, int]:
    inner: list[Line] = []
    end = place
    while end < len(text) and (sign := _QUOTED.match(text[end].text)):
        inner.append(text[end].cut(sign.end()))
        end += 1
    return Block("quotation", tuple(inner), text[place].number), end


# Lists


def _item(line: Line) -> Block | None:
    """Return the item that a line begins, with the rest of that line."""
    found = _ITEM.match(line.text)
    if not found or _rule(line):
        return None
    rest = (line.cut(found.end()),)
    if found["number"]:
        return Block("item", rest, line.number, sign="1", value=int(found["number"]))
    if letter := found["letter"]:
        sign = "a" if letter.islower() else "A"
        return Block("item", rest, line.number, sign=sign, value=ord(letter) - ord(sign) + 1)
    return Block("item", rest, line.number, sign=found["bullet"])


def _list(text: Sequence[Line], place: int, item: Block) -> tuple[Block, int]:
    """Return the list that begins at a place with an item, and the place behind it."""
    inside = text[place].indent + _DEEPER
    items = []
    end = place
    begun: Block | None = item
    while begun and begun.sign == item.sign:
        first = end + 1
        end = _end_of_item(text, first, inside)
        items.append(_with(begun, text[first:end]))
        following = _next(text, end)
        begun = _item(text[following]) if following < len(text) else None
        end = following if begun and begun.sign == item.sign else end
    return Block("list", (), item.number, sign=item.sign, items=tuple(items)), end


def _end_of_item(text: Sequence[Line], place: int, inside: int) -> int:
    """Return the place of the first line that is not part of an item, whose second is given."""
    while place < len(text):
        line = text[place]
        if not line.text:
            following = _next(text, place)
            if following == len(text) or text[following].indent < inside:
                break
            place = following
        elif line.indent < inside and (_item(line) or _rule(line) or _QUOTED.match(line.text)):
            break
        place += 1
    return place


def _next(text: Sequence[Line], place: int) -> int:
    """Return the place of the next line that is not blank."""
    while place < len(text) and not text[place].text:
        place += 1
    return place


def _with(item: Block, more: Sequence[Line]) -> Block:
    """Return an item with the lines behind its first, which lose what indents all of them."""
    columns = min((line.indent for line in more if line.text), default=0)
    return replace(item, lines=(*item.lines, *(line.cut(columns) for line in more)))
