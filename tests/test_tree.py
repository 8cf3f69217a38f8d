"""The tree of places in a source: what is read as what, and how a source is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tree
from pipeline.tree import Edits, Element, Other, Text, TreeError


def outline(element: Element) -> str:
    """Return what is in an element: ``tag(…)`` for elements, ``"…"`` for texts.

    A torn element has a ``!``, one of SVG or MathML a ``^``; ``#`` is a comment or the like,
    ``/`` a tag that begins or ends no element.

    >>> outline(tree.parse("<p>a<br><!--c-->b"))
    'p("a" br # "b")'
    """
    return " ".join(map(_one, element.children))


def _one(node: tree.Node) -> str:
    if isinstance(node, Text):
        return f'"{node.value}"'
    if isinstance(node, Other):
        return "/" if node.parts else "#"
    said = node.tag + "!" * node.torn + "^" * node.foreign
    return f"{said}({outline(node)})" if node.children else said


def first(source: str, tag: str) -> Element:
    """Return the first element with a name."""
    return next(element for element in tree.parse(source).walk() if element.tag == tag)


OUTLINES = {
    # Tags.
    "a<b>c</b>": '"a" b("c")',
    "<P>a</p >": 'p("a")',
    "<b/>a": 'b!("a")',
    "<br/>a": 'br "a"',
    "a < b <3 <": '"a < b <3 <"',
    "<a\nb\n>c</a\n>": 'a("c")',
    "<x-y:z.1>a</x-y:z.1>": 'x-y:z.1("a")',
    "<\u00e9>a": '"<\u00e9>a"',
    "<a\u00e9>b</a\u00e9>": 'a\u00e9("b")',
    "</>a": '# "a"',
    "</ b>a": '# "a"',
    "</1>a": '# "a"',
    "<p a='>'>b": 'p("b")',
    '<p a=">" b=\'"\'>c': 'p("c")',
    "<p a=b'>c": 'p("c")',
    "<p a='b'c>d": 'p("d")',
    "<p =a>b": 'p("b")',
    "<p / a>b": 'p("b")',
    "<p a=/>b": 'p("b")',
    "<p <b>c": 'p("c")',
    "<div></p>a</div>": 'div(/ "a")',
    # Comments and what is read as one.
    "a<!--b-->c": '"a" # "c"',
    "<!-->a-->": '# "a-->"',
    "<!--->a-->": '# "a-->"',
    "<!---->a": '# "a"',
    "<!--a--!>b": '# "b"',
    "<!--a--b-->c": '# "c"',
    "<!--a-- >b-->c": '# "c"',
    "<!--<p>--></p>": "# /",
    "<!a>b": '# "b"',
    "<!DOCTYPE html>a": '# "a"',
    "<?a b?>c": '# "c"',
    "<![CDATA[a>b]]>c": '# "b]]>c"',
    "<!--[if IE]><p>a<![endif]-->b": '# "b"',
    "<![if !IE]>a<![endif]>": '# "a" #',
    # References.
    "a&amp;b &lt;p>": '"a&b <p>"',
    "&copy &copy; &copya &nosuch;": '"\u00a9 \u00a9 \u00a9a &nosuch;"',
    f"&#{'1' * 5000};&#{'0' * 5000}65;": '"\ufffdA"',
    "&#65;&#x42;&#x80;": '"AB\u20ac"',
    # Elements in which there is no markup.
    "<title>a<b>&amp;</title>c": 'title("a<b>&") "c"',
    "<textarea>a<!--</textarea>-->": 'textarea("a<!--") "-->"',
    "<style>a<!--</style>b": 'style("a<!--") "b"',
    "<script>a</scripty></SCRIPT\n>b": 'script("a</scripty>") "b"',
    "<script>'<!--'</script>a": "script(\"'<!--'\") \"a\"",
    "<script><!--<script></script></script>a": 'script("<!--<script></script>") "a"',
    "<script><!--<script>--></script>a": 'script("<!--<script>-->") "a"',
    "<script><!--><script></script>a": 'script("<!--><script>") "a"',
    "<script><!--</script>a": 'script("<!--") "a"',
    "<xmp><p>&lt;</xmp>a": 'xmp("<p>&lt;") "a"',
    "<iframe><p></iframe>a": 'iframe("<p>") "a"',
    "<noscript><p>a</noscript>": 'noscript(p("a"))',
    "a<plaintext><p></plaintext>": '"a" plaintext("<p></plaintext>")',
    "<script></script>a": 'script "a"',
    # Tags that may be left out.
    "<p>a<p>b": 'p("a") p("b")',
    "<p>a<div>b</div>c": 'p("a") div("b") "c"',
    "<p>a<b>b<p>c": 'p("a" b!("b")) p("c")',
    "<p>a<button><p>b</button>c": 'p("a" button(p("b")) "c")',
    "<p>a<svg><text>b</text></svg>c": 'p("a" svg^(text^("b")) "c")',
    "<ul><li>a<li>b<ul><li>c</ul>d</ul>": 'ul(li("a") li("b" ul(li("c")) "d"))',
    "<ul><li><div>a<li>b</ul>": 'ul(li(div!("a")) li("b"))',
    "<ul><li><section>a<li>b</section></ul>": 'ul(li(section("a" li("b"))))',
    "<dl><dt>a<dd>b<dt>c</dl>": 'dl(dt("a") dd("b") dt("c"))',
    "<select><option>a<option>b<optgroup><option>c</select>": (
        'select(option("a") option("b") optgroup(option("c")))'
    ),
    "<select><option>a<select>b": 'select!(option("a")) / "b"',
    "<select>a<input>": 'select!("a") input',
    "<ruby>a<rt>b<rp>c</ruby>": 'ruby("a" rt("b") rp("c"))',
    "<h1>a<h2>b</h2>": 'h1!("a") h2("b")',
    "<button>a<p>b</button>c": 'button("a" p("b")) "c"',
    "<marquee><p>a</marquee>b": 'marquee(p("a")) "b"',
    "<a>b<a>c</a>": 'a!("b") a("c")',
    "<nobr>a<nobr>b</nobr>": 'nobr!("a") nobr("b")',
    "<button>a<button>b</button>": 'button!("a") button("b")',
    "<form>a<form>b</form>c</form>": 'form("a" / "b") "c" /',
    # The page.
    "<html><head><title>a</title><body>b</html>c": 'html(head(title("a")) body("b" / "c"))',
    "<head><meta>a": 'head(meta) "a"',
    "<head><title>a</title><p>b": 'head(title("a")) p("b")',
    "<head><script></script> <link><noscript></noscript></head>": (
        'head(script " " link noscript)'
    ),
    "<body>a</body>b<body>c": 'body("a" / "b" / "c")',
    # Tables.
    "<table><tr><td>a<td>b<tr><th>c</table>": 'table(tr(td("a") td("b")) tr(th("c")))',
    "<table><caption>a<tr><td>b</table>": 'table(caption("a") tr(td("b")))',
    "<table><colgroup><col><tbody><tr><td>a<tfoot><tr><td>b</table>": (
        'table(colgroup(col) tbody(tr(td("a"))) tfoot(tr(td("b"))))'
    ),
    "<table><tr><td><p>a<td>b</table>": 'table(tr(td(p("a")) td("b")))',
    "<table><tr><td><b>a<td>b</table>": 'table(tr(td(b!("a")) td("b")))',
    "<table><tr><td><table><tr><td>a</table>b</table>": (
        'table(tr(td(table(tr(td("a"))) "b")))'
    ),
    "<td>a<tr>b": '/ "a" / "b"',
    "<table><td>a</li>b</p>c": 'table!(td("a" / "b" / "c"))',
    # Tags that cross each other or have no partner.
    "<b>a<i>b</b>c</i>": 'b("a" i!("b")) "c" /',
    "a</b>c": '"a" / "c"',
    "<b>a<p>b</b>c</p>": 'b!("a" p("b" / "c"))',
    "<b><div>a</b>b</div>": 'b!(div("a" / "b"))',
    "<div><b>a</div>b</b>": 'div(b!("a")) "b" /',
    "<td>a</td>b": '/ "a" / "b"',
    "<b>a": 'b!("a")',
    # SVG and MathML.
    "<svg><title>a<b>c</b></title></svg>": 'svg^(title^("a" b("c")))',
    "<svg><path/><g>a</g></svg>": 'svg^(path^ g^("a"))',
    "<svg><a b=/>c</svg>": 'svg^(a!^("c"))',
    "<svg><![CDATA[a<b>&amp;]]></svg>": 'svg^("a<b>&amp;")',
    "<svg><style><a></style></svg>": "svg^(style^(a!^))",
    "<svg><p>a": 'svg!^ p("a")',
    "<svg><g></p>a": 'svg!^(g!^) / "a"',
    "<svg><foreignObject><p>a</p></foreignObject></svg>": 'svg^(foreignobject^(p("a")))',
    "<math><mi>a</mi><mo/><mtext>b<br>c</mtext></math>": (
        'math^(mi^("a") mo^ mtext^("b" br "c"))'
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", OUTLINES, ids=lambda source: source[:60])
def test_outline(source: str) -> None:
    """What the standard says of tags, comments and references, as far as it parts texts."""
    assert OUTLINES[source] == outline(tree.parse(source))


BLOCKS = {
    "<a>b</a>": [],
    "<a><div>b</div></a>": ["", "a"],
    "<a><b><p>c</p></b></a>": ["", "a", "b"],
    "<a>b</i>c</a>": ["", "a"],
    "<a>b<i>c</a>": ["", "a"],
    "<svg><text>a</text></svg>": [],
}


@pytest.mark.parametrize("source", BLOCKS)
def test_elements_with_a_block_inside(source: str) -> None:
    """A block, a torn element or a tag without a partner parts the texts of all around it."""
    assert BLOCKS[source] == sorted(e.tag for e in tree.parse(source).walk() if e.blocks)


ERRORS = {
    "a\n<!-- b": (2, "comment without end; add -->"),
    "<!--": (0, "comment without end; add -->"),
    "a<p": (1, "tag without end; add > (and see to its quotes)"),
    "<p a='b>c": (0, "tag without end; add > (and see to its quotes)"),
    "<p a='b\">c": (0, "tag without end; add > (and see to its quotes)"),
    "a</p": (1, "tag without end; add > (and see to its quotes)"),
    "<!DOCTYPE": (0, "tag without end; add > (and see to its quotes)"),
    "<?php": (0, "tag without end; add > (and see to its quotes)"),
    "a<script>b": (1, "script without end; add </script>"),
    "<script><!--<script></script>": (0, "script without end; add </script>"),
    "<title>a</title": (0, "title without end; add </title>"),
    "<textarea>a</text>": (0, "textarea without end; add </textarea>"),
    "a" + "<b>" * 250: (748, "nested more than 250 levels deep; make it simpler"),
    "<p " + " ".join(f"a{n}" for n in range(1001)) + ">": (
        0, "element with more than 1000 attributes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", ERRORS, ids=lambda source: source[:20])
def test_what_would_swallow_the_rest_is_refused(source: str) -> None:
    """What is open at the end of the page, and what only an attack needs, is an error."""
    with pytest.raises(TreeError) as raised:
        tree.parse(source)
    assert ERRORS[source] == (raised.value.place, str(raised.value))


ATTRIBUTES = {
    "<p>": {},
    "<p a=b>": {"a": "b"},
    "<p A='b' c=\"d\">": {"a": "b", "c": "d"},
    "<p\ta\n=\n'b'>": {"a": "b"},
    "<p a>": {"a": ""},
    "<p a=>": {"a": ""},
    "<p a= >": {"a": ""},
    "<p a=''>": {"a": ""},
    "<p a = b c>": {"a": "b", "c": ""},
    "<p a=b a=c A=d>": {"a": "b"},
    "<p a=b/>": {"a": "b/"},
    "<p/a/b=c/>": {"a": "", "b": "c/"},
    "<p a='b'c='d'>": {"a": "b", "c": "d"},
    "<p =a=b>": {"=a": "b"},
    "<p 'a' \"b\">": {"'a'": "", '"b"': ""},
    "<p <b=c>": {"<b": "c"},
    "<p a=b=c>": {"a": "b=c"},
    "<p a=`b`>": {"a": "`b`"},
    "<p a='\n b '>": {"a": "\n b "},
    "<p xlink:href=a @b=c :d=e>": {"xlink:href": "a", "@b": "c", ":d": "e"},
    "<p a='&lt;&quot;&#39;&#x27;&amp;lt;'>": {"a": "<\"''&lt;"},
    "<p a='?b&copy=c&copy;=d&copy'>": {"a": "?b&copy=c\u00a9=d\u00a9"},
    "<p a='?b&copyc&copy1&copy-'>": {"a": "?b&copyc&copy1\u00a9-"},
    "<p a='&notin; &notit; &not'>": {"a": "\u2209 &notit; \u00ac"},
    "<p a='& && &; &# &#; &#x;'>": {"a": "& && &; &# &#; &#x;"},
    f"<p a=&#{'1' * 5000}>": {"a": "\ufffd"},
    "<p a=&amp>": {"a": "&"},
}


@pytest.mark.parametrize("source", ATTRIBUTES, ids=lambda source: source[:60])
def test_attributes(source: str) -> None:
    """The first of each name counts, without quotes and references."""
    found = first(source, "p").attributes
    assert ATTRIBUTES[source] == {name: value.text for name, value in found.items()}


def test_places() -> None:
    """An element knows where its tags, its content and its attributes stand."""
    source = '<i>x</i><p a="b" c>d<!--e--></p >f'
    p = first(source, "p")
    assert [8, 19, 28, 33] == [p.start, p.inner, p.close, p.end]
    assert "d<!--e-->" == source[p.inner : p.close]
    value, empty = p.attributes.values()
    assert ('"b"', "a") == (source[value.start : value.end], source[value.name])
    assert (18, 18) == (empty.start, empty.end)
    assert "d" == p.text()
    assert (0, len(source)) == (tree.parse(source).start, tree.parse(source).end)


SOUP = st.lists(
    st.sampled_from(
        "a <p> </p> <b/c='d'> </b> <div> </div> <table> <tr> <td> </table> <svg> </svg> <br/> "
        "&amp; <!--c--> <title>e</title> <li> </ul> <body> </body> <select> <option> <p/> </br> "
        "<math> <![CDATA[f]]> <script>g</script> <a> </a> <form> </form>".split()
    ),
    max_size=30,
).map("".join)


@given(SOUP)
def test_nothing_is_lost_and_nothing_overlaps(source: str) -> None:
    """What an element holds stands inside it, one after the other, up to the last character."""

    def covered(element: Element) -> str:
        place, parts = element.inner, []
        for node in element.children:
            assert place == node.start
            parts.append(covered(node) if isinstance(node, Element) else source[place : node.end])
            place = node.end
        inner = "".join(parts)
        # What follows </body> and </html> is in them all the same.
        close = element.close if element.tag not in {"body", "html"} else max(place, element.close)
        assert place <= close or place == element.end
        start = source[element.start : element.inner]
        return start + inner + source[place : max(place, element.end)]

    assert source == covered(tree.parse(source))


def edited(source: str, *changes: str) -> str:
    """Return a source after changes of its first ``p``: ``name=value`` sets, ``-name`` drops."""
    edits, p = Edits(source), first(source, "p")
    for change in changes:
        if change.startswith("-"):
            edits.drop(p, change[1:])
        else:
            edits.set(p, *change.split("=", 1))
    return edits.apply()


@pytest.mark.parametrize(
    ("source", "changes", "expected"),
    [
        ("<p>x", ["a=b"], '<p a="b">x'),
        ("<P>x", ["a=b"], '<P a="b">x'),
        ("<p/>x", ["a=b"], '<p a="b"/>x'),
        ("<p c=d>x", ["a=b"], '<p a="b" c=d>x'),
        ("<p a=c>x", ["a=b"], '<p a="b">x'),
        ("<p A = 'c' d>x", ["a=b"], "<p A = \"b\" d>x"),
        ("<p a>x", ["a=b"], '<p a="b">x'),
        ("<p a c>x", ["a=b"], '<p a="b" c>x'),
        ("<p a=>x", ["a=b"], '<p a="b">x'),
        ("<p a= >x", ["a=b"], '<p a= "b">x'),
        ("<p a=c a=d>x", ["a=b"], '<p a="b" a=d>x'),
        ("<p>x", ['a=b"<&>\u00a0\''], '<p a="b&quot;&lt;&amp;&gt;&nbsp;\'">x'),
        ("<p>x", ["a=b", "c=d"], '<p a="b" c="d">x'),
        ("<p a=1 c=2>x", ["c=d", "a=b"], '<p a="b" c="d">x'),
        ("<p a=b>x", ["-a"], "<p>x"),
        ("<p\n  a = 'b'\n  c>x", ["-a"], "<p\n  c>x"),
        ("<p a c>x", ["-a"], "<p c>x"),
        ("<p a=b>x", ["-c"], "<p a=b>x"),
        ("<p a=b c=d e=f>x", ["-a", "c=g", "-e"], '<p c="g">x'),
    ],
)  # fmt: skip
def test_set_and_drop(source: str, changes: list[str], expected: str) -> None:
    """An attribute is changed where it stands; all else stays byte for byte."""
    assert expected == edited(source, *changes)


@pytest.mark.parametrize(
    ("puts", "part", "expected"),
    [
        ([], (0, None), "abcdef"),
        ([(1, 3, "X")], (0, None), "aXdef"),
        ([(1, 1, "X"), (1, 1, "Y")], (0, None), "aXYbcdef"),
        ([(1, 1, "Y"), (1, 2, "X")], (0, None), "aYXcdef"),
        ([(4, 6, "Y"), (0, 1, "X")], (0, None), "XbcdY"),
        ([(6, 6, "X")], (0, None), "abcdefX"),
        ([(2, 3, "inner"), (1, 5, "X")], (0, None), "aXf"),
        ([(1, 2, "X"), (4, 5, "Y")], (0, 3), "aXc"),
        ([(1, 2, "X"), (4, 5, "Y")], (3, None), "dYf"),
        ([(2, 2, "X"), (4, 4, "Y")], (2, 4), "Xcd"),
        ([(0, 6, "X")], (2, 4), "cd"),
    ],
)
def test_put(puts: list[tuple[int, int, str]], part: tuple[int, int | None], expected: str) -> None:
    """Changes are made at once, those at one place in their order, an outer instead of an inner."""
    edits = Edits("abcdef")
    for put in puts:
        edits.put(*put)
    assert expected == edits.apply(*part)


def test_change_inside_another_is_part_of_it() -> None:
    """The new text of an element is made with the changes of what is inside."""
    source = "<p>a <b title=c>d</b></p>"
    edits, p, b = Edits(source), first(source, "p"), first(source, "b")
    edits.set(b, "title", "C")
    edits.put(p.inner, p.close, edits.apply(b.start, b.end) + " A")
    assert '<p><b title="C">d</b> A</p>' == edits.apply()


NAMES = st.sampled_from(["a", "title", "data-x", "lang"])
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)


@given(SOUP, st.lists(st.tuples(st.integers(0), NAMES, VALUES), max_size=8))
def test_what_is_set_is_read(source: str, changes: list[tuple[int, str, str]]) -> None:
    """A value that is set is read back from the same element; nothing else is another."""
    elements = [element for element in tree.parse(source).walk() if element.tag]
    edits, wanted = Edits(source), [{n: v.text for n, v in e.attributes.items()} for e in elements]
    done = set()
    for number, name, value in changes:
        place = number % max(1, len(elements))
        if elements and (place, name) not in done:
            done.add((place, name))
            edits.set(elements[place], name, value)
            wanted[place][name] = value
    found = [element for element in tree.parse(edits.apply()).walk() if element.tag]
    assert wanted == [{n: v.text for n, v in e.attributes.items()} for e in found]
    assert outline(tree.parse(source)) == outline(tree.parse(edits.apply()))


def test_line_at() -> None:
    """Lines count from 1, and a line feed belongs to the line that it ends."""
    source = "a\n\nb\n"
    assert [1, 1, 2, 3, 3, 4] == [tree.line_at(source, place) for place in range(6)]
    assert 1 == tree.line_at("", 0)


STARTS = {
    "|a": "|a",
    "<p>a": "|<p>a",
    "<html><head>|<title>a</title></head><body>+b": None,
    "<html>|<title>a</title>+<p>b": None,
    "<!DOCTYPE html><html lang=en>|<body class=x>+a": None,
    "<!DOCTYPE html>\n<!--a-->|+\n<p>b": None,
    "<!DOCTYPE html>|\n<title>a</title>+\n<p>b": None,
    "<!DOCTYPE html><head>|</head>+<p>a": None,
    "<!DOCTYPE html><head>|</head>\n <body>+a": None,
    "<!DOCTYPE html>|<meta charset=utf-8><link>+a": None,
    "|+text <title>a</title>": None,
    "<html>|+<p>a": None,
    "|<script></script>+<p>a": None,
    "<html><!--a-->|<title>b</title>+<p>c": None,
}


@pytest.mark.parametrize("marked", [marked for marked in STARTS if "+" in marked])
def test_start(marked: str) -> None:
    """What is put at the start of the head, or of the body, stands where it may.

    The places are marked with ``|`` and ``+``.
    """
    source = re.sub(r"[|+]", "", marked)
    root = tree.parse(source)
    edits = Edits(source)
    edits.put(*[tree.start(root)] * 2, "|")
    edits.put(*[tree.start(root, body=True)] * 2, "+")
    assert marked == edits.apply()
