"""Links of a source document as links of a page: to pages in its language, to copied files.

What leads out of the site, or only to another part of the page, stays as it was written.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from lxml import etree

from pipeline import languages
from pipeline.model import Finding, Place
from pipeline.outputs.addresses import (
    INDEX,
    Addresses,
    absolute,
    page_path,
    relative,
)
from pipeline.outputs.anchors import Anchors
from pipeline.outputs.copies import local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.html import HtmlElement

    from pipeline.outputs.copies import Files
    from pipeline.outputs.pages import Page

_ATTRIBUTES = frozenset(
    {"action", "background", "cite", "formaction", "href", "longdesc", "poster", "src"}
    | {"xlink:href"}
)
_MORE = {tag: frozenset({"srcset"}) for tag in ("img", "source")} | {"object": frozenset({"data"})}
_LINKS = frozenset({"a", "area"})
_CANDIDATE = re.compile(r"([\s,]*+)(\S++)")
"""An image of a ``srcset``: what parts it from the one before, and its address."""
_DESCRIPTOR = re.compile(r"[^,]*+,?")
_LIST_OF_PAGES = re.compile(r"\.|index\.(?:html?|md|markdown|txt)")


class Target(NamedTuple):
    """What an address leads to."""

    path: str
    """In the output folder."""
    language: str = ""
    """BCP 47 tag where it is not the page's own."""
    page: Page | None = None
    """The document there, if it is one's page that is made now."""


class Broken(NamedTuple):
    """An address that leads nowhere."""

    url: str
    page: Page | None = None
    """Where it leads, if only the place on that page is not there."""


@dataclass(frozen=True, slots=True)
class Linker:
    """Gives the elements of a page their links."""

    page: Page
    addresses: Addresses
    files: Files
    anchors: Anchors = field(default_factory=Anchors)
    start: str = ""
    """Path in the output folder where the links stand, if it is another than the page's."""
    top: str = ""
    """Path on the host from which links count; without it they count from where they stand."""

    def changes(
        self, tag: str, attributes: Mapping[str, str]
    ) -> tuple[dict[str, str], list[Broken]]:
        """Return the attributes that an element gets, and the addresses that lead nowhere."""
        changed: dict[str, str] = {}
        broken: list[Broken] = []
        for name in attributes:
            if name in _ATTRIBUTES or name in _MORE.get(tag, ()):
                value = self._value(tag, name, attributes, changed, broken)
                if value != attributes[name]:
                    changed[name] = value
        return changed, broken

    def _value(
        self,
        tag: str,
        name: str,
        attributes: Mapping[str, str],
        changed: dict[str, str],
        broken: list[Broken],
    ) -> str:
        def new(url: str) -> str:
            if tag in _LINKS and url.startswith("#") and not self._leads(self.page, url[1:]):
                broken.append(Broken(url, self.page))
            parts = local(url)
            if parts is None:
                return url
            target = _find(parts.path, self.page, self.addresses, self.files)
            if target is None:
                broken.append(Broken(url))
                return url
            if target.language and tag == "a" and not attributes.get("hreflang"):
                changed["hreflang"] = target.language
            if tag in _LINKS and target.page and not self._leads(target.page, parts.fragment):
                broken.append(Broken(url, target.page))
            return parts._replace(path=self._path(target.path)).geturl()

        value = attributes[name]
        return _each_candidate(value, new) if name == "srcset" else new(value)

    def _path(self, target: str) -> str:
        if self.top:
            return absolute(self.top, target)
        start = self.start or page_path(self.page.language, self.page.document.name)
        return relative(target, start)

    def _leads(self, page: Page, fragment: str) -> bool:
        """Tell whether a place on a page is there; of a page that stays as it was nobody knows."""
        return page.stays or self.anchors.has(page, fragment)

    def finding(self, tag: str, broken: Broken, line: int) -> Finding:
        """Return what is said of an address that leads nowhere."""
        where = Place(f"{self.addresses.settings.source}/{self.page.document.path}", line)
        url = broken.url
        if broken.page:
            fragment = url.partition("#")[2]
            near = self.anchors.nearest(broken.page, fragment)
            hint = f'; did you mean "#{near}"?' if near else ""
            message = f'the link to "{url}" leads to a page without "{fragment}"{hint}'
            # A script of the page's author may make the place.
            error = not broken.page.document.in_place
            return Finding(where, "broken-anchor", message, error=error)
        if tag in _LINKS:
            message = f'the link to "{url}" leads nowhere; no document or file has that path'
            return Finding(where, "broken-link", message)
        return Finding(where, "missing-file", f'"{url}" is not in the source folder')


def rewrite(root: HtmlElement, linker: Linker) -> Iterator[Finding]:
    """Give the tree of a page its links, and yield those that lead nowhere, which stay."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        changed, broken = linker.changes(element.tag, dict(element.items()))
        element.attrib.update(changed)
        if "hreflang" in changed:
            _tell_language(element, linker.page.language)
        for each in broken:
            line = element.xpath("string(ancestor-or-self::*[@data-line][1]/@data-line)")
            yield linker.finding(element.tag, each, int(line or 0))


def _tell_language(link: HtmlElement, language: str) -> None:
    """Say in a link that its target is in another language, before somebody follows it."""
    if next(link.iterancestors("svg"), None) is not None:
        return
    note = etree.SubElement(link, "span", {"class": "lp-elsewhere"})
    note.text = languages.bracketed(languages.name(link.get("hreflang"), language), language)
    if link.xpath("ancestor-or-self::*[@lang][1]"):
        note.set("lang", language)


def _each_candidate(srcset: str, change: Callable[[str], str]) -> str:
    """Return a ``srcset`` with other addresses; descriptors such as ``2x`` stay."""
    parts: list[str] = []
    place = 0
    while match := _CANDIDATE.match(srcset, place):
        url = match[2].rstrip(",")
        place = match.start(2) + len(url)
        if url == match[2] and (rest := _DESCRIPTOR.match(srcset, place)):
            place = rest.end()
        parts += match[1], change(url) if url else "", srcset[match.start(2) + len(url) : place]
        if not url:
            break
    return "".join(parts) + srcset[place:]


def _find(path: str, page: Page, addresses: Addresses, files: Files) -> Target | None:
    """Return what a path leads to, seen from the page's source; None for nothing.

    A path that begins with a slash counts from the source folder.
    """
    start = "" if path.startswith("/") else posixpath.dirname(page.document.path)
    source = posixpath.normpath(posixpath.join(start, unquote(path).lstrip("/")))
    if source == ".." or source.startswith("../"):
        return None
    name = _document(source, addresses)
    if name is not None and (found := addresses.nearest(name, page.language)):
        other = "" if found.language == page.language else found.language
        return Target(page_path(found.language, name), other, found)
    if source in addresses.unread:
        return Target(page_path(page.language, addresses.unread[source]))
    if _LIST_OF_PAGES.fullmatch(source):
        return Target(page_path(page.language, INDEX))
    copied = files.path(source)
    return Target(copied) if copied else None


def _document(source: str, addresses: Addresses) -> str | None:
    """Return the name of the document that a path in the source folder means.

    Besides its own path that is the path of its page, and a folder for the document "index" in it.
    """
    stem, ending = posixpath.splitext(source)
    if source in addresses.names:
        return addresses.names[source]
    if ending == ".html" and stem in addresses.pages:
        return stem
    folder = f"{source}/{INDEX}"
    return folder if folder in addresses.pages else None
