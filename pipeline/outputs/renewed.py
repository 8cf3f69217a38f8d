"""A page that stays, whose words about its other versions have to be true of today.

Its text stays to the byte. Search engines believe versions only where each names all others, and a
reader is not to be led to a page that is gone. Only what our own template writes is found; a page
of another template is left as it is.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.outputs.versions import Alternate

_CANONICAL: Final = re.compile(
    r'<link rel="canonical" href="[^"]*">\n'
    r'(?:<link rel="alternate" hreflang="[^"]*" href="[^"]*">\n)*'
)
_LOCALES: Final = re.compile(
    r'(<meta property="og:locale" content="[^"]*">\n)'
    r'(?:<meta property="og:locale:alternate" content="[^"]*">\n)*'
)
_SWITCHER: Final = re.compile(
    r'<nav class="languages"[^>]*>\n<ul>\n(?:<li>.*</li>\n)*</ul>\n</nav>'
)
_OTHER: Final = re.compile(r'<li><a href="([^"]*)"([^>]*) hreflang="([^"]*)".*\n')
"""An entry of the switcher; that of the page itself has no language."""


def versions(
    page: str, canonical: str, alternates: Iterable[Alternate], locales: Sequence[str]
) -> str:
    """Return a page whose head names some versions, and ``locales`` for those in other languages.

    A page that names no address of its own is not for search engines, and comes back as it is.
    """
    head, end, rest = page.partition("</head>")
    links = [f'<link rel="canonical" href="{escape(canonical)}">\n']
    links += [
        f'<link rel="alternate" hreflang="{escape(each.hreflang)}" href="{escape(each.href)}">\n'
        for each in alternates
    ]
    head, found = _CANONICAL.subn(lambda _: "".join(links), head, count=1)
    if found:
        others = [f'<meta property="og:locale:alternate" content="{each}">\n' for each in locales]
        head = _LOCALES.sub(lambda match: match[1] + "".join(others), head, count=1)
    return head + end + rest


def switcher(page: str, targets: Mapping[str, str]) -> str:
    """Return a page whose switcher leads to an address for each language, and names no others."""

    def entry(match: re.Match[str]) -> str:
        old, said, tag = match.groups()
        if tag not in targets:
            return ""
        if unescape(old) == targets[tag]:
            return match[0]
        return match[0].replace(f'"{old}"{said}', f'"{escape(targets[tag])}"{said}', 1)

    return _SWITCHER.sub(lambda match: _OTHER.sub(entry, match[0]), page, count=1)
