"""Detectors of what a draft has lost: marks, code, numbers, signs, its end."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline import kept, marks
from pipeline.checks import bounds
from pipeline.figures import dates
from pipeline.translate import measures, numbers, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.translate.pairs import Pair

_NAME = re.compile(r"[\w.-]+")

_SIDES = tuple(map(tuple, "() [] <> 「」 『』 “” 《》 〈〉 【】".split()))
_QUOTED = re.compile(r'“[^”]*[^\W\d_][^”]*”|(?<!\w)"[^"]*[^\W\d_][^"]*"(?!\w)')
_QUOTE = re.compile("[\"'“”‘’«»「」『』《》〈〉`]")
_NARROW = str.maketrans("（）［］", "()[]")

_BARE = re.compile(r"(?:[0-9]+\s?[년월일年月日]?|\W)+")
_SAID = re.compile(
    r"(?i)\b(?!january|february|march|april|august|(?:sept|octo|novem|decem)\w*)[a-z]{4,}\s"
)
"""A word of a phrase, which is no month."""

_DATED = re.compile(r"[0-9]\s?[년年일日]")

_INTRODUCES = re.compile(r"[:：]\s*$")

NUMBERED = frozenset({"ko", "ja", "zh"})
"""Languages that name months by numbers."""

UNITED = frozenset({"ko", "ja"})
"""Languages whose units ``checks.units`` knows, and ``measures`` the words for signs and times."""


def nothing(pair: Pair) -> Iterator[str]:
    """Find a draft without text."""
    if not pair.target.strip():
        yield "the draft is empty"


def lost_marks(pair: Pair) -> Iterator[str]:
    """Find marks missing, doubled, invented or badly nested."""
    try:
        marks.compare(pair.source, pair.target)
    except marks.MarkError as error:
        yield str(error)


def changed_code(pair: Pair) -> Iterator[str]:
    """Find text in a protected mark that is not what the source has there."""
    target = dict(_protected(pair.target))
    for label, text in _protected(pair.source):
        if label in target and target[label] != text:
            yield f"the text in {label} is changed"


def _protected(message: str) -> Iterator[tuple[str, str]]:
    """Yield the protected marks of a message, each with the text in it."""
    label, text = "", ""
    for token in marks.tokens(message):
        if label and str(token) == label.replace("<", "</"):
            yield label, text
            label = ""
        elif token.kind == "open" and token.text in marks.PROTECTED and not label:
            label, text = str(token), ""
        else:
            text += str(token)


def lost_kept(pair: Pair) -> Iterator[str]:
    """Find addresses, placeholders and names in code that are lost or invented."""
    for text, count in Counter(_kept(pair.source)).items():
        if pair.plain[1].count(text) < count:
            yield f"{text} is missing"
    for text in _kept(pair.target):
        if text not in pair.plain[0] and not _NAME.fullmatch(text):
            yield f"{text} is not in the source"


def _kept(message: str) -> Iterator[str]:
    """Yield what must be carried over; what marks part, as two keys, is not one text."""
    for token in marks.tokens(message):
        if token.kind == "text":
            yield from (match[0] for match in kept.find(token.text))


def lost_numbers(pair: Pair) -> Iterator[str]:
    """Find numbers that are missing or changed."""
    for number in numbers.missing(*pair.plain):
        yield f"the number {number} is missing"
    if pair.language.partition("-")[0] in NUMBERED:
        for month in numbers.missing_months(*pair.plain):
            yield f"the month {month} is missing"


def lost_words(pair: Pair) -> Iterator[str]:
    """Find small numbers in words that are missing or changed."""
    if pair.scripts:
        for word in numbers.unsaid(*pair.plain):
            yield f"the number {word} is missing"


def lost_measures(pair: Pair) -> Iterator[str]:
    """Find money, shares, degrees, times and numbers below zero without what makes them that."""
    if pair.scripts:
        for name in measures.invented(*pair.plain):
            yield f"{name} is not in the source"
    if pair.language.partition("-")[0] in UNITED:
        for text in (*measures.missing(*pair.plain), *measures.halves_lost(*pair.plain)):
            yield f"{text} has lost its sign"


def changed_units(pair: Pair) -> Iterator[str]:
    """Find numbers that have another unit in the draft, or none."""
    if pair.language.partition("-")[0] in UNITED:
        yield from measures.changed(*pair.spoken)


def changed_dates(pair: Pair) -> Iterator[str]:
    """Find days of a date that became years, and years that became days."""
    if pair.language.partition("-")[0] not in UNITED:
        return
    source, target = pair.spoken
    if not _DATED.search(target):
        return  # most drafts, and cheap to tell
    for date in dates.read(source):
        for number, unit in ((date.day, "[년年]"), (date.year, "[일日]")):
            found = re.search(rf"(?<![0-9.,]){number}\s?{unit}", target) if number else None
            if found and number not in {date.year % 100, date.month}:
                yield f"{number} of a date became {found[0]}"


def turned_bounds(pair: Pair) -> Iterator[str]:
    """Find *no more than 10* that became 10개 이상, and the reverse."""
    yield from bounds.turned(pair.source, pair.target, pair.language)


def emptied(pair: Pair) -> Iterator[str]:
    """Find marks round words of which no letter is left."""
    target = dict(_spans(pair.target))
    for label, text in _spans(pair.source):
        if re.search(r"[^\W\d_]", text) and not re.search(r"[^\W\d_]", target.get(label, "a")):
            yield f"nothing is left of the words in {label}"
    said, left = pair.spoken
    if _BARE.fullmatch(left.strip()) and _SAID.search(said):
        yield "nothing is left but numbers"


def _spans(message: str) -> Iterator[tuple[str, str]]:
    """Yield every mark round words with the text that is in it."""
    inside: list[tuple[str, list[str]]] = []
    for token in marks.tokens(message):
        if token.kind == "open":
            inside.append((str(token), []))
        elif token.kind == "close" and inside:
            label, texts = inside.pop()
            yield label, "".join(texts)
        else:
            for _, texts in inside:
                texts.append(token.text if token.kind == "text" else "")


def unbalanced(pair: Pair) -> Iterator[str]:
    """Find brackets and quotation marks that are lost, or of which one side is there."""
    source, target = (text.translate(_NARROW) for text in pair.plain)
    for opening, closing in _SIDES:
        if source.count(opening) != source.count(closing):
            continue
        if target.count(opening) != target.count(closing):
            yield f"{opening} and {closing} do not come in pairs"
    if source.count('"') % 2 < target.count('"') % 2:
        yield '" does not come in pairs'
    if _QUOTED.search(source) and not _QUOTE.search(target):
        yield "the quotation marks are lost"


def no_end(pair: Pair) -> Iterator[str]:
    """Find a draft of a whole sentence that breaks off, and a question that asks nothing."""
    source, target = pair.plain
    if phrases.asks(source, "en") and not phrases.asks(target, pair.language):
        yield "it is no question"
    if _INTRODUCES.search(target) and not _INTRODUCES.search(source):
        yield "nothing follows its colon"
    if re.search(r"\w[.!]$", source.strip()) and (end := phrases.unended(target, pair.language)):
        yield f'it breaks off after "{end}"'
