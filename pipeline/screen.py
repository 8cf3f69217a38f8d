"""What a person sees while the work goes on: on stderr, plain lines without a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

STEP = 10
"""Without a terminal, progress is a line each time so many per cent more are done."""

FEW = 100
"""For so few units a line at the end is enough."""


_UNLIMITED = 10_000
"""Columns of a table that goes to a file or another program: none is cut."""


class Screen:
    """Prints for the commands; the stages only tell it."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet, self._verbose = quiet, verbose

    def say(self, text: str) -> None:
        """Print a line that is not asked for in a script."""
        if text and not self._quiet:
            print(text, file=sys.stderr)

    def detail(self, text: str) -> None:
        """Print a line that only --verbose shows."""
        if self._verbose:
            self.say(text)

    def table(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Print rows with the same keys as a table on stdout."""
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        terminal = sys.stdout.isatty()
        table = Table(box=box.SIMPLE_HEAD if terminal else None, pad_edge=False)
        for number, key in enumerate(rows[0] if rows else ()):
            numeric = number and all(isinstance(row[key], int) for row in rows)
            table.add_column(key, justify="right" if numeric else "left", no_wrap=True)
        for row in rows:
            table.add_row(*(Text(str(value)) for value in row.values()))
        Console(width=None if terminal else _UNLIMITED, highlight=False).print(table)

    @contextmanager
    def progress(self, label: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
        """Give a function that is told how many units are done; shows a bar or lines."""
        if self._quiet or not total:
            yield lambda _done: None
        elif sys.stderr.isatty():
            yield from self._bar(label, total)
        else:
            yield self._lines(label, total, unit)

    def _bar(self, label: str, total: int) -> Iterator[Callable[[int], None]]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

        console = Console(stderr=True)
        columns = ("{task.description}", BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda done: bar.update(task, completed=done)

    def _lines(self, label: str, total: int, unit: str) -> Callable[[int], None]:
        said = 0

        def done(count: int) -> None:
            nonlocal said
            share = 100 * count // total
            if share >= said + (STEP if total > FEW else 100):
                said = share - share % STEP
                self.say(f"{label}: {count} of {total} {unit}")

        return done
