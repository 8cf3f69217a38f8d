"""Pages localised in place, as a real browser reads them: nothing but words is another.

The pages are in ``cases/pages``, each of another kind; adding a file adds its tests. To see one
page's: ``pytest tests/test_dom.py -k article``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import browser_kit
import pytest
from browser_kit import Browser, Comment, Element, Page, Text, collapsed, outline
from wanted_kit import for_people, said

from pipeline import kept, marks, markup, readers
from pipeline.engines.echo import pseudo
from pipeline.markup import Piece
from pipeline.outputs import OUTPUTS
from pipeline.outputs import pages as published_pages
from pipeline.settings import ReadTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.marks import Token

PAGES = {
    path.stem: path.read_bytes()
    for path in sorted((Path(__file__).parent / "cases/pages").glob("*.html"))
}
WITH_NOSCRIPT = [name for name, page in PAGES.items() if b"<noscript" in page.lower()]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
OTHERS = {ord(letter): chr(0xA000 + place) for place, letter in enumerate(LETTERS)}
"""The syllables of Yi: no page has any, so a word of them was put there, and can be read back."""
BACK = {ord(other): chr(letter) for letter, other in OTHERS.items()}
OTHER = re.compile("[\ua000-\ua033]")
COMMENT = re.compile("<!--.*?-->", re.DOTALL)
WORD = re.compile("[A-Za-z]{4,}")
LINKS = frozenset(
    "action background cite data formaction href hreflang longdesc poster src srcset "
    "{http://www.w3.org/1999/xlink}href".split()
)
"""Attributes that may lead elsewhere from a published page."""


def same(text: str) -> str:
    """Return a unit's own text."""
    return text


def other(text: str) -> str:
    """Return other words in a unit's marks, letter for letter.

    >>> other("Run <code1>git</code1> now").count("git")
    1
    """
    parts, kept_marks = [], 0
    for token in marks.tokens(text):
        if token.kind == "text":
            data = token.text if kept_marks else token.text.translate(OTHERS)
            parts.append(token._replace(text=data))
        else:
            inside = {"open": 1, "close": -1}.get(token.kind, 0)
            kept_marks += inside * (token.text in marks.PROTECTED)
            parts.append(token)
    return marks.write(parts)


def turned(text: str) -> str:
    """Return a unit's text with the marks of each level in the opposite order.

    >>> turned("A <b1>b <i2>c</i2> d<br3/></b1> e <a4>f</a4>.")
    'A <a4>f</a4> e <b1>b <br3/> d<i2>c</i2></b1>.'
    """
    return marks.write(_turned(marks.tokens(text)))


def _turned(tokens: Sequence[Token]) -> Iterator[Token]:
    places: list[list[Token]] = []
    depth = 0
    for token in tokens:
        depth -= token.kind == "close"
        if depth:
            places[-1].append(token)
        elif token.kind == "close":
            inside = places[-1]
            places[-1] = [inside[0], *_turned(inside[1:]), token]
        else:
            places.append([token])
        depth += token.kind == "open"
    found = [place for place in places if place[0].kind != "text"]
    for place in places:
        yield from place if place[0].kind == "text" else found.pop()


def localised(page: bytes, change: Callable[[str], str]) -> bytes:
    """Return a page in which each unit has another text."""
    document = readers.read("page.html", page, options=ReadTable(layout="none"))
    texts = [change(unit.text) for unit in markup.units(document.html, document.path)]
    made = markup.replace(document.html, [[Piece(text)] for text in texts])
    # What rules say is taken out when a page is published.
    return re.sub(r' data-lp-its-[a-z-]+="[^"]*"', "", made).encode()


def published(page: bytes, change: Callable[[str], str]) -> bytes:
    """Return a page as it is published in Arabic, all reviewed, where no file is missing."""
    document = readers.read("page.html", page, options=ReadTable(layout="none"))
    html = localised(page, change).decode()
    settings = published_pages.SiteSettings("Site", "en", ("ar",))
    pages = [published_pages.Page(document, "ar", html)]
    site = OUTPUTS["site"](pages, settings, lambda _: {}, lambda _: b"")
    return site.files["ar/page.html"]


@dataclass
class Shown:
    """What the browser makes of all pages, each way of it made when it is first asked for."""

    browser: Browser
    _made: dict[tuple[object, str], dict[str, Page | Exception]] = field(default_factory=dict)

    def page(
        self, name: str, change: Callable[[str], str] | None = None, way: str = "parsed"
    ) -> Page:
        """Return a page as it is, or localised; raises what localising it raised.

        ``way`` is "parsed", "published", "seen" or, for pages with ``noscript``, "scripting".
        """
        if (change, way) not in self._made:
            self._made[change, way] = self._all(change, way)
        page = self._made[change, way][name]
        if isinstance(page, Exception):
            raise page
        return page

    def _all(self, change: Callable[[str], str] | None, way: str) -> dict[str, Page | Exception]:
        make = published if way == "published" else localised
        pages: dict[str, bytes] = {}
        failed: dict[str, Page | Exception] = {}
        for name in WITH_NOSCRIPT if way == "scripting" else PAGES:
            try:
                pages[name] = make(PAGES[name], change) if change else PAGES[name]
            except Exception as error:
                failed[name] = error
        if way in {"parsed", "published"}:
            return {**self.browser.parse(pages), **failed}
        return {**self.browser.load(pages, scripting=way == "scripting"), **failed}


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    """Run the browser for the tests of this file."""
    with browser_kit.running() as browser:
        yield Shown(browser)


every_page = pytest.mark.parametrize("name", PAGES)


def check(expected: Page, actual: Page, *, ordered: bool = True) -> None:
    """Fail with the first difference between two pages."""
    __tracebackhide__ = True
    before, after = (outline(_read_back(p.document), ordered=ordered) for p in (expected, actual))
    if difference := browser_kit.difference(before, after):
        pytest.fail(difference, pytrace=False)


def _read_back(node: Element) -> Element:
    """Return a tree with the other words read back, and attributes for people collapsed."""
    nodes: list[Element | Text | Comment] = []
    for inner in node.nodes:
        if isinstance(inner, Text):
            nodes.append(Text(_uncommented(node, inner.data).translate(BACK)))
        else:
            nodes.append(_read_back(inner) if isinstance(inner, Element) else inner)
    attributes = {
        key: collapsed(value).strip(" ").translate(BACK) if for_people(node, key) else value
        for key, value in node.attributes.items()
    }
    return Element(node.name, attributes, tuple(nodes))


def _uncommented(parent: Element, text: str) -> str:
    """Return a text; without the comments, which may move, where markup is read as text."""
    return COMMENT.sub("", text) if parent.name == "noscript" else text


def _words(text: str) -> list[str]:
    """Return the English words of a text outside of what is copied letter by letter."""
    for match in reversed(list(kept.find(text))):
        text = text[: match.start()] + " " + text[match.end() :]
    return WORD.findall(text)


@every_page
def test_own_texts_give_the_same_page(shown: Shown, name: str) -> None:
    """With each unit's own text, the browser makes the same tree of a page as of the source."""
    check(shown.page(name), shown.page(name, same))


@pytest.mark.parametrize("change", [same, other])
@pytest.mark.parametrize("name", WITH_NOSCRIPT)
def test_pages_are_the_same_where_scripts_run(
    shown: Shown, name: str, change: Callable[[str], str]
) -> None:
    """So does a browser that runs scripts, for which ``noscript`` holds no elements."""
    check(shown.page(name, way="scripting"), shown.page(name, change, way="scripting"))


@every_page
def test_other_words_change_nothing_else(shown: Shown, name: str) -> None:
    """With other words, the tree is the same as soon as the words are read back."""
    check(shown.page(name), shown.page(name, other))


@every_page
def test_published_page_differs_in_language_and_links_only(shown: Shown, name: str) -> None:
    """What is published has besides other words another language, direction and links."""
    before, after = shown.page(name), shown.page(name, other, "published")
    check(_unsaid(before), _unsaid(after))
    root = next(n for n in after.document.nodes if isinstance(n, Element) and n.name == "html")
    assert ("ar", "rtl") == (root.attributes["lang"], root.attributes["dir"])


def _unsaid(page: Page) -> Page:
    """Return a page without links, its language and its direction."""

    def without(node: Element) -> Element:
        ours = LINKS | ({"lang", "dir", "xml:lang"} if node.name == "html" else set())
        # What stays in the source's language says so.
        kept = "notranslate" in node.attributes.get("class", "").split()
        ours |= {"lang"} if kept or node.attributes.get("translate") == "no" else set()
        said = {name: value for name, value in node.attributes.items() if name not in ours}
        nodes = tuple(without(n) if isinstance(n, Element) else n for n in node.nodes)
        return Element(node.name, said, nodes)

    return Page(without(page.document), page.text)


@every_page
def test_other_words_stand_only_where_text_is_translated(shown: Shown, name: str) -> None:
    """No other word stands in code, comments, attributes for programs or what is not translated."""
    texts = said(shown.page(name, other))
    wrong = [(s.where, collapsed(s.text)) for s in texts if s.forbidden and OTHER.search(s.text)]
    assert [] == wrong


@every_page
def test_inline_elements_may_change_their_order(shown: Shown, name: str) -> None:
    """With the marks of each text in the opposite order, nothing is lost, and no block changes."""
    check(shown.page(name), shown.page(name, turned), ordered=False)


@every_page
def test_no_english_is_left(shown: Shown, name: str) -> None:
    """In a page in pseudo-English, every text and attribute for people is pseudo-English."""
    texts = said(shown.page(name, pseudo))
    left = [(s.where, words) for s in texts if s.wanted and (words := _words(s.text))]
    assert [] == left


@every_page
def test_no_english_is_seen(shown: Shown, name: str) -> None:
    """A reader of a page in pseudo-English sees no English but what need not be translated."""
    allowed = "".join(s.text for s in said(shown.page(name)) if not s.wanted)
    seen = [word for word in _words(shown.page(name, pseudo, "seen").text) if word not in allowed]
    assert [] == seen


@every_page
def test_parser_and_window_agree(shown: Shown, name: str) -> None:
    """What the browser's parser makes of a page is what stands behind the page in a window."""
    check(shown.page(name), shown.page(name, way="seen"))


DAMAGES = {
    "a comment is lost": ("<p>One <!-- a --> two", "<p>One two"),
    "a comment is there twice": ("<p>One <!-- a --> two", "<p>One <!-- a --><!-- a --> two"),
    "a comment has moved past a block": ("<p>One<!-- a --><hr>Two", "<p>One<hr>Two<!-- a -->"),
    "words have run together": ("<p>One <b>two</b>", "<p>One<b>two</b>"),
    "a word is lost": ("<p>One two <b>three</b>", "<p>One <b>three</b>"),
    "an attribute is lost": ("<p>One <a href=x>two</a>", "<p>One <a>two</a>"),
    "an attribute is changed": ("<img alt=a src='a?b=1&amp;c'>", "<img alt=a src='a?b=1&c=2'>"),
    "an attribute for programs is trimmed": ("<input value=' a '>", "<input value='a'>"),
    "an element is lost": ("<p>One<br>two", "<p>One two"),
    "an element is elsewhere": ("<p>One <b>two <i>three</i></b>", "<p>One <b>two</b> <i>three</i>"),
    "blocks have changed their order": ("<ul><li>One<li>Two</ul>", "<ul><li>Two<li>One</ul>"),
    "a line of code is lost": ("<pre>a\n\nb</pre>", "<pre>a\nb</pre>"),
    "the document type is lost": ("<!DOCTYPE html><p>One", "<p>One"),
    "the document type is another": (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">One', "<!DOCTYPE html>One",
    ),
    "a template is empty": ("<template><p>One</template>", "<template></template><p>One"),
    "a shadow root is lost": (
        "<x-a><template shadowrootmode=open>One</template></x-a>",
        "<x-a><template>One</template></x-a>",
    ),
    "SVG has become HTML": ("<svg><title>One</title></svg>", "<title>One</title><svg></svg>"),
    "a script is changed": ("<script>a( 1)</script>", "<script>a(  1)</script>"),
}  # fmt: skip


def test_damage_is_seen(shown: Shown) -> None:
    """The comparison finds a fault in each page that somebody has broken, in any order."""
    sources = shown.browser.parse({name: page.encode() for name, (page, _) in DAMAGES.items()})
    broken = shown.browser.parse({name: page.encode() for name, (_, page) in DAMAGES.items()})
    for ordered in True, False:
        unseen = [
            name
            for name, page in broken.items()
            if outline(page.document, ordered=ordered)
            == outline(sources[name].document, ordered=ordered)
        ]
        expected = [] if ordered else ["words have run together"]
        assert expected == unseen


def test_pages_are_many() -> None:
    """There are at least sixty pages."""
    assert len(PAGES) >= 60
