"""Where each entry of a PO file begins and ends, line by line, and what polib gets to see of it.

polib splits lines where gettext does not, knows fewer escapes, and drops the last character of a
string that is not closed. So every line is classified here first, by gettext's rules; polib is
given only lines that it reads as gettext would.

A line's kind is one letter: ``_`` blank, ``#`` translator comment, ``.`` extracted comment, ``:``
reference, ``,`` flag, ``=`` newer flag, ``|`` previous; ``c`` msgctxt, ``i`` msgid, ``p``
msgid_plural, ``s`` msgstr, ``n`` msgstr[N], each with its continuation lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Sequence

_STRING = r'"[^"\\\n]*(?:\\(?:[abfnrtv"\\0-7]|x[0-9a-fA-F])[^"\\\n]*)*"'
_SPACE = r"[ \t\v\f]*+"
_LINE = re.compile(
    rf"((?:{_SPACE}(#~\||#~|#\||){_SPACE}"
    rf"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?|){_SPACE}({_STRING}|)"
    r"[ \t\v\f\r]*+(?=\n|\Z)|([^\n]*))(?:\n|\Z))"
)
"""A whole line: its sign, keyword and string, or all of it where it is something else."""

_COMMENTS = {"# ": "#", "#": "#", "#\r": "#", "#.": ".", "#:": ":", "#=": "=", "#,": ","}
_WORDS = {"": '"', "msgctxt": "c", "msgid": "i", "msgid_plural": "p", "msgstr": "s"}


def _obsolete(kind: str) -> str:
    return "'" if kind == '"' else kind.upper()


_KINDS = {
    **_WORDS,
    **{f"#~{word}": _obsolete(kind) for word, kind in _WORDS.items()},
    **{f"{sign}{word}": "|" for sign in ("#|", "#~|") for word in _WORDS},
}
"""Kind of a line by sign and keyword; a capital or \' in an obsolete entry."""

_DONE = frozenset("snSN")
_FLAGS = re.compile(r"[\s,]+")
_FOREIGN = re.compile(r"\\[ax0-7]")
_ESCAPES = re.compile(r"(?:\\(?:[0-7]{1,3}|x[0-9a-fA-F]+))+|\\.")
_CODES = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]+))")
_RAW = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"})

_LOOSE = "a string that belongs to no msgid or msgstr; delete the line or add the keyword"
_COMMENT = "#.:,=|"
_ENDS = ("", "s", "n", "S", "N")
_STEPS = [("c", "i"), ("i", "p"), ("i", "s"), ("p", "n"), ("n", "n"), *((k, '"') for k in "cipsn")]
_NEXT = {state: dict.fromkeys(_COMMENT, "") | {k: k for k in "ciCI"} for state in _ENDS}
for _last, _kind in _STEPS:
    _after = _last if _kind == '"' else _kind
    _NEXT.setdefault(_last, {})[_kind] = _after
    _NEXT.setdefault(_last.upper(), {})[_obsolete(_kind)] = _after.upper()
"""Last field of the entry -> kind of the next line -> last field after it."""

_NAMES = {"c": "msgctxt", "i": "msgid", "p": "msgid_plural", "s": "msgstr", "n": "msgstr[N]"}
_MISSING = {"c": "msgid", "i": "msgstr", "p": "msgstr[0]"}


class Shape(NamedTuple):
    """The lines of one entry: its blank lines and comments first, as they stand in the file."""

    kinds: str
    """One letter a line."""
    lines: tuple[str, ...]
    """With their line endings."""
    line: int
    """Of the msgid, from 1; 0 after the last entry, where only comments and blank lines are."""
    obsolete: bool
    fuzzy: bool


def scan(text: str, path: str) -> tuple[list[Shape], list[str]]:
    """Return the entries of a file, and for every line of it what polib shall read.

    The last shape has no message if anything follows the last entry. Raises CatalogueError.
    """
    entries = _Gathering()
    feed: list[str] = []
    last = ""
    # The last of the matches is the empty one at the end of the text.
    for line, sign, word, string, other in _LINE.findall(text)[:-1]:
        try:
            if other:
                kind, said = _COMMENTS.get(other[:2]) or _comment(other), ""
            elif string:
                kind = _string_kind(sign, word, last)
                said = f"{word} {_dialect(string)}" if "\\" in string else f"{word} {string}"
            else:
                kind, said = _bare(sign, word)
            entries.add(kind, line)
            last = kind
        except ValueError as error:
            raise CatalogueError(f"{path}:{len(feed) + 1}: {error}") from None
        feed.append(f"#| {said}" if kind == "|" and said else said)
    try:
        return entries.end(), feed
    except ValueError as error:
        raise CatalogueError(f"{path}:{len(feed)}: {error}") from None


def _string_kind(sign: str, word: str, last: str) -> str:
    """Return the kind of a line with a string, after a line of kind ``last``."""
    kind = _KINDS.get(sign + word) or _plural(sign)
    if kind == "|" and not word and last != "|":
        raise ValueError(_LOOSE)
    return kind


class _Gathering:
    """Gathers lines to entries; ValueError says why a line cannot stand where it does."""

    def __init__(self) -> None:
        self.shapes: list[Shape] = []
        self.kinds: list[str] = []
        self.lines: list[str] = []
        self.held: list[str] = []
        """Blank lines that belong to the next entry unless a string follows."""
        self.state = ""
        self.first = 1

    def add(self, kind: str, line: str) -> None:
        """Add a line to the entry that it belongs to."""
        if kind == "_":
            self.held.append(line)
            return
        before = self.state
        try:
            state = _NEXT[before][kind]
        except KeyError:
            raise ValueError(_misplaced(before, kind)) from None
        if before in _DONE and state != before:
            self._close()
        if self.held:
            self._release()
        self.kinds.append(state if state else kind)
        self.lines.append(line)
        self.state = state

    def end(self) -> list[Shape]:
        """Return all entries, and what follows the last one."""
        if self.state.lower() in _MISSING:
            raise ValueError(_misplaced(self.state, "end"))
        if self.state:
            self._close()
        self._release()
        if self.lines:
            self._close()
        return self.shapes

    def _release(self) -> None:
        self.kinds += "_" * len(self.held)
        self.lines += self.held
        self.held.clear()

    def _close(self) -> None:
        kinds, lines = "".join(self.kinds), tuple(self.lines)
        obsolete = self.state.isupper()
        kinds = kinds.lower() if obsolete else kinds
        line = self.first + kinds.index("i") if self.state else 0
        fuzzy = "," in kinds and _is_fuzzy(kinds, lines)
        self.shapes.append(Shape(kinds, lines, line, obsolete, fuzzy))
        self.first += len(lines)
        self.kinds, self.lines, self.state = [], [], ""


def _is_fuzzy(kinds: str, lines: Sequence[str]) -> bool:
    """Tell whether a flag line says fuzzy; gettext parts flags by commas or white space."""
    for kind, line in zip(kinds, lines, strict=True):
        if kind == "," and "fuzzy" in line and "fuzzy" in _FLAGS.split(line):
            return True
    return False


def _plural(sign: str) -> str:
    return "N" if sign == "#~" else "n"


def _bare(sign: str, word: str) -> tuple[str, str]:
    """Return kind and feed of a line without a string."""
    if word:
        return _KINDS.get(sign + word) or _plural(sign), f'{word} ""'
    return {"": "_", "#~": "#"}.get(sign, "|"), ""


def _comment(other: str) -> str:
    """Return the kind of an unusual comment line; ValueError if it is none."""
    text = other.strip()
    if text.startswith("#~"):
        text = text[2:].lstrip()
    if text.startswith("#") and text[:2] not in {"#|", "#~"}:
        return _COMMENTS.get(text[:2], "#")
    raise ValueError(_fault(text.removeprefix("#").lstrip("~|")))


def _dialect(string: str) -> str:
    """Return a string literal with the escapes that polib does not know replaced."""
    return _ESCAPES.sub(_plain, string) if _FOREIGN.search(string) else string


def _plain(match: re.Match[str]) -> str:
    if match[0] == "\\a":
        return "\a"
    codes = [int(o, 8) if o else int(x, 16) for o, x in _CODES.findall(match[0])]
    if not codes:
        return match[0]
    try:
        return bytes(code & 0xFF for code in codes).decode().translate(_RAW)
    except UnicodeDecodeError:
        raise ValueError(f"{match[0]} is not UTF-8; write the character itself") from None


def _misplaced(state: str, kind: str) -> str:
    """Return why a line of a kind cannot stand where the entry has come as far as state."""
    last, missing = _NAMES.get(state.lower(), ""), _MISSING.get(state.lower())
    if kind == "end":
        return f"the file ends after {last}; add the {missing} line"
    if missing and kind in _COMMENT:
        return f"a comment after {last}, where {missing} belongs; move it above the entry"
    if state and kind not in _COMMENT and state.isupper() != (kind == "'" or kind.isupper()):
        return "one entry has lines with and without #~; write all of them alike"
    if kind in {'"', "'"}:
        return _LOOSE
    name = _NAMES[kind.lower()]
    where = f"after {last}" if last else "without a msgid before it"
    return f"{name} {where}; add the {missing or 'msgid'} line"


def _fault(rest: str) -> str:
    """Return what is wrong with a line that is no PO syntax."""
    text = rest.strip()
    word, _, string = text.partition('"')
    if word.strip() not in {*_WORDS, ""} and not re.fullmatch(r"msgstr\[\d+\]\s*", word):
        shown = _shown(text.split()[0][:40])
        return f'"{shown}" is no PO keyword; write msgid or msgstr, or put # before a comment'
    if bad := re.match(r'(?:[^\\"]|\\[abfnrtv"\\0-7]|\\x[0-9a-fA-F])*+(\\(?:x|.|$))', string):
        return f"{_shown(bad[1])} is no escape; write \\\\ for a backslash"
    if re.fullmatch(r'(?:[^\\"]|\\.)*', string):
        return 'the string is not closed; end the line with "'
    return '" inside a string; write \\" or put each string on a line of its own'


def _shown(text: str) -> str:
    """Return a text as it may be printed; what a file holds could steer a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
