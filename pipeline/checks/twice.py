"""One source with two translations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LOOKS = re.compile(r"[\s.。!！:：…]+")
"""What may differ from place to place."""


def check(messages: Sequence[Message], _pair: Pair) -> Iterator[tuple[int, Problem]]:
    """Yield each reviewed translation that is not the most frequent, or first, of its source.

    Another context is another source.
    """
    groups: defaultdict[tuple[str | None, str], list[int]] = defaultdict(list)
    for index, message in enumerate(messages):
        if message.reviewed:
            groups[message.context, " ".join(texts.plain(message.source).split())].append(index)
    for indexes in (group for group in groups.values() if len(group) > 1):
        forms = {index: _LOOKS.sub("", texts.narrow(messages[index].target)) for index in indexes}
        usual = Counter(forms.values()).most_common(1)[0][0]
        example = next(index for index in indexes if forms[index] == usual)
        for index in indexes:
            if forms[index] != usual:
                yield index, _problem(messages[example], messages[index].path)


def _problem(other: Message, path: str) -> Problem:
    said = f'the same source is translated "{texts.short(texts.plain(other.target))}"'
    where = f" in line {other.line}" if other.line else ""
    if other.path != path:
        where = f" in {other.path}:{other.line}"
    return Problem("two-translations", f"{said}{where}; choose one", Level.WARNING)
