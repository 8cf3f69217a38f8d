"""Sentences as the model sees them, and words of the languages it writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import kept, marks
from pipeline.engines import sentence
from pipeline.engines.batches import cut, plan
from pipeline.engines.words import PARTICLE, SIGN, WORD, units

CASES = Path(__file__).parent / "cases" / "engines" / "words.txt"
SIGNS = {WORD: "", PARTICLE: "+", SIGN: "!"}


def cases() -> list[tuple[str, str, str]]:
    """Read the case file: language, text, units."""
    lines = CASES.read_text("utf-8").splitlines()
    rows = [re.split(r" {2,}", line) for line in lines if line and line[0] != "#"]
    return [(language, text, wanted) for language, text, wanted in rows]


@pytest.mark.parametrize(("language", "text", "wanted"), cases())
def test_units(language: str, text: str, wanted: str) -> None:
    """Each case of the file is cut as it says."""
    plain = text.replace("·", "")
    breaks = {match.start() - n for n, match in enumerate(re.finditer("·", text))}
    found = units(plain, language, breaks)
    assert wanted == "|".join(SIGNS[unit.kind] + plain[unit.start : unit.end] for unit in found)


@settings(deadline=None, max_examples=100)
@given(
    st.text('가나을를이 Pythonファイルを開く漢字().「」!"1,', max_size=30),
    st.sampled_from("ko ja de".split()),
)
def test_units_are_lossless(text: str, language: str) -> None:
    """Units follow each other, and only white space stands between them."""
    end, between = 0, ""
    for unit in units(text, language, range(0, 30, 3)):
        assert end <= unit.start < unit.end
        between += text[end : unit.start]
        end = unit.end
    assert "" == (between + text[end:]).strip()


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("See <a1>the guide</a1>.", "See the guide."),
        ("Run <code1>git commit</code1> and <kbd2>C</kbd2>.", "Run x1 and x2."),
        ("Use <keep1>Foo Bar</keep1> now", "Use x1 now"),
        ("R&amp;D &lt; 5", "R&D < 5"),
        ("one<br1/>two", "one two"),
        ("one <br1/> two", "one two"),
        ("super<wbr1/>califragilistic", "supercalifragilistic"),
        ("<img1/> Click <img2/> to save <img3/>", "Click x1 to save "),
        ("<a1><img2/></a1> Home", "Home"),
        ("a<a1></a1> b", "a b"),
        ("Open https://a.org/b_c. Use {name}, %s and my_list.", "Open x1. Use x2, x3 and x4."),
        ("100% sure of 5 %", "100% sure of 5 %"),
    ],
)
def test_text_for_the_model(message: str, text: str) -> None:
    """The model sees no mark, and a stand-in for what must arrive letter by letter."""
    assert text == sentence.read(message, "x").written


def test_stand_ins_that_the_text_uses() -> None:
    """A text that speaks of x1 gets other stand-ins."""
    assert ["Z", "ID"] == sentence.stand_ins("Set X1 to <code1>y</code1>.")


@pytest.mark.parametrize(
    "text", ["and/or", "5.5 % of users", "e.g. this", "Yes, and (so) on", "5%"]
)
def test_prose_is_not_kept(text: str) -> None:
    """Ordinary text has nothing that must be kept letter by letter."""
    assert [] == [match[0] for match in kept.find(text)]


@pytest.mark.parametrize(
    "text",
    "https://a.org/x?y=1 a@b.org {name} ${name} {{ name }} {} %s %(name)s %1$s %d print() --json "
    "/etc/hosts docs/index.md localepress.toml my_list LC_MESSAGES".replace(
        "{{ name }}", "{{name}}"
    ).split(),
)
def test_kept(text: str) -> None:
    """Addresses, placeholders and names in code are found whole."""
    assert [text] == [match[0] for match in kept.find(f"See {text}, or not.")]


def test_cut_at_clauses() -> None:
    """A long sentence is cut at its surest boundary near the middle, and never inside a mark."""
    message = "One, two; <a1>three, four; five</a1>, and six, seven."
    assert ["One, two;", "<a1>three, four; five</a1>,", "and six, seven."] == cut(
        message, lambda text: len(marks.plain(text)), 21, 25
    )


def test_uncuttable() -> None:
    """What has no boundary outside marks stays whole up to the limit, and is no text above it."""
    assert ["<a1>one, two, three</a1>"] == cut("<a1>one, two, three</a1>", len, 20, 30)
    assert None is cut("<a1>one, two, three</a1>", len, 10, 20)
    assert None is cut("go; one two three four five", len, 10, 20)


def test_a_reference_is_no_boundary() -> None:
    """The semicolon of ``&amp;`` ends no clause, and what is copied is not cut."""
    for text in (
        "one &amp; two &lt; three",
        "write &amp;nbsp; or &#160; there",
        "do `a b; c d; e`",
    ):
        assert None is cut(text, len, 10, 14)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 40), st.text("ab", max_size=2)), max_size=30))
def test_plan(texts: list[tuple[int, str]]) -> None:
    """Every text is in one batch of its size and in bounds; the order of texts does not matter."""
    sizes, names = [size for size, _ in texts], [name for _, name in texts]
    batches = plan(sizes, names, 60)
    assert list(range(len(texts))) == sorted(index for batch in batches for index in batch)
    for batch in batches:
        assert 1 == len({sizes[i] for i in batch})
        assert len(batch) == 1 or len(batch) * sizes[batch[0]] <= 60
    again = plan(sizes[::-1], names[::-1], 60)
    assert [[texts[i] for i in batch] for batch in batches] == [
        [texts[::-1][i] for i in batch] for batch in again
    ]
