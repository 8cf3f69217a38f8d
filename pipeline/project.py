"""A project: its settings and where its files lie."""

from __future__ import annotations

import fcntl
import os
import posixpath
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files, languages, settings
from pipeline.errors import LocalepressError, UsageError
from pipeline.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with settings, and the paths that follow from them."""

    root: Path
    settings: Settings

    @property
    def title(self) -> str:
        """The site's title, by default the folder's name."""
        return self.settings.project.title or self.root.resolve().name

    @property
    def language(self) -> str:
        """BCP 47 tag of the sources."""
        return self.settings.project.language

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the translations, in the order of the settings."""
        return self.settings.project.languages

    @property
    def source(self) -> Path:
        """Folder of the sources."""
        return self.root / self.settings.project.source

    @property
    def output(self) -> Path:
        """Folder of the published site."""
        return self.root / self.settings.project.output

    @property
    def cache(self) -> Path:
        """Folder of what may be deleted at any time."""
        return self.root / ".localepress"

    def template(self, name: str) -> Path:
        """Path of a document's POT file."""
        return self.root / self.settings.project.locales / "pot" / f"{name}.pot"

    def catalogue(self, name: str, language: str) -> Path:
        """Path of a document's catalogue in a language."""
        folder = self.root / self.settings.project.locales / languages.folder(language)
        return folder / "LC_MESSAGES" / f"{name}.po"

    def rules(self, language: str) -> Path:
        """Path of the project's own rules on where sentences of a language end."""
        folder = self.root / self.settings.project.locales / languages.folder(language)
        return folder / "segments.txt"

    def glossary(self, language: str) -> Path:
        """Path of the terms of a language."""
        folder = self.root / self.settings.project.locales / languages.folder(language)
        return folder / "glossary.csv"

    def shown(self, path: Path) -> str:
        """Return a path as people are told it: relative to the project where it lies inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def sources(self, endings: Iterable[str]) -> list[str]:
        """Return the documents' paths relative to the source folder, in order; hidden ones not.

        Raises UsageError if the folder is missing or two documents would share a page.
        """
        if not self.source.is_dir():
            folder = self.shown(self.source)
            raise UsageError(f"{folder}: no such folder; put the source texts there or set source")
        known = tuple(endings)
        skip = len(f"{self.source}/")
        found = sorted(
            path[skip:]
            for path in paths_below(self.source)
            # Not os.path.isfile: it takes a file that the disk fails to show for none.
            if posixpath.splitext(path)[1].lower() in known and Path(path).is_file()
        )
        documents = [path for path in found if not _hidden(path)]
        if not documents:
            # An empty folder is more often a slip than a wish for a site without pages.
            folder = self.settings.project.source
            raise UsageError(f"{folder}: no document in it; put one there ({', '.join(known)})")
        self._check_names(documents)
        return documents

    def _check_names(self, documents: Iterable[str]) -> None:
        taken: dict[str, str] = {}
        for path in documents:
            name = posixpath.splitext(path)[0].casefold()
            if name in taken:
                raise UsageError(
                    f"{self.settings.project.source}/{path}: would make the same page and "
                    f"catalogue as {taken[name]}; rename one of them"
                )
            taken[name] = path

    def made_cache(self) -> Path:
        """Return the folder of what may be deleted, made and hidden from git if need be."""
        self.cache.mkdir(parents=True, exist_ok=True)
        ignore = self.cache / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        return self.cache

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out of the project while the block runs.

        Raises LocalepressError if another run has it.
        """
        with (self.made_cache() / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LocalepressError(
                    f"another localepress run is at work in {self.root}; wait until it has ended"
                ) from error
            for folder in (self.output, self.root / self.settings.project.locales, self.cache):
                files.sweep(folder)
            yield


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; raises UsageError for one that cannot be looked into.

    ``Path.rglob`` would pass over it without a word.
    """
    return map(Path, paths_below(folder))


def paths_below(folder: Path) -> Iterator[str]:
    """Yield the same as texts, which takes less time where there are many."""

    def refuse(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            return
        raise UsageError(f"{error.filename}: cannot be read ({error.strerror})") from error

    for top, _, names in os.walk(folder, onerror=refuse):
        yield from (f"{top}/{name}" for name in names)


def _hidden(path: str) -> bool:
    return any(part.startswith((".", "_")) for part in path.split("/"))


def find(folder: Path) -> Path:
    """Return the project that a folder lies in: the nearest one with settings, upwards."""
    start = folder.resolve()
    for candidate in (start, *start.parents):
        if (candidate / SETTINGS).is_file():
            return candidate
    raise UsageError(f'{folder}: no {SETTINGS} here or above; make one with "localepress init"')


def load(root: Path) -> Project:
    """Return the project in a folder; raises UsageError naming the line and the key."""
    return Project(root, settings.read(root))
