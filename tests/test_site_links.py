"""Links of the source as links of a page; the cases are in cases/site/."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.model import Document, Finding, Place
from pipeline.outputs import addresses, body, copies, links, poured
from pipeline.outputs.pages import Page, SiteSettings

CASES = Path(__file__).parent / "cases" / "site"
FILES = {"guide/images/map.svg": b"<svg/>", "a b.txt": b"a", "한글.pdf": b"%PDF"}
SETTINGS = SiteSettings("Site", "en", ("ko",))


IDS = {
    "guide/start.md": '<h2 id="install">A</h2><p id="문서 1">b <a name="part">c</a></p>',
    "about.md": '<p><a name="facts">a</a></p>',
}


def page(path: str, language: str = "ko", content: str = "", *, stays: bool = False) -> Page:
    """Return a document in a language."""
    content = content or IDS.get(path, "")
    html = f"<html><head><title>{path}</title></head><body>{content}</body></html>"
    return Page(Document(path, "en", html), language, html, stays=stays)


def rewritten(path: str, content: str) -> tuple[str, list[Finding], copies.Files]:
    """Return the body of a document's Korean page, findings, and the files it refers to."""
    paths = ("about.md", "guide/start.md", "guide/index.md")
    pages = [page(each, language) for each in paths for language in ("en", "ko")]
    pages.append(page("guide/only.md", "en"))
    pages.append(page("guide/later.md", stays=True))
    places, _ = addresses.place(pages, SETTINGS)
    files = copies.Files(FILES.get)
    root = poured.parse(f"<html><body>{content}</body></html>")
    found = list(links.rewrite(root, links.Linker(page(path), places, files)))
    text = "".join(body.content(root, page(path), body.Signs("", "", "", "", "", "")))
    return text, found, files


def lines(name: str) -> list[str]:
    """Return the cases of a file."""
    text = (CASES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("case", lines("links.txt"))
def test_link_leads_to_the_same_place_on_the_site(case: str) -> None:
    """A link between sources leads to the page in the same language; others stay."""
    path, url, expected = case.split()
    text, found, _ = rewritten(path, f'<p><a href="{url}">x</a></p>')
    elsewhere = "/en/" in expected
    said = ' hreflang="en"' if elsewhere else ""
    note = '<span class="lp-elsewhere"> (영어)</span>' if elsewhere else ""
    assert f'<p><a href="{url if expected == "=" else expected}"{said}>x{note}</a></p>' == text
    assert [] == found


def test_note_of_a_link_says_its_own_language() -> None:
    """Inside a passage of the source the name of the language is still the page's."""
    content = '<p><span lang="en"><a href="only.md">x</a></span></p>'
    text, _, _ = rewritten("guide/start.md", content)
    assert '<span class="lp-elsewhere" lang="ko"> (영어)</span></a>' in text


def test_links_that_are_no_text_get_no_note() -> None:
    """HTML gives an area no language, and a drawing has no such elements."""
    content = '<map name="m"><area href="only.md" alt="x"></map>'
    content += '<svg><a href="only.md"><text>x</text></a></svg>'
    text, _, _ = rewritten("guide/start.md", content)
    assert '<area href="../../en/guide/only.html" alt="x">' in text
    assert "lp-elsewhere" not in text


@pytest.mark.parametrize("case", lines("anchors.txt"))
def test_link_to_a_place_that_is_not_there_is_found(case: str) -> None:
    """The finding has file and line, and the name that is most like it."""
    path, url, name = case.split()
    _, found, _ = rewritten(path, f'<p data-line="7">a <a href="{url}">x</a></p>' + IDS[path])
    if name == "=":
        assert [] == found
        return
    fragment = url.partition("#")[2]
    hint = f'; did you mean "#{name}"?' if name != "-" else ""
    message = f'the link to "{url}" leads to a page without "{fragment}"{hint}'
    assert [Finding(Place(f"source/{path}", 7), "broken-anchor", message)] == found


@pytest.mark.parametrize("url", lines("broken.txt"))
def test_link_that_leads_nowhere_is_found(url: str) -> None:
    """A link to nothing, or out of the source folder, is a finding with file and line."""
    text, found, files = rewritten(
        "guide/start.md", f'<p data-line="7">a <a href="{url}">x</a></p>'
    )
    message = f'the link to "{url}" leads nowhere; no document or file has that path'
    assert [Finding(Place("source/guide/start.md", 7), "broken-link", message)] == found
    assert f'<p>a <a href="{url}">x</a></p>' == text
    assert {} == files.copies()


def test_missing_image_is_found() -> None:
    """An image that is not there is a finding of its own kind."""
    _, found, _ = rewritten("about.md", '<p data-line="3"><img src="no.png" alt=""></p>')
    message = '"no.png" is not in the source folder'
    assert [Finding(Place("source/about.md", 3), "missing-file", message)] == found


def test_every_attribute_with_an_address_is_followed() -> None:
    """Images for several screens, posters and objects are copied too, each once."""
    text, found, files = rewritten(
        "guide/start.md",
        '<img src="images/map.svg" srcset="images/map.svg 1x, /guide/images/map.svg 2x" alt="">'
        '<video poster="images/map.svg"></video><object data="images/map.svg"></object>',
    )
    new = "../../files/guide/images/map.svg"
    assert (
        f'<img src="{new}" srcset="{new} 1x, {new} 2x" alt="">'
        f'<video poster="{new}"></video><object data="{new}"></object>'
    ) == text
    assert [] == found
    assert {"files/guide/images/map.svg": b"<svg/>"} == files.copies()


def test_srcset_with_commas_inside_addresses() -> None:
    """A comma inside an address, as in a data: URL, parts no images."""
    srcset = "data:image/gif;base64,R0lGODlhAQABAAAAACw= 1x, https://example.org/a,b.png 2x"
    text, _, _ = rewritten("about.md", f'<p><img srcset="{srcset}" alt=""></p>')
    assert f'<p><img srcset="{srcset}" alt=""></p>' == text


def test_language_of_a_target_that_the_source_names_stays() -> None:
    """A hreflang that an author wrote is not replaced."""
    text, _, _ = rewritten("guide/start.md", '<p><a href="only.md" hreflang="en-GB">x</a></p>')
    assert '<p><a href="../../en/guide/only.html" hreflang="en-GB">x</a></p>' == text


NOTES = {
    "a.md": """A[^x], B[^y], again[^x].

[^x]: X.

[^y]: Y.
""",
    "a.rst": "A [1]_, B [2]_, again [1]_.\n\n.. [1] X.\n.. [2] Y.\n",
}


@pytest.mark.parametrize("name", NOTES)
def test_ways_back_from_footnotes_say_where_they_lead(name: str) -> None:
    """By the number in the text; a second reference to a footnote has one of its own."""
    if name.endswith(".rst") and not os.environ.get("CI"):
        pytest.importorskip("docutils", reason="the extra rst is not installed")
    document = readers.read(name, NOTES[name].encode())
    root = poured.parse(document.html)
    signs = body.Signs("", "", "", "", "", "Back to %(reference)s", "fr")
    text = "".join(body.content(root, Page(document, "en", document.html), signs))
    links = poured.parse(f"<html><body>{text}</body></html>").xpath("//a[@aria-label]")
    named = [(link.get("aria-label"), link.get("lang")) for link in links]
    assert [(f"Back to {number}", "fr") for number in ("1", "1-2", "2")] == named
