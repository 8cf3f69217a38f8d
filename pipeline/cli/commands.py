"""The commands on a project, in the order of the work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import filters, options, reports

if TYPE_CHECKING:
    from pipeline.stages import Work

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
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


@click.command()
@options.documents
@options.dry_run
@options.project
def extract(work: Work) -> int:
    """Write the templates (.pot) of the sources."""
    from pipeline import stages

    with work.guard():
        return options.end(work, [stages.extract(work)])


@click.command()
@options.documents
@options.language
@click.option("--resegment", is_flag=True, help="Carry translations over to new segments.")
@click.option("--check", is_flag=True, help="Change nothing; name the files that would change.")
@options.dry_run
@options.project
def update(work: Work, *, resegment: bool, check: bool) -> int:
    """Bring the catalogues (.po) up to date with the sources."""
    from pipeline import stages

    if check:
        return options.end(work, [stages.compare_catalogues(work, resegment=resegment)])
    with work.guard():
        return options.end(work, [stages.update(work, resegment=resegment)])


@click.command()
@filters.to
@options.documents_or_files
@options.language
@options.redraft
@options.dry_run
@options.project
def translate(work: Work, *, redraft: bool) -> int:
    """Draft what is still empty in the catalogues; with --to, translate text as a filter.

    A filter reads FILEs or stdin, and needs no project:

    \b
        localepress translate --to ko < in.txt > out.txt
        localepress translate --to ja page.html --output page.ja.html
    """  # noqa: D301 (to click the character says: keep these lines)
    from pipeline import stages

    with work.guard():
        return options.end(work, [stages.translate(work, redraft=redraft)])


@click.command()
@options.documents
@options.language
@click.option("--doubtful", is_flag=True, help="List the drafts instead, the most doubtful first.")
@options.as_json
@options.project
def status(work: Work, *, doubtful: bool, as_json: bool) -> int:
    """Show how far each document has come in each language."""
    from pipeline import stages

    if doubtful:
        rows, outcome = stages.doubtful(work)
        click.echo(reports.drafts(rows, as_json=as_json), nl=False)
        return options.end(work, [outcome])
    rows, outcome = stages.status(work)
    options.show(work, rows, as_json=as_json)
    return options.end(work, [outcome])


@click.command()
@options.documents
@options.language
@click.option("--only", multiple=True, metavar="CHECK", help="Only this check; may be repeated.")
@click.option("--drafts", is_flag=True, help="Also look at drafts that nobody has touched.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*reports.FORMATS]),
    default="text",
    show_default=True,
    help="For people, for programs, or for GitHub's annotations.",
)
@options.project
def check(work: Work, *, only: tuple[str, ...], drafts: bool, form: str) -> int:
    """Look for what is wrong in the translations."""
    from pipeline import stages

    found, outcome = stages.check(work, only=only, drafts=drafts)
    click.echo(reports.FORMATS[form](found), nl=False)
    if form == "github":
        click.echo(reports.unreadable(outcome.findings), nl=False)
    return options.end(work, [outcome])


@click.command()
@options.documents
@options.language
@click.option("--all", "whole", is_flag=True, help="All documents.")
@click.option(
    "--entry",
    "entries",
    multiple=True,
    metavar="MSGID|FILE:LINE",
    help="Only this message: its msgid, or the file and line where that stands; may be repeated.",
)
@click.option("--no-findings", is_flag=True, help="Only messages that no check finds fault with.")
@click.option("--outdated", is_flag=True, help="Also texts that were made for other sentences.")
@options.reviewer
@options.dry_run
@options.project
def approve(work: Work, *, reviewer: str | None, **choice: Any) -> int:
    """Make drafts reviewed that a person has read elsewhere."""
    from pipeline import stages

    revision = options.revision(reviewer)
    with work.guard():
        return options.end(work, [stages.approve(work, stages.Choice(**choice), revision)])


@click.command()
@options.reviewed_only
@click.option("--check", is_flag=True, help="Change nothing; show how the pages on disk differ.")
@options.dry_run
@options.project
def build(work: Work, *, reviewed_only: bool, check: bool) -> int:
    """Make the pages of the site."""
    from pipeline import stages

    if check:
        difference, outcome = stages.compare(work, reviewed_only=reviewed_only)
        click.echo(difference, nl=False)
        return options.end(work, [outcome])
    with work.guard():
        return options.end(work, [stages.build(work, reviewed_only=reviewed_only)])


@click.command()
@options.language
@options.redraft
@options.reviewed_only
@options.dry_run
@options.project
def run(work: Work, *, redraft: bool, reviewed_only: bool) -> int:
    """Do all of it in order: extract, update, translate, build."""
    from pipeline import stages

    with work.guard():
        return options.end(work, stages.run(work, redraft=redraft, reviewed_only=reviewed_only))


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes any that is free.",
)
@click.option("--open", "browser", is_flag=True, help="Open the first page in a browser.")
@options.project
def serve(work: Work, *, port: int, browser: bool) -> None:
    """Show the site in a browser, on this computer alone, and follow every change; Ctrl-C ends."""
    from pipeline import stages

    def ready(address: str) -> None:
        click.echo(f"serve: {address}", err=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    stages.serve(work.project.root, work.voice, port, ready)


@click.command("merge-driver")
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("path", default="")
def merge_driver(base: Path, ours: Path, theirs: Path, path: str) -> int:
    """Merge three versions of a catalogue into OURS, for git.

    PATH is what messages call the file. Exit code 1 says that there are conflicts.
    """
    from pipeline import stages

    conflicts = stages.merge_driver(base, ours, theirs, path or str(ours))
    for finding in conflicts:
        click.echo(str(finding), err=True)
    return int(bool(conflicts))


COMMANDS = (
    init,
    extract,
    update,
    translate,
    status,
    check,
    approve,
    build,
    run,
    serve,
    merge_driver,
)
