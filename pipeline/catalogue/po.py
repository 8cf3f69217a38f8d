"""A PO file as blocks: joined they give back its bytes, and polib has read what they say."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import polib

from pipeline.catalogue.scan import Shape, scan
from pipeline.catalogue.style import detect
from pipeline.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.catalogue.wrap import Style
    from pipeline.model import Key

_BOM = "\ufeff"
_SPLITTING = re.compile("[\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]")
"""Where str.splitlines, and so polib, ends a line and gettext does not."""
_SPARE = range(0xF0000, 0x10FFFE)
_DECLARED = re.compile(rb'"Content-Type:[^"\n]*charset=([!#-:<-[\]-~]+)', re.IGNORECASE)
_CHARSET = re.compile(r"charset=([!-~]+)", re.IGNORECASE)
_POLIB_PLACE = re.compile(r"\(line (\d+)\)(?:: )?(.*)")


class Block(NamedTuple):
    """An entry, the header, or what follows the last entry, with its raw lines."""

    kinds: str
    """One letter a line; see ``scan``."""
    lines: tuple[str, ...]
    """With their line endings, blank lines before the entry included."""
    line: int = 0
    """Of the msgid, from 1."""
    obsolete: bool = False
    source: str | None = None
    """None where there is no message."""
    context: str | None = None
    target: str = ""
    plural: bool = False
    fuzzy: bool = False
    previous: Key | None = None
    """Context and source that the text was made for (``#|``)."""

    @property
    def key(self) -> Key:
        """Context and source; only for a block with a message."""
        return self.context, self.source or ""

    @property
    def is_header(self) -> bool:
        """Whether this is the entry with the file's own fields."""
        return self.source == "" and self.context is None and not self.obsolete

    @property
    def text(self) -> str:
        """The lines as they stand in the file."""
        return "".join(self.lines)

    def of(self, kind: str) -> list[str]:
        """Return the lines of a kind."""
        if self.kinds.count(kind) < 2:
            at = self.kinds.find(kind)
            return [] if at < 0 else [self.lines[at]]
        return [line for k, line in zip(self.kinds, self.lines, strict=True) if k == kind]


@dataclass(frozen=True)
class File:
    """The blocks of a PO file in order."""

    path: str
    newline: str
    """Of most lines."""
    bom: bool
    mac: bool
    """Whether lines end in a lone carriage return; inside the program they end in a line feed."""
    blocks: tuple[Block, ...]
    ended: bool = True
    """Whether the last line ends in a line ending; so it does in a file without entries."""

    @property
    def header(self) -> Block | None:
        """The entry with the file's own fields."""
        return next((block for block in self.blocks if block.is_header), None)

    @cached_property
    def style(self) -> Style:
        """How new lines shall look; found out when it is asked for, which most runs never do."""
        return detect(self.blocks, self.newline)

    def messages(self) -> Iterator[Block]:
        """Yield the entries that stand for a message: neither header, obsolete nor plural."""
        for block in self.blocks:
            if block.source and not (block.obsolete or block.plural):
                yield block

    def data(self, blocks: Iterable[Block]) -> bytes:
        """Return a file of other blocks in this one's style."""
        text = "".join(["".join(block.lines) for block in blocks])
        if not self.ended:
            text = re.sub(r"\r?\n\Z", "", text)
        if self.mac:
            text = text.replace("\n", "\r")
        return (_BOM * self.bom + text).encode()


def parse(data: bytes, path: str) -> File:
    """Return a PO or POT file as blocks; ``path`` is for messages only.

    Raises CatalogueError: not UTF-8, not PO syntax, a message twice.
    """
    with undisturbed():
        return _parse(_decode(data, path), path)


def _parse(text: str, path: str) -> File:
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    mac = "\r" in text and "\n" not in text
    if mac:
        text = text.replace("\r", "\n")
    shapes, feed = scan(text, path)
    count = sum(1 for shape in shapes if shape.line)
    blocks = [*map(_block, shapes, _entries(feed, count, path))]
    blocks += [Block(shape.kinds, shape.lines) for shape in shapes[count:]]
    _check_unique(blocks[:count], path)
    ended = not count or text.endswith("\n")
    file = File(path, _newline(text), bom, mac, tuple(blocks), ended)
    if charset := _CHARSET.search(fields(file.header).get("Content-Type", "")):
        _check_charset(charset[1], f"{path}:{file.header.line if file.header else 0}")
    return file


def fields(header: Block | None) -> Mapping[str, str]:
    """Return the fields of a header by name: ``Language``, ``Plural-Forms`` and others."""
    lines = header.target.split("\n") if header else []
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off garbage collection, which would walk over all entries again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if declared := _DECLARED.search(data):
            line = data.count(b"\n", 0, declared.start(1)) + 1
            _check_charset(declared[1].decode("ascii", "replace"), f"{path}:{line}")
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogueError(
            f"{path}:{line}: not UTF-8 (byte 0x{data[error.start]:02x}); save the file as UTF-8"
        ) from None


def _check_charset(name: str, place: str) -> None:
    if name.lower() not in {"utf-8", "utf8"}:
        raise CatalogueError(
            f"{place}: charset {name} is declared, UTF-8 is needed; "
            f"convert the file with msgconv -t UTF-8"
        )


def _newline(text: str) -> str:
    """Return the line ending that most lines have."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


class _Entries(polib.POFile):
    """Keeps the header among the entries, so that entries and shapes run in step."""

    def find(self, *_args: object, **_options: object) -> None:
        """Find no header to take out."""


def _entries(feed: Sequence[str], count: int, path: str) -> list[polib.POEntry]:
    """Return what polib reads in the lines: one entry for each message."""
    # No file can have a name with NUL in it, so polib cannot take the text for one.
    text = "\n".join(["# \0", *filter(None, feed), ""])
    shield, clear = _shield(text)
    try:
        shielded = text.translate(shield) if shield else text
        entries = polib.pofile(shielded, encoding="utf-8", klass=_Entries)
    except OSError as error:
        numbers = [1, *(number for number, said in enumerate(feed, 1) if said)]
        place = _POLIB_PLACE.search(str(error))
        line, why = (numbers[int(place[1]) - 1], place[2]) if place else (0, "")
        raise CatalogueError(
            f"{path}:{line}: not PO syntax{f' ({why})' if why else ''}; correct or delete the line"
        ) from None
    if len(entries) != count:
        raise CatalogueError(f"{path}: entries run into each other; put a blank line between them")
    if clear:
        for entry in entries:
            _clear(entry, clear)
    return list(entries)


def _shield(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return the exchange of what polib would split at for unused characters, and its reverse."""
    splitting = sorted(set(_SPLITTING.findall(text)))
    spare = (code for code in _SPARE if chr(code) not in text)
    there = {ord(char): code for char, code in zip(splitting, spare, strict=False)}
    return there, {code: char for char, code in there.items()}


def _clear(entry: polib.POEntry, clear: dict[int, int]) -> None:
    for name in ("msgid", "msgctxt", "msgstr", "previous_msgid", "previous_msgctxt"):
        if value := getattr(entry, name):
            setattr(entry, name, value.translate(clear))


def _block(shape: Shape, entry: polib.POEntry) -> Block:
    previous = entry.previous_msgid
    return Block(
        shape.kinds,
        shape.lines,
        shape.line,
        shape.obsolete,
        entry.msgid,
        entry.msgctxt,
        entry.msgstr,
        "p" in shape.kinds,
        shape.fuzzy,
        None if previous is None else (entry.previous_msgctxt, previous),
    )


def _check_unique(blocks: Iterable[Block], path: str) -> None:
    """Raise CatalogueError for a message that is there twice; to gettext obsolete ones count."""
    lines: dict[Key, int] = {}
    for block in blocks:
        first = lines.setdefault(block.key, block.line)
        if first != block.line:
            what = "the header" if block.is_header else "the message"
            raise CatalogueError(
                f"{path}:{block.line}: {what} stands in line {first} already; delete one of the two"
            )
