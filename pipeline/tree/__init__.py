"""HTML as a tree of places in its source, so that a text can be changed and nothing else.

The tree says which text belongs together; a page is never written from it. It follows the
standard's rules on tags that may be left out as far as they part texts. Tags that cross each other
or have no partner stay where they are: such an element is ``torn``, and text on either side of a
tag without a partner is not joined.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from pipeline.tree.builder import Builder
from pipeline.tree.edits import Edits
from pipeline.tree.nodes import Cdata, Element, Node, Other, Text, TreeError
from pipeline.tree.rules import HEAD
from pipeline.tree.syntax import SPACE

__all__ = [
    "Cdata",
    "Edits",
    "Element",
    "Node",
    "Other",
    "Text",
    "TreeError",
    "line_at",
    "parse",
    "start",
]


@lru_cache(maxsize=2)
def parse(source: str) -> Element:
    """Return the tree of a page or a part of one; raises TreeError.

    Nobody may change it: whoever asks for the same source next gets the same tree.
    """
    builder = Builder(source)
    builder.build()
    return builder.root


@lru_cache(maxsize=2)
def _line_ends(source: str) -> list[int]:
    ends = [-1]
    while (place := source.find("\n", ends[-1] + 1)) >= 0:
        ends.append(place)
    return ends


def line_at(source: str, place: int) -> int:
    """Return the line, from 1, of a place in a source."""
    return bisect_right(_line_ends(source), place - 1)


def start(root: Element, *, body: bool = False) -> int:
    """Return where the head of a page begins, or its body; their tags may be left out."""
    place = 0
    for child in root.children:
        if isinstance(child, Other) and not child.parts:
            place = child.end
        elif isinstance(child, Element) and child.tag == "html":
            return start(child, body=body) or child.inner
        elif isinstance(child, Element) and child.tag == ("body" if body else "head"):
            return child.inner
        elif body and isinstance(child, Element) and (child.tag == "head" or child.tag in HEAD):
            place = child.end
        elif not isinstance(child, Text) or child.value.strip(SPACE):
            break
    return place
