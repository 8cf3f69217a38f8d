"""Times of day of English texts with a.m. or p.m., and how other languages write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.figures.customs import Custom

CLOCK = re.compile(
    r"(?<![0-9.,:])(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5][0-9]))? ?"
    r"(?P<half>[apAP])\.?[mM]\b(?:\.(?=\s+[a-z0-9]|,))?"
)
"""The last dot of p.m. may be the sentence's as well, and is left to it then."""


def written(text: str, custom: Custom) -> Iterator[tuple[str, str]]:
    """Yield the times of day of a text, each as it stands there and as a language writes it.

    >>> from pipeline.figures.customs import JAPANESE, KOREAN
    >>> list(written("From 9:30 a.m. to 12 PM.", KOREAN))
    [('9:30 a.m.', '오전 9시 30분'), ('12 PM', '오후 12시')]
    >>> list(written("at 3pm", JAPANESE))
    [('3pm', '午後3時')]
    """
    for match in CLOCK.finditer(text):
        half = custom.halves[match["half"].lower() == "p"]
        parts = [half, f"{int(match['hour'])}{custom.hour}"]
        if match["minute"]:
            parts.append(f"{int(match['minute'])}{custom.minute}")
        yield match[0], custom.gap.join(parts)
