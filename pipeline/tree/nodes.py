"""The nodes of a tree: places in a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.tree import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.tree.syntax import Value


class TreeError(ValueError):
    """HTML that cannot be read in whole; ``place`` is where in the source."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


class Text:
    """Text between tags."""

    __slots__ = ("end", "raw", "source", "start")

    def __init__(self, source: str, start: int, end: int, *, raw: bool = False) -> None:
        self.source, self.start, self.end, self.raw = source, start, end, raw

    @property
    def value(self) -> str:
        """What a browser shows."""
        text = self.source[self.start : self.end]
        return text if self.raw else syntax.decode(text)


class Cdata(Text):
    """Text of SVG or MathML between ``<![CDATA[`` and ``]]>``."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """What a browser shows."""
        return self.source[self.start + 9 : self.end - 3]


class Other:
    """Markup that is no element: a comment, or a tag without a partner, which parts texts."""

    __slots__ = ("end", "parts", "start")

    def __init__(self, start: int, end: int, *, parts: bool = False) -> None:
        self.start, self.end, self.parts = start, end, parts


_NONE: dict[str, Value] = {}


class Element:
    """An element: its start tag ends at ``inner``, its content at ``close``, all of it at ``end``.

    The root is an element without a name.
    """

    __slots__ = (
        "_attributes",
        "blocks",
        "children",
        "close",
        "end",
        "foreign",
        "inner",
        "parent",
        "source",
        "start",
        "tag",
        "torn",
    )

    def __init__(
        self, source: str, tag: str, start: int, inner: int, parent: Element | None
    ) -> None:
        self.source, self.tag, self.start, self.inner, self.parent = (
            source,
            tag,
            start,
            inner,
            parent,
        )
        self.close = self.end = inner
        self.children: list[Node] = []
        self.blocks = False
        """Whether something inside parts texts."""
        self.torn = False
        """Whether its end tag is missing that must not be, or crosses another element."""
        self.foreign = False
        """Whether it is of SVG or MathML."""
        bare = inner - start == len(tag) + 2
        self._attributes: dict[str, Value] | None = _NONE if bare else None

    @property
    def attributes(self) -> dict[str, Value]:
        """Its attributes, the first of each name."""
        if self._attributes is None:
            first, last = self.start + len(self.tag) + 1, self.inner - 1
            self._attributes = syntax.attributes(self.source, first, last) if first < last else {}
        return self._attributes

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return the value of an attribute."""
        if self._attributes is _NONE:
            return default
        found = self.attributes.get(name)
        return default if found is None else found.text

    def walk(self) -> Iterator[Element]:
        """Yield the element and all inside it, in the order of their start tags."""
        todo: list[Element] = [self]
        while todo:
            element = todo.pop()
            yield element
            todo += [child for child in reversed(element.children) if isinstance(child, Element)]

    def text(self) -> str:
        """Return all text inside."""
        return "".join(
            child.text() if isinstance(child, Element) else child.value
            for child in self.children
            if not isinstance(child, Other)
        )


Node = Element | Text | Other
