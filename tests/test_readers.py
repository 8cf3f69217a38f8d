"""Reading source files: what is refused, and where titles, languages and ids come from."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from pipeline import markup, readers
from pipeline.errors import ReadError
from pipeline.outputs import poured

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Document


def read(path: str, text: str, sidecar: str | None = None) -> Document:
    """Return the document of a text, with a sidecar if there is one."""
    beside = None if sidecar is None else sidecar.encode()
    return readers.read(path, text.encode(), sidecar=beside)


def title(document: Document) -> str:
    """Return the title that a page shows in its tab."""
    return " ".join((poured.parse(document.html).findtext("head/title") or "").split())


def refusal(path: str, data: bytes, sidecar: bytes | None = None) -> str:
    """Return the words with which a file is refused."""
    with pytest.raises(ReadError) as caught:
        readers.read(path, data, sidecar=sidecar, shown=f"source/{path}")
    return str(caught.value)


REFUSED = {
    "not UTF-8": ("a.txt", b"one\ncaf\xe9", "a.txt:2: not UTF-8 (byte 0xE9); save the file as"),
    "UTF-16": ("a.md", "hello".encode("utf-16"), "a.md:1: not UTF-8 (byte 0xFF); save"),
    "line of an old Mac": ("a.txt", b"one\rtwo\r\xe9", "a.txt:3: not UTF-8 (byte 0xE9)"),
    "NUL": ("a.html", b"<p>\n\x00", "a.html:2: control character U+0000; remove it"),
    "form feed": ("a.txt", b"one\r\n\r\n\x0c", "a.txt:3: control character U+000C; remove it"),
    "noncharacter": ("a.md", "\uffff".encode(), "a.md:1: control character U+FFFF; remove it"),
    "nothing": ("a.txt", b"", "a.txt: empty; write some text or remove the file"),
    "byte order mark only": ("a.md", b"\xef\xbb\xbf\n \n", "a.md: empty; write some text"),
    "comment only": ("a.html", b"<!-- nothing -->", "a.html: empty; write some text"),
    "rule only": ("a.md", b"***", "a.md: empty; write some text or remove the file"),
    "unknown ending": ("a.odt", b"x", 'a.odt: no reader for ".odt"; readable are .txt, .md,'),
    "broken front matter": (
        "a.md",
        b"---\ntitle: x\ntags: [a\n---\nText",
        "a.md:3: front matter is not YAML: expected ',' or ']', but got '<stream end>'",
    ),
    "impossible date": (
        "a.md",
        b"---\na: 1\nb:\n- {c: 2024-13-45}\n---\nx",
        'a.md:4: "2024-13-45" cannot be read: month must be in 1..12; mend it, or put it in',
    ),
    "list as front matter": ("a.md", b"---\n- a\n---\nx", "a.md:2: front matter has to be keys"),
    "deep front matter": (
        "a.md",
        b"---\na: " + b"[" * 2000 + b"\n---\n",
        "a.md:1: front matter is",
    ),
    "title is a number": (
        "a.md",
        b"---\nweight: 1\ntitle: 1.10\n---\nx",
        'a.md:3: title has to be text; put it in quotes: title: "\u2026"',
    ),
    "open comment in Markdown": (
        "a.md",
        b"One.\n\n<!-- two\n\nthree",
        "a.md:3: comment without end; add -->",
    ),
    "open comment in HTML": ("a.html", b"<p>a\n<!-- b", "a.html:2: comment without end; add -->"),
    "control reference": ("a.html", b"<p>\n&#x1;", "a.html:2: reference to control character U+0"),
    "unknown language": ("a.html", b"\n<html lang=xx-q><p>a", 'a.html:2: lang: unknown language "'),
    "deep HTML": ("a.html", b"<p>\n" + b"<div>" * 300, "a.html:2: nested more than 250 levels"),
    "deep Markdown": ("a.md", b"a\n\n" + b"> " * 200 + b"a", "a.md:3: nested more than 100 levels"),
    "deep list": (
        "a.md",
        "\n".join(f"{'  ' * n}- a" for n in range(60)).encode(),
        "a.md:49: nested more than 100 levels deep; make it simpler",
    ),
    "many brackets": ("a.md", b"a\n\n" + b"[" * 1001, 'a.md:3: more than 1000 "[" in a paragraph'),
    "many attributes": (
        "a.html",
        b"<p>\n<i " + b" ".join(b"a%d" % n for n in range(1200)) + b">a",
        "a.html:2: element with more than 1000 attributes",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """What cannot be read whole is refused in one line: file, line, what is wrong, what to do."""
    path, data, expected = REFUSED[case]
    actual = refusal(path, data)
    assert f"source/{expected}" == actual[: len(expected) + 7]
    assert "\n" not in actual


SIDECARS = {
    "not TOML": (b"title = x\n", "a.toml:1: not TOML: Invalid value"),
    "unfinished": (b'author = "b"\ntitle = ', "a.toml:2: not TOML: Invalid value"),
    "wrong type": (
        b'author = "b"\ntitle = 7\n',
        'a.toml:2: title has to be text: title = "\u2026"',
    ),
    "not UTF-8": (b'author = "\xff"', "a.toml:1: not UTF-8 (byte 0xFF); save the file as UTF-8"),
    "deep": (b"a = " + b"[" * 9999, "a.toml: nested too deeply"),
}


@pytest.mark.parametrize("case", SIDECARS)
def test_refused_sidecar(case: str) -> None:
    """A fault in a sidecar is named with the sidecar's own path and line."""
    data, expected = SIDECARS[case]
    assert f"source/{expected}" == refusal("a.txt", b"Text.", data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(end: str, mark: str) -> None:
    """Line ends and a byte order mark make no difference in any format."""
    for path in ("a.txt", "a.md", "a.html"):
        text = "Title line\n\nNext <i>word\nand</i> more."
        expected = read(path, text)
        assert expected == read(path, mark + text.replace("\n", end))


TITLES = {
    "file name": ("news/north-korea_responds.txt", "Text.", None, "North korea responds"),
    "sidecar": ("a.txt", "Text.", 'title = " Long\\n title"', "Long title"),
    "front matter": ("a.md", "---\ntitle: Front\n---\n# Head", None, "Front"),
    "first h1": ("a.md", "## Two\n\n# *One* `x`\n\n# Other", None, "One x"),
    "empty front matter": ("a.md", "---\n---\nText", None, "A"),
    "title element": ("a.html", "<title>\n Page </title><h1>Head</h1>", None, "Page"),
    "h1 of a page": ("a.html", "<title></title><h1>Head</h1>", None, "Head"),
    "drawing's title is not the page's": ("b.html", "<svg><title>x</title></svg>y", None, "B"),
}


@pytest.mark.parametrize("case", TITLES)
def test_title(case: str) -> None:
    """The title is the document's own, else its first heading, else its file's name."""
    path, text, sidecar, expected = TITLES[case]
    assert expected == title(read(path, text, sidecar))


def test_title_becomes_first_heading() -> None:
    """A title from front matter or a sidecar heads the page, unless the page has an h1."""
    for path, text, sidecar in (
        ("a.md", "---\ntitle: A < B\n---\nText", None),
        ("a.txt", "Text", 'title = "A < B"'),
        ("a.md", "---\ntitle: Other\n---\nText\n\n# A < B", None),
    ):
        body = poured.parse(read(path, text, sidecar).html).find("body")
        assert ["A < B"] == [heading.text_content() for heading in body.iter("h1")]


def test_meta() -> None:
    """What a document says of itself beside title and description is kept as it is."""
    front = "---\ntitle: T\ndescription: D\nweight: 3\ndraft: true\n---\nText"
    assert {"weight": 3, "draft": True} == read("a.md", front).meta
    page = '<meta name="Author" content="A"><meta charset="x"><meta name=description content=D>a'
    assert {"author": "A"} == read("a.html", page).meta
    assert {"day": 1} == read("a.txt", "Text", 'description = "D"\nday = 1').meta


def test_language() -> None:
    """A page's own language counts; every other document is in the project's."""
    for lang, expected in (("en_gb", "en-GB"), ("en-x-simple", "en"), ("", "en"), (" ja ", "ja")):
        assert expected == read("a.html", f"<html lang='{lang}'>a").language
    for path in ("a.html", "a.md", "a.txt"):
        document = readers.read(path, b"Text", language="de")
        assert "de" == document.language


def test_ids_are_given_once() -> None:
    """Headings get ids from their words; ids of the author's own stay and are not given again."""
    page = "<h1 id=x>a</h1><p id=b>p</p><a name='c'></a><h2>b</h2><h2>C</h2><h2>b</h2><h2>!</h2>"
    body = poured.parse(read("a.html", page).html).find("body")
    assert ["x", "b-1", "c-1", "b-2", "section"] == [
        heading.get("id") for heading in body.iter("h1", "h2")
    ]


def test_text_outside_the_body_is_read() -> None:
    """What stands in the head, behind the body or behind the page is shown, so it is read."""
    for page in (
        "<title>t</title><main>one</main>two",
        "<html><body>one</body>two</html>",
        "<html><body>one</body></html>two",
        "one</html></html><!-- c -->two",
        "<head><link><article>one</article></head><p>two</body>",
    ):
        body = poured.parse(read("a.html", page).html).find("body")
        title = body.findtext("h1") or ""
        assert "onetwo" == body.text_content().strip().removeprefix(title)


def test_nothing_is_loaded(tmp_path: Path) -> None:
    """A page's entities, style sheets and document type load nothing and expand to nothing."""
    page = (
        f'<!DOCTYPE html SYSTEM "file://{tmp_path}/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<link rel="stylesheet" href="file://{tmp_path}/a.css"><base href="http://invalid/">'
        "<p>&x; text"
    )
    document = read("a.html", page)
    assert "&x; text" in poured.parse(document.html).text_content()
    assert "root:" not in document.html


def test_foreign_line_numbers_do_not_survive() -> None:
    """A data-line of the author's own that is no number is not taken for a source line."""
    for path in ("a.html", "a.md"):
        html = read(path, '<p data-line="2,4">a <i data-line="2,4">b</i></p>').html
        assert {0, 1} >= {unit.place.line for unit in markup.units(html, path)}


HOSTILE = {
    "paragraphs": ("a.html", "<p>" * 20_000 + "x"),
    "links": ("a.html", "<a>x" * 15_000),
    "pages": ("a.html", "x</html>" * 30_000),
    "breaks": ("a.html", "<p>x<wbr>y</p>" * 15_000),
    "less-than signs": ("a.html", "<" * 200_000),
    "quotes in tags": ("a.html", "<p a='" * 30_000 + 'x<p a="' * 10_000),
    "headings": ("a.html", "<h1>a-1</h1><h1>a</h1>" * 4_000),
    "lists": ("a.md", "- a\n" * 4_000),
    "stars": ("a.md", "*a _b " * 4_000),
    "back quotes": ("a.md", "`a" * 20_000),
    "images in images": ("a.md", "![" * 900 + "a" + "](b)" * 900),
    "lines": ("a.txt", "a\n\n" * 10_000),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    """Large input of an odd form is read, or refused, in a time that grows with its size."""
    path, text = HOSTILE[case]
    before = time.process_time()
    with suppress(ReadError):
        read(path, text)
    assert time.process_time() - before < 2.5


def test_toml_file_beside_markdown_is_somebody_elses() -> None:
    """A TOML file beside a document that needs no sidecar is not read."""
    assert "A" == title(readers.read("a.md", b"Text", sidecar=b"\xff not TOML"))
