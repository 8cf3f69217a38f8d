"""Where a line may break and how wide it is, as GNU gettext sees it.

The rules are those of UAX #14 as far as gettext follows them: up to 0.22 an early form of them,
from 0.23 on that of Unicode 16. ``tests/cases/catalogue/wrap.txt`` has what gettext itself does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Rules(Enum):
    """Who breaks the lines."""

    GETTEXT = "gettext 0.23 and later"
    OLD_GETTEXT = "gettext before 0.23"
    WORDS = "white space and hyphens, characters counted: polib, Babel"


_CLASSES = {
    "ZW": "Z",
    "SP": "S",
    "WJ": "W",
    "GL": "g",
    "HL": "h",
    "CL": "C",
    "CP": "c",
    "EX": "!",
    "SY": "/",
    "IS": ",",
    "NS": "N",
    "CJ": "N",
    "B2": "=",
    "BA": "|",
    "HH": "|",
    "HY": "-",
    "BB": "`",
    "CB": "u",
    "IN": ":",
    "NU": "0",
    "PR": "$",
    "PO": "%",
    "ID": "i",
    "EB": "e",
    "EM": "E",
    "H2": "2",
    "H3": "3",
    "JL": "l",
    "JV": "v",
    "JT": "t",
    "RI": "R",
    "OP": "o",
    "CM": "m",
    "ZWJ": "z",
    "QU": "q",
}
"""Line breaking classes of Unicode as one letter; ``a`` is any other."""
_OWN = {"<": "A", "\u00b7": "a", "\u0387": "a", "\u2010": "H"}
"""Where gettext differs from the newest data: ``<`` after a full stop; a middle dot is a letter."""

_OLD = r"""
(?<! ^S* ) (?! [SZ] | $ )                           # not at the start, not before spaces
(?: (?<= ZS* )                                      # after a zero-width space, whatever follows
|   (?<! [oO]S* )                                   # not after an opening bracket, even with spaces
    (?! [WCc!/,] )                                  # nor before closing marks
    (?! (?<= qS* ) [oO] ) (?! (?<= CS* ) N ) (?! (?<= =S* ) = )
    (?: (?<= S )                                    # else after spaces
    |   (?<! [Wg`q] ) (?! [qN|H:-] ) (?! (?<! [-|H] ) g )
        (?! (?<= [ha0] ) [ha0$%o]                   # and between any two but these: words, numbers
          | (?<= c ) [ha0$%] | (?<= C ) [$%] | (?<= / ) [h0] | (?<= [-,] ) 0
          | (?<= \$ ) [h0ieEu23lvtoaO] | (?<= % ) [h0oaO]
          | (?<= h[-|H] ) .                         # Hebrew
          | (?<= [iueE] ) % | (?<= e ) E            # ideographs and emoji
          | (?<= [2v] ) [%vt] | (?<= [3t] ) [%t] | (?<= l ) [%l23v]     # parts of a syllable
          | (?<= (?<!R)(?:RR)*R ) R                 # flags
        )
    )
)"""
"""The places between two letters where a line may break, for gettext before 0.23."""
_NEW = r"""
(?<! ^S* ) (?! [SZ] | $ )
(?: (?<= ZS* )
|   (?<! [oO]S* )
    (?! [WCc!/] ) (?! (?<! S(?=,0) ) , )            # a full stop may begin a number: .5
    (?<! (?: ^ | [oOq{}<>gSZ] ) [{<]S* )            # opening and closing quotes, with spaces
    (?! [}>] (?: [SgWCq{}<>c!,/Z] | $ ) )
    (?! (?<= [Cc]S* ) N ) (?! (?<= =S* ) = )
    (?: (?<= S )
    |   (?<! [Wg`q}{<] ) (?! [q{}>N|H:-] ) (?! (?<! [-|H] ) g )
        (?! (?<= [haA0] ) [haA0$%o]
          | (?<= c ) [haA0] | (?<= / ) h | (?<= , ) [ha0] | (?<= - ) 0
          | (?<= (?: ^ | [SZug] ) [-H] ) [aA]       # a hyphen before a word
          | (?<= 0[/,]* ) 0 | (?<= 0[/,]*[Cc]? ) [$%] | (?<= [$%] ) [oO],?0      # whole numbers
          | (?<= \$ ) [h0ieEu23lvtaA] | (?<= % ) [h0aA]
          | (?<= h[-|H] ) [^h]
          | (?<= [iueE] ) % | (?<= e ) E
          | (?<= [2v] ) [%vt] | (?<= [3t] ) [%t] | (?<= l ) [%l23v]
          | (?<= (?<!R)(?:RR)*R ) R
        )
    )
)"""
"""The same for gettext from 0.23 on."""
_WORDS = r"(?<= \s ) \S | (?<= \S ) \s | (?<= - ) [^\s-]"
"""polib and Babel take each run of white space for a piece of its own."""
_JOINER = re.compile("\u200d")
_KNOWN = {
    **dict.fromkeys(("aa", "a0", "0a", "00", "aS", "0S", ",S", "2S", "3S", "iS"), False),
    **dict.fromkeys(("ii", "i2", "i3", "2i", "22", "23", "3i", "32", "33"), True),
}
"""Whether a line breaks inside words and syllables: most places, which need no look around."""
_EARLY = str.maketrans("{}A", "qqa")
"""Letters that only newer rules tell apart."""


class Line:
    """A text, and where it may break."""

    def __init__(self, text: str, rules: Rules, barred: Iterable[int] = ()) -> None:
        self._barred = {*barred, *(m.end() for m in _JOINER.finditer(text))}
        letters = text if rules is Rules.WORDS else text.translate(_letters())
        self._places: Sequence[int] = range(len(text))
        if rules is not Rules.WORDS and ("m" in letters or "z" in letters):
            letters, self._places = _bases(letters)
        if rules is Rules.GETTEXT:
            letters = _quotes(letters, text, self._places)
        elif rules is Rules.OLD_GETTEXT:
            letters = letters.translate(_EARLY)
        self._letters = letters
        self._known = {} if rules is Rules.WORDS else _KNOWN
        self._breaks = _pattern(rules).match

    def last(self, begin: int, end: int) -> int | None:
        """Return the last place up to ``end`` where a new line may begin, None without one."""
        start, stop = bisect_right(self._places, begin), bisect_right(self._places, end)
        return self._first(range(stop - 1, start - 1, -1))

    def first(self, begin: int) -> int | None:
        """Return the first place after ``begin``."""
        return self._first(range(bisect_right(self._places, begin), len(self._places)))

    def _first(self, indices: Iterable[int]) -> int | None:
        for at in indices:
            if self._places[at] in self._barred:
                continue
            found = self._known.get(self._letters[at - 1 : at + 1])
            if found or (found is None and self._breaks(self._letters, at)):
                return self._places[at]
        return None


def _bases(letters: str) -> tuple[str, Sequence[int]]:
    """Return letters and their places without combining marks, which go with what they follow."""
    kept: list[str] = []
    places = []
    for place, letter in enumerate(letters):
        if letter in "mz" and kept and kept[-1] not in "SZ":
            continue
        kept.append("a" if letter in "mz" else letter)
        places.append(place)
    return "".join(kept), places


def _quotes(letters: str, text: str, places: Sequence[int]) -> str:
    """Return the letters with quotes among East Asian characters as ``<`` and ``>``."""
    if "{" not in letters and "}" not in letters:
        return letters
    out = list(letters)
    for at, letter in enumerate(letters[1:-1], 1):
        if letter in "{}" and _is_wide(text[places[at - 1]]) and _is_wide(text[places[at + 1]]):
            out[at] = "<" if letter == "{" else ">"
    return "".join(out)


def width(text: str, rules: Rules) -> int:
    """Return the columns of a text, or the count of its characters."""
    if text.isascii() or rules is Rules.WORDS:
        return len(text)
    widths = _widths()
    return sum([widths[code] for code in map(ord, text)])


def reach(text: str, begin: int, room: int, rules: Rules) -> int:
    """Return where the text that begins at a place has filled so many columns."""
    if text.isascii() or rules is Rules.WORDS:
        return min(len(text), begin + max(room, 0))
    widths = _widths()
    for at in range(begin, len(text)):
        room -= widths[ord(text[at])]
        if room < 0:
            return at
    return len(text)


class _Table(dict[int, Any]):
    """What a function says of a character, asked once."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, code: int) -> Any:
        return self.setdefault(code, self.ask(chr(code)))


@cache
def _pattern(rules: Rules) -> Any:
    import regex

    pattern = {Rules.GETTEXT: _NEW, Rules.OLD_GETTEXT: _OLD, Rules.WORDS: _WORDS}[rules]
    return regex.compile(pattern, regex.VERBOSE)


@cache
def _letters() -> _Table:
    return _Table(_letter)


@cache
def _widths() -> _Table:
    return _Table(_columns)


def _letter(char: str) -> str:
    if char in _OWN:
        return _OWN[char]
    if _has(r"\p{LB=SA}", char):
        return "m" if _has(r"[\p{Mn}\p{Mc}]", char) else "a"
    found = next((v for name, v in _CLASSES.items() if _has(rf"\p{{LB={name}}}", char)), "a")
    if found == "q":
        return "{" if _has(r"\p{Pi}", char) else "}" if _has(r"\p{Pf}", char) else "q"
    return "O" if found == "o" and _is_wide(char) else found


def _columns(char: str) -> int:
    if _has(r"[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Zl}\p{Zp}\u1160-\u11ff\ud7b0-\ud7ff]", char):
        return 0
    return 2 if _has(r"[\p{EA=W}\p{EA=F}]", char) else 1


def _is_wide(char: str) -> bool:
    return _has(r"[\p{EA=W}\p{EA=F}\p{EA=H}]", char)


def _has(pattern: str, char: str) -> bool:
    import regex

    return regex.match(pattern, char) is not None
