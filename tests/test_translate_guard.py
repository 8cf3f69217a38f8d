"""Which drafts are not used, and why: case files that a translator can add to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translate import guard, numbers
from pipeline.translate.guard import DETECTORS, STRUCTURE, refusal

CASES = Path(__file__).parent / "cases" / "translate"


def cases() -> list[list[str]]:
    """Read every row of every case file, with the file's name first."""
    rows = []
    for path in sorted(CASES.glob("*.txt")):
        lines = path.read_text("utf-8").splitlines() if path.stem != "README" else []
        cells = [line.split("|") for line in lines if line and not line.startswith("#")]
        rows += [[path.stem, *(cell.strip() for cell in row)] for row in cells]
    return rows


@pytest.mark.parametrize(("name", "language", "source", "draft", "reason"), cases())
def test_case(name: str, language: str, source: str, draft: str, reason: str) -> None:
    """Each row of the case files is refused for its reason, or accepted."""
    assert reason == refusal(source, draft, language)


def test_every_detector_has_cases() -> None:
    """A detector comes with a case file, and each file has a row that must be accepted."""
    rows = cases()
    assert set(DETECTORS) == {row[0] for row in rows}
    assert set(DETECTORS) == {row[0] for row in rows if not row[4]}


def test_structure_is_part_of_all() -> None:
    """What holds for a pretending engine holds for every engine."""
    assert set(STRUCTURE) < set(DETECTORS)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["ko", "ja", "de"]))
def test_any_text(source: str, target: str, language: str) -> None:
    """No text makes the guard stumble, and a reason is one short line."""
    reason = refusal(source, target, language)
    assert len(reason.splitlines()) <= 1
    assert len(reason) <= 160


@given(st.integers(0, 10**13))
def test_a_number_is_itself(value: int) -> None:
    """However a number is grouped or wide, it has the same value."""
    wide = f"{value:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    for text in (str(value), f"{value:,}", wide):
        assert [] == numbers.missing(str(value), text)
    assert [str(value)] == numbers.missing(str(value), str(value + 1))


@given(st.integers(1, 9999), st.sampled_from([("만", "万", 10**4), ("억", "億", 10**8)]))
def test_asian_scales(value: int, scale: tuple[str, str, int]) -> None:
    """Korean and Japanese group by ten thousands."""
    korean, japanese, factor = scale
    for word in (korean, japanese):
        assert [] == numbers.missing(f"{value * factor:,}", f"{value}{word}")


def test_a_number_of_many_digits() -> None:
    """A bound may be a number that Python would not turn into one of its own."""
    number = "9" * 5000
    reason = refusal(f"No more than {number} files.", f"파일 {number}개 이상.", "ko")
    assert reason.startswith('"No more than 999')
    assert len(reason) <= 160


def test_reasons_name_the_detector_order() -> None:
    """What is broken comes before what is only suspicious."""
    assert ["empty", "marks", "code", "kept", "numbers"] == list(guard.DETECTORS)[:5]
