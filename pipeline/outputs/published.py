"""What a page says of itself that stays as it was last published."""

from __future__ import annotations

import html
import posixpath
import re
from typing import Final
from urllib.parse import unquote

from pipeline.elements import DRAFT
from pipeline.outputs.addresses import FILES
from pipeline.outputs.copies import local

_NOINDEX: Final = b'<meta name="robots" content="noindex">'
_NO_DOCUMENT: Final = (b'<main class="list" id="_text">', b'<main class="lost" id="_text">')
_VALUE: Final = re.compile(r'="([^"]*)"')
_HREF: Final = re.compile(r'\shref="([^"]*)"')


def is_document(page: bytes) -> bool:
    """Tell a document's page from the list of pages, and from what is shown where no page is.

    They stand where a document "index" or "404" would stand that is not published.
    """
    return not any(each in page for each in _NO_DOCUMENT)


def is_reviewed(page: bytes) -> bool:
    """Tell whether a page was published as reviewed from end to end."""
    return _NOINDEX not in page


def has_drafts(page: bytes) -> bool:
    """Tell whether a page shows texts that nobody has reviewed."""
    return f'class="{DRAFT}"'.encode() in page


def copies(page: bytes, path: str) -> set[str]:
    """Return the copied files that a page refers to, as paths in the output folder."""
    values = _VALUE.findall(page.decode(errors="replace"))
    urls = (url.rstrip(",") for value in values for url in value.split())
    return {each for url in urls if (each := _target(url, path)).startswith(f"{FILES}/")}


def links(page: bytes, path: str) -> set[str]:
    """Return the pages of the site that a page links to, as paths in the output folder."""
    urls = map(html.unescape, _HREF.findall(page.decode(errors="replace")))
    found = {_target(url, path) for url in urls if local(url)}
    return {each for each in found if each.endswith(".html") and each[0] not in "./"}


def _target(url: str, path: str) -> str:
    """Return the path in the output folder of what an address means on a page."""
    file = unquote(url.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
