"""Strings and references on lines of a catalogue, as wide as the other lines of their file."""

from __future__ import annotations

import re
import textwrap
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from pipeline.catalogue.linebreaks import Line, Rules, reach, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = 79
"""Columns of a line, as gettext has it if nobody asks for others."""
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\v": "\\v",
    }
)
_ESCAPE = re.compile(r"\\.")
_RESTART = re.compile("(?<=[\x85\u2028\u2029])")
"""After characters that end a line for Unicode and none in a catalogue."""

_ISOLATES = dict.fromkeys((0x2068, 0x2069))
"""Marks around a name with spaces."""


class Wrapping(NamedTuple):
    """How wide the lines of a string are."""

    page: int = 0
    """Columns of a line with its keyword and quotes, as gettext counts them; 0 for unwrapped."""
    rules: Rules = Rules.GETTEXT


class Style(NamedTuple):
    """How a file breaks its lines."""

    sources: Wrapping = Wrapping()
    """Of msgid, msgctxt and what was one."""
    targets: Wrapping = Wrapping()
    """Of msgstr; a platform may wrap only one of the two."""
    references: int = PAGE
    """Columns of a line with places (``#:``); 0 for all on one."""
    newline: str = "\n"


def string(keyword: str, text: str, style: Style, sign: str = "") -> list[str]:
    r"""Return the lines of a keyword and its string, each with a sign such as ``#~ `` before it.

    Unwrapped is one line a string, but a string with inner line breaks has an empty first line and
    a line for each of its own.

    >>> string("msgid", 'two\nlines', Style())
    ['msgid ""\n', '"two\\n"\n', '"lines"\n']
    """
    parts = [escaped(part) for part in re.findall(r"[^\n]*\n|[^\n]+", text)]
    wrapping = style.targets if keyword.startswith("msgstr") else style.sources
    first, *others = cut(keyword, parts, wrapping, len(sign)) or [""]
    lines = [f'{keyword} "{first}"', *(f'"{row}"' for row in others)]
    return [f"{sign}{line}{style.newline}" for line in lines]


def escaped(text: str) -> str:
    """Return a text as it stands between quotation marks."""
    return text.translate(_ESCAPES)


def cut(keyword: str, parts: list[str], wrapping: Wrapping, sign: int = 0) -> list[str]:
    """Return what stands between the quotes of each line; ``parts`` are escaped, each one line."""
    if not wrapping.page:
        return parts if len(parts) < 2 else ["", *parts]
    room = wrapping.page - 2 - sign
    start = len(keyword) + 1
    if len(parts) < 2 and start <= room:
        stretches = [stretch for part in parts for stretch in _stretches(part)]
        rooms = [room - start, *(room for _ in stretches)]
        if all(map(_stays, stretches, repeat(wrapping.rules), rooms)):
            return parts
    return ["", *(row for part in parts for row in _fold(part, wrapping, room))]


def _stretches(text: str) -> list[str]:
    """Return the parts of a text in which gettext counts columns from 0."""
    return [text] if text.isascii() else _RESTART.split(text)


def _stays(text: str, rules: Rules, room: int) -> bool:
    """Tell whether a text is one line, because it fits or because it cannot be cut."""
    if len(text) * 2 <= room or width(text, rules) <= room:
        return True
    return Line(text, rules, _barred(text)).first(0) is None


def _fold(text: str, wrapping: Wrapping, room: int) -> list[str]:
    """Return an escaped text cut to lines of so many columns."""
    if len(text) * 2 <= room:
        return [text]
    if wrapping.rules is Rules.WORDS:
        return textwrap.TextWrapper(
            max(room, 1),
            expand_tabs=False,
            replace_whitespace=False,
            drop_whitespace=False,
            break_long_words=False,
        ).wrap(text)
    rows = [""]
    for stretch in _stretches(text):
        first, *others = _pieces(stretch, wrapping.rules, room)
        rows[-1] += first
        rows += others
    return rows


def _pieces(text: str, rules: Rules, room: int) -> Iterator[str]:
    """Yield as much of a text as fits on each line, and no less than one piece of it."""
    line: Line | None = None
    begin = 0
    while (full := reach(text, begin, room, rules)) < len(text):
        line = line or Line(text, rules, _barred(text))
        at = line.last(begin, full) or line.first(max(begin, full))
        if at is None:
            break
        yield text[begin:at]
        begin = at
    yield text[begin:]


def _barred(text: str) -> set[int]:
    """Return the places inside escapes, and the one before the line break at the end."""
    barred = {match.start() + 1 for match in _ESCAPE.finditer(text)}
    return barred | {len(text) - 2} if text.endswith("\\n") else barred


def references(names: Iterable[str], style: Style) -> list[str]:
    """Return the lines with places."""
    rows: list[str] = []
    room = 0
    for name in names:
        if rows and (not style.references or size(name) < room):
            rows[-1] += f" {name}"
        else:
            rows.append(f"#: {name}")
            room = style.references - 2
        room -= size(name)
    return [row + style.newline for row in rows]


def size(name: str) -> int:
    """Return the bytes of a place with the space before it, as gettext counts them."""
    return len(name.translate(_ISOLATES).encode()) + 1
