"""``sitemap.xml`` and ``robots.txt``: which pages there are, for search engines.

A page that is not reviewed from end to end is in neither: it asks not to be found, and a sitemap
that names it would say the opposite. Nothing is forbidden in ``robots.txt``, since a page that may
not be fetched cannot say that it is not to be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import escape

from pipeline.outputs import dates, versions
from pipeline.outputs.addresses import INDEX, ROOT, absolute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.versions import Versions

SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"

_MOST: Final = 10_000
"""Pages in one file. The protocol (sitemaps.org) has 50,000 and 50 MB; each names its versions."""
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS: Final = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def files(addresses: Addresses) -> dict[str, bytes]:
    """Return both, {} where the settings name no address; from 10,000 pages on several sitemaps."""
    base = addresses.settings.base_url
    if not base:
        return {}
    urls = list(_urls(addresses))
    parts = [urls[start : start + _MOST] for start in range(0, len(urls), _MOST)]
    robots = f"User-agent: *\nDisallow:\n\nSitemap: {absolute(base, SITEMAP)}\n"
    made = {ROBOTS: robots.encode()}
    if len(parts) < 2:
        return made | {SITEMAP: _sitemap(urls)}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    index = (f"<sitemap><loc>{escape(absolute(base, path))}</loc></sitemap>" for path in named)
    made[SITEMAP] = _file("sitemapindex", _SPACE, index)
    return made | {path: _sitemap(part) for path, part in named.items()}


def _urls(addresses: Addresses) -> Iterator[str]:
    """Yield every page that may be found: the lists, then the documents by name."""
    base = addresses.settings.base_url
    lists = versions.of_lists(addresses)
    others = _others(lists, base)
    yield _url(absolute(base, ROOT), others)
    for tag, path in lists.paths.items():
        if tag not in addresses.pages.get(INDEX, {}):
            yield _url(absolute(base, path), others)
    for name, pages in sorted(addresses.pages.items()):
        found = versions.of(addresses, name)
        others = _others(found, base)
        for tag, path in found.paths.items():
            yield _url(absolute(base, path), others, dates.updated(pages[tag]))


def _others(found: Versions, base: str) -> str:
    """Return what each of the pages says of all, a line each."""
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{each.hreflang}" href="{escape(each.href)}"/>\n'
        for each in found.alternates(base)
    )


def _url(address: str, others: str, changed: str = "") -> str:
    dated = f"<lastmod>{changed}</lastmod>\n" if changed else ""
    return f"<url>\n<loc>{escape(address)}</loc>\n{dated}{others}</url>"


def _sitemap(urls: Sequence[str]) -> bytes:
    return _file("urlset", f"{_SPACE} {_LINKS}", urls)


def _file(name: str, spaces: str, parts: Sequence[str] | Iterator[str]) -> bytes:
    return "\n".join([f"{_XML}<{name} {spaces}>", *parts, f"</{name}>\n"]).encode()
