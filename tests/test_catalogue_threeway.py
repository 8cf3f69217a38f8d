"""What becomes of a catalogue that two sides have changed, as ``git merge`` asks."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import catalogue
from pipeline.catalogue import blocks, merge3, states
from pipeline.catalogue.po import parse
from pipeline.errors import CatalogueError
from pipeline.model import Key, Origin, Place, Segment

CASES = Path(__file__).parent / "cases" / "catalogue"
MERGES = sorted((CASES / "merge3").glob("*.txt"))
WHOLE = sorted((CASES / "whole").glob("*.po"))
REAL = sorted((CASES.parents[2] / "locales").rglob("*.po"))

HEADER = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENGINE = Origin("argos", "en_ko", "1", "1a2b3c4d")


def _sections(path: Path) -> dict[str, str]:
    """Return the parts of a case; those without a header of their own get one."""
    parts = re.split(r"^=== (.*)\n", path.read_text(), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    own = "charset" in found["base"]
    headed = {name: (text if own else HEADER + text) for name, text in found.items()}
    return headed | {"conflicts": found.get("conflicts", "")}


@cache
def _keys(data: bytes) -> frozenset[Key]:
    return frozenset(b.key for b in parse(data, "x").blocks if b.source is not None)


def _line(data: bytes, number: int) -> str:
    return data.decode().split("\n")[number - 1]


@pytest.mark.parametrize("path", MERGES, ids=lambda path: path.stem)
def test_two_sides_become_one(path: Path) -> None:
    """Each case file says in its first lines what it is about; ``conflicts`` has their msgids."""
    case = _sections(path)
    base, ours, theirs = (case[name].encode() for name in ("base", "ours", "theirs"))
    done = merge3(base, ours, theirs, "ko.po")
    assert case["after"] == done.data.decode()
    lines = [f"{_line(done.data, found.place.line)}\n" for found in done.conflicts]
    assert case["conflicts"] == "".join(lines)


@pytest.mark.parametrize("path", MERGES, ids=lambda path: path.stem)
def test_merging_what_is_merged_changes_nothing(path: Path) -> None:
    """A result that has been written down has both sides' work, so neither adds anything."""
    case = _sections(path)
    base, ours, theirs = (case[name].encode() for name in ("base", "ours", "theirs"))
    after = case["after"].encode()
    assert after == merge3(ours, ours, after, "x").data
    assert after == merge3(theirs, after, theirs, "x").data
    assert len(merge3(base, theirs, ours, "x").conflicts) == case["conflicts"].count("\n")


@pytest.mark.parametrize("number", range(len(WHOLE)), ids=lambda number: WHOLE[number].stem)
def test_files_of_any_shape(number: int) -> None:
    """Other shapes as theirs, without a common base: the result is PO, and says it all.

    Half of the others follow in a circle, so that all meet, as ours or as theirs.
    """
    ours = WHOLE[number].read_bytes()
    for other in (*WHOLE, *WHOLE)[number : number + len(WHOLE) // 2 + 1]:
        theirs = other.read_bytes()
        assert _keys(merge3(b"", ours, theirs, "x").data) >= _keys(ours) | _keys(theirs)


def _po(*targets: str, newline: str = "\n") -> bytes:
    entries = (f'msgid "{i}"\nmsgstr "{target}"\n' for i, target in enumerate(targets))
    return (HEADER + "\n".join(entries)).replace("\n", newline).encode()


def test_line_endings_are_those_that_somebody_chose() -> None:
    """A side that converts the file converts what the other side wrote, too; so does ours."""
    base, changed = _po("", ""), _po("1", "")
    crlf = _po("", "2", newline="\r\n")
    both = _po("1", "2", newline="\r\n")
    assert both == merge3(base, crlf, changed, "x").data
    assert both == merge3(base, changed, crlf, "x").data
    mixed = merge3(_po("", "", newline="\r\n"), crlf, _po("1", "", newline="\r\n"), "x").data
    assert both == mixed


def test_byte_order_mark_and_last_line_stay() -> None:
    """What an editor put into ours stays, and what only theirs did is taken over."""
    base, ours, theirs = _po("", ""), _po("1", ""), b"\xef\xbb\xbf" + _po("", "2").rstrip()
    assert b"\xef\xbb\xbf" + _po("1", "2").rstrip() == merge3(base, ours, theirs, "x").data
    grown = merge3(_po(""), _po("1").rstrip(), _po("", "2"), "x").data
    assert _po("1", "2") == grown


@pytest.mark.parametrize("which", range(3))
def test_what_cannot_be_read_is_named(which: int) -> None:
    """File, line and side are told, and there is no result."""
    versions = [_po(""), _po("1"), _po("2")]
    versions[which] += b"<<<<<<< HEAD\n"
    name = ("a.po (base)", "a.po", "a.po (theirs)")[which]
    with pytest.raises(CatalogueError, match=re.escape(f"{name}:8: ")):
        merge3(*versions, "a.po")


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
@pytest.mark.parametrize("case", ["two-texts", "plural", "header-conflict"])
def test_gettext_keeps_the_texts_of_a_conflict(tmp_path: Path, case: str) -> None:
    """The comment comes through msgcat and msgmerge as it was, on one line."""
    after = _sections(CASES / "merge3" / f"{case}.txt")["after"]
    (tmp_path / "a.po").write_text(after)
    wanted = [line for line in after.split("\n") if "localepress: conflict" in line]
    for command in ("msgcat -w 40 a.po", "msgmerge -q --previous a.po a.po", "msgattrib a.po"):
        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
        said = done.stdout.decode().split("\n")
        assert wanted == [line for line in said if "localepress: conflict" in line], done.stderr


# --- laws ---------------------------------------------------------------------------------------

WORD = re.compile(r"사람\d+말")
SOURCES = [f"The {noun} was {verb}." for noun in ("pump", "valve") for verb in ("closed", "opened")]
KEYS = [(None, source) for source in SOURCES] + [("menu", SOURCES[0])]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["write", "write", "note", "flag", "drop", "retire", "draft", "move", "new"]
        ),
        st.integers(0, 6),
        st.booleans(),
    ),
    max_size=6,
)
Steps = list[tuple[str, int, bool]]
Drawn = tuple[list[tuple[list[str], str]], list[str], bool]


class _Side:
    """A catalogue that somebody works on, and the words that they wrote or took out."""

    def __init__(self, data: bytes, first: int) -> None:
        self.file = parse(data, "x")
        self.blocks = list(self.file.blocks)
        self.count = first

    def data(self) -> bytes:
        return self.file.data(self.blocks)

    def work(self, steps: list[tuple[str, int, bool]]) -> bytes:
        for what, number, on in steps:
            if what == "new":
                self._add(KEYS[number % len(KEYS)])
            elif len(self.blocks) > 1:
                at = 1 + number % (len(self.blocks) - 1)
                self.blocks[at : at + 1] = getattr(self, f"_{what}")(self.blocks[at], on)
        return self.data()

    def _word(self) -> str:
        self.count += 1
        return f"사람{self.count}말"

    def _add(self, key: tuple[str | None, str]) -> None:
        if key not in {block.key for block in self.blocks}:
            segment = catalogue.template([_segment(key)], "x")
            block = parse(segment, "x").blocks[1]
            at = next((i for i, b in enumerate(self.blocks) if b.obsolete), len(self.blocks))
            self.blocks.insert(at, block)

    def _write(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        if block.obsolete:
            return [block]
        block = blocks.fuzzy(blocks.previous(block, None, self.file), on, "\n")
        return [blocks.target(block, f"{self._word()} 했다.", self.file)]

    def _note(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        kept = block.of("#") if on else []
        return [blocks.put(block, "#", [*kept, f"# {self._word()}?\n"])]

    def _flag(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        return [blocks.fuzzy(block, on, "\n")]

    def _drop(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        return [] if on else [block]

    def _retire(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        if block.obsolete == on:
            return [block]
        return [blocks.retire(block, self.file) if on else blocks.revive(block, self.file)]

    def _draft(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        if block.obsolete or block.target:
            return [block]
        target = "기계 초안" if on else "초벌"
        line = states.draft_line(ENGINE, *block.key, target)
        block = blocks.fuzzy(blocks.comment(block, line, "\n"), True, "\n")
        return [blocks.target(block, target, self.file)]

    def _move(self, block: blocks.Block, on: bool) -> list[blocks.Block]:
        key = (None, f"{block.key[1]} Now.")
        if block.obsolete or not on or key in {block.key for block in self.blocks}:
            return [block]
        return [blocks.moved(block, key, self.file)]


def _segment(key: Key) -> Segment:
    return Segment(key[1], key[0], (Place("a.md"),))


BASE = catalogue.template([_segment(key) for key in KEYS[:3]], "x")


def _words(data: bytes) -> set[str]:
    return set(WORD.findall(data.decode()))


@settings(max_examples=100, deadline=None)
@given(STEPS, STEPS, STEPS)
def test_no_merge_loses_a_persons_words(before: Steps, ours: Steps, theirs: Steps) -> None:
    """Whatever two sides do: what they wrote is there, and what neither of them took out."""
    base = _Side(BASE, 0).work(before)
    one = _Side(base, 100).work(ours)
    other = _Side(base, 200).work(theirs)
    done = merge3(base, one, other, "x")
    words, said = _words(base), _words(done.data)
    assert set() == (_words(one) - words) - said
    assert set() == (_words(other) - words) - said
    assert set() == (_words(one) & _words(other)) - said
    file = parse(done.data, "x")
    assert done.data == file.data(file.blocks)
    keys = {key for key in _keys(one) | _keys(other) if key not in _keys(base)}
    assert keys <= _keys(done.data)
    assert len(done.conflicts) == len(merge3(base, other, one, "x").conflicts)
    for conflict in done.conflicts:
        assert _line(done.data, conflict.place.line).removeprefix("#~ ").startswith("msgid")


@settings(max_examples=100, deadline=None)
@given(STEPS, STEPS)
def test_what_one_side_did_is_the_result(before: Steps, steps: Steps) -> None:
    """To the byte, on either side or on both; and an entry alone among others, too."""
    base = _Side(BASE, 0).work(before)
    changed = _Side(base, 100).work(steps)
    assert changed == merge3(base, changed, base, "x").data
    assert changed == merge3(base, base, changed, "x").data
    assert changed == merge3(base, changed, changed, "x").data
    # A comment at the end of the other side switches off all short cuts for whole files.
    tail = b"\n# end\n"
    assert changed + tail == merge3(base, base + tail, changed, "x").data
    assert changed + tail == merge3(base, changed, base + tail, "x").data


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["_write", "_note", "_flag", "_draft"]),
        st.integers(0, 200),
        st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*REAL, *WHOLE]), EDITS, EDITS)
def test_work_on_different_messages_does_not_meet(path: Path, even: Steps, odd: Steps) -> None:
    """Real catalogues and odd ones: it is as if one person had done both, to the byte."""
    base = path.read_bytes()
    one = _edited(base, even, 0)
    other = _edited(base, odd, 1)
    done = merge3(base, one, other, "x")
    assert ((), _edited(one, odd, 1)) == (done.conflicts, done.data)


def _edited(data: bytes, steps: Steps, rest: int) -> bytes:
    """Return a file with work on those of its messages that stand in every second place."""
    side = _Side(data, 0)
    places = [i for i, b in enumerate(side.blocks) if b.source and not b.plural and i % 2 == rest]
    for what, number, on in steps if places else ():
        at = places[number % len(places)]
        (side.blocks[at],) = getattr(side, what)(side.blocks[at], on)
    return side.data()


ABOVE = st.lists(
    st.sampled_from(
        ["# a", "# b", "#. kind", "#: a.md:3", "#, fuzzy", "#, c-format, range: 0..3", "#", "", " "]
    ),
    max_size=3,
)
BODIES = [
    'msgid ""\nmsgstr "Language: ko\\n"',
    'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"X-A: 1\\n"\n"odd"',
    'msgid "a"\nmsgstr "x"',
    'msgid "a"\nmsgstr ""\n"y"',
    '#| msgid "old"\nmsgid "a"\nmsgstr "x"',
    '#~| msgid "old"\n#~ msgid "a"\n#~ msgstr "z"',
    '#~ msgid "a"\n#~ msgid_plural "as"\n#~ msgstr[0] "x"\n#~ msgstr[1] ""',
    'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "x"\nmsgstr[1]\n"z"',
    'msgctxt "c"\nmsgid "a"\nmsgstr "x"',
    '#~ msgctxt "c"\n#~ msgid "a"\n#~ msgstr ""',
    'msgctxt ""\nmsgid ""\nmsgstr "x"',
    'msgid "b"\nmsgstr ""',
    '#~ msgid ""\n#~ msgstr "no header"',
    "rubbish",
]
FILES = st.tuples(
    st.lists(
        st.tuples(ABOVE, st.sampled_from(BODIES)),
        max_size=4,
        unique_by=lambda entry: tuple(re.findall('(?:ctxt|msgid) "(.*?)"', entry[1])),
    ),
    ABOVE,
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(FILES, FILES, FILES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_three_files_are_merged_or_are_an_error(
    base: Drawn, ours: Drawn, theirs: Drawn, newline: str
) -> None:
    """Entries of all kinds, also odd ones: a clear error with a line, or a file that is read."""
    data = [_drawn(file) for file in (base, ours, theirs)]
    data[1] = data[1].replace(b"\n", newline.encode())
    done = _done(*data)
    if isinstance(done, str):
        assert re.match(r"x\.po( \((base|theirs)\))?:\d+: .+", done)
    elif done not in data:
        file = parse(done, "result")
        assert done == file.data(file.blocks)


def _drawn(file: Drawn) -> bytes:
    entries, tail, is_spaced = file
    rows = ["\n".join([*above, body]) for above, body in entries]
    return "".join([("\n\n" if is_spaced else "\n").join([*rows, *tail]), "\n"]).encode()


def _done(base: bytes, ours: bytes, theirs: bytes) -> bytes | str:
    """Return the merged file, or what is wrong."""
    try:
        return merge3(base, ours, theirs, "x.po").data
    except CatalogueError as error:
        return str(error)
