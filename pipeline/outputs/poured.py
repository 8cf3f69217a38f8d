"""A page of the normal form as a tree, to be poured into the theme.

The tree is made of ours, which follows HTML's rules on tags that are left out; a parser of its own
might build another one. Comments are left out, and so is what no browser shows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import lxml.html
from lxml import etree

from pipeline import tree
from pipeline.tree import Element, Other, Text
from pipeline.tree.rules import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from pipeline.tree import Node

_NAME: Final = re.compile(r"[a-z][\w.:-]*", re.ASCII)
_NEVER_SHOWN: Final = frozenset({"iframe", "noembed", "noframes"})
_SHOWN_RAW: Final = frozenset({"listing", "plaintext", "xmp"})


def parse(html: str) -> HtmlElement:
    """Return the tree of a page: a head, and a body with all that is shown."""
    root = lxml.html.Element("html")
    head = lxml.html.Element("head")
    body = lxml.html.Element("body")
    root.append(head)
    root.append(body)
    _divide(tree.parse(html).children, head, body)
    return root


def _divide(nodes: Iterable[Node], head: HtmlElement, body: HtmlElement) -> None:
    """Put each node where it belongs, whatever stands around it."""
    for node in nodes:
        if isinstance(node, Element) and node.tag in {"html", "head", "body"}:
            _divide(node.children, head, body)
        elif isinstance(node, Element) and node.tag in HEAD and not _begun(body):
            _fill(head, [node])
        elif _begun(body) or isinstance(node, Element) or not _blank(node):
            _fill(body, [node])


def _begun(body: HtmlElement) -> bool:
    return bool(body.text) or next(body.iterchildren(), None) is not None


def _blank(node: Node) -> bool:
    return isinstance(node, Other) or (isinstance(node, Text) and not node.value.strip())


def _fill(parent: HtmlElement, nodes: Iterable[Node]) -> None:
    """Append nodes to an element."""
    last = next(parent.iterchildren(reversed=True), None)
    for node in nodes:
        if isinstance(node, Element):
            last = _append(parent, node)
        elif isinstance(node, Text):
            if last is None:
                parent.text = (parent.text or "") + node.value
            else:
                last.tail = (last.tail or "") + node.value


def _append(parent: HtmlElement, node: Element) -> HtmlElement:
    name = "pre" if node.tag in _SHOWN_RAW else node.tag
    said = {key: value.text for key, value in node.attributes.items() if _NAME.fullmatch(key)}
    element = etree.SubElement(parent, name if _NAME.fullmatch(name) else "span", said)
    if node.tag not in _NEVER_SHOWN:
        _fill(element, node.children)
    return element
