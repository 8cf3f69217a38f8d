"""The checks that know Korean and Japanese, for the table of all checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.bounds import bounds
from pipeline.checks.japanese import doubled_particle
from pipeline.checks.korean import particle
from pipeline.checks.negation import negation
from pipeline.checks.punctuation import final_punctuation, space, width
from pipeline.checks.register import register
from pipeline.checks.script import invisible, script
from pipeline.checks.spacing import korean_spacing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.checks.base import Check, DocumentCheck

CHECKS: Mapping[str, Check] = {
    "script": script,
    "invisible": invisible,
    "particle": particle,
    "doubled-particle": doubled_particle,
    "korean-spacing": korean_spacing,
    "final-punctuation": final_punctuation,
    "width": width,
    "space": space,
    "negation": negation,
    "bounds": bounds,
}
"""By identifier; each looks at one message."""

DOCUMENT_CHECKS: Mapping[str, DocumentCheck] = {"register": register}
"""By identifier; each looks at all messages of a document."""
