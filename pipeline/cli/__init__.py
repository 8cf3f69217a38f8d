"""The command line: the only place that prints and sets exit codes.

Exit codes: 0 done; 1 findings, failed documents or a difference; 2 usage or settings; 3 no
translation package, or a damaged one; 130 interrupted; 141 nobody reads the output any more.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.cli import commands
from pipeline.cli.models import models
from pipeline.errors import LocalepressError

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERRUPTED = 130
GONE = 141
"""As shells say of a program that SIGPIPE has ended, which Python ignores."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    _ready_streams()
    try:
        code = _run()
    except BrokenPipeError:
        code = GONE
    except OSError as error:
        code = _told(error)
    _leave(code)


def _ready_streams() -> None:
    """Let what is printed be printable, and a stream that is closed be one that leads nowhere.

    The next file that is opened would get its number else, and what is printed.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run() -> int:
    """Run the command line; returns the exit code, and raises OSError."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except _GoneError:
        return GONE
    except LocalepressError as error:
        click.echo(f"localepress: {error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("localepress: interrupted; what was done is kept", err=True)
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _told(error: OSError) -> int:
    where = f"{error.filename}: " if error.filename else ""
    click.echo(f"localepress: {where}{error.strerror or error}; nothing was lost", err=True)
    return 1


def _leave(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            # What could not be written would be tried again, and complained about.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = GONE if isinstance(error, BrokenPipeError) else code or _told(error)
    sys.exit(code)


class _GoneError(Exception):
    """Nobody reads what is printed."""


class _Commands(click.Group):
    """The commands; click alone would end them with 1 when nobody reads what they print."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the command line; raises _GoneError."""
        with _piped():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; raises _GoneError."""
        with _piped():
            return super().invoke(ctx)


@contextmanager
def _piped() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise _GoneError from error
    except SystemExit as left:
        # So does rich leave.
        if isinstance(left.__context__, BrokenPipeError):
            raise _GoneError from left
        raise


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="localepress")
def cli() -> None:
    """Make reviewed Korean and Japanese pages out of English texts, offline."""


for _command in (*commands.COMMANDS, models):
    cli.add_command(_command)
