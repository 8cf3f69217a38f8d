"""The commands on translation packages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.stages import Work


@click.group()
def models() -> None:
    """Manage the translation packages."""


@models.command("list")
@options.as_json
@options.project
def models_list(work: Work, *, as_json: bool) -> None:
    """Show which package serves which pair here."""
    from pipeline import stages

    rows = stages.models_list(work)
    options.show(work, rows, as_json=as_json)


@models.command("available")
@options.as_json
@options.project
def models_available(work: Work, *, as_json: bool) -> None:
    """Show what the package index offers (needs a network)."""
    from pipeline import stages

    rows = stages.models_available(work)
    options.show(work, rows, as_json=as_json)


@models.command("install")
@click.argument("what", metavar="PAIR|FILE|FOLDER")
@options.project
def models_install(work: Work, *, what: str) -> None:
    """Install a package: en-ko from the index, or a file or folder."""
    from pipeline import stages

    with work.guard():
        work.voice.say(stages.models_install(work, what))


@models.command("verify")
@options.project
def models_verify(work: Work) -> int:
    """Compare the installed packages with localepress.lock."""
    from pipeline import stages

    lines, sound = stages.models_verify(work)
    for line in lines:
        click.echo(line)
    return 0 if sound else 3


@models.command("check")
@click.argument("names", nargs=-1, metavar="[PAIR|CODE|FILE]...")
@click.option(
    "--project",
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A project's folder; its cache serves. None is needed.",
)
def models_check(folder: Path, names: tuple[str, ...]) -> int:
    """Translate canary sentences and tell sane packages from garbage."""
    from pipeline import stages

    sound = True
    for health in stages.models_check(folder, names):
        click.echo(str(health))
        sound = sound and not health.faults
    return 0 if sound else 3


@models.command("remove")
@click.argument("code", metavar="PAIR|CODE")
@options.project
def models_remove(work: Work, *, code: str) -> None:
    """Remove an installed package."""
    from pipeline import stages

    with work.guard():
        work.voice.say(stages.models_remove(work, code))
