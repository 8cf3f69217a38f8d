"""How far messages have come, and what may be drafted over."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import catalogue
from pipeline.catalogue import Filled
from pipeline.catalogue.po import parse
from pipeline.model import Entry, Key, Origin, State

CASE = (Path(__file__).parent / "cases" / "catalogue" / "states.po").read_bytes()
ARGOS = Origin("argos", "translate-en_ko", "0.1", "1a2b3c4d")
BETTER = Origin("argos", "translate-en_ko", "1.1", "ffffffff")

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def _said(entry: Entry) -> str:
    parts = [entry.state.value]
    parts += [f"from {entry.origin}"] if entry.origin else []
    parts += [f"refused by {entry.refused}"] if entry.refused else []
    return ", ".join(parts)


def test_every_state_is_told_by_flag_previous_message_and_digest() -> None:
    """The note of each entry in the case file says its state."""
    notes = {b.key: b.of(".")[0][3:].strip() for b in parse(CASE, "x").messages()}
    entries = catalogue.read(CASE, "states.po").entries
    assert notes == {key: _said(entry) for key, entry in entries.items()}


def _allowed(engine: Origin, redraft: bool) -> dict[str, int]:
    """Return how many entries of each state in the case file may be drafted."""
    counts: dict[str, int] = {}
    for entry in catalogue.read(CASE, "states.po").entries.values():
        if catalogue.may_draft(entry, engine, redraft=redraft):
            counts[entry.state.value] = counts.get(entry.state.value, 0) + 1
    return counts


@pytest.mark.parametrize(
    ("engine", "redraft", "expected"),
    [
        (ARGOS, False, {"empty": 2}),
        (BETTER, False, {"empty": 3}),
        (ARGOS, True, {"empty": 3, "draft": 1, "outdated": 1}),
        (BETTER, True, {"empty": 3, "draft": 3, "outdated": 1}),
    ],
)
def test_what_may_be_drafted(engine: Origin, redraft: bool, expected: dict[str, int]) -> None:
    """Empty messages this engine has not refused; on request drafts of others and moved ones."""
    assert expected == _allowed(engine, redraft)


def test_only_a_persons_text_is_human() -> None:
    """Empty messages, drafts, and drafts that were moved are not a person's."""
    entries = catalogue.read(CASE, "states.po").entries.values()
    human = [entry.state for entry in entries if catalogue.is_human(entry)]
    assert {State.REVIEWED: 3, State.EDITED: 2, State.OUTDATED: 3} == {
        state: human.count(state) for state in human
    }


def _filled(entry: str, filled: Filled, key: Key = (None, "A"), *, redraft: bool = False) -> str:
    data = catalogue.fill((HEADER + entry).encode(), {key: filled}, path="x", redraft=redraft)
    assert data.decode().startswith(HEADER)
    return data.decode().removeprefix(HEADER)


def test_a_draft_is_fuzzy_and_signed() -> None:
    """An empty message gets text, flag and comment; its other lines stay as they are."""
    before = '# note\n#. kind\n#: a.md\n#, no-wrap, max-length:9\nmsgid ""\n"A"\nmsgstr ""\n'
    after = (
        "# note\n"
        "# localepress: draft argos translate-en_ko 0.1 1a2b3c4d 3877b2dc-b7ba40e2\n"
        "#. kind\n#: a.md\n#, fuzzy, no-wrap, max-length:9\n"
        'msgid ""\n"A"\nmsgstr "가 \\"나\\""\n'
    )
    assert after == _filled(before, Filled(ARGOS, '가 "나"'))


def test_what_was_filled_reads_as_a_draft() -> None:
    """The digest agrees with what was written, line breaks and context included."""
    target = 'a\n"b"\\\ttab\n'
    data = catalogue.fill(
        (HEADER + 'msgctxt "c"\nmsgid "A"\nmsgstr ""\n').encode(),
        {("c", "A"): Filled(ARGOS, target)},
        path="x",
    )
    entry = catalogue.read(data, "x").entries["c", "A"]
    assert (State.DRAFT, target, ARGOS) == (entry.state, entry.target, entry.origin)
    assert b'msgstr ""\n"a\\n"\n"\\"b\\"\\\\\\ttab\\n"\n' in data


def test_a_refusal_is_a_comment_on_one_line() -> None:
    """Whatever the reason says, it stays one comment line; a newer one replaces it."""
    reason = 'lost "<a1>"\nmsgid \u2028\x1b[31m (twice)'
    first = _filled('msgid "A"\nmsgstr ""\n', Filled(ARGOS, reason=reason))
    line = '# localepress: no draft argos translate-en_ko 0.1 1a2b3c4d (lost "<a1>" msgid [31m'
    assert f'{line} (twice))\nmsgid "A"\nmsgstr ""\n' == first
    second = _filled(first, Filled(BETTER, reason=""))
    line = "# localepress: no draft argos translate-en_ko 1.1 ffffffff (no reason given)"
    assert f'{line}\nmsgid "A"\nmsgstr ""\n' == second
    assert "no draft" not in _filled(second, Filled(BETTER, "가"))


def test_no_persons_work_is_ever_drafted_over() -> None:
    """Even when asked to, and for all messages: only empty, drafted and moved ones change."""
    before = catalogue.read(CASE, "x").entries
    drafts = {key: Filled(BETTER, "새 초안") for key in before}
    after = catalogue.read(catalogue.fill(CASE, drafts, path="x", redraft=True), "x").entries
    assert {key for key, entry in before.items() if not catalogue.is_human(entry)} == {
        key for key, entry in after.items() if entry.target == "새 초안"
    }
    human = {key for key, entry in before.items() if catalogue.is_human(entry)}
    assert [replace(before[key], line=0) for key in human] == [
        replace(after[key], line=0) for key in human
    ]


def test_only_empty_messages_are_filled_without_being_asked() -> None:
    """Drafts stay, whoever made them, unless redrafting is asked for."""
    drafts = {key: Filled(BETTER, "x") for key in catalogue.read(CASE, "x").entries}
    after = catalogue.read(catalogue.fill(CASE, drafts, path="x"), "x").entries
    assert 3 == sum(entry.target == "x" for entry in after.values())


def test_a_refusal_leaves_older_drafts_alone() -> None:
    """A package that cannot draft a sentence is no reason to lose another one's draft."""
    data = catalogue.read(CASE, "x").entries
    drafts = {key: Filled(BETTER, reason="loops") for key in data}
    after = catalogue.read(catalogue.fill(CASE, drafts, path="x", redraft=True), "x").entries
    assert [entry.target for entry in data.values()] == [e.target for e in after.values()]
    assert [e.refused for e in after.values() if e.state is State.EMPTY] == [BETTER] * 3


def test_a_moved_draft_loses_its_old_comment() -> None:
    """A new draft over a moved one is a draft like any other."""
    key = (None, "They did not approve 50.")
    data = catalogue.fill(CASE, {key: Filled(BETTER, "새")}, path="x", redraft=True)
    entry = catalogue.read(data, "x").entries[key]
    assert (State.DRAFT, BETTER) == (entry.state, entry.origin)


def test_filling_nothing_changes_no_byte() -> None:
    """Without drafts, and for unknown messages, the file is the same."""
    assert CASE == catalogue.fill(CASE, {(None, "unknown"): Filled(ARGOS, "x")}, path="x")


def test_an_odd_origin_reads_back_as_it_was_cleaned() -> None:
    """Names with spaces or line breaks cannot break the comment; the package may have spaces."""
    odd = Origin("my engine", "guide/my\npage  two", "", "1 2")
    data = catalogue.fill(
        (HEADER + 'msgid "A"\nmsgstr ""\n').encode(), {(None, "A"): Filled(odd, "가")}, path="x"
    )
    clean = Origin("myengine", "guide/my page two", "-", "12")
    entry = catalogue.read(data, "x").entries[None, "A"]
    assert (clean, clean) == (catalogue.clean(odd), entry.origin)
    assert not catalogue.may_draft(entry, odd, redraft=True)


def test_fuzzy_goes_where_gettext_looks_for_it() -> None:
    """Of two flag lines gettext reads the last one."""
    after = _filled('#, max-length:9\n#, no-wrap\nmsgid "A"\nmsgstr ""\n', Filled(ARGOS, "가"))
    assert "#, max-length:9\n#, fuzzy, no-wrap\n" in after
