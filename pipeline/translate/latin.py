"""Words in Latin letters that a model has made up: ``nosive``, ``twent``, ``ZZ1``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?![A-Za-z0-9])")
_MADE = re.compile(r"[a-z]{3}|[A-Za-z][0-9]")
"""What is long enough to be a word, or a name in code. PC and TV may stand for English words."""


def invented(source: str, target: str) -> Iterator[str]:
    """Yield the words of a plain target that its source has in no form.

    A word may be without its ending (files, file), and be the part of one (email, e-mail; Wi-Fi).

    >>> list(invented("There are twenty e-mails.", "twent개의 email이 있습니다."))
    ['twent']
    """
    squeezed = re.sub(r"[^a-z0-9]", "", source.lower())
    stems = {_stem(word[0].lower()) for word in _WORD.finditer(source)}
    for match in _WORD.finditer(target):
        word = match[0].lower()
        if not _MADE.search(match[0]) or _stem(word) in stems:
            continue
        if word not in squeezed or _is_torn(word, stems):
            yield match[0]


def _is_torn(word: str, stems: set[str]) -> bool:
    """Tell whether a word is the beginning of another one, torn off."""
    return any(stem != word and stem.startswith(word) for stem in stems)


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s|ed|ing|e)$", "", word) if len(word) > 4 else word
