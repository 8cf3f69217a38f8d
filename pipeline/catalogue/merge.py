"""Bringing a catalogue up to date with its document, without losing a word that a person wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.catalogue import blocks, cosmetic, order, regroup, reuse, states
from pipeline.catalogue.closest import closest, lenders
from pipeline.catalogue.po import File, parse, undisturbed
from pipeline.catalogue.template import header, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pipeline.catalogue.carried import Carried
    from pipeline.catalogue.po import Block
    from pipeline.glossary import Glossary
    from pipeline.model import Key, Segment

    Find = Callable[[Sequence[str], Sequence[str]], dict[int, int]]


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalogue that is up to date, and how many messages went which way."""

    data: bytes
    kept: int = 0
    """Still in the document; whatever their state, only places and notes may have changed."""
    added: int = 0
    """New and empty."""
    restyled: int = 0
    """New, but for style the same as one that went out of use, whose text and state they have."""
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
    glossary: Glossary = ()
    """The project's terms in this language."""


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
    with undisturbed():
        return _merged(old, unique(segments), about, old_template, carried)


def _merged(
    old: bytes | None,
    wanted: dict[Key, Segment],
    about: About,
    old_template: bytes | None,
    carried: Mapping[Key, Carried],
) -> Merged:
    empty = File(about.path, "\n", False, False, ())
    file = empty if old is None else parse(old, about.path)
    work = _Merge(file, wanted, about)
    work.keep()
    work.carry(carried)
    work.bring_back()
    work.restyle()
    work.regroup()
    work.match()
    work.add()
    out = work.arranged(old_template)
    first = None if file.header else header(about.title, about.language, file.newline)
    return Merged(file.data(order.joined(file, first, out)), **work.counts)


class _Merge:
    """The steps of one merge; ``made`` gathers the messages of the new file by key."""

    def __init__(self, file: File, wanted: dict[Key, Segment], about: About) -> None:
        self.file, self.about = file, about
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
                self.made[key] = self._fresh(reuse.settled(block), segment)
                self.counts["kept"] += 1

    def carry(self, carried: Mapping[Key, Carried]) -> None:
        """Write what other messages leave, where no person's words stand."""
        left: set[Key] = set()
        for key, text in carried.items():
            block = self.live.get(key) or self.past.get(key)
            if key not in self.wanted or (block and _is_human(block)):
                left |= text.spent
                continue
            if block is None and self._is_style(key, text):
                continue
            self.counts["kept"] -= key in self.made
            self.counts["carried"] += 1
            self.used |= text.spent
            block = self.made.get(key) or self._back(key)
            self.made[key] = reuse.carried(block, text, self.file)
        self.used -= left

    def _is_style(self, key: Key, text: Carried) -> bool:
        """Tell whether one message gets the text of one that it differs from in style alone."""
        if len(text.spent) != 1:
            return False
        (old,) = text.spent
        block = self.live.get(old) or self.past.get(old)
        return block is not None and text.target == cosmetic.adapted(old[1], key[1], block.target)

    def bring_back(self) -> None:
        """Use obsolete entries again, with their text and flags."""
        for key in self.wanted:
            if key not in self.made and key in self.past:
                self.made[key] = self._back(key)
                self.counts["returned"] += 1

    def restyle(self) -> None:
        """Let texts stand whose sources have changed in style alone."""
        if not (new := self._without_text()):
            return
        alike: dict[tuple[str | None, str], list[Block]] = defaultdict(list)
        for block in self._spare():
            alike[block.context, cosmetic.stripped(block.key[1])].append(block)
        for key in new:
            for block in alike.get((key[0], cosmetic.stripped(key[1])), ()):
                target = cosmetic.adapted(block.key[1], key[1], block.target)
                if target is not None and block.key not in self.used:
                    self._take(block, reuse.restyled(block, key, target, self.file))
                    self.counts["restyled"] += 1
                    break

    def regroup(self) -> None:
        """Give split and joined sentences the texts of what they were."""
        places = {key: i for i, key in enumerate(self.wanted)}
        new = regroup.runs({key: places[key] for key in self._without_text()})
        places = {key: i for i, key in enumerate(self.live)}
        spare = {b.key: places[b.key] for b in self._spare() if b.key in places}
        old = [[self.live[key] for key in run] for run in regroup.runs(spare)]
        if not new or not old:
            return
        for key, text in regroup.regrouped(new, old, self.about.language).items():
            self.made[key] = reuse.carried(self._new(key), text, self.file, self.about.glossary)
            self.used |= text.spent
            self.counts["matched"] += 1

    def match(self) -> None:
        """Give changed messages the closest of a person's texts: one out of use, else one lent."""
        self._match(self._spare(), closest, lent=False)
        if self._without_text():
            every = (*self.live.values(), *self.past.values())
            self._match([block for block in every if _is_human(block)], lenders, lent=True)

    def _match(self, old: list[Block], find: Find, *, lent: bool) -> None:
        new = self._without_text()
        for i, j in find([key[1] for key in new], [block.key[1] for block in old]).items():
            terms = self.about.glossary
            block = reuse.outdated(old[j], new[i], terms, self.file, lent=lent)
            self._take(old[j], block, lent=lent)
            self.counts["matched"] += 1

    def _without_text(self) -> list[Key]:
        return [key for key in self.wanted if key not in self.made]

    def _spare(self) -> list[Block]:
        """Return the entries with a person's text that nobody uses."""
        past = (b for b in self.past.values() if b.key not in self.made and b.key not in self.used)
        return [block for block in (*self._gone(), *past) if _is_human(block)]

    def _take(self, old: Block, block: Block, *, lent: bool = False) -> None:
        """Use an old entry, in its new form, for a message; one that lends its text keeps it."""
        self.made[block.key] = self._fresh(block, self.wanted[block.key])
        if not lent:
            self.used.add(old.key)

    def add(self) -> None:
        """Add the messages that are new, empty."""
        for key in self.wanted:
            if key not in self.made:
                self.made[key] = self._new(key)
                self.counts["added"] += 1

    def arranged(self, old_template: bytes | None) -> list[Block]:
        """Return all blocks in their order, without a new header."""
        out = order.arranged(self.file, self.made, list(self.wanted), self.used, old_template)
        return order.before_tail(out, self._retired())

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
            keep = _is_human(block) or states.notes(block)
            self.counts["retired" if keep else "dropped"] += 1
            if keep:
                out.append(blocks.retire(block, self.file))
        return out

    def _fresh(self, block: Block, segment: Segment) -> Block:
        return blocks.refresh(block, segment, self.about.lines, self.file)

    def _back(self, key: Key) -> Block:
        """Return what a message had when it was last used; without that an empty entry."""
        block = self.past.get(key)
        if block is None:
            return self._new(key)
        return self._fresh(blocks.revive(block, self.file), self.wanted[key])

    def _new(self, key: Key) -> Block:
        return blocks.new(self.wanted[key], self.about.lines, self.file.style)


def _is_human(block: Block) -> bool:
    return states.is_human(states.entry(block))
