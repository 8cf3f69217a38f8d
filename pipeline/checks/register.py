"""Register: 합니다체, 해요체 or 한다체; です・ます or だ・である. A document keeps to one.

Sentences are told by their endings. Headings, labels and noun phrases have none, and what stands in
quotation marks speaks in its own voice.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline import marks
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.checks.base import Message, Pair

MAJORITY = 0.8
"""Such a share of the sentences makes a register that of the document."""
SENTENCES = 5
"""With fewer sentences in the register nothing is said."""

STEPS = 3
"""So many bare verbs one after the other are a list."""

_REGISTERS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "ko": {
        "합니다체": re.compile(r"(?:니다|니까|십시오|십시요|시오|시다)$"),
        "해요체": re.compile(r"(?:[어아해여예에네지까려켜돼봐줘나군래게데걸거려셔가]요|죠|든요)$"),
        "한다체": re.compile(r"(?<![니])다$|(?:하|되|보|으|가|오)라$|[인은는을]가$"),
    },
    "ja": {
        "です・ます": re.compile(
            r"(?:です|ます|ました|ません|でした|でしょう|ましょう|ください|下さい|ませ)[かねよ]*$"
        ),
        "だ・である": re.compile(
            r"(?:である|であった|だった|だろう|[しれいきっりんえけてめべせ]た|[すくむるうつぶぬぐ]|"
            r"ない|なかった|[ぁ-ん一-鿿ァ-ー]だ|しい|よい|らい|たい)$"
        ),
    },
}
"""The endings of a sentence. A plain question (かどうか) may stand for a noun, so か ends none."""

_NEUTRAL = re.compile(r"(?:세요|까요)$")
"""세요 asks politely in 합니다체 as well as in 해요체."""
_ASKS = re.compile("[요죠たいるうくすつむ]$")
"""왜 그런가요? and 忘れた？ are how a heading asks, also above 합니다체 and です・ます."""

_VERB = re.compile("[うくぐすつぬぶむる]$")
_CUT = re.compile(r"(?<!\.)[.?!](?=\s|$)|[。？！]|\n\s*\n")
_QUOTE = re.compile(
    r"[\"“”「『‘][^\"“”」』’]{0,300}[\"“”」』’]|\([^()]{0,300}\)|（[^（）]{0,300}）"
)
_STOPS = frozenset(".。?？!！")
_CLOSERS = " \t\n\"'”’」』)）]*"


def register(messages: Sequence[Message], pair: Pair) -> Iterator[tuple[int, Problem]]:
    """Find the sentences that speak in another register than the rest of their document."""
    registers = _REGISTERS.get(pair.target.partition("-")[0])
    if not registers:
        return
    found = [list(_sentences(message.target, registers)) for message in messages]
    steps = _steps(found)
    counts = Counter(name for i, names in enumerate(found) for name, _ in names if i not in steps)
    if counts["です・ます"] < counts.total() / 2:
        steps, counts = frozenset(), Counter(name for names in found for name, _ in names)
    if not counts:
        return
    name, count = counts.most_common(1)[0]
    if count < SENTENCES or count < MAJORITY * counts.total():
        return
    for index, names in enumerate(found):
        for other, end in names:
            if other != name and index not in steps:
                said = f'"…{end}" is {other}; this document is in {name}'
                yield index, Problem("register", said, Level.WARNING)


def _steps(found: Sequence[Sequence[tuple[str, str]]]) -> frozenset[int]:
    """Return the messages in rows of three or more that are one bare verb each, such as 選択する.

    Japanese lists may be written so below です・ます.
    """
    steps: set[int] = set()
    row: list[int] = []
    for index, names in enumerate((*found, ())):
        if len(names) == 1 and names[0][0] == "だ・である" and _VERB.search(names[0][1]):
            row.append(index)
            continue
        steps |= set(row) if len(row) >= STEPS else set()
        row = []
    return frozenset(steps)


def _sentences(target: str, registers: Mapping[str, re.Pattern[str]]) -> Iterator[tuple[str, str]]:
    """Yield the register of each sentence of a message that has one, and the sentence's end."""
    text = _QUOTE.sub(" x ", marks.spoken(target))
    ends = [match.start() for match in _CUT.finditer(text)]
    start = 0
    for end in (*ends, len(text)):
        sentence = text[start:end].strip(_CLOSERS + ".?!。？！")
        stop = text[end : end + 1]
        start = end
        if stop not in _STOPS or _NEUTRAL.search(sentence):
            continue
        if stop in "?？" and _ASKS.search(sentence):
            continue
        for name, pattern in registers.items():
            if pattern.search(sentence):
                yield name, sentence[-12:]
                break
