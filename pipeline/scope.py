"""What holds at a place of a page, said by the elements around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline import languages
from pipeline.elements import ATOMS, BLOCKS, CONTEXT, KIND, KINDS, LINE, NOTE, RULED

if TYPE_CHECKING:
    from pipeline.tree import Element


_TRANSLATE = RULED + "translate"
_SPACE = RULED + "space"
_SAYING: Final = frozenset({"class", "lang", "translate", "xml:space", CONTEXT, KIND, NOTE})
"""Attributes that say something of the text inside; those of ITS do too."""


class Scope(NamedTuple):
    """What is said of a place by the elements around it."""

    source: str
    """Language of the page, without region; "" if nobody says one."""
    language: str
    """Language of the place, likewise."""
    its: bool = True
    """Whether the page may say anything by attributes of ITS; most never do."""
    wanted: bool = True
    """Whether the author lets it be translated."""
    kind: str = ""
    note: str = ""
    details: tuple[str, ...] = ()
    """What is said of the innermost block only, for the translator: its id, or that it is a term.
    """
    exact: bool = False
    """Whether white space means something."""
    context: str | None = None
    line: int | None = None
    """Of the source, where its reader says it."""

    @property
    def translated(self) -> bool:
        """Whether text here is translated; one in another language is not."""
        return self.wanted and self.language == self.source

    def inside(self, element: Element) -> Scope:
        """Return what is said inside an element."""
        tag, attributes = element.tag, element.attributes
        kind = (None if element.foreign else KINDS.get(tag)) or self.kind
        here = self.details
        if here and (tag in BLOCKS or tag in ATOMS):
            here = ()
        its = self.its and "its-" in element.source[element.start : element.inner].lower()
        if not its and _SAYING.isdisjoint(attributes) and tag != "pre":
            line = _line(element, self.line) if LINE in attributes else self.line
            if kind is self.kind and here is self.details and line == self.line:
                return self
            return self._replace(kind=kind, details=here, line=line)
        return self._told(element, kind, here + details(element) if its else here, its)

    def _told(self, element: Element, kind: str, here: tuple[str, ...], its: bool) -> Scope:
        language, note, exact = element.get("lang"), element.get(NOTE), self.exact
        if its and note is None:
            note = _note(element, self.note)
        if its or element.tag == "pre" or "xml:space" in element.attributes:
            exact = _exact(element, exact)
        return Scope(
            self.source,
            self.language if language is None else languages.primary(language),
            self.its,
            _wanted(element, self.wanted),
            element.get(KIND) or kind,
            self.note if note is None else note,
            here,
            exact,
            element.get(CONTEXT, self.context),
            _line(element, self.line),
        )


def _wanted(element: Element, outer: bool) -> bool:
    """Tell whether an author lets an element be translated."""
    if "notranslate" in (element.get("class") or "").split():
        return False
    found = element.attributes.get("translate") or element.attributes.get(_TRANSLATE)
    if found is None:
        return outer
    value = found.text.strip().lower()
    return value != "no" if value in {"", "yes", "no"} else outer


def said(element: Element, name: str) -> str | None:
    """Return what an element's author says by an attribute ``its-…``, or else a rule."""
    found = element.attributes
    if not found:
        return None
    value = found.get("its-" + name) or found.get(RULED + name)
    return value.text if value else None


def asked(element: Element) -> bool:
    """Tell whether an element itself is to be translated, not only what is around it."""
    return (element.get("translate") or element.get(_TRANSLATE)) == "yes"


def refused(element: Element) -> bool:
    """Tell whether an element itself is not to be translated."""
    if "notranslate" in (element.get("class") or "").split():
        return True
    return (element.get("translate") or element.get(_TRANSLATE)) == "no"


def details(element: Element) -> tuple[str, ...]:
    """Return what a translator is told of an element itself: its id, and that it is a term."""
    found = []
    if identifier := element.get(RULED + "id"):
        found.append(f"id: {identifier}")
    found.append(term(element))
    return tuple(filter(None, found))


def term(element: Element) -> str:
    """Return what a translator is told of a term, "" if an element is none."""
    if (said(element, "term") or "").strip().lower() != "yes":
        return ""
    text = " ".join(element.text().split())
    about = element.get(RULED + "term-info") or said(element, "term-info-ref") or ""
    return f"term: {text} ({about})" if about.strip() else f"term: {text}"


def _note(element: Element, outer: str) -> str:
    note, reference = said(element, "loc-note"), said(element, "loc-note-ref")
    if note is None and reference is None:
        return outer
    note = note if note or not reference else f"see {reference.strip()}"
    alert = (said(element, "loc-note-type") or "").strip().lower() == "alert"
    return f"Important: {note}" if alert and note else note or ""


def _exact(element: Element, outer: bool) -> bool:
    space = element.get("xml:space") or element.get(_SPACE)
    if space in {"default", "preserve"}:
        return space == "preserve"
    return outer or (element.tag == "pre" and asked(element))


def _line(element: Element, outer: int | None) -> int | None:
    said = element.get(LINE) or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else outer
