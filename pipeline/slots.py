"""Where text stands on a page: the walk that extraction and publishing share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline import languages, marks
from pipeline.elements import (
    ATOMS,
    ATTRIBUTE_RULES,
    ATTRIBUTES,
    BLOCKS,
    BUTTONS,
    DRAWN,
    KEY,
    KIND,
    METADATA,
    UNTOUCHED,
)
from pipeline.runs import Run, apart, blank, trimmed
from pipeline.scope import Scope, asked, said
from pipeline.tree import Element, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.tree import Node


@dataclass(frozen=True, slots=True)
class Attribute:
    """A place for plain text: an attribute."""

    element: Element
    name: str
    kind: str
    """What it is, for the translator."""
    scope: Scope

    @property
    def start(self) -> int:
        """Where it stands in the source."""
        return self.element.attributes[self.name].start


Slot = Attribute | Run


def slots(root: Element, language: str) -> list[Slot]:
    """Return every place for text that is translated, in document order.

    ``language`` is that of the page, as a tag of BCP 47.
    """
    source = languages.primary(language)
    walk = _Walk()
    walk.element(root, Scope(source, source, "its-" in root.source.lower()))
    return walk.found


_READ: Final = frozenset({*ATTRIBUTES, "content", "value", ATTRIBUTE_RULES})
"""Attributes one of which an element has that has any for people."""


class _Walk:
    def __init__(self) -> None:
        self.found: list[Slot] = []

    def element(self, element: Element, outer: Scope) -> None:
        """Find what is in an element that is no part of a run."""
        scope = outer.inside(element)
        self.attributes(element, scope)
        if element.tag in UNTOUCHED:
            return
        if element.tag == "pre" and not asked(element):
            scope = scope._replace(wanted=False)
        if element.foreign and element.tag not in DRAWN:
            self.children(element, scope)
            return
        if element.foreign:
            scope = scope._replace(kind=DRAWN[element.tag])
        for part in parts(element):
            if isinstance(part, Element):
                self.element(part, scope)
            else:
                self.run(element, part, scope)

    def run(self, parent: Element, nodes: Sequence[Node], scope: Scope) -> None:
        """Find what is in nodes side by side: their text, then what stands inside by itself."""
        run = trimmed(parent, nodes, scope)
        if run is None:
            return
        inner = _only_child(run)
        if inner is not None:
            self.element(inner, scope)
            return
        if scope.translated:
            self.found.append(run)
        for node in run.nodes:
            if isinstance(node, Element):
                self.inline(node, scope)

    def inline(self, element: Element, outer: Scope) -> None:
        """Find what stands by itself in an element of a run: attributes, pictures, islands."""
        scope = outer.inside(element)
        if not scope.translated or apart(element) or not outer.translated:
            self.element(element, outer)
            return
        self.attributes(element, scope)
        for child in element.children:
            if isinstance(child, Element):
                self.inline(child, scope)

    def children(self, element: Element, scope: Scope) -> None:
        for child in element.children:
            if isinstance(child, Element):
                self.element(child, scope)

    def attributes(self, element: Element, scope: Scope) -> None:
        if _READ.isdisjoint(element.attributes) or scope.language != scope.source:
            return
        ruled = element.get(ATTRIBUTE_RULES)
        if ruled is not None:
            found = _ruled(element, ruled, scope.wanted)
        elif scope.wanted:
            found = _attributes(element)
        else:
            return
        for name, kind in found:
            self.found.append(Attribute(element, name, kind, scope))


def parts(parent: Element) -> Iterator[Element | list[Node]]:
    """Yield the blocks of an element, and the runs of inline content between them."""
    run: list[Node] = []
    leads = True
    for child in parent.children:
        if isinstance(child, Element):
            # A check box before a sentence is no part of it.
            if _is_block(child) or (leads and child.tag == "input" and not child.foreign):
                yield run
                yield child
                run, leads = [], True
                continue
            leads = False
        elif isinstance(child, Text):
            leads = leads and blank(child)
        elif child.parts:
            yield run
            run, leads = [], True
            continue
        run.append(child)
    yield run


def _only_child(run: Run) -> Element | None:
    """Return the inline element that is all there is in a run, so that its mark may be left out."""
    if len(run.nodes) != 1:
        return None
    child = run.nodes[0]
    if not isinstance(child, Element) or child.tag in marks.PROTECTED or child.tag in UNTOUCHED:
        return None
    return None if child.tag in ATOMS and not child.foreign else child


def _ruled(element: Element, rules: str, wanted: bool) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are translated where rules speak of some of them."""
    of_rules = dict(part.rpartition("=")[::2] for part in rules.split())
    kinds = dict(_attributes(element))
    for name, kind in kinds.items():
        if of_rules.get(name, "yes" if wanted else "no") == "yes":
            yield name, kind
    for name, value in of_rules.items():
        if value == "yes" and name not in kinds and element.get(name):
            yield name, "attribute"


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes that people read, with their kinds."""
    if element.tag == "meta":
        name = element.get("name") or element.get("property") or ""
        kind = element.get(KIND) or element.get(KEY) or METADATA.get(name.lower())
        if kind and element.get("content"):
            yield "content", kind
        return
    if element.tag == "input" and (element.get("type") or "").lower() in BUTTONS:
        yield "value", "button"
    for name, kind in ATTRIBUTES.items():
        if element.get(name):
            yield name, kind


def _is_block(element: Element) -> bool:
    """Tell whether an element ends a run: a block, or an inline element with a block inside."""
    if element.torn:
        return True
    if element.tag in ATOMS:
        return False
    if element.attributes and (within := said(element, "within-text")) in {"yes", "no"}:
        return within == "no"
    return element.blocks or (element.tag in BLOCKS and not element.foreign)
