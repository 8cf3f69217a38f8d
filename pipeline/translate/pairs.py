"""A source message and its draft, as the detectors look at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline import kept, marks

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_SCRIPTS = {
    "ko": ("[가-힣]", "[ぁ-ゖァ-ヺ]|(?<![(（一-鿿])[一-鿿]{2,}"),
    "ja": ("[ぁ-ゖァ-ヺ一-鿿]", "[가-힣]"),
    "zh": ("[一-鿿]", "[가-힣ぁ-ゖァ-ヺ]"),
    "ru": ("[а-яА-ЯёЁ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "uk": ("[а-яА-ЯіїєґІЇЄҐ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "bg": ("[а-яА-Я]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "el": ("[α-ωΑ-Ωά-ώ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "ar": ("[؀-ۿ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "he": ("[א-ת]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "hi": ("[ऀ-ॿ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "th": ("[ก-๛]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
}
"""Of languages that are not written in Latin letters: theirs, and what shows another language."""


@dataclass(frozen=True)
class Pair:
    """A source message and its draft, as the detectors look at them."""

    source: str
    target: str
    language: str

    @cached_property
    def plain(self) -> tuple[str, str]:
        """Both without marks."""
        return marks.plain(self.source), marks.plain(self.target)

    @cached_property
    def spoken(self) -> tuple[str, str]:
        """Both without marks, protected text, addresses and placeholders."""
        source, target = marks.spoken(self.source), marks.spoken(self.target)
        return kept.without(source), kept.without(target)

    @cached_property
    def scripts(self) -> tuple[str, str] | None:
        """Patterns of the language's own and of foreign letters, where Latin is not its own."""
        return _SCRIPTS.get(self.language.partition("-")[0])


def short(text: str) -> str:
    """Return a text, or its beginning, for a reason."""
    text = text.strip()
    return text if len(text) <= 30 else text[:29] + "…"
