"""Plain text: what is a convention, what is prose, and that no word is lost."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import markup, readers
from pipeline.errors import ReadError
from pipeline.settings import ReadTable


def read(text: str, *, lines: str = "join", sidecar: str | None = None) -> str:
    """Return the page of a text."""
    beside = None if sidecar is None else sidecar.encode()
    options = ReadTable(lines=lines)
    return readers.read("a.txt", text.encode(), sidecar=beside, options=options).html


def body(text: str, **said: str) -> str:
    """Return the blocks of a text, without the title and without line numbers."""
    inside = read(text, **said).split("<body>\n", 1)[1].removesuffix("\n</body></html>")
    bare = re.sub(r' data-line="\d+"| id="[^"]*"', "", inside)
    return bare.removeprefix("<h1>A</h1>").removeprefix("\n")


BLOCKS = {
    "underlined": ("One\n===\n\nTwo\n---\nText.", "<h1>One</h1>\n<h2>Two</h2>\n<p>Text.</p>"),
    "lines above and below": ("~~~\nThree\n~~~", "<h3>Three</h3>"),
    "numbered heading": ("1. Ships\n--------", "<h2>1. Ships</h2>"),
    "two lines are no heading": ("One\ntwo\n---", "<p>One two</p>\n<hr>"),
    "long line is no heading": (f"{'x ' * 41}\n---", f"<p>{('x ' * 41).strip()}</p>\n<hr>"),
    "capitals are no heading": ("STOP\n\nNow.", "<p>STOP</p>\n<p>Now.</p>"),
    "rules": ("a\n\n* * *\n\n-----\n\nb", "<p>a</p>\n<hr>\n<hr>\n<p>b</p>"),
    "bullets": ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "hanging indentation": ("* a\n  b\n* c", "<ul>\n<li>a b</li>\n<li>c</li>\n</ul>"),
    "line without indentation": ("• a\nb", "<ul>\n<li>a b</li>\n</ul>"),
    "items with blank lines between": ("- a\n\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "nested": ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
    "two paragraphs": ("- a\n\n  b", "<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>"),
    "other sign, other list": ("- a\n+ b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
    "numbers": ("3. a\n4) b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "numbers that jump": ("1. a\n5. b", '<ol>\n<li>a</li>\n<li value="5">b</li>\n</ol>'),
    "from zero": ("0. a\n1. b", '<ol start="0">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "letters": ("b) a\nc) b", '<ol type="a" start="2">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "capital letters": ("A) a", '<ol type="A">\n<li>a</li>\n</ol>'),
    "initials": ("A. Smith came.", "<p>A. Smith came.</p>"),
    "year": ("1986. It began.", "<p>1986. It began.</p>"),
    "sign amid a paragraph": ("A cat\n- a tom\n1. x", "<p>A cat - a tom 1. x</p>"),
    "announced list": ("Bring:\n- a", "<p>Bring:</p>\n<ul>\n<li>a</li>\n</ul>"),
    "quotation": (
        "> a\n> b\n>\n> > c\nd",
        "<blockquote>\n<p>a b</p>\n<blockquote>\n<p>c</p>\n</blockquote>\n</blockquote>\n<p>d</p>",
    ),
    "verse": (
        "  a\n     b\n\tc",
        '<p class="verse indent-1">a<br>\n<span class="indent-2"></span>b<br>\n'
        '<span class="indent-1"></span>c</p>',
    ),
    "one indented line": ("a\n\n    b", "<p>a</p>\n<p>b</p>"),
    "first line indented": ("   a\nb", "<p>a b</p>"),
    "much space": ("a\n\n\n\nb\n\nc", '<p>a</p>\n<p class="gap">b</p>\n<p>c</p>'),
    "HTML is text": ("<b>&amp;", "<p>&lt;b&gt;&amp;amp;</p>"),
    "directive in an item": (
        "- <!-- localepress: skip -->\n\n  a\n- b",
        '<ul>\n<li><p translate="no">a</p></li>\n<li>b</li>\n</ul>',
    ),
    "directive before a list": (
        "<!-- localepress: skip -->\n\n- a",
        '<ul translate="no">\n<li>a</li>\n</ul>',
    ),
    "directive before a rule": (
        "<!-- localepress: note: N\n  - M -->\n\n***\n\n> a",
        '<hr>\n<blockquote data-lp-note="N - M">\n<p>a</p>\n</blockquote>',
    ),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks(case: str) -> None:
    """A convention becomes an element, and what could be prose stays a paragraph."""
    text, expected = BLOCKS[case]
    assert expected == body(text)


def test_lines_are_kept_where_a_project_or_a_document_says_so() -> None:
    """A document's word on its lines counts more than the project's, and is nobody's meta."""
    kept, joined = "<p>a<br>\nb</p>", "<p>a b</p>"
    assert kept == body("a\nb", lines="keep")
    assert kept == body("a\nb", sidecar='lines = "keep"')
    assert joined == body("a\nb", lines="keep", sidecar='lines = "join"')
    document = readers.read("a.txt", b"a", sidecar=b'lines = "keep"\nx = 1')
    assert {"x": 1} == document.meta


def test_lines_say_something_else() -> None:
    """A wrong word on lines is named with the sidecar's line."""
    with pytest.raises(ReadError) as caught:
        read("a", sidecar='title = "T"\nlines = 3')
    assert 'a.toml:2: lines has to be "join" or "keep"' == str(caught.value)


REFUSED = {
    "directive in a heading": "<!-- localepress: skip --> x\n---",
    "directive in a verse": "  a\n  <!-- localepress: skip -->",
    "directive in an item": "- a <!-- localepress: skip -->",
    "nothing follows in the item": "- <!-- localepress: skip -->\n\na",
    "nested": "> " * 51 + "a",
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """A directive that nobody would obey, and nesting nobody writes, are refused with the line."""
    with pytest.raises(ReadError, match=r"^a\.txt:[12]: [^\n]+$"):
        read(REFUSED[case])


def test_translators_see_no_indentation_and_no_signs() -> None:
    """A message holds the words, not the signs and spaces around them."""
    page = read("1. One\n   more\n\n> Two\n\n  a\n    b\n\nThree\n=====")
    texts = [unit.text for unit in markup.units(page, "a.txt")]
    assert ["Three", "One more", "Two", "a<br1/> <span2/>b", "Three"] == texts


SIGNS = ["- ", "* ", "+ ", "• ", "1. ", "12) ", "c) ", "> ", ">", "    ", "  ", "\t", "===", "---"]
LETTERS = re.compile(r"\bc\)|<b>")
starts = st.lists(st.sampled_from(SIGNS), max_size=3).map("".join)
words = st.integers(0, 9).map("word{}".format)
middles = st.lists(words | st.sampled_from(["<!--", "-->", "&", "<b>", ":"]), max_size=3)
rows = st.builds("{}{}{}".format, starts, middles.map(" ".join), st.sampled_from(["", ":", " "]))
texts = st.lists(rows | st.sampled_from(["", "", "* * *", "~~~"]), max_size=12).map("\n".join)


@settings(max_examples=200)
@given(texts, st.sampled_from(["join", "keep"]))
def test_no_word_is_lost_doubled_or_invented(text: str, lines: str) -> None:
    """The words of a text are those of its page, in the same order."""
    try:
        page = read(text, lines=lines, sidecar='title = "title."')
    except ReadError as error:
        assert "a.txt: empty" in str(error)  # noqa: PT017
        return
    shown = lxml.html.document_fromstring(page).find("body").text_content()
    found = re.findall(r"[^\W\d_]+\d?", LETTERS.sub("", shown))
    # Without a heading of the first level the page begins with the title.
    assert re.findall(r"word\d", text) == found[found[:1] == ["title"] :]


@settings(max_examples=100)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text(text: str) -> None:
    """Any text is refused in one line, or becomes a page with units."""
    try:
        page = read(text)
    except ReadError as error:
        assert re.fullmatch(r"a\.txt(:\d+)?: [^\n]+", str(error))  # noqa: PT017
    else:
        assert markup.units(page, "a.txt")


HOSTILE = {
    "blank lines": "- a\n" + "\n" * 200_000 + "x",
    "items": "- a\n\n" * 2_000,
    "quotations": "> a\n\n" * 2_000,
    "lists of one": "- a\n+ b\n" * 1_000,
    "nested": "\n".join("  " * (n % 40) + "- a" for n in range(1_500)),
    "signs": "- " * 50_000 + "a",
    "open comments": "<!-- a\n---\n" * 10_000,
    "rules": "---\n" * 5_000 + "a",
    "spaces": " " * 250_000 + "a\n" + " " * 250_000 + "b",
    "tabs": "\t" * 100_000 + "a",
    "verses": "  a\n      b\n\n" * 2_500,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    """Large input of an odd form is read, or refused, in a time that grows with its size."""
    before = time.process_time()
    with suppress(ReadError):
        read(HOSTILE[case])
    assert time.process_time() - before < 2.5
