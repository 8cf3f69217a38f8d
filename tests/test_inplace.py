"""Pages that keep their author's design: what is written into them, and what never is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline import cli, readers
from pipeline.errors import ReadError
from pipeline.model import Document, Finding, Place
from pipeline.outputs import OUTPUTS
from pipeline.outputs.pages import Page, Site, SiteSettings
from pipeline.settings import ReadTable

PAGES = sorted((Path(__file__).parent / "cases/pages").glob("*.html"))
FILES = {
    "pic.png": b"png",
    "big.png": b"big",
    "css/site.css": b"@import 'more/base.css'; body{background:url(../pic.png)}",
    "css/more/base.css": b"@import url(\"deep.css\"); a{background:url('no.png')}",
    "css/more/deep.css": b"@import 'base.css'; b{background:url(dot.svg#x) , url(data:x)}",
    "css/more/dot.svg": b"<svg/>",
    "guide.pdf": b"%PDF",
}
MARK = b"\xef\xbb\xbf"


def built(html: str, language: str = "ko", path: str = "a.html", **states: int) -> Site:
    """Return a site of one page in place, in English and in a language."""
    sources = [Document(path, "en", html, in_place=True), Document("b/c.html", "en", "<p id=s>c")]
    pages = [Page(source, "en", source.html) for source in sources]
    pages += [Page(sources[0], language, html, **states), Page(sources[1], "ko", "c")]
    settings = SiteSettings("Site", "en", tuple(dict.fromkeys((language, "ko"))))
    return OUTPUTS["site"](pages, settings, lambda _: {}, FILES.get)


def page(html: str, language: str = "ko", **states: int) -> str:
    """Return a page of that site without its byte order mark, if it has one."""
    return built(html, language, **states).files[f"{language}/a.html"].removeprefix(MARK).decode()


LANGUAGES = {
    "<!DOCTYPE html><html lang=en><p>a": '<!DOCTYPE html><html lang="ko"><p>a',
    '<html class="x" lang="en-GB"><p>a': '<html class="x" lang="ko"><p>a',
    "<html><p>a": '<html lang="ko"><p>a',
    "<html lang><p>a": '<html lang="ko"><p>a',
    "<HTML LANG='EN'><p>a": '<HTML LANG="ko"><p>a',
    "<!DOCTYPE html>\n<!-- c -->\n<p>a": '<!DOCTYPE html>\n<!-- c --><html lang="ko">\n<p>a',
    "<p>a": '<html lang="ko"><p>a',
    '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><p>a': (
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ko" lang="ko"><p>a'
    ),
    '<html lang=en><p lang=en>a<p lang="fr">b': '<html lang="ko"><p lang=en>a<p lang="fr">b',
    "<html lang=en dir=ltr><p>a": '<html lang="ko" dir=ltr><p>a',
}


@pytest.mark.parametrize("source", LANGUAGES)
def test_page_says_its_language(source: str) -> None:
    """The first element gets the language; an element that is not written is written for it."""
    assert LANGUAGES[source] == page(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<html lang=en><p>a", '<html dir="rtl" lang="ar"><p>a'),
        ("<html dir=ltr lang=en><p>a", '<html dir="rtl" lang="ar"><p>a'),
        ("<p>a", '<html lang="ar" dir="rtl"><p>a'),
    ],
)
def test_direction_of_a_language_from_right_to_left(source: str, expected: str) -> None:
    """Only where the direction is another than the source's, the page says it."""
    made = page(source, "ar")
    assert sorted(expected[5:-4].split()) == sorted(made[5:-4].split())


CHARSETS = {
    "<p>a": True,
    "<meta charset=utf-8><p>a": False,
    "<meta charset=''><p>a": False,
    '<meta http-equiv=Content-Type content="text/html; charset=utf-8"><p>a': False,
    "<meta name=charset content=utf-8><p>a": True,
    "<!-- <meta charset=utf-8> --><p>a": True,
}


@pytest.mark.parametrize("source", CHARSETS)
def test_page_without_a_charset_gets_a_byte_order_mark(source: str) -> None:
    """A browser would guess another encoding for another language."""
    made = built(source).files
    assert CHARSETS[source] == made["ko/a.html"].startswith(MARK)
    assert CHARSETS[source] == made["en/a.html"].startswith(MARK)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("a\n<meta charset=latin-1>", 'a.html:2: charset is "latin-1"'),
        ("<meta charset=UTF-16>a", 'a.html:1: charset is "UTF-16"'),
        (
            '<meta http-equiv="content-type" content="text/html; charset=shift_jis">a',
            'a.html:1: charset is "shift_jis"',
        ),
        ("<meta charset=UTF8>a", ""),
        ("<meta http-equiv=refresh content='1; charset=x'>a", ""),
    ],
)
def test_page_that_names_another_charset_is_refused(source: str, error: str) -> None:
    """It would be written in UTF-8 and say otherwise."""
    if not error:
        assert source == read(source).html
        return
    with pytest.raises(ReadError) as raised:
        read(source)
    assert f"{error}; save the page as UTF-8 and say so" == str(raised.value)


def read(source: str) -> Document:
    """Return a page as its reader gives it."""
    return readers.read("a.html", source.encode(), options=ReadTable(layout="none"))


LINKS = {
    "<a href=b/c.html>x</a>": '<a href="b/c.html">x</a>',
    "<a href='b/c.html?q=1&amp;r#s'>x</a>": '<a href="b/c.html?q=1&amp;r#s">x</a>',
    "<a href='https://x.y/?a=1&b=2'>x</a>": "<a href='https://x.y/?a=1&b=2'>x</a>",
    "<a href=#s id=s>x</a> <a href='mailto:a@b'>x</a> <a href=''>x</a>": (
        "<a href=#s id=s>x</a> <a href='mailto:a@b'>x</a> <a href=''>x</a>"
    ),
    "<a href=guide.pdf>x</a>": '<a href="../files/guide.pdf">x</a>',
    "<map><area href=/guide.pdf></map>": '<map><area href="../files/guide.pdf"></map>',
    "<img src=pic.png alt=''>": "<img src=\"../files/pic.png\" alt=''>",
    "<img srcset='pic.png 1x, big.png 2x'>": (
        '<img srcset="../files/pic.png 1x, ../files/big.png 2x">'
    ),
    "<picture><source srcset=pic.png></picture>": (
        '<picture><source srcset="../files/pic.png"></picture>'
    ),
    "<video poster=pic.png></video>": '<video poster="../files/pic.png"></video>',
    "<object data=guide.pdf></object>": '<object data="../files/guide.pdf"></object>',
    "<link rel=stylesheet href=css/site.css>": '<link rel=stylesheet href="../files/css/site.css">',
    "<svg><image xlink:href=pic.png /></svg>": (
        '<svg><image xlink:href="../files/pic.png" /></svg>'
    ),
    "<form action='b/c.html'><button formaction=b/c.html>x</button></form>": (
        '<form action="b/c.html"><button formaction="b/c.html">x</button></form>'
    ),
    "<a title=b/c.html data-href=guide.pdf>x</a>": "<a title=b/c.html data-href=guide.pdf>x</a>",
    "<base href='https://x.y/'><a href=guide.pdf>x</a><img src=no.png>": (
        "<base href='https://x.y/'><a href=guide.pdf>x</a><img src=no.png>"
    ),
    "<base target=_top><img src=pic.png>": '<base target=_top><img src="../files/pic.png">',
    "<!-- <img src=pic.png> --><script>'<img src=pic.png>'</script>": (
        "<!-- <img src=pic.png> --><script>'<img src=pic.png>'</script>"
    ),
}


@pytest.mark.parametrize("source", LINKS)
def test_links(source: str) -> None:
    """What leads into the project leads there from the page as well; all else stays."""
    made = page(f"<html lang=en>{source}")
    expected = LINKS[source]
    same = expected.replace('href="b/c.html"', "href=b/c.html").replace('"b/c', "b/c")
    assert made.removeprefix('<html lang="ko">') in {expected, source, same}
    assert [] == [f for f in built(source).findings if f.check != "interface-words"]


def test_link_to_a_page_in_one_language_only_says_so() -> None:
    """A link that leads to another language names it."""
    made = page("<html lang=en><a href=b/c.html>x</a>", "ja")
    assert '<html lang="ja"><a hreflang="en" href="../en/b/c.html">x</a>' in {
        made,
        made.replace('href="../en/b/c.html" hreflang="en"', 'hreflang="en" href="../en/b/c.html"'),
    }


def test_links_of_a_page_in_a_folder() -> None:
    """Addresses count from the page's own place, before and after."""
    html = '<html lang=en><a href="../b/c.html">x</a><img src="../pic.png"><img src="/pic.png">'
    made = built(html, path="d/a.html").files["ko/d/a.html"].removeprefix(MARK).decode()
    assert (
        '<html lang="ko"><a href="../b/c.html">x</a>'
        '<img src="../../files/pic.png"><img src="../../files/pic.png">'
    ) == made


def test_style_sheets_bring_what_they_name() -> None:
    """Pictures, fonts and other style sheets are copied, from sheet to sheet, each once."""
    made = built("<link rel=stylesheet href=css/site.css><p>a").files
    found = [path.removeprefix("files/") for path in made if path.startswith("files/")]
    assert [
        "css/more/base.css",
        "css/more/deep.css",
        "css/more/dot.svg",
        "css/site.css",
        "pic.png",
    ] == found
    assert FILES["css/site.css"] == made["files/css/site.css"]


def findings(source: str) -> list[Finding]:
    """Return what is found on a page, without what is found in the site's own words."""
    return [found for found in built(source).findings if found.check != "interface-words"]


def test_broken_links_are_found() -> None:
    """A link or a file that is not there is a finding with its line, and stays."""
    source = "<p>a\n<a\nhref=no.html>b</a>\n<img src='no.png'>"
    place = "source/a.html"
    message = 'the link to "no.html" leads nowhere; no document or file has that path'
    assert [
        Finding(Place(place, 2), "broken-link", message),
        Finding(Place(place, 4), "missing-file", '"no.png" is not in the source folder'),
    ] == findings(source)
    assert f'<html lang="ko">{source}' == page(source)


@pytest.mark.parametrize(
    ("source", "urls"),
    [
        ("<style>p{background:url(pic.png)}</style>a", ["pic.png"]),
        ("<p style=\"background: URL( 'pic.png' )\">a", ["pic.png"]),
        ("<style>p{background:url(#x) url(data:x) url(https://x.y/z) url(/a)}</style>a", ["/a"]),
        ('<style>@import "m.css";</style>a', ["m.css"]),
        (
            "<style>a{src:url(a.woff)}</style><style>b{src:url(b.woff)}</style>a",
            ["a.woff", "b.woff"],
        ),
    ],
)
def test_addresses_in_styles_are_found(source: str, urls: list[str]) -> None:
    """What a style in the page names is not followed, and a notice says so."""
    tell = '"{}" in a style is not followed; put the style into a file of its own'.format
    found = findings(source)
    assert sorted(map(tell, urls)) == sorted(each.message for each in found)
    assert all(("style-address", False) == (each.check, each.error) for each in found)


SOURCE = (
    "<!DOCTYPE html><html lang=en><head><title>a</title></head><body class=x><p>b</body></html>"
)


def test_reviewed_page_gets_nothing_of_ours() -> None:
    """Only the language differs; there is no style of ours in the output."""
    made = built(SOURCE)
    assert SOURCE.replace("lang=en", 'lang="ko"') == made.files["ko/a.html"][3:].decode()
    assert MARK + SOURCE.encode() == made.files["en/a.html"]
    assert "assets/draft.css" not in made.files


@pytest.mark.parametrize("states", [{"drafts": 1, "messages": 2}, {"fallbacks": 1, "messages": 1}])
def test_page_that_is_not_reviewed_says_so(states: dict[str, int]) -> None:
    """It asks search engines to stay away, and its text begins with a notice."""
    made = built(SOURCE, **states)
    before, notice, after = page(SOURCE, **states).replace("</div>", "<div").split("<div")
    style = '<link rel="stylesheet" href="../assets/draft.css">'
    assert (
        f'<!DOCTYPE html><html lang="ko"><head><meta name="robots" content="noindex">{style}'
        "<title>a</title></head><body class=x>"
    ) == before
    assert ' class="lp-notice" role="note">' in notice
    assert "<p>b</body></html>" == after
    assert "assets/draft.css" in made.files
    assert MARK + SOURCE.encode() == made.files["en/a.html"]


def test_notice_on_a_page_without_head_and_body() -> None:
    """It stands before the first text, what is for the head before that."""
    made = page("<!DOCTYPE html>\n<title>a</title>\n<p>b", fallbacks=1, messages=1)
    parts = ["<!DOCTYPE html>", '<html lang="ko">', "<meta name", "<title>a", "<div class", "<p>b"]
    assert parts == [part for _, part in sorted((made.index(part), part) for part in parts)]


def test_what_is_said_to_translators_only_is_left_out() -> None:
    """Other attributes of programs, the author's, stay."""
    source = '<p data-lp-note="n" data-x="y" data-lp-context=c id=d data-line=4>b</p>'
    assert '<html lang="ko"><p data-x="y" id=d data-line=4>b</p>' == page(source)


SETTINGS = """\
[project]
title = "Test"
languages = ["ko", "ja"]

[read]
layout = "none"

[translate]
engine = "echo"

[publish]
threshold = 0
"""


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    """Run a command and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["localepress", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


def test_the_whole_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an author's page come pages with its design, first drafted, then reviewed."""
    source = (
        "<!DOCTYPE html>\n<html lang='en'>\n<meta charset=utf-8>\n<title>Tea</title>\n"
        "<link rel=stylesheet href=css/a.css>\n<!-- c -->\n"
        "<p>One &amp; <B>two</B>. <script>'x'</script>Three.</p >\n<p translate=no>Four</P>\n"
    )
    (tmp_path / "source/css").mkdir(parents=True)
    (tmp_path / "localepress.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "source/a.html").write_text(source, encoding="utf-8")
    (tmp_path / "source/css/a.css").write_bytes(b"p{}")
    monkeypatch.chdir(tmp_path)

    assert 0 == run(["run"], monkeypatch)
    drafted = (tmp_path / "output/ko/a.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in drafted
    assert '<span class="lp-draft">' in drafted
    assert '<p lang="en" translate=no>Four</P>' in drafted
    assert (tmp_path / "output/assets/draft.css").is_file()
    style = '<link rel=stylesheet href="../files/css/a.css">'
    english = (tmp_path / "output/en/a.html").read_text(encoding="utf-8")
    assert source.replace("<link rel=stylesheet href=css/a.css>", style) == english

    catalogue = tmp_path / "locales/ko/LC_MESSAGES/a.po"
    text = catalogue.read_text(encoding="utf-8").replace("#, fuzzy\nmsgid", "msgid")
    catalogue.write_text(text, encoding="utf-8")
    assert 0 == run(["build"], monkeypatch)
    reviewed = (tmp_path / "output/ko/a.html").read_text(encoding="utf-8")
    assert "lp-" not in reviewed
    assert "robots" not in reviewed
    ends = reviewed.split("<title>")[0], reviewed.split("</p >")[1]
    assert '<!DOCTYPE html>\n<html lang="ko">\n<meta charset=utf-8>\n' == ends[0]
    assert '\n<p lang="en" translate=no>Four</P>\n' == ends[1]
    assert "<!-- c -->" in reviewed
    assert "<script>'x'</script>" in reviewed


def test_sentence_without_a_translation_says_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where drafts are not published, the source's sentences stand in elements of their own."""
    (tmp_path / "source").mkdir()
    (tmp_path / "localepress.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "source/a.html").write_text(
        "<title>T</title><p>One. <b>Two.</b></p>", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert 0 == run(["build", "--reviewed-only"], monkeypatch)
    made = (tmp_path / "output/ja/a.html").read_text(encoding="utf-8-sig")
    assert '<title lang="en">T</title>' in made
    assert '<p><span lang="en">One.</span> <span lang="en"><b>Two.</b></span></p>' in made
