"""Laws of the normal form, over random documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import markup, readers
from pipeline.errors import ReadError
from pipeline.markup import Piece
from pipeline.outputs import poured

if TYPE_CHECKING:
    from pipeline.model import Document

TAGS = (
    "p div b i a h1 h2 ul li table tr td th tbody dl dt br wbr img picture source svg pre code "
    "script style textarea select option form label html head body noscript template ruby rt "
    "section main x-y em sup col object nav frame xmp iframe"
).split()
HIDDEN = r"<(?:script|style|textarea|iframe|frame|xmp|!|\?|/?\w*[^<>]*$)"

attributes = st.sampled_from(
    ["", " class=x", " id=a", " title='q\"&lt;'", " href='é?a&b'", " data-line=2,4", " 'x'", " =y"]
)
tags = st.builds("<{}{}>".format, st.sampled_from(TAGS), attributes)
ends = st.builds("</{}>".format, st.sampled_from(TAGS))
odd = st.sampled_from(
    ["&amp;", "&lt;", "&", "<", "<!--c-->", "<?p?>", "\n", "&nbsp;", "\u00a0", "'", '"', "]]>"]
)
words = st.integers(0, 9).map(" word{} ".format)
pages = st.lists(tags | ends | odd | words | words, max_size=16).map("".join)
lines = st.sampled_from(
    ["# ", "- ", "> ", "1. ", "    ", "| a | b |", "|---|---|", "```", "---", "***", "", "a: b"]
)
inlines = st.sampled_from(["*", "**", "`", "[x](y)", "![x](y.png)", "<b>", "<!--", "~~", "\\", "|"])
rows = st.builds(str.__add__, lines, st.lists(inlines | words | odd, max_size=5).map("".join))
markdown = st.lists(rows, max_size=12).map("\n".join)
texts = st.text(st.characters(codec="utf-8"), max_size=60) | st.lists(words | odd).map("".join)
documents = (
    st.tuples(st.just("a.html"), pages | texts)
    | st.tuples(st.just("a.md"), markdown | pages | texts)
    | st.tuples(st.just("a.txt"), texts | pages)
)


def read(path: str, text: str) -> Document | str:
    """Return the document, or why it is refused."""
    try:
        return readers.read(path, text.encode())
    except ReadError as error:
        return str(error)


def shown(html: str) -> str:
    """Return the tree of a page, with every run of white space as one space."""
    root = poured.parse(html)
    assert ["head", "body"] == [child.tag for child in root]
    assert root.findtext("head/title")
    return re.sub(r"[ \t\n\r\f]+", " ", str(lxml.html.tostring(root, encoding="unicode")))


@settings(deadline=None, max_examples=150)
@given(documents)
def test_page_in_its_own_words_is_the_same_page(document: tuple[str, str]) -> None:
    """Any text is refused in one line, or becomes a page that its own words leave as it is."""
    made = read(*document)
    if isinstance(made, str):
        assert re.fullmatch(r"a\.\w+(:[1-9]\d*)?: [^\n]+", made)
    else:
        units = markup.units(made.html, "a")
        back = markup.replace(made.html, [[Piece(unit.text)] for unit in units])
        assert shown(made.html) == shown(back)
        assert units == markup.units(back, "a")
        assert back == markup.replace(back, [[Piece(unit.text)] for unit in units])


@settings(deadline=None, max_examples=150)
@given(pages)
def test_every_word_is_read(page: str) -> None:
    """Whatever is missing or too much in a page, no word of it is lost."""
    made = read("a.html", page)
    if not isinstance(made, str) and not re.search(HIDDEN, page):
        assert sorted(re.findall(r"word\d", page)) == sorted(
            re.findall(r"word\d", poured.parse(made.html).find("body").text_content())
        )


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(words | odd | st.just("\n"), max_size=8).map("".join), min_size=1))
def test_every_word_of_a_text_is_read(blocks: list[str]) -> None:
    """Paragraphs come back with their words below the title, whatever the marks in them."""
    text = "\n\n".join(blocks)
    made = read("a.txt", text)
    if not isinstance(made, str):
        assert ["A", *text.split()] == poured.parse(made.html).find("body").text_content().split()
