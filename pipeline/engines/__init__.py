"""Engines: machines that draft. To add one, write a module and give it a line in ``ENGINES``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.engines.argos import Argos
from pipeline.engines.cached import Cached, Steady
from pipeline.engines.devices import DEVICES, device
from pipeline.engines.echo import Echo
from pipeline.engines.pivot import Pivot
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.engines.argos import Package
    from pipeline.engines.requests import Judge
    from pipeline.glossary import Glossary
    from pipeline.model import Engine

__all__ = ["DEVICES", "ENGINES", "Kind", "Options", "build", "cached", "device"]

MIDDLE = "en"
"""The language in which two packages meet."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an engine drafts, whatever its package."""

    beam: int = 4
    """Hypotheses that the decoder follows."""
    glossary: Glossary = ()
    """Terms that are to be in the drafts."""
    device: str = "cpu"
    """What ``device`` returned."""
    offers: int = 1
    """How many drafts of a text are wanted."""
    judge: Judge | None = None
    """What says whether a draft may be used; without one, all may."""


_Build = Callable[[str, "Package | None", Options], "Engine"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of engine."""

    build: _Build
    """Makes one for a target language; loads nothing yet."""
    needs_package: bool
    """Whether it must be given one."""


def _argos(language: str, package: Package | None, options: Options) -> Engine:
    if package is None:
        raise EngineError(f"no package for {language}; see localepress models")
    return Argos(
        package,
        language,
        options.beam,
        glossary=options.glossary,
        device=options.device,
        offers=options.offers,
        judge=options.judge,
    )


def _echo(_language: str, _package: Package | None, _options: Options) -> Engine:
    return Echo()


ENGINES: Mapping[str, Kind] = {
    "argos": Kind(_argos, needs_package=True),
    "echo": Kind(_echo, needs_package=False),
}
"""By the name in the settings."""


def cached(engine: Engine, language: str, path: Path, say: Callable[[str], None]) -> Engine:
    """Return an engine that keeps its drafts in a file, where that is worth it.

    ``say`` is told if the file cannot be used.
    """
    return Cached(engine, language, path, say) if isinstance(engine, Steady) else engine


def build(
    name: str, language: str, route: Sequence[Package] = (), options: Options | None = None
) -> Engine:
    """Return the engine of a name for a target language; loads nothing yet.

    ``route`` is what ``packages.route`` found: one package, two that meet in English, or none.
    Terms are put in where one package goes all the way: they have no form in between.
    """
    options = options or Options()
    make = ENGINES[name].build
    *steps, last = route or (None,)
    engine = make(language, last, replace(options, glossary=()) if steps else options)
    for package in reversed(steps):
        engine = Pivot(make(MIDDLE, package, replace(options, glossary=(), offers=1)), engine)
    return engine
