"""A page as XML, as the selectors of rules see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.readers.source import FORBIDDEN
from pipeline.tree import Element, Other, Text
from pipeline.tree.rules import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.tree import Node

XHTML: Final = "http://www.w3.org/1999/xhtml"
_DRAWN: Final = {
    "svg": "http://www.w3.org/2000/svg",
    "math": "http://www.w3.org/1998/Math/MathML",
}
_LANG: Final = {"xml:lang": "{http://www.w3.org/XML/1998/namespace}lang"}
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


class Dom:
    """A page in the namespace of XHTML; what HTML lets authors leave out is there too."""

    def __init__(self, root: Element) -> None:
        self.elements: dict[etree._Element, Element] = {}
        """The page's own element of each that has a tag in its source."""
        html = next((e for e in root.walk() if e.tag == "html"), None)
        self.root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML})  # type: ignore[dict-item]
        if html is not None:
            self._known(self.root, html)
        parts: dict[str, etree._Element] = {}
        for child in (html or root).children:
            name = child.tag if isinstance(child, Element) else ""
            if name in {"head", "body"} and name not in parts:
                parts[name] = self._add(self.root, child, XHTML)  # type: ignore[arg-type]
            elif isinstance(child, Element) or (isinstance(child, Text) and child.value.strip()):
                part = "head" if name in HEAD and "body" not in parts else "body"
                if part not in parts:
                    parts[part] = etree.SubElement(self.root, f"{{{XHTML}}}{part}")
                self._fill(parts[part], [child], XHTML)
        self.size = len(self.elements) + (root.end - root.start) // 200
        """How much there is to look at: about the number of nodes."""

    def _known(self, node: etree._Element, element: Element) -> None:
        self.elements[node] = element
        for name, value in element.attributes.items():
            if _NAME.fullmatch(name) or name in _LANG:
                node.set(_LANG.get(name, name), FORBIDDEN.sub("", value.text))

    def _add(self, parent: etree._Element, element: Element, namespace: str) -> etree._Element:
        namespace = _DRAWN.get(element.tag, namespace) if element.foreign else XHTML
        if element.tag == "tr" and etree.QName(parent).localname == "table":
            last = parent[-1] if len(parent) else None
            if last is None or last in self.elements or not str(last.tag).endswith("}tbody"):
                last = etree.SubElement(parent, f"{{{XHTML}}}tbody")
            parent = last
        tag = element.tag if _NAME.fullmatch(element.tag) else "unknown"
        node = etree.SubElement(parent, f"{{{namespace}}}{tag}")
        self._known(node, element)
        self._fill(node, element.children, namespace)
        return node

    def _fill(self, parent: etree._Element, nodes: Iterable[Node], namespace: str) -> None:
        for node in nodes:
            if isinstance(node, Element):
                self._add(parent, node, namespace)
            elif not isinstance(node, Other):
                text = FORBIDDEN.sub("", node.value)
                if len(parent):
                    parent[-1].tail = (parent[-1].tail or "") + text
                else:
                    parent.text = (parent.text or "") + text
