"""The normal form as units, and back."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import markup
from pipeline.markup import Piece


def page(body, head=""):
    """Return a page in the normal form."""
    return f"<html><head>{head}</head><body>{body}</body></html>"


def texts(html):
    """Return the texts of a page's units."""
    return [unit.text for unit in markup.units(html, "x.html")]


def canonical(html):
    """Return a page with every run of white space as one space."""
    return re.sub(r"[ \t\n\r\f]+", " ", html)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <a href=x>two</a>.</p>", ["One <a1>two</a1>."]),
        ("<p>a\n  b\tc</p>", ["a b c"]),
        ("<p><b>All bold. Two.</b></p>", ["All bold. Two."]),
        ("<p><b>One</b> <i>two</i></p>", ["<b1>One</b1> <i2>two</i2>"]),
        ("<p>a<br>b</p>", ["a<br1/>b"]),
        ("<video><source src=a><track src=b>Old browser.</video>", ["Old browser."]),
        ("<object data=a><param name=b>No <b>plug-in</b>.</object>", ["No <b1>plug-in</b1>."]),
        ("<datalist><option>One</datalist>a <b>b</b>", ["One", "a <b1>b</b1>"]),
        ("<p>R&amp;D &lt;x&gt; ]]&gt;</p>", ["R&amp;D &lt;x> ]]&gt;"]),
        ("<p>Run <code>make</code> now</p>", ["Run <code1>make</code1> now"]),
        ("<p><code>make</code></p><p>1,500</p><p>—</p>", []),
        ("<p>See <a href=x translate=no>Foo <b>x</b></a>!</p>", ["See <keep1>Foo x</keep1>!"]),
        ("<p class='big notranslate'>No</p><p translate=no>No</p><pre>No</pre>", []),
        ("<ul><li>one<ul><li>two</li></ul>three</li></ul>", ["one", "two", "three"]),
        ("text <p>block</p> more", ["text", "block", "more"]),
        ("<p>See <img src=a alt='A cat'></p>", ["See <img1/>", "A cat"]),
        ("<a href=x><div>In a block</div></a>", ["In a block"]),
        ("<p>a<!-- note -->b</p>", ["ab"]),
        ("<script>var x = 'No';</script><style>p{}</style>", []),
        ("<p title='Tip'>Text</p>", ["Tip", "Text"]),
        ("<p>X<sup>2</sup> and <my-el>y</my-el></p>", ["X<sup1>2</sup1> and <my-el2>y</my-el2>"]),
        ("<p>One<wbr>two <b>three</b></p>", ["One<wbr1/>two <b2>three</b2>"]),
        ("<ul><li><input type=checkbox> Done</li></ul>", ["Done"]),
        ("<p>Tick <input type=checkbox> here</p>", ["Tick <input1/> here"]),
        ("<p>a <button>Press</button></p>", ["a <button1>Press</button1>"]),
    ],
)
def test_units(body, expected):
    """A block is a unit, its inline markup short marks; what nobody translates is left out."""
    assert expected == texts(page(body))


def test_head():
    """Title and description are units like the rest."""
    head = '<title>T</title><meta name="description" content="D"><meta name="x" content="No">'
    assert ["T", "D"] == texts(page("", head))


def test_text_in_another_language_stays():
    """A quotation in French is as French in Korean."""
    body = '<p>He said <i lang="fr">bonjour <b>tous</b></i>.</p><p lang="de">Nein</p>'
    html = page(body + '<p lang="en-GB">Colour</p>').replace("<html>", '<html lang="en">')
    assert texts(html) == ["He said <keep1>bonjour tous</keep1>.", "Colour"]


def test_elements_within_text():
    """ITS 2.0: an author may say that an element is part of the text around it, or is not."""
    body = '<div>a <div its-within-text="yes">b</div> c <span its-within-text="no">d</span> e</div>'
    assert texts(page(body)) == ["a <div1>b</div1> c", "d", "e"]


def test_attributes_that_people_read():
    """What is read or heard is a unit; what a program reads is none."""
    body = (
        '<p aria-label="Label"><input type="submit" value="Send"> <input type="text" value="No">'
        '<input placeholder="Your name"> <select aria-description="Pick one"><optgroup label="Big">'
        '<option value="no">One</option></optgroup></select></p>'
        '<a href="x" title="Tip" data-x="No" id="No">Go</a>'
    )
    expected = ["Label", "Send", "Your name", "Pick one", "Big", "One", "Tip", "Go"]
    assert expected == texts(page(body))


def test_notes_and_contexts_reach_every_unit_inside():
    """The nearest one counts; an empty context is none at all."""
    html = page(
        '<div its-loc-note="Be brief" data-lp-context="menu"><p>One</p>'
        '<p data-lp-note="A verb"><img alt="Two"></p></div><p>Three</p>'
    )
    assert [(unit.text, unit.context, unit.note) for unit in markup.units(html, "x")] == [
        ("One", "menu", "Be brief"),
        ("Two", "menu", "A verb"),
        ("Three", None, ""),
    ]


def test_kind_and_line():
    """A unit knows what it is and where its source stands."""
    html = page('<ul><li data-line="7"><p>One</p></li></ul><h2 data-line="9">Two</h2>')
    assert [("list item", 7), ("heading", 9)] == [
        (unit.kind, unit.place.line) for unit in markup.units(html, "x.md")
    ]


@pytest.mark.parametrize(
    ("body", "pieces", "expected"),
    [
        ("<p> a <b>c</b> </p>", [Piece("<b1>C</b1> A")], "<p> <b>C</b> A </p>"),
        (
            '<p>a <a href="x">b</a>. C.</p>',
            [Piece("<a1>B</a1> A.", draft=True), Piece(" "), Piece("C.", lang="en")],
            '<p><span class="lp-draft"><a href="x">B</a> A.</span> <span lang="en">C.</span></p>',
        ),
        ("<p>a</p>", [Piece("R&D &lt;b> <")], "<p>R&amp;D &lt;b&gt; &lt;</p>"),
        (
            '<p>x <i translate="no">a <b>b</b></i></p>',
            [Piece("<keep1>other</keep1> X")],
            '<p><i translate="no">a <b>b</b></i> X</p>',
        ),
        ("<p>a <code>x</code></p>", [Piece("<code1>y</code1> A")], "<p><code>y</code> A</p>"),
        ("<div>a<p translate=no>n</p></div>", [Piece("A")], "<div>A<p translate=no>n</p></div>"),
        ("<p>a<br>b</p>", [Piece("B<br1/>A")], "<p>B<br>A</p>"),
    ],
)
def test_replace(body, pieces, expected):
    """Only texts change; elements and attributes are the source's, whatever order they take."""
    assert page(expected) == markup.replace(page(body), [pieces])


def test_title_and_attributes_take_plain_text():
    """Where no element can stand, a draft is text without a span."""
    html = page('<p>x <img alt="cat"></p>', "<title>t</title>")
    pieces = [[Piece("T", draft=True)], [Piece("X <img1/>")], [Piece("C&amp;T", lang="en")]]
    assert page('<p>X <img alt="C&amp;T"></p>', "<title>T</title>") == markup.replace(html, pieces)


INLINE = st.recursive(
    st.sampled_from(["word", " two words ", "&amp;", "<br>", "<code>x</code>", " ", "<i></i>"]),
    lambda inner: st.lists(inner, max_size=4).flatmap(
        lambda parts: st.sampled_from(
            ["{}", "<b>{}</b>", '<a href="u">{}</a>', '<b translate="no">{}</b>']
        ).map(lambda frame: frame.format("".join(parts)))
    ),
    max_leaves=8,
)
BLOCKS = st.recursive(
    INLINE.map("<p>{}</p>".format) | INLINE,
    lambda inner: st.lists(inner, max_size=4).flatmap(
        lambda parts: st.sampled_from(
            ["<div>{}</div>", "<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>"]
        ).map(lambda frame: frame.format("".join(parts)))
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(BLOCKS)
def test_a_page_in_its_own_words_is_the_same_page(body):
    """Extraction and publishing walk the same slots."""
    html = page(body)
    units = markup.units(html, "x")
    back = markup.replace(html, [[Piece(unit.text)] for unit in units])
    assert canonical(html) == canonical(back)
    assert units == markup.units(back, "x")
