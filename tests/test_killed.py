"""Real runs, really killed, while an editor saves."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from killed_kit import kills

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 12


def test_killed_while_an_editor_saves(tmp_path: Path) -> None:
    """Every catalogue is whole, every word that was saved is there, and the next run completes."""
    hits = words = 0
    for killed in kills(tmp_path / "project", random.Random(0), documents=5):
        assert [] == killed.faults, killed.name
        hits += killed.hit
        words += killed.words
        if hits == KILLS:
            break
    assert words > KILLS
