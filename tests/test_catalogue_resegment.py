"""Translations carried over when the same text is cut into other messages."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import catalogue, marks
from pipeline.catalogue import About
from pipeline.model import Key, Place, Segment

CASES = sorted((Path(__file__).parent / "cases" / "catalogue" / "resegment").glob("*.txt"))
HEADER = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@dataclass(frozen=True)
class _Part:
    key: Key
    text: str
    numbers: tuple[int, ...]


def _units(text: str) -> list[list[_Part]]:
    """Return the units of a case: one a line, with ``|`` between its messages."""
    units = []
    for line in text.splitlines():
        texts = [piece.strip() for piece in line.split("|")]
        cut = [(piece, *marks.renumber(piece)) for piece in texts]
        units.append([_Part((None, message), piece, numbers) for piece, message, numbers in cut])
    return units


def _resegmented(old: bytes, units: list[list[_Part]], language: str = "ko") -> bytes:
    carried = catalogue.resegment(old, units, language, "x.po")
    segments = [Segment(part.key[1], None, (Place("a.md"),)) for unit in units for part in unit]
    return catalogue.merge(old, segments, About("x.po", language), carried=carried).data


def _case(path: Path) -> tuple[bytes, list[list[_Part]], str]:
    parts = re.split(r"^=== .*\n", path.read_text(), flags=re.MULTILINE)
    return (HEADER + parts[1]).encode(), _units(parts[2]), HEADER + parts[3]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_resegmenting(path: Path) -> None:
    """Each case file says in its first line what it is about."""
    old, units, expected = _case(path)
    assert expected == _resegmented(old, units).decode()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_resegmenting_again_changes_nothing(path: Path) -> None:
    """What has been carried over once stays."""
    old, units, _ = _case(path)
    once = _resegmented(old, units)
    assert once == _resegmented(once, units)


def test_back_and_forth_gives_the_same_sentences() -> None:
    """To paragraphs and back again, every reviewed sentence is as it was."""
    sentences = _units("He came. | She <em1>left</em1> <b2>early</b2>. | It <b3>rained</b3>.")
    paragraph = _units("He came. She <em1>left</em1> <b2>early</b2>. It <b3>rained</b3>.")
    old = HEADER + (
        '#: a.md\nmsgid "He came."\nmsgstr "그가 왔다."\n\n#: a.md\n'
        'msgid "She <em1>left</em1> <b2>early</b2>."\n'
        'msgstr "그녀는 <b2>일찍</b2> <em1>떠났다</em1>."\n\n'
        '#: a.md\nmsgid "It <b1>rained</b1>."\nmsgstr "<b1>비가</b1> 왔다."\n'
    )
    there = _resegmented(old.encode(), paragraph)
    assert old == _resegmented(there, sentences).decode()


def test_japanese_sentences_are_joined_without_a_space() -> None:
    """Whatever begins the next sentence, also a mark."""
    old = HEADER + (
        'msgid "He came."\nmsgstr "彼は来た。"\n\n'
        'msgid "As <i1>PDF</i1>:"\nmsgstr "形式は<i1>PDF</i1>"\n\n'
        'msgid "Stay."\nmsgstr "残る。"\n'
    )
    new = _resegmented(old.encode(), _units("He came. As <i1>PDF</i1>: Stay."), "ja")
    assert 'msgstr "彼は来た。形式は<i1>PDF</i1> 残る。"' in new.decode()


def test_broken_marks_are_carried_as_they_are() -> None:
    """A text whose marks are wrong is not lost and not reviewed."""
    old = HEADER + (
        'msgid "He <b1>came</b1>."\nmsgstr "그가 왔다</b1>."\n\n'
        'msgid "She left."\nmsgstr "떠났다."\n'
    )
    new = _resegmented(old.encode(), _units("He <b1>came</b1>. She left.")).decode()
    assert '#, fuzzy\nmsgid "He <b1>came</b1>. She left."\nmsgstr "그가 왔다</b1>. 떠났다."' in new


def test_a_repeated_sentence_takes_one_text_and_keeps_the_other() -> None:
    """The same sentence twice with two translations: the second one stays as obsolete."""
    old = HEADER + (
        'msgid "Yes. He came."\nmsgstr "네. 그가 왔다."\n\n'
        'msgid "Yes. She left."\nmsgstr "그래. 그녀는 떠났다."\n'
    )
    new = _resegmented(old.encode(), _units("Yes. | He came.\nYes. | She left.")).decode()
    assert 'msgid "Yes."\nmsgstr "네."' in new
    assert '#~ msgid "Yes. She left."\n#~ msgstr "그래. 그녀는 떠났다."' in new
    assert 'msgid "She left."\nmsgstr "그녀는 떠났다."' in new


def test_repetitive_text_is_no_trap() -> None:
    """Sentences that can be laid over a text in very many ways take no time."""
    names = ["a " * n + "a" for n in range(1, 12)]
    entries = "".join(f'msgid "{name}"\nmsgstr "x"\n\n' for name in names)
    text = "a " * 400 + "b."
    assert {} == catalogue.resegment((HEADER + entries).encode(), _units(text), "ko", "x")


def test_one_sentence_twice_with_two_translations_is_not_cut_silently() -> None:
    """The second translation has no message of its own, so the whole stays as obsolete."""
    old = HEADER + 'msgid "No. No."\nmsgstr "아니다. 안 된다."\n'
    new = _resegmented(old.encode(), _units("No. | No.")).decode()
    assert 'msgid "No."\nmsgstr "아니다."' in new
    assert '#~ msgid "No. No."\n#~ msgstr "아니다. 안 된다."' in new


def test_what_is_carried_never_replaces_a_persons_words() -> None:
    """If a person translated the message meanwhile, that stays, and so does the old message."""
    old = HEADER + 'msgid "He came. She left."\nmsgstr "그가 왔다. 그녀는 떠났다."\n'
    units = _units("He came. | She left.")
    carried = catalogue.resegment(old.encode(), units, "ko", "x")
    saved = old + '\nmsgid "He came."\nmsgstr "그 사람이 왔다."\n'
    segments = [Segment(part.key[1]) for part in units[0]]
    new = catalogue.merge(saved.encode(), segments, About("x", "ko"), carried=carried).data
    assert 'msgid "He came."\nmsgstr "그 사람이 왔다."' in new.decode()
    assert '#~ msgid "He came. She left."' in new.decode()
