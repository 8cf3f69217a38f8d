"""The form of marks in messages, which never changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import marks

MESSAGES = st.lists(
    st.one_of(
        st.text(alphabet="ab<>&;/1 \u3042]", max_size=6).map(marks.escape),
        st.sampled_from(["<a1>x</a1>", "<br2/>", "<em3>y<code4>z</code4></em3>"]),
    ),
    max_size=6,
).map("".join)


@given(st.text())
def test_escaped_text_comes_back(text):
    """Any text can stand in a message and reads as itself."""
    assert text == marks.plain(marks.escape(text))


@given(MESSAGES)
def test_tokens_give_the_message_back(message):
    """A message that the program wrote is the same after reading and writing."""
    written = marks.write(marks.tokens(message))
    assert written == marks.write(marks.tokens(written))
    assert marks.plain(message) == marks.plain(written)


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("R&D", "R&D"),
        ("AT&amp;T", "AT&T"),
        ("&amp;nbsp;", "&nbsp;"),
        ("a&nbsp;b", "a\u00a0b"),
        ("a < b > c", "a < b > c"),
        ("&lt;a1&gt;", "<a1>"),
        ("if x<y then", "if x<y then"),
        ("&#x1F600;", "\U0001f600"),
        ("<a1>x</a1>", "x"),
    ],
)
def test_a_persons_text_is_read_forgivingly(message, meant):
    """A lone & or < stands for itself; references and marks are read as such."""
    assert meant == marks.plain(message)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<a1>x</a1> y", "y <a1>x</a1>"),
        ("<a1>x</a1><b2>y</b2>", "<b2><a1>x</a1></b2>"),
        ("x<br1/>y", "<br1/>"),
        ("<keep1>x</keep1>", "<keep1>y</keep1>"),
        ("x", "R&D, a < b"),
        ("<a1>x</a1>", "&lt;a1><a1>x</a1>"),
    ],
)
def test_order_and_nesting_may_differ(source, target):
    """Languages order words differently; the same marks, each once, are all that is asked."""
    assert marks.plain(target) == "".join(
        token.text for token in marks.compare(source, target) if token.kind == "text"
    )


@pytest.mark.parametrize(
    ("source", "target", "fault"),
    [
        ("<a1>x</a1>", "x", "mark <a1> is missing"),
        ("<a1>x</a1>", "<a1>x", "mark <a1> is not closed"),
        ("<a1>x</a1>", "x</a1>", "</a1> closes nothing that is open here"),
        ("<a1>x</a1>", "<a1>x</a1><a1>y</a1>", "mark <a1> stands there twice"),
        ("<a1>x</a1>", "<b1>x</b1>", "mark <a1> is missing"),
        ("x", "<a1>x</a1>", "mark <a1> is not in the source"),
        ("<a1>x</a1><b2>y</b2>", "<a1>x<b2></a1>y</b2>", "</a1> closes nothing that is open here"),
        ("x<br1/>", "x", "mark <br1/> is missing"),
        ("x", "x\x07", "it has the control character U+0007"),
        (
            "<keep1>x</keep1><b2>y</b2>",
            "<keep1>x<b2>y</b2></keep1>",
            "mark <b2> stands inside <keep1>, whose text is kept",
        ),
        ("x", "x</a1/>", "</a1/> is no mark; write &lt; for a literal <"),
        ("x", "<script>alert(1)</script>", "<script> is no mark; write &lt; for a literal <"),
    ],
)
def test_a_fault_is_named(source, target, fault):
    """The first fault is told in words a translator can act on."""
    with pytest.raises(marks.MarkError) as caught:
        marks.compare(source, target)
    assert fault == str(caught.value)


@given(MESSAGES)
def test_renumbered_marks_come_back(message):
    """Numbers from 1 and the numbers they had are two ways to say the same."""
    text, numbers = marks.renumber(message)
    assert message == marks.restore(text, numbers)


def test_protected_content_is_not_spoken():
    """What stands in code is no word of the sentence."""
    spoken = marks.spoken("Run <code1>make <b2>x</b2></code1> now")
    assert ["Run", "now"] == spoken.split()
