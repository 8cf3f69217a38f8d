"""The stream of texts through a model: windows, batches, and drafts that depend on their text."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from engines_kit import engine, starter

from pipeline.engines.argos import Argos
from pipeline.engines.batches import unique
from pipeline.engines.stream import Stream
from pipeline.engines.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.engines.texts import Request
    from pipeline.model import Draft

TEXTS = [
    "Yes",
    "Save the file.",
    "Close the window.",
    "12",
    "<a1>Not closed",
    "Open <a1>the folder</a1>, then press <code2>Enter</code2>.",
    "Click <em1>the button</em1>.",
    "If the file is open, close the file; if the file is closed, open the file in the editor.",
    "The the the the the the the the the.",
    "Add a new user to the group, and change the password of the user.",
    "Remove a new user from the group, and change the name of the user.",
    "Use --force to delete it.",
]


def windows(texts: Sequence[str], size: int, one: Argos) -> Stream:
    """Return a stream with windows of a size."""
    tokenizer = one._load()
    return Stream(len(texts), lambda a, b: Texts(texts[a:b], tokenizer, "ko"), one, size)


def test_any_windows() -> None:
    """Small windows give the same drafts as one large one, each once."""
    whole = list(windows(TEXTS, 10_000, engine("ko")).run())
    assert list(range(len(TEXTS))) == sorted(index for index, _ in whole)
    for size in (1, 5):
        found = list(windows(TEXTS, size, engine("ko")).run())
        assert sorted(whole, key=_index) == sorted(found, key=_index)


def _index(pair: tuple[int, Draft]) -> int:
    return pair[0]


def test_a_draft_depends_on_its_text_alone() -> None:
    """A text becomes the same, to the last digit of its score, alone and among others."""
    together = dict(engine("ko").translate(TEXTS))
    alone = {n: dict(engine("ko").translate([text]))[0] for n, text in enumerate(TEXTS)}
    assert alone == together


def test_one_order() -> None:
    """Drafts come in the same order with any number of threads."""
    orders = []
    for threads in (1, 2, 2):
        one = Argos(starter("ko"), "ko")
        one.threads = threads
        orders.append(list(one.translate(TEXTS)))
    assert orders[0] == orders[1] == orders[2]


class Watched(Argos):
    """An engine that notes how much is under way."""

    def __init__(self) -> None:
        super().__init__(starter("ko"), "ko")
        self.most_batches = 0
        self.running: list[object] = []

    def submit(self, batch: Sequence[Request]) -> list[object]:
        """Count the batches that are not finished."""
        futures = super().submit(batch)
        self.running = [one for one in self.running if not one.done()] + [futures[-1]]  # type: ignore[attr-defined]
        self.most_batches = max(self.most_batches, len(self.running))
        return futures


def test_memory_is_bounded() -> None:
    """Of many texts two windows are in memory at most, and the model has few batches."""
    one, texts = Watched(), [f"Save the file {n}." for n in range(24)]
    tokenizer, alive, counts = one._load(), weakref.WeakSet[Texts](), []

    def prepare(start: int, end: int) -> Texts:
        made = Texts(texts[start:end], tokenizer, "ko")
        alive.add(made)
        counts.append(len(alive))
        return made

    assert 24 == len(list(Stream(len(texts), prepare, one, 6).run()))
    assert (4, 2) == (len(counts), max(counts))
    assert 1 < one.most_batches <= one.room


def test_nothing_is_read_before_it_is_wanted() -> None:
    """The first draft comes when a window and a bit has been read, not all texts."""
    starts = []

    def prepare(start: int, end: int) -> Texts:
        starts.append(start)
        return Texts(texts[start:end], one._load(), "ko")

    one, texts = engine("ko"), [f"Save the file {n}." for n in range(5000)]
    next(Stream(len(texts), prepare, one, 20).run())
    assert [0, 20][: len(starts)] == starts


def test_unique() -> None:
    """A text that comes again is found by the place where it came first."""
    assert ([0, 1, 3], {0: [2, 5], 3: [4]}) == unique(["a", "b", "a", "c", "c", "a"])
    assert ([], {}) == unique([])
