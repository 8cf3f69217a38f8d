"""What messages that are cut differently leave to new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Key


@dataclass(frozen=True, slots=True)
class Carried:
    """What messages of another segmentation leave to a new one; see ``resegment``."""

    target: str
    reviewed: bool
    previous: Key | None = None
    """Context and source that the text stands for, where it is not the new message's."""
    comments: tuple[str, ...] = ()
    """Lines that a person wrote beside the old messages."""
    spent: frozenset[Key] = frozenset()
    """Old messages that need not be kept when all that they were carried to has come in."""
    says: str = ""
    """What the new messages say together, where that is not what ``previous`` says."""
