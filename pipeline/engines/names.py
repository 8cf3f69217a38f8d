"""Names that stay in every language as they are: PDF, RAID5, UTF-8, arm64, os.path, forEach.

A small model drops one where a sentence is long, or spells another. They are treated as terms that
are kept. In 50,000 pairs of documentation with an abbreviation people kept it in 99 of 100, other
names in 93 (forEach) to 97; what they translate is in ``_SAID``. Words in capitals for their weight
(NOT) are no names: one that the package's tokenizer knows whole in small letters is a word of the
language. What is code for certain is copied, see ``kept``.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from pipeline.engines.capitals import LABELS
from pipeline.glossary import Found, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.engines.tokens import Tokenizer
    from pipeline.glossary import Finder

_BEFORE, _AFTER = r"(?<![\w.,$%/&@#+'’-])", r"(?![\w/&@+-]|['’](?!s\b)|\.\w)"
_NAME = re.compile(rf"{_BEFORE}([A-Z]{{2,5}}[0-9]{{0,2}})s?{_AFTER}")
_PART = "[A-Z][A-Z0-9]{0,5}"
_JOINED = re.compile(rf"{_BEFORE}{_PART}(?:[/&]{_PART})+{_AFTER}")
"""TCP/IP, R&D."""
_CODED = re.compile(
    rf"""{_BEFORE}(?:
        [a-z]+[0-9]+[a-z]*[0-9]*             # arm64, bz2
        | [A-Z]{{1,6}}[0-9]+[A-Za-z]?          # H264, V8
        | [A-Z]{{1,5}}(?:-[0-9]+)+             # UTF-8
        | [A-Za-z_]\w+(?:\.[a-z_]\w+)+        # os.path, Last.fm
        | [a-z]+[A-Z]\w*                     # forEach
    ){_AFTER}""",
    re.VERBOSE | re.ASCII,
)
"""Names as programmers write them."""
_ROMAN = re.compile("X{0,3}(?:I[XV]|V?I{0,3})")
_SAID = frozenset("AD AM AM/PM BC BCE CE EU GNOME OK PM TV UK UN UNIX US USA USSR".split())
_SAID |= frozenset("COVID-19 Q1 Q2 Q3 Q4 iPad iPads iPhone iPhones web2 web3".split())
"""People translate these, or write them in letters of their own."""
_WRITTEN = frozenset("FALSE GET NULL POST TRUE".split())
"""Words that stay all the same."""
_SHORT, _VOWEL = 3, re.compile("[AEIOU]")
"""Where all is in capitals, longer names than that have no vowel: HTML, but not CABLE."""


class Names:
    """Finds the terms of a glossary, and beside them names that stay."""

    def __init__(self, finder: Finder, tokenizer: Tokenizer) -> None:
        self._finder, self._tokenizer = finder, tokenizer

    def find(self, text: str) -> Iterator[Found]:
        """Return where they stand in a plain text, from left to right.

        A word that both have is the glossary's.
        """
        found = list(self._finder.find(text))
        taken = {place for one in found for place in range(one.start, one.end)}
        shouted = text.isupper()
        for match in _NAME.finditer(text):
            name = match[1]
            if shouted and (name in LABELS or (len(name) > _SHORT and _VOWEL.search(name))):
                continue
            if match.start() not in taken and self._stays(name):
                found.append(_kept(match, name))
                taken |= set(range(*match.span()))
        joined = (match for match in _JOINED.finditer(text) if self._are_short(match[0]))
        found += [
            _kept(match, match[0])
            for match in (*joined, *_CODED.finditer(text))
            if taken.isdisjoint(range(*match.span())) and match[0] not in _SAID
        ]
        return iter(sorted(found, key=itemgetter(0)))

    def _are_short(self, joined: str) -> bool:
        parts = re.split("[/&]", joined)
        return all(len(part) == 1 or self._stays(part) for part in parts)

    def _stays(self, name: str) -> bool:
        if name in _SAID or _ROMAN.fullmatch(name):
            return False
        return name in _WRITTEN or len(self._tokenizer.encode(name.lower()).pieces) > 1


def _kept(match: re.Match[str], name: str) -> Found:
    return Found(*match.span(), (Term(name, name, keep=True),))
