"""What every engine promises, with the shipped packages and with echo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines_kit import engine, starter
from hypothesis import given, settings
from test_engines_placing import messages

from pipeline import marks
from pipeline.engines import ENGINES, build
from pipeline.errors import EngineError
from pipeline.model import Origin

if TYPE_CHECKING:
    from pipeline.model import Engine

TEXTS = [
    "Save the file.",
    "Run <code1>git commit</code1> in <a2>the folder</a2>.",
    "Save the file.",
    "<code1>x</code1> = 5",
    "See <a1>https://example.com/a_b</a1> &amp; {name}.",
    "WARNING",
]


def engines() -> list[Engine]:
    """Return one engine of each kind and language."""
    return [build("echo", "ko"), engine("ko"), engine("ja")]


@pytest.mark.parametrize("number", range(3))
def test_contract(number: int) -> None:
    """Every text gets one draft, twins get the same, and a draft has its source's marks."""
    drafts = list(engines()[number].translate(TEXTS))
    assert list(range(len(TEXTS))) == sorted(index for index, _ in drafts)
    found = dict(drafts)
    assert found[0] == found[2]
    for index, draft in drafts:
        assert bool(draft.target) != bool(draft.problems)
        if draft.target:
            marks.compare(TEXTS[index], draft.target)


@pytest.mark.parametrize("number", range(3))
def test_no_text(number: int) -> None:
    """Nothing asked, nothing drafted."""
    assert [] == list(engines()[number].translate([]))


def test_table() -> None:
    """The engines of the settings are there, and only those that need a package want one."""
    assert {"argos": True, "echo": False} == {n: k.needs_package for n, k in ENGINES.items()}
    with pytest.raises(EngineError, match="no package for ko"):
        build("argos", "ko")


def test_origins() -> None:
    """A draft is signed with what made it."""
    package = starter("ko")
    assert Origin("echo", "-", "1", "-") == build("echo", "ko").origin
    argos = build("argos", "ko", (package,))
    assert Origin("argos", "translate-en_ko", package.version, package.hash[:8]) == argos.origin


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("Save 5 files", "[Šààṽéé 5 ƒîîļééš]"),
        ("<a1>Go</a1><br2/>", "[<a1>Ĝöö</a1><br2/>]"),
        ("<keep1>Foo Bar</keep1> a", "[<keep1>Foo Bar</keep1> àà]"),
        ("a <keep1>https://b.org/c</keep1>", "[àà <keep1>https://b.org/c</keep1>]"),
        ("Use %s, {x} &amp; a@b.org", "[Ûûšéé %s, {x} &amp; a@b.org]"),
    ],
)
def test_echo(message: str, wanted: str) -> None:
    """Echo changes letters, and neither marks, protected text, numbers nor placeholders."""
    assert wanted == dict(build("echo", "ko").translate([message]))[0].target


def test_echo_is_longer() -> None:
    """Echo makes texts about a third longer, as translations from English often are."""
    text = "The quick brown fox jumps over the lazy dog and looks for something to eat."
    length = len(dict(build("echo", "ko").translate([text]))[0].target)
    assert 1.2 < length / len(text) < 1.45


@settings(deadline=None, max_examples=25)
@given(messages())
def test_any_message(message: str) -> None:
    """Whatever marks a message has, a draft with a target has the same."""
    for one in engines()[:2]:
        draft = dict(one.translate([message]))[0]
        if draft.target:
            marks.compare(message, draft.target)
