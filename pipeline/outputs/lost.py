"""The pages for addresses where there is none: one in each language, and one in all of them.

A server shows them at any depth, so that nothing in them can be named from where they stand: their
links begin at the top of the host, where ``base_url`` says that the site lies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from markupsafe import Markup

from pipeline import languages
from pipeline.outputs.addresses import page_path
from pipeline.outputs.body import Head
from pipeline.outputs.described import About, described
from pipeline.outputs.templates import WORDS
from pipeline.outputs.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.templates import Theme
    from pipeline.outputs.views import Link, Views

LOST: Final = "404.html"
"""The name that static hosts know."""


def places(addresses: Addresses) -> dict[str, str]:
    """Return the paths of the pages, each with its language; a document "404" keeps its own."""
    name = LOST.partition(".")[0]
    own = addresses.pages.get(name, {})
    found = {page_path(tag, name): tag for tag in addresses.languages if tag not in own}
    if addresses.languages:
        found[LOST] = addresses.languages[0]
    return found


def page(path: str, view: Views, themes: Mapping[str, Theme]) -> bytes:
    """Return a page in the language of a view that says in several languages what is the matter."""
    settings, theme = view.addresses.settings, themes[view.language]
    seen = replace(view, top=urlsplit(settings.base_url).path.rstrip("/") + "/")
    title = theme.word("lost_title")
    about = About(path, view.language, Head(title, ""), Versions(), reviewed=False)
    whole = path == LOST
    values = {
        "told": [_told(seen, path, tag, each) for tag, each in themes.items()],
        "switcher": [] if whole else seen.switcher(path, None),
        **seen.frame(path, menu=not whole),
        **described(about, settings),
    }
    return theme.render("404.html", values)


def _told(seen: Views, path: str, tag: str, theme: Theme) -> tuple[Link, Markup]:
    """Return the way to all pages and, with the space before that, what is said in a language."""
    link = seen.list_link(tag, path, theme.word("all_pages"))
    said = Markup(str(theme.words(WORDS)["lost"]))  # noqa: S704 (HTML already)
    return link, said + languages.sentence_gap(said.striptags(), link.text, tag)
