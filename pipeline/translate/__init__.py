"""Drafts for a language: memory first, then a machine whose work a guard looks at."""

from pipeline.translate.drafting import Filled, draft, fault, guarded, is_memory
from pipeline.translate.guard import DETECTORS, refusal
from pipeline.translate.pairs import Pair

__all__ = ["DETECTORS", "Filled", "Pair", "draft", "fault", "guarded", "is_memory", "refusal"]
