"""A tree as HTML that a person can read and compare: each block on lines of its own.

lxml's own serializer percent-encodes addresses, closes HTML 5's empty elements and differs between
versions of libxml2; pages have to be the same bytes everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from pipeline.tree.syntax import SPACE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl"
    " dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main"
    " menu nav ol p pre search section summary table tbody td tfoot th thead tr ul".split()
)
EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp"})
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;", "\r": "&#13;"}
)
_QUOTED = _ESCAPES | {ord('"'): "&quot;"}


def inner(element: HtmlElement) -> Markup:
    """Return what stands inside a block.

    White space next to the edge of a block is never shown, so line ends are set there; no other
    white space is touched.
    """
    return Markup("\n".join(_lines(element)))  # noqa: S704 (all text is escaped below)


def _lines(block: HtmlElement) -> list[str]:
    """Return the content of a block as lines: a child block each, and each run between them."""
    lines: list[str] = []
    run = [_text(block.text)]
    for child in block:
        if child.tag in _BLOCKS:
            lines += ["".join(run).strip(SPACE), _element(child)]
            run = []
        else:
            run.append(_element(child))
        run.append(_text(child.tail))
    lines.append("".join(run).strip(SPACE))
    return [line for line in lines if line]


def _element(element: HtmlElement, *, verbatim: bool = False) -> str:
    """Return an element, without its tail."""
    if not isinstance(element.tag, str):
        return etree.tostring(element, encoding="unicode", with_tail=False)
    attributes = "".join(f' {k}="{v.translate(_QUOTED)}"' for k, v in element.items())
    start = f"<{element.tag}{attributes}>"
    verbatim = verbatim or element.tag not in _BLOCKS or _keeps_space(element)
    content = _verbatim(element) if verbatim else _block(element)
    return start if element.tag in EMPTY else f"{start}{content}</{element.tag}>"


def _keeps_space(element: HtmlElement) -> bool:
    return element.tag == "pre" or "white-space" in element.get("style", "")


def _block(element: HtmlElement) -> str:
    lines = _lines(element)
    if any(child.tag in _BLOCKS for child in element):
        return "\n".join(["", *lines, ""])
    return "".join(lines)


def _verbatim(element: HtmlElement) -> str:
    text = element.text or ""
    parts = [text if element.tag in _RAW else _text(text)]
    for child in element:
        parts += [_element(child, verbatim=True), _text(child.tail)]
    return "".join(parts)


def _text(text: str | None) -> str:
    return (text or "").translate(_ESCAPES)
