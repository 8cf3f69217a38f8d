"""Engines: machines that draft. To add one, write a module and give it a line in ``ENGINES``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.engines.argos import Argos
from pipeline.engines.cached import Cached, Steady
from pipeline.engines.echo import Echo
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.engines.argos import Package
    from pipeline.glossary import Glossary
    from pipeline.model import Engine

__all__ = ["ENGINES", "Kind", "cached"]


class _Build(Protocol):
    def __call__(
        self, language: str, package: Package | None, beam: int, glossary: Glossary = ()
    ) -> Engine: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of engine."""

    build: _Build
    """Makes one for a target language; loads nothing yet."""
    needs_package: bool
    """Whether it must be given one."""


def _argos(language: str, package: Package | None, beam: int, glossary: Glossary = ()) -> Engine:
    if package is None:
        raise EngineError(f"no package for {language}; see localepress models")
    return Argos(package, language, beam, glossary=glossary)


def _echo(language: str, package: Package | None, beam: int, glossary: Glossary = ()) -> Engine:
    del language, package, beam, glossary
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
