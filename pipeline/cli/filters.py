"""``translate --to``: the same command as a filter, which needs no project."""

from __future__ import annotations

import functools
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from pipeline.errors import LocalepressError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.screen import Screen
    from pipeline.stages import Filter

_OWN = {
    "source": "--from",
    "form": "--format",
    "output": "--output",
    "hypotheses": "--hypotheses",
    "beam": "--beam",
    "package": "--package",
    "device": "--device",
    "unsafe": "--unsafe",
}
"""Options that only a filter has, by what the code calls them."""

_PROJECTS = {"language": "--language", "redraft": "--redraft", "dry_run": "--dry-run"}
"""Options that only the command on a project has."""


_OPTIONS = (
    click.option("--to", metavar="TAG", help="Translate FILEs, or stdin, into this language."),
    click.option(
        "--from",
        "source",
        metavar="TAG",
        help="With --to: the language of the text; else the project's, or English.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "html", "jsonl"]),
        help="With --to: what is read and written; else by the ending of a FILE, or text.",
    ),
    click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="With --to: write into this file when all is done; else to stdout.",
    ),
    click.option(
        "--hypotheses",
        type=click.IntRange(1, 32),
        metavar="N",
        help="With --to and jsonl: also give the N best translations.",
    ),
    click.option(
        "--beam",
        type=click.IntRange(1, 32),
        metavar="N",
        help="With --to: how many hypotheses the decoder follows; else the project's, or 4.",
    ),
    click.option(
        "--package",
        metavar="FILE|CODE",
        help="With --to: the package to translate with; else as in a project.",
    ),
    click.option(
        "--device",
        type=click.Choice(["cpu", "cuda", "auto"]),
        help="With --to: where the model runs; else cpu.",
    ),
    click.option(
        "--unsafe", is_flag=True, help="With --to: also take translations that lost something."
    ),
)


def to(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command on documents an option that makes it a filter, and the filter's options."""

    @functools.wraps(command)
    def wrapped(to: str | None, **given: Any) -> Any:
        own = {name: given.pop(name) for name in _OWN}
        if to is None:
            _refuse(own, _OWN, "goes with --to")
            return command(**given)
        _refuse(given, _PROJECTS, "does not go with --to")
        return _filter(to, own, given)

    made: Callable[..., Any] = wrapped
    for option in reversed(_OPTIONS):
        made = option(made)
    return made


def _refuse(given: dict[str, Any], names: dict[str, str], why: str) -> None:
    """Raise UsageError for the first of some options that is given."""
    for name, option in names.items():
        if given[name]:
            raise UsageError(f"{option} {why}; see localepress translate --help")


def _filter(to: str, own: dict[str, Any], given: dict[str, Any]) -> int:
    """Translate what is asked for; returns the exit code."""
    from pipeline import stages
    from pipeline.screen import Screen

    form, output = own.pop("form"), own.pop("output")
    paths: tuple[str, ...] = given["documents"] or ("-",)
    forms = [form or stages.ENDINGS.get(Path(path).suffix.lower(), "text") for path in paths]
    if own["hypotheses"] and set(forms) != {"jsonl"}:
        raise UsageError("--hypotheses goes with --format jsonl, which has room for them")
    own = {name: value for name, value in own.items() if value is not None}
    wish = stages.Wish(to, **own)
    screen = Screen(quiet=given["quiet"], verbose=given["verbose"])
    way = stages.open_filter(given["folder"], wish, screen)
    with _sink(output) as sink:
        codes = [
            _one(path, form, way, sink, screen) for path, form in zip(paths, forms, strict=True)
        ]
        if output and None in codes and len({*codes}) == 1:
            raise LocalepressError(f"{output}: left as it was, as there is nothing to translate")
    return max(1 if code is None else code for code in codes)


def _one(path: str, form: str, way: Filter, sink: BinaryIO, screen: Screen) -> int | None:
    """Translate a file or stdin; returns 1 if there are findings, None if it cannot be read."""
    from pipeline import stages

    failed = False
    try:
        with _opened(path) as stream:
            for done in stages.FORMS[form](stream, path, way):
                sink.write(done.data)
                sink.flush()
                for warning in done.warnings:
                    screen.say(f"notice: {warning}")
                for finding in done.findings:
                    failed = failed or finding.error
                    if finding.error:
                        click.echo(str(finding), err=True)
                    else:
                        screen.detail(f"notice: {finding}")
    except _UnreadError as error:
        click.echo(str(error), err=True)
        return None
    return int(failed)


class _UnreadError(LocalepressError):
    """A file that cannot be opened; the others are done."""


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115 (an error inside the block is another thing)
    except OSError as error:
        raise _UnreadError(f"{path}: cannot be read ({error.strerror}) [unreadable]") from error
    with file:
        yield file


@contextmanager
def _sink(output: Path | None) -> Iterator[BinaryIO]:
    """Give what the translation is written to."""
    from pipeline import files

    if output is None:
        yield sys.stdout.buffer
        return
    with files.writing(output) as file:
        yield file
