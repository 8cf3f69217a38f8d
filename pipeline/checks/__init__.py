"""What is looked for in translations: one function each, in a table by its identifier.

To add a check, write a function of the form of ``base.Check``, give it a line in ``tables.CHECKS``,
a section in docs/checks.md, and cases in ``tests/cases/checks/``.

What reads numbers and words here serves drafts too. The tables, which load every check, are
therefore loaded when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.checks.tables import (
        CHECKS,
        DOCUMENT_CHECKS,
        IDENTIFIERS,
        PROJECT_CHECKS,
        check,
        check_all,
        conflict,
        ignored,
    )

__all__ = [
    "CHECKS",
    "DOCUMENT_CHECKS",
    "IDENTIFIERS",
    "PROJECT_CHECKS",
    "check",
    "check_all",
    "conflict",
    "ignored",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.checks import tables

    return getattr(tables, name)
