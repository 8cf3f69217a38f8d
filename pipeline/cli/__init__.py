"""The command line: the only place that prints and sets exit codes.

Exit codes: 0 done; 1 findings, failed documents or a difference; 2 usage or settings; 3 no
translation package, or a damaged one; 130 interrupted.
"""

from __future__ import annotations

import io
import sys

import click

from pipeline import __version__
from pipeline.cli import commands
from pipeline.cli.models import models
from pipeline.errors import LocalepressError

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


for _command in (*commands.COMMANDS, models):
    cli.add_command(_command)
