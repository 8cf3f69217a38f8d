"""Words in Latin letters that a model has made up: ``nosive``, ``twent``, ``ZZ1``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"(?<![A-Za-z0-9])[0-9]*[A-Za-z][A-Za-z0-9]*(?![A-Za-z0-9])")
_MADE = re.compile(r"[a-z]{3}|[A-Za-z][0-9]|^[IVX]{2,}$")
"""What is long enough to be a word, a name in code or a Roman number. PC and TV may stand for
English words."""
_LOUD = re.compile(r"[A-Z]{3}")
"""The same where the source is in capitals throughout, from which models spell new words."""
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


def invented(source: str, target: str) -> Iterator[str]:
    """Yield the words of a plain target that its source has in no form.

    A word may be without its ending (files, file), and be the part of one (email, e-mail; Wi-Fi).

    >>> list(invented("There are twenty e-mails.", "twent개의 email이 있습니다."))
    ['twent']
    """
    parts = [part.lower() for part in _PART.findall(source.replace("×", "x"))]
    stems = {_stem(word[0].lower()) for word in _WORD.finditer(source)}
    loud = source.isupper()
    for match in _WORD.finditer(target):
        word = match[0].lower()
        made = _MADE.search(match[0]) or (loud and _LOUD.search(match[0]))
        if not made or _stem(word) in stems:
            continue
        if not _begins(word, parts) or _is_torn(word, stems):
            yield match[0]


def _begins(word: str, parts: list[str]) -> bool:
    """Tell whether parts of words in a row begin with a word; it may begin at any of them."""
    return any("".join(parts[i : i + len(word)]).startswith(word) for i in range(len(parts)))


def _is_torn(word: str, stems: set[str]) -> bool:
    """Tell whether a word is the beginning of another one, torn off."""
    return any(stem != word and stem.startswith(word) for stem in stems)


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s|ed|ing|e)$", "", word) if len(word) > 4 else word
