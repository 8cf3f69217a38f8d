"""The words of a project that are always translated in one way, or never."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = ("source", "target", "note", "case", "keep")
_ANSWERS = {"": False, "no": False, "yes": True}

LEFT_OUT = r"[\s・･·ー‐-]"
"""Spaces in Korean compounds, and what Japanese loanwords are written with and without."""

_LEFT_OUT = re.compile(f"{LEFT_OUT}+")
_POSSESSIVE = re.compile("['’]s?$")
_FINALS = re.compile("[\u11a8-\u11c2]$")
_HADA = re.compile("(?:하다|되다|시키다)$")
_SURU = re.compile("(?:する|します)$")
_INFLECTED = re.compile("[一-鿿ぁ-ん][うくぐすつぬぶむるい]$")
_NO_VERBS = frozenset("바다 소다 판다 람다 사이다 수다".split())
"""Korean nouns in 다 that English writes small; names such as 캐나다 have a capital there."""


@dataclass(frozen=True, slots=True)
class Term:
    """A row of a glossary."""

    source: str
    target: str
    """Equal to the source where that is kept."""
    note: str = ""
    """What the translator is told."""
    case: bool = False
    """Whether only this writing of capitals is the term."""
    keep: bool = False
    """Whether it is never translated."""


Glossary = tuple[Term, ...]
"""All terms in the order of the file. Terms with the same source may stand for one another."""


def parse(text: str, path: str) -> Glossary:
    """Return the terms of a glossary: CSV with the header ``source,target,note,case,keep``.

    The columns after ``target`` may be left out; ``case`` and ``keep`` are "yes", "no" or empty.
    Raises UsageError with the file and the line.
    """
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    terms = []
    header: list[str] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if header:
                terms.append(_term(header, cells, f"{path}:{reader.line_num}"))
            else:
                header = _header(cells, f"{path}:{reader.line_num}")
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: no CSV: {error}") from error
    return tuple(terms)


def _header(cells: list[str], place: str) -> list[str]:
    names = [cell.lower() for cell in cells]
    strange = [cell for cell in names if cell not in COLUMNS]
    if strange or names[:2] != ["source", "target"] or len(set(names)) < len(names):
        raise UsageError(f"{place}: the first line of a glossary is {','.join(COLUMNS)}")
    return names


def _term(header: list[str], cells: list[str], place: str) -> Term:
    if len(cells) > len(header):
        raise UsageError(
            f'{place}: {len(cells)} cells for {len(header)} columns; write "…" around a comma'
        )
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
    answers = {name: _ANSWERS.get(row[name].lower()) for name in ("case", "keep")}
    for name, answer in answers.items():
        if answer is None:
            raise UsageError(f'{place}: {name} is "{row[name]}"; use yes, no or nothing')
    keep = bool(answers["keep"])
    if not row["source"]:
        raise UsageError(f"{place}: the source is empty")
    if keep and row["target"] not in {"", row["source"]}:
        raise UsageError(f"{place}: {row['source']} is kept, so its target is empty")
    if not keep and not row["target"]:
        raise UsageError(f"{place}: {row['source']} has no target; write one, or yes under keep")
    target = row["target"] or row["source"]
    return Term(row["source"], target, row["note"], bool(answers["case"]), keep)


# Terms in texts


class Found(NamedTuple):
    """A place of a source text where a term stands."""

    start: int
    end: int
    """Without the ``'s`` of a possessive."""
    terms: tuple[Term, ...]
    """Any of them is right."""


class Finder:
    """Finds the terms of a glossary: the longest, in singular and plural, also before ``'s``.

    Both kinds of apostrophes are one.
    """

    def __init__(self, glossary: Iterable[Term]) -> None:
        self.glossary = tuple(glossary)
        self._terms: dict[str, list[Term]] = {}
        for term in self.glossary:
            for form in dict.fromkeys(map(_key, _forms(term.source))):
                self._terms.setdefault(form, []).append(term)
        longest = sorted(self._terms, key=len, reverse=True)
        ways = "|".join(
            re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in longest
        )
        pattern = rf"(?<![\w-])(?:{ways})(?:['’]s?)?(?![\w-])"
        self._pattern = re.compile(pattern, re.IGNORECASE) if longest else None

    def find(self, text: str) -> Iterator[Found]:
        """Yield where terms stand in a plain text, from left to right."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            meant = [term for term in self._terms[_key(match[0])] if _means(term, match[0], text)]
            if meant:
                word = _POSSESSIVE.sub("", match[0])
                yield Found(match.start(), match.start() + len(word), tuple(meant))


def _forms(source: str) -> Iterator[str]:
    """Yield a term in the singular and the plural."""
    yield source
    if re.search(r"[A-Z]$", source):
        yield source + "s"
    elif re.search(r"[a-z]$", source):
        yield source + ("es" if re.search(r"(?:s|x|z|ch|sh)$", source) else "s")
        if re.search(r"[^aeiou]y$", source):
            yield source[:-1] + "ies"


def _key(text: str) -> str:
    return _POSSESSIVE.sub("", " ".join(text.split())).replace("’", "'").casefold()


def _means(term: Term, text: str, source: str) -> bool:
    """Tell whether a word is the term by its capitals: FILE in a sentence stands for a name."""
    if text.isupper() and not term.source.isupper() and not source.isupper():
        return False
    return not term.case or text.startswith(term.source[:-1])


def inflects(term: Term) -> bool:
    """Tell whether the translation changes its end: 열다, 저장하다; 開く, 保存する, 新しい.

    Japanese nouns that are written as verbs are, 違い, count among them.
    """
    target = term.target
    if term.keep:
        return False
    if target.endswith("다"):
        return bool(_HADA.search(target)) or (term.source[:1].islower() and target not in _NO_VERBS)
    return bool(_SURU.search(target) or _INFLECTED.search(target))


def translates(term: Term, target: str) -> bool:
    """Tell whether a plain target text has a term, with whatever follows its stem."""
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
    text = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", target).casefold())
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
