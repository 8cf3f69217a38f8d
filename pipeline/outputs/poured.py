"""A page of the normal form as a tree, to be poured into the theme.

libxml2 loads nothing: no network, no files, no entities of a document's own. It builds trees as
HTML 4 has them, so what HTML 5 adds and a page would lose is put right afterwards. Comments and
processing instructions are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from pipeline.tree.rules import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_YOUNG = ("wbr", "source", "track")
"""Elements without content that are younger than HTML 4, which libxml2 knows."""
_NEVER_SHOWN = ("iframe", "noembed", "noframes")
_SHOWN_RAW = ("xmp", "plaintext")


def parse(html: str) -> HtmlElement:
    """Return the tree of a page: a head, and a body with all that is shown."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = lxml.html.document_fromstring(html.encode(), parser=parser)
    _gather(root)
    _empty_young(root)
    for element in root.iter(*_NEVER_SHOWN):
        element.text = None
        del element[:]
    for element in root.iter(*_SHOWN_RAW):
        element.tag = "pre"
    return root


def _empty_young(root: HtmlElement) -> None:
    """Move what libxml2 has put into elements that it does not know to be empty behind them."""
    for element in reversed(list(root.iter(*_YOUNG))):
        children, text, tail = list(element), element.text or "", element.tail or ""
        if not (children or text):
            continue
        element.text, element.tail = None, text
        for child in reversed(children):
            element.addnext(child)
        last = children[-1] if children else element
        last.tail = (last.tail or "") + tail


def _gather(root: HtmlElement) -> None:
    """Move into the body what is shown but stands elsewhere.

    libxml2 leaves elements that HTML 4 does not know in the head, and begins a new page behind
    ``</html>``.
    """
    elements: list[HtmlElement] = []
    texts: list[list[str]] = [[]]
    for page in [root, *root.itersiblings()]:
        for part in _shown(page):
            if isinstance(part, str):
                texts[-1].append(part)
            else:
                elements.append(part)
                texts.append([])
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    body[:] = elements
    body.text, *tails = map("".join, texts)
    for element, tail in zip(elements, tails, strict=True):
        element.tail = tail


def _shown(parent: HtmlElement) -> Iterator[str | HtmlElement]:
    """Yield the texts and elements, without their tails, that belong into the body."""
    if parent.tag == "body" or (parent.text or "").strip():
        yield parent.text or ""
    in_head = parent.tag == "head"
    for child in list(parent):
        in_head = in_head and child.tag in HEAD
        if in_head:
            continue
        tail, child.tail = child.tail or "", None
        if child.tag in {"head", "body"}:
            yield from _shown(child)
        else:
            yield child
        if parent.tag == "body" or tail.strip():
            yield tail
