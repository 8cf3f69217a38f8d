"""Placeholders that a program fills in: each must be there, as often and as it is written."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(r"(?:https?|ftp|file)://[^\s<>\"'()]+")
_PRINTF = re.compile(
    r"(?<![0-9%])%(?:\((?P<name>\w+)\)|(?P<place>[1-9][0-9]?)\$)?[-+#0']?(?P<star>\*|[0-9]*)"
    r"(?P<digits>\.(?:[0-9]+|\*))?(?:(?P<long>hh?|ll?|[qjzt]))?(?P<kind>[sdu]|(?(long)i|(?!))|[ifgexXcopEG](?![a-z]))"
)
_NUMBERED = re.compile(r"%[1-9][0-9]?\$")
_OTHER = re.compile(r"%[-_^]?[YBHMbAaIpyjmR]|%[$0-9]*<PRI")
"""In a format of dates (strftime) the order is the language's; C has macros in a format."""

_NAMED = re.compile(
    r"\{\{\s*[\w.|-]+\s*\}\}|\$\{[\w.:!-]+\}|\{[\w.]*(?:![rsa])?(?::[^{}\s]*)?\}"
    r"|(?<![0-9%])%(?:\(\w+\)[-+#0]?[0-9]*(?:\.[0-9]+)?[a-zA-Z]|L?[1-9](?![0-9.$\w]))",
    re.ASCII,
)
_VARIABLE = re.compile(r"\{[A-Z]+\}")
_FILLED = re.compile(r"\{<?[가-힣ぁ-ヺ一-鿿][^{}]*\}")
"""{NUMBER} in the usage of a program stands for what its reader types, and may be translated."""
_ENTITY = re.compile(r"&[A-Za-z][A-Za-z0-9]+;")
_WORDS = frozenset("&amp; &quot; &apos; &hellip; &ndash; &mdash; &times;".split())
_WORDS |= frozenset("&lsquo; &rsquo; &ldquo; &rdquo; &laquo; &raquo;".split())
"""Entities that a language replaces by a word, "and", or by signs of its own."""


_SIGNS = re.compile("[%{&]")


def check(message: Message, _pair: Pair) -> Iterator[Problem]:
    """Yield the placeholders and entities that are lost, invented or out of order."""
    if not _SIGNS.search(message.source) and not _SIGNS.search(message.target):
        return  # most messages, and cheap to tell
    source, target = (_ADDRESS.sub(" ", texts.plain(m)) for m in (message.source, message.target))
    for fault in (*_named(source, target), *_printf(source, target)):
        yield Problem("placeholders", fault, Level.ERROR)


def _named(source: str, target: str) -> Iterator[str]:
    """Compare what names itself, so that its order is free."""
    wanted, got = _names(source), _names(target)
    for text in wanted - got:
        if _VARIABLE.fullmatch(text) and _FILLED.search(target):
            continue
        yield f"{text} is missing; write it as the source does"
    for text in got - wanted:
        if text not in source and text != "{}":
            yield f"{text} is not in the source"


def _names(text: str) -> Counter[str]:
    found = Counter("".join(match[0].split()) for match in _NAMED.finditer(text))
    return found + Counter(set(_ENTITY.findall(text)) - _WORDS)


def _printf(source: str, target: str) -> Iterator[str]:
    """Compare what is filled in by its place: another order needs the places written."""
    wanted, got = _places(source), _places(target)
    if wanted == got or _OTHER.search(source):
        return
    if _NUMBERED.search(source + target) and (apart := wanted.items() ^ got.items()):
        place, kind = min(apart)
        what = (
            "is missing; write it as the source does" if place in wanted else "is not in the source"
        )
        yield f"%{place}${kind[1:]} {what}"
        return
    lost = Counter(wanted.values()) - Counter(got.values())
    extra = Counter(got.values()) - Counter(wanted.values())
    if lost:
        yield f"{next(iter(lost))} is missing; write it as the source does"
    elif extra:
        yield f"{next(iter(extra))} is not in the source"
    else:
        yield f"the order of {' and '.join(wanted.values())} is changed; number them: %1$s"


def _places(text: str) -> dict[int, str]:
    """Return what each argument of a format is printed as, by its place from 1."""
    found: dict[int, str] = {}
    place = 0
    for match in _PRINTF.finditer(text):
        if match["name"]:
            continue
        for star in (match["star"], match["digits"]):
            if star and "*" in star and not match["place"]:
                place += 1
                found[place] = "*"
        place += 1
        number = int(match["place"]) if match["place"] else place
        found[number] = "%" + match["kind"].replace("i", "d").replace("X", "x")
    return dict(sorted(found.items()))
