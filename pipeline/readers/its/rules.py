"""Files of rules, and what is wrong with them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.errors import ReadError
from pipeline.readers.source import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_ITS: Final = "{http://www.w3.org/2005/11/its}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_YES_NO: Final = ("yes", "no")
_VALUES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "translateRule": {"translate": _YES_NO},
    "withinTextRule": {"withinText": ("yes", "no", "nested")},
    "locNoteRule": {"locNoteType": ("description", "alert")},
    "localeFilterRule": {"localeFilterList": (), "localeFilterType": ("include", "exclude")},
    "preserveSpaceRule": {"space": ("default", "preserve")},
    "idValueRule": {"idValue": ()},
    "termRule": {"term": _YES_NO},
}
"""The rules that are read, with their attributes and the values these may have; () is any."""
_OPTIONAL: Final = frozenset({"locNoteType", "localeFilterType"})
_MAIN: Final = {
    "translateRule": "translate",
    "withinTextRule": "within-text",
    "locNoteRule": "loc-note",
    "localeFilterRule": "locale-filter-list",
    "preserveSpaceRule": "space",
    "idValueRule": "id",
    "termRule": "term",
}
_NOTES: Final = ("locNotePointer", "locNoteRef", "locNoteRefPointer")
MOST_FILES: Final = 50
"""That the rules of one page may be in."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rules stand."""

    path: str
    """Relative to the source folder; of the page for rules in it."""
    shown: str
    """How errors name the file."""
    first: int = 1
    """Line of the file in which the rules begin."""
    chain: tuple[str, ...] = ()
    """The files that have led here."""

    def error(self, line: int, message: str) -> ReadError:
        """Return the error for a line, counted from 1 where the rules begin."""
        return ReadError(f"{self.shown}:{self.first + line - 1}: {' '.join(message.split())}")


class Files:
    """Reads the files of rules that a page asks for, and no end of them."""

    def __init__(self, load: Callable[[str], bytes | None]) -> None:
        self._load = load
        self._count = 0

    def read(self, path: str) -> bytes | None:
        """Return a file of the source folder; None if there is none, or too many are wanted."""
        self._count += 1
        return self._load(path) if self._count <= MOST_FILES else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    kind: str
    """Name of its element: ``translateRule``."""
    values: Mapping[str, str]
    """Its attributes, and ``locNote`` where it has such an element."""
    namespaces: Mapping[str, str]
    variables: Mapping[str, str]
    origin: Origin = field(repr=False)
    line: int = 0

    @property
    def main(self) -> str:
        """What it says, by the name of an attribute."""
        return _MAIN[self.kind]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def error(self, message: str) -> ReadError:
        """Return the error that is told at the rule's own line."""
        return self.origin.error(self.line, f"{self.kind}: {message}")


def linked(href: str, origin: Origin, files: Files, line: int = 1) -> Iterator[Rule]:
    """Yield the rules of a file that a page or other rules name; raises ReadError."""
    url = urlsplit(href)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(origin.path), unquote(url.path)))
    outside = path.startswith(("../", "/")) or path in {".", ".."}
    data = None if url.scheme or url.netloc or outside else files.read(path)
    if data is None:
        message = f'ITS rules: "{href}" is no file of the source folder; put it there'
        raise origin.error(line, message)
    if path in origin.chain:
        raise origin.error(line, f'ITS rules: "{href}" leads back to itself; remove one link')
    # The file is named as the page is: from the project's folder.
    shown = origin.shown.removesuffix(origin.path) + path
    there = Origin(path, shown, 1, (*origin.chain, path))
    yield from parse(decode(data, shown), there, files)


def parse(text: str, origin: Origin, files: Files) -> Iterator[Rule]:
    """Yield the rules of an XML text, those of files that it names first; raises ReadError."""
    skipped = len(text) - len(text.lstrip())
    before = text.count("\n", 0, skipped)
    if "<!DOCTYPE" in text:
        line = text.count("\n", 0, text.index("<!DOCTYPE")) + 1
        raise origin.error(line, "ITS rules: a document type is not read; remove it")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True
    )
    try:
        root = etree.fromstring(text[skipped:].encode(), parser)
    except etree.XMLSyntaxError as error:
        line = before + (error.lineno or 1)
        said = re.sub(r", line \d+.*", "", error.msg or "no XML")
        raise origin.error(line, f"ITS rules: {said}") from error
    elements = list(root.iter(f"{_ITS}rules"))
    if not elements:
        raise origin.error(before + 1, "ITS rules: there is no its:rules element")
    for element in elements:
        yield from _of(element, origin, before, files)


def _of(element: etree._Element, origin: Origin, before: int, files: Files) -> Iterator[Rule]:
    """Yield the rules of one ``its:rules``; ``before`` is how many lines stand before the XML."""
    line = before + _line(element)
    version = element.get("version", "2.0")
    if version not in {"1.0", "2.0"}:
        raise origin.error(line, f'ITS rules: version "{version}" is not known; write "2.0"')
    if element.get("queryLanguage", "xpath") != "xpath":
        said = element.get("queryLanguage")
        raise origin.error(line, f'ITS rules: queryLanguage "{said}" is not read; write XPath')
    if href := element.get(_HREF):
        yield from linked(href, origin, files, line)
    variables: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child)
        if f"{{{name.namespace}}}" != _ITS:
            continue
        line = before + _line(child)
        if name.localname == "param":
            variables[child.get("name", "")] = child.text or ""
        elif name.localname in _VALUES:
            yield _rule(name.localname, child, dict(variables), origin, line)


def _line(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 1


def _rule(
    kind: str, element: etree._Element, variables: Mapping[str, str], origin: Origin, line: int
) -> Rule:
    values = {str(name): str(value) for name, value in element.attrib.items()}
    note = element.find(f"{_ITS}locNote")
    if kind == "locNoteRule" and note is not None:
        values["locNote"] = "".join(map(str, note.itertext()))
    namespaces = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    rule = Rule(kind, values, namespaces, variables, origin, line)
    if not values.get("selector", "").strip():
        raise rule.error("selector is missing; write an XPath")
    for name, allowed in _VALUES[kind].items():
        value = values.get(name)
        if value is None and name not in _OPTIONAL:
            raise rule.error(f"{name} is missing")
        if allowed and value is not None and value not in allowed:
            raise rule.error(f'{name} is "{value}"; write {" or ".join(allowed)}')
    if kind == "locNoteRule" and not any(name in values for name in ("locNote", *_NOTES)):
        raise rule.error(f"there is no note; write its:locNote or {', '.join(_NOTES)}")
    return rule
