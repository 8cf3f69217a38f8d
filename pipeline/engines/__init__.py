"""Engines: machines that draft. To add one, write a module and give it a line in ``ENGINES``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.engines.argos import Argos
from pipeline.engines.cached import Cached, Steady
from pipeline.engines.devices import DEVICES, device
from pipeline.engines.echo import Echo
from pipeline.engines.pivot import Pivot
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pipeline.engines.argos import Package
    from pipeline.glossary import Glossary
    from pipeline.model import Engine

__all__ = ["DEVICES", "ENGINES", "Kind", "build", "cached", "device"]

MIDDLE = "en"
"""The language in which two packages meet."""


class _Build(Protocol):
    def __call__(  # noqa: PLR0913 (each is another choice of a person's)
        self,
        language: str,
        package: Package | None,
        beam: int,
        glossary: Glossary = (),
        *,
        device: str = "cpu",
        offers: int = 1,
    ) -> Engine: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of engine."""

    build: _Build
    """Makes one for a target language; loads nothing yet. ``offers`` is how many drafts of a text
    are wanted."""
    needs_package: bool
    """Whether it must be given one."""


def _argos(  # noqa: PLR0913 (each is another choice of a person's)
    language: str,
    package: Package | None,
    beam: int,
    glossary: Glossary = (),
    *,
    device: str = "cpu",
    offers: int = 1,
) -> Engine:
    if package is None:
        raise EngineError(f"no package for {language}; see localepress models")
    return Argos(package, language, beam, glossary=glossary, device=device, offers=offers)


def _echo(  # noqa: PLR0913 (each is another choice of a person's)
    language: str,
    package: Package | None,
    beam: int,
    glossary: Glossary = (),
    *,
    device: str = "cpu",
    offers: int = 1,
) -> Engine:
    del language, package, beam, glossary, device, offers
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


def build(  # noqa: PLR0913 (each is another choice of a person's)
    name: str,
    language: str,
    route: Sequence[Package],
    beam: int,
    glossary: Glossary = (),
    *,
    device: str = "cpu",
    offers: int = 1,
) -> Engine:
    """Return the engine of a name for a target language; loads nothing yet.

    ``route`` is what ``packages.route`` found: one package, two that meet in English, or none.
    Terms are put in where one package goes all the way: they have no form in between.
    """
    make = ENGINES[name].build
    *steps, last = route or (None,)
    terms = () if steps else glossary
    engine = make(language, last, beam, terms, device=device, offers=offers)
    for package in reversed(steps):
        engine = Pivot(make(MIDDLE, package, beam, device=device), engine)
    return engine
