"""Laws of reading, over every fixture in HTML and over generated pages.

``pages_kit`` makes the pages, and ``wanted_kit`` says what should become of their words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import wanted_kit
from browser_kit import EXACT, Element, Page
from hypothesis import example, given, settings
from hypothesis import strategies as st
from laws_kit import flat, own
from pages_kit import MADE, everything, html, pages

from pipeline import elements, marks, markup, tree
from pipeline.model import Place

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from pipeline.model import Unit

CASES = Path(__file__).parent / "cases"
FIXTURES = {
    path.name: path.read_text(encoding="utf-8-sig")
    for folder in ("pages", "readers", "readers/expected")
    for path in sorted((CASES / folder).glob("*.html"))
}


def found(units: list[Unit]) -> Counter[str]:
    """Return how often each word is in a unit, outside of marks whose content is copied."""
    return Counter(word for unit in units for word in re.findall("word[a-j]+", _free(unit.text)))


def _free(message: str) -> str:
    parts, copied = [], 0
    for token in marks.tokens(message):
        protected = token.text in marks.PROTECTED
        copied += protected * {"open": 1, "close": -1}.get(token.kind, 0)
        parts.append(token.text if token.kind == "text" and not copied else " ")
    return "".join(parts)


def said(page: Element) -> Iterator[tuple[str, wanted_kit.Said]]:
    """Yield each word with what has to become of it."""
    for each in wanted_kit.said(Page(page, "")):
        for word in re.findall("word[a-j]+", each.text):
            yield word, each


@example(everything())
@given(pages)
def test_every_word_for_people_is_in_one_unit(page: Element) -> None:
    """A text or an attribute that people read is translated, and offered once."""
    units = found(markup.units(html(page), "a"))
    missed = {word: each.where for word, each in said(page) if each.wanted and not units[word]}
    assert {} == missed
    assert [] == [word for word, times in units.items() if times > 1]


@example(everything())
@given(pages)
def test_nothing_else_is_in_any_unit(page: Element) -> None:
    """What is for programs, or declared not to be translated, is offered to nobody."""
    units = found(markup.units(html(page), "a"))
    offered = {word: each.where for word, each in said(page) if each.forbidden and units[word]}
    assert {} == offered


@example(everything())
@given(pages)
def test_own_texts_give_the_same_page(page: Element) -> None:
    """With each unit's own text, a generated page is the same, and is read the same."""
    source = html(page)
    back = own(source)
    assert flat(source) == flat(back)
    assert placeless(source) == placeless(back)
    assert back == own(back)


def placeless(source: str) -> list[Unit]:
    """Return the units of a page without their lines."""
    return [replace(unit, place=Place("a")) for unit in markup.units(source, "a")]


SPACES = [" ", "\n", "\t\t", "\n\n   ", "\f ", " \n"]


def laid_out(source: str, chance: random.Random) -> str:
    """Return a page with other white space where it means nothing, and attributes in another order.

    White space stands between blocks, at their ends, and where there was some before.
    """
    edits = tree.Edits(source)
    change = partial(re.sub, r"[ \t\n\r\f]+", lambda _: chance.choice(SPACES))

    def visit(parent: tree.Element) -> None:
        for node in parent.children:
            if isinstance(node, tree.Text):
                edits.put(node.start, node.end, change(source[node.start : node.end]))
            elif isinstance(node, tree.Element):
                shuffle(node)
                if node.tag in EXACT or node.tag == "math":
                    continue
                block = node.tag in elements.BLOCKS and not node.foreign
                if block:
                    edits.put(node.start, node.start, chance.choice(SPACES))
                visit(node)
                if block and node.close < node.end:
                    edits.put(node.close, node.close, chance.choice(SPACES))
                    edits.put(node.end, node.end, chance.choice(SPACES))

    def shuffle(node: tree.Element) -> None:
        values = [source[value.name : value.end] for value in node.attributes.values()]
        end = node.inner - (2 if source[node.inner - 2] == "/" else 1)
        if len(values) > 1 and all(value.end <= end for value in node.attributes.values()):
            chance.shuffle(values)
            said = "".join(chance.choice(SPACES) + value for value in values)
            edits.put(node.start + 1 + len(node.tag), end, said + " ")

    visit(tree.parse(source))
    return edits.apply()


MEANT = re.compile(r"its-|preserve|localepress:")
"""Where an author may have said that white space means something."""


@pytest.mark.parametrize("name", [name for name in FIXTURES if not MEANT.search(FIXTURES[name])])
@settings(max_examples=2)
@given(st.randoms(use_true_random=False))
def test_layout_of_a_fixture_means_nothing(name: str, chance: random.Random) -> None:
    """However a page is indented, in whatever order attributes stand, its units are the same."""
    assert placeless(FIXTURES[name]) == placeless(laid_out(FIXTURES[name], chance))


@given(pages, st.randoms(use_true_random=False))
def test_layout_of_a_page_means_nothing(page: Element, chance: random.Random) -> None:
    """The same of generated pages."""
    source = html(page)
    assert placeless(source) == placeless(laid_out(source, chance))


def test_generated_pages_have_every_element_of_ours() -> None:
    """Whatever the program treats in a way of its own stands in generated pages."""
    pages.validate()
    kinds = elements.UNTOUCHED | elements.ATOMS | {*elements.DRAWN, *elements.KINDS}
    # A browser reads an image as an img, and three cannot stand in a part of a page.
    assert {"iframe", "image", "noframes", "plaintext"} == kinds - MADE
