"""What ``check`` and ``status --doubtful`` print: lines, JSON, annotations for GitHub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.model import Finding, Place
    from pipeline.stages import Report


def text(reports: Sequence[Report]) -> str:
    """Return a line for each problem, in the form of findings."""
    from pipeline.model import Finding

    lines = []
    for report in reports:
        problem = report.problem
        level = "" if problem.level.value == "error" else f"{problem.level.value}: "
        lines.append(f"{level}{Finding(report.place, problem.check, problem.message)}\n")
    return "".join(lines)


def as_json(reports: Sequence[Report]) -> str:
    """Return a list of objects, one for each problem."""
    rows = [
        {
            "path": report.place.path,
            "line": report.place.line,
            "language": report.language,
            "check": report.problem.check,
            "level": report.problem.level.value,
            "message": report.problem.message,
            "source": report.entry.source,
            "target": report.entry.target,
            "context": report.entry.context,
            "state": report.entry.state.value,
            "start": report.problem.start,
            "end": report.problem.end,
        }
        for report in reports
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def drafts(rows: Sequence[Mapping[str, object]], *, as_json: bool) -> str:
    """Return a line for each draft, with how good it probably is from 0 to 1, or all as JSON."""
    if as_json:
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    return "".join(
        f"{row['path']}:{row['line']}: {_estimate(row['estimate'])} {_one_line(row['source'])}\n"
        for row in rows
    )


def _estimate(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "-"


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


def github(reports: Sequence[Report]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a change."""
    return "".join(
        _annotation(
            report.place, report.problem.level.value, report.problem.check, report.problem.message
        )
        for report in reports
    )


def unreadable(findings: Sequence[Finding]) -> str:
    """Return workflow commands for catalogues that cannot be read, so that a change shows why."""
    return "".join(
        _annotation(finding.place, "error", finding.check, finding.message)
        for finding in findings
        if finding.error
    )


def _annotation(place: Place, level: str, title: str, said: str) -> str:
    where = f"file={_property(place.path)},line={place.line},title={_property(title)}"
    return f"::{level} {where}::{_data(said)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Final[Mapping[str, Callable[[Sequence[Report]], str]]] = {
    "text": text,
    "json": as_json,
    "github": github,
}
