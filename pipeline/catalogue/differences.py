"""What has changed in a source sentence that a translator must not overlook.

A sentence with "not" in it is as like the one without as two sentences can be. So where an old
translation stands beside a changed source, a comment names what turns its meaning: negations,
numbers, dates, units, names, and the project's terms.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.checks import negation, terms, texts, units, values, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.glossary import Glossary

_DATES = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b"
)
_UNREAD = (
    "Kg ft foot feet inch inches mi mile miles lb lbs pound pounds oz ounce ounces px pt "
    "gallon gallons bar psi tons"
)
"""Units that no check compares, as they may be read in several ways."""
_UNITS = re.compile(
    rf"(?<=[0-9])\s?(%|°[CF]|(?:{'|'.join(sorted({*units.ENGLISH, *_UNREAD.split()}))})\b)"
    r"|([$€£¥₩])(?=\s?[0-9])"
)
_NAMES = re.compile(
    r"(?<=[\w,;:(“‘\"'-]\s)(?!I\b)[A-Z][\w’'-]*(?<!['’]s)|\b[A-Z]{2,}\b"
    r"|^(?!(?:The|An?|In|On|At|To|For|From|By|With|And|But|Or|If|When|While|As|After|Before|Since|"
    r"Both|All|This|That|Its|His|Her|Their|Our|Your|My|Is|Are|Do|Does|Use|Open|See|Click|Press|"
    r"Select|Choose)\b)[A-Z][\w’'-]*(?=\s[A-Z])"
)
"""Words with a capital inside a sentence, abbreviations, and what begins a name of two words."""
_TITLE_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST = 4
"""So many of a kind are named; the line stays one that is read."""


def differences(old: str, new: str, glossary: Glossary = ()) -> list[str]:
    """Return what turns the meaning between two English messages, a phrase for each kind.

    >>> differences("Austin sold 20 houses.", "Austin did not sell 50 houses.")
    ['negation "not" is new', 'number 20, now 50']
    """
    found: list[str] = []
    for kind, find in _KINDS.items():
        found += _difference(kind, find(old), find(new))
    if glossary:
        found += _difference("term", terms.named(old, glossary), terms.named(new, glossary))
    return found


def _difference(kind: str, old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    if kind == "number":
        gone, added = _numbers(old, new)
    else:
        gone, added = ([*(Counter(a) - Counter(b))] for a, b in ((old, new), (new, old)))
    if kind in {"negation", "term"}:
        gone, added = ([f'"{word}"' for word in found] for found in (gone, added))
    if gone and added:
        yield f"{kind} {_listed(gone)}, now {_listed(added)}"
    elif gone:
        yield f"{kind} {_listed(gone)} is gone"
    elif added:
        yield f"{kind} {_listed(added)} is new"


def _listed(found: Sequence[str]) -> str:
    return " and ".join([*found[:_MOST], *(["more"] if len(found) > _MOST else [])])


def _numbers(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the numbers of each that the other has not, however they are written."""
    left = list(new)
    gone = []
    for text in old:
        same = [other for other in left if other == text or _meant(other) & _meant(text)]
        if same:
            left.remove(text if text in same else same[0])
        else:
            gone.append(text)
    return gone, left


def _meant(text: str) -> set[str]:
    digits = {value for number in values.demanded(text) for value in number.values}
    return digits or {text}


def _said_numbers(text: str) -> list[str]:
    said = texts.words(text)
    return [number.text for number in values.demanded(said)] + [
        word for word in words.counting(said) if word not in words.SCALES and word != "one"
    ]


def _units(text: str) -> list[str]:
    found = (match[1] or match[2] for match in _UNITS.finditer(texts.words(text)))
    return [unit if len(unit) < 4 else re.sub(r"(?<=ch)es$|s$", "", unit) for unit in found]


def _names(text: str) -> list[str]:
    """Return the words with a capital inside sentences; none of a title, where all have one."""
    said = texts.words(text)
    long = _TITLE_WORD.findall(said)[1:]
    if long and sum(word[0].isupper() for word in long) * 2 > len(long):
        return []
    return [name for name in _NAMES.findall(said) if not _DATES.fullmatch(name)]


_KINDS: dict[str, Callable[[str], list[str]]] = {
    "negation": negation.english,
    "number": _said_numbers,
    "date": lambda text: _DATES.findall(texts.words(text)),
    "unit": _units,
    "name": _names,
}
