"""The way of a text through a model: cut to parts, read, translated, marked again, judged, joined.

A part whose draft is not sound goes through the tries (see tries). One of them cuts it into parts
of its own, so that a text is a tree, and a path of indices names a part in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline import kept, languages, marks
from pipeline.engines import (
    batches,
    clauses,
    edges,
    estimate,
    knowledge,
    sentence,
    splitting,
    terms,
)
from pipeline.engines.judging import Judging
from pipeline.engines.names import Names
from pipeline.engines.parts import whole
from pipeline.engines.requests import NO_REPEAT, Request, Search
from pipeline.engines.tokens import recurs
from pipeline.engines.tries import TRIES, WHOLE
from pipeline.glossary import Finder
from pipeline.model import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from pipeline.engines.knowledge import Knowledge
    from pipeline.engines.requests import Hypothesis, Judge, Outcome
    from pipeline.engines.sentence import Sentence
    from pipeline.engines.tokens import Tokenizer
    from pipeline.glossary import Term

GOOD = 60
"""Source tokens above which a text is cut, if it has clauses: far beyond, models drop some."""

LONGEST = 200
"""Source tokens that a part without clauses may have; more is refused."""

SHORTEST = 8
"""Source tokens that a text has at least if it is cut at a clause for another try."""

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z]")
_NAMES = tuple(TRIES)


@dataclass(slots=True)
class _Family:
    """The parts of a text or of a part, and what becomes of them."""

    request: Request | None
    """What was cut for another try; None for one that was in parts from the start."""
    parts: list[Draft | None]
    join: Callable[[Sequence[str]], str]
    """Makes one target of those of the parts; "" if they do not fit."""
    instead: tuple[str, tuple[str, ...]] | None = None
    """Message and letters to ask whole if there is something wrong with the draft of its parts."""


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
        judge: Judge | None = None,
        *,
        english: bool = True,
        known: Knowledge | None = None,
    ) -> None:
        self._texts, self._tokenizer, self.language = texts, tokenizer, language
        self._good, self._finder, self._english = good, finder or Finder(()), english
        self._known = known
        self._judging = Judging(tokenizer, language, judge, offers)
        self._families: dict[tuple[int, ...], _Family] = {}

    # Reading

    def start(self) -> Iterator[list[Request] | tuple[int, Draft]]:
        """Yield of each text its requests for the model, or its index and draft if it needs none.

        Nothing is read ahead, so that the caller can do it while the model works.
        """
        for index, text in enumerate(self._texts):
            outcome = self._prepare(index, text)
            yield (index, outcome) if isinstance(outcome, Draft) else outcome

    def _prepare(self, index: int, text: str) -> list[Request] | Draft:
        if not _LETTER.search(kept.without(marks.spoken(text))):
            return Draft(text)
        if problem := self._strange(text):
            return Draft("", problems=(problem,))
        letters = tuple(sentence.stand_ins(text))
        try:
            marks.check(text)
            three = edges.part(text)
            if three.core == text:
                return self._ask((index,), text, letters)
            self._families[index,] = _Family(None, [None], lambda made: three.whole(made[0]))
            return self._ask((index, 0), three.core, letters)
        except marks.MarkError as error:
            return Draft("", problems=(str(error),))

    def _strange(self, text: str) -> str:
        """Return why the model could say nothing of a text, "" if it may."""
        if self._english and not _LATIN.search(kept.without(marks.spoken(text))):
            return "it has no word of English"
        if self._known and not self._known.has(text, self._finder):
            return knowledge.OUTSIDE
        if not sentence.stand_ins(text):
            return "the text has all words that could stand for code"
        return ""

    def _ask(
        self, path: tuple[int, ...], message: str, letters: tuple[str, ...]
    ) -> list[Request] | Draft:
        """Return the requests of a message, clause by clause if a semicolon parts two."""
        asked: list[Request] = []
        sentences = self._sentences(message)
        for number, one in enumerate(sentences if len(sentences) > 1 else ()):
            more = self._long((*path, number), one, letters)
            if isinstance(more, Draft):
                return more
            asked += more
        if not asked:
            return self._long(path, message, letters)
        join = partial(clauses.join, tag=self.language)
        parts: list[Draft | None] = [None] * len(sentences)
        self._families[path] = _Family(None, parts, join, instead=(message, letters))
        return asked

    def _sentences(self, message: str) -> list[str]:
        if not self._english or self.language.partition("-")[0] not in clauses.LANGUAGES:
            return [message]
        return clauses.sentences(message, terms.inside(message, self._finder))

    def _long(
        self, path: tuple[int, ...], message: str, letters: tuple[str, ...]
    ) -> list[Request] | Draft:
        """Return the requests of a message, in parts if it is long, or why there are none."""
        whole = self._request(path, message, letters)
        if len(whole.tokens.pieces) <= self._good:
            return [whole]
        parts = self._cut(message, letters[0], self._good, LONGEST)
        if parts is None:
            return Draft("", problems=(self._too_long(message, letters[0]),))
        return [whole] if len(parts) == 1 else self._parts(path, parts, letters)

    def _cut(self, text: str, letter: str, good: int, most: int) -> list[str] | None:
        return batches.cut(
            text,
            lambda part: self._size(part, letter),
            good,
            most,
            lambda part: terms.inside(part, self._finder),
        )

    def _sentence(self, message: str, letter: str) -> Sentence:
        return sentence.read(message, letter, english=self._english)

    def _with_terms(
        self, message: str, letter: str, finder: Finder, standing: Collection[str]
    ) -> Sentence:
        """Return a message with the terms in it, abbreviations among them."""
        names = Names(finder, self._tokenizer)
        return terms.put(self._sentence(message, letter), names, letter, standing)

    def _size(self, message: str, letter: str) -> int:
        return len(self._tokenizer.encode(self._sentence(message, letter).text).pieces)

    def _too_long(self, text: str, letter: str) -> str:
        return f"too long to translate: {self._size(text, letter)} tokens, at most {LONGEST}"

    def _request(self, path: tuple[int, ...], message: str, letters: tuple[str, ...]) -> Request:
        read = self._with_terms(message, letters[0], self._finder, ())
        tokens = self._tokenizer.encode(read.text)
        search = Search(no_repeat=0 if recurs(tokens.pieces) else NO_REPEAT)
        return Request(path, message, read, tokens, letters, search=search)

    # For the tries

    def again(
        self,
        request: Request,
        *,
        letters: tuple[str, ...] = (),
        standing: frozenset[str] | None = None,
        numbers: tuple[Term, ...] = (),
    ) -> Request:
        """Return a request with other stand-ins, or with numbers and dates as terms."""
        letters = letters or request.letters
        numbers = numbers or request.numbers
        standing = request.standing if standing is None else standing
        finder = self._finder
        if numbers:
            finder = Finder((*finder.glossary, *numbers))
        read = self._with_terms(request.message, letters[0], finder, standing)
        return replace(
            request,
            sentence=read,
            tokens=self._tokenizer.encode(read.text),
            letters=letters,
            standing=standing,
            numbers=numbers,
        )

    def cut(self, request: Request) -> list[Request]:
        """Return the parts of a request, cut at clauses; nothing if it has none, or was cut."""
        size = len(request.tokens.pieces)
        if size < SHORTEST or request.is_cut:
            return []
        parts = self._cut(request.message, request.letters[0], size - 1, size) or []
        if len(parts) < 2:
            return []
        return self._parts(request.path, parts, request.letters, replace(request, is_cut=True))

    def split(self, request: Request, labels: Collection[str]) -> list[Request]:
        """Return a request without the spans of some marks, and these alone; nothing if none can.

        ``labels`` are those of the marks: ``<a1>``.
        """
        found = splitting.split(request.message, labels)
        if found is None:
            return []
        parts, language = (found.outer, *found.insides), self.language
        return self._parts(
            request.path,
            parts,
            request.letters,
            replace(request, lost=frozenset(labels)),
            lambda made: found.join(made[0], made[1:], language),
        )

    def _parts(
        self,
        path: tuple[int, ...],
        parts: Sequence[str],
        letters: tuple[str, ...],
        request: Request | None = None,
        join: Callable[[Sequence[str]], str] | None = None,
    ) -> list[Request]:
        """Return the requests of parts, which are joined again when all have a draft."""
        join = join or partial(languages.join, tag=self.language)
        self._families[path] = _Family(request, [None] * len(parts), join)
        return [self._request((*path, n), part, letters) for n, part in enumerate(parts)]

    # Finishing

    def finish(
        self, request: Request, hypotheses: Sequence[Hypothesis]
    ) -> list[Request] | tuple[int, Draft]:
        """Take in what the model made of a request.

        Returns what to ask the model next, nothing if other parts of the text are missing, or the
        index and draft of a text that is complete now.
        """
        taken = self._take(request, self._judging.outcome(request, hypotheses))
        return taken if isinstance(taken, list) else (taken[0], self._estimated(*taken))

    def _estimated(self, index: int, draft: Draft) -> Draft:
        """Return the draft of a whole text with what it is probably worth."""
        if draft.score is None or not draft.target:
            return draft
        known = estimate.features(draft.score, self._texts[index], draft.target)
        return replace(draft, estimate=estimate.estimate(known))

    def _take(self, request: Request, outcome: Outcome) -> list[Request] | tuple[int, Draft]:
        """Go on with an outcome: to the next try, or to the other parts."""
        if outcome.fault is None:
            way = _NAMES[request.tried] if request.first else ""
            return self._complete(request.path, replace(outcome.draft, way=way))
        request = replace(request, first=request.first or outcome.draft)
        last = len(TRIES) if self._may_be_cut(request) else WHOLE
        for number in range(request.tried, last):
            request = replace(request, tried=number)
            if more := TRIES[_NAMES[number]](self, request, outcome.fault):
                return list(more)
        return self._complete(request.path, request.first or outcome.draft)

    def _may_be_cut(self, request: Request) -> bool:
        """Tell whether a request is no part of another one that was cut for another try."""
        family = self._families.get(request.path[:-1])
        return family is None or family.request is None

    def _complete(self, path: tuple[int, ...], draft: Draft) -> list[Request] | tuple[int, Draft]:
        """Take in the draft of a part; return the text's if it was the last one."""
        family = self._families.get(path[:-1])
        if family is None:
            return path[0], draft
        family.parts[path[-1]] = draft
        parts = [part for part in family.parts if part is not None]
        if len(parts) < len(family.parts):
            return []
        joined = whole(parts, family.join)
        if family.request is not None:
            return self._take(family.request, self._judging.judged(family.request.message, joined))
        if family.instead and not self._is_sound(family.instead[0], joined):
            del self._families[path[:-1]]
            asked = self._long(path[:-1], *family.instead)
            return asked if isinstance(asked, list) else self._complete(path[:-1], asked)
        return self._complete(path[:-1], joined)

    def _is_sound(self, message: str, draft: Draft) -> bool:
        return bool(draft.target) and self._judging.judged(message, draft).fault is None
