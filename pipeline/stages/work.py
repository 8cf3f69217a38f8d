"""What every stage is handed: a project, what of it is wanted, and someone to tell."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from pipeline import catalogue, glossary, languages, project, readers
from pipeline.elements import SITE, THEME
from pipeline.errors import CatalogueError, UsageError
from pipeline.segment.rules import parse
from pipeline.settings import SETTINGS
from pipeline.stages import readings
from pipeline.stages.broken import broken, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipeline.catalogue import Catalogue
    from pipeline.errors import LocalepressError
    from pipeline.glossary import Glossary
    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.project import Project
    from pipeline.segment.rules import Rules
    from pipeline.stages.readings import Reading
    from pipeline.stages.themes import Theme


class Voice(Protocol):
    """Where a stage tells what it does; the stages print nothing themselves."""

    def say(self, text: str) -> None:
        """Tell a person a line."""

    def detail(self, text: str) -> None:
        """Tell a line to those who want to know it all."""

    def table(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Show rows that have the same keys."""

    def progress(
        self, label: str, total: int, unit: str
    ) -> AbstractContextManager[Callable[[int], None]]:
        """Give a function that is told how many units are done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage has done."""

    summary: str = ""
    written: tuple[str, ...] = ()
    """Paths relative to the project; in a dry run those that would be."""
    findings: tuple[Finding, ...] = ()
    failed: bool = False
    """Whether the exit code has to be 1 though no finding says so."""
    errors: tuple[LocalepressError, ...] = ()
    """What ended parts of the work; the rest was done."""


@dataclass(frozen=True)
class Work:
    """A project with what was asked for on the command line."""

    project: Project
    voice: Voice
    only_languages: tuple[str, ...] = ()
    only_documents: tuple[str, ...] = ()
    dry_run: bool = False
    pending: dict[Path, bytes] = field(default_factory=dict)
    """What a dry run would have written so far, so that its later stages see it."""
    _parsed: dict[Path, tuple[bytes, Catalogue]] = field(default_factory=dict)
    _some: dict[str, Reading] = field(default_factory=dict)

    def bytes(self, path: Path) -> bytes | None:
        """Return a file's content, None if there is no file; raises CatalogueError."""
        if path in self.pending:
            return self.pending[path]
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CatalogueError(
                f"{self.project.shown(path)}: cannot be read ({error.strerror})"
            ) from error

    def catalogue(self, name: str, language: str) -> Catalogue | None:
        """Return a document's catalogue, None if there is no file; raises CatalogueError."""
        path = self.project.catalogue(name, language)
        data = self.bytes(path)
        if data is None:
            return None
        known = self._parsed.get(path)
        if known is None or known[0] != data:
            known = self._parsed[path] = data, catalogue.read(data, self.project.shown(path))
        return known[1]

    def catalogues(self, language: str) -> list[str]:
        """Return the names of all documents that have a catalogue in a language, in order.

        Raises UsageError if a folder cannot be looked into.
        """
        folder = self.project.catalogue("x", language).parent
        found = {*project.files_below(folder), *self.pending}
        inside = (p for p in found if p.suffix == ".po" and p.is_relative_to(folder))
        return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in inside)

    def documents(self, language: str) -> list[str]:
        """Return the names of the wanted documents that have a catalogue in a language."""
        return [name for name in self.catalogues(language) if name in self.wanted_names]

    def rules(self, language: str) -> Rules | None:
        """Return the project's own rules for a language; raises UsageError with file and line."""
        path = self.project.rules(language)
        return own_rules(self.project, path) if path.is_file() else None

    def glossary(self, language: str) -> Glossary:
        """Return the terms of a language; raises UsageError with file and line."""
        return terms_of(self.project, language)

    def guard(self) -> AbstractContextManager[None]:
        """Keep other runs out while this one writes."""
        return nullcontext() if self.dry_run else self.project.locked()

    @property
    def names(self) -> list[str]:
        """The names of all documents of the project, wanted or not, readable or not."""
        return [*(_name(path) for path in self.project.sources(readers.READERS)), SITE, THEME]

    @property
    def wanted_names(self) -> set[str]:
        """The names of the wanted documents, readable or not."""
        return {*map(_name, self._wanted), *(name for name in (SITE, THEME) if self._wants(name))}

    @property
    def languages(self) -> tuple[str, ...]:
        """The wanted target languages; raises UsageError for one the project has not."""
        known = self.project.languages
        if not known:
            raise UsageError(f'{SETTINGS}: no languages; add languages = ["ko", "ja"]')
        wanted = tuple(map(languages.normalise, self.only_languages))
        for tag in wanted:
            if tag not in known:
                raise UsageError(
                    f'"{tag}" is not among the project\'s languages: {", ".join(known)}'
                )
        return wanted or known

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """What became of every wanted source, in order of the paths."""
        return tuple(self.read())

    def read(self) -> Iterator[Reading]:
        """Yield the readings as they come, so that work on one goes on while others are read."""
        if "readings" in self.__dict__:
            yield from self.readings
            return
        rules = self.rules(self.project.language)
        found = []
        for reading in readings.read_all(self.project, self._wanted, rules, keep=not self.dry_run):
            found.append(reading)
            yield reading
        for name in (SITE, THEME):
            if self._wants(name) and (own := self._own(name)):
                found.append(own)
                yield own
        self.__dict__["readings"] = tuple(found)

    def read_some(self, paths: Sequence[str]) -> list[Reading]:
        """Return what became of some of the wanted sources; each is read once."""
        if "readings" in self.__dict__ and not self._some:
            self._some.update(zip(self._wanted, self.readings, strict=False))
        missing = [path for path in paths if path not in self._some]
        rules = self.rules(self.project.language)
        found = readings.read_all(self.project, missing, rules, keep=not self.dry_run)
        self._some.update(zip(missing, found, strict=True))
        return [self._some[path] for path in paths]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every wanted document that can be read, in order of the paths."""
        return tuple(reading.source for reading in self.readings if reading.source)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """A finding for every wanted document that cannot be read."""
        folder = self.project.settings.project.source
        return tuple(
            unreadable(reading.error, f"{folder}/{path}")
            for path, reading in zip(self._wanted, self.readings, strict=False)
            if reading.error
        )

    @cached_property
    def notices(self) -> tuple[Finding, ...]:
        """A notice for every wanted document whose markup is broken."""
        return tuple(f for one in self.sources for f in broken(one.document, one.path))

    @property
    def wanted(self) -> Sequence[str]:
        """The paths of the wanted documents, from the source folder; raises UsageError."""
        return self._wanted

    def own(self, name: str) -> Source | None:
        """Return the texts of the settings or the theme's words as a document, None for none."""
        reading = self._own(name)
        return reading.source if reading else None

    @cached_property
    def own_theme(self) -> Theme | None:
        """The project's own theme, None if it has none; raises LocalepressError."""
        if not os.path.lexists(self.project.root / "theme"):
            return None
        # Few projects have one, and the outputs bring what takes its time to load.
        from pipeline.stages import themes

        return themes.read(self.project)

    def _own(self, name: str) -> Reading | None:
        if name == SITE:
            return readings.site(self.project)
        return readings.theme(self.project, self.own_theme) if self.own_theme else None

    def _wants(self, name: str) -> bool:
        return not self.only_documents or name in self.only_documents

    @cached_property
    def _wanted(self) -> list[str]:
        """Return the paths of the wanted documents; raises UsageError for an unknown one."""
        paths = self.project.sources(readers.READERS)
        if not self.only_documents:
            return paths
        folder = f"{self.project.settings.project.source}/"
        by_name = {path: path for path in paths}
        by_name |= {_name(path): path for path in paths}
        wanted = []
        for name in self.only_documents:
            if name in {SITE, THEME}:
                continue
            path = by_name.get(name) or by_name.get(name.removeprefix("./").removeprefix(folder))
            if path is None:
                raise UsageError(f'no document "{name}"; there are: {", ".join(paths)}')
            wanted.append(path)
        return sorted(set(wanted))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _name(path: str) -> str:
    return path.rpartition(".")[0]


def open_project(folder: Path) -> Project:
    """Return the project that a folder lies in; raises UsageError."""
    return project.load(project.find(folder))


def own_rules(project: Project, path: Path) -> Rules:
    """Return the rules of a file; raises UsageError with file and line."""
    shown = project.shown(path)
    try:
        return parse(path.read_text(encoding="utf-8"), shown)
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown}: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{shown}: cannot be read ({error.strerror})") from error


def terms_of(project: Project, language: str) -> Glossary:
    """Return the terms of a language; raises UsageError with file and line."""
    path = project.glossary(language)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise UsageError(f"{project.shown(path)}: cannot be read ({why})") from error
    return glossary.parse(text, project.shown(path))
