"""Where entries stand in a merged catalogue: as in its file, new ones after those before them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.catalogue.po import parse
from pipeline.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pipeline.catalogue.po import Block, File
    from pipeline.model import Key


def arranged(
    file: File,
    made: Mapping[Key, Block],
    wanted: Sequence[Key],
    used: Collection[Key],
    old_template: bytes | None,
) -> list[Block]:
    """Return the blocks of a file with those made for the wanted messages, in their order.

    A new message follows the one before which it stands in the document. Of the obsolete entries
    those go that are in use again. A file in the order of ``old_template`` comes into the new one.
    """
    rank = {key: i for i, key in enumerate(wanted)}
    kept = [block.key for block in file.messages() if block.key in rank]
    if not _rises([rank[key] for key in kept]) and _follows(kept, old_template, file.path):
        kept.sort(key=rank.__getitem__)
    after = _followers(wanted, set(kept), made)
    slots = iter(kept)
    out: list[Block] = [] if file.header else [*after[None]]
    for block in file.blocks:
        if block.is_header:
            out += [block, *after[None]]
        elif not block.source or block.plural:
            out.append(block)
        elif block.obsolete:
            out += [] if block.key in made or block.key in used else [block]
        elif block.key in rank:
            key = next(slots)
            out += [made[key], *after[key]]
    return out


def _followers(
    wanted: Iterable[Key], kept: Collection[Key], made: Mapping[Key, Block]
) -> dict[Key | None, list[Block]]:
    """Return the new messages by the kept one after which they stand; None is the top."""
    after: dict[Key | None, list[Block]] = defaultdict(list)
    last: Key | None = None
    for key in wanted:
        if key in kept:
            last = key
        else:
            after[last].append(made[key])
    return after


def _rises(ranks: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(ranks))


def _follows(keys: Iterable[Key], template: bytes | None, path: str) -> bool:
    """Tell whether messages stand in the order of a template; without one, no."""
    if template is None:
        return False
    try:
        file = parse(template, f"template of {path}")
    except CatalogueError:
        return False
    order = {block.key: i for i, block in enumerate(file.messages())}
    return _rises([order[key] for key in keys if key in order])


def before_tail(out: list[Block], more: list[Block]) -> list[Block]:
    """Put blocks at the end, but before comments that belong to no entry."""
    at = len(out) - 1 if out and out[-1].source is None else len(out)
    return [*out[:at], *more, *out[at:]]


def joined(file: File, new_header: Block | None, out: list[Block]) -> list[Block]:
    """Return the blocks so that they can stand one after the other, under a header."""
    if new_header is not None:
        if all(block.source is None for block in file.blocks):
            # A file of nothing but comments: they are about the file, so they go to its header.
            for tail in file.blocks:
                out.pop()
                lines = (*_ended(tail.lines, file.newline), *new_header.lines)
                new_header = new_header._replace(kinds=tail.kinds + new_header.kinds, lines=lines)
        out = [new_header, *out]
    first = file.blocks[0].line if file.blocks else 0
    last = len(out) - 1
    return [_placed(block, i, i == last, first, file.newline) for i, block in enumerate(out)]


def _placed(block: Block, at: int, is_last: bool, first: int, newline: str) -> Block:
    """Return the block as it can stand at a place; ``first`` is the line of what was first."""
    kinds, lines = block.kinds, block.lines
    was_first = block.line == first > 0
    if at and was_first and not kinds.startswith("_"):
        kinds, lines = "_" + kinds, (newline, *lines)
    if not at and not was_first:
        blank = len(kinds) - len(kinds.lstrip("_"))
        kinds, lines = kinds[blank:], lines[blank:]
    if not is_last:
        lines = _ended(lines, newline)
    return block if lines is block.lines else block._replace(kinds=kinds, lines=lines)


def _ended(lines: tuple[str, ...], newline: str) -> tuple[str, ...]:
    """Return lines of which the last one ends in a line break as well."""
    if not lines or lines[-1].endswith("\n"):
        return lines
    return (*lines[:-1], lines[-1] + newline)
