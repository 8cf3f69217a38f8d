"""gettext catalogues: read by polib, written so that every byte stays that did not change.

Nothing here prints, and only ``amend`` touches files; the rest takes and gives bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogue.approve import approve, may_approve
from pipeline.catalogue.carried import Carried
from pipeline.catalogue.files import amend
from pipeline.catalogue.fill import Filled, fill
from pipeline.catalogue.header import Revision
from pipeline.catalogue.merge import About, Merged, merge
from pipeline.catalogue.po import fields, parse
from pipeline.catalogue.resegment import Part, resegment
from pipeline.catalogue.states import clean, entry, is_human, is_moved, may_draft
from pipeline.catalogue.template import template
from pipeline.catalogue.threeway import Combined, merge3
from pipeline.model import Key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Entry

__all__ = [
    "About",
    "Carried",
    "Catalogue",
    "Combined",
    "Filled",
    "Key",
    "Merged",
    "Part",
    "Revision",
    "amend",
    "approve",
    "clean",
    "fill",
    "is_human",
    "is_moved",
    "may_approve",
    "may_draft",
    "merge",
    "merge3",
    "read",
    "resegment",
    "template",
]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a PO or POT file says."""

    header: Mapping[str, str]
    """Its own fields: ``Language``, ``Plural-Forms`` and others."""
    entries: Mapping[Key, Entry]
    """The messages in file order, without obsolete ones and those with plural forms."""
    obsolete: tuple[Entry, ...] = ()
    """Those out of use."""


def read(data: bytes, path: str) -> Catalogue:
    """Return what a catalogue says; ``path`` names it in messages.

    Raises CatalogueError: not UTF-8, not PO syntax, a message twice.
    """
    file = parse(data, path)
    entries = {block.key: entry(block) for block in file.messages()}
    past = tuple(entry(b) for b in file.blocks if b.source and b.obsolete and not b.plural)
    return Catalogue(fields(file.header), entries, past)
