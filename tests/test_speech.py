"""The languages that a localised page names; the cases are in cases/speech.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import messages
from pipeline.model import Document, Entry, State

CASES = Path(__file__).parent / "cases" / "speech.txt"


def cases() -> list[list[str]]:
    """Return the pages before and after."""
    text = re.sub(r"^#.*\n", "", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [case.strip().split("\n=>\n") for case in text.split("\n---\n") if case.strip()]


def shouted(text: str) -> str:
    """Return a message in capitals, its marks as they are."""
    return re.sub(r"<[^>]*>|[^<]+", lambda m: m[0] if m[0][0] == "<" else m[0].upper(), text)


@pytest.mark.parametrize(("before", "after"), cases())
def test_element_names_the_language_of_what_it_says(before: str, after: str) -> None:
    """Sentences, attributes and authors' own elements alike."""
    html = f'<html lang="en"><head></head><body>{before}</body></html>'
    source = messages.cut(Document("a.html", "en", html), "source/a.html", "sentence")
    texts = [segment.source for segment in source.segments if "left" not in segment.source]
    entries = {(None, text): Entry(text, shouted(text), State.REVIEWED) for text in texts}
    done = messages.localise(source, entries, "ko", drafts=True, catalogue="a.po")
    assert f'<html lang="en"><head></head><body>{after}</body></html>' == done.html
