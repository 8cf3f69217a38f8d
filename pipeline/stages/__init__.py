"""The order of work: one short function a command, none of which prints."""

from pipeline.stages.catalogues import extract, status, update
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

__all__ = [
    "Outcome",
    "Work",
    "build",
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


def run(work: Work, *, redraft: bool = False, reviewed_only: bool = False) -> list[Outcome]:
    """Do all of it in order; what fails in one document does not stop the others."""
    return [
        update(work),
        translate(work, redraft=redraft),
        build(work, reviewed_only=reviewed_only),
    ]
