"""Bringing a catalogue up to date with its document, without losing a word that a person wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.catalogue import blocks, states
from pipeline.catalogue.closest import closest
from pipeline.catalogue.po import Block, File, parse
from pipeline.catalogue.template import header, unique
from pipeline.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model import Key, Segment


@dataclass(frozen=True, slots=True)
class Carried:
    """What messages of another segmentation leave to a new one; see ``resegment``."""

    target: str
    reviewed: bool
    previous: Key | None = None
    """Context and source that the text stands for, where it is not the new message's."""
    comments: tuple[str, ...] = ()
    """Lines that a person wrote beside the old messages."""
    spent: frozenset[Key] = frozenset()
    """Old messages that need not be kept when all that they were carried to has come in."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalogue that is up to date, and how many messages went which way."""

    data: bytes
    kept: int = 0
    """Still in the document; whatever their state, only places and notes may have changed."""
    added: int = 0
    """New and empty."""
    matched: int = 0
    """New, with a person's text for a similar sentence: fuzzy, to be looked at."""
    carried: int = 0
    """With the text of messages that were cut differently."""
    returned: int = 0
    """Were obsolete, are used again."""
    retired: int = 0
    """No longer used, kept as obsolete."""
    dropped: int = 0
    """No longer used, and nobody had worked on them."""


@dataclass(frozen=True, slots=True)
class About:
    """What a catalogue is, beside its messages."""

    path: str
    """For error messages."""
    language: str
    """BCP 47 tag; written into the header of a new file."""
    title: str = ""
    """The project's, likewise."""
    lines: bool = False
    """Whether places have line numbers."""


def merge(
    old: bytes | None,
    segments: Iterable[Segment],
    about: About,
    *,
    old_template: bytes | None = None,
    carried: Mapping[Key, Carried] = MappingProxyType({}),
) -> Merged:
    """Return a document's catalogue for its messages of today; merging again changes nothing.

    ``old`` is the file as it is, None for a new one. With ``old_template`` a file that stands in
    the old order comes into the new one; any other order is a person's and stays. Raises
    CatalogueError if the file cannot be read.
    """
    empty = File(about.path, "\n", False, False, ())
    file = empty if old is None else parse(old, about.path)
    work = _Merge(file, unique(segments), about.lines)
    work.keep()
    work.carry(carried)
    work.bring_back()
    work.match()
    work.add()
    out = work.arranged(old_template)
    first = None if file.header else header(about.title, about.language, file.newline)
    return Merged(file.data(_joined(file, first, out)), **work.counts)


class _Merge:
    """The steps of one merge; ``made`` gathers the messages of the new file by key."""

    def __init__(self, file: File, wanted: dict[Key, Segment], lines: bool) -> None:
        self.file, self.lines = file, lines
        self.live = {block.key: block for block in file.messages()}
        self.past: dict[Key, Block] = {}
        for block in file.blocks:
            if block.plural:
                wanted.pop(block.key, None)
            elif block.obsolete:
                self.past[block.key] = block
        self.wanted = wanted
        self.made: dict[Key, Block] = {}
        self.used: set[Key] = set()
        """Old messages whose words stand in a new one."""
        self.counts: dict[str, int] = defaultdict(int)

    def keep(self) -> None:
        """Keep the entries of unchanged messages."""
        for key, segment in self.wanted.items():
            if block := self.live.get(key):
                self.made[key] = self._fresh(block, segment)
                self.counts["kept"] += 1

    def carry(self, carried: Mapping[Key, Carried]) -> None:
        """Write what other messages leave, where no person's words stand."""
        left: set[Key] = set()
        for key, text in carried.items():
            block = self.live.get(key) or self.past.get(key)
            if key not in self.wanted or (block and states.is_human(states.entry(block))):
                left |= text.spent
                continue
            self.counts["kept"] -= key in self.made
            self.counts["carried"] += 1
            self.used |= text.spent
            self.made[key] = self._carried(self.made.get(key) or self._back(key), text)
        self.used -= left

    def _carried(self, block: Block, text: Carried) -> Block:
        newline = self.file.newline
        block = blocks.comment(block, None, newline)
        rows = block.of("#")
        extra = (line.strip() + newline for line in text.comments)
        block = blocks.put(block, "#", dict.fromkeys([*rows, *extra])) if text.comments else block
        block = blocks.fuzzy(block, not text.reviewed, newline)
        block = blocks.previous(block, text.previous, newline)
        return blocks.target(block, text.target, newline)

    def bring_back(self) -> None:
        """Use obsolete entries again, with their text and flags."""
        for key in self.wanted:
            if key not in self.made and key in self.past:
                self.made[key] = self._back(key)
                self.counts["returned"] += 1

    def match(self) -> None:
        """Give changed messages the closest of a person's texts that would go out of use."""
        new = [key for key in self.wanted if key not in self.made]
        old = [block for block in self._gone() if states.is_human(states.entry(block))]
        pairs = closest([source for _, source in new], [block.key[1] for block in old])
        for i, j in pairs.items():
            self.made[new[i]] = self._matched(old[j], new[i])
            self.used.add(old[j].key)
            self.counts["matched"] += 1

    def _matched(self, block: Block, key: Key) -> Block:
        newline = self.file.newline
        previous = block.previous if block.fuzzy and block.previous else block.key
        block = blocks.comment(block, None, newline)
        block = blocks.fuzzy(block, True, newline)
        block = blocks.previous(block, None if previous == key else previous, newline)
        block = blocks.message(block, key, newline)
        return self._fresh(block, self.wanted[key])

    def add(self) -> None:
        """Add the messages that are new, empty."""
        for key in self.wanted:
            if key not in self.made:
                self.made[key] = self._new(key)
                self.counts["added"] += 1

    def arranged(self, old_template: bytes | None) -> list[Block]:
        """Return all blocks in their order, without a new header."""
        kept = [key for key in self.live if key in self.wanted]
        rank = {key: i for i, key in enumerate(self.wanted)}
        if not _rises([rank[key] for key in kept]) and _follows(kept, old_template, self.file.path):
            kept.sort(key=rank.__getitem__)
        after = self._followers(set(kept))
        slots = iter(kept)
        out: list[Block] = [] if self.file.header else [*after[None]]
        for block in self.file.blocks:
            if block.is_header:
                out += [block, *after[None]]
            elif block.source is None or block.plural:
                out.append(block)
            elif block.obsolete:
                out += [] if block.key in self.made or block.key in self.used else [block]
            elif block.key in self.wanted:
                key = next(slots)
                out += [self.made[key], *after[key]]
        return _before_tail(out, self._retired())

    def _followers(self, kept: set[Key]) -> dict[Key | None, list[Block]]:
        """Return the new messages by the kept one after which they stand; None is the top."""
        after: dict[Key | None, list[Block]] = defaultdict(list)
        last: Key | None = None
        for key in self.wanted:
            if key in kept:
                last = key
            else:
                after[last].append(self.made[key])
        return after

    def _gone(self) -> list[Block]:
        return [
            block
            for key, block in self.live.items()
            if key not in self.wanted and key not in self.used
        ]

    def _retired(self) -> list[Block]:
        """Return as obsolete what is no longer used and has a person's words."""
        out = []
        for block in self._gone():
            keep = states.is_human(states.entry(block)) or states.notes(block)
            self.counts["retired" if keep else "dropped"] += 1
            if keep:
                out.append(blocks.retire(block))
        return out

    def _fresh(self, block: Block, segment: Segment) -> Block:
        return blocks.refresh(block, segment, self.lines, self.file.newline)

    def _back(self, key: Key) -> Block:
        """Return what a message had when it was last used; without that an empty entry."""
        block = self.past.get(key)
        return self._fresh(blocks.revive(block), self.wanted[key]) if block else self._new(key)

    def _new(self, key: Key) -> Block:
        return blocks.new(self.wanted[key], self.lines, self.file.newline)


def _rises(ranks: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(ranks))


def _follows(keys: Iterable[Key], template: bytes | None, path: str) -> bool:
    """Tell whether messages stand in the order of a template; without one, no."""
    if template is None:
        return False
    try:
        file = parse(template, f"template of {path}")
    except CatalogueError:
        return False
    order = {block.key: i for i, block in enumerate(file.messages())}
    return _rises([order[key] for key in keys if key in order])


def _before_tail(out: list[Block], more: list[Block]) -> list[Block]:
    """Put blocks at the end, but before comments that belong to no entry."""
    at = len(out) - 1 if out and out[-1].source is None else len(out)
    return [*out[:at], *more, *out[at:]]


def _joined(file: File, new_header: Block | None, out: list[Block]) -> list[Block]:
    """Return the blocks so that they can stand one after the other, under a header."""
    if new_header is not None:
        if all(block.source is None for block in file.blocks):
            # A file of nothing but comments: they are about the file, so they go to its header.
            for tail in file.blocks:
                out.pop()
                lines = (*_ended(tail.lines, file.newline), *new_header.lines)
                new_header = new_header._replace(kinds=tail.kinds + new_header.kinds, lines=lines)
        out = [new_header, *out]
    first = file.blocks[0].line if file.blocks else 0
    last = len(out) - 1
    return [_placed(block, i, i == last, first, file.newline) for i, block in enumerate(out)]


def _placed(block: Block, at: int, is_last: bool, first: int, newline: str) -> Block:
    """Return the block as it can stand at a place; ``first`` is the line of what was first."""
    kinds, lines = block.kinds, block.lines
    was_first = block.line == first > 0
    if at and was_first and not kinds.startswith("_"):
        kinds, lines = "_" + kinds, (newline, *lines)
    if not at and not was_first:
        blank = len(kinds) - len(kinds.lstrip("_"))
        kinds, lines = kinds[blank:], lines[blank:]
    if not is_last:
        lines = _ended(lines, newline)
    return block if lines is block.lines else block._replace(kinds=kinds, lines=lines)


def _ended(lines: tuple[str, ...], newline: str) -> tuple[str, ...]:
    """Return lines of which the last one ends in a line break as well."""
    if not lines or lines[-1].endswith("\n"):
        return lines
    return (*lines[:-1], lines[-1] + newline)
