"""No diff noise: a change of one entry is a change of its lines, whoever wrote the file."""

import re
from collections.abc import Callable

import pytest
from catalogue_kit import ODD, SHAPES, same
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import catalogue
from pipeline.catalogue import About, Filled, blocks
from pipeline.catalogue.linebreaks import Rules
from pipeline.catalogue.po import Block, File, parse
from pipeline.catalogue.wrap import Style, Wrapping, string
from pipeline.model import Origin, State

ABOUT = About("ko.po", "ko", "Sample")
ENGINE = Origin("argos", "en_ko", "1", "1a2b3c4d")
TEXT = "다른 번역문이며, 어떤 파일에서도 한 줄에 다 들어가지 않을 만큼 길다: www.example.org/a."

CHANGES: dict[str, tuple[str, Callable[[Block, File], Block]]] = {
    "another text": ("s", lambda block, file: blocks.target(block, TEXT, file)),
    "no text": ("s", lambda block, file: blocks.target(block, "", file)),
    "approved or doubted": (",", lambda b, file: blocks.fuzzy(b, not b.fuzzy, file.newline)),
    "a comment of ours": (
        "#",
        lambda block, file: blocks.comment(block, "# localepress: x", file.newline),
    ),
    "another previous message": (
        "|",
        lambda block, file: blocks.previous(block, ("menu", "Old.\nOlder."), file),
    ),
    "another message": ("ci", lambda block, file: blocks.message(block, ("x", "New\none"), file)),
}
"""What changes: the kinds of line that may differ, and how it is done."""


def _rows(block: Block, kinds: str) -> list[tuple[str, str]]:
    """Return the lines of other kinds than these, without their endings.

    A blank line between two of these kinds goes with them.
    """
    within = re.search(f"[{kinds}].*[{kinds}]", block.kinds)
    inside = range(*within.span()) if within else range(0)
    found = enumerate(zip(block.kinds, block.lines, strict=True))
    return [
        (kind, line.rstrip("\r\n"))
        for at, (kind, line) in found
        if kind not in kinds and not (kind == "_" and at in inside)
    ]


def _says(block: Block) -> tuple[object, ...]:
    return (block.obsolete, *block.key, block.target, block.fuzzy, block.previous)


def _check_change(file: File, at: int, what: str) -> None:
    """Change one entry, and look at all the lines of the new file."""
    kinds, change = CHANGES[what]
    old = file.blocks[at]
    new = change(old, file)
    data = file.data([*file.blocks[:at], new, *file.blocks[at + 1 :]])
    again = parse(data, "x")
    assert len(file.blocks) == len(again.blocks)
    for before, after in zip(file.blocks, again.blocks, strict=True):
        if before is not old:
            assert before.lines == after.lines
    assert _rows(old, kinds) == _rows(again.blocks[at], kinds)
    assert _says(new) == _says(again.blocks[at])
    assert (file.newline, file.bom, file.mac) == (again.newline, again.bom, again.mac)
    assert file.ended == again.ended
    assert data == again.data(again.blocks)


def _messages(file: File) -> list[int]:
    """Return where the entries stand that may be changed."""
    found = enumerate(file.blocks)
    return [at for at, block in found if block.source and not (block.plural or block.obsolete)]


def test_there_are_shapes_enough() -> None:
    """Eighty and more, all different, and each of those in a file says what it shows."""
    assert len(set(SHAPES.values())) == len(SHAPES) > 110


@pytest.mark.parametrize("name", ODD)
def test_reading_and_writing_changes_no_byte(name: str) -> None:
    """Whatever bytes a file is made of; the files under ``whole`` have a test of their own."""
    file = parse(ODD[name], "x")
    assert ODD[name] == file.data(file.blocks)


@pytest.mark.parametrize("name", ODD)
def test_a_merge_with_its_own_messages_writes_nothing(name: str) -> None:
    """A file whose messages have not changed is the same file."""
    file = parse(ODD[name], "x")
    segments = [same(block) for block in file.messages()]
    merged = catalogue.merge(ODD[name], segments, ABOUT).data
    if file.header:
        assert ODD[name] == merged
    else:
        assert not segments


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("name", SHAPES)
def test_a_change_of_one_entry_changes_its_lines_only(name: str, what: str) -> None:
    """Each entry in turn; of its own lines only those that say what has changed."""
    file = parse(SHAPES[name], "x")
    for at in _messages(file):
        if what != "another message" or ("x", "New\none") not in {b.key for b in file.messages()}:
            _check_change(file, at, what)


@pytest.mark.parametrize("name", SHAPES)
def test_a_draft_changes_the_lines_of_its_entry_only(name: str) -> None:
    """Each empty message in turn; the others stand as they stood."""
    data = SHAPES[name]
    file = parse(data, "x")
    for key, entry in catalogue.read(data, "x").entries.items():
        if entry.state is State.EMPTY:
            drafted = catalogue.fill(data, {key: Filled(ENGINE, TEXT)}, path="x")
            again = parse(drafted, "x")
            for before, after in zip(file.blocks, again.blocks, strict=True):
                if before.source is None or before.key != key or before.obsolete:
                    assert before.lines == after.lines
            assert State.DRAFT is catalogue.read(drafted, "x").entries[key].state


@pytest.mark.parametrize("name", SHAPES)
def test_a_message_that_goes_leaves_the_others(name: str) -> None:
    """Each message in turn; and it comes back as it was, but for its place."""
    data = SHAPES[name]
    file = parse(data, "x")
    segments = [same(block) for block in file.messages()]
    for gone in segments if file.header else ():
        left = [segment for segment in segments if segment is not gone]
        after = catalogue.merge(data, left, ABOUT).data
        kept = {block.text.strip() for block in file.blocks if block.source is not None}
        kept -= {block.text.strip() for block in file.messages() if block.key == gone.key}
        assert kept <= {block.text.strip() for block in parse(after, "x").blocks}
        back = catalogue.read(catalogue.merge(after, segments, ABOUT).data, "x").entries
        if (was := catalogue.read(data, "x").entries[gone.key]).state is not State.EMPTY:
            assert (was.target, was.state) == (back[gone.key].target, back[gone.key].state)


WORDS = st.sampled_from(
    [
        *"the ministry approved new-built houses, (and) www.example.org/a %(name)s".split(),
        *"<a1>link</a1> 정부는 신규 주택을 승인했다. 나머지는, 住宅の申請を承認した。".split(),
        *("\\", '"x"', "\u2028", "a\n", "\n", "\t", "e\u0301", "👍🏽"),
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
WRAPPINGS = st.builds(Wrapping, st.sampled_from([0, 60, 79, 100]), st.sampled_from(Rules))
COMMENTS = st.sampled_from(
    ["# note", "#", "#tight", "#. kind", "#.tight", "#: a.md", "#: b.md:3 c.md", "# \u2028"]
)
FLAGS = st.sampled_from([[], ["#, fuzzy"], ["#, c-format, fuzzy"], ["#, no-wrap"], ["#,fuzzy,x"]])


@st.composite
def entries(draw: st.DrawFn, number: int, wrapping: Wrapping) -> list[str]:
    """Draw the lines of an entry, without line endings; no other has the same number."""
    style = Style(wrapping, wrapping, newline="")
    obsolete = draw(st.integers(0, 5)) == 0
    sign = "#~ " if obsolete else ""
    rows = draw(st.lists(COMMENTS, max_size=3, unique=True)) + draw(FLAGS)
    if rows and "fuzzy" in rows[-1] and draw(st.booleans()):
        rows += string("msgid", draw(TEXTS), style, "#~| " if obsolete else "#| ")
    if draw(st.booleans()):
        rows += string("msgctxt", draw(TEXTS), style, sign)
    rows += string("msgid", f"{number} {draw(TEXTS)}", style, sign)
    if draw(st.integers(0, 5)) == 0:
        rows += string("msgid_plural", draw(TEXTS), style, sign)
        rows += string("msgstr[0]", draw(TEXTS), style, sign)
    else:
        rows += string("msgstr", draw(TEXTS | st.just("")), style, sign)
    return rows


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a file of a random style."""
    wrapping = draw(WRAPPINGS)
    rows = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8\\n"']
    for number in range(draw(st.integers(1, 6))):
        rows += draw(st.sampled_from([[""], ["", ""], [" \t"]]))
        rows += draw(entries(number, wrapping))
    rows += draw(st.sampled_from([[], [""], ["", "# end"]]))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return (bom + newline.join(rows) + newline * draw(st.integers(0, 1))).encode()


@settings(max_examples=100, deadline=None)
@given(files(), st.data())
def test_what_holds_for_every_file(data: bytes, choice: st.DataObject) -> None:
    """Files of random style: written as read, changed where an entry changed, never idly."""
    file = parse(data, "x")
    assert data == file.data(file.blocks)
    segments = [same(block) for block in file.messages()]
    assert data == catalogue.merge(data, segments, ABOUT).data
    if places := _messages(file):
        at = choice.draw(st.sampled_from(places))
        _check_change(file, at, choice.draw(st.sampled_from([*CHANGES])))
