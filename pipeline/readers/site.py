"""The texts of the settings as a document, so that they are translated where all else is.

Its name is none that a source can have. A footer may have links and emphasis, written as in
Markdown; it has no HTML, and its links lead to documents, to the web or to a mail address.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pipeline.elements import FOOTER, KIND, LINE, MENU, SITE, TITLE
from pipeline.model import Document
from pipeline.settings import MenuItem
from pipeline.tree.syntax import escape, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt

    from pipeline.settings import Settings

_SAFE: Final = re.compile(r"(?:https?|mailto|tel):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
"""Beginning of an address that runs nothing: a known scheme, or none."""


def read(settings: Settings, line: Callable[[str, str], int]) -> Document | None:
    """Return the document, None if the settings have no text.

    ``line`` gives the line of a key of a table, for those who look for a text.
    """
    project, publish = settings.project, settings.publish
    parts = []
    if project.title.strip():
        parts.append(_block(TITLE, "title of the site", line("project", "title"), project.title))
    for number, item in enumerate(publish.menu):
        if isinstance(item, MenuItem):
            where = line("publish", "menu")
            parts.append(_block(f"{MENU}{number}", "menu", where, item.text))
    if publish.footer.strip():
        html = _markdown().renderInline(" ".join(publish.footer.split()))
        parts.append(_block(FOOTER, "footer", line("publish", "footer"), html, markup=True))
    if not parts:
        return None
    head = f"<html lang={quote(project.language)}><head></head><body>\n"
    return Document(f"{SITE}.toml", project.language, head + "\n".join(parts) + "\n</body></html>")


def _block(name: str, kind: str, line: int, text: str, *, markup: bool = False) -> str:
    said = f'id="{name}" {KIND}="{kind}" {LINE}="{line}"'
    return f"<p {said}>{text if markup else escape(text)}</p>"


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero").enable(["autolink", "emphasis", "entity", "escape", "link"])
    parser.validateLink = lambda url: bool(_SAFE.match(url))  # type: ignore[method-assign]
    return parser
