"""What of a project's theme a content security policy would stop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline import tree
from pipeline.model import Finding, Place
from pipeline.outputs.themes import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.outputs.themes import Own
    from pipeline.tree import Element

_JINJA: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_DATA: Final = re.compile(r"application/(?:ld\+)?json", re.IGNORECASE)
"""Types of scripts that are data, which browsers do not run."""


def findings(own: Own) -> Iterator[Finding]:
    """Yield a finding for each script and style inside a template."""
    for name, text in own.templates.items():
        html = _JINJA.sub(_blank, text)
        for element in tree.parse(html).walk():
            line = tree.line_at(html, element.start)
            for what in _stopped(element):
                message = f"{what} is stopped by a content security policy; put it into a file"
                yield Finding(Place(f"{FOLDER}/{name}", line), "theme-inline", message)


def _blank(match: re.Match[str]) -> str:
    """Return text of the same length and lines in which HTML finds nothing."""
    filler = "x" if match[0].startswith("{{") else " "
    return re.sub(r"[^\n]", filler, match[0])


def _stopped(element: Element) -> Iterator[str]:
    if element.tag == "style":
        yield "<style>"
    data = _DATA.fullmatch(element.get("type") or "")
    if element.tag == "script" and element.get("src") is None and not data:
        yield "a <script> without src"
    for name, value in element.attributes.items():
        if name == "style" or re.fullmatch(r"on[a-z]+", name):
            yield f"{name}=…"
        elif value.text.strip().lower().startswith("javascript:"):
            yield f"a script in {name}=…"
