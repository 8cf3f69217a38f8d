"""``localepress.toml``: what it may say, and what is said where it is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import msgspec

from pipeline import languages
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

SETTINGS = "localepress.toml"

PERSON = re.compile(r"([^<>]*[^<>\s])(?:\s*<(https?://[^<>\s]+|[^<>\s:/@]+@[^<>\s:/@]+)>)?")
"""A name, and maybe where one reaches who has it: a mail or a web address."""

_TYPES = {
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "object": "a table",
    "str": "a text in quotation marks",
}
_Value = TypeVar("_Value")


class ProjectTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[project]``: what is translated, and from where to where."""

    title: str = ""
    source: str = "source"
    locales: str = "locales"
    output: str = "output"
    language: str = "en"
    languages: tuple[str, ...] = ()
    segmentation: Literal["sentence", "paragraph"] = "sentence"


class ReadTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[read]``: how sources are read; docs/reading.md says what is found in them."""

    keys: tuple[str, ...] = ("title", "description", "summary", "tags")
    code: bool = False
    lines: Literal["join", "keep"] = "join"
    layout: Literal["page", "none"] = "page"


class CatalogueTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[catalogue]``: what catalogues say beside the messages."""

    lines: bool = False


class TranslateTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[translate]``: who drafts."""

    engine: Literal["argos", "echo"] = "argos"
    beam: Annotated[int, msgspec.Meta(ge=1, le=32)] = 4
    packages: dict[str, str] = {}


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the menu with a text of its own: to a document, or to an address."""

    text: str
    page: str = ""
    url: str = ""


_PerCent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class PublishTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[publish]``: what the pages are."""

    base_url: str = ""
    drafts: bool = True
    threshold: _PerCent | dict[str, _PerCent] = 80
    menu: tuple[str | MenuItem, ...] = ()
    footer: str = ""
    responsible: str | dict[str, str] = ""
    phrases: Literal["headings", "text"] = "headings"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``localepress.toml``; docs/settings.md explains every key."""

    project: ProjectTable = ProjectTable()
    read: ReadTable = ReadTable()
    catalogue: CatalogueTable = CatalogueTable()
    translate: TranslateTable = TranslateTable()
    publish: PublishTable = PublishTable()


def read(folder: Path) -> Settings:
    """Return the settings in a folder; raises UsageError naming the line and the key."""
    try:
        text = (folder / SETTINGS).read_text(encoding="utf-8-sig")
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
    return _checked(settings, text)


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
    """Return msgspec's sentence, "Expected `str`, got `int` - at `$.a.b`", in our words."""
    problem, _, path = message.partition(" - at `$")
    table, _, key = path.strip("`.").partition(".")
    key = re.sub(r"\[.*", "", key)
    name = f'"{key}" in [{table}]' if key else f"[{table}]"
    said = re.sub(r"`([^`]+)`", lambda found: _in_words(found[1]), problem)
    said = said.replace(" <= ", " of at most ").replace(" >= ", " of at least ")
    return UsageError(f"{_place(text, key or table, table if key else '')}: {name}: {said}")


def _in_words(types: str) -> str:
    """Return what msgspec calls types, as those who write settings say it.

    >>> _in_words("int | object")
    'a whole number or a table'
    """
    return " or ".join(_TYPES.get(each, each) for each in types.split(" | "))


def _place(text: str, key: str, table: str = "") -> str:
    """Return file and line of a key of a table, or of the table if it is not written as a line."""
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            inside = header[1] == table or (not table and header[1] == key)
            if (not table and inside) or header[1] == f"{table}.{key}":
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
    _check_menu(settings.publish.menu, text)
    _check_responsible(settings.publish.responsible, text)
    changed = msgspec.structs.replace(table, language=language, languages=targets)
    packages = _by_language(settings.translate.packages, ("packages", "translate"), targets, text)
    publishing = settings.publish
    if isinstance(publishing.threshold, dict):
        shares = _by_language(publishing.threshold, ("threshold", "publish"), targets, text)
        publishing = msgspec.structs.replace(publishing, threshold=shares)
    if isinstance(publishing.responsible, dict):
        tags = (language, *targets)
        named = _by_language(publishing.responsible, ("responsible", "publish"), tags, text)
        publishing = msgspec.structs.replace(publishing, responsible=named)
    return msgspec.structs.replace(
        settings,
        project=changed,
        translate=msgspec.structs.replace(settings.translate, packages=packages),
        publish=publishing,
    )


def _check_folders(table: ProjectTable, text: str) -> None:
    """Raise UsageError for a folder outside the project, or one that lies in another."""
    taken = {name: PurePosixPath(name) for name in (".localepress", "theme")}
    for key in ("source", "locales", "output"):
        path = PurePosixPath(getattr(table, key))
        where = _place(text, key, "project")
        if path.is_absolute() or ".." in path.parts or path == PurePosixPath():
            raise UsageError(f"{where}: {key} must be a folder inside the project")
        for other, there in taken.items():
            if path.is_relative_to(there) or there.is_relative_to(path):
                raise UsageError(f"{where}: {key} and {other} must not lie in one another")
        taken[key] = path


def _by_language(
    named: Mapping[str, _Value], where: tuple[str, str], tags: Collection[str], text: str
) -> dict[str, _Value]:
    """Return what a table says for languages, by tags in their usual writing; raises UsageError.

    ``where`` is the table's key, and the table that has it.
    """
    name, table = where
    found = {}
    for key, value in named.items():
        try:
            tag = languages.normalise(key)
        except UsageError:
            tag = key
        if tag not in tags:
            raise UsageError(
                f'{_place(text, name, table)}: {name} names "{key}", which is not '
                f"among the languages: {', '.join(tags)}"
            )
        found[tag] = value
    return found


def line(folder: Path, table: str, key: str) -> int:
    """Return the line of a key of a table in the settings of a folder, 0 if it is not known."""
    try:
        text = (folder / SETTINGS).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return 0
    return int(_place(text, key, table).partition(":")[2] or 0)


def _check_menu(menu: Iterable[str | MenuItem], text: str) -> None:
    for item in menu:
        if isinstance(item, str):
            continue
        where = _place(text, "menu", "publish")
        if not item.text.strip() or bool(item.page) is bool(item.url):
            raise UsageError(f"{where}: an entry of menu has a text, and either a page or a url")
        if item.url and not re.match(r"(?:https?://|mailto:)[^\s]+$", item.url):
            raise UsageError(f'{where}: "{item.url}" is no address for a menu; write https://…')


def _check_responsible(said: str | Mapping[str, str], text: str) -> None:
    for person in (said,) if isinstance(said, str) else said.values():
        if person and not PERSON.fullmatch(person.strip()):
            where = _place(text, "responsible", "publish")
            raise UsageError(f'{where}: responsible is written "Name" or "Name <address>"')


def _check_address(address: str, text: str) -> None:
    if address and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", address):
        where = _place(text, "base_url", "publish")
        raise UsageError(f"{where}: base_url must be an address such as https://example.org/docs/")
