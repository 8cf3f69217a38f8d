"""The starter packages, unpacked once, and engines on them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pipeline
from pipeline.engines.argos import Argos
from pipeline.packages import package

if TYPE_CHECKING:
    from pipeline.packages.package import Package

STARTER = Path(pipeline.__file__).parent / "starter"


@cache
def starter(language: str) -> Package:
    """Return the starter package that translates English into a language."""
    folder = Path(tempfile.mkdtemp(prefix="localepress-starter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(STARTER / f"translate-en_{language}-0_1.argosmodel") as archive:
        archive.extractall(folder)
    return package.read(next(folder.iterdir()), "starter")


@cache
def engine(language: str) -> Argos:
    """Return an engine on a starter package."""
    return Argos(starter(language), language)
