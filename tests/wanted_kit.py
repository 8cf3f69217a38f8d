"""What of a page is translated, said once more and in other words than the program's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from browser_kit import EXACT, Element, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser_kit import Page

RAW = EXACT - {"pre"}
"""Elements whose content is never translated, whatever the author says."""
KEPT = EXACT | {"code", "kbd", "samp", "var", "ruby", "math:math"}
"""Elements whose content need not be translated."""
DRAWN = {"svg:text", "svg:title", "svg:desc", "svg:foreignObject"}
"""Elements of a drawing whose content is translated."""
ATTRIBUTES = {
    "title": None,
    "aria-label": None,
    "aria-description": None,
    "alt": {"img", "area", "input"},
    "placeholder": {"input", "textarea"},
    "label": {"option", "optgroup", "track"},
    "summary": {"table"},
}
"""Attributes for people, with the elements on which a reader is sure to meet them; None: all."""
BUTTONS = {"submit", "reset", "button"}
METADATA = set(
    "description keywords og:title og:description og:image:alt twitter:title "
    "twitter:description twitter:image:alt".split()
)
"""Names of ``meta`` whose content has to be translated."""
NAMES = {"og:site_name", "application-name", "apple-mobile-web-app-title"}
"""Names of ``meta`` whose content may be translated."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text or an attribute of a page."""

    where: str
    text: str
    wanted: bool
    """It has to be translated."""
    forbidden: bool
    """It must not be changed."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds at a place of a page."""

    where: tuple[str, ...] = ()
    page: str = "en"
    language: str = "en"
    allowed: bool = True
    """By the author."""
    content: str = "text"
    """"text", "kept" (may be translated), "code" (only if the author says so) or "raw"."""

    def inside(self, element: Element) -> _Place:
        """Return what holds for an element and its attributes."""
        said = element.attributes.get("translate", "").strip().lower()
        language = element.attributes.get("lang", self.language).partition("-")[0].lower()
        allowed = {"no": False, "yes": True}.get(said, self.allowed)
        return replace(
            self,
            where=(*self.where, element.name),
            page=language if element.name == "html" else self.page,
            language=language,
            allowed=allowed and "notranslate" not in element.attributes.get("class", "").split(),
            content="text" if said == "yes" and self.content == "code" else self.content,
        )

    def content_of(self, element: Element) -> _Place:
        """Return what holds for the nodes of an element."""
        name = element.name
        asked = element.attributes.get("translate", "").strip().lower() == "yes"
        if name in RAW:
            return replace(self, content="raw")
        if name == "pre":
            return replace(self, content="text" if asked else "code")
        if name in DRAWN and self.content == "kept":
            return replace(self, content="text")
        if name in KEPT or name == "svg:svg":
            return replace(self, content="kept")
        return self

    @property
    def forbidden(self) -> bool:
        """Tell whether nothing may be changed here."""
        foreign = self.language != self.page
        return foreign or not self.allowed or self.content in {"raw", "code"}

    def say(self, text: str, name: str = "") -> Said:
        """Return what is said here."""
        where = " > ".join(self.where) + name
        return Said(where, text, self.content == "text" and not self.forbidden, self.forbidden)


def said(page: Page) -> list[Said]:
    """Return every text, comment and attribute of a page."""
    return list(_said(page.document, _Place()))


def _said(element: Element, outer: _Place) -> Iterator[Said]:
    place = outer.inside(element)
    for name, value in element.attributes.items():
        one = place.say(value, f" @{name}")
        if for_people(element, name):
            yield replace(one, wanted=one.wanted and _surely(element, name))
        else:
            yield replace(one, wanted=False, forbidden=True)
    inner = place.content_of(element)
    for node in element.nodes:
        if isinstance(node, Element):
            yield from _said(node, inner)
        elif isinstance(node, Text):
            yield inner.say(node.data)
        else:
            yield Said(inner.say("").where, node.data, wanted=False, forbidden=True)


def for_people(element: Element, name: str) -> bool:
    """Tell whether an attribute may be translated."""
    if element.name == "meta":
        return name == "content" and _meta(element) in METADATA | NAMES
    button = element.name == "input" and element.attributes.get("type", "").lower() in BUTTONS
    return name in ATTRIBUTES or (name == "value" and button)


def _surely(element: Element, name: str) -> bool:
    """Tell whether an attribute for people has to be translated."""
    if element.name == "meta":
        return _meta(element) in METADATA
    if name == "title" and (":" in element.name or element.name in {"link", "style"}):
        return False
    return element.name in (ATTRIBUTES.get(name) or {element.name})


def _meta(element: Element) -> str:
    names = element.attributes
    return re.sub(r"\s", "", names.get("name") or names.get("property") or "").lower()
