"""House rules: case files that an editor can add to, and laws over any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import marks
from pipeline.translate import house, refusal
from pipeline.translate.house import frozen

CASES = Path(__file__).parent / "cases" / "house"


def cases() -> list[list[str]]:
    """Read every row of every case file, with the file's name first."""
    rows = []
    for path in sorted(CASES.glob("*.txt")):
        lines = path.read_text("utf-8").splitlines() if path.stem != "README" else []
        cells = [line.split(" |") for line in lines if line and not line.startswith("#")]
        rows += [[path.stem, *(cell.strip() for cell in row)] for row in cells]
    return rows


@pytest.mark.parametrize(("name", "language", "source", "draft", "styled"), cases())
def test_case(name: str, language: str, source: str, draft: str, styled: str) -> None:
    """Each row of the case files becomes what it says, and a second time changes nothing."""
    wanted = styled or draft
    assert wanted == house.style(source, draft, language)
    assert wanted == house.style(source, wanted, language)


@pytest.mark.parametrize(("name", "language", "source", "draft", "styled"), cases())
def test_the_guard_accepts_it(
    name: str, language: str, source: str, draft: str, styled: str
) -> None:
    """The result of a rule is no reason to refuse a draft."""
    if not refusal(source, draft, language):
        assert "" == refusal(source, styled or draft, language)


def test_every_rule_works_in_a_case() -> None:
    """No rule is without a row in which it changes something."""
    for language, rules in house.RULES.items():
        rows = [row for row in cases() if row[1] == language]
        used = {
            n for _, _, source, draft, _ in rows for n, _ in house.steps(source, draft, language)
        }
        assert set(rules) == used


def test_other_languages() -> None:
    """A language without rules keeps its drafts."""
    assert "5 % ." == house.style("5%.", "5 % .", "de")


SIGNS = "<>&%$\"'“”‘’「」『』（）()、。,.?!…:： 0１9％ABａ가을를はァ一x\n\ue000\uf000"
MESSAGES = st.lists(
    st.one_of(
        st.text(SIGNS, max_size=8),
        st.sampled_from(
            "<a1> </a1> <code2>x y</code2> <br3/> https://a.org/b 파일을 저장합니다. 保存します。 "
            "15백만 15 million September 30, 2024 $5 million 9월 30일 %s {name}".split(" ")
        ),
    ),
    max_size=8,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(MESSAGES, MESSAGES, st.sampled_from(["ko", "ja", "de"]))
def test_any_text(source: str, target: str, language: str) -> None:
    """Marks, protected text and addresses are those of the draft, in the same order."""
    styled = house.style(source, target, language)
    assert list(map(str, kept(target))) == list(map(str, kept(styled)))


def kept(message: str) -> list[str]:
    """Return what no rule may touch, in order."""
    return [] if frozen.is_strange(message) else list(frozen.freeze(message).pieces.values())


@given(MESSAGES)
def test_freezing_loses_nothing(message: str) -> None:
    """A frozen message thaws to what it said."""
    if not frozen.is_strange(message):
        thawed = frozen.thaw(*frozen.freeze(message))
        assert marks.tokens(message) == marks.tokens(thawed)
