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
    r"\b(?:not|cannot|neither|nobody|nothing|nowhere|without)\b"
    r"|\bnever\b(?![”’|]|,(?!\s+(?:n?ever|under|for|in|at)\b(?!-)))"
    r"|\b(?:do|does|did|ca|wo|is|are|was|were|should|would|could|has|have|had|must|need)n['’]t\b"
    r"|(?<=[a-z] )no(?= [a-z])"
    r"|^No(?= [a-z]{3,}[^.]* (?:is|are|was|were|has|have|will|can|found)\b)",
    re.IGNORECASE,
)
"""``no`` before a noun, but not the number sign No. and not an answer; ``never``, but not as one of
several values, which a comma follows: auto, never, always."""
_IDIOM = _any(words.NOT_NEGATIVE, re.IGNORECASE)
_SENSE = re.compile(
    rf"\b(?:{'|'.join(words.ENGLISH_WORDS.split())})\b|{'|'.join(words.ENGLISH_SIGNS.split())}",
    re.IGNORECASE,
)
_LOOSE = {"ko": _any(words.KOREAN), "ja": _any(words.JAPANESE)}
_CORE = {"ko": _any(words.CORE_KOREAN), "ja": _any(words.CORE_JAPANESE)}
_UNABLE = re.compile(r"(?i)\bcan(?:not|['’]t)\b|\bcould(?: not|n['’]t)\b")
_SURE = {"ko": _any(words.SURE_KOREAN), "ja": _any(words.SURE_JAPANESE)}
_IN_FORM = _any(words.IN_FORM)
_CUT = re.compile(r"(?<=[^.][.!?])[\"”’)]*\s+|(?<=[。！？])\s*")
_OWN = re.compile("[가-힣ぁ-ゖァ-ヺ一-鿿]")


def english(text: str) -> list[str]:
    """Return the words with which an English message says no, in order, idioms among them.

    >>> english("It is not open, and nobody can't enter.")
    ['not', 'nobody', "can't"]
    """
    return [match[0].lower() for match in _ENGLISH.finditer(texts.words(text))]


def negation(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find a sentence that says no in one language and yes in the other."""
    if pair.source.partition("-")[0] == "en":
        for reason in turned(message.source, message.target, pair.target):
            yield Problem("negation", reason, Level.WARNING)


def turned(source: str, target: str, language: str) -> Iterator[str]:
    """Yield what says no in an English message or in its translation alone, as reasons.

    >>> list(turned("It never worked.", "그것은 늘 작동했다.", "ko"))
    ['the source says "never", and nothing in the translation does']
    """
    language = language.partition("-")[0]
    if language not in _LOOSE:
        return
    if not _ENGLISH.search(source) and not _SURE[language].search(target):
        return  # most messages, and cheap to tell
    for one, other in _sentences(texts.words(source), texts.words(target)):
        if _OWN.search(other):
            yield from _compare(one, other, language)


def _sentences(source: str, target: str) -> list[tuple[str, str]]:
    """Return the sentences side by side where both have as many, else the texts as they are.

    A long text has a word for nearly everything, so that a lost negation would not be seen.
    """
    ones, others = ([s for s in _CUT.split(text) if s.strip()] for text in (source, target))
    return list(zip(ones, others, strict=True)) if len(ones) == len(others) else [(source, target)]


def _compare(source: str, target: str, language: str) -> Iterator[str]:
    sure = _SURE[language]
    no = None if _IDIOM.search(source) else _ENGLISH.search(source)
    loose = _CORE if no and _UNABLE.search(source) else _LOOSE
    if no and not loose[language].search(target):
        yield f'the source says "{no[0]}", and nothing in the translation does'
    found = sure.search(target)
    # A label marks its key with _: N_one.
    if found and not _IN_FORM.search(target) and not _SENSE.search(source.replace("_", "")):
        yield f'"{found[0]}" is a negation, and the source has none'
