"""The pages for addresses where there is none: one in each language, and one in all of them.

A server shows them at any depth, so that nothing in them can be named from where they stand: their
links begin at the top of the host, where ``base_url`` says that the site lies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pipeline.outputs.body import Head
from pipeline.outputs.described import About, described
from pipeline.outputs.versions import Versions
from pipeline.outputs.views import Views

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.templates import Theme

LOST: Final = "404.html"
"""The name that static hosts know."""


def files(
    addresses: Addresses, heads: Mapping[tuple[str, str], Head], themes: Mapping[str, Theme]
) -> dict[str, bytes]:
    """Return the pages by their paths; a document "404" keeps its own.

    ``themes`` are those of the languages that have a page.
    """
    top = urlsplit(addresses.settings.base_url).path.rstrip("/") + "/"
    views = {tag: Views(addresses, heads, tag, top=top) for tag in themes}
    source = addresses.settings.language
    made = {
        f"{tag}/{LOST}": _page(views[tag], themes[tag], f"{tag}/{LOST}", [tag], themes)
        for tag in themes
        if tag not in addresses.pages.get(LOST.partition(".")[0], {})
    }
    first = source if source in themes else next(iter(themes), "")
    if first:
        made[LOST] = _page(views[first], themes[first], LOST, [*themes], themes)
    return made


def _page(
    view: Views, theme: Theme, path: str, told: Sequence[str], themes: Mapping[str, Theme]
) -> bytes:
    """Return a page in the language of a view that says it in several languages."""
    one = len(told) == 1
    title = str(theme.words("words.html")["lost_title"])
    about = About(path, view.language, Head(title, ""), Versions(), reviewed=False)
    values = {
        "told": [
            (view.list_link(tag, path, _all(themes[tag])), _lost(themes[tag])) for tag in told
        ],
        "switcher": view.switcher(path, None) if one else [],
        **view.frame(path, menu=one),
        **described(about, view.addresses.settings),
    }
    return theme.render("404.html", values)


def _all(theme: Theme) -> str:
    return str(theme.words("words.html")["all_pages"])


def _lost(theme: Theme) -> object:
    return theme.words("words.html")["lost"]
