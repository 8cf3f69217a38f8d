"""Marks on a translation: where they go, and that they are right or refused, never wrong."""

from __future__ import annotations

import random as chance
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import marks
from pipeline.engines import sentence, terms
from pipeline.engines.looks import Alignment, Lost
from pipeline.engines.placing import place
from pipeline.glossary import Finder, Term

if TYPE_CHECKING:
    from pipeline.engines.sentence import Sentence
    from pipeline.engines.words import Span

CASES = Path(__file__).parent / "cases" / "engines" / "placing.txt"


def cases() -> list[dict[str, str]]:
    """Read the case file: blocks of "key value" lines."""
    text = "\n".join(line for line in CASES.read_text("utf-8").splitlines() if line[:1] != "#")
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return [dict(line.split(maxsplit=1) for line in b.strip().splitlines()) for b in blocks]


def glossary(case: dict[str, str]) -> list[Term]:
    """Return the terms of a case; one without a target is kept."""
    rows = [row.partition("=") for row in case.get("terms", "").split(";") if row.strip()]
    return [Term(s.strip(), t.strip() or s.strip(), keep=not t) for s, _, t in rows]


def source_tokens(read: Sentence) -> list[Span]:
    """Cut the model's source at words and signs."""
    return [match.span() for match in re.finditer(r"[\w-]+|[^\w\s]", read.text)]


def target_tokens(target: str) -> tuple[str, list[Span]]:
    """Return the text of a case's target, and its tokens."""
    text, spans = "", []
    for token in re.findall(r" ?[^ ·]+", target):
        start = len(text)
        text += token
        spans.append((start, len(text)))
    return text, spans


def attention(read: Sentence, looks: list[str]) -> list[list[float]]:
    """Return a row for each look, with 1 at the source word that it names."""
    spans = source_tokens(read)
    words = [read.text[start:end] for start, end in spans]
    rows = []
    for look in looks:
        word, _, number = look.partition("#")
        places = [i for i, one in enumerate(words) if one == word]
        at = places[int(number or 1) - 1] if look != "-" else None
        rows.append([float(i == at) for i in range(len(words))])
    return rows


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']}: {case['case']}")
def test_place(case: dict[str, str]) -> None:
    """Each case of the file comes out as it says."""
    read = terms.put(sentence.read(case["source"], "x"), Finder(glossary(case)), "x", ())
    target, spans = target_tokens(case["target"])
    alignment = Alignment(source_tokens(read), spans, attention(read, case["looks"].split()))
    try:
        message = place(read, target, alignment, case["language"])
    except Lost as lost:
        message = f"lost: {lost}"
    assert case["message"] == message


TEXTS = st.sampled_from(["files", "the", "a name", "Python 3", "“so”", ", ", ": ", " ", "R&D <b>"])
NAMES = st.sampled_from(["a", "em", "code", "kbd", "samp", "span"])
EMPTY = st.sampled_from(["br", "img", "wbr", "a"])
TARGETS = st.lists(
    st.sampled_from(
        [
            "파일",
            "을",
            " 이름",
            "がある",
            "漢字",
            " Python",
            ".",
            " (",
            ")",
            " x1",
            " x2",
            " <i1>",
            "を",
        ]
    )
)


@st.composite
def messages(draw: st.DrawFn) -> str:
    """Draw a well-formed message with nested, empty and protected marks."""
    numbers = iter(range(1, 100))

    def inside(depth: int) -> str:
        text = ""
        for kind in draw(st.lists(st.integers(0, 3), max_size=3)):
            if kind == 0:
                text += f"<{draw(EMPTY)}{next(numbers)}/>"
            elif kind == 1 and depth < 3:
                name = f"{draw(NAMES)}{next(numbers)}"
                text += f"<{name}>{inside(depth + 1)}</{name}>"
            else:
                text += marks.escape(draw(TEXTS))
        return text

    return inside(0)


@settings(deadline=None, max_examples=400)
@example("<a1>, </a1>", [], "ko", chance.Random(0))
@example("<br1/><a2><br3/>, </a2>", ["파일", "."], "ko", chance.Random(0))
@given(messages(), TARGETS, st.sampled_from(["ko", "ja", "de"]), st.randoms(use_true_random=False))
def test_right_or_lost(message: str, pieces: list[str], language: str, random: object) -> None:
    """Whatever a model wrote and looked at, the marks are all there and well nested, or lost."""
    read = sentence.read(message, "x")
    target = "".join(pieces)
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece))
    source = source_tokens(read)
    rows = [[random.random() ** 3 for _ in source] for _ in pieces]  # type: ignore[attr-defined]
    alignment = Alignment(source, list(pairwise(ends)), rows)
    try:
        placed = place(read, target, alignment, language)
    except Lost:
        return
    marks.compare(message, placed)
    copies = [node for node in read.nodes if node.is_copy]
    plain = "".join(placed.split())
    for node in copies:
        assert 1 == placed.count(node.opening)
        plain = plain.replace("".join(node.opening.split()), read.stand_in(node))
    assert "".join(target.split()) == "".join(marks.plain(plain).split())
