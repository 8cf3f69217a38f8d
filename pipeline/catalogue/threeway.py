"""One catalogue out of two that have grown from a third: what ``git merge`` needs.

Entries are matched by their key and not by their place, so that two persons may work on
neighbours, and a program on the order. ``reconcile`` says what becomes of one entry.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogue import blocks, cosmetic, heading, reuse, states
from pipeline.catalogue.closest import closest
from pipeline.catalogue.po import Block, File, parse
from pipeline.catalogue.reconcile import NOTHING, Three, entry, is_human, replaced, text
from pipeline.catalogue.weave import united, woven
from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.model import Key


@dataclass(frozen=True, slots=True)
class Combined:
    """What two sides made of a catalogue, as one."""

    data: bytes
    conflicts: tuple[Finding, ...] = ()
    """What a person has to decide; the file is whole and has both sides' words."""


def merge3(base: bytes, ours: bytes, theirs: bytes, path: str) -> Combined:
    """Return the catalogue that has what both sides did to ``base``, which may be empty.

    If only one side changed anything, that is the result to the byte. ``path`` is for messages.
    Raises CatalogueError if one of the three cannot be read.
    """
    if ours == base:
        return Combined(theirs)
    if theirs in (base, ours):
        return Combined(ours)
    versions = (base, f"{path} (base)"), (ours, path), (theirs, f"{path} (theirs)")
    return _Merge3(*(parse(data, name) for data, name in versions)).done(path)


class _Merge3:
    """The steps of one merge; ``made`` gathers the entries of the result by key."""

    def __init__(self, base: File, ours: File, theirs: File) -> None:
        self.style = _style(base, ours, theirs)
        self.newline = self.style.newline
        files = [_dressed(file, self.newline) for file in (base, ours, theirs)]
        self.base, self.ours, self.theirs = map(_by_key, files)
        self.before = [*_shape(self.base)]
        self.is_in_place = [*_shape(self.ours)] == self.before
        self.tail = _tail(*files)
        self.firsts = {_key(found[0]) for found in files if found}
        """Keys of what stands first in a file, and so needs no blank line before it there."""
        self.made: dict[Key, Block] = {}
        self.lost: dict[Key, int] = {}
        """How many texts of theirs conflict, by key."""

    def done(self, path: str) -> Combined:
        """Return the result of all steps."""
        for one, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            self.restyle(one, other)
            self.follow(one, other)
        for key in (*self.ours, *(key for key in self.theirs if key not in self.ours)):
            self.combine(key)
        for one, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            self.match(one, other)
        out = self.placed([self.made[key] for key in self.order()])
        return Combined(self.style.data(out), tuple(self.findings(out, path)))

    def follow(self, one: dict[Key, Block], other: dict[Key, Block]) -> None:
        """Let what the other side did to a message go with it to the one that it has become."""
        moves: dict[Key, dict[Key, Block]] = defaultdict(dict)
        outdated = {b.previous: key for key, b in self.base.items() if b.fuzzy and b.previous}
        for key, block in one.items():
            if key in self.base or not block.fuzzy or block.obsolete or block.previous is None:
                continue
            old = block.previous if block.previous in self.base else outdated.get(block.previous)
            if old is None or old in one or self.base[old].plural:
                continue
            if key not in other and self.is_worked_on(old, other):
                moves[old][key] = blocks.moved(other[old], key, self.style)
            if key in other or key in moves.get(old, ()):
                self.base[key] = blocks.moved(self.base[old], key, self.style)
        _exchange(other, moves)

    def restyle(self, one: dict[Key, Block], other: dict[Key, Block]) -> None:
        """Let it go along as well where one side has a message in another style, reviewed or not.

        Its text is then the same one, and what the other side made of that is the newer.
        """
        new = [k for k, b in one.items() if k not in self.base and not (b.obsolete or b.plural)]
        gone = [k for k, b in self.base.items() if k not in one and not (b.plural or b.is_header)]
        if not new or not gone:
            return
        moves: dict[Key, dict[Key, Block]] = {}
        alike = {(key[0], cosmetic.stripped(key[1])): key for key in reversed(gone)}
        for key in new:
            old = alike.get((key[0], cosmetic.stripped(key[1])))
            if old is None or old in moves or not cosmetic.is_style(old[1], key[1]):
                continue
            is_moved = key not in other and self.is_worked_on(old, other)
            if is_moved and (block := self.restyled(other[old], key)):
                moves[old] = {key: block}
            if (key in other or old in moves) and (block := self.restyled(self.base[old], key)):
                self.base[key] = block
        _exchange(other, moves)

    def restyled(self, block: Block, key: Key) -> Block | None:
        """Return an entry for a source in another style; None if its text would not fit."""
        target = cosmetic.adapted(block.key[1], key[1], block.target) if block.target else ""
        return None if target is None else reuse.restyled(block, key, target, self.style)

    def is_worked_on(self, key: Key, side: dict[Key, Block]) -> bool:
        """Tell whether a person on this side has done something to a translation in use."""
        block = side.get(key)
        if block is None or block.obsolete or block.plural or not is_human(block):
            return False
        return _adds(block, self.base[key])

    def combine(self, key: Key) -> None:
        """Make one entry of what the sides have."""
        ours, theirs = self.ours.get(key), self.theirs.get(key)
        if ours and theirs:
            three = Three(self.base.get(key, NOTHING), ours, theirs)
            is_header = all(block.is_header or block is NOTHING for block in three)
            make = heading.header if is_header else entry
            self.made[key], lost = make(three, self.style)
            if lost:
                self.lost[key] = len(lost)
        elif (block := ours or theirs) and (left := _left(self.base.get(key), block, self.style)):
            self.made[key] = left

    def match(self, one: dict[Key, Block], other: dict[Key, Block]) -> None:
        """Give new messages of one side what the other one wrote for those that it dropped.

        They are matched as in an update: that saw only the texts of one side.
        """
        gone = [key for key in other if key in self.base and key not in one and key in self.made]
        gone = [key for key in gone if self.is_worked_on(key, other)]
        new = [key for key in one if key not in self.base and key not in other]
        new = [key for key in new if not (one[key].obsolete or one[key].plural)]
        new = [key for key in new if not is_human(one[key])]
        pairs = closest([source for _, source in new], [source for _, source in gone])
        for i, j in pairs.items():
            key, old = new[i], gone[j]
            block = blocks.moved(other[old], key, self.style)
            for kind in ".:":
                block = replaced(block, kind, one[key].of(kind))
            notes = [*block.of("#"), *states.notes(one[key])]
            self.made[key] = replaced(block, "#", [*dict.fromkeys(notes)])
            del self.made[old]

    def order(self) -> list[Key]:
        """Return the keys as ours has them, or as theirs if only theirs has sorted the file."""
        ours, theirs = self.sequence(self.ours), self.sequence(self.theirs)
        old = [key for key, _ in self.before]
        common = {*ours} & {*theirs} & {*old}
        before, mine, other = (
            [key for key in keys if key in common] for keys in (old, ours, theirs)
        )
        kept, more = (ours, theirs)
        if self.is_in_place or mine == before != other:
            kept, more = theirs, ours
        ends = [key for key in kept if self.made[key].obsolete]
        out = woven(kept, (key for key in more if not self.made[key].obsolete), ends)
        out = [*dict.fromkeys([*out, *more, *self.made])]
        top = [key for key in out if self.made[key].is_header and key not in kept]
        return [*top, *(key for key in out if key not in top)]

    def sequence(self, side: dict[Key, Block]) -> list[Key]:
        """Return the keys of a side that the result has in the same part of the file."""
        return [
            key
            for key, block in side.items()
            if key in self.made and self.made[key].obsolete == block.obsolete
        ]

    def placed(self, out: list[Block]) -> list[Block]:
        """Return the blocks so that they can stand one after the other, with what follows them."""
        out = [*out, *([self.tail] if self.tail.lines else [])]
        last = len(out) - 1
        return [self._placed(block, i, i == last) for i, block in enumerate(out)]

    def _placed(self, block: Block, at: int, is_last: bool) -> Block:
        kinds, lines = block.kinds, block.lines
        is_first = _key(block) in self.firsts
        if at and is_first and not kinds.startswith("_"):
            kinds, lines = "_" + kinds, (self.newline, *lines)
        if not at and not is_first:
            blank = len(kinds) - len(kinds.lstrip("_"))
            kinds, lines = kinds[blank:], lines[blank:]
        if not is_last and not lines[-1].endswith("\n"):
            lines = (*lines[:-1], lines[-1] + self.newline)
        return block._replace(kinds=kinds, lines=lines)

    def findings(self, out: Iterable[Block], path: str) -> Iterator[Finding]:
        """Yield what a person has to decide, with its line in the result."""
        line = 1
        for block in out:
            if count := self.lost.get(block.key) if block.source is not None else None:
                place = Place(path, line + block.kinds.index("i"))
                yield Finding(place, "merge-conflict", _why(block, count))
            line += len(block.lines)


def _exchange(side: dict[Key, Block], moves: Mapping[Key, Mapping[Key, Block]]) -> None:
    """Put other entries into the places of some of a side."""
    pairs = [pair for key, block in side.items() for pair in moves.get(key, {key: block}).items()]
    side.clear()
    side.update(pairs)


def _why(block: Block, count: int) -> str:
    if block.is_header:
        return f"both sides changed {count} fields of the header; theirs stand in its comments"
    return "both sides changed the translation; ours is fuzzy now, theirs stands in a comment"


def _left(base: Block | None, block: Block, file: File) -> Block | None:
    """Return what stays of an entry that only one side has, with what it was before, if it was."""
    if base is None or block.is_header:
        return block
    if block.lines == base.lines:
        return None
    is_back = is_human(block) and block.obsolete < base.obsolete
    if not (is_back or _adds(block, base)):
        return None
    # The side that dropped it has no use for it; an update brings it back where there is one.
    return block if block.obsolete or base.obsolete else blocks.retire(block, file)


def _adds(block: Block, base: Block) -> bool:
    """Tell whether a person has done something to a translation, or written beside it."""
    told = set(states.notes(block)) - set(states.notes(base))
    return bool(told) or (is_human(block) and text(block) != text(base))


def _key(block: Block) -> Key | None:
    return None if block.source is None else block.key


def _by_key(found: Iterable[Block]) -> dict[Key, Block]:
    return {block.key: block for block in found if block.source is not None}


def _shape(found: dict[Key, Block]) -> Iterator[tuple[Key, bool]]:
    return ((key, block.obsolete) for key, block in found.items())


def _style(base: File, ours: File, theirs: File) -> File:
    """Return the file whose line endings the result has."""
    before = (base.newline, base.bom, base.mac)
    is_ours = (ours.newline, ours.bom, ours.mac) != before or not base.blocks
    return ours if is_ours else theirs


def _dressed(file: File, newline: str) -> list[Block]:
    """Return the blocks of a file with these line endings."""
    if file.newline == newline:
        return [*file.blocks]
    return [
        block._replace(
            lines=tuple(
                line.rstrip("\r\n") + newline if line.endswith("\n") else line
                for line in block.lines
            )
        )
        for block in file.blocks
    ]


def _tail(*files: Iterable[Block]) -> Block:
    """Return what follows the last entry: comments that belong to none."""
    pairs = [
        [
            pair
            for block in found
            if block.source is None
            for pair in zip(block.kinds, block.lines, strict=True)
        ]
        for found in files
    ]
    base, ours, theirs = pairs
    out = united(base, ours, theirs)
    return Block("".join(kind for kind, _ in out), tuple(line for _, line in out))
