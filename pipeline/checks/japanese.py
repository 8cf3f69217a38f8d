"""Japanese: particles that stand twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Message, Pair

_NOUN_END = "[ァ-ヺー一-鿿々A-Za-z0-9）」』]"
_SURE = re.compile(
    rf"をを|がが(?!く)|をが|がを|(?<={_NOUN_END})(?:のの|にに|でで|へへ|をに)(?![ぁ-ゖ])"
    rf"|(?<={_NOUN_END})(?:にに|へへ|はは)(?=[一-鿿ァ-ヺ、])"
)
"""Sure whatever follows, or after a noun and before one: がく, しろ, にじむ begin words."""


def doubled_particle(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find a particle that stands twice, or two that cannot follow each other."""
    if pair.target.partition("-")[0] != "ja":
        return
    for match in _SURE.finditer(texts.plain(message.target)):
        said = f'"{match[0]}": one of the particles is too many'
        yield Problem("doubled-particle", said, Level.WARNING, *match.span())
