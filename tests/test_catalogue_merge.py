"""Templates, and catalogues brought up to date."""

import re
import time
from pathlib import Path

import pytest
from catalogue_kit import same

from pipeline import catalogue
from pipeline.catalogue import About, Carried, Merged
from pipeline.catalogue.po import parse
from pipeline.model import Place, Segment

CASES = Path(__file__).parent / "cases" / "catalogue"
MERGES = sorted((CASES / "merge").glob("*.txt"))
WHOLE = sorted((CASES / "whole").glob("*.po"))

HEADER = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ABOUT = About("ko.po", "ko", "Sample")
SECONDS = 20
"""Far more than it takes, far less than it would take if every pair was compared."""


def _segment(line: str) -> Segment:
    """Return what a line of a case says: ``note :: [context] sentence``."""
    match = re.fullmatch(r"(?:(.*?) :: )?(?:\[(.*?)\] )?(.*)", line)
    assert match
    notes = (match[1],) if match[1] else ()
    return Segment(match[3], match[2], (Place("a.md"),), notes)


def _sections(path: Path) -> dict[str, str]:
    parts = re.split(r"^=== (.*)\n", path.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _segments(text: str) -> list[Segment]:
    return [_segment(line) for line in text.splitlines()]


def _merged(path: Path) -> tuple[Merged, list[Segment], bytes | None]:
    case = _sections(path)
    old = (HEADER + case["before"]).encode()
    template = None
    if "template" in case:
        template = catalogue.template(_segments(case["template"]), "Sample")
    segments = _segments(case["now"])
    return catalogue.merge(old, segments, ABOUT, old_template=template), segments, template


@pytest.mark.parametrize("path", MERGES, ids=lambda path: path.stem)
def test_merging(path: Path) -> None:
    """Each case file says in its first line what it is about."""
    merged, _, _ = _merged(path)
    assert HEADER + _sections(path)["after"] == merged.data.decode()


@pytest.mark.parametrize("path", MERGES, ids=lambda path: path.stem)
def test_merging_again_changes_nothing(path: Path) -> None:
    """With the old template, the new one or none, a merged file is up to date."""
    merged, segments, template = _merged(path)
    for old_template in (template, catalogue.template(segments, "Sample"), None):
        again = catalogue.merge(merged.data, segments, ABOUT, old_template=old_template)
        assert merged.data == again.data


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_nothing_changed_is_the_same_file(path: Path) -> None:
    """Merging a file with its own messages keeps every byte, whoever wrote it and however."""
    data = path.read_bytes()
    segments = [same(block) for block in parse(data, "x").messages()]
    merged = catalogue.merge(data, segments, ABOUT)
    if b'msgid ""\nmsgstr "' in data:
        assert data == merged.data
    else:
        assert merged.data.endswith(data) or not segments


def test_a_template_names_kinds_and_files_and_has_no_date() -> None:
    """The POT file is the same as long as the messages are."""
    segments = [
        Segment("Title", None, (Place("a.md", 3), Place("a.md", 9)), ("heading",)),
        Segment("Two\nlines", "c", (Place("my file.md", 1),)),
        Segment("Title", None, (Place("b.md", 1),), ("heading", "alt text")),
    ]
    expected = (
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: My project\\n"\n"Language: \\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '\n#. heading\n#. alt text\n#: a.md b.md\nmsgid "Title"\nmsgstr ""\n'
        '\n#: \u2068my file.md\u2069\nmsgctxt "c"\nmsgid ""\n"Two\\n"\n"lines"\nmsgstr ""\n'
    )
    assert expected == catalogue.template(segments, "My  project\n").decode()
    with_lines = catalogue.template(segments, "My project", lines=True).decode()
    assert "#: a.md:3 a.md:9 b.md:1\n" in with_lines
    assert "#: \u2068my file.md\u2069:1\n" in with_lines


def test_a_new_catalogue_has_language_and_plural_forms() -> None:
    """Folders' names of languages in the header, plural forms from CLDR."""
    merged = catalogue.merge(None, [Segment("One.")], About("x", "pt-BR", "Sample"))
    header = catalogue.read(merged.data, "x").header
    assert ("pt_BR", "nplurals=2; plural=(n > 1);", "Sample", 1) == (
        header["Language"],
        header["Plural-Forms"],
        header["Project-Id-Version"],
        merged.added,
    )


@pytest.mark.parametrize("old", ["", "# Only a comment", "\n# Only a comment\n\n", "\n\n"])
def test_a_file_without_a_message_gets_a_header(old: str) -> None:
    """Comments in it are about the file, so they stand above the header."""
    merged = catalogue.merge(old.encode(), [Segment("One.")], ABOUT).data.decode()
    comment = "# Only a comment\n" if old.strip() else ""
    assert merged.lstrip("\n").startswith(comment)
    assert 'msgid "One."\nmsgstr ""\n' in merged
    assert merged == catalogue.merge(merged.encode(), [Segment("One.")], ABOUT).data.decode()


def test_a_file_without_a_header_gets_one_above_its_messages() -> None:
    """Everything else in it stays."""
    old = 'msgid "One."\nmsgstr "1"\n'
    merged = catalogue.merge(old.encode(), [Segment("One.")], ABOUT).data.decode()
    assert merged.startswith('msgid ""\n')
    assert merged.endswith("\n\n" + old)


def test_line_numbers_are_written_only_if_asked_for() -> None:
    """With the setting on, places that have moved are brought up to date."""
    old = (HEADER + '#: a.md:3\nmsgid "One."\nmsgstr "1"\n').encode()
    now = [Segment("One.", None, (Place("a.md", 4),))]
    assert old == catalogue.merge(old, now, ABOUT).data
    numbered = catalogue.merge(old, now, About("x", "ko", lines=True)).data
    assert old.replace(b"a.md:3", b"a.md:4") == numbered


def test_new_lines_have_the_files_line_ends() -> None:
    """A file from Windows stays one, whatever is added to it."""
    old = (HEADER + 'msgid "One."\nmsgstr "1"').replace("\n", "\r\n").encode()
    merged = catalogue.merge(old, _segments("Two.\nThree."), ABOUT).data
    assert merged.count(b"\n") == merged.count(b"\r\n")
    assert b'#~ msgid "One."\r\n#~ msgstr "1"' in merged


def test_what_happened_is_counted() -> None:
    """One message of each kind."""
    before = _segments("Stays.\nThis long sentence was changed by somebody.\nGoes.\nGoes empty.")
    old = catalogue.merge(None, before, ABOUT).data.decode()
    for i, segment in enumerate(before[:3]):
        entry = f'msgid "{segment.source}"\nmsgstr "'
        old = old.replace(entry, f"{entry}{i}")
    old += '\n#~ msgid "Returns."\n#~ msgstr "r"\n'
    now = _segments("Stays.\nThis long sentence was changed by nobody.\nReturns.\nNew.\nCut.")
    carried = {(None, "Cut."): Carried("c", reviewed=True)}
    merged = catalogue.merge(old.encode(), now, ABOUT, carried=carried)
    counts = [merged.kept, merged.matched, merged.returned, merged.added, merged.carried]
    assert [1, 1, 1, 1, 1, 1, 1] == [*counts, merged.retired, merged.dropped]


def test_a_broken_old_template_is_as_none() -> None:
    """It is about to be written anew, so it stops nothing."""
    old = (HEADER + 'msgid "One."\nmsgstr "1"\n\nmsgid "Two."\nmsgstr "2"\n').encode()
    merged = catalogue.merge(old, _segments("Two.\nOne."), ABOUT, old_template=b"rubbish")
    assert ["One.", "Two."] == [source for _, source in catalogue.read(merged.data, "x").entries]


def test_many_messages_are_merged_quickly() -> None:
    """Thousands of changed sentences take a second or so: the work does not grow as its square."""
    words = "the file page text of in project new old message word each other".split()
    rows = [
        " ".join([f"item{i}", *(words[(i * k) % 13] for k in range(1, 9))]) for i in range(2000)
    ]
    old = catalogue.merge(None, [Segment(row) for row in rows], ABOUT).data
    old = old.replace(b'msgstr ""\n\n', b'msgstr "x"\n\n')
    start = time.process_time()
    merged = catalogue.merge(old, [Segment(f"Changed: {row}") for row in rows], ABOUT)
    assert time.process_time() - start < SECONDS
    assert 2000 - merged.matched < 20
