"""Laws of what Markdown has beyond CommonMark, over random documents."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import markup, readers
from pipeline.errors import ReadError
from pipeline.markup import Piece
from pipeline.outputs import poured

blocks = st.sampled_from(
    ["# ", "- ", "> ", "1. ", "    ", "| a | b |", "|---|---|", "```", "---", "", "<div>", "</div>"]
    + ["- [ ] ", "1. [x] ", "> [!NOTE]", "!!! note", '??? tip "x"', "???+ note", ": ", "[^1]: "]
    + ["+++", "!!!", "???", "{", "{.a}", "{#b c=d}"]
    + [f"<!-- localepress: {what} -->" for what in ("skip", "skip-start", "skip-end", "note: x")]
)
SIGNS = "* ` [x](y) ![x](y.png) <b> <!-- \\ | [^1] [^2] https://a.b/c www.a.b {#y} ( [ ] ) ^["
inlines = st.sampled_from([*SIGNS.split(), " {.x}", "word ", "\n"])
words = st.integers(0, 9).map(" word{} ".format)
indents = st.sampled_from(["", "", "  ", "    "])
rows = st.builds("{}{}{}".format, indents, blocks, st.lists(inlines, max_size=5).map("".join))
plain_rows = st.builds(
    "{}{}{}".format,
    indents,
    # Left out is what hides words by design: notes nobody refers to, a fence's language, surplus
    # cells of a row, front matter.
    blocks.filter(lambda block: not block.startswith(("[", "`", "|", "+"))),
    st.lists(words, max_size=3).map("".join),
)
documents = st.lists(rows, max_size=14).map("\n".join)
plain = st.lists(plain_rows, max_size=14).map("\n".join)


@settings(deadline=None, max_examples=150)
@given(documents)
def test_read_whole_or_not_at_all(text: str) -> None:
    """Any text is refused in one line, or becomes a page that its own words leave as it is."""
    try:
        page = readers.read("a.md", text.encode()).html
    except ReadError as error:
        assert re.fullmatch(r"a\.md(:[1-9]\d*)?: [^\n]+", str(error))  # noqa: PT017
    else:
        texts = [[Piece(unit.text)] for unit in markup.units(page, "a")]
        back = markup.replace(page, texts)
        assert back == markup.replace(back, texts)


@settings(deadline=None, max_examples=150)
@given(plain)
def test_every_word_is_read(text: str) -> None:
    """No word is lost to a list, an admonition, an attribute or a directive."""
    try:
        page = readers.read("a.md", f"# T\n\n{text}".encode()).html
    except ReadError:
        return
    shown = poured.parse(page).find("body").text_content()
    assert sorted(re.findall(r"word\d", text)) == sorted(re.findall(r"word\d", shown))
