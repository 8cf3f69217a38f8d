"""Clauses with a semicolon between them, which are drafted as sentences of their own.

Small models drop one of two clauses, or mix up who does what. Japanese has no semicolon, and in
Korean most people write two sentences, or one without it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import languages, marks
from pipeline.engines import batches

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_BOUNDARY = re.compile(r"(?<=;)\s+")
_SHORTEST = 4
"""As many words has what stands by itself."""
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("«", "»"))
_OTHER = re.compile(r"[;:=‘]\s|[;:]$|‘")
"""What a list, code or a quotation has."""
_STOPPED = re.compile(r"[.!?…]$")

_FINITE = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|do|does|did|will|would|can|cannot|could|may|might|must"
    r"|shall|should)\b|n['’]t\b|['’](?:s|re|ll|ve) (?!own\b)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:if|when|unless|because|that|which|who|where|while|after|before|until|since)\b[^,]*",
    re.IGNORECASE,
)
_PRONOUNS = "it they you we he she this that these those there everything nothing nobody".split()
_DETERMINERS = "the a an its their your our his her each every no any some all both most".split()
_ADVERBS = "otherwise however then instead therefore thus so also here now in if when for".split()
_COMMANDS = (
    "add avoid call change check choose click create delete do enter install keep leave log make"
    " move note open press put read remove run save see select set sign start stop take try type"
    " use write"
).split()
_LEANING = re.compile(
    r"(?:and|or|but|nor|not|unless|whereas|while|which|because|except|true|false)\b|[ie]\.\w",
    re.IGNORECASE,
)
_OPENERS = frozenset([*_PRONOUNS, *_DETERMINERS, *_ADVERBS, *_COMMANDS])
"""Words that get a capital when they begin a sentence; others may be names."""
_NOUN = r"(?:(?!(?:of|in|on|for|with|from|to|by|at) )[\w-]+ ){1,3}"
_OBJECT = "the|an?|its?|your|their|them|no|all|each|every|to|only|as|not|up|by"
_CLAUSE = re.compile(
    rf"(?:(?:{'|'.join(_ADVERBS)}),? )?(?:"
    rf"(?:{'|'.join(_COMMANDS)}|don['’]t) \S"
    rf"|(?:{'|'.join(_PRONOUNS)}) [a-z]+ "
    rf"|(?:{'|'.join(_DETERMINERS)}) {_NOUN}(?:\w+[^s\W]s|\w+ed) (?:{_OBJECT})\b)",
    re.IGNORECASE,
)
"""How a clause begins: a command, a pronoun and a verb, or a noun and a verb with its object."""
# A check of registers must not cry wolf, and passes over 短い; here a doubt costs one more request.
_POLITE = {
    "ko": re.compile(r"(?:니다|니까|시오|시다|요)\W*$"),
    "ja": re.compile(r"(?:です|ます|ません|でした|ました|ださい|ましょう)[かね]?\W*$"),
}
_PLAIN = {"ko": re.compile(r"(?<!니)다\W*$"), "ja": re.compile(r"[うくぐすつぬぶむるただい]\W*$")}
_STOPS = {"ko": ".", "ja": "。"}
LANGUAGES = frozenset(_STOPS)
"""Those that part such clauses; others have semicolons."""
_ENDED = re.compile(r"[.!?…。！？](?:</[^<>]+>|[)）\"'”’」』])*$")


def sentences(message: str, whole: Collection[int]) -> list[str]:
    """Return an English message in two sentences if it has two clauses and a semicolon, else it.

    Lists, brackets, quotations and marks keep theirs, and what leans on the clause before stays
    with it. ``whole`` says at which offsets a message must not be cut.

    >>> sentences("The first part is short; the second one is not.", ())
    ['The first part is short.', 'The second one is not.']
    >>> sentences("The names are in the first column; the numbers in the second.", ())
    ['The names are in the first column; the numbers in the second.']
    """
    if ";" not in message:
        return [message]
    inside = batches.inside(message).union(whole)
    cuts = [match.span() for match in _BOUNDARY.finditer(message) if match.start() not in inside]
    if len(cuts) != 1:  # more part a list
        return [message]
    start, end = cuts[0]
    first, second = message[: start - 1].rstrip(), message[end:]
    one, other = marks.plain(first), marks.plain(second)
    if not _is_whole(one) or not _is_whole(other) or not _is_clause(other):
        return [message]
    return [first if _STOPPED.search(one) else f"{first}.", _begun(second)]


def join(drafts: Sequence[str], tag: str) -> str:
    """Return drafts of sentences as one; "" if only some are in a polite register.

    >>> join(["이것은 짧습니다", "저것은 깁니다."], "ko"), join(["短い。", "長いです。"], "ja")
    ('이것은 짧습니다. 저것은 깁니다.', '')
    """
    language = tag.partition("-")[0]
    polite = [bool(_POLITE[language].search(marks.plain(draft))) for draft in drafts]
    plain = [bool(_PLAIN[language].search(marks.plain(draft))) for draft in drafts]
    if any(polite) and any(b and not a for a, b in zip(polite, plain, strict=True)):
        return ""
    ended = [d if _ENDED.search(d) else d.rstrip() + _STOPS[language] for d in drafts[:-1]]
    return languages.join([*ended, *drafts[-1:]], tag)


def _is_whole(text: str) -> bool:
    """Tell whether a plain text may be a sentence and nothing that it holds is cut."""
    even = all(text.count(a) == text.count(b) for a, b in _PAIRS) and text.count('"') % 2 == 0
    return even and len(_WORD.findall(text)) >= _SHORTEST and not _OTHER.search(text)


def _is_clause(text: str) -> bool:
    """Tell whether a plain text has a verb of its own, as far as words without their sense tell."""
    if _CLAUSE.match(text):
        return True
    main = _SUBORDINATE.sub("", text)
    return not _LEANING.match(text) and bool(_FINITE.search(main))


def _begun(message: str) -> str:
    """Return a message with the capital that a sentence begins with."""
    word = _WORD.match(message)
    return message[0].upper() + message[1:] if word and word[0] in _OPENERS else message
