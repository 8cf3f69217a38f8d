"""Copies of a starter package, each broken in one way that releases have been, or relabelled."""

from __future__ import annotations

import json
import random
import shutil
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from engines_kit import starter

from pipeline.packages import package

if TYPE_CHECKING:
    from pipeline.packages import Package

ROOT = Path(__file__).parent.parent

INT8 = 1
"""CTranslate2's number of the type of quantised weights."""


def relabelled(folder: Path, language: str, source: str, target: str, version: str = "1.0") -> Path:
    """Write a starter package that says it is for another pair; returns its folder."""
    path = folder / f"translate-{source}_{target}-{version.replace('.', '_')}"
    shutil.copytree(starter(language).path, path)
    file = path / "metadata.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    table |= {"from_code": source, "to_code": target, "package_version": version}
    file.write_text(json.dumps(table), encoding="utf-8")
    return path


def shuffled(folder: Path) -> Package:
    """Return a package whose vocabulary is in another order than its model's."""
    path = relabelled(folder, "ko", "en", "ko")
    file = path / "model/shared_vocabulary.json"
    words = json.loads(file.read_text(encoding="utf-8"))
    head, rest = words[:10], words[10:]
    random.Random(1).shuffle(rest)
    file.write_text(json.dumps(head + rest), encoding="utf-8")
    return package.read(path, "named")


def foreign_vocabulary(folder: Path) -> Package:
    """Return a package with the vocabulary of a model that writes its words otherwise."""
    path = relabelled(folder, "ko", "en", "ko")
    file = path / "model/shared_vocabulary.json"
    words = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(words[:10] + [f"{word}@@" for word in words[10:]]), "utf-8")
    return package.read(path, "named")


def truncated(folder: Path) -> Package:
    """Return a package whose download broke off."""
    path = relabelled(folder, "ko", "en", "ko")
    file = path / "model/model.bin"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return package.read(path, "named")


def foreign_tokenizer(folder: Path) -> Package:
    """Return a package with the tokenizer of another one.

    The starters share theirs, so it is made from text of this repository.
    """
    import sentencepiece

    path = relabelled(folder, "ko", "en", "ko")
    sentencepiece.SentencePieceTrainer.train(
        input=str(ROOT / "docs/catalogues.md"),
        model_prefix=str(path / "sentencepiece"),
        vocab_size=400,
        model_type="bpe",
        minloglevel=2,
    )
    return package.read(path, "named")


def mislabelled(folder: Path) -> Package:
    """Return a package for Japanese that says it is for Korean."""
    return package.read(relabelled(folder, "ja", "en", "ko"), "named")


def garbage(folder: Path) -> Package:
    """Return a package whose weights are noise."""
    path = relabelled(folder, "ko", "en", "ko")
    file = path / "model/model.bin"
    data = bytearray(file.read_bytes())
    noise = random.Random(1)
    for start, size in _weights(data):
        data[start : start + size] = noise.randbytes(size)
    file.write_bytes(data)
    return package.read(path, "named")


def _weights(data: bytearray) -> list[tuple[int, int]]:
    """Return where the quantised weights of a model file lie: start and size in bytes."""

    def text(place: int) -> int:
        return place + 2 + struct.unpack_from("<H", data, place)[0]

    place = text(4) + 4
    (count,) = struct.unpack_from("<I", data, place)
    place += 4
    found = []
    for _ in range(count):
        place = text(place)
        place += 1 + 4 * data[place]
        kind, size = struct.unpack_from("<BI", data, place)
        place += 5
        if kind == INT8 and size > 1:
            found.append((place, size))
        place += size
    return found


def bpe(folder: Path, words: str) -> Package:
    """Return the Korean starter as an old package with byte-pair encoding, which knows some words.

    Its model is the same; its vocabulary is written as such packages write it.
    """
    path = relabelled(folder, "ko", "en", "ko")
    (path / "sentencepiece.model").unlink()
    merges = ["#version: 0.2"]
    for word in words.split():
        done, *letters = [*word[:-1], f"{word[-1]}</w>"]
        for letter in letters:
            merges.append(f"{done} {letter}")
            done += letter
    (path / "bpe.model").write_text("\n".join(merges) + "\n", encoding="utf-8")
    file = path / "model/shared_vocabulary.json"
    pieces = json.loads(file.read_text(encoding="utf-8"))
    known = set(pieces)
    written = [_as_bpe(piece, known) for piece in pieces]
    file.write_text(json.dumps(written), encoding="utf-8")
    return package.read(path, "named")


def _as_bpe(piece: str, pieces: set[str]) -> str:
    """Return a piece without the sign that a word begins; one inside a word gets a sign."""
    word = piece.removeprefix("▁")
    if piece != word:
        return word if word.isalpha() or word not in pieces | {""} else piece
    return f"@@{piece}" if f"▁{piece}" in pieces and piece.isalpha() else piece


BROKEN = {
    "shuffled": shuffled,
    "truncated": truncated,
    "foreign tokenizer": foreign_tokenizer,
    "foreign vocabulary": foreign_vocabulary,
    "mislabelled": mislabelled,
    "garbage": garbage,
}
