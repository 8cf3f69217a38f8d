"""Clauses with a semicolon between them, drafted as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines_kit import Model, engine

from pipeline import marks
from pipeline.engines.clauses import join, sentences
from pipeline.engines.texts import Texts

if TYPE_CHECKING:
    from pipeline.engines.requests import Request

TEXT = "This option opens the file; the other one closes it."


@pytest.mark.parametrize(
    ("message", "second"),
    [
        (TEXT, "The other one closes it."),
        ("Only text is copied ; it is held by <kbd1>C</kbd1>.", "It is held by <kbd1>C</kbd1>."),
        ("<b1>It</b1> is quite short; <code2>c</code2> is so long", "<code2>c</code2> is so long"),
        ("The tests run with 0.21; 0.23 was tried by hand.", "0.23 was tried by hand."),
        ("You need no account; otherwise, log in first.", "Otherwise, log in first."),
        ("It is a page by itself; see the chapter below.", "See the chapter below."),
        ("It is short for now; git is a program for it.", "git is a program for it."),
        ("It never ends in time; don't wait for it.", "don't wait for it."),
    ],
)  # fmt: skip
def test_two_clauses(message: str, second: str) -> None:
    """The first one ends in a full stop; the second one has a capital, if its word is no name."""
    first = message.partition(";")[0].rstrip() + "."
    assert [first, second] == sentences(message, ())


@pytest.mark.parametrize(
    "message",
    [
        "See <a1>this page is long; that page is not</a1> and go.",
        "There are three: it is a big red hub; it is a small wheel.",
        "It has a hub, which is big; and it has a spoke, which is not.",
        "It reads all of a file; it writes all of a file; it prints all of it.",
        "Supports reading of image files; writing of image files.",
        "The names are stored in the first column; the numbers in the second.",
        "Enter your name in the first field; your password in the second field.",
        "Returns true if the file exists; false if it does not exist.",
        "It takes no time at all; i.e., it is very fast.",
        "It is all that you have; not even the user has more.",
        "It is a phone for all; android, the name that it has.",
        "Set it (one two three four; it is five six) now.",
        'It says "one two three four; it is five six" now.',
        "It says ‘one two three four; it is five six’ now.",
        "You can write &amp;nbsp; if it is to be whole.",
        "Run `cd my own folder here; it is there` to build.",
        "If a is not b, R&amp;D &amp; others are to go on.",
        "int a = 1 is set there; int b = 2 is set here;",
        "The red ones; the blue one is green.",
    ],
)  # fmt: skip
def test_one_sentence(message: str) -> None:
    """Lists, code, brackets, quotations, references, and what leans on the clause before."""
    assert [message] == sentences(message, ())


def test_a_term_is_not_cut() -> None:
    """Its semicolon is a part of it."""
    assert [TEXT] == sentences(TEXT, range(len(TEXT)))


def test_the_first_sentence_ends() -> None:
    """With the stop of its language, also where the model wrote none."""
    assert "<b1>파일 열기.</b1> 끝납니다." == join(["<b1>파일 열기.</b1>", "끝납니다."], "ko")
    assert "ファイル。終わります。" == join(["ファイル", "終わります。"], "ja-JP")


@pytest.mark.parametrize(("language", "end"), [("ja", "。"), ("ko", "다. ")])
def test_each_has_a_draft(language: str, end: str) -> None:
    """They are drafted one by one, with the marks that they have."""
    text = "This option opens the <b1>new file</b1>; the other option closes the window."
    draft = dict(engine(language).translate([text]))[0]
    marks.compare(text, draft.target)
    assert ";" not in draft.target
    assert end in draft.target[:-1]


def test_other_languages_keep_their_semicolons() -> None:
    """Only Japanese and Korean have none to speak of."""
    for language, count in (("ko", 2), ("ja", 2), ("de", 1)):
        (requests,) = Texts([TEXT], engine("ko")._load(), language).start()
        assert isinstance(requests, list)
        assert count == len(requests)


@pytest.mark.parametrize(
    "second",
    ["파일 파일 파일 파일", "다른 것이 닫는다."],
    ids=["a fault", "another register"],
)
def test_the_whole_is_asked_for_instead(second: str) -> None:
    """Where a clause gets no sound draft, or not in the same register."""

    def answer(request: Request) -> str:
        if request.message == TEXT:
            return "이 옵션은 파일을 열고, 다른 옵션은 파일을 닫습니다."
        return "이 옵션은 파일을 엽니다." if request.path[-1] == 0 else second

    model = Model(answer)
    assert "이 옵션은 파일을 열고, 다른 옵션은 파일을 닫습니다." == model.run(TEXT).target
    assert TEXT == model.asked[-1].message
