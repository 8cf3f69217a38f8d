"""What stands before and after the words of a message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from engines_kit import engine
from hypothesis import given, settings
from test_engines_placing import messages

from pipeline import marks
from pipeline.engines.edges import part

CASES = Path(__file__).parent / "cases" / "engines" / "edges.txt"


def cases() -> list[list[str]]:
    """Read the case file: a message, and its three parts without white space at their ends."""
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line[:2] != "# "]
    return [[cell.strip() for cell in line.split("||")] for line in lines]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0])
def test_parts(case: list[str]) -> None:
    """Each message of the file is taken apart as it says."""
    message, *three = case
    assert three == [text.strip() for text in part(message)]


@settings(deadline=None, max_examples=300)
@given(messages())
def test_nothing_is_lost(message: str) -> None:
    """The three make up the message, the middle is sound and has all words."""
    three = part(message)
    assert message == three.whole(three.core)
    marks.check(three.core)
    marks.check(three.whole(""))
    around = marks.plain(three.head + three.tail)
    assert not any(letter.isalpha() for letter in re.sub(r"\b[A-Za-z]\)", "", around))


def test_a_number_of_a_heading_arrives() -> None:
    """A heading keeps its number and its anchor, and a long text too that is cut to parts."""
    long = "1.2. " + "; ".join(["Save the file, and open the folder"] * 12) + "."
    texts = ["<span1>5.10.2. </span1>Save the file<a2></a2>", long]
    drafts = dict(engine("ko").translate(texts))
    assert drafts[0].target.startswith("<span1>5.10.2. </span1>")
    assert drafts[0].target.endswith("<a2></a2>")
    assert drafts[1].target.startswith("1.2. ")
