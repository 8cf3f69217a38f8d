"""Argos Translate packages: tokenizer through argostranslate, model through CTranslate2.

``argostranslate.translate`` is not used: it imports torch, translates sentence by sentence, and
drops what is too long. Importing ``argostranslate`` at all makes folders in the home directory, so
that happens late, and with the environment pointing to a temporary folder.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.engines import batches, tokens
from pipeline.engines.texts import GOOD, Hypothesis, Texts, unique
from pipeline.errors import EngineError, PackageError
from pipeline.model import Draft, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.engines.texts import Request
    from pipeline.engines.tokens import Tokenizer

BATCH = 256
"""Tokens of a batch, padding counted. 256 and 512 are equally fast, more is slower; a batch takes
half a second on one core, and an interrupted run has to wait for it."""

LENGTH_PENALTY = 0.2
"""As Argos Translate decodes; packages are tuned for it."""

REPETITION_PENALTY = 1.2
"""For the second try of what goes round in circles. For all texts it would cost quality: digits
and particles repeat too."""

_POLL = 0.005
"""Seconds between two looks whether a batch is ready."""

_ENVIRONMENT = ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
_SET_BY_ARGOS = "KMP_DUPLICATE_LIB_OK"


class Package(Protocol):
    """What the engine needs to know of a package."""

    @property
    def path(self) -> Path:
        """The folder with metadata.json, model/ and the tokenizer."""

    @property
    def code(self) -> str:
        """Argos's name of the pair: ``translate-en_ko``."""

    @property
    def version(self) -> str:
        """The package's version."""

    @property
    def short_hash(self) -> str:
        """First 8 hexadecimal digits of the content hash."""

    @property
    def target_prefix(self) -> str:
        """Token that a model of several languages begins with; mostly empty."""


class Argos:
    """An engine on one package, which is loaded when the first text comes."""

    def __init__(self, package: Package, language: str, beam: int = 4, good: int = GOOD) -> None:
        self.package, self.language, self.beam, self.good = package, language, beam, good
        self.threads = _processors()
        self._tokenizer: Tokenizer | None = None
        self._model: Any = None

    @property
    def origin(self) -> Origin:
        """What its drafts are signed with."""
        package = self.package
        return Origin("argos", package.code, package.version, package.short_hash)

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield (index, draft) as they are ready; a text that stands there twice is done once.

        Closing the generator or interrupting it leaves nothing queued: what runs ends within a
        batch. Raises EngineError if the package cannot be loaded or run.
        """
        if not texts:
            return
        places = unique(texts)
        order = list(places)
        for index, draft in self._drafts(Texts(order, self._load(), self.language, self.good)):
            for place in places[order[index]]:
                yield place, draft

    def _drafts(self, texts: Texts) -> Iterator[tuple[int, Draft]]:
        requests, done = texts.start()
        yield from done
        while requests:
            again = []
            for request, hypotheses in self._run(requests):
                outcome = texts.finish(request, hypotheses)
                if isinstance(outcome, tuple):
                    yield outcome
                elif outcome:
                    again.append(outcome)
            requests = again

    # Running

    def _run(self, requests: Sequence[Request]) -> Iterator[tuple[Request, list[Hypothesis]]]:
        """Yield every request with what the model offers.

        No more batches are handed over than run at once: the model's threads would finish all that
        they have been given before the program can end.
        """
        waiting = deque(self._batches(requests))
        running: list[tuple[list[Request], int, list[Any]]] = []
        try:
            while waiting or running:
                while waiting and len(running) < self.threads:
                    running.append(self._submit(waiting.popleft()))
                ready = [batch for batch in running if all(one.done() for one in batch[2])]
                if not ready:
                    time.sleep(_POLL)
                for batch in ready:
                    running.remove(batch)
                    yield from _results(*batch, prefix=bool(self.package.target_prefix))
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"{self._name}: the model failed ({error})") from error

    def _batches(self, requests: Sequence[Request]) -> Iterator[list[Request]]:
        groups = sorted({(request.is_marked, bool(request.first)) for request in requests})
        for kind in groups:
            group = [one for one in requests if (one.is_marked, bool(one.first)) == kind]
            sizes = [len(request.tokens.pieces) for request in group]
            texts = [request.sentence.text for request in group]
            for batch in batches.plan(sizes, texts, BATCH):
                yield [group[index] for index in batch]

    def _submit(self, batch: list[Request]) -> tuple[list[Request], int, list[Any]]:
        """Start a batch; the length it may reach is twice the source's and a bit."""
        prefix = self.package.target_prefix
        length = 2 * max(len(request.tokens.pieces) for request in batch) + 30
        marked = batch[0].is_marked
        results = self._model.translate_batch(
            [request.tokens.pieces for request in batch],
            target_prefix=[[prefix]] * len(batch) if prefix else None,
            asynchronous=True,
            beam_size=self.beam,
            num_hypotheses=self.beam if marked else 1,
            length_penalty=LENGTH_PENALTY,
            repetition_penalty=REPETITION_PENALTY if batch[0].first else 1,
            max_input_length=0,
            max_decoding_length=length,
            return_scores=True,
            return_attention=marked,
        )
        return batch, length, results

    # Loading

    @property
    def _name(self) -> str:
        return f"{self.package.code} {self.package.version}"

    def _load(self) -> Tokenizer:
        """Load the package if need be and return its tokenizer; raises PackageError."""
        if self._tokenizer is None:
            try:
                self._tokenizer = _tokenizer(self.package.path)
                self._model = self._translator()
            except (RuntimeError, OSError, ValueError, AttributeError, ImportError) as error:
                raise PackageError(
                    f"{self._name}: the package in {self.package.path} cannot be loaded "
                    f"({' '.join(str(error).split())}); install it again"
                ) from error
        return self._tokenizer

    def _translator(self) -> Any:
        import ctranslate2

        return ctranslate2.Translator(
            str(self.package.path / "model"),
            device="cpu",
            compute_type="int8",  # "auto" takes another type on another machine
            inter_threads=self.threads,
            intra_threads=1,
        )


def _processors() -> int:
    """Return how many processors this process may use; not every system can say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _results(
    batch: list[Request], length: int, results: list[Any], *, prefix: int
) -> Iterator[tuple[Request, list[Hypothesis]]]:
    """Yield the requests of a finished batch; ``prefix`` tokens come first in each result."""
    for request, future in zip(batch, results, strict=True):
        result = future.result()
        attention = result.attention or [[]] * len(result.hypotheses)
        yield (
            request,
            [
                Hypothesis(
                    pieces[prefix:],
                    rows[prefix:],
                    score / max(len(pieces) - prefix, 1) ** (1 - LENGTH_PENALTY),
                    len(pieces) < length,
                )
                for pieces, rows, score in zip(
                    result.hypotheses, attention, result.scores, strict=True
                )
            ],
        )


def _tokenizer(folder: Path) -> Tokenizer:
    with _quiet_import():
        from argostranslate.package import Package as ArgosPackage
        from argostranslate.tokenizer import SentencePieceTokenizer

    tokenizer = ArgosPackage(folder).tokenizer
    if isinstance(tokenizer, SentencePieceTokenizer):
        return tokens.SentencePiece(tokenizer.lazy_processor())
    tokenizer.lazy_load()
    return tokens.Bpe(tokenizer)


@contextmanager
def _quiet_import() -> Iterator[None]:
    """Let argostranslate make its folders where nobody sees them."""
    before = {name: os.environ.get(name) for name in (*_ENVIRONMENT, _SET_BY_ARGOS)}
    with tempfile.TemporaryDirectory(prefix="localepress-") as folder:
        try:
            os.environ.update(dict.fromkeys(_ENVIRONMENT, folder))
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
