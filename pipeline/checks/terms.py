"""Terms of the glossary that are not translated as it says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Check, Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.glossary import Glossary, Term

_FINALS = re.compile("[\u11a8-\u11c2]$")
_LEFT_OUT = re.compile(r"[\s・･·ー‐-]+")
"""Spaces in Korean compounds, and what Japanese loanwords are written with and without."""

_HADA = re.compile("(?:하다|되다|시키다)$")
_SURU = re.compile("(?:する|します)$")
_INFLECTED = re.compile("[一-鿿ぁ-ん][うくぐすつぬぶむるい]$")


def against(glossary: Glossary) -> Check:
    """Return the check that compares messages with a glossary."""
    pattern, terms = _pattern(glossary)

    def check(message: Message, _pair: Pair) -> Iterator[Problem]:
        """Yield each term of the source without its translation."""
        if pattern is None:
            return
        source, target = texts.spoken(message.source), texts.narrow(message.target)
        seen: set[str] = set()
        for match in pattern.finditer(source):
            wanted = [term for term in terms[_key(match[0])] if _means(term, match[0], source)]
            if wanted and wanted[0].source not in seen:
                seen.add(wanted[0].source)
                if not any(_has(target, term) for term in wanted):
                    yield _problem(wanted)

    return check


def named(text: str, glossary: Glossary) -> list[str]:
    """Return the terms of a glossary that a message of the source language has, in order."""
    pattern, terms = _pattern(glossary)
    if pattern is None:
        return []
    source = texts.spoken(text)
    found: dict[str, None] = {}
    for match in pattern.finditer(source):
        for term in terms[_key(match[0])]:
            if _means(term, match[0], source):
                found[term.source] = None
    return list(found)


def _problem(wanted: list[Term]) -> Problem:
    if wanted[0].keep:
        said = f'"{wanted[0].source}" is missing; it is not translated'
        return Problem("terms", said, Level.ERROR)
    targets = " or ".join(f'"{term.target}"' for term in wanted)
    return Problem("terms", f'"{wanted[0].source}" is not translated as {targets}', Level.WARNING)


@lru_cache(maxsize=8)
def _pattern(glossary: Glossary) -> tuple[re.Pattern[str] | None, dict[str, list[Term]]]:
    """Return what finds the terms, the longest first, and the terms by their forms."""
    terms: dict[str, list[Term]] = {}
    for term in glossary:
        for form in _forms(term.source):
            terms.setdefault(_key(form), []).append(term)
    if not terms:
        return None, terms
    longest = sorted(terms, key=len, reverse=True)
    ways = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    return re.compile(rf"(?<![\w-])(?:{ways})(?:['’]s?)?(?![\w-])", re.IGNORECASE), terms


def _forms(source: str) -> Iterator[str]:
    """Yield a term in the singular and the plural."""
    yield source
    if re.search(r"[a-z]$", source):
        yield source + ("es" if re.search(r"(?:s|x|z|ch|sh)$", source) else "s")
        if re.search(r"[^aeiou]y$", source):
            yield source[:-1] + "ies"


def _key(text: str) -> str:
    return re.sub(r"['’]s?$", "", " ".join(text.split())).casefold()


def _means(term: Term, text: str, source: str) -> bool:
    """Tell whether a word is the term by its capitals: FILE in a sentence stands for a name."""
    if text.isupper() and not term.source.isupper() and not source.isupper():
        return False
    return not term.case or text.startswith(term.source[:-1])


def _has(target: str, term: Term) -> bool:
    """Tell whether a translation has a term, with whatever follows its stem."""
    if term.keep:
        return term.source in target
    text = _bare(target)
    return any(stem in text for stem in _stems(term.target))


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """Return a text as letters and their parts, without what may be left out."""
    return _decomposed(_LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).casefold()))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


@lru_cache(maxsize=4096)
def _stems(target: str) -> tuple[str, ...]:
    """Return what each form of a translated term begins with, as ``_bare`` writes it.

    >>> [unicodedata.normalize("NFC", stem) for stem in (*_stems("저장하다"), *_stems("開く"))]
    ['저장', '開く', '開']
    """
    text = _LEFT_OUT.sub("", target.translate(texts.WIDE).casefold())
    if _HADA.search(text) and len(text) > 3:
        return (_decomposed(_HADA.sub("", text)),)
    if text.endswith("다") and len(text) > 1:
        return tuple(_korean_stems(_decomposed(text[:-1])))
    if _SURU.search(text) and len(text) > 3:
        return (_decomposed(_SURU.sub("", text)),)
    if _INFLECTED.search(text):
        return _decomposed(text), _decomposed(text[:-1])
    return (_decomposed(text),)


def _korean_stems(stem: str) -> Iterator[str]:
    """Yield a verb's stem without its final (만들다, 만드는), and as in 고르다, 골라."""
    yield _FINALS.sub("", stem)
    if stem.endswith(_decomposed("르")):
        yield stem[:-2] + "\u11af\u1105"
