"""Regular expressions of the rules, compiled when a rule first needs them.

A language uses half of them, and whoever asks for one sentence should not wait for all.
"""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression."""
    return re.compile(pattern, flags)
