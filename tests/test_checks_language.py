"""The checks that know Korean and Japanese, on cases that a translator can add to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import checks_kit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import marks
from pipeline.checks.base import Level, Message, Pair
from pipeline.checks.language import CHECKS, DOCUMENT_CHECKS
from pipeline.checks.register import register

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = [(name, case) for name in CHECKS for case in checks_kit.cases(name)]


@pytest.mark.parametrize(
    ("name", "case"), CASES, ids=[f"{case.place} {case.target}" for _, case in CASES]
)
def test_case(name: str, case: checks_kit.Case) -> None:
    """A check says what its case wants, and nothing where the case wants nothing."""
    said, fits = checks_kit.agrees(case, CHECKS[name])
    assert fits, f"{case.place}: wanted {case.wanted}, said {said}"


def _documents() -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """Yield the language and the sentences of each document of register.txt, ``! `` if reported."""
    text = (checks_kit.CASES / "register.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        language, *lines = [line for line in block.splitlines() if not line.startswith("# ")]
        yield language, [(line.removeprefix("! "), line.startswith("! ")) for line in lines]


DOCUMENTS = list(_documents())


@pytest.mark.parametrize(("language", "lines"), DOCUMENTS)
def test_register(language: str, lines: list[tuple[str, bool]]) -> None:
    """The few sentences in another register than the clear majority are found."""
    messages = [Message("A sentence.", line) for line, _ in lines]
    wanted = [index for index, (_, reported) in enumerate(lines) if reported]
    assert wanted == [index for index, _ in register(messages, Pair("en", language))]


@pytest.mark.parametrize("language", ["de", "zh", "fr"])
@pytest.mark.parametrize("name", [name for name in CHECKS if name not in {"script", "invisible"}])
def test_other_languages(name: str, language: str) -> None:
    """A check of Korean or Japanese says nothing of another language."""
    message = Message("Do not save.", "Sichern , 파일를 保存します.。")
    assert [] == list(CHECKS[name](message, Pair("en", language)))


@given(
    source=st.text("abn't not. 3?:…<>&", max_size=20),
    target=st.text("파일를 은는않다.。、?ガが\u3099を\u200b()“”%s{}<1>a&", max_size=30),
    language=st.sampled_from(["ko", "ja", "ko-KR"]),
)
@settings(max_examples=60, deadline=None)
def test_any_text(source: str, target: str, language: str) -> None:
    """Whatever stands there, a check gives problems of its own with a place inside the text."""
    message = Message(marks.escape(source), marks.escape(target))
    for name, check in CHECKS.items():
        for problem in check(message, Pair("en", language)):
            assert name == problem.check
            assert "\n" not in problem.message
            assert -1 <= problem.start <= problem.end <= len(target)
    for name, compare in DOCUMENT_CHECKS.items():
        for _, problem in compare([message] * 6, Pair("en", language)):
            assert (name, Level.WARNING) == (problem.check, problem.level)


def test_every_check_is_documented() -> None:
    """Each identifier is a heading of docs/checks.md."""
    text = (Path(__file__).parent.parent / "docs" / "checks.md").read_text(encoding="utf-8")
    for name in (*CHECKS, *DOCUMENT_CHECKS):
        assert f"## {name}\n" in text, name
