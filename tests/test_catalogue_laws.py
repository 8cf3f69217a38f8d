"""What holds for every history of a catalogue: a person's words stay, and nothing moves idly."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import catalogue, marks
from pipeline.catalogue import About, Filled, blocks, states
from pipeline.catalogue.po import File, parse
from pipeline.errors import CatalogueError
from pipeline.model import Key, Origin, Place, Segment, State

ABOUT = About("ko.po", "ko", "Sample")
ENGINES = [Origin("argos", "en_ko", version, "1a2b3c4d") for version in ("1", "2")]

WORD = re.compile(r"사람\d+말")
SENTENCES = [
    "The ministry approved 20 houses.",
    "The ministry did not approve 50 houses.",
    "The ministry approved houses.",
    "See <a1>the page</a1> for more.",
    "See <a1>the page</a1> and <b2>that</b2> for more.",
    "Stop.",
    "She left.",
    "He came and she left.",
    "The ministry approved 20 houses!",
    "the ministry approved 20 houses",
    "See <i1>the page</i1> for more…",
    "The ministry approved 20 houses and the mayor closed the old bridge.",
    "The mayor closed the old bridge.",
    "See https://a.example/x for more.",
    "See https://b.example/y for more.",
]


@dataclass(frozen=True)
class _Part:
    key: Key
    text: str
    numbers: tuple[int, ...]


@dataclass
class _History:
    """A catalogue that people and programs work on in turn."""

    data: bytes | None = None
    template: bytes | None = None
    units: list[tuple[str | None, list[str]]] = field(default_factory=list)
    paragraphs: bool = False
    words: set[str] = field(default_factory=set)
    """What persons wrote and did not themselves replace."""
    count: int = 0

    def parts(self) -> list[list[_Part]]:
        units = []
        for context, sentences in self.units:
            texts = _numbered(sentences)
            texts = [" ".join(texts)] if self.paragraphs else texts
            cut = [(text, *marks.renumber(text)) for text in texts]
            units.append([_Part((context, message), text, n) for text, message, n in cut])
        return units

    def segments(self) -> list[Segment]:
        keys = [part.key for unit in self.parts() for part in unit]
        return [Segment(source, context, (Place("a.md"),)) for context, source in keys]

    def update(self, *, resegment: bool, with_template: bool) -> None:
        carried = {}
        if resegment and self.data is not None:
            carried = catalogue.resegment(self.data, self.parts(), "ko", "x")
        old_template = self.template if with_template else None
        merged = catalogue.merge(
            self.data, self.segments(), ABOUT, old_template=old_template, carried=carried
        )
        self.data = merged.data
        self.template = catalogue.template(self.segments(), "Sample")
        for template in (old_template, self.template, None):
            again = catalogue.merge(self.data, self.segments(), ABOUT, old_template=template)
            assert self.data == again.data

    def change(self, at: int, work: Callable[[blocks.Block, File], blocks.Block]) -> None:
        """Let somebody work on the message at a place."""
        file = parse(self.data or b"", "x")
        keys = [block.key for block in file.messages()]
        if keys:
            key = keys[at % len(keys)]
            out = [
                work(b, file) if b.source and not b.obsolete and b.key == key else b
                for b in file.blocks
            ]
            self.data = file.data(out)

    def token(self) -> str:
        self.count += 1
        word = f"사람{self.count}말"
        self.words.add(word)
        return word

    def check(self) -> None:
        """No word is lost, and no byte moves in reading and writing."""
        data = self.data or b""
        file = parse(data, "x")
        assert data == file.data(file.blocks)
        assert self.words <= set(WORD.findall(data.decode()))


def _numbered(texts: list[str]) -> list[str]:
    """Return the texts with their marks numbered as those of one unit."""
    out, count = [], 0
    for text in texts:
        own = len(marks.renumber(text)[1])
        out.append(marks.restore(marks.renumber(text)[0], range(count + 1, count + own + 1)))
        count += own
    return out


UNITS = st.lists(
    st.tuples(
        st.sampled_from([None, None, None, "menu"]),
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
    ),
    max_size=5,
)
PLACE = st.integers(0, 20)


def _write(history: _History, at: int, reviewed: bool, marked: bool, sentences: int) -> None:
    """Let a person replace the text of a message."""
    replaced: set[str] = set()

    def work(block: blocks.Block, file: File) -> blocks.Block:
        replaced.update(WORD.findall(block.target))
        target = " ".join(f"{history.token()} 했다." for _ in range(sentences))
        if marked:
            target = "".join(re.findall(r"<[^>]+>", block.key[1])) + target
        block = blocks.fuzzy(block, not reviewed, file.newline)
        block = blocks.previous(block, None, file)
        return blocks.target(block, target, file)

    history.change(at, work)
    history.words -= replaced - set(WORD.findall((history.data or b"").decode()))


def _note(history: _History, at: int) -> None:
    """Let a person write a comment."""

    def work(block: blocks.Block, file: File) -> blocks.Block:
        return blocks.put(block, "#", [*block.of("#"), f"# {history.token()}?{file.newline}"])

    history.change(at, work)


def _flag(history: _History, at: int, fuzzy: bool) -> None:
    """Let a person accept a text, or doubt it."""
    history.change(at, lambda block, file: blocks.fuzzy(block, fuzzy, file.newline))


def _draft(history: _History, engine: int, redraft: bool, refuse: bool) -> None:
    """Let a machine draft all that it may."""
    if history.data is None:
        return
    before = catalogue.read(history.data, "x").entries
    filled = Filled(ENGINES[engine], "" if refuse else f"기계 초안 {engine}", "loops")
    data = catalogue.fill(history.data, dict.fromkeys(before, filled), path="x", redraft=redraft)
    for key, entry in catalogue.read(data, "x").entries.items():
        if entry.target != before[key].target:
            assert not states.is_human(before[key])
    history.data = data


def _approve(history: _History, outdated: bool) -> None:
    """Let a person approve all that may be; no text changes."""
    if history.data is None:
        return
    before = catalogue.read(history.data, "x").entries
    keys = {k for k, e in before.items() if catalogue.may_approve(e, outdated=outdated)}
    history.data = catalogue.approve(history.data, keys, path="x")
    after = catalogue.read(history.data, "x").entries
    assert {k: e.target for k, e in before.items()} == {k: e.target for k, e in after.items()}
    assert all(after[key].state is State.REVIEWED for key in keys)


def _sort(history: _History, backwards: bool) -> None:
    """Let a person sort the file."""
    if history.data is None:
        return
    file: File = parse(history.data, "x")
    messages = sorted(file.messages(), key=lambda b: str(b.key), reverse=backwards)
    slots = iter(messages)
    live = {id(block) for block in messages}
    history.data = file.data(next(slots) if id(b) in live else b for b in file.blocks)


STEPS = st.one_of(
    st.tuples(st.just("source"), UNITS, st.booleans(), st.booleans()),
    st.tuples(st.just("mode"), st.booleans()),
    st.tuples(st.just(_write), PLACE, st.booleans(), st.booleans(), st.integers(1, 3)),
    st.tuples(st.just(_write), PLACE, st.booleans(), st.booleans(), st.integers(1, 3)),
    st.tuples(st.just(_note), PLACE),
    st.tuples(st.just(_flag), PLACE, st.booleans()),
    st.tuples(st.just(_draft), st.integers(0, 1), st.booleans(), st.booleans()),
    st.tuples(st.just(_approve), st.booleans()),
    st.tuples(st.just(_sort), st.booleans()),
)


@settings(max_examples=60, deadline=None)
@given(UNITS, st.lists(STEPS, max_size=12))
def test_no_history_loses_a_persons_words(
    units: list[tuple[str | None, list[str]]], steps: list[tuple]
) -> None:
    """Sources change, modes change, people and machines write: every person's word stays."""
    history = _History(units=units)
    history.update(resegment=False, with_template=False)
    for step in steps:
        if step[0] == "source":
            history.units = step[1]
            history.update(resegment=step[2], with_template=step[3])
        elif step[0] == "mode":
            history.paragraphs = not history.paragraphs
            history.update(resegment=step[1], with_template=True)
        else:
            step[0](history, *step[1:])
        history.check()


LINES = st.lists(
    st.sampled_from(
        [
            'msgid "a"',
            'msgid ""',
            'msgid "b\\n"',
            'msgctxt "c"',
            'msgstr "x"',
            'msgstr ""',
            '"more"',
            'msgid_plural "b"',
            'msgstr[0] "x"',
            "# note",
            "#. kind",
            "#: a.md:3",
            "#, fuzzy",
            '#| msgid "old"',
            '#| "more"',
            '#~ msgid "a"',
            '#~ msgstr "x"',
            '#~| msgid "old"',
            '#~ "more"',
            "#~",
            "",
            " \t",
            'msgstr "\\q"',
            "rubbish",
            '"\x85\u2028"',
        ]
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_any_lines_are_read_and_written_or_are_an_error(
    lines: list[str], newline: str, end: bool
) -> None:
    """Lines in any order: either a clear error with a line, or the same bytes again."""
    data = (newline.join(lines) + newline * end).encode()
    file = _parsed(data)
    if isinstance(file, str):
        assert re.match(r"x\.po:\d+: .+", file)
    else:
        assert data == file.data(file.blocks)
        merged = catalogue.merge(data, [Segment("a"), Segment("z")], ABOUT).data
        assert merged == catalogue.merge(merged, [Segment("a"), Segment("z")], ABOUT).data


def _parsed(data: bytes) -> File | str:
    """Return the file, or what is wrong with it."""
    try:
        return parse(data, "x.po")
    except CatalogueError as error:
        return str(error)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1), st.text(min_size=1).filter(str.strip), st.none() | st.text())
def test_any_text_is_read_as_it_was_written(source: str, target: str, context: str | None) -> None:
    """Every character of a message and its draft comes back, and the draft reads as one."""
    segment = Segment(source, context)
    data = catalogue.merge(None, [segment], ABOUT).data
    filled = catalogue.fill(data, {segment.key: Filled(ENGINES[0], target)}, path="x")
    entry = catalogue.read(filled, "x").entries[segment.key]
    assert (target, State.DRAFT, ENGINES[0]) == (entry.target, entry.state, entry.origin)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_make_a_traceback(data: bytes) -> None:
    """Whatever lies in the file, it is read or it is a CatalogueError."""
    file = _parsed(data)
    if isinstance(file, str):
        assert "\n" not in file
    else:
        assert data == file.data(file.blocks)
