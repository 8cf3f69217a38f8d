"""Large numbers of English texts, and how languages write them that count in ten thousands."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.figures.customs import Custom

POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
SCALE = "|".join(POWERS)
"""A pattern of the words behind a number that make it large."""

_LARGE = re.compile(
    r"(?<![\w.,])(?P<money>[$€£])?(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)"
    rf"[\s-](?P<scale>{SCALE})\b",
    re.IGNORECASE,
)


def written(text: str, custom: Custom) -> Iterator[tuple[str, str]]:
    """Yield the large numbers of a text, each as it stands there and as a language writes it.

    >>> from pipeline.figures.customs import KOREAN
    >>> list(written("15 million won, or $1.5 billion", KOREAN))
    [('15 million', '1500만'), ('$1.5 billion', '15억 달러')]
    """
    for match in _LARGE.finditer(text):
        power = POWERS[match["scale"].lower()]
        number = grouped(Decimal(match["number"].replace(",", "")) * 10**power, custom)
        money = custom.gap + custom.money[match["money"]] if match["money"] else ""
        yield match[0], number + money


def grouped(value: Decimal, custom: Custom) -> str:
    """Return a number in groups of ten thousand; one with a fraction in digits.

    >>> from pipeline.figures.customs import JAPANESE, KOREAN
    >>> grouped(Decimal(275_000_000), KOREAN), grouped(Decimal("1.5E9"), JAPANESE)
    ('2억 7500만', '15億')
    """
    if value != int(value):
        return format(value.normalize(), "f")
    rest, parts = int(value), []
    for power, word in custom.scales:
        count, rest = divmod(rest, 10**power)
        if count:
            parts.append(f"{count}{word}")
    return custom.gap.join([*parts, str(rest)] if rest or not parts else parts)
