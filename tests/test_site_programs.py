"""What the site says to programs: search engines, feed readers, social networks, servers."""

from __future__ import annotations

import datetime
import json
from typing import Any

import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_site import HOSTILE, html, words

from pipeline.model import Document, Finding, Place
from pipeline.outputs import dates, site
from pipeline.outputs.pages import Page, Site, SiteSettings

BASE = "https://example.org/tea"
SETTINGS = SiteSettings("Tea", "en", ("ko", "ja"), f"{BASE}/")
XML = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "a": "http://www.w3.org/2005/Atom",
}
DRAFT = {"drafts": 1, "messages": 3, "engines": ("x",)}


def page(path: str, language: str, meta: dict[str, Any] | None = None, **states: Any) -> Page:
    """Return a document in a language."""
    source = Document(path, "en", html(path, "<p>x</p>", "About it"), meta or {})
    return Page(source, language, html(f"{path} {language}", "<p>x</p>", "About it"), **states)


def built(*pages: Page, settings: SiteSettings = SETTINGS) -> Site:
    """Return the site of some pages."""
    return site.render(pages, settings, words, {}.get)


def tree(made: Site, path: str) -> lxml.html.HtmlElement:
    """Return a page of a site."""
    return lxml.html.document_fromstring(made.files[path].decode())


def xml(made: Site, path: str) -> lxml.etree._Element:
    """Return an XML file of a site."""
    return lxml.etree.fromstring(made.files[path])


def properties(root: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Return what a page says to social networks."""
    return [(meta.get("property"), meta.get("content")) for meta in root.xpath("//meta[@property]")]


def test_page_describes_itself_to_social_networks() -> None:
    """With its language as a place, and those of the other reviewed versions."""
    pages = [page("a.md", "en"), page("a.md", "ko"), page("a.md", "ja", **DRAFT)]
    made = built(*pages)
    assert [
        ("og:title", "a.md ko"),
        ("og:type", "website"),
        ("og:url", f"{BASE}/ko/a.html"),
        ("og:description", "About it"),
        ("og:site_name", "Tea"),
        ("og:locale", "ko_KR"),
        ("og:locale:alternate", "en_US"),
    ] == properties(tree(made, "ko/a.html"))
    assert [
        ("og:title", "a.md ja"),
        ("og:type", "website"),
        ("og:description", "About it"),
        ("og:site_name", "Tea"),
        ("og:locale", "ja_JP"),
    ] == properties(tree(made, "ja/a.html"))


def test_dated_document_is_an_article() -> None:
    """Its dates are those of its author."""
    meta = {"date": datetime.date(2026, 11, 3), "updated": "2026-11-05 10:00"}
    said = dict(properties(tree(built(page("a.md", "en", meta)), "en/a.html")))
    assert "article" == said["og:type"]
    assert "2026-11-03T00:00:00Z" == said["article:published_time"]
    assert "2026-11-05T10:00:00Z" == said["article:modified_time"]


def data(made: Site, path: str) -> list[dict[str, Any]]:
    """Return the data of a page."""
    scripts = tree(made, path).xpath("//script[@type='application/ld+json']/text()")
    return [json.loads(script) for script in scripts]


def test_versions_of_a_text_name_each_other_as_data() -> None:
    """A translation names its source, and the source its translations, if they are reviewed."""
    made = built(page("a.md", "en"), page("a.md", "ko"), page("a.md", "ja", **DRAFT))
    (source,), (korean,) = data(made, "en/a.html"), data(made, "ko/a.html")
    assert {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": f"{BASE}/ko/a.html",
        "url": f"{BASE}/ko/a.html",
        "name": "a.md ko",
        "description": "About it",
        "inLanguage": "ko",
        "isPartOf": {"@type": "WebSite", "name": "Tea", "url": f"{BASE}/index.html"},
        "translationOfWork": {
            "@type": "CreativeWork", "@id": f"{BASE}/en/a.html", "inLanguage": "en",
        },
    } == korean  # fmt: skip
    assert [f"{BASE}/ko/a.html"] == [work["@id"] for work in source["workTranslation"]]
    assert [] == data(made, "ja/a.html")


def test_no_text_ends_the_data() -> None:
    """A title cannot leave the block that it stands in, and is read as it was written."""
    title = HOSTILE + "</script><!-- <script>\u2028 ]]>"
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    document = Document("a.md", "en", html(escaped, "<p>x</p>"))
    made = built(Page(document, "en", document.html))
    text = made.files["en/a.html"].decode()
    assert [" ".join(title.split())] == [each["name"] for each in data(made, "en/a.html")]
    assert 1 == text.count("<script") == text.count("</script")


def test_sitemap_has_what_may_be_found() -> None:
    """Each page with all its versions; drafts, and lists of nothing but drafts, are not in it."""
    meta = {"date": "2026-11-03"}
    pages = [page("a b.md", tag, meta) for tag in ("en", "ko")]
    made = built(*pages, page("a b.md", "ja", **DRAFT), page("b.md", "en"))
    root = xml(made, "sitemap.xml")
    assert [
        f"{BASE}/index.html",
        f"{BASE}/en/index.html",
        f"{BASE}/ko/index.html",
        f"{BASE}/en/a%20b.html",
        f"{BASE}/ko/a%20b.html",
        f"{BASE}/en/b.html",
    ] == root.xpath("s:url/s:loc/text()", namespaces=XML)
    assert ["2026-11-03T00:00:00Z"] * 2 == root.xpath("//s:lastmod/text()", namespaces=XML)
    for number in (4, 5):
        links = root.xpath(f"s:url[{number}]/x:link[@rel='alternate']", namespaces=XML)
        assert [
            ("en", f"{BASE}/en/a%20b.html"),
            ("ko", f"{BASE}/ko/a%20b.html"),
            ("x-default", f"{BASE}/en/a%20b.html"),
        ] == [(link.get("hreflang"), link.get("href")) for link in links]
    robots = made.files["robots.txt"].decode()
    assert f"User-agent: *\nDisallow:\n\nSitemap: {BASE}/sitemap.xml\n" == robots


def test_sitemap_and_pages_say_the_same() -> None:
    """What the sitemap names is canonical and names the same versions; nothing else is either."""
    states: list[dict[str, Any]] = [{}, DRAFT, {"fallbacks": 1, "messages": 2}, {}]
    pages = [
        page(f"{name}.md", tag, **(states[(number + place) % 4] if tag != "en" else {}))
        for number, name in enumerate("abcdef")
        for place, tag in enumerate(("en", "ko", "ja"))
    ]
    made = built(*pages)
    root = xml(made, "sitemap.xml")
    named = {
        url.findtext("s:loc", namespaces=XML): [
            (link.get("hreflang"), link.get("href")) for link in url.findall("x:link", XML)
        ]
        for url in root
    }
    told = {}
    for path in made.files:
        if not path.endswith(".html"):
            continue
        found = tree(made, path)
        alternates = found.xpath("//link[@hreflang]")
        for address in found.xpath("//link[@rel='canonical']/@href"):
            assert f"{BASE}/{path}" == address
            told[address] = [(link.get("hreflang"), link.get("href")) for link in alternates]
    assert named == told


def test_many_pages_have_several_sitemaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index names them."""
    monkeypatch.setattr("pipeline.outputs.sitemap._MOST", 2)
    made = built(*(page(f"{name}.md", "en") for name in "abc"))
    named = xml(made, "sitemap.xml").xpath("s:sitemap/s:loc/text()", namespaces=XML)
    assert [f"{BASE}/sitemap-{number}.xml" for number in (1, 2, 3)] == named
    urls = [
        url
        for address in named
        for url in xml(made, address.removeprefix(f"{BASE}/")).xpath(
            "//s:loc/text()", namespaces=XML
        )
    ]
    assert 5 == len(set(urls)) == len(urls)


def test_site_without_an_address_has_neither_sitemap_nor_feed() -> None:
    """Both need one."""
    made = built(page("a.md", "en", {"date": "2026-11-03"}), settings=SiteSettings("Tea"))
    assert [] == [path for path in made.files if path.endswith((".xml", ".txt"))]
    assert b"<script" not in made.files["en/a.html"]


def test_feed_has_the_dated_documents_of_a_language() -> None:
    """The newest first; drafts and documents without a date are not in it."""
    feed = built(
        page("old.md", "ko", {"date": datetime.date(2026, 1, 2), "author": "Kim & Lee"}),
        page("new.md", "ko", {"date": "2026-02-01T09:00+09:00", "updated": "2026-03-01"}),
        page("draft.md", "ko", {"date": "2026-02-02"}, **DRAFT),
        page("none.md", "ko"),
        page("other.md", "en", {"date": "2026-02-02"}),
    )
    root = xml(feed, "ko/feed.xml")
    assert "ko" == root.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert [f"{BASE}/ko/new.html", f"{BASE}/ko/old.html"] == root.xpath(
        "a:entry/a:id/text()", namespaces=XML
    )
    assert ["2026-03-01T00:00:00Z", "2026-01-02T00:00:00Z"] == root.xpath(
        "a:entry/a:updated/text()", namespaces=XML
    )
    assert ["2026-02-01T09:00:00+09:00", "2026-01-02T00:00:00Z"] == root.xpath(
        "a:entry/a:published/text()", namespaces=XML
    )
    assert ["Kim & Lee"] == root.xpath("a:entry/a:author/a:name/text()", namespaces=XML)
    assert ["About it"] * 2 == root.xpath("a:entry/a:summary/text()", namespaces=XML)
    assert ["feed.xml"] == tree(feed, "ko/old.html").xpath(
        "//link[@type='application/atom+xml']/@href"
    )
    assert "ja/feed.xml" not in feed.files


def test_feed_is_as_rfc_4287_wants_it() -> None:
    """Each element that has to be there is there once, and every date and address is whole."""
    meta = {"date": "2026-11-03", "author": "\x1b[1m<b>"}
    root = xml(built(page("a b.md", "en", meta), page("c.md", "en", meta)), "en/feed.xml")
    for each in (root, *root.findall("a:entry", XML)):
        for name in ("id", "title", "updated"):
            assert 1 == len(each.findall(f"a:{name}", XML)), name
        assert 1 == len(each.findall("a:link[@rel='alternate']", XML))
    assert 1 == len(root.findall("a:author/a:name", XML))
    assert [f"{BASE}/en/feed.xml"] == root.xpath("a:link[@rel='self']/@href", namespaces=XML)
    ids = root.xpath("//a:id/text()", namespaces=XML)
    assert sorted(set(ids)) == sorted(ids)
    for address in (*ids, *root.xpath("//@href")):
        assert address.startswith(BASE)
        assert " " not in address
    for said in root.xpath("//a:updated/text() | //a:published/text()", namespaces=XML):
        assert datetime.datetime.fromisoformat(said).tzinfo


def test_group_of_a_list_without_a_heading_is_no_section() -> None:
    """The first group of documents in no folder stands under the heading of the page."""
    root = tree(built(page("a.md", "en"), page("guide/b.md", "en")), "en/index.html")
    assert ["div", "section"] == [each.tag for each in root.xpath("//main/*[ul]")]


@pytest.mark.parametrize("value", ["soon", 2026, ["2026-11-03"], "2026-13-01"])
def test_date_that_is_none_is_found(value: object) -> None:
    """It is no clock's business to guess what the author meant."""
    made = built(*(page("a.md", tag, {"date": value}) for tag in ("en", "ko")))
    message = f'date "{value}" is no date; write it like 2026-11-03'
    assert (Finding(Place("source/a.md"), "date", message),) == made.findings


@given(st.datetimes() | st.dates() | st.datetimes(timezones=st.timezones()))
def test_every_date_is_whole(value: datetime.date) -> None:
    """Whatever a reader makes of a date, it has a zone, and text and value say the same."""
    said = dates.moment(value)
    assert said
    assert dates.instant(said).tzinfo
    if isinstance(value, datetime.datetime):
        assert said == dates.moment(value.isoformat(" ", timespec="seconds"))


def test_server_has_a_page_for_what_is_not_there() -> None:
    """One in each language, and one in all of them; their links count from the top of the host."""
    made = built(page("a.md", "en"), page("a.md", "ko"))
    korean, root = tree(made, "ko/404.html"), tree(made, "404.html")
    assert "페이지를 찾을 수 없습니다" == korean.xpath("string(//h1)")
    assert ["/tea/ko/index.html"] == korean.xpath("//main//a/@href")
    assert ["/tea/assets/style.css"] == korean.xpath("//link[@rel='stylesheet']/@href")
    assert [(None, "/tea/en/index.html"), ("ko", "/tea/ko/index.html")] == [
        (said.get("lang"), said.xpath("string(a/@href)")) for said in root.xpath("//main/p")
    ]
    for found in (korean, root):
        assert ["noindex"] == found.xpath("//meta[@name='robots']/@content")
        assert not found.xpath("//link[@rel='canonical' or @hreflang]")
        assert not [a for a in found.xpath("//@href") if not a.startswith(("/tea/", "#"))]


def test_document_called_404_keeps_its_page() -> None:
    """An author may want to say more; the site's own then is only the one in all languages."""
    made = built(page("404.md", "en"), page("a.md", "ko"))
    assert "404.md en · Tea" == tree(made, "en/404.html").xpath("string(//title)")
    assert "404.html" in made.files
    assert "페이지를 찾을 수 없습니다" == tree(made, "ko/404.html").xpath("string(//h1)")


def test_words_without_a_translation_say_their_language() -> None:
    """A language that the site has no words in is shown English ones, marked as such."""
    settings = SiteSettings("Tea", "en", ("fr", "ar"), f"{BASE}/")
    states = {"drafts": 1, "messages": 3, "engines": ("x",)}
    body = "<p>a <span class='lp-draft'>b</span><input class='task-list-item-checkbox'></p>"
    source = Document("a.md", "en", html("A", "<p>x</p>"))
    pages = [Page(source, tag, html("A", body), **states) for tag in ("fr", "ar")]
    made = built(Page(source, "en", source.html), *pages, settings=settings)
    for language, direction in (("fr", None), ("ar", "ltr")):
        root = tree(made, f"{language}/a.html")
        (skip,) = root.xpath("//a[@class='skip']/span")
        assert ("en", direction) == (skip.get("lang"), skip.get("dir"))
        notices = root.xpath("//*[@role='note']/p/span")
        assert ["en", "en"] == [span.get("lang") for span in notices]
        assert ["en", "en"] == root.xpath("//*[@class='lp-hidden']/@lang")
        (box,) = root.xpath("//input")
        assert ("en", "Not done") == (box.get("lang"), box.get("aria-label"))
    assert not tree(made, "en/a.html").xpath("//*[@lang][not(self::html) and not(self::a)]")


def test_words_with_signs_of_markup_are_as_they_are() -> None:
    """In attributes, hidden words and titles too, where they are written by other means."""
    said = dict.fromkeys(words("ko"), "R&D 'x' <b>")
    body = "<p>a <span class='lp-draft'>b</span></p><table><tr><td>x</td></tr></table>"
    source = Document("a.md", "en", html("A", "<p>x</p>"))
    pages = [
        Page(source, "en", source.html),
        Page(source, "ko", html("A", body), drafts=1, messages=3),
    ]
    made = site.render(pages, SETTINGS, lambda tag: said if tag == "ko" else {}, {}.get)
    root = tree(made, "ko/a.html")
    shown = [
        *root.xpath("//*[@class='lp-table']/@aria-label"),
        *(text.strip() for text in root.xpath("//*[@class='lp-hidden']/text()")),
        *tree(made, "404.html").xpath("//main/p[@lang='ko']/a/text()"),
        *(text for name, text in properties(tree(made, "ko/index.html")) if name == "og:title"),
    ]
    assert ["R&D 'x' <b>"] * 5 == shown
