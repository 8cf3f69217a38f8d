"""Where sentences end, and that cutting a message loses nothing."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
import sentencex
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import marks, segment
from pipeline.errors import UsageError
from pipeline.segment import rules

CASES = Path(__file__).parent / "cases" / "segment"
ARTICLE = Path(__file__).parents[1] / "source" / "articles" / "north-korea-responds.txt"


def cases() -> list[tuple[str, str]]:
    """Return (language, case) for each line of each case file."""
    return [
        (path.stem, line)
        for path in sorted(CASES.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("# ")
    ]


@pytest.mark.parametrize(("language", "case"), cases())
def test_case(language: str, case: str) -> None:
    """A text is cut where the case has a |, and nowhere else."""
    assert case == "|".join(segment.split(case.replace("|", ""), language))


def test_article() -> None:
    """The sample article has 8 paragraphs and 17 sentences."""
    paragraphs = ARTICLE.read_text("utf-8").split("\n\n")
    sentences = [len(segment.split(paragraph, "en")) for paragraph in paragraphs]
    assert [2, 2, 3, 2, 2, 2, 2, 2] == sentences


def test_region_and_script_make_no_difference() -> None:
    """A language is known by its first part, in capitals or not."""
    for tag in ("en", "en-GB", "EN", "en-Latn-US"):
        assert ["See Mr. Kim. ", "He left."] == segment.split("See Mr. Kim. He left.", tag)


def test_unknown_language() -> None:
    """A language nobody knows is no reason to fail."""
    assert "One. Two." == "".join(segment.split("One. Two.", "x-none"))


def test_long_texts_are_cut_as_short_ones() -> None:
    """A text longer than what is looked at in one go is cut at the same places."""
    text = ARTICLE.read_text("utf-8").replace("\n\n", " ") + " "
    once = segment.split(text, "en")
    assert once * 5 == segment.split(text * 5, "en")


def test_odd_white_space_makes_no_panic(capfd: pytest.CaptureFixture[str]) -> None:
    """White space on which sentencex has panicked is read as a space, and nothing is printed."""
    text = "A\u200a.\u20d9\nB C"
    assert text == "".join(segment.split(text, "en"))
    assert ("", "") == capfd.readouterr()


class PanicException(BaseException):
    """What a panic in Rust arrives as."""


def test_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text on which sentencex panics stays one piece."""

    def panic(_language: str, _text: str) -> list[str]:
        raise PanicException

    monkeypatch.setattr(sentencex, "segment", panic)
    assert ["One. Two."] == segment.split("One. Two.", "en")


def test_lossy_sentencex(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sentencex makes of a text does not count if anything is missing in it."""
    monkeypatch.setattr(sentencex, "segment", lambda _language, _text: ["One. ", "Tw"])
    assert ["One. Two."] == segment.split("One. Two.", "en")


def test_interrupt_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a text is being cut stops the program."""

    def interrupt(_language: str, _text: str) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(sentencex, "segment", interrupt)
    with pytest.raises(KeyboardInterrupt):
        segment.split("One. Two.", "en")


def test_surrogates() -> None:
    """What cannot be written in UTF-8 stays one piece."""
    assert ["One. \ud800 Two."] == segment.split("One. \ud800 Two.", "en")


def test_empty() -> None:
    """A text without characters has no sentences."""
    assert [] == segment.split("", "en")


mark = st.tuples(st.sampled_from(["a", "b", "code", "keep", "br", "img", "sup"]), st.integers(1, 5))
signs = (
    st.builds("<{0[0]}{0[1]}>".format, mark)
    | st.builds("</{0[0]}{0[1]}>".format, mark)
    | st.builds("<{0[0]}{0[1]}/>".format, mark)
    | st.sampled_from(["&lt;", "&amp;", "&quot;", "&NotEqualTilde;", "&#0;", "&", "<", "]]&gt;"])
)
sentences = (
    "One./Two!/Three?/He said, “Go.”/(Yes.)/U.S./e.g./3.5/行く。/「帰る。」/と言った。/“간다.”/라고"
)
prose = st.sampled_from(sentences.split("/"))
spaces = st.sampled_from([" ", "  ", "\n", "\u00a0", "\u3000", "\u2028", ""])
messages = st.lists(signs | prose | spaces | spaces | st.text(max_size=4), max_size=20).map("".join)
languages = st.sampled_from(["en", "ja", "ko", "de", "zh", "th", "ar", "x-none"])


@settings(deadline=None, max_examples=300)
@given(messages, languages)
def test_lossless(text: str, language: str) -> None:
    """The pieces of any text, marks and all, are the text; none is empty."""
    pieces = segment.split(text, language)
    assert text == "".join(pieces)
    assert all(pieces)


@st.composite
def balanced(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw a message with properly nested marks; their numbers are given afterwards."""
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["prose", "prose", "space", "empty", "mark"]))
        if kind == "mark" and depth < 3:
            name = draw(st.sampled_from(["a", "em", "code", "sup"]))
            parts.append(f"<{name}9>{draw(balanced(depth + 1))}</{name}9>")
        elif kind == "empty":
            parts.append(draw(st.sampled_from(["<br9/>", "<img9/>", "&lt;", "&amp;"])))
        else:
            parts.append(draw(prose if kind == "prose" else spaces))
    return "".join(parts)


def numbered(text: str) -> str:
    """Return a message with its marks numbered in the order in which they open."""
    count, stack, parts = 0, [], []
    for token in marks.tokens(text):
        count += token.kind in {"open", "empty"}
        if token.kind == "open":
            stack.append(count)
        number = stack.pop() if token.kind == "close" else count
        parts.append(token if token.kind == "text" else token._replace(number=number))
    return marks.write(parts)


@settings(deadline=None, max_examples=150)
@given(balanced().map(numbered), languages)
def test_marks_stay_whole(text: str, language: str) -> None:
    """No piece cuts a mark or a reference, or begins with white space."""
    pieces = segment.split(text, language)
    assert text == "".join(pieces)
    for piece in pieces:
        marks.check(piece)
    for piece in pieces[1:]:
        assert not piece[:1].isspace()
    ends = list(accumulate(map(len, map(marks.plain, pieces))))
    assert ends[-1:] == ([len(marks.plain(text))] if text else [])


@settings(deadline=None, max_examples=100)
@given(balanced().map(numbered), languages)
def test_own_rules_lose_nothing(text: str, language: str) -> None:
    """Rules that end a sentence nearly everywhere lose nothing and cut no mark."""
    own = rules.parse("break \\w|[.!?。] | \nbreak | \\w\nkeep o | n", "segments.txt")
    pieces = segment.split(text, language, own)
    assert text == "".join(pieces)
    for piece in pieces:
        marks.check(piece)


@settings(deadline=None, max_examples=100)
@given(st.lists(prose | spaces, max_size=12).map("".join), languages)
def test_pieces_stay_whole(text: str, language: str) -> None:
    """A sentence that has been cut out is not cut again."""
    for piece in segment.split(text, language)[:1]:
        assert [piece] == segment.split(piece, language)


PROJECT = rules.parse(
    """
# A project's own file.
abbreviation Fl. Bd.
keep Localepress\\. | is
keep ; see\\. |
break ; | [A-Z]
break 3\\. | Then
""",
    "segments.txt",
)


@pytest.mark.parametrize(
    ("language", "case"),
    [
        # An abbreviation of the project's, and one of ours beside it
        ("en", "See Bd. Three of it. |Mr. Kim has it."),
        ("en", "(Fl. Three is open.) |Go there."),
        # A place where sentencex ends a sentence, and the project does not
        ("en", "Localepress. is a name. |Localepress. |Is it?"),
        # A place where nobody else ends one; never inside quotation marks
        ("en", "He came; |She left; they met."),
        ("en", "“He came; She left.” |They met."),
        # The project says more than we do, its keep more than its break
        ("en", "Go to no. 3. |Then go on."),
        ("ko", "답은 3. |Then 간다."),
        ("ko", "답은 3. 간다."),
        ("en", "Go; see. Then go."),
        # Marks stay whole
        ("en", "<b1>He came; She left.</b1> |Then <b2>it</b2> rained; |<b3>Nobody</b3> left."),
    ],
)
def test_rules_of_a_project(language: str, case: str) -> None:
    """A project's rules hold beside ours, and win where they differ."""
    assert case == "|".join(segment.split(case.replace("|", ""), language, PROJECT))


def test_abbreviation_without_white_space() -> None:
    """In a language without spaces an abbreviation is known by how the text before ends."""
    text = "モーニング娘。歌う。踊る。"
    own = rules.parse("abbreviation 娘。", "segments.txt")
    assert ["モーニング娘。歌う。", "踊る。"] == segment.split(text, "ja", own)


def test_rules_do_not_outlive_their_call() -> None:
    """Rules of one project say nothing about a text of another."""
    before = segment.split("He came; She left. See Bd. Three.", "en")
    segment.split("He came; She left. See Bd. Three.", "en", PROJECT)
    assert before == segment.split("He came; She left. See Bd. Three.", "en")


def test_rules_are_read_once() -> None:
    """The same file is the same rules; its patterns are not made anew."""
    text = "keep \\d\\. | \\d"
    assert rules.parse(text, "a.txt") is rules.parse(text, "a.txt")
    assert rules.of_language("en") is rules.of_language("en")


def test_file_of_another_system() -> None:
    """A byte order mark and Windows line ends are no part of a rule; other breaks end no line."""
    found = rules.parse("\ufeffabbreviation Fl.\r\n# \x0b \u2028\r\nkeep ; | x\r\n", "a.txt")
    assert frozenset({"Fl."}) == found.abbreviations
    assert [True] == [bool(b.search("a ; ") and a.match("x")) for b, a in found.keep]


def test_empty_file() -> None:
    """A file without rules changes nothing."""
    assert segment.split("One. Two.", "en") == segment.split(
        "One. Two.", "en", rules.parse("# none\n", "a.txt")
    )


def test_rules_of_a_file() -> None:
    """A rule file says where a sentence ends and where not, by patterns or abbreviations."""
    found = rules.parse(
        "# why\nkeep \\d\\. | \\d\nbreak ; | [A-Z]\nabbreviation Fl. Bd.\n", "a.txt"
    )
    assert frozenset({"Fl.", "Bd."}) == found.abbreviations
    assert (1, 1) == (len(found.keep), len(found.breaks))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("keep x", 'write "keep BEFORE | AFTER"'),
        ("join a | b", 'write "keep BEFORE | AFTER"'),
        ("keep ( | b", "not a regular expression: missing ), unterminated subpattern"),
        ("break a | [", "not a regular expression: unterminated character set"),
        ("keep a)(b | c", "not a regular expression: unbalanced parenthesis at position 1"),
        ("keep [[a] | c", "not a regular expression: Possible nested set"),
        ("keep a{99999999999} | c", "not a regular expression: the repetition number"),
        ("keep  | ", "say what stands before or after: this would hold everywhere"),
        ("break |", "say what stands before or after: this would hold everywhere"),
        ("abbreviation", 'or "abbreviation WORD."'),
        ("abbreviation Fl. Bd", 'write "Bd." with the full stop'),
    ],
)
def test_broken_rule(line: str, expected: str) -> None:
    """A rule that cannot be read is named with its file and line."""
    with pytest.raises(UsageError, match=r"^rules\.txt:2: ") as caught:
        rules.parse(f"# why\n{line}\n", "rules.txt")
    assert expected in str(caught.value)


def test_every_rule_says_why() -> None:
    """Each rule of ours stands under a comment with its reason."""
    for path in (Path(rules.__file__).parent / "data").glob("*.txt"):
        for block in path.read_text("utf-8").split("\n\n"):
            assert block.startswith("# "), f"{path.name}: {block}"
