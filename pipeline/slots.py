"""Where text stands in the normal form: the walk that extraction and publishing share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from pipeline import marks
from pipeline.elements import ATOMS, ATTRIBUTES, BLOCKS, BUTTONS, KINDS, METADATA, UNTOUCHED
from pipeline.marks import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

SPACE = re.compile(r"[ \t\n\r\f]+")
_NOT_NAME = re.compile(r"[^a-z-]|^-+")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A place for plain text: an attribute."""

    element: HtmlElement
    name: str
    kind: str
    """What it is, for the translator."""


@dataclass(frozen=True, slots=True)
class Run:
    """A place for text with marks: what stands in ``parent`` after ``before``, up to a block."""

    parent: HtmlElement
    before: HtmlElement | None
    children: tuple[HtmlElement, ...]


def slots(element: HtmlElement) -> Iterator[Attribute | Run]:
    """Yield every place for text in an element that is translated, in document order."""
    if not _translated(element):
        return
    yield from _attributes(element)
    if element.tag in UNTOUCHED:
        return
    for part in _parts(element):
        if isinstance(part, Run):
            yield from _run_slots(part)
        else:
            yield from slots(part)


def _parts(parent: HtmlElement) -> Iterator[Run | HtmlElement]:
    """Yield the blocks of an element, and the runs of inline content between them."""
    before: HtmlElement | None = None
    children: list[HtmlElement] = []
    for child in parent:
        leads = not children and not lead(Run(parent, before, ())).strip()
        if _is_block(child) or (leads and child.tag == "input"):
            # A check box before a sentence is no part of it.
            yield Run(parent, before, tuple(children))
            yield child
            before, children = child, []
        else:
            children.append(child)
    yield Run(parent, before, tuple(children))


def _run_slots(run: Run) -> Iterator[Attribute | Run]:
    """Yield the slots of one run: its text, then the attributes inside it."""
    inner = _only_child(run)
    if inner is not None:
        yield from slots(inner)
        return
    yield run
    for child in run.children:
        yield from _inner_attributes(child)


def _inner_attributes(node: HtmlElement) -> Iterator[Attribute]:
    if _is_element(node) and _translated(node):
        yield from _attributes(node)
        for child in node:
            yield from _inner_attributes(child)


def _only_child(run: Run) -> HtmlElement | None:
    """Return the inline element that is all there is in a run, so that its mark may be left out."""
    if len(run.children) != 1:
        return None
    child = run.children[0]
    bare = not (lead(run).strip() or (child.tail or "").strip())
    simple = _is_element(child) and child.tag not in marks.PROTECTED and child.tag not in ATOMS
    return child if bare and simple else None


def _attributes(element: HtmlElement) -> Iterator[Attribute]:
    if element.tag == "meta":
        if kind := METADATA.get((element.get("name") or "").lower()):
            yield Attribute(element, "content", kind)
        return
    if element.tag == "input" and (element.get("type") or "").lower() in BUTTONS:
        yield Attribute(element, "value", "button")
    for name, kind in ATTRIBUTES.items():
        if element.get(name):
            yield Attribute(element, name, kind)


def _is_element(node: HtmlElement) -> bool:
    return isinstance(node.tag, str)


def _is_block(node: HtmlElement) -> bool:
    """Tell whether a node ends a run: a block, or an inline element with a block inside."""
    if not _is_element(node) or node.tag in ATOMS:
        return False
    said = node.get("its-within-text")
    if said in {"yes", "no"}:
        return bool(said == "no")
    return any(inner.tag in BLOCKS for inner in node.iter(etree.Element))


def _translated(element: HtmlElement) -> bool:
    """Tell whether an author lets an element be translated; one in another language stays."""
    wanted = (element.get("translate") or "yes").strip().lower()
    if wanted == "no" or "notranslate" in (element.get("class") or "").split():
        return False
    own = element.get("lang")
    source = element.getroottree().getroot().get("lang") if own else None
    return not (own and source) or _primary(own) == _primary(source)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def kind_of(element: HtmlElement) -> str:
    """Return what a block is, for the translator; "" for running text."""
    for ancestor in (element, *element.iterancestors()):
        if kind := KINDS.get(ancestor.tag):
            return kind
    return ""


def said_of(element: HtmlElement, *attributes: str) -> str | None:
    """Return what the first of some attributes says, on an element or the nearest around it."""
    for ancestor in (element, *element.iterancestors()):
        for attribute in attributes:
            if (said := ancestor.get(attribute)) is not None:
                return str(said)
    return None


def line_of(element: HtmlElement) -> int:
    """Return the source line of an element, 0 if its reader did not say."""
    for ancestor in (element, *element.iterancestors()):
        if line := ancestor.get("data-line"):
            return int(line)
    return 0


def lead(run: Run) -> str:
    """Return the text with which a run begins."""
    return (run.parent.text if run.before is None else run.before.tail) or ""


def tail(run: Run) -> str:
    """Return the text with which a run ends."""
    return (run.children[-1].tail or "") if run.children else lead(run)


def marked(run: Run) -> list[Token]:
    """Return a run as tokens: white space collapsed, ends stripped, marks numbered from 1."""
    parts: list[Token] = [Token("text", lead(run), 0)]
    for child in run.children:
        _mark(child, parts)
        parts.append(Token("text", child.tail or "", 0))
    return _renumbered(_stripped(_collapsed(parts)))


def _mark(element: HtmlElement, parts: list[Token]) -> None:
    """Append the tokens of one inline node; numbers are given afterwards."""
    if not _is_element(element):
        return
    name = name_of(element)
    if element.tag in ATOMS or not (len(element) or element.text):
        parts.append(Token("empty", name, 0))
        return
    parts.append(Token("open", name, 0))
    if name == "keep":
        parts.append(Token("text", element.text_content(), 0))
    else:
        parts.append(Token("text", element.text or "", 0))
        for child in element:
            _mark(child, parts)
            parts.append(Token("text", child.tail or "", 0))
    parts.append(Token("close", name, 0))


def name_of(element: HtmlElement) -> str:
    """Return the name of an element's mark; "keep" for what its author keeps untranslated."""
    if not _translated(element):
        return "keep"
    return _NOT_NAME.sub("", element.tag) or "x"


def _collapsed(parts: list[Token]) -> list[Token]:
    """Return tokens with runs of white space as one space, and texts side by side joined."""
    joined: list[Token] = []
    for part in parts:
        if part.kind == "text" and joined and joined[-1].kind == "text":
            part = Token("text", joined.pop().text + part.text, 0)  # noqa: PLW2901
        joined.append(part)
    clean = [p._replace(text=SPACE.sub(" ", p.text)) if p.kind == "text" else p for p in joined]
    return [p for p in clean if p.kind != "text" or p.text]


def _stripped(parts: list[Token]) -> list[Token]:
    if parts and parts[0].kind == "text":
        parts[0] = parts[0]._replace(text=parts[0].text.lstrip(" "))
    if parts and parts[-1].kind == "text":
        parts[-1] = parts[-1]._replace(text=parts[-1].text.rstrip(" "))
    return [p for p in parts if p.kind != "text" or p.text]


def _renumbered(parts: list[Token]) -> list[Token]:
    """Return tokens with each mark's number, in the order in which the marks open."""
    numbered, stack, count = [], [], 0
    for part in parts:
        number = 0
        if part.kind in {"open", "empty"}:
            count += 1
            number = count
        if part.kind == "open":
            stack.append(count)
        elif part.kind == "close":
            number = stack.pop()
        numbered.append(part._replace(number=number))
    return numbered


def elements_of(run: Run) -> list[HtmlElement]:
    """Return the elements of a run's marks; that of mark n stands at n - 1."""
    found: list[HtmlElement] = []

    def collect(element: HtmlElement) -> None:
        if not _is_element(element):
            return
        found.append(element)
        if element.tag not in ATOMS and name_of(element) != "keep":
            for child in element:
                collect(child)

    for child in run.children:
        collect(child)
    return found
