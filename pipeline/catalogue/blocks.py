"""Changing the lines of one entry and leaving all its others as they stand.

New lines follow the style of their file; see ``wrap``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.catalogue import states
from pipeline.catalogue.po import Block
from pipeline.catalogue.wrap import Style, Wrapping, references, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.catalogue.po import File
    from pipeline.model import Key, Place, Segment

_ORDER = "_#.:,=|cipsn"
"""The kinds of line in the order in which gettext writes them."""
_PLACE = re.compile("\u2068([^\u2069]*)\u2069:?([0-9]*)|(\\S+)")
_BETWEEN_FLAGS = re.compile(r"(?<!:)[\s,]+")
_OBSOLETE = re.compile(r"[ \t\v\f]*#~[ \t]*(\|?)")


def put(block: Block, kind: str, lines: Iterable[str]) -> Block:
    """Return the block with other lines of a kind, where the old ones began.

    Where there were none, they stand in gettext's order. Blank lines inside a string go with it.
    """
    rank = _ORDER.index(kind)
    at = block.kinds.find(kind)
    end = block.kinds.rfind(kind) if kind in "cips|" else -1
    if at < 0:
        later = (i for i, k in enumerate(block.kinds) if _ORDER.index(k) > rank)
        at = next(later, len(block.kinds))
    pairs = list(zip(block.kinds, block.lines, strict=True))
    kept = [*((k, line) for k, line in pairs[:at] if k != kind), *((kind, line) for line in lines)]
    rest = enumerate(pairs[at:], at)
    kept += [(k, line) for i, (k, line) in rest if k != kind and not (k == "_" and i < end)]
    return _of_pairs(block, kept)


@lru_cache(maxsize=20_000)
def new(segment: Segment, lines: bool, style: Style) -> Block:
    """Return an entry for a segment, with an empty msgstr and a blank line before it.

    The template of a document and its catalogue in each language have the same ones.
    """
    texts = [style.newline]
    kinds = "_"
    for kind, rows in (
        (".", _notes(segment.notes, style.newline)),
        (":", references(_names(segment, lines), style)),
        ("c", _context(segment.context, style)),
        ("i", string("msgid", segment.source, style)),
        ("s", string("msgstr", "", style)),
    ):
        texts += rows
        kinds += kind * len(rows)
    return Block(kinds, tuple(texts), source=segment.source, context=segment.context)


def refresh(block: Block, segment: Segment, lines: bool, file: File) -> Block:
    """Return the block with the segment's notes and places, untouched if they say the same."""
    rows = _notes(segment.notes, file.newline)
    if rows != (old := tuple(block.of("."))) and _words(rows) != _words(old):
        block = put(block, ".", rows)
    rows = _reference_rows(_names(segment, lines), file.newline)
    if rows != (old := tuple(block.of(":"))) and places(rows, lines) != places(old, lines):
        block = put(block, ":", references(_names(segment, lines), file.style))
    return block


def comment(block: Block, line: str | None, newline: str) -> Block:
    """Return the block with this comment of ours and no other one; a person's stay."""
    pairs = list(zip(block.kinds, block.lines, strict=True))
    ours = [at for at, (kind, text) in enumerate(pairs) if kind == "#" and states.is_ours(text)]
    if line is None and not ours:
        return block
    at = ours[0] if ours else None
    left = [pair for i, pair in enumerate(pairs) if i not in ours]
    block = _of_pairs(block, left)
    return block if line is None else add_comments(block, [line + newline], at)


def add_comments(block: Block, lines: Iterable[str], at: int | None = None) -> Block:
    """Return the block with more comments, at a line of it or after those that it has."""
    if at is None:
        at = block.kinds.rfind("#") + 1
    if not at:
        return put(block, "#", lines)
    pairs = list(zip(block.kinds, block.lines, strict=True))
    return _of_pairs(block, [*pairs[:at], *(("#", line) for line in lines), *pairs[at:]])


def _of_pairs(block: Block, pairs: Sequence[tuple[str, str]]) -> Block:
    """Return the block with other lines, each with its kind."""
    return block._replace(
        kinds="".join(kind for kind, _ in pairs), lines=tuple(line for _, line in pairs)
    )


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


def previous(block: Block, key: Key | None, file: File) -> Block:
    """Return the block with another previous message, or none (``#| msgid``)."""
    if key == block.previous and (key is not None or "|" not in block.kinds):
        return block
    rows = [] if key is None else _message(key, _style(block, file), "#| ")
    return put(block, "|", rows)._replace(previous=key)


def target(block: Block, text: str, file: File) -> Block:
    """Return the block with another msgstr, its lines untouched if the text is the same."""
    if text == block.target:
        return block
    return put(block, "s", string("msgstr", text, _style(block, file)))._replace(target=text)


def message(block: Block, key: Key, file: File) -> Block:
    """Return the block for another message; its msgstr lines stay as they are."""
    context, source = key
    if context != block.context:
        block = put(block, "c", _context(context, _style(block, file)))
    if source != block.source:
        block = put(block, "i", string("msgid", source, _style(block, file)))
    return block._replace(context=context, source=source)


def moved(block: Block, key: Key, file: File) -> Block:
    """Return the block for a message that its own has become: fuzzy, with the old one beside it."""
    before = block.previous if block.fuzzy and block.previous else block.key
    block = comment(block, None, file.newline)
    block = fuzzy(block, True, file.newline)
    block = previous(block, None if before == key else before, file)
    return message(block, key, file)


def retire(block: Block, file: File) -> Block:
    """Return the block as an obsolete entry, which as in gettext has no places and notes."""
    block = put(put(block, ".", ()), ":", ())
    block, done = _signed(block, file, ("", "#| "), ("#~ ", "#~| "))
    pairs = zip(block.kinds, block.lines, strict=True)
    lines = (line if kind in done else _retired(kind, line) for kind, line in pairs)
    return block._replace(lines=tuple(lines), obsolete=True)


def _retired(kind: str, line: str) -> str:
    if kind in "cipsn":
        return f"#~ {line.lstrip()}"
    return f"#~{line.lstrip().removeprefix('#')}" if kind == "|" else line


def revive(block: Block, file: File) -> Block:
    """Return the entry as one in use, with all that it says."""
    if not block.obsolete:
        return block
    block, done = _signed(block, file, ("#~ ", "#~| "), ("", "#| "))
    pairs = zip(block.kinds, block.lines, strict=True)
    lines = (line if kind in done else _revived(line) for kind, line in pairs)
    return block._replace(lines=tuple(lines), obsolete=False)


def _revived(line: str) -> str:
    return _OBSOLETE.sub(lambda match: "#|" if match[1] else "", line, count=1)


def _signed(
    block: Block, file: File, old: tuple[str, str], new: tuple[str, str]
) -> tuple[Block, str]:
    """Return the block with other signs before its lines, and the kinds of these lines.

    A longer sign leaves less room. Only strings that are broken as their file's are broken anew.
    """
    done = ""
    style = _style(block, file)
    for kind, keyword, text in (
        ("c", "msgctxt", block.context),
        ("i", "msgid", block.source),
        ("s", "msgstr", block.target),
    ):
        if text is not None and block.of(kind) == string(keyword, text, style, old[0]):
            block = put(block, kind, string(keyword, text, style, new[0]))
            done += kind
    if block.previous and block.of("|") == _message(block.previous, style, old[1]):
        block = put(block, "|", _message(block.previous, style, new[1]))
        done += "|"
    return block, done


def _style(block: Block, file: File) -> Style:
    """Return how new lines of an entry shall look; gettext heeds a flag against wrapping."""
    if "no-wrap" in flags((*block.of(","), *block.of("="))):
        return file.style._replace(sources=Wrapping(), targets=Wrapping())
    return file.style


def _message(key: Key, style: Style, sign: str) -> list[str]:
    context, source = key
    rows = [] if context is None else string("msgctxt", context, style, sign)
    return [*rows, *string("msgid", source, style, sign)]


def _context(context: str | None, style: Style) -> list[str]:
    return [] if context is None else string("msgctxt", context, style)


@lru_cache(maxsize=1000)
def _notes(notes: tuple[str, ...], newline: str) -> tuple[str, ...]:
    return tuple(f"#. {_line(note)}{newline}" for note in dict.fromkeys(notes))


def _names(segment: Segment, lines: bool) -> tuple[str, ...]:
    if not lines:
        return _paths(tuple([place.path for place in segment.places]))
    return tuple(dict.fromkeys(map(_reference, segment.places)))


@lru_cache(maxsize=1000)
def _paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_name, paths)))


@lru_cache(maxsize=1000)
def _reference_rows(names: tuple[str, ...], newline: str) -> tuple[str, ...]:
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
