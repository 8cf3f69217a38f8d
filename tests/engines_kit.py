"""The starter packages, unpacked once, and engines on them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import packages
from pipeline.engines.argos import Argos
from pipeline.engines.requests import Hypothesis
from pipeline.engines.texts import Texts
from pipeline.translate import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.engines.requests import Request, Search
    from pipeline.model import Draft
    from pipeline.packages.package import Package

Answer = str | list[str]


@cache
def starter(language: str) -> Package:
    """Return the starter package that translates English into a language."""
    folder = Path(tempfile.mkdtemp(prefix="localepress-starter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    found = packages.starter("en", language, folder)
    assert found
    return found


@cache
def engine(language: str) -> Argos:
    """Return an engine on a starter package."""
    return Argos(starter(language), language)


class Model:
    """Answers every request with what a test gives, and notes what it was asked."""

    def __init__(self, answer: Callable[[Request], Answer], *, ended: bool = True) -> None:
        self.answer, self.ended = answer, ended
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Sequence[Hypothesis]:
        """Return hypotheses, whose words look at all of the source alike."""
        self.asked.append(request)
        answers = self.answer(request)
        return (
            [self._hypothesis(request, text) for text in answers]
            if isinstance(answers, list)
            else [self._hypothesis(request, answers)]
        )

    def _hypothesis(self, request: Request, text: str) -> Hypothesis:
        pieces = engine("ko")._load().encode(text).pieces
        size = len(request.tokens.pieces)
        return Hypothesis(pieces, [[1 / size] * size for _ in pieces], -1.0, self.ended)

    def run(self, text: str) -> Draft:
        """Take a text all the way."""
        texts = Texts([text], engine("ko")._load(), "ko", judge=fault)
        outcome = next(texts.start())
        waiting = list(outcome) if isinstance(outcome, list) else []
        while waiting:
            request = waiting.pop(0)
            outcome = texts.finish(request, self(request))
            if isinstance(outcome, tuple):
                return outcome[1]
            waiting += outcome
        raise AssertionError("the text got no draft")

    @property
    def searches(self) -> list[Search]:
        """Return how it was to look for translations."""
        return [request.search for request in self.asked]
