"""What of a project's theme no page uses: names that stand for nothing are taken for others."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateError, meta

from pipeline.model import Finding, Place
from pipeline.outputs import templates
from pipeline.outputs.themes import FOLDER, STYLES, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.outputs.themes import Own

_MEANT: Final = "a theme has *.html, style.css, extra.css and the folder assets"


def findings(own: Own) -> Iterator[Finding]:
    """Yield a finding for each template that replaces none, a notice for other unused files.

    So are folders findings that are named like a template or a style sheet.
    """
    ours = templates.replaceable()
    known = f"ours are {', '.join(ours)}"
    for name in own.templates:
        if name not in ours and name not in _referred(own):
            stems = [each.removesuffix(TEMPLATE) for each in ours]
            near = get_close_matches(name.removesuffix(TEMPLATE), stems, 1)
            hint = f'did you mean "{near[0]}{TEMPLATE}"? ' if near else ""
            message = f"replaces no template of ours, and no other refers to it; {hint}{known}"
            yield Finding(Place(f"{FOLDER}/{name}"), "theme-template", message)
    for name in own.folders:
        message = f"is a folder, so it replaces nothing; {known}, and {' and '.join(STYLES)}"
        yield Finding(Place(f"{FOLDER}/{name}"), "theme-template", message)
    for name in own.unused:
        message = f"not used; {_MEANT}"
        yield Finding(Place(f"{FOLDER}/{name}"), "theme-file", message, error=False)


def _referred(own: Own) -> set[str]:
    """Return the names that templates refer to; all of them where only a page says which."""
    found: set[str] = set()
    environment = templates.environment(own, templates.state())
    for text in own.templates.values():
        try:
            names = set(meta.find_referenced_templates(environment.parse(text)))
        except TemplateError:
            # Building a page says what is wrong with it.
            return set(own.templates)
        if None in names:
            return set(own.templates)
        found |= {name for name in names if name}
    return found
