"""Packages whose attention comes from another decoder layer or head.

CTranslate2 returns the attention of the layer ``decoder/alignment_layer`` (-1 is the last), as the
mean of its first ``decoder/alignment_heads`` heads (0 is all). Both are variables in ``model.bin``:
name, number of dimensions, type, size in bytes, value (``ctranslate2/specs/model_spec.py``).
"""

from __future__ import annotations

import re
import shutil
import struct
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.packages import package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.packages.package import Package

_TYPES = ("float32", "int8", "int16", "int32", "float16", "bfloat16")


class Shape(NamedTuple):
    """Of a decoder."""

    layers: int
    heads: int


class Variables:
    """The variables in the bytes of a model, which can be written in place."""

    def __init__(self, data: bytearray) -> None:
        self.data, self._at = data, 0
        self.found: dict[str, np.ndarray] = {}
        self._number("I"), self._text(), self._number("I")
        for _ in range(self._number("I")):
            name = self._text()
            shape = [self._number("I") for _ in range(self._number("B"))]
            kind, size = self._number("B"), self._number("I")
            if _TYPES[kind] != "bfloat16":
                raw = np.frombuffer(data, _TYPES[kind], int(np.prod(shape)), self._at)
                self.found[name] = raw.reshape(shape)
            self._at += size

    def _number(self, form: str) -> int:
        (value,) = struct.unpack_from(f"<{form}", self.data, self._at)
        self._at += struct.calcsize(form)
        return int(value)

    def _text(self) -> str:
        size = self._number("H")
        self._at += size
        return self.data[self._at - size : self._at - 1].decode()

    @property
    def shape(self) -> Shape:
        """How many layers and heads the decoder has."""
        names = {m[0] for name in self.found if (m := re.match(r"decoder/layer_\d+", name))}
        return Shape(len(names), int(self.found["decoder/num_heads"]))

    def swap(self, layer: int, head: int) -> None:
        """Let a head of the attention on the source change places with the first one.

        The heads are rows of the queries, keys and values, and columns of the output, so the model
        stays the same.
        """
        for name, tensor in self.found.items():
            prefix = name.rpartition("/")[0]
            if prefix in {f"decoder/layer_{layer}/attention/linear_{n}" for n in (0, 1)}:
                parts = tensor.reshape(-1, tensor.shape[0] // (1 + prefix.endswith("1")),
                                       *tensor.shape[1:])  # fmt: skip
                for part in parts:
                    _exchange(part.reshape(self.shape.heads, -1), head)
            elif name == f"decoder/layer_{layer}/attention/linear_2/weight":
                for row in tensor:
                    _exchange(row.reshape(self.shape.heads, -1), head)


def _exchange(heads: np.ndarray, head: int) -> None:
    heads[[0, head]] = heads[[head, 0]]


def shape(folder: Path) -> Shape:
    """Return how many layers and heads a package's decoder has."""
    return Variables(bytearray((folder / "model" / "model.bin").read_bytes())).shape


@contextmanager
def patched(used: Package, layer: int, head: int | None) -> Iterator[Package]:
    """Give a copy of a package that returns the attention of a layer's head; None for all."""
    with tempfile.TemporaryDirectory(prefix="localepress-") as folder:
        copy = Path(folder) / used.path.name
        shutil.copytree(used.path, copy)
        path = copy / "model" / "model.bin"
        variables = Variables(bytearray(path.read_bytes()))
        variables.found["decoder/alignment_layer"][...] = layer
        variables.found["decoder/alignment_heads"][...] = 0 if head is None else 1
        if head:
            variables.swap(layer, head)
        path.write_bytes(variables.data)
        yield package.read(copy, used.kind)
