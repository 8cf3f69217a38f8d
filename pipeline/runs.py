"""Runs of text and inline elements, and their form as text with marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.elements import ATOMS, UNTOUCHED
from pipeline.marks import Token
from pipeline.scope import said
from pipeline.tree import Element, Other, Text, syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.scope import Scope
    from pipeline.tree import Node

SPACE = re.compile(f"[{syntax.SPACE}]+")
_NOT_NAME = re.compile(r"[^a-z-]|^-+")


class Run(NamedTuple):
    """A place for text with marks: nodes side by side, from the first word to the last."""

    parent: Element
    nodes: tuple[Node, ...]
    start: int
    end: int
    scope: Scope


def blank(node: Node) -> bool:
    """Tell whether a node is nothing but white space."""
    return isinstance(node, Text) and not node.source[node.start : node.end].strip(syntax.SPACE)


def trimmed(parent: Element, nodes: Sequence[Node], scope: Scope) -> Run | None:
    """Return a run without comments and white space at its ends; None if nothing is left."""
    if not nodes or (len(nodes) == 1 and blank(nodes[0])):
        return None
    first, last = 0, len(nodes)
    while first < last and (isinstance(nodes[first], Other) or blank(nodes[first])):
        first += 1
    while first < last and (isinstance(nodes[last - 1], Other) or blank(nodes[last - 1])):
        last -= 1
    if first == last:
        return None
    head, tail = nodes[first], nodes[last - 1]
    start, end = head.start, tail.end
    if isinstance(head, Text):
        text = head.source[start : head.end]
        start += len(text) - len(text.lstrip(syntax.SPACE))
    if isinstance(tail, Text):
        text = tail.source[tail.start : end]
        end -= len(text) - len(text.rstrip(syntax.SPACE))
    return Run(parent, tuple(nodes[first:last]), start, end, scope)


def apart(element: Element) -> bool:
    """Tell whether an inline element is an empty mark, its own text being none of the run's."""
    if element.tag in ATOMS or said(element, "within-text") == "nested":
        return True
    return not any(isinstance(child, (Text, Element)) for child in element.children)


def marked(run: Run) -> list[Token]:
    """Return a run as tokens: ends stripped, marks numbered from 1.

    White space is collapsed unless its author says that it means something.
    """
    found: list[Token] = []
    for node in run.nodes:
        _mark(node, run.scope, found)
    return _renumbered(_stripped(_collapsed(found)))


def _mark(node: Node, outer: Scope, found: list[Token]) -> None:
    """Append the tokens of one node; numbers are given afterwards."""
    if isinstance(node, Text):
        found.append(Token("exact" if outer.exact else "text", node.value, 0))
    if not isinstance(node, Element):
        return
    scope = outer.inside(node)
    name = name_of(node, scope)
    if apart(node):
        found.append(Token("empty", name, 0))
        return
    found.append(Token("open", name, 0))
    if name == "keep":
        found.append(Token("exact" if scope.exact else "text", node.text(), 0))
    else:
        for child in node.children:
            _mark(child, scope, found)
    found.append(Token("close", name, 0))


def _collapsed(parts: list[Token]) -> list[Token]:
    """Return tokens with runs of white space as one space, and texts side by side joined."""
    joined: list[Token] = []
    for part in parts:
        if part.kind in {"text", "exact"} and joined and joined[-1].kind == part.kind:
            part = Token(part.kind, joined.pop().text + part.text, 0)  # noqa: PLW2901
        joined.append(part)
    clean = [p._replace(text=SPACE.sub(" ", p.text)) if p.kind == "text" else p for p in joined]
    clean = [p._replace(kind="text") if p.kind == "exact" else p for p in clean]
    return [p for p in clean if p.kind != "text" or p.text]


def _stripped(parts: list[Token]) -> list[Token]:
    if parts and parts[0].kind == "text":
        parts[0] = parts[0]._replace(text=parts[0].text.lstrip(syntax.SPACE))
    if parts and parts[-1].kind == "text":
        parts[-1] = parts[-1]._replace(text=parts[-1].text.rstrip(syntax.SPACE))
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


def name_of(element: Element, scope: Scope) -> str:
    """Return the name of an element's mark; "keep" for what its author keeps untranslated.

    ``scope`` is what is said inside the element.
    """
    if not scope.translated or element.tag in UNTOUCHED:
        return "keep"
    return _NOT_NAME.sub("", element.tag) or "x"


def elements_of(run: Run) -> list[tuple[Element, bool]]:
    """Return the elements of a run's marks, that of mark n at n - 1, each with whether it is kept.

    What is kept, and what is an empty mark, is carried over with all that is inside.
    """
    found: list[tuple[Element, bool]] = []

    def collect(node: Node, outer: Scope) -> None:
        if not isinstance(node, Element):
            return
        scope = outer.inside(node)
        kept = name_of(node, scope) == "keep"
        found.append((node, kept))
        if not (kept or apart(node)):
            for child in node.children:
                collect(child, scope)

    for node in run.nodes:
        collect(node, run.scope)
    return found
