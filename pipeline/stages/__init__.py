"""The order of work: one short function a command, none of which prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.stages.catalogues import extract, status, update
from pipeline.stages.checks import Report, check
from pipeline.stages.drafts import draft as translate
from pipeline.stages.models import (
    models_available,
    models_install,
    models_list,
    models_remove,
    models_verify,
)
from pipeline.stages.pages import build, compare
from pipeline.stages.start import init
from pipeline.stages.work import Outcome, Work, open_project

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Outcome",
    "Report",
    "Work",
    "build",
    "check",
    "compare",
    "extract",
    "init",
    "models_available",
    "models_install",
    "models_list",
    "models_remove",
    "models_verify",
    "open_project",
    "run",
    "status",
    "translate",
    "update",
]


def run(work: Work, *, redraft: bool = False, reviewed_only: bool = False) -> Iterator[Outcome]:
    """Do all of it in order, yielding each outcome; what fails in a document stops no other."""
    yield update(work)
    yield translate(work, redraft=redraft)
    yield build(work, reviewed_only=reviewed_only)
