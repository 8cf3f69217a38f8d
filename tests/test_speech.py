"""The languages that a localised page names; the cases are in cases/speech.txt."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pages_kit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import languages, messages, tree
from pipeline.elements import ATTRIBUTES
from pipeline.model import Document, Entry, State

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@settings(max_examples=60)
@given(pages_kit.pages, st.data())
def test_every_text_stands_in_its_language(page: pages_kit.Node, data: st.DataObject) -> None:
    """On any page, whatever of it has a translation: texts, and attributes of what holds none."""
    html = pages_kit.html(page)
    source = messages.cut(Document("a.html", "en", html), "source/a.html", "sentence")
    texts = [segment.source for segment in source.segments]
    left = data.draw(st.sets(st.sampled_from(texts))) if texts else set()
    entries = {
        (None, text): Entry(text, shouted(text), State.REVIEWED)
        for text in texts
        if text not in left
    }
    done = messages.localise(source, entries, "ko", drafts=True, catalogue="a.po")
    # What is kept in a message has the language that its author gave it.
    translated = (re.sub(r"<(keep|code|kbd|samp|var)(\d+)>.*?</\1\2>", "", text) for text in texts)
    offered = set(re.findall("word[a-j]+", " ".join(translated)))
    for said, language in spoken(tree.parse(done.html), ""):
        for word in re.findall("word[a-j]+|WORD[A-J]+", said):
            if word.isupper():
                assert "ko" == language, (word, done.html)
            elif word in offered:
                assert "en" == languages.primary(language), (word, done.html)


def spoken(element: tree.Element, outer: str) -> Iterator[tuple[str, str]]:
    """Yield each text, and each attribute of what says nothing else, with its language."""
    # The page's own language is written when it is published.
    own = "ko" if element.tag == "html" else element.get("lang")
    language = own or outer
    names = [name for name in ATTRIBUTES if element.get(name)]
    inner = [name for each in element.walk() for name in ATTRIBUTES if each.get(name)]
    if len(names) == len(inner) == 1 and not any(map(str.isalpha, element.text())):
        yield element.get(names[0]) or "", language
    for child in element.children:
        if isinstance(child, tree.Element):
            yield from spoken(child, language)
        elif isinstance(child, tree.Text):
            yield child.value, language
