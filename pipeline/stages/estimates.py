"""How good drafts probably are: kept outside git, to begin a review with the worst."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.errors import CatalogueError
from pipeline.model import State
from pipeline.stages.broken import unreadable
from pipeline.stages.work import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model import Finding
    from pipeline.stages.work import Work

Row = dict[str, object]


def keep(work: Work, language: str, estimates: Mapping[str, float]) -> None:
    """Add the estimates of drafts, by their source, to those of earlier runs.

    A catalogue has to be the same bytes on every machine; the last digits of estimates are not.
    """
    if estimates:
        work.project.made_cache()
        known = {**_known(work, language), **estimates}
        text = json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True)
        files.write(_path(work, language), text.encode())


def _path(work: Work, language: str) -> Path:
    return work.project.cache / "estimates" / f"{language}.json"


def _known(work: Work, language: str) -> dict[str, float]:
    try:
        found = json.loads(work.bytes(_path(work, language)) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def doubtful(work: Work) -> tuple[list[Row], Outcome]:
    """Return a row for each draft that nobody has touched, the most doubtful first.

    Those that were not made on this machine have no estimate, and come last.
    """
    rows: list[Row] = []
    findings: list[Finding] = list(work.findings)
    for language in work.languages:
        known = _known(work, language)
        for source in work.sources:
            name = source.document.name
            path = work.project.shown(work.project.catalogue(name, language))
            try:
                found = work.catalogue(name, language)
            except CatalogueError as error:
                findings.append(unreadable(error, path))
                continue
            rows += [
                {
                    "estimate": known.get(entry.source),
                    "language": language,
                    "path": path,
                    "line": entry.line,
                    "source": entry.source,
                    "target": entry.target,
                }
                for entry in (found.entries.values() if found else ())
                if entry.state is State.DRAFT
            ]
    rows.sort(key=lambda row: (row["estimate"] is None, row["estimate"] or 0.0))
    return rows, Outcome(findings=tuple(findings))
