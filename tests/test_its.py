"""The Internationalization Tag Set 2.0 in HTML: what authors say, on elements and by rules.

A page in ``cases/its`` is a test: at its end stand the units that are found in it, and, as ``#``,
what their translator is told; then those of languages for which there are others. To add one, write
a page, run the tests with ``LOCALEPRESS_ACCEPT=1``, and read what was added to it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli, marks, markup, messages, readers, segment
from pipeline.catalogue import read as read_catalogue
from pipeline.errors import ReadError
from pipeline.markup import Piece
from pipeline.model import Document, Draft, Origin, Segment
from pipeline.readers.its.selection import effort
from pipeline.settings import ReadTable
from pipeline.translate import draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.model import Unit

CASES = Path(__file__).parent / "cases" / "its"
PAGES = sorted(path.name for path in CASES.glob("*.html"))
IN_PLACE = ReadTable(layout="none")
LANGUAGES = ("ja", "ko", "de-DE")
EXPECTED = re.compile(r"<!-- units.*", re.DOTALL)
RULES = (
    '<its:rules xmlns:its="http://www.w3.org/2005/11/its" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" version="2.0"{}>\n{}\n</its:rules>'
)


def load(path: str) -> bytes | None:
    """Return a file of the cases."""
    file = CASES / path
    return file.read_bytes() if file.is_file() else None


def ruled(rules: str, body: str, more: str = "") -> str:
    """Return a page with rules in it."""
    xml = RULES.format(more, rules)
    return (
        f'<html lang="en"><head><title>1</title><script type="application/its+xml">\n{xml}</script>'
        f"</head><body>{body}</body></html>"
    )


def document(html: str, files: Mapping[str, str] | None = None) -> Document:
    """Return a page that is localised in place."""
    given_files = files or {}

    def read_file(path: str) -> bytes | None:
        return given_files[path].encode() if path in given_files else None

    return readers.read("a/x.html", html.encode(), options=IN_PLACE, load=read_file)


def units(html: str, files: Mapping[str, str] | None = None) -> list[Unit]:
    """Return the units of a page."""
    return markup.units(document(html, files).html, "x.html")


def shown(found: Sequence[Unit]) -> str:
    """Return units as people read them."""
    lines = []
    for unit in found:
        lines.append(unit.text.replace("\t", "\\t").replace("\n", "\\n"))
        lines += [f"# {line}" for line in (unit.note, *unit.details) if line]
    return "\n".join(lines)


@pytest.mark.parametrize("name", PAGES)
def test_units(name: str) -> None:
    """A page has the units that it says, and other ones in some languages."""
    path = CASES / name
    page = EXPECTED.sub("", path.read_text("utf-8"))
    read = readers.read(name, page.encode(), options=IN_PLACE, load=load)
    source = messages.cut(read, name, "sentence")
    parts = {"": shown(source.units)}
    for language in LANGUAGES:
        own = source.for_language(language)
        if own is not source:
            parts[f" {language}"] = shown(own.units) if own else ""
    actual = page + "".join(f"<!-- units{key}\n{text}\n-->\n" for key, text in parts.items())
    if os.environ.get("LOCALEPRESS_ACCEPT"):
        path.write_text(actual, "utf-8")
    assert path.read_text("utf-8") == actual


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_its_own_words_is_the_page(name: str) -> None:
    """What rules say is put into a page while it is read, and is gone when it is published."""
    text = EXPECTED.sub("", (CASES / name).read_text("utf-8"))
    read = readers.read(name, text.encode(), options=IN_PLACE, load=load)
    found = markup.units(read.html, name)
    own = markup.replace(read.html, [[Piece(unit.text)] for unit in found])
    assert " ".join(_without_rules(own).split()) == " ".join(text.split())
    assert [unit.text for unit in markup.units(own, name)] == [unit.text for unit in found]


def test_white_space_that_means_something_comes_back() -> None:
    """Byte for byte, whether it is translated or not; what stands around it was never touched."""
    body = '<pre translate="yes">\n A\n\n  <b>b\tc</b> &amp;  d\n</pre><p>x\n y'
    html = document(ruled("", body)).html
    found = markup.units(html, "x")
    own = markup.replace(html, [[Piece(unit.text)] for unit in found])
    assert own == html.replace("x\n y", "x y")


def _without_rules(html: str) -> str:
    return re.sub(r' data-lp-its-[^ =]+="[^"]*"', "", html)


@pytest.mark.parametrize("name", PAGES)
def test_lines_are_the_sources(name: str) -> None:
    """Errors and catalogues name the line in which an author finds a text, in every language."""
    path = CASES / name
    read = readers.read(name, path.read_bytes(), options=IN_PLACE, load=load)
    source = messages.cut(read, name, "sentence")
    lines = path.read_text("utf-8").split("\n")
    for own in (source, *(source.for_language(tag) for tag in LANGUAGES)):
        for unit in own.units if own else ():
            word = re.split(r"\W", marks.plain(unit.text))[0]
            assert word in lines[unit.place.line - 1]


TRANSLATE = '<its:translateRule selector="{}" translate="no"/>'


@pytest.mark.parametrize(
    ("html", "files", "said"),
    [
        (ruled('<its:translateRule translate="no"/>', ""), {}, "x.html:3: translateRule: "),
        (ruled('<its:translateRule selector="//h:p"/>', ""), {}, "translate is missing"),
        (ruled(TRANSLATE.format("//h:p").replace("no", "maybe"), ""), {}, "write yes or no"),
        (ruled(TRANSLATE.format("//x:p"), ""), {}, '"//x:p": Undefined namespace'),
        (ruled(TRANSLATE.format("//h:p["), ""), {}, "correct the XPath"),
        (ruled(TRANSLATE.format("//h:p[$x]"), "<p>"), {}, "Undefined variable"),
        (ruled(TRANSLATE.format("document('/etc/passwd')"), ""), {}, "correct the XPath"),
        (ruled(TRANSLATE.format("re:test('a', 'b')"), ""), {}, "correct the XPath"),
        (ruled(TRANSLATE.format("count(//h:p)"), ""), {}, "selects no elements"),
        (ruled('\n<its:locNoteRule selector="//h:p"/>', ""), {}, "x.html:4: locNoteRule: "),
        (ruled("", "", ' queryLanguage="css"'), {}, 'queryLanguage "css" is not read'),
        (ruled("", "").replace('version="2.0"', 'version="3.0"'), {}, 'version "3.0" is not known'),
        (ruled("<its:translateRule", ""), {}, "x.html:4: ITS rules: "),
        (ruled("", "").replace("its:rules", "rules"), {}, "no its:rules element"),
        ('<script type="application/its+xml"></script>x', {}, "x.html:1: ITS rules: "),
        ('<!DOCTYPE html>\n<link rel="its-rules" href="r.xml">x', {}, 'x.html:2: ITS rules'),
        ('<link rel="its-rules">x', {}, "is no file of the source folder"),
        ('<link rel="its-rules" href="https://a.org/r.xml">x', {}, "is no file of the source"),
        ('<link rel="its-rules" href="/etc/passwd">x', {}, "is no file of the source folder"),
        ('<link rel="its-rules" href="../../r.xml">x', {}, "is no file of the source folder"),
        ('<link rel="its-rules" href="r.xml">x', {"a/r.xml": "\n\n<a"}, "a/r.xml:3: ITS rules: "),
        (
            '<link rel="its-rules" href="r.xml">x',
            {"a/r.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/passwd">]><a>&b;</a>'},
            "a/r.xml:1: ITS rules: a document type is not read",
        ),
        (
            '<link rel="its-rules" href="../r.xml">x',
            {"r.xml": RULES.format(' xlink:href="a/s.xml"', ""),
             "a/s.xml": RULES.format(' xlink:href="../r.xml"', "")},
            'a/s.xml:1: ITS rules: "../r.xml" leads back to itself',
        ),
    ],
)  # fmt: skip
def test_bad_rules(html: str, files: Mapping[str, str], said: str) -> None:
    """Rules that cannot be followed are told with their line: without them too much is shown."""
    with pytest.raises(ReadError) as caught:
        document(html, files)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("rules", "body", "expected"),
    [
        (TRANSLATE.format("//h:nothing"), "<p>One", "One"),
        ('<its:domainRule selector="//h:p"/><its:newRule/>', "<p>One", "One"),
        (TRANSLATE.format("//text()"), "<p>One", "One"),
        ("", '<p its-within-text="maybe" its-term="perhaps">One', "One"),
        ("", '<p its-loc-note="Two" its-loc-note-type="loud">One', "One\n# Two"),
        ("", '<p its-ta-ident-ref="x" its-storage-size="3">One', "One"),
    ],
)
def test_what_is_passed_over(rules: str, body: str, expected: str) -> None:
    """As the standard wants it: values that it does not know, and categories that are not read."""
    assert expected == shown(units(ruled(rules, body)))


def test_a_page_may_have_no_end_of_files() -> None:
    """Files that name each other often are not read for ever."""
    links = "".join(f'<its:rules version="2.0" xlink:href="{n}.xml"/>' for n in range(9))
    text = (
        '<r xmlns:its="http://www.w3.org/2005/11/its" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    files = {f"a/{n}.xml": f"{text}{links.replace(f'{n}.xml', '0.xml')}</r>" for n in range(9)}
    with pytest.raises(ReadError):
        document('<link rel="its-rules" href="8.xml">x', files)


@pytest.mark.parametrize(
    "selector",
    [
        "//*/following::*/preceding::*",
        "//*[count(//*[count(//*) > 1]) > 1]",
        "//*[//*[//*[//*]]]",
        "//*[contains(/, 'x')][contains(/, 'y')]",
        "//*/following-sibling::*/following-sibling::*",
        "//*[. = //*[. = //*]]",
        " | ".join(["//*"] * 300),
    ],
)
def test_selectors_are_bounded(selector: str) -> None:
    """A selector cannot be written so that reading a page takes for ever."""
    html = ruled(TRANSLATE.format(selector).replace(" > ", " &gt; "), "<p>x</p>" * 20_000)
    with pytest.raises(ReadError, match="too much work"):
        document(html)


def test_usual_selectors_are_not_too_much() -> None:
    """Paths as people write them work on long pages."""
    usual = ("//h:p", "//h:div//h:p/@title", "/h:html/h:body/*/h:p[1]", "//h:p[@class='x']")
    rules = "".join(map(TRANSLATE.format, (*usual, "//h:p[contains(., 'x') and not(h:b)]")))
    assert shown(units(ruled(rules, "<p>word</p>" * 10_000))) == ""


SELECTED = {
    "translate": st.sampled_from(["yes", "no"]),
    "its-within-text": st.sampled_from(["yes", "no", "nested"]),
    "its-loc-note": st.sampled_from(["Note", "Other"]),
    "its-term": st.sampled_from(["yes", "no"]),
    "its-locale-filter-list": st.sampled_from(["", "*", "ko", "ja, zh"]),
    "xml:space": st.sampled_from(["default", "preserve"]),
}
AS_RULE: Mapping[str, Callable[[str], str]] = {
    "translate": '<its:translateRule {{}} translate="{}"/>'.format,
    "its-within-text": '<its:withinTextRule {{}} withinText="{}"/>'.format,
    "its-loc-note": "<its:locNoteRule {{}}><its:locNote>{}</its:locNote></its:locNoteRule>".format,
    "its-term": '<its:termRule {{}} term="{}"/>'.format,
    "its-locale-filter-list": '<its:localeFilterRule {{}} localeFilterList="{}"/>'.format,
    "xml:space": '<its:preserveSpaceRule {{}} space="{}"/>'.format,
}
SAID = st.dictionaries(st.sampled_from(sorted(SELECTED)), st.none(), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries({name: SELECTED[name] for name in names})
)
TREES = st.recursive(
    st.sampled_from(["word", "two  words ", "<br>", "&amp; so\n on", '<img alt="seen">']),
    lambda inner: st.tuples(
        st.sampled_from(["p", "b", "div", "li", "span", "pre"]), SAID, st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(TREES, max_size=4))
def test_rules_say_what_local_markup_says(trees: list[object]) -> None:
    """Whether on the element or by a rule for it: the units of every language are the same."""
    local, bare, rules = _written(trees)
    plain = messages.cut(document(ruled("", local)), "x", "sentence")
    by_rule = messages.cut(document(ruled("".join(rules), bare)), "x", "sentence")
    for language in ("en", "ko", "ja"):
        one, other = plain.for_language(language), by_rule.for_language(language)
        assert shown(one.units if one else ()) == shown(other.units if other else ())


def _written(trees: Sequence[object]) -> tuple[str, str, list[str]]:
    """Return trees with what they say as attributes, and with numbers and rules for these."""
    rules: list[str] = []
    count = iter(range(1000))

    def write(tree: object) -> tuple[str, str]:
        if not isinstance(tree, tuple):
            return str(tree), str(tree)
        name, said, children = tree
        number = next(count)
        inner = [write(child) for child in children]
        attributes = "".join(f' {key}="{value}"' for key, value in said.items())
        selector = f"selector=\"//*[@data-n='{number}']\""
        rules.extend(AS_RULE[key](value).format(selector) for key, value in said.items())
        return (
            f"<{name}{attributes}>{''.join(a for a, _ in inner)}</{name}>",
            f'<{name} data-n="{number}">{"".join(b for _, b in inner)}</{name}>',
        )

    both = [write(tree) for tree in trees]
    return "".join(a for a, _ in both), "".join(b for _, b in both), rules


def test_a_note_is_put_before_the_translator() -> None:
    """Notes, ids and terms are the ``#.`` of every message of their unit."""
    body = '<p its-loc-note="Be brief">One <b its-term="yes">mast</b>. Two.</p>'
    source = messages.cut(document(ruled("", body)), "x", "sentence")
    assert [(s.source, s.notes) for s in source.segments] == [
        ("One <b1>mast</b1>.", ("Be brief", "term: mast")),
        ("Two.", ("Be brief", "term: mast")),
    ]


def korean(text: str) -> str:
    """Return a text with other letters for its words."""
    return re.sub(
        "[A-Za-z]+(?![a-z0-9]*>)", lambda word: chr(0xAC00 + sum(map(ord, word[0]))), text
    )


class Flat:
    """An engine that knows no line feeds."""

    origin = Origin("argos", "d", "1", "-")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield each text on one line."""
        self.asked += texts
        for index, text in enumerate(texts):
            yield index, Draft(korean(" ".join(text.split())))


@pytest.mark.parametrize(
    ("source", "cut", "asked"),
    [
        ("The sea.\n  It is <b1>blue</b1>.", None, ["The sea.", "It is <b1>blue</b1>."]),
        (
            "A boat. Some boats.\n\nMany.",
            lambda text: segment.split(text, "en"),
            ["A boat.", "Some boats.", "Many."],
        ),
        ("The <b1>sea\nis</b1> blue.", None, []),
    ],
)
def test_a_draft_keeps_line_feeds(
    source: str, cut: Callable[[str], list[str]] | None, asked: list[str]
) -> None:
    """A machine is asked line by line, and a draft without the line feeds is refused."""
    engine = Flat()
    ((_, filled),) = draft([Segment(source)], "ko", engine, {}, cut=cut)
    assert engine.asked == (asked or [source])
    assert filled.target == (korean(source) if asked else "")
    assert filled.reason == ("" if asked else "its line breaks are lost")


def test_effort() -> None:
    """How much work an XPath may make does not depend on what stands in quotes."""
    assert [effort("//p"), effort("//p[. = '//x//y[']"), effort("//a[//b]//c")] == [1, 1, 2]


PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><title>Boats</title><link rel="its-rules" href="its/rules.xml"></head><body>
<p>Every boat floats.</p>
<p class="code">X-1 stays.</p>
<p its-locale-filter-list="ko">Only in Korea.</p>
<p its-locale-filter-list="ja" its-locale-filter-type="exclude">Not in Japan.</p>
<p>Call us<span its-locale-filter-list="ja"> free of charge</span> now.</p>
</body></html>
"""


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, layout: str) -> None:
    """Make a project of two pages, and run it."""
    (folder / "source/its").mkdir(parents=True)
    (folder / "localepress.toml").write_text(
        f'[project]\nlanguages = ["ko", "ja"]\n[read]\nlayout = "{layout}"\n'
        '[translate]\nengine = "echo"\n'
    )
    (folder / "source/boats.html").write_text(PAGE)
    only = '<!DOCTYPE html>\n<html lang="en" its-locale-filter-list="ja"><title>T</title><p>All.\n'
    (folder / "source/only.html").write_text(only)
    rules = RULES.format("", TRANSLATE.format("//h:p[@class='code']"))
    (folder / "source/its/rules.xml").write_text(rules)
    monkeypatch.chdir(folder)
    run(monkeypatch)


def run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do all that is to do in a project."""
    monkeypatch.setattr("sys.argv", ["localepress", "run"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code in {0, None}


def sources(folder: Path, language: str) -> list[str]:
    """Return the messages of a catalogue."""
    path = folder / f"locales/{language}/LC_MESSAGES/boats.po"
    return [entry.source for entry in read_catalogue(path.read_bytes(), "x").entries.values()]


@pytest.mark.parametrize("layout", ["none", "page"])
def test_a_project_with_rules(layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each language has the messages and the page that its author wants there; the template all."""
    made(tmp_path, monkeypatch, layout)
    template = (tmp_path / "locales/pot/boats.pot").read_text()
    korean_texts, japanese_texts = sources(tmp_path, "ko"), sources(tmp_path, "ja")
    usual = ["Boats", "Every boat floats."]
    assert korean_texts == [*usual, "Only in Korea.", "Not in Japan.", "Call us now."]
    assert japanese_texts == [*usual, "Call us<span1> free of charge</span1> now."]
    assert all(f'msgid "{text}"' in template for text in {*korean_texts, *japanese_texts})
    english = (tmp_path / "output/en/boats.html").read_text()
    assert "Only in Korea" not in english
    assert "Not in Japan" in english
    korean_page = (tmp_path / "output/ko/boats.html").read_text()
    assert "X-1 stays." in korean_page
    assert "data-lp" not in english + korean_page
    pages = {str(p.relative_to(tmp_path / "output")) for p in (tmp_path / "output").rglob("only*")}
    assert pages == {"ja/only.html"}
    assert not (tmp_path / "locales/ko/LC_MESSAGES/only.po").exists()


def test_what_a_language_loses_is_obsolete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A filter that changes is a change of the text like any other: words are kept."""
    made(tmp_path, monkeypatch, "none")
    (tmp_path / "source/boats.html").write_text(PAGE.replace('filter-list="ko"', 'filter-list=""'))
    path = tmp_path / "locales/ko/LC_MESSAGES/boats.po"
    text = path.read_text().replace("#, fuzzy\n", "").replace("[Ööñļý", "[Reviewed")
    path.write_text(text)
    run(monkeypatch)
    assert "Only in Korea." not in sources(tmp_path, "ko")
    assert '#~ msgid "Only in Korea."' in path.read_text()
    assert "Only in Korea." in (tmp_path / "locales/pot/boats.pot").read_text()
