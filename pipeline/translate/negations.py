"""Drafts that say no where their source says yes, and the reverse, as ``checks.negation`` tells.

The check was tried on manuals. What everyday speech says no with besides, or says with a negation
in form only, is left alone here: a draft that is refused for nothing is a sentence without a draft.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import negation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.translate.pairs import Pair

_TAG = re.compile(r"n['’]t\s(?:I|you|he|she|it|we|they)\b[^.!]*\?")
"""It is late, isn't it?"""

_EVERYDAY = re.compile(
    r"지\s?마(?![시세십])|말[라며]|아냐|아녜|몰[라랐]|싫"
    r"|すみません|すいません|申し訳|[違が]いない|ちゃいけ|[るくすつぬむうぐぶ]な[!！よ]|ね[えぇ]|嫌|駄目|ダメ"
)


def turned(pair: Pair) -> Iterator[str]:
    """Find a lost negation, and one from nowhere."""
    for reason in negation.turned(pair.source, pair.target, pair.language):
        if not _TAG.search(pair.source) and not _EVERYDAY.search(pair.target):
            yield reason
