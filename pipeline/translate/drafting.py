"""Drafts for messages that have no translation: from reviewed memory, else from an engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline import languages, marks
from pipeline.model import MEMORY, Finding, Origin, Place
from pipeline.translate import guard, house

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.model import Draft, Engine, Key, Segment

    Cut = Callable[[str], Sequence[str]]
    """Makes sentences of a paragraph, as ``segment.split`` does."""

PRETENDING = frozenset({"echo"})
"""Engines whose drafts are no language; only what every engine must keep is looked at."""

REFUSED = "no-draft"
"""Check identifier of the notice about a refused draft."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a message gets: a target, or the reason why it has none."""

    target: str
    """A message with the source's marks; empty if refused."""
    origin: Origin
    reason: str = ""
    """Why the draft was refused: one line of plain English without a full stop."""
    estimate: float | None = None
    """How good it probably is, from 0 to 1; of its worst sentence, and never in a catalogue."""
    findings: tuple[Finding, ...] = ()
    """Notices; they leave the exit code alone."""


def draft(  # noqa: PLR0913 (each is another thing that a caller decides)
    wanted: Sequence[Segment],
    language: str,
    engine: Engine,
    memory: Mapping[str, tuple[str, str]],
    *,
    cut: Cut | None = None,
    unsafe: bool = False,
) -> Iterator[tuple[Key, Filled]]:
    """Yield every wanted message's key with what it gets, as soon as that is known.

    ``memory`` has the reviewed translation of a source and the name of the document that it is in;
    what it knows comes first and never reaches the engine. Messages that are paragraphs are cut
    into sentences for the engine by ``cut``, and one refused sentence refuses the message. What has
    been yielded when the caller closes the generator, or when EngineError is raised, is good. With
    ``unsafe`` only what the engine itself gives no draft of is refused.
    """
    work = _Drafting(language, engine, unsafe=unsafe)
    asked = []
    for message in wanted:
        known = _remembered(message, memory)
        if known:
            yield message.key, known
        else:
            asked.append(message)
    yield from work.run(asked, cut)


def guarded(source: str, made: Draft, language: str, engine: Engine) -> Draft:
    """Return a draft in the style of the house; one that may not be used has one reason instead."""
    if made.problems:
        return replace(made, target="", problems=made.problems[:1])
    if engine.origin.engine in PRETENDING:
        target, found = made.target, _fault(source, made.target, language, guard.STRUCTURE)
    else:
        target, found = _styled(source, made.target, language)
    return replace(made, target="", problems=found[1:]) if found else replace(made, target=target)


def fault(source: str, target: str, language: str) -> tuple[str, str] | None:
    """Return why a draft may not be used: a detector and its reason; None if it may.

    An engine that is told so can look for a better draft.
    """
    return _styled(source, target, language)[1]


# The engine has mostly asked about a draft just before it is taken.
@lru_cache(maxsize=4096)
def _styled(source: str, target: str, language: str) -> tuple[str, tuple[str, str] | None]:
    """Return a draft in the style of the house, and why it may not be used.

    A house rule never costs a draft: one that is refused in the style of the house is taken as it
    was before the last rules, if it is good so, or as the engine made it.
    """
    styles = [target, *(text for _, text in house.steps(source, target, language))]
    found = _fault(source, styles[-1], language)
    earlier = reversed(styles[:-1]) if found else ()
    good = next((text for text in earlier if not _fault(source, text, language)), None)
    return (styles[-1], found) if good is None else (good, None)


def _fault(
    source: str, target: str, language: str, detectors: guard.Detectors = guard.DETECTORS
) -> tuple[str, str] | None:
    found = guard.fault(source, target, language, detectors)
    if not found and target.count("\n") != source.count("\n"):
        return "lines", "its line breaks are lost"
    return found


def is_memory(source: str, target: str) -> bool:
    """Tell whether a reviewed text is a translation by itself and has its source's marks."""
    if not target.strip() or marks.is_merged(target):
        return False
    try:
        marks.compare(source, target)
    except marks.MarkError:
        return False
    return True


def _pieces(source: str, cut: Cut | None) -> list[str]:
    """Return the sentences of a message, of which each line is one at least."""
    return [piece for line in _lines(source) for piece in (cut(line) if cut else [line])]


def _lines(source: str) -> list[str]:
    """Return the lines of a message; one that ends inside a mark is not cut there."""
    if "\n" not in source:
        return [source]
    lines, depth = [""], 0
    for token in marks.tokens(source):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        first, *rest = [str(token)] if depth else str(token).split("\n")
        lines[-1] += first
        lines += rest
    return lines


def _remembered(message: Segment, memory: Mapping[str, tuple[str, str]]) -> Filled | None:
    target, document = memory.get(message.source, ("", ""))
    if not is_memory(message.source, target):
        return None
    return Filled(target, Origin(MEMORY, document, "-", "-"))


class _Drafting:
    """Messages under way, each in one or more sentences; a sentence is drafted once."""

    def __init__(self, language: str, engine: Engine, *, unsafe: bool) -> None:
        self.language, self.engine, self.unsafe = language, engine, unsafe
        self.drafts: dict[str, Draft] = {}

    def run(self, wanted: Sequence[Segment], cut: Cut | None) -> Iterator[tuple[Key, Filled]]:
        """Yield the messages; ``cut`` makes sentences of them, if they are paragraphs."""
        sentences = [list(marks.sentences(_pieces(message.source, cut))) for message in wanted]
        users: dict[str, list[int]] = {}
        for index, parts in enumerate(sentences):
            for text in dict.fromkeys(part.message for part in parts):
                users.setdefault(text, []).append(index)
        left = [len({part.message for part in parts}) for parts in sentences]
        texts = list(users)
        for number, made in self.engine.translate(texts):
            sound = guarded(texts[number], made, self.language, self.engine)
            self.drafts[texts[number]] = made if self.unsafe and made.target else sound
            for index in users[texts[number]]:
                left[index] -= 1
                if not left[index]:
                    yield wanted[index].key, self._filled(wanted[index], sentences[index])

    def _filled(self, message: Segment, sentences: Sequence[marks.Sentence]) -> Filled:
        drafts = [self.drafts[sentence.message] for sentence in sentences]
        reason = next((made.problems[0] for made in drafts if made.problems), "")
        if reason:
            return self._refused(message, reason)
        target, end = "", 0
        for sentence, made in zip(sentences, drafts, strict=True):
            text = marks.restore(made.target, sentence.numbers)
            start = max(end, message.source.find(sentence.text, end))
            space = message.source[end:start]
            if "\n" in space:
                target += space + text
            else:
                target += (self._gap(target, text) if target and sentence.gap else "") + text
            end = start + len(sentence.text)
        known = [made.estimate for made in drafts if made.estimate is not None]
        return Filled(target, self.engine.origin, estimate=min(known, default=None))

    def _gap(self, before: str, after: str) -> str:
        return languages.sentence_gap(marks.plain(before), marks.plain(after), self.language)

    def _refused(self, message: Segment, reason: str) -> Filled:
        place = message.places[0] if message.places else Place("")
        text = f"no draft: {reason}"
        finding = Finding(place, REFUSED, text, self.language, error=False)
        return Filled("", self.engine.origin, reason, findings=(finding,))
