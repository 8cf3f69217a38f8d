"""A package that says what it knows gives no draft of what is far from it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from engines_kit import starter
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines import knowledge
from pipeline.engines.argos import Argos
from pipeline.errors import PackageError
from pipeline.glossary import Finder, Term
from pipeline.packages.package import content_hash

if TYPE_CHECKING:
    from pathlib import Path

WORD = st.text("abc", min_size=1, max_size=4)
LEARNT = ("Save the file.", "Open the settings and save the file.")
TABLE = {"unseen_word": 500, "unseen_pair": 500, "limit": 1000, "words": {"minister": 2000}}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a starter package that has learnt from two sentences."""
    folder = tmp_path / "package"
    shutil.copytree(starter("ko").path, folder)
    shutil.rmtree(folder / knowledge.FOLDER, ignore_errors=True)
    (folder / knowledge.FOLDER).mkdir()
    found = [knowledge.words(text, Finder(())) for text in LEARNT]
    words = {word: -500 for words in found for word in words}
    write(folder, {**TABLE, "words": {**TABLE["words"], **words}})
    pairs = {pair for words in found for pair in pairwise(["", *words, ""])}
    (folder / knowledge.FOLDER / knowledge.PAIRS).write_bytes(knowledge.packed(pairs, 64))
    return folder


def write(folder: Path, table: object) -> None:
    """Write the words of a package."""
    path = folder / knowledge.FOLDER / knowledge.WORDS
    path.write_text(json.dumps(table), encoding="utf-8")


def engine(folder: Path, *terms: Term) -> Argos:
    """Return an engine on a package, with some terms."""
    return Argos(replace(starter("ko"), path=folder), "ko", glossary=terms)


def test_drafts_of_what_it_knows_only(package: Path) -> None:
    """What is near is drafted, whatever its marks and code; the rest says why it is empty."""
    texts = [
        "Save the file.",
        "<b1>Save</b1> the file <code2>minister</code2> in /etc/minister.",
        "The minister resigned on Thursday.",
        "<b1>The</b1> minister resigned.",
        "2024",
    ]
    drafts = dict(engine(package).translate(texts))
    assert [0, 1, 4] == [number for number, draft in sorted(drafts.items()) if draft.target]
    assert {(knowledge.OUTSIDE,)} == {drafts[number].problems for number in (2, 3)}


def test_terms_need_not_be_known(package: Path) -> None:
    """A name that the glossary gives makes nothing strange."""
    text = "Save the minister."
    assert not dict(engine(package).translate([text]))[0].target
    assert "장관" in dict(engine(package, Term("minister", "장관")).translate([text]))[0].target


def test_without_knowledge_all_is_drafted(package: Path) -> None:
    """Packages that do not say what they know are asked about everything."""
    shutil.rmtree(package / knowledge.FOLDER)
    drafts = dict(engine(package).translate(["The minister resigned on Thursday."]))
    assert drafts[0].target


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (knowledge.WORDS, b"garbage"),
        (knowledge.WORDS, b"[]"),
        (knowledge.WORDS, b"{}"),
        (knowledge.WORDS, b'{"unseen_word":1,"unseen_pair":1,"limit":1,"words":[]}'),
        (knowledge.WORDS, b'{"unseen_word":1,"unseen_pair":1,"limit":null,"words":{}}'),
        (knowledge.WORDS, b"[" * 100_000),
        (knowledge.PAIRS, b""),
    ],
)
def test_damaged(name: str, content: bytes, package: Path) -> None:
    """Knowledge that cannot be read is an error of one line, not a package without it."""
    (package / knowledge.FOLDER / name).write_bytes(content)
    with pytest.raises(PackageError, match="install it again") as caught:
        list(engine(package).translate(["Save the file."]))
    assert 1 == len(str(caught.value).splitlines())


@pytest.mark.parametrize("name", [knowledge.WORDS, knowledge.PAIRS])
def test_missing(name: str, package: Path) -> None:
    """So is a folder that lacks a file."""
    (package / knowledge.FOLDER / name).unlink()
    with pytest.raises(PackageError, match="install it again"):
        list(engine(package).translate(["Save the file."]))


def test_hash_covers_it(package: Path) -> None:
    """Another limit makes another package: kept drafts are not taken for its own."""
    before = content_hash(package)
    write(package, {**TABLE, "limit": 1001})
    assert before != content_hash(package)


@given(st.lists(st.tuples(WORD, WORD), min_size=1), st.integers(1, 40))
def test_seen_pairs_are_never_unseen(pairs: list[tuple[str, str]], size: int) -> None:
    """A filter of any size has all that was put in."""
    packed = knowledge.packed(pairs, size)
    for pair in pairs:
        assert all(packed[at >> 3] >> (at & 7) & 1 for at in knowledge.positions(pair, 8 * size))


@given(st.lists(WORD, min_size=1, max_size=12))
def test_unseen_are_counted_with_the_edges(words: list[str]) -> None:
    """A package that has seen nothing knows none of the pairs, nor where a text begins and ends."""
    known = knowledge.Knowledge({}, 0, 0, 0, bytes(8))
    assert len(words) + 1 == known.unseen(words)
