"""The order of work: one short function a command, none of which prints.

A command loads only what it needs: the names below come from their modules when they are asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.stages.approvals import Choice, approve
    from pipeline.stages.catalogues import compare_catalogues, extract, status, update
    from pipeline.stages.checks import Report, check
    from pipeline.stages.drafts import draft as translate
    from pipeline.stages.estimates import doubtful
    from pipeline.stages.filters import Filter, Wish, open_filter
    from pipeline.stages.forms import ENDINGS, FORMS, Done
    from pipeline.stages.merging import merge_driver
    from pipeline.stages.models import (
        models_available,
        models_install,
        models_list,
        models_remove,
        models_verify,
    )
    from pipeline.stages.pages import build, compare
    from pipeline.stages.preview import serve
    from pipeline.stages.soundness import Health, models_check
    from pipeline.stages.start import init
    from pipeline.stages.work import Outcome, Work, open_project

__all__ = [
    "ENDINGS",
    "FORMS",
    "Choice",
    "Done",
    "Filter",
    "Health",
    "Outcome",
    "Report",
    "Wish",
    "Work",
    "approve",
    "build",
    "check",
    "compare",
    "compare_catalogues",
    "doubtful",
    "extract",
    "init",
    "merge_driver",
    "models_available",
    "models_check",
    "models_install",
    "models_list",
    "models_remove",
    "models_verify",
    "open_filter",
    "open_project",
    "run",
    "serve",
    "status",
    "translate",
    "update",
]

_PLACES: Final = {
    "approvals": ("Choice", "approve"),
    "catalogues": ("compare_catalogues", "extract", "status", "update"),
    "checks": ("Report", "check"),
    "drafts": ("draft",),
    "estimates": ("doubtful",),
    "filters": ("Filter", "Wish", "open_filter"),
    "forms": ("ENDINGS", "FORMS", "Done"),
    "merging": ("merge_driver",),
    "models": (
        "models_available",
        "models_install",
        "models_list",
        "models_remove",
        "models_verify",
    ),
    "pages": ("build", "compare"),
    "preview": ("serve",),
    "soundness": ("Health", "models_check"),
    "start": ("init",),
    "work": ("Outcome", "Work", "open_project"),
}
_MODULES: Final = {name: module for module, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:
    # The package of that name is what the module of the stage uses.
    name = "draft" if name == "translate" else name
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: Any = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return found


def run(work: Work, *, redraft: bool = False, reviewed_only: bool = False) -> Iterator[Outcome]:
    """Do all of it in order, yielding each outcome; what fails in a document stops no other."""
    from pipeline.stages.catalogues import update
    from pipeline.stages.drafts import draft
    from pipeline.stages.pages import build

    yield update(work)
    yield draft(work, redraft=redraft)
    yield build(work, reviewed_only=reviewed_only)
