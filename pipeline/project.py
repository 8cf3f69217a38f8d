"""A project's settings and where its files lie."""

from __future__ import annotations

import difflib
import fcntl
import os
import re
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from pipeline import files, languages
from pipeline.errors import LocalepressError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SETTINGS = "localepress.toml"


class ProjectTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[project]``: what is translated, and from where to where."""

    title: str = ""
    source: str = "source"
    locales: str = "locales"
    output: str = "output"
    language: str = "en"
    languages: tuple[str, ...] = ()
    segmentation: Literal["sentence", "paragraph"] = "sentence"


class CatalogueTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[catalogue]``: what catalogues say beside the messages."""

    lines: bool = False


class TranslateTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[translate]``: who drafts."""

    engine: Literal["argos", "echo"] = "argos"
    beam: Annotated[int, msgspec.Meta(ge=1, le=32)] = 4
    packages: dict[str, str] = {}


class PublishTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[publish]``: what the pages are."""

    base_url: str = ""
    drafts: bool = True
    menu: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``localepress.toml``; docs/settings.md explains every key."""

    project: ProjectTable = ProjectTable()
    catalogue: CatalogueTable = CatalogueTable()
    translate: TranslateTable = TranslateTable()
    publish: PublishTable = PublishTable()


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
        found = sorted(
            path.relative_to(self.source).as_posix()
            for path in _files(self.source)
            if path.suffix.lower() in known and path.is_file()
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
            name = str(PurePosixPath(path).with_suffix("")).casefold()
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
            for folder in (self.output, self.root / self.settings.project.locales):
                files.sweep(folder)
            yield


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; raises UsageError for one that cannot be looked into."""

    def refuse(error: OSError) -> None:
        raise UsageError(f"{error.filename}: cannot be read ({error.strerror})") from error

    for top, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(top) / name for name in names)


def _hidden(path: str) -> bool:
    return any(part.startswith((".", "_")) for part in PurePosixPath(path).parts)


def find(folder: Path) -> Path:
    """Return the project that a folder lies in: the nearest one with settings, upwards."""
    start = folder.resolve()
    for candidate in (start, *start.parents):
        if (candidate / SETTINGS).is_file():
            return candidate
    raise UsageError(f'{folder}: no {SETTINGS} here or above; make one with "localepress init"')


def load(root: Path) -> Project:
    """Return the project in a folder; raises UsageError naming the line and the key."""
    try:
        text = (root / SETTINGS).read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{SETTINGS}: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{SETTINGS}: cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{SETTINGS}:{line[1]}" if line else SETTINGS
        raise UsageError(f"{where}: not valid TOML: {str(error).partition(' (')[0]}") from error
    _check_keys(tables, text)
    try:
        settings = msgspec.convert(tables, Settings)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), text) from error
    return Project(root, _checked(settings, text))


def _check_keys(tables: dict[str, object], text: str) -> None:
    known = {
        field.name: [inner.name for inner in msgspec.structs.fields(field.type)]
        for field in msgspec.structs.fields(Settings)
    }
    for table, values in tables.items():
        if table not in known:
            raise _unknown(table, known, text, "")
        for key in values if isinstance(values, dict) else ():
            if key not in known[table]:
                raise _unknown(key, known[table], text, table)


def _unknown(key: str, known: Iterable[str], text: str, table: str) -> UsageError:
    allowed = sorted(known)
    near = difflib.get_close_matches(key, allowed, 1)
    hint = f'did you mean "{near[0]}"?' if near else f"allowed: {', '.join(allowed)}"
    inside = f" in [{table}]" if table else ""
    return UsageError(f'{_place(text, key, table)}: unknown key "{key}"{inside}; {hint}')


def _invalid(message: str, text: str) -> UsageError:
    """Return msgspec's sentence, "Expected `str`, got `int` - at `$.a.b`", with our place."""
    problem, _, path = message.partition(" - at `$")
    table, _, key = path.strip("`.").partition(".")
    key = re.sub(r"\[.*", "", key)
    name = f'"{key}" in [{table}]' if key else f"[{table}]"
    return UsageError(
        f"{_place(text, key or table, table if key else '')}: {name}: {problem.replace('`', '')}"
    )


def _place(text: str, key: str, table: str = "") -> str:
    """Return file and line of a key of a table, or of the table if it is not written as a line."""
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            inside = header[1] == table or (not table and header[1] == key)
            if not table and inside:
                return f"{SETTINGS}:{number}"
        elif inside and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
            return f"{SETTINGS}:{number}"
    return SETTINGS


def _checked(settings: Settings, text: str) -> Settings:
    """Return the settings with language tags in their usual writing; raises UsageError."""
    table = settings.project
    try:
        language = languages.normalise(table.language)
        targets = tuple(map(languages.normalise, table.languages))
    except UsageError as error:
        key = "languages" if table.language in {"en", ""} else "language"
        raise UsageError(f"{_place(text, key, 'project')}: {error}") from error
    if language in targets or len(set(targets)) < len(targets):
        where = _place(text, "languages", "project")
        raise UsageError(f"{where}: languages names the source language or one language twice")
    _check_folders(table, text)
    _check_address(settings.publish.base_url, text)
    changed = msgspec.structs.replace(table, language=language, languages=targets)
    drafting = msgspec.structs.replace(
        settings.translate, packages=_packages(settings.translate.packages, targets, text)
    )
    return msgspec.structs.replace(settings, project=changed, translate=drafting)


def _check_folders(table: ProjectTable, text: str) -> None:
    """Raise UsageError for a folder outside the project, or one that lies in another."""
    taken = {".localepress": PurePosixPath(".localepress")}
    for key in ("source", "locales", "output"):
        path = PurePosixPath(getattr(table, key))
        where = _place(text, key, "project")
        if path.is_absolute() or ".." in path.parts or path == PurePosixPath():
            raise UsageError(f"{where}: {key} must be a folder inside the project")
        for other, there in taken.items():
            if path.is_relative_to(there) or there.is_relative_to(path):
                raise UsageError(f"{where}: {key} and {other} must not lie in one another")
        taken[key] = path


def _packages(named: Mapping[str, str], targets: Iterable[str], text: str) -> dict[str, str]:
    """Return the named packages by tags in their usual writing; raises UsageError."""
    found = {}
    for key, package in named.items():
        try:
            tag = languages.normalise(key)
        except UsageError:
            tag = key
        if tag not in targets:
            raise UsageError(
                f'{_place(text, "packages", "translate")}: packages names "{key}", which is not '
                f"among the languages: {', '.join(targets)}"
            )
        found[tag] = package
    return found


def _check_address(address: str, text: str) -> None:
    if address and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", address):
        where = _place(text, "base_url", "publish")
        raise UsageError(f"{where}: base_url must be an address such as https://example.org/docs/")
