"""Mistakes that need some grammar or the data: particles, negations and terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from breaking import outside_marks, pick, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

    from breaking import Break

    from pipeline.checks.base import Message

_FINAL = 28
"""Finals of a Hangul syllable."""


def _final(letter: str) -> int:
    return (ord(letter) - ord("가")) % _FINAL


_SWAP = {
    "을": "를",
    "를": "을",
    "은": "는",
    "는": "은",
    "이": "가",
    "가": "이",
    "과": "와",
    "와": "과",
}
_SWAP |= {"으로": "로", "로": "으로"}


def particle_after_hangul(nouns: frozenset[str]) -> Break:
    """Return what writes the other form of a particle after a word that is known as a noun."""

    def change(message: Message, chance: Random) -> str | None:
        text = outside_marks(message.target)
        places = re.finditer(
            r"(?<![^\s“\"'‘(_])([가-힣]{2,})(을|를|은|는|이|가|과|와|으로|로)(?= )", text
        )
        found = [m for m in places if m[1] in nouns and _fits(m[1][-1], m[2])]
        if not found:
            return None
        match = chance.choice(found)
        return put(message.target, match, match[1] + _SWAP[match[2]])

    return change


def _fits(letter: str, particle: str) -> bool:
    final = _final(letter)
    if particle in {"으로", "로"}:
        return (particle == "으로") == (final not in {0, 8})
    return (particle in {"을", "은", "이", "과"}) == (final != 0)


def find_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Return the Korean words that stand before particles of three kinds, such as 의 and 에서."""
    seen: dict[str, set[str]] = {}
    for text in texts:
        for word in re.findall(r"[가-힣]{3,}", text):
            for tail in ("에서", "의", "에", "을", "를", "은", "도", "만", "이나", "과", "와"):
                if word.endswith(tail):
                    seen.setdefault(word.removesuffix(tail), set()).add(tail)
    sure = {"의", "에", "에서", "을", "를", "과", "와"}
    return frozenset(word for word, tails in seen.items() if len(tails & sure) > 2)


_LATIN = re.compile(
    r"(?<![A-Za-z0-9.])((?:USB|DVD|CD|GNOME|PDF|URL|HTML|Wi-Fi|Bluetooth|VPN|IP|SSH|HTTP|Linux|XML|CPU"
    r"|Firefox|Windows|PC|ID|DNS|SIM|[0-9]*[2459]|[0-9]*[1378]|[0-9]*6)(?:</[a-z]+[0-9]+>)?[)”’\"]?)"
    r"(을|를|은|는|이|가|과|와)(?= )"
)


def particle_after_others(message: Message, chance: Random) -> str | None:
    """Write the other form of a particle after a name or number."""
    match = pick(_LATIN.pattern, message.target, chance)
    return put(message.target, match, match[1] + _SWAP[match[2]]) if match else None


# Negation

_NO = re.compile(
    r"(?i)\b(?:not|no|never|cannot|without|neither|nor|none|nothing|nobody|only|unless|until|yet)\b"
    r"|n['’]t\b|\b(?:un|in|im|dis|non|mis)-?[a-z]{4,}|less\b|\b(?:fail|lack|miss|avoid|prevent)"
)
_DENIES = re.compile(r"(?i)\b(?:not|never|cannot)\b|(?<!['’])\b\w+n['’]t\b")


def is_denied(message: Message) -> bool:
    """Tell whether the source has one plain negation and is one sentence that it can turn."""
    idiom = r"(?i)not only|whether or not|(?:if|why|or) not|not (?:just|yet|until)"
    return len(_DENIES.findall(message.source)) == 1 and not re.search(idiom, message.source)


def is_one_denial(message: Message) -> bool:
    """Tell whether nothing else in the translation denies."""
    found = re.findall(r"않|없|아니|아닙|아닌|못|지 마|ない|ません|ずに|なく", message.target)
    return len(found) == 1


def affirms(message: Message) -> bool:
    """Tell whether nothing in the source denies."""
    return not _NO.search(message.source)


def is_bounded(message: Message) -> bool:
    """Tell whether the source has the bound of a number."""
    before = r"(?:at (?:least|most)|(?:more|fewer|less) than|(?:min|max)imum of|up to) [0-9]"
    after = r"[0-9]+ (?:\w+ )?or (?:more|fewer|less|later)"
    return bool(re.search(rf"(?i)\b(?:{before}|{after})", message.source))


def term(targets: Mapping[str, list[str]]) -> Break:
    """Return what puts another word where the translation of a term stands.

    ``targets`` are the translations of each term, in small letters, or in the form of verbs.
    """
    everything = sorted({target for found in targets.values() for target in found})

    def change(message: Message, chance: Random) -> str | None:
        source = re.findall(r"[a-z-]+", message.source.casefold())
        found = [
            (name, target)
            for name, forms in targets.items()
            for target in forms
            if name.casefold() in source
            and all(message.target.count(form) == (form == target) for form in forms)
        ]
        if not found:
            return None
        name, target = chance.choice(found)
        inside = [word for word in everything if word in target or target in word]
        others = [word for word in everything if word not in [*inside, *targets[name]]]
        new = chance.choice([word for word in others if word.isascii() == target.isascii()])
        return message.target.replace(target, new)

    return change
