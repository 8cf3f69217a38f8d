"""The way of a text through a model: cut to parts, read, translated, marked again, joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline import languages, marks
from pipeline.engines import batches, placing, sentence, terms
from pipeline.engines.looks import Alignment, Lost
from pipeline.engines.loops import repeats
from pipeline.glossary import Finder
from pipeline.model import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.engines.sentence import Sentence
    from pipeline.engines.tokens import Tokenizer, Tokens

GOOD = 60
"""Source tokens above which a text is cut, if it has clauses: far beyond, models drop some."""

LONGEST = 200
"""Source tokens that a part without clauses may have; more is refused."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Request:
    """A part of a text, ready for the model."""

    text: int
    """Index of the text that it is part of."""
    part: int
    message: str
    sentence: Sentence
    tokens: Tokens
    letters: tuple[str, ...]
    """Of stand-ins: those in use, then those left for another try."""
    standing: frozenset[str] = frozenset()
    """Labels of the terms that have stand-ins."""
    first: Draft | None = None
    """What came out at the first try if it goes round in circles: repetition costs more now."""

    @property
    def is_marked(self) -> bool:
        """Whether something must be placed in the translation."""
        return bool(self.sentence.nodes or self.sentence.unplaced)


class Hypothesis(NamedTuple):
    """One translation that a model offers, the best first."""

    pieces: Sequence[str]
    attention: Sequence[Sequence[float]]
    """Empty where it was not asked for."""
    score: float
    """Log-probability of a token, on average."""
    ended: bool
    """False if the model ran into the greatest length."""


class Texts:
    """Texts under way, each in one or more parts."""

    def __init__(  # noqa: PLR0913, PLR0917 (each is another choice of a person's)
        self,
        texts: Sequence[str],
        tokenizer: Tokenizer,
        language: str,
        good: int = GOOD,
        finder: Finder | None = None,
        offers: int = 1,
    ) -> None:
        self._texts, self._tokenizer, self._language = texts, tokenizer, language
        self._good, self._finder, self._offers = good, finder or Finder(()), offers
        self._parts: dict[int, list[Draft | None]] = {}

    def start(self) -> Iterator[list[Request] | tuple[int, Draft]]:
        """Yield of each text its requests for the model, or its index and draft if it needs none.

        Nothing is read ahead, so that the caller can do it while the model works.
        """
        for index, text in enumerate(self._texts):
            outcome = self._prepare(index, text)
            yield (index, outcome) if isinstance(outcome, Draft) else outcome

    def _prepare(self, index: int, text: str) -> list[Request] | Draft:
        if not _LETTER.search(marks.spoken(text)):
            return Draft(text)
        letters = tuple(sentence.stand_ins(text))
        if not letters:
            return Draft("", problems=("the text has all words that could stand for code",))
        try:
            whole = self._request(index, 0, text, letters)
            if len(whole.tokens.pieces) <= self._good:
                self._parts[index] = [None]
                return [whole]
            parts = batches.cut(
                text,
                lambda part: self._size(part, letters[0]),
                self._good,
                LONGEST,
                lambda part: terms.inside(part, self._finder),
            )
            if parts is None:
                return Draft("", problems=(self._too_long(text, letters[0]),))
            self._parts[index] = [None] * len(parts)
            return [self._request(index, n, part, letters) for n, part in enumerate(parts)]
        except marks.MarkError as error:
            return Draft("", problems=(str(error),))

    def _size(self, message: str, letter: str) -> int:
        return len(self._tokenizer.encode(sentence.read(message, letter).text).pieces)

    def _too_long(self, text: str, letter: str) -> str:
        return f"too long to translate: {self._size(text, letter)} tokens, at most {LONGEST}"

    def _request(
        self,
        text: int,
        part: int,
        message: str,
        letters: tuple[str, ...],
        standing: frozenset[str] = frozenset(),
    ) -> Request:
        read = sentence.read(message, letters[0])
        read = terms.put(read, self._finder, letters[0], standing)
        tokens = self._tokenizer.encode(read.text)
        return Request(text, part, message, read, tokens, letters, standing)

    def finish(
        self, request: Request, hypotheses: Sequence[Hypothesis]
    ) -> Request | tuple[int, Draft] | None:
        """Take in what the model made of a request.

        Returns the request for another try, the index and draft of a text that is complete now, or
        None if other parts of it are missing.
        """
        draft, loops = self._draft(request, hypotheses)
        if request.first:
            draft = request.first if loops or draft.problems else draft
        elif loops:
            return replace(request, first=draft)
        elif draft.problems and (again := self._again(request, draft.problems[0])):
            return again
        parts = self._parts[request.text]
        parts[request.part] = draft
        complete = [part for part in parts if part is not None]
        return (request.text, self._join(complete)) if len(complete) == len(parts) else None

    def _again(self, request: Request, problem: str) -> Request | None:
        """Return another try: a stand-in for the term that is lost, for all, other stand-ins."""
        same = request.text, request.part, request.message
        if left := {node.label for node in request.sentence.nodes if node.is_term}:
            lost = {label for label in left if _lost(label) == problem}
            return self._request(*same, request.letters, request.standing | (lost or left))
        if len(request.letters) > 1 and _has_copies(request.sentence):
            return self._request(*same, request.letters[1:], request.standing)
        return None

    def _draft(self, request: Request, hypotheses: Sequence[Hypothesis]) -> tuple[Draft, bool]:
        """Return the best hypothesis that ended and can have its marks, and whether it loops.

        The next ones come with it, as many as were asked for.
        """
        problems: dict[str, None] = {}
        found: dict[str, Draft] = {}
        loops = False
        for hypothesis in hypotheses:
            if not hypothesis.ended:
                problems["the draft is cut off"] = None
                continue
            try:
                draft = Draft(self._target(request, hypothesis), hypothesis.score)
            except Lost as lost:
                problems[_lost(str(lost))] = None
                continue
            if not draft.target.strip():
                problems["the model wrote nothing"] = None
                continue
            loops = loops if found else repeats(hypothesis.pieces)
            found.setdefault(draft.target, draft)
            if len(found) >= self._offers:
                break
        if found:
            best, *others = found.values()
            return replace(best, others=tuple(others)), loops
        cut_off = not any(hypothesis.ended for hypothesis in hypotheses)
        return Draft("", problems=tuple(problems)[:1]), cut_off

    def _target(self, request: Request, hypothesis: Hypothesis) -> str:
        target = self._tokenizer.decode(hypothesis.pieces)
        if not request.is_marked:
            return marks.escape(target.text)
        alignment = Alignment(request.tokens.spans, target.spans, hypothesis.attention)
        return placing.place(request.sentence, target.text, alignment, self._language)

    def _join(self, parts: Sequence[Draft]) -> Draft:
        problems = tuple(dict.fromkeys(problem for part in parts for problem in part.problems))
        if problems:
            return Draft("", problems=problems)
        if len(parts) == 1:
            return parts[0]
        best, *others = (self._joined(ranked) for ranked in ranks(parts))
        return replace(best, others=tuple(others))

    def _joined(self, parts: Sequence[Draft]) -> Draft:
        scores = [part.score for part in parts if part.score is not None]
        target = languages.join((part.target for part in parts), self._language)
        return Draft(target, sum(scores) / len(scores) if scores else None)


def _lost(label: str) -> str:
    return f"mark {label} is lost" if label.startswith("<") else f"{label} is lost"


def ranks(parts: Sequence[Draft]) -> list[list[Draft]]:
    """Return the drafts of parts in rows: all best ones, all second ones, and so on.

    A part that has fewer than others stands in the later rows with its best.
    """
    offers = [(part, *part.others) for part in parts]
    count = max(map(len, offers), default=0)
    return [[own[rank] if rank < len(own) else own[0] for own in offers] for rank in range(count)]


def _has_copies(read: Sentence) -> bool:
    return any(node.is_copy for node in read.nodes)


def unique(texts: Sequence[str]) -> tuple[list[int], dict[int, list[int]]]:
    """Return the index of every different text, and the further ones of a text that comes again.

    >>> unique(["a", "b", "a"])
    ([0, 1], {0: [2]})
    """
    first: dict[str, int] = {}
    again: dict[int, list[int]] = {}
    for index, text in enumerate(texts):
        if first.setdefault(text, index) != index:
            again.setdefault(first[text], []).append(index)
    return list(first.values()), again
