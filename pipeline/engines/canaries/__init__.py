"""Canaries: sentences that any sane package translates well enough, and what shows that it did.

They stand in text files beside this module, one a line, by pair of Argos codes (``en-ko.txt``), by
source (``en.txt``), and for any other package.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.engines import argos
from pipeline.engines.looks import sharpen
from pipeline.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.engines.argos import Package
    from pipeline.engines.tokens import Tokenizer, Tokens

COPIED = (
    "Run x1 before you open the file.",
    "The file x1 is in the folder.",
    "Set x1 to 25 and save the page.",
    "Send x1 to the server, then delete the copy.",
    "The number 25 stands before x1.",
)
"""Sentences with words that stay, so that it is known what has to look at what."""

_WORD = re.compile(r"\bx1\b|\b25\b")
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary")


@dataclass(frozen=True, slots=True)
class Canary:
    """A sentence, and words of which one has to be in its translation."""

    source: str
    words: tuple[str, ...]
    """None for a sentence of which nothing is known."""


def read(source: str, target: str) -> list[Canary]:
    """Return the canaries of a pair of Argos codes."""
    names = (f"{source}-{target}.txt", f"{source}.txt")
    folder = resources.files(__name__)
    there = [path for name in names if (path := folder / name).is_file()]
    files = there or [folder / "any.txt"]
    return [canary for path in files for canary in parse(path.read_text(encoding="utf-8"))]


def parse(text: str) -> list[Canary]:
    r"""Return the canaries of a file.

    >>> parse("# A remark\nHello. => Hallo | Servus")
    [Canary(source='Hello.', words=('Hallo', 'Servus'))]
    """
    found = []
    for line in text.splitlines():
        sentence, _, words = line.partition("=>")
        if sentence.strip() and not line.startswith("#"):
            given = tuple(word.strip() for word in words.split("|"))
            found.append(Canary(sentence.strip(), tuple(filter(None, given))))
    return found


def unknown(package: Package, sentences: Sequence[str]) -> float:
    """Return the share of tokens that the model has never heard of, from 0 to 1.

    Raises PackageError if tokenizer or vocabulary cannot be read.
    """
    try:
        known = _vocabulary(package.path / "model")
        tokenizer = argos.tokenizer(package.path)
        pieces = [piece for text in sentences for piece in tokenizer.encode(text).pieces]
    except (OSError, ValueError, RuntimeError, AttributeError) as error:
        raise _damaged(package, error) from error
    if not known:
        return 0.0
    return sum(piece not in known for piece in pieces) / max(len(pieces), 1)


def _vocabulary(folder: Path) -> set[str]:
    """Return the tokens that a model reads; none if it has no such file."""
    for name in _VOCABULARIES:
        if (path := folder / f"{name}.json").is_file():
            return set(json.loads(path.read_text(encoding="utf-8")))
        if (path := folder / f"{name}.txt").is_file():
            return set(path.read_text(encoding="utf-8").split("\n"))
    return set()


def attention(package: Package) -> float | None:
    """Return how much words that stay look at themselves, from 0 to 1; None if none stays.

    The share is what ``looks`` places marks by, so it tells whether marks can be placed. Raises
    PackageError if the package cannot be run.
    """
    import ctranslate2

    try:
        tokenizer = argos.tokenizer(package.path)
        model = ctranslate2.Translator(str(package.path / "model"), compute_type="int8")
        prefix = [package.target_prefix] if package.target_prefix else []
        sources = [tokenizer.encode(sentence) for sentence in COPIED]
        results = model.translate_batch(
            [source.pieces for source in sources],
            target_prefix=[prefix] * len(sources) if prefix else None,
            max_decoding_length=60,
            return_attention=True,
        )
    except (RuntimeError, OSError, ValueError, AttributeError) as error:
        raise _damaged(package, error) from error
    shares = [
        share
        for source, result in zip(sources, results, strict=True)
        for share in _shares(source, result, tokenizer, len(prefix))
    ]
    return sum(shares) / len(shares) if shares else None


def _shares(source: Tokens, result: Any, tokenizer: Tokenizer, prefix: int) -> list[float]:
    """Return for every word that stays how much of its attention is on itself."""
    rows = [sharpen(row) for row in result.attention[0][prefix:]]
    target = tokenizer.decode(result.hypotheses[0][prefix:])
    found = []
    for match in _WORD.finditer(source.text):
        start = target.text.find(match[0])
        own = _overlapping(source, *match.span())
        there = _overlapping(target, start, start + len(match[0])) if start >= 0 else []
        found += [sum(rows[j][i] for i in own) for j in there if j < len(rows)]
    return found


def _overlapping(tokens: Tokens, start: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(tokens.spans) if a < end and start < b]


def _damaged(package: Package, error: Exception) -> PackageError:
    return PackageError(
        f"{package.path}: the package cannot be loaded ({' '.join(str(error).split())}); "
        "install it again"
    )
