"""The texts among what a document says about itself, and the same with other texts.

Readers and outputs walk here, so that what is offered to translators is what is put back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

Text = tuple[str, str]
"""A key, dotted where it stands in a table, and its text with single spaces."""


def texts(meta: Mapping[str, Any], keys: Container[str]) -> list[Text]:
    """Return the texts of some keys in the order of the document.

    >>> texts({"tags": ["tea", 5], "seo": {"title": "Tea  house"}}, {"tags", "seo.title"})
    [('tags', 'tea'), ('seo.title', 'Tea house')]
    """
    found: list[Text] = []

    def note(key: str, text: str) -> str:
        found.append((key, text))
        return text

    _changed(meta, "", keys, note)
    return found


def replace(meta: Mapping[str, Any], others: Iterable[Text]) -> dict[str, Any]:
    """Return what a document says with other texts: for each key as many as it has, in order.

    >>> replace({"tags": ["tea", 5], "order": 1}, [("tags", "차")])
    {'tags': ['차', 5], 'order': 1}
    """
    waiting: dict[str, list[str]] = {}
    for key, text in others:
        waiting.setdefault(key, []).append(text)
    turns = {key: iter(each) for key, each in waiting.items()}
    changed = _changed(meta, "", waiting, lambda key, text: next(turns[key], text))
    return dict(changed)


def _changed(value: Any, key: str, keys: Container[str], change: Callable[[str, str], str]) -> Any:
    """Return a value with every text changed that is a named key's, alone or in a list."""
    if isinstance(value, dict):
        named = {name: f"{key}.{name}" if key else str(name) for name in value}
        return {name: _changed(value[name], named[name], keys, change) for name in value}
    if isinstance(value, list):
        return [_changed(each, key, keys, change) for each in value]
    if isinstance(value, str) and key in keys and (text := " ".join(value.split())):
        return change(key, text)
    return value
