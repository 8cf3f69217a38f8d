"""Spans that are drafted alone: what is taken out, and that it comes back whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engines_placing import messages

from pipeline import marks
from pipeline.engines import sentence
from pipeline.engines.splitting import split

CASES = Path(__file__).parent / "cases" / "engines" / "splitting.txt"


def cases() -> list[dict[str, str]]:
    """Read the case file: blocks of "key value" lines."""
    text = "\n".join(line for line in CASES.read_text("utf-8").splitlines() if line[:1] != "#")
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return [dict(line.split(maxsplit=1) for line in b.strip().splitlines()) for b in blocks]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_split(case: dict[str, str]) -> None:
    """Each case of the file is taken apart and joined as it says."""
    found = split(case["source"], set(case["lost"].split()))
    if found is None:
        assert case["outer"] == "none"
        return
    assert case["outer"] == found.outer
    assert case["insides"].split(" | ") == list(found.insides)
    joined = found.join(case["draft"], case["drafts"].split(" | "), case["language"])
    assert case["joined"] == joined


@settings(deadline=None, max_examples=300)
@given(messages(), st.data())
def test_join_gives_the_message_back(message: str, data: st.DataObject) -> None:
    """Whatever is taken out, both layers are sound messages, and joining them loses nothing."""
    labels = [str(part) for part in marks.check(message) if part.kind == "open"]
    found = split(
        message, set(data.draw(st.lists(st.sampled_from(labels)) if labels else st.just([])))
    )
    if found is None:
        return
    copies = [node.opening for node in sentence.read(found.outer, "x").nodes if node.is_copy]
    for cut in found.cuts:
        assert cut.standing in copies
        marks.check(cut.message)
    joined = found.join(found.outer, found.insides, "ja")
    marks.compare(message, joined)
    assert "".join(marks.plain(message).split()) == "".join(marks.plain(joined).split())
