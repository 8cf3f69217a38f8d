"""What the checks find in translations, and what they leave alone: case files to add to."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from checks_kit import CASES, Case, agrees, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import checks, glossary
from pipeline.checks import terms, values
from pipeline.checks.base import Level, Message, Pair
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.checks.base import Check
    from pipeline.glossary import Glossary

KO = Pair("en", "ko")
MINE = "marks placeholders numbers kept same-as-source english-left repeated length terms".split()
DOCS = Path(__file__).parent.parent / "docs" / "checks.md"


def words(language: str) -> Glossary:
    """Return the glossary of a language that the cases of ``terms`` are about."""
    path = CASES / f"glossary-{language}.csv"
    return glossary.parse(path.read_text("utf-8"), path.name)


def look(name: str, language: str) -> Check:
    """Return a check by its identifier."""
    return terms.against(words(language)) if name == "terms" else checks.CHECKS[name]


ALL = [(name, case) for name in MINE for case in cases(name)]


@pytest.mark.parametrize(("name", "case"), ALL, ids=[case.place for _, case in ALL])
def test_case(name: str, case: Case) -> None:
    """Each case of the files has the problems that it names, and no other."""
    said, fits = agrees(case, look(name, case.language))
    assert fits, f"{case.place}: {said}"


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_enough_cases(name: str, language: str) -> None:
    """Each check has, for each language, ten cases that fire and fifteen that do not."""
    mine = [case for case in cases(name) if case.language == language]
    assert len([case for case in mine if case.wanted]) >= 10
    assert len([case for case in mine if not case.wanted]) >= 15


def test_every_check_is_documented() -> None:
    """Each identifier is an anchor of docs/checks.md."""
    anchors = re.findall(r"^## ([a-z-]+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert set(checks.IDENTIFIERS) <= set(anchors)


def test_problems_in_order() -> None:
    """Problems come in the order of the messages, with those of the whole document among them."""
    messages = [
        Message("Open <b1>it</b1>.", "엽니다."),
        Message("Close 20 files.", "파일 30개를 닫습니다."),
        Message("Save", "저장"),
        Message("Save", "보관", line=9),
    ]
    found = [(index, problem.check) for index, problem in checks.check(messages, KO)]
    assert [(0, "marks"), (1, "numbers"), (3, "two-translations")] == [
        row for row in found if row[1] in {"marks", "numbers", "two-translations"}
    ]
    only = [index for index, _ in checks.check(messages, KO, only={"marks"})]
    assert [0] == only


def test_merged_is_no_problem() -> None:
    """A sentence that went into the one before it has nothing to check."""
    assert [] == list(checks.check([Message("Wait <b1>20</b1> s.", "<merged/>")], KO))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("localepress: ignore=numbers", {"numbers"}),
        ("  localepress: ignore=numbers, length", {"numbers", "length"}),
        ("localepress:ignore=numbers length", {"numbers", "length"}),
        ("localepress: argos en_ko", set()),
        ("ignore=numbers", set()),
        ("", set()),
    ],
)
def test_ignored(line: str, wanted: set[str]) -> None:
    """A comment line of an entry switches checks off by their identifiers."""
    assert wanted == checks.ignored([line])


TWICE = {
    "another word": ([("Save", "저장", None, True), ("Save", "보관", None, True)], [1]),
    "the most frequent stays": (
        [("Save", "보관", None, True), *[("Save", "저장", None, True)] * 2],
        [0],
    ),
    "only a draft": ([("Save", "저장", None, True), ("Save", "보관", None, False)], []),
    "another context": ([("May", "5월", "month", True), ("May", "할 수 있다", None, True)], []),
    "only a full stop": (
        [("Save it.", "저장합니다.", None, True), ("Save it.", "저장합니다", None, True)],
        [],
    ),
    "only spaces": (
        [("Save it", "파일 저장", None, True), ("Save it", "파일저장", None, True)],
        [],
    ),
    "other marks": ([("<b1>A</b1>", "<b1>가</b1>", None, True), ("A", "나", None, True)], [1]),
    "other sources": ([("Save", "저장", None, True), ("Store", "저장", None, True)], []),
}


@pytest.mark.parametrize(("rows", "wanted"), TWICE.values(), ids=TWICE)
def test_two_translations(rows: list[tuple[str, str, str | None, bool]], wanted: list[int]) -> None:
    """One source with two reviewed translations is a problem of the rarer or later one."""
    messages = [Message(s, t, context, 3, reviewed, "a.po") for s, t, context, reviewed in rows]
    compare = checks.PROJECT_CHECKS["two-translations"]
    assert wanted == [index for index, _ in compare(messages, KO)]


STOPS = ["파일을 저장합니다", "창을 닫습니다", "목록을 엽니다", "이름을 씁니다", "서버를 켭니다"]


def test_two_translations_in_two_documents() -> None:
    """A sentence is compared through all documents; only what was asked for is reported."""
    one = [Message("Save it.", "저장합니다.", path="a.po", line=3)]
    two = [Message("Save it.", "보관합니다.", path="b.po", line=9)]
    for wanted, found in ((None, [(1, 0)]), ({1}, [(1, 0)]), ({0}, [])):
        rows = list(checks.check_all([one, two], KO, wanted=wanted))
        assert found == [(document, index) for document, index, _ in rows]
    [(_, _, problem)] = checks.check_all([one, two], KO)
    assert 'translated "저장합니다." in a.po:3' in problem.message


def test_no_stop_may_be_a_custom() -> None:
    """Where most sentences of a document end without a full stop, nothing is said of that."""
    messages = [Message("It is saved.", text) for text in STOPS]
    assert [] == list(checks.check(messages, KO, only={"final-punctuation"}))
    ended = [Message("It is saved.", f"{text}.") for text in STOPS]
    found = checks.check([*ended, messages[0]], KO, only={"final-punctuation"})
    assert [5] == [index for index, _ in found]


def test_points_may_be_a_custom() -> None:
    """Where a Japanese document ends its sentences with points, it may; one alone is a slip."""
    ja = Pair("en", "ja")
    texts = [f"{name}を開き, {name}を保存します." for name in "一二三四五"]
    messages = [Message("It is saved.", text) for text in texts]
    only = {"final-punctuation", "width"}
    assert [] == list(checks.check(messages, ja, only=only))
    ended = [Message("It is saved.", text.replace(", ", "、")[:-1] + "。") for text in texts]
    found = [
        (i, problem.check) for i, problem in checks.check([*ended, messages[0]], ja, only=only)
    ]
    assert [(5, "final-punctuation"), (5, "width")] == found


def test_terms_take_the_longest() -> None:
    """Of two terms in one place the longer one counts."""
    terms_of = glossary.parse(
        "source,target\nmemory,메모리\ntranslation memory,번역 기억\n", "g.csv"
    )
    check = terms.against(terms_of)
    assert [] == list(check(Message("A translation memory.", "번역 기억입니다."), KO))
    assert 1 == len(list(check(Message("A translation memory.", "번역 메모리입니다."), KO)))


def test_kept_terms_are_errors() -> None:
    """A name that is never translated is missing without doubt; other terms need a look."""
    text = "source,target,note,case,keep\nGit,,,yes,yes\nfile,파일\n"
    found = list(
        terms.against(glossary.parse(text, "g.csv"))(
            Message("Git has a file.", "깃에 화일이 있다."), KO
        )
    )
    assert [Level.ERROR, Level.WARNING] == [problem.level for problem in found]


@pytest.mark.parametrize("name", sorted(set(MINE) - {"terms"}))
def test_another_language(name: str) -> None:
    """A language that a check knows nothing about gives no false alarm."""
    text = "Enregistrez 1 500 fichiers dans le dossier."
    message = Message("Save 1,500 files in the folder.", text)
    assert [] == list(look(name, "fr")(message, Pair("en", "fr")))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["ko", "ja", "fr"]))
def test_any_text(source: str, target: str, language: str) -> None:
    """No text makes a check stumble; a problem is one line with a place inside the target."""
    for _, problem in checks.check(
        [Message(source, target)], Pair("en", language), glossary=words("ko")
    ):
        assert problem.check in checks.IDENTIFIERS
        assert len(problem.message.splitlines()) == 1
        assert -1 <= problem.start <= problem.end <= len(target)


@given(st.integers(13, 10**12), st.sampled_from([("ko", "만"), ("ja", "万")]))
def test_numbers_in_other_clothes(number: int, scale: tuple[str, str]) -> None:
    """However a number is written, it has its value."""
    language, word = scale
    high, low = divmod(number, 10**4)
    shapes = [
        str(number),
        f"{number:,}",
        f"{number:,}".translate({c: c + 0xFEE0 for c in range(44, 58)}),
    ]
    shapes += [f"{high}{word}{low or ''}명"] if 0 < high < 10**4 else []
    check = checks.CHECKS["numbers"]
    for shape in shapes:
        assert [] == list(check(Message(f"{number:,} people", shape), Pair("en", language)))
    assert values.demanded(f"{number:,}")[0].values == {str(number)}


@given(st.integers(13, 10**9), st.integers(1, 10**9))
def test_a_changed_number_is_an_error(number: int, more: int) -> None:
    """Another value is an error wherever it stands."""
    message = Message(f"It has {number} parts.", f"부품이 {number + more}개 있다.")
    assert [Level.ERROR] == [problem.level for problem in checks.CHECKS["numbers"](message, KO)]


def test_glossary() -> None:
    """A glossary is a table of terms; what is not said is no."""
    text = '\ufeffsource,target,note,case,keep\r\nGit,,a name,yes,yes\r\n\r\n"a, b",가\r\n'
    wanted = (glossary.Term("Git", "Git", "a name", True, True), glossary.Term("a, b", "가"))
    assert wanted == glossary.parse(text, "g.csv")
    assert () == glossary.parse("", "g.csv")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("word,target\n", "g.csv:1: the first line of a glossary is source,target,note,case,keep"),
        ("source,target\na,b,c\n", "g.csv:2: 3 cells for 2 columns"),
        ("source,target\n,b\n", "g.csv:2: the source is empty"),
        ("source,target\na,\n", "g.csv:2: a has no target"),
        ("source,target,keep\n\na,b,yes\n", "g.csv:3: a is kept"),
        ("source,target,case\na,b,perhaps\n", 'g.csv:2: case is "perhaps"'),
        ('source,target\n"a,b\n', "g.csv:2: no CSV"),
    ],
)
def test_bad_glossary(text: str, wanted: str) -> None:
    """A mistake in a glossary is told with its file and line."""
    with pytest.raises(UsageError) as error:
        glossary.parse(text, "g.csv")
    assert str(error.value).startswith(wanted)


LONG = ["a-", "a.", "a_", "a/", "a@", "1,", "1", "a", "A", "가", "あ", "--a", "(", "“", "「", "%s"]


@pytest.mark.parametrize("part", LONG)
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_a_long_word_takes_no_long_time(part: str, language: str) -> None:
    """A text of thousands of letters without a space is looked at in proportion to its length."""
    text = part * (30_000 // len(part))
    before = time.process_time()
    list(checks.check([Message(text, text)], Pair("en", language)))
    assert time.process_time() - before < 5
