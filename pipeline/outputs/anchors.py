"""The places on pages that links lead to: the part of an address behind ``#``.

Browsers look for an ``id``, then for the ``name`` of an ``a``; see "find a potential indicated
element" in the HTML standard.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pipeline import tree

if TYPE_CHECKING:
    from pipeline.outputs.pages import Page

_ALWAYS: Final = frozenset({"", "top"})
"""What leads to the beginning of every page."""
_DIRECTIVE: Final = ":~:"
"""Begins what is no name, but tells a browser which words to show."""


class Anchors:
    """The names of places on pages; each page is looked through once, if a link asks for it."""

    def has(self, page: Page, fragment: str) -> bool:
        """Tell whether a fragment leads somewhere on a page."""
        name = fragment.partition(_DIRECTIVE)[0]
        if unquote(name).lower() in _ALWAYS:
            return True
        return not self._names(page).isdisjoint({name, unquote(name)})

    def nearest(self, page: Page, fragment: str) -> str:
        """Return the name on a page that is most like a fragment, "" if none is like it."""
        near = difflib.get_close_matches(unquote(fragment), sorted(self._names(page)), 1)
        return near[0] if near else ""

    def _names(self, page: Page) -> frozenset[str]:
        return names(page.document.html) if page.anchors is None else page.anchors


@lru_cache(maxsize=256)
def names(html: str) -> frozenset[str]:
    """Return the names of the places on a page."""
    return frozenset(_names(html))


def _names(html: str) -> list[str]:
    return [
        name
        for element in tree.parse(html).walk()
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None)
        if name
    ]
