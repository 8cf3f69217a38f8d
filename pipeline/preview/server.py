"""Runs the preview until Ctrl-C, and looks after the files that it is made from."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import uvicorn
from watchfiles import awatch

from pipeline.errors import UsageError
from pipeline.preview.app import HOSTS, app
from pipeline.preview.edition import Edition, Press

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import FrameType

    from pipeline.model import Finding

STEP: Final = 20
"""Milliseconds without a further change after which a change is looked at."""
MOST: Final = 200
"""Milliseconds after which it is, even while files keep changing."""


def listen(port: int) -> socket.socket:
    """Return a socket of this computer alone; raises UsageError if the port is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOSTS[0], port))
        # From now on a browser waits for its answer, and is not refused.
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or error
        message = f"port {port} cannot be used ({why}); choose another one with --port"
        raise UsageError(message) from error
    return listening


def serve(
    listening: socket.socket,
    first: Edition,
    again: Callable[[], Edition],
    watched: Callable[[], tuple[Path, Sequence[Path]]],
    check: Callable[[str, str], tuple[Finding, ...]],
) -> None:
    """Serve editions until Ctrl-C.

    ``again`` makes an edition, and is called when something has changed in what ``watched`` names:
    a folder, and folders with all that is in them. For ``check`` see ``Press``.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(listening, Press(first, check), again, watched))


async def _serve(
    listening: socket.socket,
    press: Press,
    again: Callable[[], Edition],
    watched: Callable[[], tuple[Path, Sequence[Path]]],
) -> None:
    config = uvicorn.Config(
        app(press), log_level="critical", access_log=False, lifespan="off", server_header=False
    )
    watching = asyncio.create_task(_watch(press, again, watched))
    try:
        await _Server(config, press).serve([listening])
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


class _Server(uvicorn.Server):
    """Ends at once although pages wait for changes."""

    def __init__(self, config: uvicorn.Config, press: Press) -> None:
        super().__init__(config)
        self._press = press
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take Ctrl-C for the end of the preview."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._press.close)


async def _watch(
    press: Press,
    again: Callable[[], Edition],
    watched: Callable[[], tuple[Path, Sequence[Path]]],
) -> None:
    """Make a new edition whenever something changes."""
    while True:
        await _change(press, again, *watched())


async def _change(
    press: Press, again: Callable[[], Edition], top: Path, folders: Sequence[Path]
) -> None:
    """Make new editions until something changes in the first folder, as the settings.

    What is watched may be other folders then, or new ones under the old names.
    """
    changed = asyncio.Event()
    moved = asyncio.Event()

    async def look(*paths: Path, recursive: bool) -> None:
        async for _ in awatch(*paths, step=STEP, debounce=MOST, recursive=recursive):
            changed.set()
            if not recursive:
                moved.set()

    looking = [asyncio.create_task(look(top, recursive=False))]
    if there := [folder for folder in folders if folder.is_dir()]:
        looking.append(asyncio.create_task(look(*there, recursive=True)))
    try:
        # The tasks begin to watch; what was saved before that nobody has seen.
        await asyncio.sleep(0)
        changed.set()
        while not moved.is_set():
            await changed.wait()
            changed.clear()
            press.put(await asyncio.to_thread(again))
    finally:
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
