"""What a model is given at once: batches of like length, and parts of sentences too long for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SEMICOLON = r"(?<=;)(?<!&lt;)(?<!&gt;)(?<!&amp;)"
_CLAUSES = (
    re.compile(rf"{_SEMICOLON}\s+|(?<=:)\s+|\s+(?=[–—] )|(?<=[.!?…])\s+"),
    re.compile(r"(?<=,)\s+(?=(?:and|but|or|so|yet|while|whereas|which|who|because|where|when)\b)"),
    re.compile(r"(?<=,)\s+|(?<=\))\s+|\s+(?=\()"),
)
"""Where a clause may end, the surest first."""

_SENTENCE = re.compile(rf"{_SEMICOLON}\s+(?!(?:and|or|but|i\.e\.|e\.g\.)[\s,])")
_WORDS = 4
"""As many words has what stands by itself; less is one of a list, or leans on the other part."""
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"))
_LIST = re.compile(r";\s|:(?:\s|$)")
_SMALL = re.compile(r"(?:a|[a-z]{2,}(?:['’][a-z]+)?)(?=[\s,])")


def reach(size: int) -> int:
    """Return how many tokens the translation of so many may have: twice as many, and a bit."""
    return 2 * size + 30


def plan(sizes: Sequence[int], texts: Sequence[str], limit: int) -> list[list[int]]:
    """Return batches of indices: sorted by size, then text, so that every run makes the same.

    All in a batch have the same size. CTranslate2 fills shorter ones up, which changes the last
    digits of its sums, and those now and then another word; a model that goes round in circles
    would run as far as the longest one may. So what a text becomes depends on no other text.

    A batch counts as its size times its texts and stays within ``limit``; a text over the limit is
    a batch of its own.

    >>> plan([3, 9, 2, 3], ["c", "d", "a", "b"], 9)
    [[2], [3, 0], [1]]
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(sizes)), key=lambda i: (sizes[i], texts[i])):
        size = sizes[index]
        if batches and sizes[batches[-1][0]] == size and (len(batches[-1]) + 1) * size <= limit:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def cut(
    message: str,
    size: Callable[[str], int],
    good: int,
    most: int,
    whole: Callable[[str], set[int]] = lambda _: set(),
) -> list[str] | None:
    """Return a message in parts of a good size, cut between clauses outside marks.

    A part that has no boundary may have up to ``most``; None if one has more. Of the surest
    boundaries that there are, the one nearest the middle is taken. ``whole`` says at which offsets
    a message must not be cut.

    >>> cut("Stop; then, if it rains, go.", len, 15, 20)
    ['Stop;', 'then,', 'if it rains,', 'go.']
    """
    length = size(message)
    boundary = _boundary(message, whole(message)) if length > good else None
    if boundary is None:
        return [message] if length <= most else None
    start, end = boundary
    first, second = (
        cut(part, size, good, most, whole) for part in (message[:start], message[end:])
    )
    return first + second if first and second else None


def sentences(message: str, whole: set[int]) -> list[str]:
    """Return a message in sentences of their own, where it has semicolons.

    Small models drop one of two clauses, or mix up who does what, and Japanese has no semicolon.
    Lists stay as they are, and so does what a conjunction joins. ``whole`` says at which offsets a
    message must not be cut.

    >>> sentences("The first part is short; the second one is not.", set())
    ['The first part is short.', 'The second one is not.']
    >>> sentences("It has wheels made of steel; doors made of tin; and a roof.", set())
    ['It has wheels made of steel; doors made of tin; and a roof.']
    """
    if ";" not in message:
        return [message]
    inside = _inside(message) | whole
    parts: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(message):
        if match.start() not in inside:
            parts.append(message[start : match.start()])
            start = match.end()
    parts.append(message[start:])
    if not all(map(_stands_alone, (marks.plain(part).removesuffix(";") for part in parts))):
        return [message]
    ended = [f"{part[:-1].rstrip()}." for part in parts[:-1]] + parts[-1:]
    return ended[:1] + [_begun(part) for part in ended[1:]]


def _stands_alone(part: str) -> bool:
    """Tell whether a part of a message may be a sentence."""
    even = all(part.count(a) == part.count(b) for a, b in _PAIRS) and part.count('"') % 2 == 0
    return even and len(part.split()) >= _WORDS and not _LIST.search(part)


def _begun(part: str) -> str:
    """Return a part with the capital that a sentence begins with."""
    return part[0].upper() + part[1:] if _SMALL.match(part) else part


def _boundary(message: str, whole: set[int]) -> tuple[int, int] | None:
    """Return the white space between the two clauses to part; None if there is only one."""
    inside = _inside(message) | whole
    for pattern in _CLAUSES:
        spans = [m.span() for m in pattern.finditer(message) if m.start() not in inside]
        spans = [(a, b) for a, b in spans if a > 0 and b < len(message)]
        if spans:
            return min(spans, key=lambda span: abs(span[0] + span[1] - len(message)))
    return None


def _inside(message: str) -> set[int]:
    """Return the offsets that lie in a mark or between its two sides."""
    offsets: set[int] = set()
    depth = position = 0
    for token in marks.tokens(message):
        end = position + len(str(token))
        if depth or token.kind != "text":
            offsets.update(range(position, end))
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        position = end
    return offsets
