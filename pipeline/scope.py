"""What holds at a place of a page, said by the elements around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.elements import CONTEXT, ITS_NOTE, KIND, KINDS, LINE, NOTE

if TYPE_CHECKING:
    from pipeline.tree import Element


@dataclass(frozen=True, slots=True)
class Scope:
    """What is said of a place by the elements around it."""

    source: str
    """Language of the page, without region; "" if nobody says one."""
    language: str
    """Language of the place, likewise."""
    wanted: bool = True
    """Whether the author lets it be translated."""
    kind: str = ""
    note: str = ""
    context: str | None = None
    line: int | None = None
    """Of the source, where its reader says it."""

    @property
    def translated(self) -> bool:
        """Whether text here is translated; one in another language is not."""
        return self.wanted and self.language == self.source

    def inside(self, element: Element) -> Scope:
        """Return what is said inside an element."""
        kind = None if element.foreign else KINDS.get(element.tag)
        if not element.attributes:
            return replace(self, kind=kind) if kind and kind != self.kind else self
        language = element.get("lang")
        return Scope(
            self.source,
            self.language if language is None else primary(language),
            _wanted(element, self.wanted),
            element.get(KIND) or kind or self.kind,
            element.get(NOTE, element.get(ITS_NOTE, self.note)) or "",
            element.get(CONTEXT, self.context),
            _line(element, self.line),
        )


def primary(tag: str) -> str:
    """Return the language of a tag, without script and region.

    >>> primary("en-GB")
    'en'
    """
    return tag.strip().partition("-")[0].lower()


def _wanted(element: Element, outer: bool) -> bool:
    if "notranslate" in (element.get("class") or "").split():
        return False
    said = element.get("translate")
    if said is None:
        return outer
    said = said.strip().lower()
    return said != "no" if said in {"", "yes", "no"} else outer


def _line(element: Element, outer: int | None) -> int | None:
    said = element.get(LINE) or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else outer
