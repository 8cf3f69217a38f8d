"""The command line: the only place that prints and sets exit codes.

Exit codes: 0 done; 1 findings, failed documents or a difference; 2 usage or settings; 3 no
translation package, or a damaged one; 130 interrupted.
"""

from __future__ import annotations

import functools
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.errors import LocalepressError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.model import Finding
    from pipeline.stages import Outcome, Work

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except LocalepressError as error:
        click.echo(f"localepress: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("localepress: interrupted; what was done is kept", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        code = 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"localepress: {where}{error.strerror or error}; nothing was lost", err=True)
        code = 1
    _leave(code if isinstance(code, int) else 0)


def _leave(code: int) -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="localepress")
def cli() -> None:
    """Make reviewed Korean and Japanese pages out of English texts, offline."""


def _project(command: Callable[..., Any]) -> Callable[..., Any]:
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


_language = click.option(
    "--language", multiple=True, metavar="TAG", help="Only this language; may be repeated."
)
_documents = click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_reviewed_only = click.option(
    "--reviewed-only", is_flag=True, help="Publish no drafts, whatever the settings say."
)
_redraft = click.option(
    "--redraft", is_flag=True, help="Also replace untouched drafts of another package."
)


def _end(work: Work, outcomes: Iterable[Outcome]) -> int:
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


def _show(work: Work, rows: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        work.voice.table(rows)


@cli.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--language",
    "tags",
    multiple=True,
    default=("ko", "ja"),
    metavar="TAG",
    show_default=True,
    help="A language of the project; may be repeated.",
)
def init(folder: Path, tags: tuple[str, ...]) -> None:
    """Make a new project in FOLDER: settings and a first page."""
    from pipeline import stages

    for path in stages.init(folder, tags):
        click.echo(f"wrote {path}")
    click.echo("Put English texts (.md, .txt, .html) into source/, then: localepress run")


@cli.command()
@_documents
@_dry_run
@_project
def extract(work: Work) -> int:
    """Write the templates (.pot) of the sources."""
    from pipeline import stages

    with work.guard():
        return _end(work, [stages.extract(work)])


@cli.command()
@_documents
@_language
@click.option("--resegment", is_flag=True, help="Carry translations over to new segments.")
@_dry_run
@_project
def update(work: Work, *, resegment: bool) -> int:
    """Bring the catalogues (.po) up to date with the sources."""
    from pipeline import stages

    with work.guard():
        return _end(work, [stages.update(work, resegment=resegment)])


@cli.command()
@_documents
@_language
@_redraft
@_dry_run
@_project
def translate(work: Work, *, redraft: bool) -> int:
    """Draft what is still empty in the catalogues."""
    from pipeline import stages

    with work.guard():
        return _end(work, [stages.translate(work, redraft=redraft)])


@cli.command()
@_documents
@_language
@_json
@_project
def status(work: Work, *, as_json: bool) -> int:
    """Show how far each document has come in each language."""
    from pipeline import stages

    rows, outcome = stages.status(work)
    _show(work, rows, as_json=as_json)
    return _end(work, [outcome])


@cli.command()
@_reviewed_only
@click.option("--check", is_flag=True, help="Change nothing; show how the pages on disk differ.")
@_dry_run
@_project
def build(work: Work, *, reviewed_only: bool, check: bool) -> int:
    """Make the pages of the site."""
    from pipeline import stages

    if check:
        difference, outcome = stages.compare(work, reviewed_only=reviewed_only)
        click.echo(difference, nl=False)
        return _end(work, [outcome])
    with work.guard():
        return _end(work, [stages.build(work, reviewed_only=reviewed_only)])


@cli.command()
@_language
@_redraft
@_reviewed_only
@_dry_run
@_project
def run(work: Work, *, redraft: bool, reviewed_only: bool) -> int:
    """Do all of it in order: extract, update, translate, build."""
    from pipeline import stages

    with work.guard():
        return _end(work, stages.run(work, redraft=redraft, reviewed_only=reviewed_only))


@cli.group()
def models() -> None:
    """Manage the translation packages."""


@models.command("list")
@_json
@_project
def models_list(work: Work, *, as_json: bool) -> None:
    """Show which package serves which pair here."""
    from pipeline import stages

    rows = stages.models_list(work)
    _show(work, rows, as_json=as_json)


@models.command("available")
@_json
@_project
def models_available(work: Work, *, as_json: bool) -> None:
    """Show what the package index offers (needs a network)."""
    from pipeline import stages

    rows = stages.models_available(work)
    _show(work, rows, as_json=as_json)


@models.command("install")
@click.argument("what", metavar="PAIR|FILE|FOLDER")
@_project
def models_install(work: Work, *, what: str) -> None:
    """Install a package: en-ko from the index, or a file or folder."""
    from pipeline import stages

    with work.guard():
        work.voice.say(stages.models_install(work, what))


@models.command("verify")
@_project
def models_verify(work: Work) -> int:
    """Compare the installed packages with localepress.lock."""
    from pipeline import stages

    lines, sound = stages.models_verify(work)
    for line in lines:
        click.echo(line)
    return 0 if sound else 3


@models.command("remove")
@click.argument("code", metavar="PAIR|CODE")
@_project
def models_remove(work: Work, *, code: str) -> None:
    """Remove an installed package."""
    from pipeline import stages

    with work.guard():
        work.voice.say(stages.models_remove(work, code))
