"""Fixtures that are changed at random, and made as small as may be."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from test_readers_docx import p as paragraph

from pipeline import readers

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

CASES = Path(__file__).parent / "cases"
PARTS: Final = re.compile(rb"<[^<>]*>|&\w+;|\w+|\s+|.", re.DOTALL)
EXTRA: Final = [
    *b"< > </ <! <!-- --> --!> <? <![CDATA[ ]]> & &amp; &lt &#0; &#x80; &#xd800; ' \" = /".split(),
    *b"<b> </b> <p> </p> <a> </a> <svg> </svg> <table> <td> </table> <select> <option>".split(),
    *b"<pre> </pre> <code> </code> <script> </script> <br> </br> <ruby> <rt> <template>".split(),
    *b"translate=no translate=yes lang=fr title='a' <title> <math> <mi> <h1> <li> <i".split(),
    *b"# - * _ ** ` ``` ~~~ | > [ ] ( ) ![ ]( [^1] [^1]: !!! ??? ::: {.a} {#a} --- +++ ..".split(),
    *(b"\n", b"\n\n", b"\n    ", b"\t", b" ", b"  \n", b"\r", b"\x00", b"\x0c", b"\xff"),
    *map(str.encode, "\ufeff \u00a0 \u2028 \u3000 \u200f \ufdd0 \u200d \u0130 \u00df".split(" ")),
]  # fmt: skip


def fixtures() -> Iterator[tuple[str, list[bytes]]]:
    """Yield the name and the parts of each fixture."""
    for path in sorted(p for name in ("pages", "readers") for p in (CASES / name).iterdir()):
        if path.suffix in readers.READERS:
            yield path.name, PARTS.findall(path.read_bytes())
    cell = f"<w:tc>{paragraph('One.')}</w:tc>"
    body = (
        paragraph("A &amp; B", "Title") + paragraph("Two", "heading1") + paragraph("Said", "Quote")
    )
    body += f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"
    yield "own.docx", PARTS.findall(body.encode())


def mutated(parts: list[bytes], other: list[bytes], chance: random.Random) -> list[bytes]:
    """Return a piece of a fixture with changes of parts and bytes; ``other`` lends some."""
    size = chance.choice((5, 20, 80, 400))
    first = chance.randrange(max(1, len(parts) - size)) if chance.random() < 0.8 else 0
    parts = parts[first : first + size]
    for _ in range(chance.choice((1, 2, 4, 16))):
        place = chance.randrange(len(parts) + 1)
        far = min(len(parts), place + chance.choice((1, 1, 1, 5, 20)))
        kind = chance.randrange(6)
        if kind == 0:
            del parts[place:far]
        elif kind == 1:
            parts[place:place] = [chance.choice(EXTRA)]
        elif kind == 2:
            parts[place:far] = parts[place:far] * 2
        elif kind == 3:
            start = chance.randrange(len(other))
            parts[place:place] = other[start : start + chance.choice((1, 2, 8))]
        elif kind == 4:
            moved = parts[place:far]
            del parts[place:far]
            there = chance.randrange(len(parts) + 1)
            parts[there:there] = moved
        elif place < len(parts):
            part = bytearray(parts[place])
            part[chance.randrange(len(part))] = chance.randrange(256)
            parts[place] = bytes(part)
    return parts


def smallest(parts: list[bytes], fails: Callable[[list[bytes]], bool], end: float) -> list[bytes]:
    """Return as few of the parts as possible that still fail; then as few of their bytes."""
    end = min(end + 30, time.monotonic() + 30)
    for found in (parts, None):
        if found is None:
            parts = [bytes([byte]) for byte in b"".join(parts)]
        step = max(1, len(parts) // 2)
        while step and time.monotonic() < end:
            place = 0
            while place < len(parts) and time.monotonic() < end:
                less = parts[:place] + parts[place + step :]
                if less and fails(less):
                    parts = less
                else:
                    place += step
            step //= 2
    return parts
