"""Where a page is not what the HTML standard asks for, so that its texts are parted or misread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.tree.nodes import Cdata, Element, Other, Text
from pipeline.tree.rules import RUBY
from pipeline.tree.syntax import RCDATA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_END_TAG: Final = re.compile(r"</([a-zA-Z][^\s/>]*)")
_UNSURE: Final = RUBY | {"body", "html"}
"""Elements whose end tags may stand where they part texts."""


def faults(root: Element) -> Iterator[tuple[int, str]]:
    """Yield each place in the source of a page and what is wrong there, in order.

    SVG, MathML and ruby are passed over: what they may hold is not known so exactly here.

    >>> from pipeline.tree import parse
    >>> list(faults(parse("<p>1 < 2 <b>and</p></i>")))
    [(5, '< that begins no tag; write &lt;'), (9, '<b> is not closed'), (19, '</i> closes nothing')]
    """
    elements = list(root.walk())
    unsure = _UNSURE.union(element.tag for element in elements if element.foreign)
    found: list[tuple[int, str]] = []
    for element in elements:
        if element.torn and element.tag not in unsure:
            found.append((element.start, f"<{element.tag}> is not closed"))
        if element.tag not in RCDATA and not element.foreign:
            for child in element.children:
                found += _of(child, root.source, unsure)
    yield from sorted(found)


def first_fault(root: Element) -> tuple[int, str] | None:
    r"""Return the line of the first fault of a page, what it is, and how many there are.

    >>> from pipeline.tree import parse
    >>> first_fault(parse("<p>\r<b>Save.</p></i>"))
    (2, '<b> is not closed, the first of 2 faults of its markup')
    """
    found = list(faults(root))
    if not found:
        return None
    place, said = found[0]
    more = f", the first of {len(found)} faults of its markup" if found[1:] else ""
    # A page that stays as it is keeps its line ends.
    return 1 + len(re.findall(r"\r\n?|\n", root.source[:place])), said + more


def _of(
    node: Element | Text | Other, source: str, unsure: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a text, or with a tag without a partner."""
    if isinstance(node, Other) and node.parts:
        tag = _END_TAG.match(source, node.start)
        if tag is None:
            yield node.start, "a start tag that cannot stand here"
        elif tag[1].lower() not in unsure:
            yield node.start, f"</{tag[1].lower()}> closes nothing"
    elif isinstance(node, Text) and not isinstance(node, Cdata) and not node.raw:
        for found in re.finditer("<", source[node.start : node.end]):
            yield node.start + found.start(), "< that begins no tag; write &lt;"
