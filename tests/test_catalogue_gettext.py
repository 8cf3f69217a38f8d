"""What gettext's own programs say to our files, and what we say to theirs."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import catalogue
from pipeline.catalogue import About, Filled, blocks
from pipeline.catalogue.po import parse
from pipeline.model import Entry, Key, Origin, Place, Segment, State

CASES = Path(__file__).parent / "cases" / "catalogue"
REFUSED = {"header-utf8", "plural-no-header-field"}
"""msgcat does not know the charset, msgfmt misses a field."""
WHOLE = sorted(path for path in (CASES / "whole").glob("*.po") if path.stem not in REFUSED)
WITH_CHARSET = [path for path in WHOLE if b"charset" in path.read_bytes()]
"""msgcat wants a header that declares one."""
STATES = (CASES / "states.po").read_bytes()
ENGINE = Origin("argos", "translate-en_ko", "0.1", "1a2b3c4d")

pytestmark = pytest.mark.skipif(
    shutil.which("msgfmt") is None, reason="gettext is not installed (apt-get install gettext)"
)

SEGMENTS = [
    Segment("Title", None, (Place("a.md", 1),), ("heading",)),
    Segment('See <a1>"this\\that"</a1>.', None, (Place("my file.md", 2),), ("list item", "cell")),
    Segment("Two\nlines\n", "con\ttext", (Place("a.md", 3), Place("b.md", 4))),
    Segment("odd \u2028 \x85 한국어 %d %s {name} 100%", None, (Place("파일.md"),)),
    Segment("ends in a line break\n"),
]


def _run(*command: str, data: bytes = b"") -> bytes:
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert (0, b"") == (done.returncode, b"\n".join(_errors(done.stderr)))
    return done.stdout


def _errors(text: bytes) -> list[bytes]:
    """Return what a program complained of; a header without a person's fields may be told."""
    allowed = (
        b"missing in header",
        b"has empty",
        b"still has the initial",
        b"escape sequence",
        b"names with spaces",
        b"Converting the output",
    )
    return [row for row in text.splitlines() if not any(word in row for word in allowed)]


def _check(data: bytes) -> None:
    _run("msgfmt", "-c", "-o", "/dev/null", "-", data=data)


def _entries(data: bytes) -> dict[Key, tuple[str, State, Origin | None]]:
    found = catalogue.read(data, "x").entries
    return {key: (entry.target, entry.state, entry.origin) for key, entry in found.items()}


@pytest.mark.parametrize("lines", [False, True])
def test_msgfmt_accepts_a_template(lines: bool) -> None:
    """With any title and any characters in messages and file names."""
    _check(catalogue.template(SEGMENTS, 'My "project" \\ 1', lines=lines))


@pytest.mark.parametrize("language", ["ko", "ja", "pt-BR", "zh-Hant", "ar", "pl", "eo"])
def test_msgfmt_accepts_a_new_and_a_filled_catalogue(language: str) -> None:
    """In languages with one plural form and with many."""
    data = catalogue.merge(None, SEGMENTS, About("x", language, "Sample")).data
    _check(data)
    drafts = {s.key: Filled(ENGINE, f'"x" {s.source}') for s in SEGMENTS}
    drafts[SEGMENTS[0].key] = Filled(ENGINE, reason='"odd\\"\n')
    _check(catalogue.fill(data, drafts, path="x"))


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_msgfmt_accepts_what_is_merged(path: Path) -> None:
    """All messages gone, and back again, in files of any shape."""
    data = path.read_bytes()
    segments = [Segment(source, context) for context, source in catalogue.read(data, "x").entries]
    gone = catalogue.merge(data, SEGMENTS, About("x", "ko", "Sample")).data
    _check(gone)
    _check(catalogue.merge(gone, segments, About("x", "ko", "Sample")).data)


@pytest.mark.parametrize("path", WITH_CHARSET, ids=lambda path: path.stem)
def test_gettext_reads_the_same_messages(path: Path) -> None:
    """What msgcat makes of a file says to us what the file said."""
    data = path.read_bytes()
    said = _entries(data)
    assert said == _entries(_run("msgcat", "--no-wrap", "-", data=data))
    assert said == _entries(_run("msgcat", "-", data=data))


@pytest.mark.parametrize("path", WITH_CHARSET, ids=lambda path: path.stem)
def test_gettext_reads_what_has_changed(path: Path) -> None:
    """A new text in every message, and it is neither lost nor another one to gettext."""
    file = parse(path.read_bytes(), "x")
    text = '다른 <a1>"번역"</a1>: \\ %s\n둘째 줄, 정부는 신청을 모두 승인했다. www.example.org/a'
    changed = [
        blocks.target(b, text, file) if b.source and not (b.plural or b.obsolete) else b
        for b in file.blocks
    ]
    data = file.data(changed)
    said = _entries(data)
    assert {text} >= {target for target, _, _ in said.values()}
    assert said == _entries(_run("msgcat", "-", data=data))


def test_new_lines_look_as_gettext_writes_them() -> None:
    """So a file that gettext rewrites without wrapping has no difference."""
    data = catalogue.template(SEGMENTS, "Sample")
    assert data == _run("msgcat", "--no-wrap", "-", data=data)


def test_obsolete_lines_look_as_gettext_writes_them() -> None:
    """A retired entry is the one that msgcat writes, with its previous message."""
    old = (CASES / "whole" / "poedit.po").read_bytes()
    data = catalogue.merge(old, SEGMENTS, About("x", "ja")).data
    assert b"#, fuzzy\n#~| msgid " in data
    assert data == _run("msgcat", "--no-wrap", "-", data=data)


def test_states_survive_msgcat() -> None:
    """Comments, flags and digests mean the same after gettext has rewritten the file."""
    assert _entries(STATES) == _entries(_run("msgcat", "-w", "40", "-", data=STATES))


def _msgmerged(tmp_path: Path, old: bytes, source: str, *options: str) -> Entry:
    (tmp_path / "old.po").write_bytes(old)
    template = catalogue.template([Segment(source)], "Sample")
    (tmp_path / "new.pot").write_bytes(template)
    files = [str(tmp_path / "old.po"), str(tmp_path / "new.pot")]
    data = _run("msgmerge", "-q", *options, *files)
    return catalogue.read(data, "x").entries[None, source]


BEFORE = "The ministry approved 20 requests for new houses."
AFTER = "The ministry did not approve 50 requests for new houses."


def _drafted() -> bytes:
    data = catalogue.merge(None, [Segment(BEFORE)], About("x", "ko")).data
    return catalogue.fill(data, {(None, BEFORE): Filled(ENGINE, "20건을 승인했다.")}, path="x")


@pytest.mark.parametrize("options", [(), ("--previous",)])
def test_a_draft_that_msgmerge_moved_is_outdated(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Though its comment came with it; it is the machine's, so it may be drafted anew."""
    entry = _msgmerged(tmp_path, _drafted(), AFTER, *options)
    assert ("20건을 승인했다.", State.OUTDATED) == (entry.target, entry.state)
    assert catalogue.is_moved(entry)
    assert not catalogue.may_draft(entry, ENGINE)
    assert catalogue.may_draft(entry, ENGINE, redraft=True)


def test_an_accepted_draft_that_msgmerge_moved_is_a_persons(tmp_path: Path) -> None:
    """The previous msgid tells that it was no longer fuzzy."""
    accepted = _drafted().replace(b"#, fuzzy\n", b"")
    entry = _msgmerged(tmp_path, accepted, AFTER, "--previous")
    assert (State.OUTDATED, True) == (entry.state, catalogue.is_human(entry))
    assert not catalogue.may_draft(entry, ENGINE, redraft=True)


def test_a_draft_that_msgmerge_kept_is_still_a_draft(tmp_path: Path) -> None:
    """Wrapping and order of comments are no change of the text."""
    entry = _msgmerged(tmp_path, _drafted(), BEFORE)
    assert (State.DRAFT, ENGINE) == (entry.state, entry.origin)


TEXTS = (CASES / "wrap" / "texts.txt").read_text().splitlines()


def _segments(texts: list[str]) -> list[Segment]:
    return [Segment(text.replace("\\n", "\n"), None, (Place("a.md"),)) for text in texts]


@pytest.mark.parametrize("page", ["50", "76", "79", "100"])
def test_a_wrapped_file_stays_as_msgcat_wraps_it(page: str) -> None:
    """Messages that are drafted, new, changed, gone and back: msgcat has nothing to change."""

    def wrapped(data: bytes) -> bytes:
        return _run("msgcat", "-w", page, "-", data=data)

    half = len(TEXTS) // 2
    old, more = _segments(TEXTS[:half]), _segments(TEXTS[half:])
    template = catalogue.merge(None, old, About("x", "ko")).data
    words = {seg.key: Filled(ENGINE, other.source) for seg, other in zip(old, more, strict=False)}
    data = wrapped(catalogue.fill(template, words, path="x")).replace(b"#, fuzzy\n", b"")
    drafts = {seg.key: Filled(ENGINE, other.source) for seg, other in zip(more, old, strict=False)}
    data = catalogue.fill(
        catalogue.merge(data, [*old, *more], About("x", "ko")).data, drafts, path="x"
    )
    assert wrapped(data) == data
    data = catalogue.merge(data, [*old[1::2], *more], About("x", "ko")).data
    assert (wrapped(data), data.count(b"#~ msgid ")) == (data, (half + 1) // 2)
    data = catalogue.merge(data, [*old, *more], About("x", "ko")).data
    assert wrapped(data) == data
    changed = [replace(seg, source=f"{seg.source} Really.") for seg in old]
    data = catalogue.merge(data, [*changed, *more], About("x", "ko")).data
    assert b"#| " in data
    assert wrapped(data) == data
