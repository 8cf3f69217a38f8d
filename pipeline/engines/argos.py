"""Argos Translate packages: tokenizer through argostranslate, model through CTranslate2.

``argostranslate.translate`` is not used: it imports torch, translates sentence by sentence, and
drops what is too long. Neither is ``argostranslate.package``: importing it makes folders in the
home directory, sets the environment, and loads a client for HTTP.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.engines import batches, knowledge, terms, tokens
from pipeline.engines.requests import Hypothesis
from pipeline.engines.stream import Stream
from pipeline.engines.texts import GOOD, Texts
from pipeline.errors import EngineError, PackageError
from pipeline.glossary import Finder
from pipeline.model import Draft, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.engines.knowledge import Knowledge
    from pipeline.engines.requests import Judge, Request
    from pipeline.engines.tokens import Tokenizer
    from pipeline.glossary import Glossary

LENGTH_PENALTY = 0.2
"""As Argos Translate decodes; packages are tuned for it."""


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
    def hash(self) -> str:
        """Hash of what is in it."""

    @property
    def short_hash(self) -> str:
        """First 8 hexadecimal digits of the content hash."""

    @property
    def target_prefix(self) -> str:
        """Token that a model of several languages begins with; mostly empty."""


class Argos:
    """An engine on one package, which is loaded when the first text comes."""

    def __init__(  # noqa: PLR0913, PLR0917 (each is another choice of a person's)
        self,
        package: Package,
        language: str,
        beam: int = 4,
        good: int = GOOD,
        glossary: Glossary = (),
        device: str = "cpu",
        offers: int = 1,
        judge: Judge | None = None,
    ) -> None:
        self.package, self.language, self.good, self.device = package, language, good, device
        self.beam, self.offers, self.judge = max(beam, offers), offers, judge
        self.finder = Finder(glossary)
        self.threads = _processors() if device == "cpu" else 1
        self._tokenizer: Tokenizer | None = None
        self._known: Knowledge | None = None
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
        first, again = batches.unique(texts)
        tokenizer = self._load()

        def prepare(start: int, end: int) -> Texts:
            window = [texts[index] for index in first[start:end]]
            return Texts(
                window,
                tokenizer,
                self.language,
                self.good,
                self.finder,
                self.offers,
                self.judge,
                english=self.package.code.startswith("translate-en"),
                known=self._known,
            )

        try:
            for number, draft in Stream(len(first), prepare, self).run():
                yield first[number], draft
                for index in again.get(first[number], ()):
                    yield index, draft
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"{self._name}: the model failed ({error})") from error

    def settings(self, text: str) -> str:
        """Return what changes the draft of a text, beside its words and the package's name.

        Of the glossary only the terms in it count.
        """
        found = terms.rows(text, self.finder)
        search = f"beam {self.beam}, offers {self.offers}, on {self.device}"
        judged = "judged" if self.judge else "not judged"
        return f"package {self.package.hash}, {search}, good {self.good}, {judged}, terms {found}"

    # Running

    @property
    def room(self) -> int:
        """How many batches the model is given at a time: one at work and one waiting a thread."""
        return 2 * self.threads

    def submit(self, batch: Sequence[Request]) -> list[Any]:
        """Start a batch of requests that want the same options, and return their futures."""
        prefix = self.package.target_prefix
        marked, search = batch[0].kind
        beam = self.beam * search.wider
        futures: list[Any] = self._model.translate_batch(
            [request.tokens.pieces for request in batch],
            target_prefix=[[prefix]] * len(batch) if prefix else None,
            asynchronous=True,
            beam_size=beam,
            num_hypotheses=beam,
            length_penalty=LENGTH_PENALTY,
            repetition_penalty=search.penalty,
            no_repeat_ngram_size=search.no_repeat,
            max_input_length=0,
            max_decoding_length=_reach(batch[0]),
            return_scores=True,
            return_attention=marked,
        )
        return futures

    def hypotheses(self, request: Request, result: Any) -> list[Hypothesis]:
        """Return what a result offers for a request; the prefix token is left out."""
        prefix = bool(self.package.target_prefix)
        attention = result.attention or [[]] * len(result.hypotheses)
        return [
            Hypothesis(
                pieces[prefix:],
                rows[prefix:],
                # The model has divided by the penalty already; its length has the end.
                score / (len(pieces) + 1 - prefix) ** (1 - LENGTH_PENALTY),
                len(pieces) < _reach(request),
            )
            for pieces, rows, score in zip(result.hypotheses, attention, result.scores, strict=True)
        ]

    # Loading

    @property
    def _name(self) -> str:
        return f"{self.package.code} {self.package.version}"

    def _load(self) -> Tokenizer:
        """Load the package if need be and return its tokenizer; raises PackageError."""
        if self._tokenizer is None:
            try:
                self._known = knowledge.read(self.package.path)
                self._tokenizer = tokenizer(self.package.path)
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
            device=self.device,
            # "auto" takes another type on another machine
            compute_type="int8" if self.device == "cpu" else "auto",
            inter_threads=self.threads,
            intra_threads=1,
        )


def _processors() -> int:
    """Return how many processors this process may use; not every system can say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _reach(request: Request) -> int:
    return batches.reach(len(request.tokens.pieces))


def tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer of a package, loaded; raises OSError, ValueError or RuntimeError."""
    from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer

    path = folder / "sentencepiece.model"
    if path.exists():
        return tokens.SentencePiece(SentencePieceTokenizer(path).lazy_processor())
    said = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    found = BPETokenizer(folder / "bpe.model", said.get("from_code"), said.get("to_code"))
    found.lazy_load()
    return tokens.Bpe(found)
