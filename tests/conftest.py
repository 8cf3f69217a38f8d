"""Fixtures of several files, which files begin, and how property tests draw.

Property tests look at the same cases in every run, unless new ones are asked for.

``EXPLORE=1 pytest`` draws other cases, for a person who is looking for faults; what it finds
becomes a case of its own.
"""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from packages_kit import FILE, Machine, Served, Server, package_files, serving, write_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = (
    "faults site_changes site_fits killed site_judged security serve catalogue_threeway cli "
    "readers readers_text readers_markdown laws dom models_check site_swap checks"
).split()
"""Files by the time they take; begun last, they would leave all processes but one without work."""

signal.signal(signal.SIGINT, signal.default_int_handler)
"""Shells have what they start in the background ignore it, and programs hand that on."""

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("explore" if os.environ.get("EXPLORE") else "fixed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_collection_finish() -> None:
    """Keep the garbage collection from walking over all tests again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a server and make it the index."""
    with serving() as kit:
        monkeypatch.setenv("no_proxy", "*")
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", kit.base)
        yield kit


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Make a machine without packages."""
    made = Machine(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(made.folder))
    return made


@pytest.fixture
def served(server: Server, tmp_path: Path) -> Served:
    """Put an archive of about 400 KB on the server, and an index that names it."""
    body = write_archive(tmp_path / "served", package_files(size=400_000)).read_bytes()
    server.offer(("en-ko", "1.1", ["ipfs://Qm", "{}" + FILE]))
    server.files[FILE] = Served(body)
    return server.files[FILE]
