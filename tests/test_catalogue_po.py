"""Reading catalogues, and writing them back byte by byte."""

from pathlib import Path

import pytest

from pipeline import catalogue
from pipeline.catalogue.po import Block, File, parse
from pipeline.errors import CatalogueError

CASES = Path(__file__).parent / "cases" / "catalogue"
WHOLE = sorted((CASES / "whole").glob("*.po"))
BROKEN = sorted((CASES / "broken").glob("*.po"))

STYLES = {
    "as it is": lambda data: data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "mixed line ends": lambda data: data.replace(b"\n", b"\r\n", data.count(b"\n") // 2),
    "BOM": lambda data: b"\xef\xbb\xbf" + data,
    "no final newline": lambda data: data.rstrip(b"\n"),
    "blank lines around": lambda data: b"\n\n" + data + b"\n \n\t\n",
}


def _parse(data: bytes) -> File:
    return parse(data, "ko.po")


def _what(file: File) -> list[tuple[object, ...]]:
    """Return what a file says, without its lines."""
    blocks = [block for block in file.blocks if block.source is not None]
    return [
        (b.obsolete, b.context, b.source, b.target, b.plural, b.fuzzy, b.previous) for b in blocks
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_reading_and_writing_changes_no_byte(path: Path, style: str) -> None:
    """A file that is read and written is the same file, whatever an editor made of it."""
    data = STYLES[style](path.read_bytes())
    file = _parse(data)
    assert data == file.data(file.blocks)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_line_ends_do_not_change_what_a_file_says(path: Path, style: str) -> None:
    """Line endings, a BOM and a missing final newline are no part of any message."""
    data = path.read_bytes()
    assert _what(_parse(data)) == _what(_parse(STYLES[style](data)))


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_old_mac_line_ends_are_kept(path: Path) -> None:
    """A file whose lines end in a lone carriage return stays one."""
    plain = path.read_bytes().replace(b"raw\rreturn", b"raw return")
    data = plain.replace(b"\n", b"\r")
    file = _parse(data)
    assert (data, _what(_parse(plain))) == (file.data(file.blocks), _what(file))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_one_line_with_its_place(path: Path) -> None:
    """The first line of the case says which line is wrong and what to do."""
    data = path.read_bytes()
    expected = data.decode().split("\n", 1)[0].removeprefix("# ")
    with pytest.raises(CatalogueError) as caught:
        _parse(data)
    assert f"ko.po:{expected}" == str(caught.value)


def test_bytes_that_are_not_utf_8_are_named_with_their_line() -> None:
    """The line of the first wrong byte is told."""
    with pytest.raises(CatalogueError) as caught:
        _parse(b'msgid "a"\nmsgstr "\xb0\xa1"\n')
    assert "ko.po:2: not UTF-8 (byte 0xb0); save the file as UTF-8" == str(caught.value)


def test_another_charset_is_told_even_if_nothing_can_be_decoded() -> None:
    """A header that declares the charset explains the wrong bytes."""
    data = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=EUC-KR\\n"\n\nmsgid "\xb0\xa1"\n'
    with pytest.raises(CatalogueError, match=r"ko.po:2: charset EUC-KR .* msgconv -t UTF-8$"):
        _parse(data)


def test_a_message_about_charsets_declares_none() -> None:
    """Only the header declares a charset, not a text that mentions one."""
    data = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    data += b'msgid "Content-Type: text/html; charset=EUC-KR"\nmsgstr ""\n'
    assert 2 == len(_parse(data).blocks)


def test_a_text_is_never_taken_for_a_file_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose name is the text would be opened by polib; here it cannot."""
    monkeypatch.chdir(tmp_path)
    text = 'msgid "a"\nmsgstr "b"\n'
    for name in (text, f"# \n{text}", text.strip()):
        Path(name).write_text('msgid "other"\nmsgstr ""\n')
    assert ["a"] == [block.source for block in _parse(text.encode()).blocks]


def _block(name: str, source: str) -> Block:
    file = _parse((CASES / "whole" / f"{name}.po").read_bytes())
    return next(block for block in file.blocks if block.source == source)


def test_escapes_are_those_of_gettext() -> None:
    """All of gettext's escapes mean what they mean there, octal and hexadecimal too."""
    bell = 'bell \a back \b feed \f new \n return \r tab \t down \v slash \\ quote "'
    assert '\a\b\f\n\r\t\v\\"' == _block("escapes", bell).target
    assert "octal and hex" == _block("escapes", "A A é 한 \\x41 \\\\n").target


def test_unusual_separators_stay_in_their_string() -> None:
    """Characters at which Python splits lines do not end a line of a catalogue."""
    assert "줄\u2028구분" == _block("separators", "line\u2028separator").target
    odd = _block("separators", "next\u0085line, form\ffeed, tab\vul")
    assert "a\u0085b\fc\vd\x1ce\x1df\x1eg\u2029h" == odd.target
    assert "raw\rreturn" == _block("separators", "raw\rreturn").target


def test_comments_and_flags_are_read_without_spaces_too() -> None:
    """``#,no-wrap,fuzzy`` and ``#|msgid`` count as with a space; a comment opens an entry."""
    one = _block("comments", "One")
    assert (True, (None, "old"), 25) == (one.fuzzy, one.previous, one.line)
    assert "# straight after the entry before\n" == _block("comments", "Two").lines[0]
    assert "셋" == _block("comments", "Three").target


def test_obsolete_entries_keep_flag_and_previous_message() -> None:
    """``#~|`` lines, which polib drops, are read as the previous message."""
    old = _block("obsolete", "old")
    assert (True, True, ("menu", "older\nwords"), "옛말") == (
        old.obsolete,
        old.fuzzy,
        old.previous,
        old.target,
    )
    assert _block("obsolete", "tight").fuzzy


def test_a_catalogue_has_its_header_and_its_messages() -> None:
    """Header fields by name, messages by key with the line of their msgid."""
    found = catalogue.read((CASES / "whole" / "poedit.po").read_bytes(), "ko.po")
    assert ("ko", "nplurals=1; plural=0;") == (
        found.header["Language"],
        found.header["Plural-Forms"],
    )
    assert {(None, "Start"): 22, (None, "Install both packages."): 28} == {
        key: entry.line for key, entry in found.entries.items()
    }


def test_plural_and_obsolete_entries_are_no_messages() -> None:
    """A plural entry that a person added is kept and ignored."""
    read = {
        name: list(catalogue.read((CASES / "whole" / f"{name}.po").read_bytes(), name).entries)
        for name in ("plural", "obsolete", "compact")
    }
    assert {
        "plural": [(None, "plain")],
        "obsolete": [(None, "used")],
        "compact": [(None, "A"), ("verb", "A"), (None, "B")],
    } == read


def test_odd_lines_cost_no_time() -> None:
    """A line of many spaces is an error at once, not after trying every way to read it."""
    with pytest.raises(CatalogueError, match="rubbish"):
        _parse(b'msgid "a"\nmsgstr "b"\n' + b" " * 20000 + b"rubbish")


def test_what_a_file_holds_cannot_steer_the_terminal() -> None:
    """Control characters are not repeated in a message."""
    with pytest.raises(CatalogueError) as caught:
        _parse(b"\x1b[31mred\n")
    assert str(caught.value).isprintable()
