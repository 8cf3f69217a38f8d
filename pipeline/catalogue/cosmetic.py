"""When two source sentences differ in style alone, so that one's translation is the other's.

Style is: white space, the form of quotation marks, dashes and dots, the sign at the end (but for a
question mark), the capital at the beginning, title case, an address, and what kind of inline markup
stands around the same words. A translator would change nothing for any of it, so a reviewed
translation stays reviewed; an address and the names of marks are put right in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from pipeline import marks

_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'“”‘’]+(?<![.,;:!?)])")
_HOLE = "\ufffc"
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛`´′", "'"))
_SINGLE = re.compile(r"(?<!\w)'([^'\n]*)'(?!\w)")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑−", "-"))
_RANGE = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")
_DASHES = re.compile(r"\s*(?:[–—―]|(?<![\w-])--(?![\w-])|(?<=\w)---?(?=\w))\s*|\s+-\s+")
_DOTS = re.compile(r"\s?\.\s?\.\s?\.|…")
_INSIDE = re.compile(r'([.,])(")')
_END = re.compile(r"\s*[.:;!]$")


class _Bare(NamedTuple):
    """A message without style."""

    parts: tuple[tuple[str, str], ...]
    """Kind and text; of a mark its number, and whether its content is copied."""
    addresses: tuple[str, ...]
    names: tuple[tuple[int, str], ...]
    """Number and name of each mark."""


def adapted(old: str, new: str, target: str) -> str | None:
    """Return the translation of an old source as it fits the new one; None if that says more.

    >>> adapted("“offensive” measures...", '"Offensive" measures…', "‘공세적’ 조치…")
    '‘공세적’ 조치…'
    >>> adapted("It is open.", "Is it open?", "열려 있습니다.") is None
    True
    """
    before, after = _bare(old), _bare(new)
    if before.parts != after.parts:
        return None
    if before.names != after.names:
        target = _renamed(old, target, dict(before.names), dict(after.names))
    return _with_addresses(target, before.addresses, after.addresses) if target else None


def stripped(source: str) -> str:
    """Return what two sources that differ in style alone have in common, and few others."""
    return " ".join(text for kind, text in _bare(source).parts if kind == "text").casefold()


def _bare(source: str) -> _Bare:
    parts: list[tuple[str, str]] = []
    addresses: list[str] = []
    names: dict[int, str] = {}
    depth = 0
    for token in marks.tokens(source):
        protected = token.text in marks.PROTECTED
        if token.kind == "text":
            text = token.text
            if not depth:
                addresses += _ADDRESS.findall(text)
                text = _styled(_ADDRESS.sub(_HOLE, text))
            parts.append(("text", text))
            continue
        names[token.number] = token.text
        depth += protected * {"open": 1, "close": -1}.get(token.kind, 0)
        parts.append((token.kind, f"{token.number}{'!' if protected else ''}"))
    return _Bare(_ends(parts), tuple(addresses), tuple(sorted(names.items())))


def _styled(text: str) -> str:
    """Return a piece of text in one style."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_QUOTES)
    text = _SINGLE.sub(r'"\1"', text.translate(_HYPHENS))
    text = _DOTS.sub("…", _RANGE.sub("-", text))
    text = _DASHES.sub("—", text)
    text = _INSIDE.sub(r"\2\1", text)
    return re.sub(r"\s+", " ", text)


def _ends(parts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the parts without capital at the beginning, sign at the end, and title case."""
    places = [i for i, (kind, text) in enumerate(parts) if kind == "text" and text.strip()]
    if places:
        kind, text = parts[places[-1]]
        parts[places[-1]] = kind, _END.sub("", text.rstrip())
        kind, text = parts[places[0]]
        parts[places[0]] = kind, _lowered(text.lstrip())
    if _is_title("".join(text for kind, text in parts if kind == "text")):
        parts = [(k, t.lower() if k == "text" else t) for k, t in parts]
    return tuple(part for part in parts if part != ("text", ""))


def _lowered(text: str) -> str:
    """Return a text with its first letter small, whatever sign stands before it."""
    match = re.match(r"\W*", text)
    at = match.end() if match else 0
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def _is_title(text: str) -> bool:
    """Tell whether all long words have a capital, as in a title; then capitals say nothing."""
    words = re.findall(r"(?<![\w’'])[^\W\d_]{4,}", text)
    rest = words[1:]
    return len(rest) > 0 and all(word[0].isupper() for word in rest)


def _renamed(old: str, target: str, before: dict[int, str], after: dict[int, str]) -> str:
    """Return a translation with other names on its marks; empty if it has not the old ones."""
    try:
        parts = marks.compare(old, target)
    except marks.MarkError:
        return ""
    if before.keys() != after.keys():
        return ""
    return marks.write(
        token if token.kind == "text" else token._replace(text=after[token.number])
        for token in parts
    )


def _with_addresses(target: str, old: tuple[str, ...], new: tuple[str, ...]) -> str | None:
    """Return a translation with new addresses; None if it has not each of the changed ones."""
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    there = Counter(_ADDRESS.findall(marks.plain(target)))
    if any(there[address] != old.count(address) for address, _ in changed):
        return None
    for address, _ in changed:
        if len({b for a, b in zip(old, new, strict=True) if a == address}) > 1:
            return None
    table = {marks.escape(a): marks.escape(b) for a, b in changed}
    if not table:
        return target
    longest = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.sub(longest, lambda match: table[match[0]], target)
