"""What a change of a source sentence means for its translation."""

from pathlib import Path

import pytest

from pipeline import glossary
from pipeline.catalogue.closest import closest, lenders
from pipeline.catalogue.cosmetic import adapted
from pipeline.catalogue.differences import differences

CASES = Path(__file__).parent / "cases" / "catalogue"
PAIRS = [line for line in (CASES / "style.txt").read_text().splitlines() if line[:1] not in "#"]
CHANGES = [
    part.splitlines() for part in (CASES / "differences.txt").read_text().split("\n\n") if part
][1:]


@pytest.mark.parametrize("line", PAIRS)
def test_style(line: str) -> None:
    """Both ways: a sentence in another style has the same translation, another one has not."""
    for sign, same in ((" = ", True), (" ! ", False)):
        first, found, second = line.partition(sign)
        for old, new in ((first, second), (second, first)) if found else ():
            target = f"번역 {old}"
            assert same is (adapted(old, new, target) is not None)


def test_an_address_that_the_translation_lacks_is_more_than_style() -> None:
    """Somebody has chosen another page for these readers."""
    old, new = "See https://a.example/x.", "See https://b.example/y."
    assert adapted(old, new, "https://ko.example/x 를 보십시오.") is None
    assert "https://b.example/y 를" == adapted(old, new, "https://a.example/x 를")


@pytest.mark.parametrize("address", ["https://a.example/x", "https://a.example/x?a=1&amp;b=2"])
@pytest.mark.parametrize("follows", [" 를", "를", "에서 (", "。", ").", "</a1>를", "、"])
def test_an_address_ends_where_no_address_goes_on(address: str, follows: str) -> None:
    """Korean particles and Japanese signs follow an address without a space."""
    old, new = f"See <a1>{address}</a1>", "See <a1>https://b.example/y</a1>"
    target = f"<a1>{address}{follows}"
    assert f"<a1>https://b.example/y{follows}" == adapted(old, new, target)


def test_an_address_that_begins_as_another_stays() -> None:
    """The longer one has not changed, and no page stands at a mixture of both."""
    old = "See https://a.example and https://a.example/x."
    new = "See https://b.example and https://a.example/x."
    target = "https://a.example와 https://a.example/x를 보십시오."
    assert "https://b.example와 https://a.example/x를 보십시오." == adapted(old, new, target)
    assert adapted(old, new, "https://a.example/ko와 https://a.example/x를 보십시오.") is None


def test_a_renamed_mark_changes_nothing_else() -> None:
    """What a person has typed is not written in another way: no reference comes or goes."""
    old, new = "<b1>R&amp;D</b1> costs", "<strong1>R&amp;D</strong1> costs"
    target = "<b1>R&D</b1>&nbsp;비용 a < b"
    assert "<strong1>R&D</strong1>&nbsp;비용 a < b" == adapted(old, new, target)


def test_marks_that_are_wrong_already_are_left_alone() -> None:
    """No mark is renamed in a translation that has not the marks of its source."""
    assert adapted("<b1>Save</b1> it", "<i1>Save</i1> it", "저장") is None


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case[1])
def test_differences(case: list[str]) -> None:
    """Each case has two sentences, and what is said of them."""
    old, new, *said = case
    assert "".join(said) == "; ".join(differences(old, new))


def test_terms_are_differences() -> None:
    """A term of the glossary that comes or goes is named, in the singular and the plural."""
    terms = glossary.parse("source,target\nmissile,미사일\nsale,판매\n", "x")
    found = differences("The sale of missiles.", "The sale of planes.", terms)
    assert ['term "missile" is gone'] == found


def test_each_text_serves_once_and_is_lent_where_it_is_much_alike() -> None:
    """The second sentence differs in one word of eight, the others in more."""
    old = ["Open the settings and choose a folder first."]
    new = [
        "Open the settings and choose the folder first.",
        "Open the settings and choose a file first.",
        "Open the settings and then look.",
    ]
    assert {0: 0} == closest(new, old)
    assert {0: 0, 1: 0} == lenders(new, old)
