"""What commands have in common: options, and how they end."""

from __future__ import annotations

import functools
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.catalogue import Revision
    from pipeline.model import Finding
    from pipeline.stages import Outcome, Work


def project(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that every command on a project has."""

    @click.option(
        "--project",
        "folder",
        default=".",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The project's folder, or one inside it; by default this one.",
    )
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings and errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Name every file that is written.")
    @functools.wraps(command)
    def wrapped(folder: Path, *, quiet: bool, verbose: bool, **options: Any) -> int:
        from pipeline import stages
        from pipeline.screen import Screen

        work = stages.Work(
            stages.open_project(folder),
            Screen(quiet=quiet, verbose=verbose),
            tuple(options.pop("language", ())),
            tuple(options.pop("documents", ())),
            options.pop("dry_run", False),
        )
        return int(command(work, **options) or 0)

    return wrapped


language = click.option(
    "--language", multiple=True, metavar="TAG", help="Only this language; may be repeated."
)
documents = click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
documents_or_files = click.argument("documents", nargs=-1, metavar="[DOCUMENT|FILE]...")
dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
reviewed_only = click.option(
    "--reviewed-only", is_flag=True, help="Publish no drafts, whatever the settings say."
)
reviewer = click.option(
    "--reviewer",
    metavar='"NAME <MAIL>"',
    help="Write Last-Translator and PO-Revision-Date into the catalogues that change.",
)
redraft = click.option(
    "--redraft", is_flag=True, help="Also replace untouched drafts of another package."
)


def revision(reviewer: str | None) -> Revision | None:
    """Return who reviews and when: now, or at SOURCE_DATE_EPOCH; None if nobody is to be named.

    Raises UsageError for a name or a time that is none.
    """
    from pipeline.catalogue import Revision

    if reviewer is None:
        return None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return Revision(reviewer, datetime.now(UTC).astimezone())
    try:
        return Revision(reviewer, datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!a}; set it to seconds since 1970, or unset it"
        ) from error


def end(work: Work, outcomes: Iterable[Outcome]) -> int:
    """Print what comes out, the findings last, and return the exit code."""
    findings: set[Finding] = set()
    code = 0
    for outcome in outcomes:
        for path in outcome.written:
            work.voice.detail(f"{'would write' if work.dry_run else 'wrote'} {path}")
        work.voice.say(outcome.summary)
        for error in outcome.errors:
            click.echo(f"localepress: {error}", err=True)
            code = code or error.exit_code
        findings |= {*outcome.findings}
        code = code or int(outcome.failed)
    for finding in sorted(findings):
        click.echo(f"{'' if finding.error else 'notice: '}{finding}", err=True)
    return code or int(any(finding.error for finding in findings))


def show(work: Work, rows: list[dict[str, object]], *, as_json: bool) -> None:
    """Print rows, as JSON or as a table."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        work.voice.table(rows)
