"""Source files and what the readers make of them: a pair of files is a test.

To add a case, put a source file into ``tests/cases/readers`` (and its sidecar beside it) and run
the tests with ``LOCALEPRESS_ACCEPT=1``; then read what was written into ``expected``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import readers

CASES = Path(__file__).parent / "cases" / "readers"
SOURCES = sorted(path.name for path in CASES.iterdir() if path.suffix in readers.READERS)


@pytest.mark.parametrize("name", SOURCES)
def test_normal_form(name: str) -> None:
    """A source file becomes the page that stands in ``expected``."""
    source, sidecar = CASES / name, (CASES / name).with_suffix(".toml")
    beside = sidecar.read_bytes() if sidecar.exists() else None
    document = readers.read(name, source.read_bytes(), sidecar=beside)
    meta = "".join(f"<!-- {key}: {value} -->\n" for key, value in document.meta.items())
    actual = f"{meta}{document.html}\n"
    path = CASES / "expected" / f"{name}.html"
    if os.environ.get("LOCALEPRESS_ACCEPT"):
        path.write_text(actual, "utf-8")
    expected = path.read_text("utf-8") if path.exists() else ""
    assert expected == actual, (
        f"{path} differs; if the new page is right, accept it with "
        "LOCALEPRESS_ACCEPT=1 pytest tests/test_readers_cases.py"
    )


def test_nothing_left_over() -> None:
    """Every expected page has its source."""
    expected = {path.name.removesuffix(".html") for path in (CASES / "expected").iterdir()}
    assert set(SOURCES) == expected
