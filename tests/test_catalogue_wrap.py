"""New lines look as the other lines of their file do."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import catalogue
from pipeline.catalogue import About, Filled
from pipeline.catalogue.linebreaks import Line, Rules, width
from pipeline.catalogue.po import parse
from pipeline.catalogue.wrap import Style, Wrapping, references, string
from pipeline.model import Origin, Place, Segment

CASES = Path(__file__).parent / "cases" / "catalogue"
WRAPPED = sorted((CASES / "wrap").glob("gettext-*.po"))
"""What two versions of msgcat make of ``texts.txt``; the name says the version and ``-w``."""
ABOUT = About("x", "ko")
ENGINE = Origin("argos", "en_ko", "1", "1a2b3c4d")

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
LONG = "정부는 북부 지역의 신규 주택 신청 스무 건을 승인했고 나머지는 다음 달에 다시 심사한다."
UNWRAPPED = (Wrapping(), Wrapping())


def _wrapping(path: Path) -> Wrapping:
    _, version, page = path.stem.split("-")
    return Wrapping(int(page), Rules.OLD_GETTEXT if version == "0.21" else Rules.GETTEXT)


def _style(text: str) -> Style:
    return parse((HEADER + text).encode(), "x").style


def _both(text: str) -> tuple[Wrapping, Wrapping]:
    style = _style(text)
    return style.sources, style.targets


def _entry(source: str, target: str) -> str:
    """Return an entry, each string as its lines are given."""
    rows = "".join(f'"{row}"\n' for row in source.split("|"))
    return f"\nmsgid {rows}msgstr " + "".join(f'"{row}"\n' for row in target.split("|"))


@pytest.mark.parametrize("path", WRAPPED, ids=lambda path: path.stem)
def test_lines_are_those_of_gettext(path: Path) -> None:
    """English, Korean and Japanese; marks, addresses, escapes, emoji; both generations."""
    wrapping = _wrapping(path)
    style = Style(wrapping, wrapping)
    for block in parse(path.read_bytes(), "x").messages():
        assert block.of("i") == string("msgid", block.key[1], style)


@pytest.mark.parametrize("path", WRAPPED, ids=lambda path: path.stem)
def test_width_and_version_are_found_out(path: Path) -> None:
    """From the lines alone; any width that gives the same lines is as good."""
    found = parse(path.read_bytes(), "x").style
    assert _wrapping(path).rules == found.sources.rules == found.targets.rules
    for block in parse(path.read_bytes(), "x").messages():
        assert block.of("i") == string("msgid", block.key[1], found)


def test_a_file_that_shows_nothing_is_unwrapped() -> None:
    """As the files are that this program begins."""
    assert UNWRAPPED == _both("")
    assert UNWRAPPED == _both(_entry("short", "짧다"))
    assert UNWRAPPED == parse(b"", "x").style[:2]


def test_a_long_line_is_unwrapped() -> None:
    """Also where one string in many was broken by hand."""
    long = "".join(_entry(f"{n} {LONG}", LONG) for n in range(20))
    assert UNWRAPPED == _both(long)
    assert UNWRAPPED == _both(long + _entry("|" + LONG[:30] + "|" + LONG[30:], ""))


def test_a_new_line_that_came_early_is_no_width() -> None:
    """Nobody sets a page of ten columns: a person began that line."""
    assert UNWRAPPED == _both(_entry("|a |b |c", "|가|나"))


def test_of_two_ways_most_long_strings_decide() -> None:
    """An editor that wraps, in a file that was not wrapped, or the other way round."""
    wrapping = Wrapping(79, Rules.GETTEXT)
    style = Style(wrapping, wrapping)

    def file(wrapped: int, unwrapped: int) -> str:
        rows = "".join(_entry(f"{n} {LONG}", "") for n in range(unwrapped))
        for n in range(unwrapped, unwrapped + wrapped):
            rows += "".join(["\n", *string("msgid", f"{n} {LONG}", style), 'msgstr ""\n'])
        return rows

    assert 79 == _style(file(9, 6)).sources.page
    assert 0 == _style(file(6, 9)).sources.page


def test_a_platform_may_wrap_sources_only() -> None:
    """As Transifex does, whose msgid lines come from the template."""
    style = parse((CASES / "whole" / "transifex.po").read_bytes(), "x").style
    assert style.sources.page
    assert Wrapping() == style.targets


@pytest.mark.parametrize("name", ["polib", "babel"])
def test_characters_are_counted_where_a_program_does(name: str) -> None:
    """Lines of polib and Babel break at white space only, Korean ones too."""
    style = parse((CASES / "whole" / f"{name}.po").read_bytes(), "x").style
    assert Rules.WORDS is style.sources.rules
    assert 70 < style.sources.page < 80


def test_a_draft_in_a_wrapped_file_is_wrapped() -> None:
    """With the line endings of the file."""
    data = WRAPPED[-1].read_bytes().replace(b"\n", b"\r\n")
    key = next(iter(catalogue.read(data, "x").entries))
    drafted = catalogue.fill(data, {key: Filled(ENGINE, LONG)}, path="x").decode()
    lines = string("msgstr", LONG, parse(data, "x").style)
    assert len(lines) > 2
    assert "".join(lines) in drafted
    assert "\n" not in drafted.replace("\r\n", "")


def test_an_entry_with_the_flag_no_wrap_is_not_wrapped() -> None:
    """The lines of such an entry are a person's, for gettext too."""
    data = WRAPPED[-1].read_bytes() + b'\n#, no-wrap\nmsgid "code"\nmsgstr ""\n'
    drafted = catalogue.fill(data, {(None, "code"): Filled(ENGINE, LONG)}, path="x").decode()
    assert f'msgstr "{LONG}"\n' in drafted


def test_what_does_not_change_is_not_wrapped_anew() -> None:
    """A changed translation leaves the lines of its msgid, however a person broke them."""
    odd = '\n#. note\nmsgid ""\n"o"\n"dd"\nmsgstr ""\n'
    data = WRAPPED[0].read_bytes() + odd.encode()
    drafted = catalogue.fill(data, {(None, "odd"): Filled(ENGINE, LONG)}, path="x")
    assert b'msgid ""\n"o"\n"dd"\nmsgstr ""\n"' in drafted


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("#: a.md b.md\n", 79),
        (f"#: {' '.join(f'source/file{n}.md' for n in range(9))}\n", 0),
        ("#: a.md\n#: b.md\n#: c.md\n", 8),
        ("#: source/guide/a.md source/guide/b.md source/guide/c.md\n#: source/guide/d.md\n", 79),
        ("#: source/guide/a.md source/guide/b.md\n#: source/guide/c.md\n", 56),
    ],
    ids=["one line", "never broken", "one a line", "gettext's width", "narrow"],
)
def test_places_are_broken_as_the_file_has_them(lines: str, expected: int) -> None:
    """By gettext at 79 bytes, with --no-wrap too; others never, or after each."""
    found = _style("\n" + lines + 'msgid "A"\nmsgstr ""\n').references
    names = lines.replace("#:", "").split()
    assert lines == "".join(references(names, Style(references=found)))
    assert expected == found or found < 79


def test_many_places_are_wrapped_as_gettext_wraps_them() -> None:
    """In new files and templates, too: the width counts bytes."""
    places = tuple(Place(f"안내/파일{n}.md", n) for n in range(6))
    data = catalogue.template([Segment("A", None, places)], "Sample", lines=True).decode()
    rows = re.findall(r"^#: .*", data, re.MULTILINE)
    assert [3, 3] == [row.count(".md") for row in rows]


TEXTS = st.text(
    st.sampled_from("ab1 .,:;/-()\"'\\\n\t한국「」。ーっ“”%${}<>é\u0301\u200b\u2028👍\u00a0"),
    max_size=120,
)
WRAPPINGS = st.builds(Wrapping, st.integers(0, 100), st.sampled_from(Rules))


@settings(max_examples=200, deadline=None)
@given(TEXTS, WRAPPINGS, st.sampled_from(["", "#~ ", "#| "]))
def test_wrapping_loses_nothing(text: str, wrapping: Wrapping, sign: str) -> None:
    """Whatever the width, the lines say the same text."""
    style = Style(wrapping, wrapping)
    rows = string("msgstr", text, style, sign)
    assert all(row.startswith(sign) and row.endswith('"\n') for row in rows)
    said = "".join(row.removeprefix(sign) for row in rows)
    block = parse(f'msgid "x"\n{said}'.encode(), "x").blocks[0]
    assert text == block.target


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(20, 80), st.sampled_from([Rules.GETTEXT, Rules.OLD_GETTEXT]))
def test_a_line_is_too_long_only_if_it_is_one_piece(text: str, page: int, rules: Rules) -> None:
    """No line is wider than the page, unless there is no place to break it."""
    wrapping = Wrapping(page, rules)
    for row in string("msgid", text, Style(wrapping, wrapping))[1:]:
        for piece in re.split("(?<=[\x85\u2028\u2029])", row[1:-2]):
            if width(piece, rules) > page - 2:
                inside = {match.start() + 1 for match in re.finditer(r"\\.", piece)}
                end = {len(piece) - 2} if piece.endswith("\\n") else set()
                assert Line(piece, rules, inside | end).first(0) is None


def test_an_entry_that_goes_and_comes_back_is_as_it_was() -> None:
    """Obsolete lines have less room, so they are broken anew, both ways."""
    data = WRAPPED[0].read_bytes()
    segments = [Segment(source, context) for context, source in catalogue.read(data, "x").entries]
    drafts = {segment.key: Filled(ENGINE, LONG) for segment in segments}
    data = catalogue.fill(data, drafts, path="x").replace(b"#, fuzzy\n", b"")
    gone = catalogue.merge(data, [], ABOUT).data
    style = parse(data, "x").style
    lines = string("msgstr", LONG, style, "#~ ")
    assert [line.removeprefix("#~ ") for line in lines] != string("msgstr", LONG, style)
    assert len(segments) == gone.decode().count("".join(lines))
    back = catalogue.merge(gone, segments, ABOUT).data
    assert len(segments) == back.decode().count("".join(string("msgstr", LONG, style)))
