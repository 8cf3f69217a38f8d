"""Drafting: memory first, then an engine, whose work is looked at before it is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from engines_kit import engine

from pipeline import segment
from pipeline.engines.echo import Echo
from pipeline.errors import EngineError
from pipeline.model import MERGED, Draft, Finding, Origin, Place, Segment
from pipeline.translate import Filled, draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MEMORY = Origin("memory", "guide/start", "-", "-")


@dataclass
class Dictionary:
    """An engine that knows some sentences by heart, and says what it was asked."""

    known: dict[str, Draft | str]
    asked: list[str] = field(default_factory=list)

    @property
    def origin(self) -> Origin:
        """Sign with a name of its own."""
        return Origin("dictionary", "d", "1", "-")

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield drafts from the last text to the first."""
        self.asked += texts
        for index in reversed(range(len(texts))):
            known = self.known[texts[index]]
            yield index, known if isinstance(known, Draft) else Draft(known, -0.5, estimate=0.5)


class Broken:
    """An engine that fails after the first draft."""

    origin = Origin("broken", "-", "1", "-")

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield one draft, then fail."""
        yield len(texts) - 2, Draft("파일을 저장합니다.")
        raise EngineError("the model failed")


def english(text: str) -> list[str]:
    """Cut a paragraph by the rules of English."""
    return segment.split(text, "en")


def fill(
    sources: list[str],
    machine: Dictionary,
    memory: dict[str, tuple[str, str]] | None = None,
    cut: Callable[[str], list[str]] | None = None,
    language: str = "ko",
) -> dict[str, Filled]:
    """Return what each source gets."""
    wanted = [Segment(source) for source in sources]
    return {key[1]: one for key, one in draft(wanted, language, machine, memory or {}, cut=cut)}


def test_engine_drafts() -> None:
    """A good draft comes back with its estimate and what made it."""
    machine = Dictionary({"Save it.": "저장합니다."})
    assert {"Save it.": Filled("저장합니다.", machine.origin, estimate=0.5)} == fill(
        ["Save it."], machine
    )


def test_memory_comes_first() -> None:
    """What a person has reviewed elsewhere is used as it is; the engine is not asked."""
    machine = Dictionary({"Open it.": "엽니다."})
    found = fill(["Save it.", "Open it."], machine, {"Save it.": ("저장해요.", "guide/start")})
    assert Filled("저장해요.", MEMORY) == found["Save it."]
    assert ["Open it."] == machine.asked


@pytest.mark.parametrize("target", [MERGED, "", "<a1>저장</a1>합니다."])
def test_memory_that_does_not_fit(target: str) -> None:
    """A sentence merged into another, or one with other marks, is no memory of this one."""
    machine = Dictionary({"Save it.": "저장합니다."})
    found = fill(["Save it."], machine, {"Save it.": (target, "guide/start")})
    assert "dictionary" == found["Save it."].origin.engine


def test_same_sentence_in_two_contexts() -> None:
    """The engine is asked once for a sentence, and both messages get its draft."""
    machine = Dictionary({"Save it.": "저장합니다."})
    wanted = [Segment("Save it."), Segment("Save it.", context="button")]
    keys = [key for key, _ in draft(wanted, "ko", machine, {})]
    assert {(None, "Save it."), ("button", "Save it.")} == set(keys)
    assert ["Save it."] == machine.asked


def test_refused_by_the_guard() -> None:
    """A draft that changed a number leaves the message empty, says why, and is only a notice."""
    machine = Dictionary({"Save 20 files.": "파일 50개를 저장합니다."})
    place = Place("guide/start.md", 7)
    wanted = [Segment("Save 20 files.", places=(place,))]
    ((_, found),) = draft(wanted, "ko", machine, {})
    reason = "the number 20 is missing"
    finding = Finding(place, "no-draft", f"no draft: {reason}", "ko", error=False)
    assert Filled("", machine.origin, reason, findings=(finding,)) == found


def test_refused_by_the_engine() -> None:
    """An engine's own problem is the reason."""
    machine = Dictionary({"Save it.": Draft("", problems=("mark <a1> is lost", "other"))})
    assert "mark <a1> is lost" == fill(["Save it."], machine)["Save it."].reason


def test_echo_is_not_held_to_a_language() -> None:
    """Pseudo-English is no Korean, and that is no reason to refuse it."""
    ((_, found),) = draft([Segment("Save <a1>20 files</a1>.")], "ko", Echo(), {})
    assert ("[Šààṽéé <a1>20 ƒîîļééš</a1>.]", "") == (found.target, found.reason)


PARAGRAPH = "Save <a1>it</a1>. Open <em2>it</em2>.<br3/> Close it."
SENTENCES: dict[str, Draft | str] = {
    "Save <a1>it</a1>.": "<a1>그것</a1>을 저장합니다.",
    "Open <em1>it</em1>.<br2/>": "<em1>그것</em1>을 엽니다.<br2/>",
    "Close it.": "닫습니다.",
}


def test_paragraph() -> None:
    """A paragraph is drafted sentence by sentence, each with its marks counted from 1."""
    machine = Dictionary(dict(SENTENCES))
    found = fill([PARAGRAPH], machine, cut=english)
    assert list(SENTENCES) == machine.asked
    assert (
        "<a1>그것</a1>을 저장합니다. <em2>그것</em2>을 엽니다.<br3/> 닫습니다."
        == found[PARAGRAPH].target
    )


def test_paragraph_in_a_language_without_spaces() -> None:
    """Japanese sentences follow each other without a space."""
    machine = Dictionary(
        {"Save it.": "保存。", "Open it.": "開く。", "Use Python.": "Python 使用。"}
    )
    source = "Save it. Open it. Use Python."
    found = fill([source], machine, cut=english, language="ja")
    assert "保存。開く。Python使用。" == found[source].target


def test_refused_sentence_refuses_the_paragraph() -> None:
    """A paragraph with one bad sentence stays empty, whichever sentence it is."""
    for bad in SENTENCES:
        machine = Dictionary(SENTENCES | {bad: "닫습니다 57."})
        found = fill([PARAGRAPH], machine, cut=english)[PARAGRAPH]
        assert "" == found.target
        assert found.reason


def test_paragraph_is_yielded_when_complete() -> None:
    """A message is yielded as soon as its last sentence is there, not at the end."""
    machine = Dictionary({"One is here.": "하나.", "Two is here.": "둘.", "Three is here.": "셋."})
    wanted = [Segment("One is here. Two is here."), Segment("Three is here.")]
    keys = [key[1] for key, _ in draft(wanted, "ko", machine, {}, cut=english)]
    assert ["Three is here.", "One is here. Two is here."] == keys


def test_error_keeps_what_is_done() -> None:
    """What was yielded before an engine broke is good; then its error comes through."""
    drafts = draft([Segment("Save the file."), Segment("Open the file.")], "ko", Broken(), {})
    assert "파일을 저장합니다." == next(drafts)[1].target
    with pytest.raises(EngineError, match="the model failed"):
        next(drafts)


def test_nothing_wanted() -> None:
    """Nothing wanted, nothing done."""
    assert [] == list(draft([], "ko", Echo(), {}))


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_real_package(language: str) -> None:
    """A page of documentation gets drafts in the language, or reasons, from the shipped package."""
    sources = [
        "Read the <a1>installation guide</a1> before you start.",
        "All your settings are saved automatically.",
        "The <code1>my_list</code1> variable holds 20 names.",
        "Click the <strong1>Save</strong1> button.",
        "Installation",
    ]
    found = {
        k[1]: f for k, f in draft([Segment(s) for s in sources], language, engine(language), {})
    }
    assert set(sources) == set(found)
    assert all(bool(one.target) != bool(one.reason) for one in found.values())
    assert sum(bool(one.target) for one in found.values()) >= 3
