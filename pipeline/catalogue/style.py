"""How a file breaks its lines, found out from the lines themselves.

Each long string says between which widths the page must be: so wide that its lines fit, and too
narrow for a piece more. The width that most strings agree with is the file's. Which program
broke the lines is told by breaking the same strings again.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline.catalogue.linebreaks import Line, Rules, width
from pipeline.catalogue.wrap import PAGE, Style, Wrapping, cut, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.catalogue.po import Block

_T = TypeVar("_T")
_LOOKED_AT = 5000
"""Entries, from all over the file, that are looked at."""
_SAMPLE = 200
"""So many strings tell what a file is like."""
_FEW = 10
"""Where ten long strings are not broken for each that is, somebody broke that one by hand."""
_NARROWEST = 40
"""Columns of the narrowest page that anybody sets."""
_LONG = 45
"""Characters of a line that may be wider than a page; Korean and Japanese ones count twice."""
_FIELD = re.compile(r'[ \t\v\f]*((?:#~[ \t]*)?)(msg[a-z_]+(?:\[\d+\])?)[ \t\v\f]*"')
_STRING = re.compile(r'"(.*)"\s*$', re.DOTALL)
_ENDED = re.compile(r"(?<!\\)(?:\\\\)*\\n$")
_PART = re.compile(r"(?:[^\\]|\\[^n])*\\n|(?:[^\\]|\\[^n])+")


class _Field(NamedTuple):
    """A string with its lines as they stand in a file, escaped."""

    sign: str
    """What stands before the keyword and each line: nothing, or that it is obsolete."""
    keyword: str
    rows: tuple[str, ...]


class _Range(NamedTuple):
    """The narrowest and the widest page on which a string would have these lines."""

    low: int
    high: int | None
    """None where nothing follows that a wider page would take up."""


def detect(blocks: Sequence[Block], newline: str) -> Style:
    """Return the style of a file; a file without a wrapped string is unwrapped."""
    sources: list[_Field] = []
    targets: list[_Field] = []
    places: list[list[str]] = []
    for block in blocks[:: max(1, len(blocks) // _LOOKED_AT)]:
        if "::" in block.kinds or (":" in block.kinds and len(places) < _SAMPLE):
            places.append(block.of(":"))
        if not block.is_header:
            sources += _long(block, "cip")
            targets += _long(block, "s")
    wide = _references(_spread(places))
    return Style(*_wrappings(_spread(sources), _spread(targets)), wide, newline)


def _long(block: Block, kinds: str) -> Iterator[_Field]:
    """Yield the strings of an entry that are wrapped, or may be too long for a narrow page."""
    for kind in kinds:
        at = block.kinds.find(kind)
        if at < 0 or (kind * 2 not in block.kinds and len(block.lines[at]) < _LONG):
            continue
        lines = block.of(kind)
        field = _FIELD.match(lines[0])
        rows = tuple(found[1] for found in map(_STRING.search, lines) if found)
        if field and len(rows) == len(lines):
            yield _Field(field[1], field[2], rows)


def _spread(found: Sequence[_T]) -> Sequence[_T]:
    """Return some of many things, from all over the file."""
    return found[:: max(1, len(found) // _SAMPLE)]


def _wrappings(sources: Sequence[_Field], targets: Sequence[_Field]) -> tuple[Wrapping, Wrapping]:
    """Return how sources and translations are wrapped; if one kind says nothing, as the other."""
    of_sources, of_targets = _wrapping(sources), _wrapping(targets)
    if of_sources and of_targets:
        if of_sources.page and of_targets.page:
            # Together they tell more of the rules.
            of_sources = of_targets = _wrapping([*sources, *targets]) or of_sources
        return of_sources, of_targets
    either = of_sources or of_targets or Wrapping()
    return either, either


def _wrapping(fields: Sequence[_Field]) -> Wrapping | None:
    """Return the width and the rules that most strings agree with, None if they say nothing."""
    best, most = None, (0, 0)
    for rules in Rules:
        ranges = [found for field in fields if (found := _range(field, rules))]
        page, votes = _vote(ranges) if any(found.high for found in ranges) else (0, 0)
        wrapping = Wrapping(page, rules)
        exact = sum(_again(field, wrapping) == list(field.rows) for field in fields) if page else 0
        if (exact, votes) > most:
            best, most = wrapping, (exact, votes)
    if best is None:
        sizes = (width(row, Rules.GETTEXT) for field in fields for row in field.rows)
        return Wrapping() if any(size > PAGE for size in sizes) else None
    return best


def _again(field: _Field, wrapping: Wrapping) -> list[str]:
    """Return the lines of a string as a style has them."""
    return cut(field.keyword, _PART.findall("".join(field.rows)), wrapping, len(field.sign))


def _range(field: _Field, rules: Rules) -> _Range | None:
    """Return what a string says of the page's width; None if it says nothing."""
    first, *others = field.rows
    around = 2 + len(field.sign)
    taken = around + len(field.keyword) + 1
    if not first and len(others) == 1:
        low = around + width(others[0], rules)
        return _wide(low, low + len(field.keyword))
    ranges = []
    for row, following in pairwise(field.rows):
        if row and not _ENDED.search(row):
            low = taken + width(row, rules)
            piece = following[: Line(following, rules).first(0)]
            ranges.append((low, low + width(piece, rules) - 1))
        taken = around
    if ranges:
        low, high = max(low for low, _ in ranges), min(high for _, high in ranges)
        return _wide(low, high) if low <= high else _wide(*ranges[0])
    longest = max(field.rows, key=len)
    if Line(longest, rules).first(0):
        return _Range((taken if first else around) + width(longest, rules), None)
    return None


def _wide(low: int, high: int) -> _Range | None:
    """Return a range, None where a person has begun a new line long before it was full."""
    return _Range(low, high) if high >= _NARROWEST else None


def _vote(ranges: Sequence[_Range]) -> tuple[int, int]:
    """Return the width in most ranges, and in how many it is; twice 0 for unwrapped."""
    change: Counter[int] = Counter()
    for low, high in ranges:
        change[low] += 1
        if high is not None:
            change[high + 1] -= 1
    change[PAGE] += 0
    points = sorted(change)
    counts = dict(zip(points, accumulate(change[point] for point in points), strict=True))
    most = max(counts.values())
    page = PAGE if counts[PAGE] == most else next(p for p in points if counts[p] == most)
    backed = sum(1 for low, high in ranges if high is not None and low <= page <= high)
    long = sum(1 for low, high in ranges if high is None and low > PAGE)
    return (page, most) if backed and backed * _FEW >= long else (0, 0)


def _references(entries: Sequence[Sequence[str]]) -> int:
    """Return the width of lines with places, 0 if they are never broken."""
    ranges = []
    for lines in entries:
        rows = [line.strip()[2:].split() for line in lines]
        for row, following in zip(rows, [*rows[1:], []], strict=True):
            low = 2 + sum(map(size, row))
            high = low + size(following[0]) if following else None
            if high or low > PAGE:
                ranges.append(_Range(low + 1 if len(row) > 1 else 1, high))
    return _vote(ranges)[0] if ranges else PAGE
