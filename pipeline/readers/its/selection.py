"""What the selectors of rules select, within bounds.

XPath 1.0 reads no files, but may be written so that it takes for ever: how much work a selector can
make at most is told from its text before it is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.readers.its.dom import Dom
    from pipeline.readers.its.rules import Rule
    from pipeline.tree import Element

LONGEST: Final = 1000
"""Characters of a selector."""
MOST_STEPS: Final = 200_000_000
"""That all selectors of a page may need together, by our reckoning: about a second."""

_TOKEN: Final = re.compile(
    r"\"[^\"]*\"|'[^']*'|(?P<open>\[)|(?P<close>\])|(?P<far>(?:following|preceding)(?P<near>-sibling)?\s*::)"
    r"|(?P<wide>//|(?:descendant|ancestor)[\w-]*\s*::)"
    r"|(?P<up>\.\.|parent\s*::|(?<![\w\])*.@/\s])\s*/)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a rule has selected."""

    node: etree._Element
    element: Element
    attribute: str = ""
    """Its name, if it is an attribute of the element."""
    implied: bool = False
    """Whether the element itself was not selected but one around it whose tag is left out."""


class Selection:
    """Selects elements and attributes of one page."""

    def __init__(self, dom: Dom) -> None:
        self._dom = dom
        self._steps = 0

    def places(self, rule: Rule) -> Iterator[Place]:
        """Yield what a rule selects, in document order; raises ReadError."""
        found = self._run(rule, rule["selector"], "{}", self._dom.root)
        if not isinstance(found, list):
            raise rule.error("selector selects no elements; write a path such as //h:code")
        for node in found:
            if isinstance(node, etree._Element):
                yield from self._elements(node, implied=False)
            elif getattr(node, "is_attribute", False):
                parent = node.getparent()
                if parent in self._dom.elements:
                    yield Place(parent, self._dom.elements[parent], node.attrname)

    def _elements(self, node: etree._Element, *, implied: bool) -> Iterator[Place]:
        if node in self._dom.elements:
            yield Place(node, self._dom.elements[node], implied=implied)
        else:
            for child in node:
                yield from self._elements(child, implied=True)

    def values(self, rule: Rule, place: Place) -> dict[str, str]:
        """Return what a rule says of an element, by attributes; raises ReadError."""
        given = rule.values
        found: dict[str, str | None] = {rule.main: None}
        if rule.kind == "locNoteRule":
            found["loc-note"] = given.get("locNote") or self._pointed(rule, "locNotePointer", place)
            reference = given.get("locNoteRef") or self._pointed(rule, "locNoteRefPointer", place)
            found["loc-note-ref"] = reference
            found["loc-note-type"] = given.get("locNoteType")
        elif rule.kind == "termRule":
            found["term"] = given["term"]
            found["term-info"] = self._pointed(rule, "termInfoPointer", place)
            reference = given.get("termInfoRef")
            found["term-info-ref"] = reference or self._pointed(rule, "termInfoRefPointer", place)
        elif rule.kind == "localeFilterRule":
            found["locale-filter-list"] = given["localeFilterList"]
            found["locale-filter-type"] = given.get("localeFilterType")
        elif rule.kind == "idValueRule":
            found["id"] = self._pointed(rule, "idValue", place)
        else:
            found[rule.main] = given["withinText" if rule.main == "within-text" else rule.main]
        return {name: " ".join(value.split()) for name, value in found.items() if value is not None}

    def _pointed(self, rule: Rule, name: str, place: Place) -> str | None:
        if name not in rule.values:
            return None
        return str(self._run(rule, rule[name], "string({})", place.node))

    def _run(self, rule: Rule, expression: str, frame: str, node: etree._Element) -> object:
        relative = node is not self._dom.root or frame != "{}"
        power = effort(expression, relative=relative)
        self._steps += self._dom.size ** (power if relative else max(1, power))
        if len(expression) > LONGEST or self._steps > MOST_STEPS:
            raise rule.error("too much work on this page; write a simpler selector")
        try:
            path = etree.XPath(
                frame.format(expression), namespaces=dict(rule.namespaces), regexp=False
            )
            return path(node, **rule.variables)
        except etree.XPathError as error:
            raise rule.error(f'"{expression}": {error}; correct the XPath') from error


def effort(expression: str, *, relative: bool = False) -> int:
    """Return to which power of a page's size the work of an XPath may grow.

    A relative one begins at one element.

    >>> effort("//h:p/@title"), effort("//h:p[//h:code]"), effort("//h:p/following::h:p")
    (1, 2, 4)
    """
    levels, best = [[0, 0]], 0
    for match in _TOKEN.finditer(expression):
        if match["open"]:
            levels.append([0, 0])
        elif match["close"]:
            levels = levels[:-1] or [[0, 0]]
        elif match["far"]:
            # From one element it leads to many; from each of many, to many for each of them.
            inside = relative or len(levels) > 1
            alone = inside and expression[: match.start()].rstrip()[-1:] in {"", *"[(,=<>|"}
            levels[-1][1] += 1 if alone else 2 if match["near"] else 3
        elif match["wide"] or (match["up"] and len(levels) > 1):
            levels[-1][0] = min(2, levels[-1][0] + 1)
        best = max(best, sum(wide + far for wide, far in levels))
    return best
