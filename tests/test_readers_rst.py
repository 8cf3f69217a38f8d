"""reStructuredText: what docutils is allowed to do, and what it is not."""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import markup, readers
from pipeline.errors import ReadError

if TYPE_CHECKING:
    from pathlib import Path

if not os.environ.get("CI"):
    pytest.importorskip("docutils", reason="the extra rst is not installed")


def read(text: str, language: str = "en") -> str:
    """Return the page of a text."""
    return readers.read("a.rst", text.encode(), language=language).html


def texts(text: str) -> list[str]:
    """Return what a translator sees of a text, without the title."""
    return [unit.text for unit in markup.units(read(text), "a.rst")][2:]


def refusal(text: str) -> str:
    """Return the words with which a text is refused."""
    with pytest.raises(ReadError) as caught:
        read(text)
    return str(caught.value)


REFUSED = {
    "include": ("a\n\n.. include:: b.rst\n", 'a.rst:3: "include" directive disabled.'),
    "raw": (".. raw:: html\n\n   <b>\n", 'a.rst:1: "raw" directive disabled.'),
    "table of a file": (".. csv-table::\n   :file: /etc/passwd\n", "a.rst:1: File and URL access"),
    "unknown directive": (".. frobnicate::\n\n   a\n", 'a.rst:1: Unknown directive type "frobn'),
    "unknown role": ("a\n\nb :x:`y`\n", "a.rst:3: "),
    "no target": ("a\n\nb_\n", 'a.rst:3: Unknown target name: "b".'),
    "today": ("a |d|\n\n.. |d| date::\n", 'a.rst:3: "date" says another day each day; write the'),
    "long line": ("x " * 6_000, "a.rst: Line 1 exceeds the line-length-limit."),
    "deep": ("\n\n".join(" " * n + "a" for n in range(1_000)), "a.rst: nested too deeply"),
    "unknown word": (".. localepress: skp\n\na", 'a.rst:1: unknown directive "skp"; known are'),
    "nothing follows": ("a\n\n.. localepress: skip\n", "a.rst:3: no block follows this directive"),
    "control character": ("a\x01", "a.rst:1: control character U+0001; remove it"),
    "comment only": (".. nothing\n", "a.rst: empty; write some text or remove the file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """What docutils would leave out, guess or fetch is refused in one line with its place."""
    text, expected = REFUSED[case]
    actual = refusal(text)
    assert expected == actual[: len(expected)]
    assert "\n" not in actual


TEXTS = {
    "warnings pass": ("A *b\n\nTitle\n====\n\n- a\nb", ["A *b", "Title", "a", "b"]),
    "code stays": ("See ``x y`` and :code:`z`.", ["See <code1>x y</code1> and <code2>z</code2>."]),
    "literal block": ("Text::\n\n    code\n\n.. code:: python\n\n    def\n", ["Text:"]),
    "footnote": ("A [1]_.\n\n.. [1] Proof.", ["A <keep1>[1]</keep1>.", "Proof."]),
    "substitution": ("A |b|.\n\n.. |b| replace:: c", ["A c."]),
    "admonition": (".. warning:: Hot.", ["Warning", "Hot."]),
    "image without text": (".. image:: a.png\n\nB", ["B"]),
    "comment": (".. One.\n\nTwo.", ["Two."]),
    "skipped": (".. localepress: skip\n\n- a\n\nB", ["B"]),
    "region": (".. localepress: skip-start\n\na\n\n.. localepress: skip-end\n\nB", ["B"]),
}


@pytest.mark.parametrize("case", TEXTS)
def test_texts(case: str) -> None:
    """A translator sees the words a reader sees, and what docutils only minds is no error."""
    text, expected = TEXTS[case]
    assert expected == texts(f"Start\n\n{text}")[1:]


def test_head() -> None:
    """The title is the document's; fields at the top are what front matter is elsewhere."""
    text = "*My* title\n==========\n\n:Description: Long\n   text\n:weight: 3\n\nText"
    document = readers.read("a.rst", text.encode())
    assert '<title>My title</title><meta name="description" content="Long text">' in document.html
    assert {"weight": "3"} == document.meta
    assert "<title>Other</title>" in read(":title: Other\n\nText")
    assert 'content="D"' in read(".. meta::\n   :description: D\n\nText")


def test_ids_are_those_of_headings() -> None:
    """A heading has the id that links to it say."""
    page = read("A_\n\n.. _b c:\n\nA\n-\n\nB\n-\n\nSee `b c`_.")
    assert '<h2 data-line="6" id="a"><span id="b-c"></span>A</h2>' in page


def test_words_of_docutils_are_in_the_source_language() -> None:
    """The heading of a note is in the project's language, as its directives may be."""
    assert "Bemerkung" in read(".. note:: Text", "de")
    assert "Note" in read(".. note:: Text", "cy")


def test_a_role_is_known_only_in_its_document() -> None:
    """What one document defines does not change how the next is read."""
    read(".. role:: mine\n\n:mine:`a`")
    assert "a.rst:1: " == refusal(":mine:`a`")[:9]


def test_no_image_is_opened(tmp_path: Path) -> None:
    """An image stays where it is."""
    picture = tmp_path / "a.svg"
    picture.write_text("<svg><text>secret</text></svg>")
    page = read(f".. image:: {picture.as_uri()}\n   :loading: embed\n   :scale: 50\n\nText")
    assert f'src="{picture.as_uri()}"' in page
    assert "secret" not in page


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without docutils a text is refused, and the way out is named."""
    for name in [name for name in sys.modules if name.split(".")[0] == "docutils"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docutils", None)
    assert refusal("Text").endswith('run "pip install docutils"')


words = st.integers(0, 9).map("word{}".format)
SIGNS = ["- ", "1. ", "    ", "  ", ".. ", ".. note:: ", "| ", ":a: ", ">>> ", "+--+", "====", "::"]
starts = st.lists(st.sampled_from(SIGNS), max_size=3).map("".join)
middles = st.lists(words | st.sampled_from(["*", "`", "_", "|"])).map(" ".join)
rows = st.builds("{}{}".format, starts, middles)


@settings(max_examples=80)
@given(st.lists(rows | st.just(""), max_size=10).map("\n".join))
def test_read_whole_or_not_at_all(text: str) -> None:
    """Any text is refused in one line, or becomes a page with units."""
    try:
        page = read(text)
    except ReadError as error:
        assert re.fullmatch(r"a\.rst(:\d+)?: [^\n]+", str(error))  # noqa: PT017
    else:
        assert markup.units(page, "a.rst")


HOSTILE = {
    "paragraphs": "a\n\n" * 1_000,
    "nested": "".join(f"{'  ' * n}- a\n\n" for n in range(80)),
    "open marks": "*a `b |c " * 150,
    "tables": "+-+\n|a|\n+-+\n\n" * 100,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    """Large input of an odd form is read, or refused, in a time that grows with its size."""
    before = time.process_time()
    with suppress(ReadError):
        read(HOSTILE[case])
    assert time.process_time() - before < 2.5
