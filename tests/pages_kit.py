"""Generated pages: well-formed trees of every element that the program knows.

Every text of a page is a word of its own, so that one can say where each word went.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import count

from browser_kit import EXACT, Comment, Element, Text
from hypothesis import strategies as st

from pipeline import elements
from pipeline.tree.syntax import VOID

Node = Element | Text | Comment
Nodes = st.SearchStrategy[list[Node]]

WORD = "{word}"
"""Stands for a word until each gets its own."""
NAMES = st.sampled_from([*elements.ATTRIBUTES, "id", "data-x", elements.NOTE])
DECLARED = [
    {"translate": "no"},
    {"translate": "yes"},
    {"translate": "no", "title": WORD},
    {"class": "a notranslate"},
    {"lang": "fr"},
    {"lang": "en-GB"},
]
SAID = st.dictionaries(NAMES, st.just(WORD), max_size=2) | st.sampled_from(DECLARED)
MADE = {"body", "head", "meta"}
"""Names of the elements of generated pages."""

text = st.just(Text(f" {WORD} "))
gap = st.sampled_from([Text(" "), Text(", "), Comment(f" {WORD} "), Text(f"{WORD}\u00a0&<{WORD}")])


def element(name: str, nodes: Nodes) -> st.SearchStrategy[Element]:
    """Return elements of a name, with attributes."""
    MADE.add(name.rpartition(":")[2])
    return st.builds(lambda said, inner: Element(name, said, tuple(inner)), SAID, nodes)


def some(*choices: st.SearchStrategy[Node], most: int = 3) -> Nodes:
    """Return lists of some of these."""
    return st.lists(st.one_of(*choices), max_size=most)


def one(*choices: st.SearchStrategy[Node]) -> Nodes:
    """Return lists of one of each of these."""
    return st.tuples(*choices).map(list)


def put(name: str, said: dict[str, str]) -> st.SearchStrategy[Element]:
    """Return an element without content, with some attributes that make it what it is."""
    MADE.add(name)
    return SAID.map(lambda more: Element(name, {**more, **said}, ()))


words = some(text)
BUTTONS = [{"type": kind, "value": WORD} for kind in (*elements.BUTTONS, "text", "checkbox")]
atoms = st.one_of(
    put("img", {"alt": WORD, "src": "x"}),
    *(put("input", said) for said in BUTTONS),
    *(put(name, {}) for name in ("br", "wbr", "embed", "area")),
    element("picture", one(put("source", {"srcset": "x"}), put("img", {"alt": WORD}))),
    element("svg:svg", some(*(element(f"svg:{name}", words) for name in elements.DRAWN))),
    element("math:math", some(element("math:mi", words))),
    element("ruby", one(text, element("rt", words))),
    *(element(name, words) for name in ("script", "style", "textarea", "xmp", "noembed")),
    element("select", some(element("option", words), put("option", {"label": WORD}))),
    element("select", some(element("optgroup", some(element("option", words))))),
)  # fmt: skip
INLINE = "b i em span x-y sup code kbd samp var label mark time q data ins".split()
phrases = st.recursive(
    text | gap | atoms,
    lambda inner: st.one_of(element(name, st.lists(inner, max_size=3)) for name in INLINE),
    max_leaves=8,
)
phrasing = some(text, gap, phrases, element("button", words), most=4)
HOLD_PHRASES = "p h1 h2 h3 h4 h5 h6 address pre listing center menu legend a".split()
HOLD_BLOCKS = (
    "div section article aside main nav header footer blockquote details dialog fieldset figure "
    "search hgroup noscript object video audio canvas form a"
).split()


def holders(flow: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Return the blocks in which other blocks may stand."""
    inner = st.lists(flow, max_size=3)
    row = element("tr", some(element("td", inner), element("th", inner)))
    items = some(element("dt", phrasing), element("dd", inner))
    return st.one_of(
        *(element(name, inner) for name in HOLD_BLOCKS if name not in {"form", "a"}),
        *(element(name, some(element("li", inner))) for name in ("ul", "ol", "dir")),
        element("dl", items),
        element("table", one(element("caption", phrasing), element("tbody", some(row)))),
        element("figure", one(element("figcaption", phrasing), flow)),
        element("details", one(element("summary", phrasing), flow)),
        element("template", inner.map(lambda nodes: [Element("#content", {}, tuple(nodes))])),
    )


flow = st.recursive(
    st.one_of(text, phrases, *(element(name, phrasing) for name in HOLD_PHRASES), put("hr", {})),
    holders,
    max_leaves=8,
)
METAS = [{"name": name} for name in elements.METADATA] + [{"property": "og:title"}]
metas = st.sampled_from([*METAS, {"name": "viewport"}, {"name": "author"}]).map(
    lambda said: Element("meta", {**said, "content": WORD}, ())
)
heads = one(element("title", words)).flatmap(
    lambda title: some(metas, element("style", words)).map(lambda more: title + more)
)


def document(head: list[Node], body: list[Node]) -> Element:
    """Return a page in which every text has a word of its own."""
    root = Element("#document", {}, (
        Element("html", {"lang": "en"}, (
            Element("head", {}, tuple(head)), Element("body", {}, tuple(body)),
        )),
    ))  # fmt: skip
    numbers = count()

    def given_words(said: str) -> str:
        return re.sub(re.escape(WORD), lambda _: _word(next(numbers)), said)

    def named(node: Node) -> Node:
        if not isinstance(node, Element):
            return replace(node, data=given_words(node.data))
        said = {name: given_words(value) for name, value in node.attributes.items()}
        return Element(node.name, said, tuple(map(named, node.nodes)))

    made = named(root)
    assert isinstance(made, Element)
    return made


def _word(number: int) -> str:
    letters = str(number).translate(str.maketrans("0123456789", "abcdefghij"))
    return f"word{letters}"


pages = st.builds(document, heads, st.lists(flow, max_size=4))


def html(node: Node, *, exact: bool = False) -> str:
    """Return a tree as HTML, every tag written."""
    if isinstance(node, Comment):
        return f"<!--{node.data}-->"
    if isinstance(node, Text):
        return node.data if exact else escape(node.data)
    name = node.name.rpartition(":")[2]
    raw = node.name in EXACT - {"pre", "listing", "textarea"}
    inner = "".join(html(each, exact=raw) for each in node.nodes)
    if name.startswith("#"):
        return inner
    said = "".join(f' {key}="{escape(value)}"' for key, value in node.attributes.items())
    return f"<{name}{said}>{inner}" + ("" if name in VOID else f"</{name}>")


def everything() -> Element:
    """Return a page with each element once, and on each of them every attribute for people."""
    every = dict.fromkeys([*elements.ATTRIBUTES, "id", "data-x"], WORD)
    word = Text(f" {WORD} ")

    def full(name: str, *nodes: Node, **said: str) -> Element:
        return Element(name, {**every, **said}, nodes or (word,))

    def empty(name: str, **said: str) -> Element:
        return Element(name, {**every, **said}, ())

    inner = [full(name) for name in (*INLINE, "button", "ruby", "svg:svg", "math:math")]
    inner += [empty(name) for name in ("br", "wbr", "embed", "area", "img")]
    inner += [empty("input", **said) for said in BUTTONS]
    drawing = full("svg:svg", *(full(f"svg:{name}") for name in elements.DRAWN))
    choice = full("select", full("option"), full("optgroup", full("option")))
    code = [full(name) for name in ("script", "style", "textarea", "xmp", "noembed")]
    row = full("tr", full("th"), full("td"))
    body = [full(name, word, full("i"), full("p")) for name in HOLD_BLOCKS if name != "form"]
    body += [full(name, word, full("b")) for name in HOLD_PHRASES]
    body += [full(name, full("li")) for name in ("ul", "ol", "dir")]
    body += [full("dl", full("dt"), full("dd")), full("template", Element("#content", {}, (word,)))]
    body += [full("table", full("caption"), full("tbody", row)), full("figure", full("figcaption"))]
    body += [full("details", full("summary"), word), full("p", word, *inner, drawing, choice)]
    metas = [Element("meta", {**said, "content": WORD}, ()) for said in METAS]
    return document([full("title"), *metas], [*body, *code])
