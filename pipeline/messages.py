"""Documents as messages of a catalogue, and catalogues as the text of a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline import languages, marks, markup, segment
from pipeline.markup import Piece
from pipeline.model import Finding, Key, Place, Segment, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model import Document, Entry, Origin, Unit
    from pipeline.segment.rules import Rules

DRAFTED = frozenset({State.DRAFT, State.EDITED})
"""States whose text may be shown as a draft."""


@dataclass(frozen=True, slots=True)
class Part:
    """A message in its place: one sentence of a unit, or the whole unit in paragraph mode."""

    key: Key
    text: str
    """With the unit's numbers on its marks."""
    numbers: tuple[int, ...]
    """The unit's number of each of the message's marks."""
    gap: bool
    """Whether white space parts it from the part before."""


@dataclass(frozen=True)
class Source:
    """A document that has been read, with its units cut into messages."""

    document: Document
    path: str
    """Relative to the project."""
    units: tuple[Unit, ...]
    parts: tuple[tuple[Part, ...], ...]
    """One tuple for each unit, in order."""
    mode: str = "sentence"
    rules: Rules | None = None
    _others: dict[str, Source | None] = field(default_factory=dict, compare=False, repr=False)
    """What it is in languages that an author has left something out of."""

    def for_language(self, language: str) -> Source | None:
        """Return what of the document is for a language; None if its author wants no page there.

        Most often that is all of it. ``language`` is a BCP 47 tag.
        """
        if language not in self._others:
            html = markup.for_language(self.document.html, language)
            if html == self.document.html:
                return self
            document = replace(self.document, html=html) if html is not None else None
            other = cut(document, self.path, self.mode, self.rules) if document else None
            self._others[language] = other
        return self._others[language]

    @cached_property
    def segments(self) -> list[Segment]:
        """The messages, each once, in document order."""
        found: dict[Key, tuple[dict[Place, None], dict[str, None]]] = {}
        for unit, parts in zip(self.units, self.parts, strict=True):
            for part in parts:
                places, notes = found.setdefault(part.key, ({}, {}))
                places[unit.place] = None
                notes |= dict.fromkeys(filter(None, (unit.kind, unit.note, *unit.details)))
        return [
            Segment(source, context, tuple(places), tuple(notes))
            for (context, source), (places, notes) in found.items()
        ]


@dataclass(frozen=True, slots=True)
class Localised:
    """A document's text in another language."""

    html: str
    messages: int
    drafts: int
    fallbacks: int
    """How many sentences stand there in the language of the source."""
    origins: tuple[Origin, ...]
    """Of the drafts on the page, each once, in order of their names."""
    findings: tuple[Finding, ...]


def cut(document: Document, path: str, mode: str, rules: Rules | None = None) -> Source:
    """Return a document with its messages; ``mode`` is "sentence" or "paragraph".

    ``rules`` are the project's own on where sentences end.
    """
    units = markup.units(document.html, path, document.language)
    parts = tuple(tuple(_parts(unit, document.language, mode, rules)) for unit in units)
    return Source(document, path, tuple(units), parts, mode, rules)


def _parts(unit: Unit, language: str, mode: str, rules: Rules | None) -> Iterable[Part]:
    whole = mode != "sentence" or unit.exact
    pieces = [unit.text] if whole else segment.split(unit.text, language, rules)
    for sentence in marks.sentences(pieces):
        yield Part((unit.context, sentence.message), sentence.text, sentence.numbers, sentence.gap)


def localise(
    source: Source, entries: Mapping[Key, Entry], language: str, *, drafts: bool, catalogue: str
) -> Localised:
    """Return a document in a language: reviewed text, drafts if wanted, the source elsewhere.

    ``catalogue`` is the path that findings about a message name.
    """
    work = _Localiser(source.document.language, entries, language, drafts, catalogue)
    texts = [work.unit(*each) for each in zip(source.units, source.parts, strict=True)]
    return Localised(
        markup.replace(source.document.html, texts, source.document.language, language),
        sum(map(len, source.parts)),
        work.drafts,
        work.fallbacks,
        tuple(sorted(work.origins, key=str)),
        tuple(dict.fromkeys(work.findings)),
    )


class _Localiser:
    """Decides for every sentence what may be shown; the only place that does."""

    def __init__(
        self,
        source: str,
        entries: Mapping[Key, Entry],
        language: str,
        show_drafts: bool,
        catalogue: str,
    ) -> None:
        self.source, self.entries, self.language = source, entries, language
        self.show_drafts, self.catalogue = show_drafts, catalogue
        self.drafts = self.fallbacks = 0
        self.origins: set[Origin] = set()
        self.findings: list[Finding] = []

    def unit(self, unit: Unit, parts: Sequence[Part]) -> list[Piece]:
        """Return the pieces of one unit, with the gaps that the language sets between them."""
        pieces: list[Piece] = []
        previous: Piece | None = None
        for part in parts:
            piece = self._piece(part, previous)
            if piece is None:
                continue
            if previous and part.gap:
                pieces.append(Piece(self._gap(previous, piece)))
            if piece.lang is None and not unit.exact:
                piece = replace(piece, text=languages.unwrapped(piece.text, self.language))
            pieces.append(piece)
            previous = piece
        return pieces

    def _gap(self, before: Piece, after: Piece) -> str:
        texts = marks.plain(before.text), marks.plain(after.text)
        foreign = before.lang and after.lang
        return languages.sentence_gap(*texts, self.source if foreign else self.language)

    def _piece(self, part: Part, previous: Piece | None) -> Piece | None:
        """Return what stands for a part; None if its sentence went into the one before."""
        entry = self.entries.get(part.key)
        if entry is None or not self._shown(entry):
            return self._fallback(part)
        if marks.is_merged(entry.target):
            return self._merged(part, entry, previous)
        try:
            marks.compare(entry.source, entry.target)
        except marks.MarkError as error:
            self._find(entry, "marks", f"{error}; the page shows the source")
            return self._fallback(part)
        draft = self._count(entry)
        return Piece(marks.restore(entry.target, part.numbers), draft=draft)

    def _count(self, entry: Entry) -> bool:
        """Tell whether what is shown is a draft, and remember it."""
        draft = entry.state in DRAFTED
        self.drafts += draft
        if draft and entry.origin:
            self.origins.add(entry.origin)
        return draft

    def _merged(self, part: Part, entry: Entry, previous: Piece | None) -> Piece | None:
        if previous is None:
            self._find(entry, "merged", "no sentence stands before this one; translate it here")
        elif part.numbers:
            self._find(entry, "merged", f"{entry.target} would lose the marks of this sentence")
        elif previous.lang is None:
            self._count(entry)
            return None
        return self._fallback(part)

    def _shown(self, entry: Entry) -> bool:
        return entry.state is State.REVIEWED or (self.show_drafts and entry.state in DRAFTED)

    def _fallback(self, part: Part) -> Piece:
        self.fallbacks += 1
        return Piece(part.text, lang=self.source)

    def _find(self, entry: Entry, check: str, message: str) -> None:
        place = Place(self.catalogue, entry.line)
        self.findings.append(Finding(place, check, message, self.language))
