"""The starter packages, unpacked once, and engines on them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import packages
from pipeline.engines.argos import Argos

if TYPE_CHECKING:
    from pipeline.packages.package import Package


@cache
def starter(language: str) -> Package:
    """Return the starter package that translates English into a language."""
    folder = Path(tempfile.mkdtemp(prefix="localepress-starter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    found = packages.starter("en", language, folder)
    assert found
    return found


@cache
def engine(language: str) -> Argos:
    """Return an engine on a starter package."""
    return Argos(starter(language), language)
