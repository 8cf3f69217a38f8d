"""Atom feeds (RFC 4287): the dated documents of a language that are reviewed from end to end.

A document without a date is in none. A feed needs the site's address: its entries are known by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from pipeline.outputs import dates
from pipeline.outputs.addresses import INDEX, absolute, page_path
from pipeline.outputs.pages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.body import Head
    from pipeline.outputs.pages import Page

_MOST: Final = 50
"""Entries of a feed, the newest."""
_FORBIDDEN: Final = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = 'xmlns="http://www.w3.org/2005/Atom"'


def path(language: str) -> str:
    """Return where the feed of a language stands in the output folder."""
    return f"{language}/feed.xml"


def pages(addresses: Addresses, language: str) -> list[Page]:
    """Return the documents of a language's feed, the newest first; none without an address."""
    if not addresses.settings.base_url:
        return []
    found = [versions[language] for versions in addresses.pages.values() if language in versions]
    dated = [page for page in found if page.reviewed and dates.published(page)]
    by_name = sorted(dated, key=lambda page: page.document.name)
    newest = sorted(by_name, key=lambda page: dates.instant(dates.published(page)), reverse=True)
    return newest[:_MOST]


def render(
    addresses: Addresses,
    language: str,
    entries: Sequence[Page],
    heads: Mapping[tuple[str, str], Head],
) -> bytes:
    """Return the feed of some documents."""
    base = addresses.settings.base_url
    title = addresses.settings.title_in(language)
    person = addresses.settings.responsible.get(language)
    own = absolute(base, path(language))
    changed = max(map(dates.updated, entries), key=dates.instant)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed {_SPACE} xml:lang="{language}">',
        f"<id>{escape(own)}</id>",
        _text("title", title, language),
        f"<updated>{changed}</updated>",
        f"<author><name>{escape(_clean(person.name if person else title.text))}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>',
        _link(absolute(base, page_path(language, INDEX)), language),
    ]
    for page in entries:
        lines += _entry(page, heads[page.document.name, language], base)
    return "\n".join([*lines, "</feed>\n"]).encode()


def _entry(page: Page, head: Head, base: str) -> list[str]:
    url = absolute(base, page_path(page.language, page.document.name))
    said = next(iter(page.texts("summary")), Text(head.description, head.description_language))
    lines = [
        "<entry>",
        f"<id>{escape(url)}</id>",
        _text("title", Text(head.title, head.title_language), page.language),
        f"<updated>{dates.updated(page)}</updated>",
        f"<published>{dates.published(page)}</published>",
        _link(url, page.language),
    ]
    if page.author:
        lines.append(f"<author><name>{escape(_clean(page.author))}</name></author>")
    if said.text:
        lines.append(_text("summary", said, page.language))
    return [*lines, "</entry>"]


def _text(name: str, text: Text, language: str) -> str:
    """Return a text with its language where that is another than the feed's."""
    said = f' xml:lang="{text.lang}"' if text.lang not in {"", language} else ""
    return f"<{name}{said}>{escape(_clean(text.text))}</{name}>"


def _link(url: str, language: str) -> str:
    return f'<link rel="alternate" type="text/html" hreflang="{language}" href="{escape(url)}"/>'


def _clean(text: str) -> str:
    """Return a text on one line, without what XML cannot have."""
    return _FORBIDDEN.sub("", " ".join(text.split()))
