"""Front matter: which keys are translated, which stay, and what is refused."""

from __future__ import annotations

import datetime
import itertools
import time
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import metadata, readers
from pipeline.errors import ReadError
from pipeline.settings import ReadTable

if TYPE_CHECKING:
    from pipeline.model import Document

YAML = """---
title: Barley tea
tags: [tea, 2024, true, [cold, " "]]
summary: |
  Roast it.
  Boil it.
hero:
  title: Hot tea
  buttons:
    - label: Order
    - label: 5
date: 2024-05-01
---
Text
"""
TOML = """+++
title = "Barley tea"
tags = ["tea", 2024, true, ["cold", " "]]
summary = '''
Roast it.
Boil it.'''
date = 2024-05-01
[hero]
title = "Hot tea"
[[hero.buttons]]
label = "Order"
[[hero.buttons]]
label = 5
+++
Text
"""
KEYS = ("title", "description", "summary", "tags")


def read(text: str, *keys: str) -> Document:
    """Return a Markdown document, with some keys translated."""
    return readers.read("a.md", text.encode(), options=ReadTable(keys=keys or KEYS))


def texts(document: Document) -> list[tuple[str, str]]:
    """Return the texts that a document's head offers, each with its key."""
    root = lxml.html.document_fromstring(document.html)
    found = root.xpath("//head/meta[@data-lp-key]")
    return [(meta.get("data-lp-key"), meta.get("content")) for meta in found]


@pytest.mark.parametrize("source", [YAML, TOML], ids=["yaml", "toml"])
def test_only_keys_that_the_settings_name_are_translated(source: str) -> None:
    """A key's text, or each text of its list, in the order of the document; no number, no date."""
    tags = [("tags", "tea"), ("tags", "cold")]
    summary = ("summary", "Roast it. Boil it.")
    assert [*tags, summary] == texts(read(source))
    assert [summary] == texts(read(source, "summary", "date"))
    nested = ("hero.title", "hero.buttons.label")
    assert [(nested[0], "Hot tea"), (nested[1], "Order")] == texts(read(source, *nested))


@pytest.mark.parametrize("source", [YAML, TOML], ids=["yaml", "toml"])
def test_what_is_not_text_stays(source: str) -> None:
    """The document's own values are there, whatever is translated."""
    meta = dict(read(source).meta)
    assert ["tea", 2024, True, ["cold", " "]] == meta["tags"]
    assert "Roast it.\nBoil it." == str(meta["summary"]).strip()
    assert datetime.date(2024, 5, 1) == meta["date"]
    assert {"title": "Hot tea", "buttons": [{"label": "Order"}, {"label": 5}]} == meta["hero"]


def test_a_sidecar_has_texts_too() -> None:
    """The TOML file beside a text is read like front matter."""
    document = readers.read("a.txt", b"Text", sidecar=b'tags = ["tea"]\nsummary = "Boil"')
    assert [("tags", "tea"), ("summary", "Boil")] == texts(document)


def test_each_text_says_what_it_is() -> None:
    """Translators see the key."""
    root = lxml.html.document_fromstring(read(YAML).html)
    kinds = root.xpath("//head/meta/@data-lp-kind")
    assert ["page tags", "page tags", "page summary"] == kinds


def test_title_and_description_that_are_not_translated() -> None:
    """They stand on the page as they are, and say so; so does the heading made of the title."""
    html = read("---\ntitle: Tea\ndescription: Hot\n---\nText", "tags").html
    root = lxml.html.document_fromstring(html)
    found = [root.find(".//title"), root.find(".//meta"), root.find(".//h1")]
    assert ["no", "no", "no"] == [element.get("translate") for element in found]
    assert "en" == root.find(".//h1").get("lang")


def test_a_title_that_is_not_in_front_matter_is_translated() -> None:
    """The settings name keys of front matter, not headings."""
    root = lxml.html.document_fromstring(read("# Tea\n\nText", "tags").html)
    assert [] == root.xpath("//*[@translate]")


WRONG = {
    "title": ("---\na: 1\ntitle: 5\n---\nx", "a.md:3: title has to be text; put it in quotes"),
    "title below another": ("---\nseo:\n  title: x\ntitle: [x]\n---\nx", "a.md:4: title has to"),
    "TOML title": ("+++\na = 1\ntitle = 5\n+++\nx", 'a.md:3: title has to be text: title = "…"'),
    "control character": ('---\na: 1\ntags: [a, "\\x01"]\n---\nx', "a.md:3: tags has the control"),
    "list of itself": ("---\na: &a [*a]\n---\nx", "a.md:1: front matter is nested too deeply"),
    "deep keys": ("+++\n" + "a." * 200 + "a = 1\n+++\nx", "a.md:1: front matter is nested too"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_front_matter(case: str) -> None:
    """A fault names the file and the line of its key."""
    text, message = WRONG[case]
    with pytest.raises(ReadError) as caught:
        read(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("form", ["{name}: &{name} [{many}]", "{name}: &{name}\n  <<: [{many}]"])
def test_few_lines_cannot_become_billions(form: str) -> None:
    """References to references are refused before anybody counts them out."""
    names = "abcdefghijkl"
    lines = ["a: &a {x: 1}"]
    for before, name in itertools.pairwise(names):
        lines.append(form.format(name=name, many=", ".join([f"*{before}"] * 9)))
    start = time.process_time()
    with pytest.raises(ReadError, match=r"a\.md:1: front matter has more than 10000 values"):
        read("---\n" + "\n".join(lines) + "\n---\nx")
    assert time.process_time() - start < 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abc"), VALUES), st.sets(st.sampled_from("a b a.b".split())))
def test_texts_are_put_back_where_they_were_found(meta: dict[str, Any], keys: set[str]) -> None:
    """Other texts stand where the document's own stood, and nothing else has changed."""
    own = metadata.texts(meta, keys)
    other = [(key, f"new {number}") for number, (key, _) in enumerate(own)]
    changed = metadata.replace(meta, other)
    assert other == metadata.texts(changed, keys)
    assert metadata.replace(meta, own) == metadata.replace(changed, own)
