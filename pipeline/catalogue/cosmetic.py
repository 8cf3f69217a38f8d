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
from typing import TYPE_CHECKING, NamedTuple

from pipeline import marks

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'“”‘’]+(?<![.,;:!?)])")
_GOES_ON = r"(?![.,;:!?)]*[\w/#&=%~+@$-])"
"""What an address does not end before; a Korean particle may follow it without a space."""
_HOLE = "\ufffc"
_TEXTS = ("text", "code")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛`´′", "'"))
_SINGLE = re.compile(r"(?<!\w)'([^'\n]*)'(?!\w)")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑−", "-"))
_RANGE = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")
_DASHES = re.compile(r"\s*(?:[–—―]|(?<![\w-])--(?![\w-])|(?<=\w)---?(?=\w))\s*|\s+-\s+")
_DOTS = re.compile(r"\s?\.\s?\.\s?\.|…")
_INSIDE = re.compile(r'([.,])(")')
_END = re.compile(r"\s*[.:;!]$")
_SENTENCE_END = re.compile(r"[.!?]\s*$")


class _Bare(NamedTuple):
    """A message without style."""

    parts: tuple[tuple[str, str], ...]
    """Kind and text; of a mark its number, and whether its content is copied.

    Text that is copied is of the kind ``code``, and stands as it is.
    """
    addresses: tuple[str, ...]
    names: tuple[tuple[int, str], ...]
    """Number and name of each mark."""
    words: str
    """What is not copied, as it is written."""

    def is_like(self, other: _Bare) -> bool:
        """Tell whether two messages differ in style alone.

        In a title capitals say nothing. In a sentence that ends as one they do: *We sold Apple.* is
        not *We sold apple.*
        """
        if self.parts == other.parts:
            return True
        both = (self.words, other.words)
        if any(map(_SENTENCE_END.search, both)) or not any(map(_is_title, both)):
            return False
        return _small(self.parts) == _small(other.parts)


def adapted(old: str, new: str, target: str) -> str | None:
    """Return the translation of an old source as it fits the new one; None if that says more.

    >>> adapted("“offensive” measures...", '"Offensive" measures…', "‘공세적’ 조치…")
    '‘공세적’ 조치…'
    >>> adapted("It is open.", "Is it open?", "열려 있습니다.") is None
    True
    """
    before, after = _bare(old), _bare(new)
    if not before.is_like(after):
        return None
    if before.names != after.names:
        target = _renamed(old, target, dict(before.names), dict(after.names))
    return _with_addresses(target, before.addresses, after.addresses) if target else None


def is_style(old: str, new: str) -> bool:
    """Tell whether two sources differ in style alone."""
    return _bare(old).is_like(_bare(new))


def stripped(source: str) -> str:
    """Return what two sources that differ in style alone have in common, and few others."""
    return " ".join(text for kind, text in _bare(source).parts if kind == "text").casefold()


def _bare(source: str) -> _Bare:
    parts: list[tuple[str, str]] = []
    addresses: list[str] = []
    names: dict[int, str] = {}
    copied: list[str] = []
    for token in marks.tokens(source):
        if token.kind == "text":
            parts.append(_piece(token.text, copied, addresses))
            continue
        names[token.number] = token.text
        protected = token.text in marks.PROTECTED
        if protected and token.kind == "open":
            copied.append(token.text)
        elif protected and token.kind == "close":
            del copied[-1:]
        parts.append((token.kind, f"{token.number}{'!' if protected else ''}"))
    words = "".join(text for kind, text in parts if kind == "text")
    return _Bare(_ends(parts), tuple(addresses), tuple(sorted(names.items())), words)


def _piece(text: str, copied: Sequence[str], addresses: list[str]) -> tuple[str, str]:
    """Return a text without style, and add its addresses to those of the message.

    ``copied`` are the marks around it whose content is copied: readers put an address that stands
    in the text into ``keep``.
    """
    if not copied:
        addresses += _ADDRESS.findall(text)
        return "text", _styled(_ADDRESS.sub(_HOLE, text))
    if copied[-1] == "keep" and _ADDRESS.fullmatch(text):
        addresses.append(text)
        return "code", _HOLE
    return "code", text


def _styled(text: str) -> str:
    """Return a piece of text in one style."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_QUOTES)
    text = _SINGLE.sub(r'"\1"', text.translate(_HYPHENS))
    text = _DOTS.sub("…", _RANGE.sub("-", text))
    text = _DASHES.sub("—", text)
    text = _INSIDE.sub(r"\2\1", text)
    return re.sub(r"\s+", " ", text)


def _ends(parts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the parts without capital at the beginning and sign at the end."""
    places = [i for i, (kind, text) in enumerate(parts) if kind in _TEXTS and text.strip()]
    if places:
        kind, text = parts[places[-1]]
        parts[places[-1]] = kind, _END.sub("", text.rstrip()) if kind == "text" else text
        kind, text = parts[places[0]]
        parts[places[0]] = kind, _lowered(text.lstrip()) if kind == "text" else text
    return tuple(part for part in parts if part != ("text", ""))


def _small(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, text.lower() if kind == "text" else text) for kind, text in parts]


def _lowered(text: str) -> str:
    """Return a text with its first letter small, whatever sign stands before it."""
    match = re.match(r"\W*", text)
    at = match.end() if match else 0
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def _is_title(text: str) -> bool:
    """Tell whether all long words have a capital, as in a title."""
    words = re.findall(r"(?<![\w’'])[^\W\d_]{4,}", text)
    rest = words[1:]
    return len(rest) > 0 and all(word[0].isupper() for word in rest)


def _renamed(old: str, target: str, before: dict[int, str], after: dict[int, str]) -> str:
    """Return a translation with other names on its marks; empty if it has not the old ones."""
    try:
        marks.compare(old, target)
    except marks.MarkError:
        return ""
    return marks.rename(target, after) if before.keys() == after.keys() else ""


def _with_addresses(target: str, old: tuple[str, ...], new: tuple[str, ...]) -> str | None:
    """Return a translation with new addresses; None if it has not each of the changed ones."""
    pairs = {*zip(old, new, strict=True)}
    table = dict(pairs)
    changed = [a for a, b in pairs if a != b]
    if not changed:
        return target
    if len(table) < len(pairs):
        return None
    # Those that stay are looked for as well: one may begin as another does that has changed.
    written = {form: a for a in table for form in (a, marks.escape(a))}
    longest = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    pattern = re.compile(f"(?:{longest}){_GOES_ON}", re.ASCII)
    there = Counter(written[match[0]] for match in pattern.finditer(target))
    if any(there[address] != old.count(address) for address in changed):
        return None
    becomes = {
        form: form if a == table[a] else marks.escape(table[a]) for form, a in written.items()
    }
    return pattern.sub(lambda match: becomes[match[0]], target)
