"""HTML's syntax: tags, comments and attributes as the standard's tokenizer sees them.

After WHATWG HTML, section 13.2.5. Everything is a place in the source, nothing is decoded early.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Final, NamedTuple

SPACE: Final = " \t\n\r\f"

_ATTRIBUTE: Final = (
    r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    r"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+"
    r"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f\"'>][^ \t\n\r\f>]*+)?+)?+"
)
MARKUP: Final = re.compile(
    rf"<(?:(/?)([a-zA-Z][^ \t\n\r\f/>]*+)((?:[ \t\n\r\f/]++|{_ATTRIBUTE})*+)>"
    r"|!---?>|!--(?s:.*?)(?:--!?>|(\Z))"
    r"|!\[CDATA\[(?s:(.*?))\]\]>"
    r"|[!?][^>]*+>|/(?:>|[^a-zA-Z>][^>]*+>)"
    r"|(/?[a-zA-Z]|[!?]))"
)
"""A tag (slash, name, attributes), a comment (group 4 where it has no end), CDATA, or other.

Group 6 is the beginning of markup that has no end.
"""

VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source"
    " track wbr".split()
)
RAW: Final = frozenset("script style xmp iframe noembed noframes".split())
"""Elements whose content is text in which nothing is decoded."""
RCDATA: Final = frozenset({"title", "textarea"})

_PARTS: Final = re.compile(
    r"([^ \t\n\r\f/>][^ \t\n\r\f/>=]*+)"
    r"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(\"[^\"]*+\"|'[^']*+'|[^ \t\n\r\f\"'>][^ \t\n\r\f>]*+)?+)?+"
)
_REFERENCE: Final = re.compile(r"&(?:#[xX]?[0-9a-fA-F]++;?|([a-zA-Z][a-zA-Z0-9]*+;?)(=?))")
_LONG: Final = re.compile(r"&#([0-9]{9,}+);?")
_SCRIPT: Final = re.compile(r"<!--|-->|<(/?)script(?=[ \t\n\r\f/>])", re.IGNORECASE)


class Value(NamedTuple):
    """An attribute of a tag."""

    text: str
    """Decoded."""
    start: int
    """Of its value with the quotes; behind the name where it has none."""
    end: int
    name: int
    """Where its name begins."""


def attributes(source: str, start: int, end: int) -> dict[str, Value]:
    """Return the attributes that stand in a part of a source, by their names in lower case."""
    found: dict[str, Value] = {}
    for match in _PARTS.finditer(source, start, end):
        raw = match[2]
        place = match.span(2) if raw is not None else (match.end(), match.end())
        text = raw[1:-1] if raw and raw[0] in "\"'" else raw or ""
        found.setdefault(match[1].lower(), Value(decode_attribute(text), *place, match.start()))
    return found


def decode(text: str) -> str:
    """Return a text between tags without references."""
    # Python refuses to read a number of more than 4,300 digits.
    return unescape(_LONG.sub(_shortened, text)) if "&" in text else text


def _shortened(match: re.Match[str]) -> str:
    digits = match[1].lstrip("0")
    return "\ufffd" if len(digits) > 8 else f"&#{digits or 0};"


def decode_attribute(text: str) -> str:
    """Return an attribute's value without references.

    One by name and without semicolon stays as it is before ``=`` and letters: ``?a=1&copy=2``.
    """
    if "&" not in text:
        return text
    return _REFERENCE.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    name, after = match[1], match[2]
    if name is None:
        return decode(match[0])
    if after and not name.endswith(";"):
        return match[0]
    return html5[name] + after if name in html5 else match[0]


def raw_end(source: str, start: int, tag: str) -> int:
    """Return where the end tag of an element with raw text begins, -1 if there is none."""
    if tag == "script":
        return _script_end(source, start)
    found = re.compile(rf"</{tag}(?=[ \t\n\r\f/>])", re.IGNORECASE).search(source, start)
    return found.start() if found else -1


def _script_end(source: str, start: int) -> int:
    """Return the end of a script, which may have comments with whole scripts inside."""
    escaped = double = False
    place = start
    while found := _SCRIPT.search(source, place):
        place = found.end()
        if found[0] == "-->":
            escaped = double = False
        elif found[0] == "<!--":
            escaped = True
            # The dashes of the beginning may be those of the end.
            place -= 2
        elif not found[1]:
            double = double or escaped
        elif double:
            double = False
        else:
            return found.start()
    return -1


def escape(text: str) -> str:
    """Return a text as it may stand between tags."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;")


def quote(text: str) -> str:
    """Return a text as an attribute's value, in quotes."""
    return '"' + escape(text).replace('"', "&quot;") + '"'
