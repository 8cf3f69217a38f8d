"""The lines of a stream in windows: few at first, and never more than are there."""

from __future__ import annotations

import select
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, MOST = 16, 1000
"""Lines of the first window and of the largest. An engine sorts what it gets by length, and is
slower with few; a person waits for the first. Each window has twice the lines of the last."""

MOST_BYTES = 1 << 18
"""Bytes after which a window is full, however few lines they are."""

_BLOCK = 1 << 16


def windows(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Yield lines with their ends, none of which is kept waiting for lines yet to be written."""
    window: list[bytes] = []
    size, weight = FIRST, 0
    for line in _lines(stream):
        if line is not None:
            window.append(line)
            weight += len(line)
        if window and (line is None or len(window) >= size or weight >= MOST_BYTES):
            yield window
            window, weight = [], 0
            size = min(2 * size, MOST)
    if window:
        yield window


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield lines, and None where the next one is not there yet. Only a line feed ends a line."""
    rest: list[bytes] = []
    while block := stream.read1(_BLOCK):  # type: ignore[attr-defined]
        *ended, last = block.split(b"\n")
        for line in ended:
            yield b"".join((*rest, line, b"\n"))
            rest = []
        if last:
            rest.append(last)
        if not _is_ready(stream):
            yield None
    if rest:
        yield b"".join(rest)


def _is_ready(stream: BinaryIO) -> bool:
    """Tell whether reading would not wait; what is no file of the system never does."""
    try:
        return bool(select.select([stream], [], [], 0)[0])
    except (OSError, ValueError):
        return True
