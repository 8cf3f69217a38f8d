"""Texts through a model as a stream: while it works, the next texts are read and drafts written.

Texts are taken in windows, each sorted by length and cut into batches. There are two at most at a
time, one at work and one being read, so that memory does not grow with the number of texts. What
comes out, and in which order, depends on the texts alone: neither on the number of threads nor on
which of them is the quickest.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.engines import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.engines.requests import Hypothesis, Request
    from pipeline.engines.texts import Texts
    from pipeline.model import Draft

WINDOW = 10_000
"""Texts of a window. Of so many, nearly all batches have texts of one length."""

FIRST = 2_000
"""Texts of the first window, so that the model has something to do after a moment."""

BATCH = 256
"""Tokens of a batch, padding counted."""

_UNREAD = 8
"""Batches of each thread that may be ready behind one that takes long."""

_POLL = 0.002
"""Seconds between two looks whether a batch is ready, where there is nothing to read."""


class Model(Protocol):
    """What translates batches by itself, some at the same time."""

    @property
    def room(self) -> int:
        """How many batches it is given at a time."""

    def submit(self, batch: Sequence[Request]) -> list[Any]:
        """Start a batch, and return a future for each of its requests."""

    def hypotheses(self, request: Request, result: Any) -> list[Hypothesis]:
        """Return what a result offers for its request, the best first."""


@dataclass(slots=True)
class _Window:
    """Some of the texts, from the first word read to the last draft written."""

    base: int
    """Index of its first text."""
    texts: Texts
    requests: list[Request] = field(default_factory=list)
    """What is to be put into batches next: all first tries, then all second ones, and so on."""
    running: int = 0
    """Batches that are not finished."""


@dataclass(frozen=True, slots=True)
class _Batch:
    window: _Window
    requests: list[Request]
    futures: list[Any] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return all(future.done() for future in self.futures)


class Stream:
    """Texts under way through a model."""

    def __init__(
        self, count: int, prepare: Callable[[int, int], Texts], model: Model, size: int = WINDOW
    ) -> None:
        """Take the number of texts, and what prepares those from one index to another."""
        self._model, self._prepare = model, prepare
        self._waiting: deque[_Batch] = deque()
        self._running: deque[_Batch] = deque()
        self._drafts: deque[tuple[int, Draft]] = deque()
        self._open = 0
        """Windows that have been read and are not finished."""
        self._reading = self._read(_spans(count, size))

    def run(self) -> Iterator[tuple[int, Draft]]:
        """Yield the index and draft of every text as soon as it is there."""
        while True:
            self._submit()
            if self._running and self._running[0].is_done:
                self._finish(self._running.popleft())
            elif not self._read_on() and not self._drafts:
                if self._running:
                    time.sleep(_POLL)
                elif not self._waiting:
                    return
            while self._drafts:
                yield self._drafts.popleft()

    def _submit(self) -> None:
        """Hand over as many batches as there is room for.

        No more: the model would finish all that it has been given before the program can end.
        """
        room = self._model.room - sum(not batch.is_done for batch in self._running)
        while self._waiting and room > 0 and len(self._running) < _UNREAD * self._model.room:
            batch = self._waiting.popleft()
            futures = self._model.submit(batch.requests)
            self._running.append(_Batch(batch.window, batch.requests, futures))
            room -= 1

    # Reading

    def _read_on(self) -> bool:
        """Read one more text; False if there is none, or a whole window has been read ahead."""
        return self._open < 2 and next(self._reading, None) is not None

    def _read(self, spans: Iterator[tuple[int, int]]) -> Iterator[bool]:
        """Read all texts, one a step, and plan each window in a step of its own."""
        for start, end in spans:
            window = _Window(start, self._prepare(start, end))
            for outcome in window.texts.start():
                if isinstance(outcome, tuple):
                    self._drafts.append((start + outcome[0], outcome[1]))
                else:
                    window.requests += outcome
                yield True
            self._open += 1
            self._waiting += self._planned(window)
            yield True

    # Finishing

    def _finish(self, batch: _Batch) -> None:
        """Take in what the model made of a batch.

        Second tries wait until all first tries of their window are there, so that always the same
        ones come together.
        """
        window = batch.window
        for request, future in zip(batch.requests, batch.futures, strict=True):
            hypotheses = self._model.hypotheses(request, future.result())
            outcome = window.texts.finish(request, hypotheses)
            if isinstance(outcome, tuple):
                self._drafts.append((window.base + outcome[0], outcome[1]))
            else:
                window.requests += outcome
        window.running -= 1
        if not window.running:
            self._waiting.extendleft(reversed(self._planned(window)))

    def _planned(self, window: _Window) -> list[_Batch]:
        """Return the requests of a window in batches; a window without any is finished.

        Those of a batch want the same options.
        """
        requests, window.requests = window.requests, []
        found: list[_Batch] = []
        for kind in sorted({request.kind for request in requests}):
            group = [request for request in requests if request.kind == kind]
            sizes = [len(request.tokens.pieces) for request in group]
            names = [request.sentence.text for request in group]
            found += (
                _Batch(window, [group[index] for index in batch])
                for batch in batches.plan(sizes, names, BATCH)
            )
        window.running += len(found)
        self._open -= not found
        return found


def _spans(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield where windows begin and end; the first one is small.

    >>> list(_spans(25_000, 10_000))
    [(0, 2000), (2000, 12000), (12000, 22000), (22000, 25000)]
    """
    start, end = 0, min(FIRST, size)
    while start < count:
        yield start, min(end, count)
        start, end = end, end + size
