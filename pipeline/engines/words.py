"""Where words begin and end in a target language, as far as placing marks needs to know.

Korean words part at white space, and a particle after a word is a unit of its own (``문서`` +
``를``). Japanese has no white space: a change of script parts words, and hiragana after kanji
belongs to it (``押す``) unless it is a particle. Other languages: letters and digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.engines import endings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Span = tuple[int, int]
"""Begin and end in a text, in code points."""

WORD, PARTICLE, SIGN = "word", "particle", "sign"


class Unit(NamedTuple):
    """The smallest thing that a mark can stand around."""

    start: int
    end: int
    kind: str
    """WORD, PARTICLE (it leans on the word before it), or SIGN (anything not a letter or digit)."""


_JA = """
は が を に で の と も へ や か から まで より など では には とは での への との からの までの
よりも でも にも とも だけ のみ ので のに として について による により によって における という
といった
です でした である だ だった ですが
"""
PARTICLES = {"ko": endings.PARTICLES, "ja": frozenset(_JA.split())}
"""What stays outside a mark that ends a noun: particles, and the copula."""

_LAST = "をがはにと"
"""Japanese particles that may also end a run of hiragana."""

_COMPOUND = re.compile(r"[^ぁ-ゖ]+(?:[りみきえけびちげめせべれ].|し[出込上入合訳])")
"""Kanji, hiragana that belongs to both sides, and the next kanji: 取り出, 差し込."""

_CLOSING = frozenset(")]}”’」』）］》〉】")

_RUNS = re.compile(
    r"(?P<hangul>[가-힣ᄀ-ᇿㄱ-ㆎ]+)|(?P<kanji>[一-鿿㐀-䶿々〆ヶ]+)|(?P<katakana>[ァ-ヺー・]+)"
    r"|(?P<hiragana>[ぁ-ゖゝゞ]+)"
    r"|(?P<latin>[0-9A-Za-z\u00c0-\u024f]+(?:[-'’.,_][0-9A-Za-z\u00c0-\u024f]+)*)"
    r"|(?P<other>[^\W_]+)|(?P<sign>\S)"
)


def units(
    text: str, language: str, breaks: Collection[int] = (), fixed: Sequence[Span] = ()
) -> list[Unit]:
    """Return the units of a text, in order; only white space stands between them.

    ``breaks`` are offsets at which a token of the model begins, ``fixed`` spans that are one word
    each whatever they hold.

    >>> text = "문서를 연다."
    >>> [(text[a:b], kind) for a, b, kind in units(text, "ko")]
    [('문서', 'word'), ('를', 'particle'), ('연다', 'word'), ('.', 'sign')]
    """
    cutter = _Cutter(text, language, breaks)
    end = 0
    for start, stop in sorted(fixed):
        cutter.cut(end, start)
        cutter.add(start, stop, WORD)
        cutter.script = "latin"
        end = stop
    cutter.cut(end, len(text))
    return cutter.found


class _Cutter:
    def __init__(self, text: str, language: str, breaks: Collection[int]) -> None:
        self.text, self.breaks = text, breaks
        self.particles = PARTICLES.get(language.partition("-")[0], frozenset())
        self.found: list[Unit] = []
        self.script = ""
        """Of the run that was cut last."""

    def add(self, start: int, end: int, kind: str) -> None:
        self.found.append(Unit(start, end, kind))

    def cut(self, begin: int, end: int) -> None:
        """Take in the runs of one script each in a stretch of the text."""
        for match in _RUNS.finditer(self.text, begin, end):
            touches = bool(self.found) and self.found[-1].end == match.start()
            before = self.script if touches else ""
            self.script = str(match.lastgroup)
            self._run(*match.span(), self.script, before)

    def _run(self, start: int, end: int, script: str, before: str) -> None:
        """Take in a run; ``before`` is the script of what it touches."""
        if script == "hangul":
            self._hangul(start, end, before)
        elif script == "hiragana":
            self._hiragana(start, end, before)
        elif script == "kanji":
            self._kanji(start, end, before)
        else:
            self.add(start, end, SIGN if script == "sign" else WORD)

    def _hangul(self, start: int, end: int, before: str) -> None:
        leans = before not in {"", "sign"} or (before == "sign" and self._closes(start - 1))
        if leans and self.text[start:end] in self.particles:
            self.add(start, end, PARTICLE)
            return
        cut = start + endings.particle_of(
            self.text[start:end], {at - start for at in range(start, end) if at in self.breaks}
        )
        self.add(start, cut, WORD)
        if cut < end:
            self.add(cut, end, PARTICLE)

    def _closes(self, at: int) -> bool:
        """Tell whether the sign at an offset closes a bracket or a quotation."""
        sign = self.text[at]
        return sign in _CLOSING or (sign in "\"'" and self.text.count(sign, 0, at) % 2 == 1)

    def _kanji(self, start: int, end: int, before: str) -> None:
        if before == "hiragana" and self.found[-1].kind == WORD:
            word = self.text[self.found[-1].start : start + 1]
            if _COMPOUND.fullmatch(word):
                self.found[-1] = self.found[-1]._replace(end=end)
                return
        self.add(start, end, WORD)

    def _hiragana(self, start: int, end: int, before: str) -> None:
        cut = self._particle_at(start, end)
        if cut > start:
            self.add(start, cut, PARTICLE)
            if cut < end:
                self.add(cut, end, WORD)
            return
        last = end
        if self.text[last - 1] in _LAST and (
            self.text[last - 1] == "を" or last - 1 in self.breaks
        ):
            last -= 1
        if before == "kanji":
            self.found[-1] = self.found[-1]._replace(end=last)
        elif last > start:
            self.add(start, last, WORD)
        if last < end:
            self.add(last, end, PARTICLE)

    def _particle_at(self, start: int, end: int) -> int:
        """Return where the particle that begins a run of hiragana ends; its start if none does."""
        if self.text[start:end] in self.particles:
            return end
        cuts = (c for c in range(end - 1, start, -1) if self.text[start:c] in self.particles)
        return next((c for c in cuts if c in self.breaks or self.text[start:c] == "を"), start)
