"""Carrying translations over when texts are cut into other messages than before.

Old and new messages of a unit are laid over each other. Where a run of old ones has the same text
as a run of new ones, the old translations are joined, cut where the target language ends its
sentences, and handed to the new messages. White space and the numbers of marks do not count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pipeline import languages, marks, segment
from pipeline.catalogue import states
from pipeline.catalogue.carried import Carried
from pipeline.catalogue.po import parse
from pipeline.model import MERGED, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.catalogue.po import Block
    from pipeline.model import Entry, Key
    from pipeline.segment.rules import Rules


class Part(Protocol):
    """A new message in its unit."""

    @property
    def key(self) -> Key:
        """Context and source, the marks numbered from 1."""

    @property
    def text(self) -> str:
        """The message with the unit's numbers on its marks."""

    @property
    def numbers(self) -> Sequence[int]:
        """The unit's number of each of the message's marks."""


class _Old(NamedTuple):
    """A message of the catalogue as it was."""

    bare: str
    block: Block
    entry: Entry

    @property
    def human(self) -> bool:
        """Whether a person wrote its text."""
        return states.is_human(self.entry)

    @property
    def merged(self) -> bool:
        """Whether its sentence is part of the one before."""
        return marks.is_merged(self.entry.target)

    @property
    def text(self) -> str:
        """What it adds to a joined text."""
        return "" if self.merged or states.is_moved(self.entry) else self.entry.target


def resegment(
    old: bytes,
    units: Iterable[Sequence[Part]],
    language: str,
    path: str,
    rules: Rules | None = None,
) -> dict[Key, Carried]:
    """Return what ``merge`` shall write into new messages that are cut differently.

    ``units`` has the new messages of every unit in order, ``language`` is the catalogue's, and
    ``rules`` are the project's own on where its sentences end. Only
    texts with a person's words are carried; drafts are made anew. A new message is reviewed if
    all that it is made of was. If a translation cannot be cut into as many sentences with the
    right marks, the first message gets all of it, to be looked at. Raises CatalogueError.
    """
    index = _Index(parse(old, path).blocks)
    found: dict[Key, Carried] = {}
    for parts in units:
        for run, olds in index.runs(parts):
            given = _handed(run, olds, language, rules)
            _settle(given, found, index.human)
    return found


def hand_over(run: Sequence[Part], olds: Iterable[Block], language: str) -> dict[Key, Carried]:
    """Return what entries give to messages that say nearly the same, in more or fewer sentences.

    As in ``resegment``, but all of it is to be looked at, beside what it was made for.
    """
    had = [_Old(_bare(block.key[1]), block, states.entry(block)) for block in olds]
    given = _handed(run, had, language, None)
    previous = _stands_for(had)
    return {key: replace(c, reviewed=False, previous=previous) for key, c in given.items()}


class _Index:
    """The old messages, to be found by how a text goes on."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.human: dict[Key, str] = {}
        """The texts that a person wrote; a message that has one takes no other."""
        self.by_start: dict[tuple[str | None, str], list[_Old]] = defaultdict(list)
        for block in blocks:
            if block.source and not block.plural and (bare := _bare(block.source)):
                old = _Old(bare, block, states.entry(block))
                self.by_start[block.context, bare[0]].append(old)
                if old.human:
                    self.human[block.key] = block.target
        for olds in self.by_start.values():
            olds.sort(key=lambda old: (not old.human, -len(old.bare)))

    def runs(self, parts: Sequence[Part]) -> Iterator[tuple[Sequence[Part], Sequence[_Old]]]:
        """Yield runs of new messages with the old ones that have the same text."""
        bares = [_bare(part.text) for part in parts]
        at = 0
        while at < len(parts):
            ends, length = {}, 0
            for i, bare in enumerate(bares[at:], at + 1):
                length += len(bare)
                ends[length] = i
            olds: list[_Old] = []
            if parts[at].key not in self.human:
                olds = self._chain("".join(bares[at:]), parts[at].key[0], ends)
            end = ends[sum(len(old.bare) for old in olds)] if olds else at + 1
            if any(old.human for old in olds):
                yield parts[at:end], olds
            at = end

    def _chain(self, text: str, context: str | None, ends: Mapping[int, int]) -> list[_Old]:
        """Return old messages that follow each other from the text's start to one of the ends."""
        dead: set[int] = set()
        chain: list[_Old] = []
        tries = [iter(self._from(text, 0, context))]
        place = 0
        while tries:
            old = next(tries[-1], None)
            if old is None:
                tries.pop()
                dead.add(place)
                if chain:
                    place -= len(chain.pop().bare)
                continue
            if place + len(old.bare) in dead:
                continue
            chain.append(old)
            place += len(old.bare)
            if place in ends:
                return chain
            tries.append(iter(self._from(text, place, context)))
        return []

    def _from(self, text: str, at: int, context: str | None) -> list[_Old]:
        olds = self.by_start.get((context, text[at : at + 1]), ())
        return [old for old in olds if text.startswith(old.bare, at)]


def _bare(text: str) -> str:
    """Return a message as it is compared: no white space, no numbers on marks."""
    parts = (
        "".join(token.text.split()) if token.kind == "text" else f"<{token.kind} {token.text}>"
        for token in marks.tokens(text)
    )
    return "".join(parts)


def _handed(
    run: Sequence[Part], olds: Sequence[_Old], language: str, rules: Rules | None
) -> dict[Key, Carried]:
    """Return what the old messages give to the new ones of a run."""
    reviewed = all(old.entry.state is State.REVIEWED for old in olds)
    previous = _previous(olds)
    if all(old.merged for old in olds):
        texts = [MERGED] * len(run)
    else:
        joined, sound = _joined(olds, language)
        texts = _cut(joined, run, language, rules) if sound else []
        if not texts:
            texts, reviewed = [joined], False
            previous = previous or (_stands_for(olds) if len(run) > 1 else None)
    given: dict[Key, str] = {}
    for part, text in zip(run, texts, strict=False):
        given.setdefault(part.key, text)
    whole = all(given[part.key] == text != "" for part, text in zip(run, texts, strict=False))
    spent = frozenset(old.block.key for old in olds) if whole else frozenset()
    notes = tuple(line.strip() for old in olds for line in states.notes(old.block))
    return {
        key: Carried(text, reviewed, previous, notes if key == run[0].key else (), spent)
        for key, text in given.items()
        if text
    }


def _settle(
    handed: Mapping[Key, Carried], found: dict[Key, Carried], human: Mapping[Key, str]
) -> None:
    """Add what a run gives, unless a message has a text already; then the old ones are kept."""
    lost = False
    for key, carried in handed.items():
        there = found[key].target if key in found else human.get(key)
        lost |= there is not None and (there != carried.target or bool(carried.comments))
    for key, carried in handed.items():
        if key not in found and key not in human:
            found[key] = replace(carried, spent=frozenset()) if lost else carried


def _stands_for(olds: Sequence[_Old]) -> Key:
    """Return context and source of which the old texts are the translation, marks numbered on."""
    sources = []
    for old in olds:
        if old.text or old.merged:
            outdated = old.entry.state is State.OUTDATED and old.block.previous
            sources.append(
                (old.block.previous or old.block.key)[1] if outdated else old.entry.source
            )
    context = olds[0].block.context
    if len(sources) == 1:
        return context, sources[0]
    texts, count = [], 0
    for text, order in map(marks.renumber, sources):
        texts.append(marks.restore(text, range(count + 1, count + len(order) + 1)))
        count += len(order)
    return context, " ".join(texts)


def _previous(olds: Sequence[_Old]) -> Key | None:
    """Return what the texts stand for where that is not the source of today."""
    current = all(
        (old.text or old.merged) and old.entry.state is not State.OUTDATED for old in olds
    )
    return None if current else _stands_for(olds)


def _joined(olds: Sequence[_Old], language: str) -> tuple[str, bool]:
    """Return the old texts as one, marks numbered on, and whether each has its source's marks."""
    joined = last = ""
    count, sound = 0, True
    for old in olds:
        text = old.text
        own = len(marks.renumber(old.entry.source)[1])
        try:
            marks.compare(old.entry.source, text or old.entry.source)
            text = marks.restore(text, range(count + 1, count + own + 1))
        except marks.MarkError:
            sound = False
        count += own
        if text:
            gap = languages.sentence_gap(marks.plain(last), marks.plain(text), language)
            joined += (gap if joined else "") + text
            last = text
    return joined, sound


def _cut(joined: str, run: Sequence[Part], language: str, rules: Rules | None) -> list[str]:
    """Return a text for each new message, or none if they do not fit the messages."""
    pieces = [joined]
    if len(run) > 1:
        pieces = list(filter(None, map(str.strip, segment.split(joined, language, rules))))
    if len(pieces) != len(run):
        return []
    numbers = list(dict.fromkeys(number for part in run for number in part.numbers))
    texts = []
    for part, piece in zip(run, pieces, strict=True):
        # Another part's mark gets a number that no mark of this part has.
        order = {unit: i for i, unit in enumerate(part.numbers, 1)}
        text = _restored(piece, [order.get(unit, unit + len(order)) for unit in numbers])
        try:
            marks.compare(part.key[1], text)
        except marks.MarkError:
            return []
        texts.append(text)
    return texts


def _restored(text: str, numbers: Sequence[int]) -> str:
    """Return the text with other numbers on its marks; those without one stay as they are."""
    last = max((token.number for token in marks.tokens(text)), default=0)
    return marks.restore(text, [*numbers, *range(len(numbers) + 1, last + 1)])
