"""Headings, labels and single words for a model that has learnt sentences.

Measured with the starter packages on short texts of help and programs (docs/benchmarks.md):
capitals hide words from a model, so that it spells a shouted title or writes of something else.
A full stop helped 0.1, which had seen few headings; 0.2 makes a command of what has one.
"""

from __future__ import annotations

import re

MOST = 12
"""So many words may be a heading or label; what has more is a sentence or a part of one."""

_WORD = re.compile(r"(?<!\w)[A-Za-z][A-Za-z'’]*(?!\w)")
_PLAIN = re.compile(r"(?<![\w.&_'’-])[A-Z](?:[A-Z]*|[a-z'’]*)(?![\w.])")
"""A word in capitals or with one at its start; GSettings, IPv6, U.S. and _File are none."""
_ENDED = re.compile(r"(?<!\.\.)[.?!…]\W*$|\n")
_DOTS = re.compile(r"\s*(?:\.{3}|…)$")
_SHOUTED = 3
"""So many words in capitals are a sentence; fewer may be abbreviations."""
_SMALL = 3
"""Letters of words that are small in titles as well: of, the, in."""


def eased(text: str) -> str:
    """Return a short English text as a model reads it best; every letter stays at its place.

    An ellipsis is left out, so that a text may become shorter, but at its end only.

    >>> eased("Open the File Manager"), eased("FILE NOT FOUND"), eased("Settings"), eased("HTML")
    ('open the file manager', 'file not found', 'Settings', 'HTML')
    >>> eased("Empty Trash…"), eased("Name:"), eased("Use a GNOME theme"), eased("Save the file.")
    ('empty trash', 'Name:', 'Use a GNOME theme', 'Save the file.')
    >>> eased("WARNING: DO NOT REMOVE IT."), eased("HTML, CSS."), eased("Use USB or SSH.")
    ('warning: do not remove it.', 'HTML, CSS.', 'Use USB or SSH.')
    """
    words, dots = _WORD.findall(text), _DOTS.search(text)
    if not words or len(words) > MOST or (_ENDED.search(text) and not dots):
        return _hushed(words, text)
    if len(words) > 1 and _is_title(words):
        text = _lowered(text, loud=all(word.isupper() for word in words))
    return text[: dots.start()] if dots else text


def _hushed(words: list[str], text: str) -> str:
    """Return a sentence in small letters if all of it is in capitals; it may be a warning."""
    if len(words) < _SHOUTED or not all(word.isupper() for word in words):
        return text
    return _WORD.sub(lambda match: match[0].lower(), text)


def _is_title(words: list[str]) -> bool:
    """Tell whether the capitals of a text are those of a title, not of names."""
    later = [word for word in words[1:] if len(word) > _SMALL]
    titled = bool(later) and all(word[0].isupper() for word in (words[0], *later))
    return titled or all(word.isupper() for word in words)


def _lowered(text: str, *, loud: bool) -> str:
    """Return a text in small letters; abbreviations stay, unless all is in capitals."""

    def one(match: re.Match[str]) -> str:
        word = match[0]
        return word if len(word) > 1 and word.isupper() and not loud else word.lower()

    return _PLAIN.sub(one, text)
