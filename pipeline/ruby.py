r"""Ruby: readings over words, written ``{漢字|かんじ}`` in a text.

One side has Han characters and the other has none, so that placeholders ({name}, {{ x | upper }})
and most choices ({start|stop}) are no ruby. A backslash before the brace says that it is none
either: ``\{漢字|かんじ}`` shows the braces, ``\\{漢字|かんじ}`` a backslash and ruby.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGES = frozenset({"ja", "ko", "zh", "yue"})

_FORM = re.compile(
    r"(?P<slashes>\\*)(?<![{$])\{(?P<base>[^\s{}|<>&\\]+)\|(?P<readings>[^{}<>&\\\n]+)\}(?!\})"
)
_HAN = re.compile("[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile("[가-힣]+")
_CHARACTER = re.compile(
    "[^\ufe00-\ufe0f\U000e0100-\U000e01ef][\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
)
"""With the sign after it that chooses one of its shapes."""


class Ruby(NamedTuple):
    """Words with their readings."""

    parts: tuple[tuple[str, str], ...]
    """Each piece of the words with the reading over it."""

    @property
    def base(self) -> str:
        """The words alone."""
        return "".join(base for base, _ in self.parts)


def read(text: str) -> list[str | Ruby]:
    r"""Return a text as what is plain in it, and its ruby, in order.

    >>> read(r"{東京|とう|きょう}と\{京都|きょうと}")
    [Ruby(parts=(('東', 'とう'), ('京', 'きょう'))), 'と', '{京都|きょうと}']
    """
    found: list[str | Ruby] = []
    end = 0
    for match, ruby in _find(text):
        slashes = len(match["slashes"])
        found.append(text[end : match.start()] + "\\" * (slashes // 2))
        found.append(text[match.end("slashes") : match.end()] if slashes % 2 else ruby)
        end = match.end()
    return [part for part in (*found, text[end:]) if part]


def of(language: str) -> bool:
    """Tell whether texts of a language, a BCP 47 tag, may have ruby."""
    return language.partition("-")[0].lower() in _LANGUAGES


def base(text: str) -> str:
    r"""Return a text with its words alone, as it stands where no element can.

    >>> base(r"{漢字|かんじ}の表と{name}と\{漢字|かんじ}")
    '漢字の表と{name}と{漢字|かんじ}'
    """
    if "|" not in text:
        return text
    return "".join(part if isinstance(part, str) else part.base for part in read(text))


def base_in(text: str, language: str) -> str:
    """Return ``base`` of a text in a language that may have ruby, any other text as it is."""
    return base(text) if of(language) else text


def origins(text: str) -> list[int]:
    """Return for each character of ``base(text)`` its place in the text.

    >>> origins("の{漢字|かんじ}")
    [0, 2, 3]
    """
    places: list[int] = []
    end = 0
    for match, _ in _find(text):
        slashes = len(match["slashes"])
        places += range(end, match.start() + slashes // 2)
        places += (
            range(*match.span("base"))
            if slashes % 2 == 0
            else range(match.end("slashes"), match.end())
        )
        end = match.end()
    return [*places, *range(end, len(text))]


def _find(text: str) -> Iterator[tuple[re.Match[str], Ruby]]:
    """Yield what is written as ruby, with what it is; it may stand behind a backslash."""
    if "|" in text:
        for match in _FORM.finditer(text):
            if parts := _parts(match["base"], match["readings"].split("|")):
                yield match, Ruby(parts)


def _parts(base: str, readings: list[str]) -> tuple[tuple[str, str], ...]:
    """Return words with their readings: one for all, or one for each character; () if none fit."""
    said = "".join(readings)
    turned = _HANGUL.fullmatch(base) and _HAN.search(said)
    if not turned and not (_HAN.search(base) and not _HAN.search(said)):
        return ()
    if not all(any(map(str.isalpha, reading)) for reading in readings):
        return ()
    bases = [base] if len(readings) == 1 else _CHARACTER.findall(base)
    return tuple(zip(bases, readings, strict=True)) if len(bases) == len(readings) else ()
