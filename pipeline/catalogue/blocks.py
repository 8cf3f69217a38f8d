"""Changing the lines of one entry and leaving all its others as they stand.

New lines are unwrapped, as ``msgcat --no-wrap`` writes them: one line a string, but a string with
inner line breaks has an empty first line and a line for each of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import starmap
from typing import TYPE_CHECKING

from pipeline.catalogue import states
from pipeline.catalogue.po import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Key, Place, Segment

_ORDER = "_#.:,=|cipsn"
"""The kinds of line in the order in which gettext writes them."""
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
_BETWEEN_FLAGS = re.compile(r"(?<!:)[\s,]+")
_PLACE = re.compile("\u2068([^\u2069]*)\u2069:?([0-9]*)|(\\S+)")
_OBSOLETE = re.compile(r"[ \t\v\f]*#~[ \t]*(\|?)")


def string(keyword: str, text: str, newline: str) -> list[str]:
    r"""Return the lines of a keyword and its string.

    >>> string("msgid", 'two\nlines', "\n")
    ['msgid ""\n', '"two\\n"\n', '"lines"\n']
    """
    rows = [escaped(row) for row in re.findall(r"[^\n]*\n|[^\n]+", text)]
    if len(rows) < 2:
        return [f'{keyword} "{"".join(rows)}"{newline}']
    return [f'{keyword} ""{newline}', *(f'"{row}"{newline}' for row in rows)]


def escaped(text: str) -> str:
    """Return a text as it stands between quotation marks."""
    return text.translate(_ESCAPES)


def put(block: Block, kind: str, lines: Iterable[str]) -> Block:
    """Return the block with other lines of a kind, where the old ones began.

    Where there were none, they stand in gettext's order.
    """
    rank = _ORDER.index(kind)
    at = block.kinds.find(kind)
    if at < 0:
        later = (i for i, k in enumerate(block.kinds) if _ORDER.index(k) > rank)
        at = next(later, len(block.kinds))
    new = list(lines)
    pairs = list(zip(block.kinds, block.lines, strict=True))
    kept = [*((k, line) for k, line in pairs[:at] if k != kind), *((kind, line) for line in new)]
    kept += [(k, line) for k, line in pairs[at:] if k != kind]
    return block._replace(kinds="".join(k for k, _ in kept), lines=tuple(line for _, line in kept))


@lru_cache(maxsize=20_000)
def new(segment: Segment, lines: bool, newline: str) -> Block:
    """Return an entry for a segment, with an empty msgstr and a blank line before it.

    The template of a document and its catalogue in each language have the same ones.
    """
    texts = [newline]
    kinds = "_"
    for kind, rows in (
        (".", _notes(segment.notes, newline)),
        (":", _references(segment, lines, newline)),
        ("c", [] if segment.context is None else string("msgctxt", segment.context, newline)),
        ("i", string("msgid", segment.source, newline)),
        ("s", string("msgstr", "", newline)),
    ):
        texts += rows
        kinds += kind * len(rows)
    return Block(kinds, tuple(texts), source=segment.source, context=segment.context)


def refresh(block: Block, segment: Segment, lines: bool, newline: str) -> Block:
    """Return the block with the segment's notes and places, untouched if they say the same."""
    rows = _notes(segment.notes, newline)
    if rows != (old := tuple(block.of("."))) and _words(rows) != _words(old):
        block = put(block, ".", rows)
    rows = _references(segment, lines, newline)
    if rows != (old := tuple(block.of(":"))) and places(rows, lines) != places(old, lines):
        block = put(block, ":", rows)
    return block


def comment(block: Block, line: str | None, newline: str) -> Block:
    """Return the block with this comment of ours and no other one; a person's stay."""
    ours = [text for text in block.of("#") if states.is_ours(text)]
    if line is None and not ours:
        return block
    rows: list[str] = []
    for text in block.of("#"):
        if not states.is_ours(text):
            rows.append(text)
        elif line is not None:
            rows.append(line + newline)
            line = None
    if line is not None:
        rows.append(line + newline)
    return put(block, "#", rows)


def flags(rows: Iterable[str]) -> list[str]:
    r"""Return the flags in lines of them, in order.

    >>> flags(["#, fuzzy, range: 0..9\n", "#,no-wrap\n"])
    ['fuzzy', 'range: 0..9', 'no-wrap']
    """
    text = ",".join(row.lstrip(" \t#~,") for row in rows)
    return [flag for flag in _BETWEEN_FLAGS.split(text) if flag]


def fuzzy(block: Block, on: bool, newline: str) -> Block:
    """Return the block with or without the fuzzy flag; other flags keep their order."""
    if on == block.fuzzy:
        return block
    rows = block.of(",")
    if on:
        # Of several flag lines gettext takes the last one's word on whether an entry is fuzzy.
        last = rows[-1].lstrip(" \t#,").rstrip() if rows else ""
        rows[-1:] = [f"#, fuzzy, {last}{newline}" if last else f"#, fuzzy{newline}"]
    else:
        rows = list(filter(None, map(_doubtless, rows)))
    return put(block, ",", rows)._replace(fuzzy=on)


def _doubtless(row: str) -> str:
    """Return a line of flags without the fuzzy one; empty if no other is left."""
    words = re.split(r"([\s,]+)", row.strip()[2:].strip())
    # Each separator goes with the flag behind it: "range: 0..9" is one flag with a space inside.
    pairs = list(zip(["", *words[1::2]], words[::2], strict=True))
    left = [pair for pair in pairs if pair[1] != "fuzzy"]
    if len(left) == len(pairs):
        return row
    text = "".join(separator + flag for separator, flag in left).strip(", \t")
    return f"#, {text}{row[len(row.rstrip()) :]}" if text else ""


def previous(block: Block, key: Key | None, newline: str) -> Block:
    """Return the block with another previous message, or none (``#| msgid``)."""
    if key == block.previous and (key is not None or "|" not in block.kinds):
        return block
    rows: list[str] = []
    if key is not None:
        context, source = key
        rows = [] if context is None else string("msgctxt", context, newline)
        rows += string("msgid", source, newline)
    return put(block, "|", [f"#| {row}" for row in rows])._replace(previous=key)


def target(block: Block, text: str, newline: str) -> Block:
    """Return the block with another msgstr, its lines untouched if the text is the same."""
    if text == block.target:
        return block
    return put(block, "s", string("msgstr", text, newline))._replace(target=text)


def message(block: Block, key: Key, newline: str) -> Block:
    """Return the block for another message; its msgstr lines stay as they are."""
    context, source = key
    if context != block.context:
        rows = [] if context is None else string("msgctxt", context, newline)
        block = put(block, "c", rows)
    if source != block.source:
        block = put(block, "i", string("msgid", source, newline))
    return block._replace(context=context, source=source)


def moved(block: Block, key: Key, newline: str) -> Block:
    """Return the block for a message that its own has become: fuzzy, with the old one beside it."""
    before = block.previous if block.fuzzy and block.previous else block.key
    block = comment(block, None, newline)
    block = fuzzy(block, True, newline)
    block = previous(block, None if before == key else before, newline)
    return message(block, key, newline)


def retire(block: Block) -> Block:
    """Return the block as an obsolete entry, which as in gettext has no places and notes."""
    block = put(put(block, ".", ()), ":", ())
    pairs = zip(block.kinds, block.lines, strict=True)
    return block._replace(lines=tuple(starmap(_retired, pairs)), obsolete=True)


def _retired(kind: str, line: str) -> str:
    if kind in "cipsn":
        return f"#~ {line.lstrip()}"
    return f"#~{line.lstrip().removeprefix('#')}" if kind == "|" else line


def revive(block: Block) -> Block:
    """Return the entry as one in use, with all that it says."""
    if not block.obsolete:
        return block
    lines = (
        _OBSOLETE.sub(lambda match: "#|" if match[1] else "", line, count=1) for line in block.lines
    )
    return block._replace(lines=tuple(lines), obsolete=False)


@lru_cache(maxsize=1000)
def _notes(notes: tuple[str, ...], newline: str) -> tuple[str, ...]:
    return tuple(f"#. {_line(note)}{newline}" for note in dict.fromkeys(notes))


def _references(segment: Segment, lines: bool, newline: str) -> tuple[str, ...]:
    if not lines:
        return _reference_rows(tuple([place.path for place in segment.places]), newline)
    names = dict.fromkeys(map(_reference, segment.places))
    return (f"#: {' '.join(names)}{newline}",) if names else ()


@lru_cache(maxsize=1000)
def _reference_rows(paths: tuple[str, ...], newline: str) -> tuple[str, ...]:
    names = dict.fromkeys(map(_name, paths))
    return (f"#: {' '.join(names)}{newline}",) if names else ()


def _reference(place: Place) -> str:
    name = _name(place.path)
    return f"{name}:{place.line}" if place.line else name


def _name(path: str) -> str:
    path = _line(path)
    return f"\u2068{path}\u2069" if " " in path else path


def _line(text: str) -> str:
    """Return a text as it may stand in a comment: on one line, nothing invisible."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def _words(rows: Iterable[str]) -> list[str]:
    return [word for row in rows for word in row.lstrip(" \t#.").split()]


def places(rows: Iterable[str], lines: bool) -> set[tuple[str, str]]:
    """Return what reference lines name, without line numbers if those are not wanted."""
    text = " ".join(row.strip()[2:] for row in rows)
    found = set()
    for spaced, number, plain in _PLACE.findall(text):
        path, colon, line = plain.rpartition(":")
        if not (colon and line.isdigit()):
            path, line = plain or spaced, number
        found.add((path, line if lines else ""))
    return found
