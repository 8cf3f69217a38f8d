"""Writing a machine's drafts into a catalogue, and never over a person's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogue import blocks, states
from pipeline.catalogue.po import Block, File, parse
from pipeline.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Key, Origin


@dataclass(frozen=True, slots=True)
class Filled:
    """What a message gets: a draft, or the reason why there is none."""

    origin: Origin
    """What made the draft or refused it."""
    target: str = ""
    reason: str = ""
    """For a person; only where target is empty."""


def fill(data: bytes, drafts: Mapping[Key, Filled], *, path: str, redraft: bool = False) -> bytes:
    """Return the catalogue with drafts in its empty messages, fuzzy and signed.

    With ``redraft`` they also replace untouched drafts, and drafts that a merge moved to another
    message. What a person has worked on stays, judged by the bytes given here and not by what the
    caller saw earlier. A reason stands as a comment beside an empty message. Raises
    CatalogueError if the file cannot be read.
    """
    file = parse(data, path)
    out = []
    for block in file.blocks:
        filled = drafts.get(block.key) if block.source else None
        if filled and _is_free(block, filled, redraft):
            out.append(_filled(block, filled, file))
        else:
            out.append(block)
    return file.data(out)


def _is_free(block: Block, filled: Filled, redraft: bool) -> bool:
    if block.obsolete or block.plural:
        return False
    found = states.entry(block)
    if found.state is State.EMPTY:
        return True
    # A refusal is no reason to lose a draft that is good enough.
    return redraft and bool(filled.target) and not states.is_human(found)


def _filled(block: Block, filled: Filled, file: File) -> Block:
    if not filled.target:
        return blocks.comment(
            block, states.refusal_line(filled.origin, filled.reason), file.newline
        )
    line = states.draft_line(filled.origin, block.context, block.key[1], filled.target)
    block = blocks.comment(block, line, file.newline)
    block = blocks.fuzzy(block, True, file.newline)
    block = blocks.previous(block, None, file)
    return blocks.target(block, filled.target, file)
