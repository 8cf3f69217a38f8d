"""A negation of the source that the target lacks, and the reverse.

One word turns the meaning of a sentence round, and a machine loses it easily. A translator writes
*unable* without a negation and *only* with one. So each word that may carry a negation counts where
one is looked for, and only plain ones where none should be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import negation_words as words
from pipeline.checks import texts
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Message, Pair


def _any(patterns: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(patterns.split()), flags)


_ENGLISH = re.compile(
    r"\b(?:not|never(?![”’|,])|cannot|neither|nobody|nothing|nowhere|without)\b"
    r"|\b(?:do|does|did|ca|wo|is|are|was|were|should|would|could|has|have|had|must|need)n['’]t\b"
    r"|(?<=[a-z] )no(?= [a-z])"
    r"|^No(?= [a-z]{3,}[^.]* (?:is|are|was|were|has|have|will|can|found)\b)",
    re.IGNORECASE,
)
"""``no`` before a noun, but not the number sign No. and not an answer."""
_IDIOM = _any(words.NOT_NEGATIVE, re.IGNORECASE)
_SENSE = re.compile(
    rf"\b(?:{'|'.join(words.ENGLISH_WORDS.split())})\b|{'|'.join(words.ENGLISH_SIGNS.split())}",
    re.IGNORECASE,
)
_LOOSE = {"ko": _any(words.KOREAN), "ja": _any(words.JAPANESE)}
_SURE = {"ko": _any(words.SURE_KOREAN), "ja": _any(words.SURE_JAPANESE)}
_IN_FORM = _any(words.IN_FORM)
_OWN = re.compile("[가-힣ぁ-ゖァ-ヺ一-鿿]")


def english(text: str) -> list[str]:
    """Return the words with which an English message says no, in order.

    >>> english("It is not open, and nobody can't enter.")
    ['not', 'nobody', "can't"]
    """
    said = texts.words(text)
    return [] if _IDIOM.search(said) else [match[0].lower() for match in _ENGLISH.finditer(said)]


def negation(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find a sentence that says no in one language and yes in the other."""
    language = pair.target.partition("-")[0]
    if pair.source.partition("-")[0] != "en" or language not in _LOOSE:
        return
    sure = _SURE[language]
    if not _ENGLISH.search(message.source) and not sure.search(message.target):
        return  # most messages, and cheap to tell
    source, target = texts.words(message.source), texts.words(message.target)
    if not _OWN.search(target):
        return
    no = None if _IDIOM.search(source) else _ENGLISH.search(source)
    if no and not _LOOSE[language].search(target):
        reason = f'the source says "{no[0]}", and nothing in the translation does'
        yield Problem("negation", reason, Level.WARNING)
    found = sure.search(target)
    # A label marks its key with _: N_one.
    if found and not _IN_FORM.search(target) and not _SENSE.search(source.replace("_", "")):
        reason = f'"{found[0]}" is a negation, and the source has none'
        yield Problem("negation", reason, Level.WARNING)
