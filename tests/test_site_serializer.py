"""How a tree is written; the cases are in cases/site/blocks.txt."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Document
from pipeline.outputs import body, poured, serializer
from pipeline.outputs.pages import Page

CASES = (Path(__file__).parent / "cases" / "site" / "blocks.txt").read_text(encoding="utf-8")
PAGE = Page(Document("a.md", "en", ""), "en", "")


def cases() -> list[tuple[str, str]]:
    """Return the pairs of the case file."""
    text = "".join(x for x in CASES.splitlines(keepends=True) if not x.startswith("# "))
    parts = [case.split("\n=>\n") for case in text.split("\n---\n") if case.strip()]
    return [(before, after) for before, after in parts]


def published(html: str) -> str:
    """Return HTML as the text of a page."""
    root = poured.parse(f"<html><body>{html}</body></html>")
    signs = body.Signs("", "", "Table", "Done", "Not done", "Back")
    return "".join(body.content(root, PAGE, signs))


def written(html: str) -> str:
    """Return HTML as it is written."""
    return serializer.inner(poured.parse(f"<html><body>{html}</body></html>").body)


@pytest.mark.parametrize(("before", "after"), cases())
def test_blocks_stand_on_lines_of_their_own(before: str, after: str) -> None:
    """Blocks begin lines, so that a change of one sentence is a small difference."""
    assert after == published(before)


TEXT = st.text(st.sampled_from("ab한漢<>&\"' \n\t\u00a0"), max_size=8)
INLINE = ("em", "a", "code", "span", "br", "wbr", "img")
BLOCK = ("div", "ul", "li", "p", "blockquote", "pre", "h2", "section")


@st.composite
def trees(draw: st.DrawFn, depth: int = 3, inline: bool = False) -> lxml.html.HtmlElement:
    """Return an element whose nesting an HTML parser would keep."""
    element = lxml.html.Element(draw(st.sampled_from(INLINE if inline else BLOCK)))
    if element.tag in ("br", "wbr", "img"):
        return element
    element.text = draw(TEXT)
    phrasing = inline or element.tag in ("p", "h2", "pre")
    if depth:
        for _ in range(draw(st.integers(0, 3))):
            child = draw(trees(depth - 1, phrasing or draw(st.booleans())))
            if (child.tag, element.tag) in {("a", "a"), ("li", "li")}:
                continue
            child.tail = draw(TEXT)
            element.append(child)
    return element


def shown(element: lxml.html.HtmlElement) -> str:
    """Return the text as a browser would: white space collapsed, none at the edges of blocks."""
    marks = "".join(_shown(element))
    collapsed = " ".join(filter(None, marks.replace("\n", " ").replace("\t", " ").split(" ")))
    return collapsed.replace(" |", "|").replace("| ", "|").replace("||", "|").strip("|")


def _shown(element: lxml.html.HtmlElement) -> list[str]:
    edge = "|" if element.tag in BLOCK or element.tag == "body" else ""
    parts = [edge, element.text or ""]
    for child in element:
        parts += [*_shown(child), child.tail or ""]
    return [*parts, edge]


@settings(max_examples=150, deadline=None)
@given(trees())
def test_no_text_is_changed(tree: lxml.html.HtmlElement) -> None:
    """Whatever is written reads as before, and writing it again gives the same bytes."""
    source = lxml.html.tostring(tree, encoding="unicode", with_tail=False)
    root = poured.parse(f"<html><body>{source}</body></html>").body
    html = serializer.inner(root)
    again = poured.parse(f"<html><body>{html}</body></html>").body
    assert html == serializer.inner(again)
    assert "".join(shown(root).split("|")) == "".join(shown(again).split("|"))


def test_scripts_of_the_source_are_not_escaped() -> None:
    """What an author wrote into a script stays a script."""
    html = '<p>a</p>\n<script>if (1 < 2 && "x") {}</script>'
    assert html == written(html)
