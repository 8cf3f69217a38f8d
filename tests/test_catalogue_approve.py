"""Drafts made reviewed, and the header's fields that say by whom."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import catalogue
from pipeline.catalogue import Revision, header
from pipeline.catalogue.po import fields, parse
from pipeline.errors import CatalogueError, UsageError
from pipeline.model import State

CASES = Path(__file__).parent / "cases" / "catalogue"
APPROVE = sorted((CASES / "approve").glob("*.txt"))
WHOLE = [*sorted((CASES / "whole").glob("*.po")), CASES / "states.po"]
TIME = datetime(2024, 5, 1, 14, 30, 59, tzinfo=timezone(timedelta(hours=9)))
KIM = Revision("Kim <kim@example.org>", TIME)
NEWEST = re.compile(rb'"(?:PO-Revision-Date|Last-Translator):[^\n]*')


@dataclass
class Case:
    """What a case file says."""

    before: str = ""
    after: str = ""
    outdated: bool = False
    revision: Revision | None = None
    options: list[str] = field(default_factory=list)


def case(path: Path) -> Case:
    """Return a case: its options stand in lines of their own before the file."""
    parts = re.split(r"^=== (.*)\n", path.read_text(), flags=re.MULTILINE)
    found = Case()
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        word, _, rest = name.partition(" ")
        if word == "reviewer":
            found.revision = Revision(rest, TIME)
        elif word == "outdated":
            found.outdated = True
        else:
            setattr(found, word, text)
    return found


def approved(data: bytes, *, outdated: bool = False, revision: Revision | None = None) -> bytes:
    """Approve all that may be."""
    entries = catalogue.read(data, "x").entries
    keys = {k for k, e in entries.items() if catalogue.may_approve(e, outdated=outdated)}
    return catalogue.approve(data, keys, path="x", revision=revision)


@pytest.mark.parametrize("path", APPROVE, ids=lambda path: path.stem)
def test_approving(path: Path) -> None:
    """Each case file says in its first line what it is about."""
    it = case(path)
    done = approved(it.before.encode(), outdated=it.outdated, revision=it.revision)
    assert it.after == done.decode()


@pytest.mark.parametrize("path", [*APPROVE, *WHOLE], ids=lambda path: path.stem)
def test_approving_twice_is_approving_once(path: Path) -> None:
    """The second time nothing is left to approve, so nobody is named again."""
    data = case(path).before.encode() if path in APPROVE else path.read_bytes()
    if parse(data, "x").header is None:
        return
    once = approved(data, outdated=True, revision=KIM)
    later = Revision("Lee <lee@example.org>", TIME + timedelta(days=1))
    assert once == approved(once, outdated=True, revision=later)


def _plain(data: bytes) -> list[bytes]:
    """Return the lines that approving does not change."""
    lines = re.split(rb"(?<=[\r\n])", data)
    return [row for row in lines if not row.startswith((b"#|", b"#,")) and not NEWEST.match(row)]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_only_flags_previous_messages_and_two_fields_change(path: Path) -> None:
    """Files of any shape: all other lines are the same bytes, and so are the texts."""
    data = path.read_bytes()
    header = parse(data, "x").header
    # In a header of one line the fields have no lines of their own.
    revision = KIM if header and len(header.of("s")) > 1 else None
    done = approved(data, outdated=True, revision=revision)
    assert _plain(data) == _plain(done)
    before, after = (catalogue.read(each, "x").entries for each in (data, done))
    assert [(k, e.target) for k, e in before.items()] == [(k, e.target) for k, e in after.items()]
    assert {e.state for e in after.values()} <= {State.EMPTY, State.REVIEWED}


def test_only_what_is_wanted() -> None:
    """Other messages keep their state, and an unknown key is nobody's."""
    data = (CASES / "states.po").read_bytes()
    key = (None, "They approved 20.")
    done = catalogue.approve(data, {key, (None, "not there")}, path="x")
    changed = [
        k
        for k, e in catalogue.read(done, "x").entries.items()
        if e.state != catalogue.read(data, "x").entries[k].state
    ]
    assert [key] == changed


def test_which_messages_may_be_approved() -> None:
    """A person may name an outdated text; a draft that was moved only goes with ``outdated``."""
    entries = catalogue.read((CASES / "states.po").read_bytes(), "x").entries.values()
    counts = []
    for named, outdated in ((False, False), (True, False), (False, True), (True, True)):
        may = [e for e in entries if catalogue.may_approve(e, named=named, outdated=outdated)]
        moved = sum(map(catalogue.is_moved, may))
        counts.append(({e.state.value for e in may}, moved))
    some, all_of_them = {"draft", "edited"}, {"draft", "edited", "outdated"}
    assert [(some, 0), (all_of_them, 0), (all_of_them, 1), (all_of_them, 1)] == counts


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("path", APPROVE, ids=lambda path: path.stem)
def test_msgfmt_accepts_what_was_approved(path: Path) -> None:
    """Gettext's own check finds no error."""
    it = case(path)
    done = approved(it.before.encode(), outdated=it.outdated, revision=it.revision)
    command = ["msgfmt", "-c", "-o", "/dev/null", "-"]
    result = subprocess.run(command, input=done, capture_output=True, check=False)
    assert (0, False) == (result.returncode, b"error" in result.stderr), result.stderr


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="gettext is not installed")
def test_all_approved_is_what_msgattrib_makes() -> None:
    """Taking every fuzzy mark away gives the bytes that gettext's own program writes."""
    old = (CASES / "states.po").read_bytes()
    wrapped = ["msgcat", "--no-wrap", "-"]
    data = subprocess.run(wrapped, input=old, capture_output=True, check=True).stdout
    # msgattrib also tidies up empty messages, in which nobody has written anything to approve.
    tidy = data.replace(b'#| msgid "Something before."\nmsgid "Nothing', b'msgid "Nothing')
    assert data != tidy
    command = ["msgattrib", "--clear-fuzzy", "--clear-previous", "--no-wrap", "-"]
    theirs = subprocess.run(command, input=tidy, capture_output=True, check=True).stdout
    assert theirs == approved(tidy, outdated=True)


def test_a_file_without_a_header_names_nobody() -> None:
    """It is refused whole rather than approved without the name that was asked for."""
    data = b'#, fuzzy\nmsgid "a"\nmsgstr "b"\n'
    assert b'msgid "a"\nmsgstr "b"\n' == approved(data)
    with pytest.raises(CatalogueError, match=r"^x:1: no header.*localepress update"):
        approved(data, revision=KIM)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x1b[1m", "\u2028", "a\u202eb"])
def test_what_is_no_name(name: str) -> None:
    """A name is one line of characters that can be seen."""
    with pytest.raises(UsageError, match=r'give the reviewer as "Name <mail>", on one line'):
        Revision(name, TIME)


NAMES = ["Project-Id-Version", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator"]
FIELDS = st.lists(
    st.sampled_from([*NAMES, "Report-Msgid-Bugs-To", "Language", "X-Poedit-Basepath", "X-1"]),
    unique=True,
    max_size=8,
)
VALUES = st.text(st.sampled_from('ab "\\:%한n\t'), max_size=12).map(str.strip)


@given(st.data(), FIELDS, st.sampled_from(["\n", "\r\n"]))
def test_any_header_keeps_its_other_fields(data: st.DataObject, names: list[str], end: str) -> None:
    """Whatever fields there are and however their lines are cut: two are new, and each once."""
    values = {name: data.draw(VALUES) for name in names}
    text = "".join(f"{name}: {value}\n" for name, value in values.items())
    text = text[: len(text) - data.draw(st.booleans())] if text else text
    escaped = re.findall(
        r"\\.|[^\\]",
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t"),
    )
    cuts = data.draw(st.sets(st.integers(0, len(escaped)), max_size=4))
    body = "".join(f'"{end}"' * (i in cuts) + char for i, char in enumerate([*escaped, ""]))
    block = parse(f'msgid ""{end}msgstr "{body}"{end}'.encode(), "x").header
    assert block
    assert text == block.target
    done = header.revise(block, KIM, end)
    said = parse(done.text.encode(), "x").header
    assert said
    assert {**fields(block), **KIM.fields} == fields(said)
    found = [row.partition(":")[0] for row in said.target.splitlines()]
    assert sorted({*names, *KIM.fields}) == sorted(found)
    assert names == [name for name in found if name in names]
    again = header.revise(said, KIM, end)
    assert said.text == again.text
