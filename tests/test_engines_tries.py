"""Second tries: what is asked next when a draft is not sound, and when that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines_kit import Model, engine

from pipeline.engines.requests import NO_REPEAT, Search
from pipeline.engines.texts import Texts
from pipeline.engines.tries import PENALTY, TRIES, WIDER
from pipeline.model import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.engines.requests import Request

LONG = "Save the file before you close it, and open the folder that has the other files."
HALVES = [
    "Save the file before you close it,",
    "and open the folder that has the other files.",
]


def test_a_sound_draft_is_asked_for_once() -> None:
    """The first sound hypothesis is the draft, though it is not the first one."""
    model = Model(lambda _: ["Save the file now please", "파일을 저장합니다."])
    draft = model.run("Save the file.")
    assert ("파일을 저장합니다.", "") == (draft.target, draft.way)
    assert [Search(no_repeat=NO_REPEAT)] == model.searches


def test_a_translation_may_repeat_what_its_source_does() -> None:
    """The search forbids long repetitions only where the source has none."""
    source = "Set 1, 2, 3, 4 and 1, 2, 3, 4."
    model = Model(lambda _: "1, 2, 3, 4와 1, 2, 3, 4를 설정합니다.")
    model.run(source)
    assert Search() == model.searches[0]


FIRST = Search(no_repeat=NO_REPEAT)
WIDE = Search(WIDER, no_repeat=NO_REPEAT)


@pytest.mark.parametrize("text", ["$", "%PATH% %", "{name}: $HOME", "https://a.org/b"])
def test_what_has_no_words_is_not_asked_for(text: str) -> None:
    """Variables, placeholders and addresses stay as they are, with all that is around them."""
    assert [(0, Draft(text))] == list(Texts([text], engine("ko")._load(), "ko").start())


WAYS = [
    # The draft is sound as soon as the request is of this kind; what was asked until then.
    ("penalty", lambda r: r.search == PENALTY, "파일 파일 파일 파일", [FIRST, PENALTY]),
    ("wide", lambda r: r.search == WIDE, "파일 70개", [FIRST, WIDE]),
    ("wide", lambda r: r.search == WIDE, "파일 파일 파일 파일", [FIRST, PENALTY, WIDE]),
]


@pytest.mark.parametrize(("way", "helps", "bad", "searches"), WAYS)
def test_searches(
    way: str, helps: Callable[[Request], bool], bad: str, searches: list[Search]
) -> None:
    """Another search is tried where the fault is one that it may mend."""
    model = Model(lambda request: "파일을 저장합니다." if helps(request) else bad)
    draft = model.run("Save it.")
    assert ("파일을 저장합니다.", way) == (draft.target, draft.way)
    assert searches == model.searches


def test_cut_at_a_clause() -> None:
    """What no search mends is cut at a clause, once; the halves are joined and judged again."""
    halves = dict(
        zip(HALVES, ("파일을 닫기 전에 저장하고", "다른 것이 있는 폴더를 엽니다"), strict=True)
    )
    model = Model(lambda r: halves.get(r.message, "파일 70개"))
    draft = model.run(LONG)
    assert (" ".join(halves.values()), "clauses") == (draft.target, draft.way)
    assert HALVES == [request.message for request in model.asked[2:]]


def test_numbers_get_stand_ins() -> None:
    """A number that is not in the draft is looked for by alignment, then a word stands for it."""
    model = Model(
        lambda r: "파일 x1 개를 저장합니다." if "x1" in r.sentence.text else "파일을 저장합니다."
    )
    draft = model.run("Save 20 files.")
    assert ("파일 20 개를 저장합니다.", "stand-ins") == (draft.target, draft.way)
    assert ["Save 20 files.", "Save 20 files.", "Save x1 files."] == [
        request.sentence.text for request in model.asked
    ]


def test_dates_get_the_form_of_the_language() -> None:
    """A stand-in comes for a date that is wrong in the draft, and the date for the stand-in."""
    model = Model(
        lambda r: (
            "이 행사는 x1에 끝납니다." if "x1" in r.sentence.text else "이 행사는 곧 끝납니다."
        )
    )
    draft = model.run("This event ends on May 3, 2024.")
    assert ("이 행사는 2024년 5월 3일에 끝납니다.", "numbers") == (draft.target, draft.way)


def test_nothing_helps() -> None:
    """After the last try the first draft stays, and the guard that comes after says why not."""
    model = Model(lambda request: f"파일 {100 + len(request.message)}개")
    draft = model.run(LONG)
    assert f"파일 {100 + len(LONG)}개" == draft.target
    assert len(model.asked) < 3 * len(TRIES)


def test_cut_off_is_a_problem() -> None:
    """A draft that always runs into the greatest length is refused."""
    draft = Model(lambda _: "파일", ended=False).run("Save the file.")
    assert ("", ("the draft is cut off",)) == (draft.target, draft.problems)
