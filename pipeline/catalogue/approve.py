"""Taking a person's word for it: fuzzy messages become reviewed, and no other byte changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.catalogue import blocks, header, reuse, states
from pipeline.catalogue.po import Block, File, parse
from pipeline.errors import CatalogueError
from pipeline.model import State

if TYPE_CHECKING:
    from collections.abc import Container

    from pipeline.catalogue.header import Revision
    from pipeline.model import Entry, Key


def may_approve(found: Entry, *, named: bool = False, outdated: bool = False) -> bool:
    """Tell whether a message may become reviewed without being changed.

    A text that was made for another sentence may only with ``outdated``, or if a person has
    ``named`` the very message; a machine's draft that was moved to it never without ``outdated``.
    """
    if found.state is State.OUTDATED:
        return outdated or (named and not states.is_moved(found))
    return found.state in {State.DRAFT, State.EDITED}


def approve(
    data: bytes, wanted: Container[Key], *, path: str, revision: Revision | None = None
) -> bytes:
    """Return the catalogue with its wanted messages reviewed: no fuzzy flag, no previous message.

    Empty messages stay as they are, and so does the comment that says where a draft came from.
    ``revision`` goes into the header if any message has changed. Raises CatalogueError if the file
    cannot be read, or has no header for the revision.
    """
    file = parse(data, path)
    out = [_approved(block, file) if _is(block, wanted) else block for block in file.blocks]
    if revision is not None and out != list(file.blocks):
        if file.header is None:
            raise CatalogueError(
                f"{path}:1: no header, which would name the reviewer; "
                f'run "localepress update", which writes one'
            )
        out = [header.revise(b, revision, file.newline) if b.is_header else b for b in out]
    return file.data(out)


def _is(block: Block, wanted: Container[Key]) -> bool:
    free = block.source and not block.obsolete and not block.plural
    return bool(free) and block.fuzzy and bool(block.target.strip()) and block.key in wanted


def _approved(block: Block, file: File) -> Block:
    return reuse.settled(blocks.previous(blocks.fuzzy(block, False, file.newline), None, file))
