"""Blocks of a theme that no page has a place for; Jinja leaves them out without a word."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from jinja2 import TemplateError, nodes

from pipeline.model import Finding, Place
from pipeline.outputs import templates
from pipeline.outputs.themes import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.outputs.themes import Own


def findings(own: Own) -> Iterator[Finding]:
    """Yield a finding for each block of a template that what it extends does not have.

    A template with a mistake has none; building a page with it says what is wrong.
    """
    for name in own.templates:
        try:
            yield from _unplaced(own, name)
        except TemplateError:
            continue


def _unplaced(own: Own, name: str) -> Iterator[Finding]:
    parent = _parent(_parsed(own, name))
    if not parent:
        return
    there = _inherited(own, parent)
    for node in _parsed(own, name).body:
        if isinstance(node, nodes.Block) and node.name not in there:
            near = get_close_matches(node.name, there, 1)
            hint = (
                f'; did you mean "{near[0]}"?' if near else f"; it has {', '.join(sorted(there))}"
            )
            message = f'{parent} has no block "{node.name}"{hint}'
            yield Finding(Place(f"{FOLDER}/{name}", node.lineno), "theme-block", message)


def _inherited(own: Own, name: str) -> set[str]:
    """Return the blocks of a template and of those that it extends."""
    found: set[str] = set()
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        parsed = _parsed(own, name)
        found.update(block.name for block in parsed.find_all(nodes.Block))
        name = _parent(parsed)
    return found


def _parsed(own: Own, name: str) -> nodes.Template:
    environment = templates.environment(own, templates.state())
    if environment.loader is None:
        raise TemplateError(name)
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _parent(parsed: nodes.Template) -> str:
    """Return the template that one extends, "" if none, or if only a page says which."""
    for node in parsed.find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const):
            return str(node.template.value)
    return ""
