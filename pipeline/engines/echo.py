"""Pseudo-localisation: English that looks foreign, to try a project out and find hard-coded text.

Letters get accents and vowels are doubled, which makes a text about a third longer, as many
translations are; brackets show where a message begins and ends. Marks, protected text, numbers,
addresses and placeholders stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import kept, marks
from pipeline.model import Draft, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACCENTED = "ÀßÇÐÉƑĜĤÎĴĶĻṀÑÖÞQŔŠŢÛṼŴẊÝŽàƀçðéƒĝĥîĵķļɱñöþqŕšţûṽŵẋýž"
_ACCENTS = str.maketrans(dict(zip(_PLAIN, _ACCENTED, strict=True)))
_VOWELS = str.maketrans({vowel: vowel + vowel.lower() for vowel in "aeiouAEIOU"})


class Echo:
    """The engine that only pretends."""

    origin = Origin("echo", "-", "1", "-")

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield (index, draft) in order; no text is refused."""
        for index, text in enumerate(texts):
            yield index, Draft(pseudo(text))


def pseudo(message: str) -> str:
    """Return a message in pseudo-English.

    >>> pseudo("Run <code1>git</code1> for 5 <em2>days</em2>.")
    '[Ŕûûñ <code1>git</code1> ƒööŕ 5 <em2>ðààýš</em2>.]'
    """
    parts, protected = [], 0
    for token in marks.tokens(message):
        if token.kind == "text":
            text = token.text if protected else _accented(token.text)
            parts.append(token._replace(text=text))
            continue
        parts.append(token)
        if token.text in marks.PROTECTED:
            protected += {"open": 1, "close": -1}.get(token.kind, 0)
    return f"[{marks.write(parts)}]"


def _accented(text: str) -> str:
    done, end = "", 0
    for match in kept.find(text):
        done += text[end : match.start()].translate(_VOWELS).translate(_ACCENTS) + match[0]
        end = match.end()
    return done + text[end:].translate(_VOWELS).translate(_ACCENTS)
