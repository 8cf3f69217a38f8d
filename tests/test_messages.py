"""What may stand on a page, decided in one place."""

import pytest

from pipeline import messages
from pipeline.model import MERGED, Document, Entry, Origin, State

ORIGIN = Origin("argos", "translate-en_ko", "0.1", "1a2b3c4d")
BODY = '<p>One <a href="x">two</a>. Three.</p>'


def cut(body, mode="sentence"):
    """Return a document with its messages."""
    page = f"<html><head></head><body>{body}</body></html>"
    return messages.cut(Document("a.md", "en", page), "source/a.md", mode)


def localise(entries, body=BODY, language="ko", *, drafts=True):
    """Return the body of a page, and what is known of it."""
    found = {entry.key: entry for entry in entries}
    done = messages.localise(cut(body), found, language, drafts=drafts, catalogue="a.po")
    return done.html.partition("<body>")[2].partition("</body>")[0], done


def reviewed(source, target):
    """Return a reviewed entry."""
    return Entry(source, target, State.REVIEWED, line=5)


ONE = "One <a1>two</a1>."
FIRST = reviewed(ONE, "<a1>둘</a1> 하나.")
SECOND = reviewed("Three.", "셋.")


def test_a_sentence_is_a_message_with_marks_of_its_own():
    """Marks count from 1 in every message, so that a new link leaves other sentences alone."""
    parts = cut('<p>The <b>first</b>. The <a href="x">next</a>.</p>').parts
    assert [part.key[1] for part in parts[0]] == [
        "The <b1>first</b1>.",
        "The <a1>next</a1>.",
    ]
    assert parts[0][1].numbers == (2,)


def test_a_paragraph_may_be_a_message():
    """In paragraph mode a block is one message."""
    assert cut(BODY, "paragraph").segments[0].source == "One <a1>two</a1>. Three."


def test_a_sentence_that_stands_twice_is_one_message():
    """Kinds and places of both are told."""
    segments = cut("<h1>Same.</h1><p>Same.</p>").segments
    assert [(s.source, s.notes) for s in segments] == [("Same.", ("heading",))]


def test_a_context_makes_two_messages_of_one_text():
    """And a note stands beside the message, after what it is."""
    body = '<h1 data-lp-note="A verb">Open</h1><p data-lp-context="shop">Open</p>'
    assert [(s.key, s.notes) for s in cut(body).segments] == [
        ((None, "Open"), ("heading", "A verb")),
        (("shop", "Open"), ()),
    ]


@pytest.mark.parametrize(
    ("language", "second", "expected"),
    [
        ("ko", "셋.", '<p><a href="x">둘</a> 하나. 셋.</p>'),
        ("ja", "三。", '<p><a href="x">둘</a> 하나. 三。</p>'),
    ],
)
def test_reviewed_sentences_join_as_the_language_does(language, second, expected):
    """Reviewed text stands there without a sign."""
    body, done = localise([FIRST, reviewed("Three.", second)], language=language)
    assert (expected, 0, 0) == (body, done.drafts, done.fallbacks)


@pytest.mark.parametrize("state", [State.DRAFT, State.EDITED])
def test_a_draft_is_marked(state):
    """Nothing unreviewed looks final."""
    draft = Entry("Three.", "셋.", state, origin=ORIGIN)
    body, done = localise([FIRST, draft])
    assert body == '<p><a href="x">둘</a> 하나. <span class="lp-draft">셋.</span></p>'
    assert (1, 0, (ORIGIN,)) == (done.drafts, done.fallbacks, done.origins)


@pytest.mark.parametrize(
    ("entry", "drafts"),
    [
        (Entry("Three.", "", State.EMPTY), True),
        (Entry("Three.", "낡은 셋.", State.OUTDATED), True),
        (Entry("Three.", "셋.", State.DRAFT), False),
        (Entry("Three.", "셋.", State.EDITED), False),
        (reviewed("Other.", "다른."), True),
    ],
)
def test_elsewhere_the_source_stands_there(entry, drafts):
    """Empty, outdated and missing sentences show the source, marked with its language."""
    body, done = localise([FIRST, entry], drafts=drafts)
    assert body == '<p><a href="x">둘</a> 하나. <span lang="en">Three.</span></p>'
    assert (0, 1) == (done.drafts, done.fallbacks)


def test_broken_marks_are_a_finding():
    """A person's slip is told with file and line; the page shows the source."""
    body, done = localise([reviewed(ONE, "둘 하나."), SECOND])
    assert body == '<p><span lang="en">One <a href="x">two</a>.</span> 셋.</p>'
    assert [str(finding) for finding in done.findings] == [
        "a.po:5: mark <a1> is missing; the page shows the source [marks]"
    ]


def test_markup_in_a_translation_stays_text():
    """A catalogue can bring no element that the source did not have."""
    body, done = localise([FIRST, reviewed("Three.", "&lt;script>셋&lt;/script> < b")])
    assert body == '<p><a href="x">둘</a> 하나. &lt;script&gt;셋&lt;/script&gt; &lt; b</p>'
    body, done = localise([FIRST, reviewed("Three.", "<script>셋</script>")])
    assert done.findings


def test_a_merged_sentence_leaves_no_gap():
    """An editor may say a sentence went into the one before."""
    body, done = localise([FIRST, reviewed("Three.", MERGED)])
    assert (body, done.fallbacks) == ('<p><a href="x">둘</a> 하나.</p>', 0)


def test_an_unreviewed_merge_is_a_draft():
    """Until a person has approved it, the page says that something on it is not reviewed."""
    body, done = localise([FIRST, Entry("Three.", MERGED, State.EDITED)])
    assert (body, done.drafts) == ('<p><a href="x">둘</a> 하나.</p>', 1)


def test_a_merged_sentence_must_not_lose_marks():
    """Its links would be gone from the page."""
    _, done = localise([reviewed("Three.", "셋."), reviewed(ONE, MERGED)], "<p>Three. " + BODY[3:])
    assert "would lose the marks" in str(done.findings[0])
    assert done.fallbacks == 1


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([reviewed(ONE, MERGED), SECOND], "no sentence stands before"),
        ([Entry(ONE, "", State.EMPTY), reviewed("Three.", MERGED)], ""),
    ],
)
def test_a_merged_sentence_needs_one_before_it(entries, said):
    """Where the text it went into is not shown, it is shown itself."""
    _, done = localise(entries)
    assert any(said in finding.message for finding in done.findings) is bool(said)
    assert done.fallbacks == (1 if said else 2)


@pytest.mark.parametrize(
    ("language", "target", "shown"),
    [
        ("ja", "最初の行\n次の<a1>行</a1>\nです。", '最初の行次の<a href="x">行</a>です。'),
        ("ja", "行\n<a1>\n行</a1> a\nb", '行<a href="x">行</a> a\nb'),
        ("ko", "첫 줄\n다음 <a1>줄</a1>", '첫 줄\n다음 <a href="x">줄</a>'),
    ],
)
def test_a_line_break_in_a_translation(language, target, shown):
    """A line of Japanese goes on without a space; one of Korean with one."""
    body, _ = localise([reviewed(ONE, target), reviewed("Three.", "")], language=language)
    assert shown in body
