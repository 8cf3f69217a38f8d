"""The site as a whole: pages, their lists, languages, and what they say about themselves."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import LocalepressError, UsageError
from pipeline.model import Document, Finding, Place
from pipeline.outputs import OUTPUTS, site, templates, themes
from pipeline.outputs.pages import Page, Site, SiteSettings

INTERFACE = Path(site.__file__).parents[1] / "interface"
SETTINGS = SiteSettings("Tea", "en", ("ko", "ja"))
HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}&lt;b&gt;"


def words(language: str) -> dict[str, str]:
    """Return the interface words of a language."""
    path = INTERFACE / f"{language}.po"
    return {e.msgid: e.msgstr for e in polib.pofile(path)} if path.exists() else {}


def html(title: str, body: str, description: str = "") -> str:
    """Return a page in the normal form."""
    meta = f'<meta name="description" content="{description}">'
    return f"<html lang='en'><head><title>{title}</title>{meta}</head><body>{body}</body></html>"


def page(
    path: str, language: str = "en", body: str = "<p>Text</p>", title: str = "", **states: object
) -> Page:
    """Return a document in a language."""
    source = Document(path, "en", html(path, "<p>Text</p>", "About it"), {})
    return Page(source, language, html(title or path, body, "About it"), **states)  # type: ignore[arg-type]


def three(path: str, **states: object) -> list[Page]:
    """Return a document in English, Korean and Japanese."""
    return [page(path, language, **states) for language in ("en", "ko", "ja")]


def built(pages: list[Page], options: SiteSettings = SETTINGS) -> Site:
    """Return the site of some pages, with real interface words and no files."""
    return site.render(pages, options, words, {}.get)


def tree(made: Site, path: str) -> lxml.html.HtmlElement:
    """Return a page of a site."""
    return lxml.html.document_fromstring(made.files[path].decode())


def test_every_document_has_a_page_in_every_language() -> None:
    """Beside the pages there are a list for each language and a page that offers them."""
    made = OUTPUTS["site"]([*three("guide/start.md"), page("about.html")], SETTINGS, words, {}.get)
    assert [
        "404.html",
        "assets/root.js",
        "assets/style.css",
        "en/404.html",
        "en/about.html",
        "en/guide/start.html",
        "en/index.html",
        "index.html",
        "ja/404.html",
        "ja/guide/start.html",
        "ja/index.html",
        "ko/404.html",
        "ko/guide/start.html",
        "ko/index.html",
    ] == list(made.files)
    assert () == made.findings


def test_page_says_its_language_title_and_description() -> None:
    """The head is in the language of the page."""
    made = built([page("guide/start.md"), page("guide/start.md", "ko", title="차 &amp; 물")])
    root = tree(made, "ko/guide/start.html")
    assert ("ko", "ltr") == (root.get("lang"), root.get("dir"))
    assert "차 & 물 · Tea" == root.xpath("string(//title)")
    assert "About it" == root.xpath("string(//meta[@name='description']/@content)")
    assert made.files["ko/guide/start.html"].startswith(b"<!DOCTYPE html>\n<html lang=")
    assert made.files["ko/guide/start.html"].endswith(b"</html>\n")


def test_right_to_left_language() -> None:
    """A page in Arabic runs from right to left, and names of other languages do not."""
    options = SiteSettings("Tea", "en", ("ar",))
    made = built([page("a.md"), page("a.md", "ar", '<p><span lang="en">x</span></p>')], options)
    root = tree(made, "ar/a.html")
    assert "rtl" == root.get("dir")
    assert ["ltr"] == root.xpath("//nav[@class='languages']//a[@lang='en']/@dir")
    assert ["ltr"] == root.xpath("//main//span/@dir")


def test_source_in_a_list_and_a_box_on_a_right_to_left_page() -> None:
    """What is not translated keeps its direction, and a box that has an English name the page's."""
    options = SiteSettings("Tea", "en", ("ar",))
    box = '<p><input class="task-list-item-checkbox" type="checkbox" disabled> x</p>'
    made = built([page("a.md"), page("a.md", "ar", box), page("visit/b.md")], options)
    texts = tree(made, "ar/index.html").xpath("//main//bdi[@lang='en']/text()")
    assert ["Visit", "About it"] == texts
    assert [] == tree(made, "ar/a.html").xpath("//input/@dir")


def test_page_keeps_a_main_element_of_its_source() -> None:
    """There is one main element on a page, the author's if there is one."""
    made = built([page("a.html", body="<main><p>x</p></main>")])
    assert ["x"] == tree(made, "en/a.html").xpath("//main/p/text()")
    assert 1 == len(tree(made, "en/a.html").xpath("//main"))


def test_switcher_stays_on_the_page() -> None:
    """Each language is named in its own words and leads to the same document."""
    root = tree(built(three("guide/start.md")), "ko/guide/start.html")
    links = root.xpath("//nav[@class='languages']//a")
    assert [
        ("English", "../../en/guide/start.html", "en", "en", None),
        ("한국어", "start.html", None, None, "page"),
        ("日本語", "../../ja/guide/start.html", "ja", "ja", None),
    ] == [
        (a.text, a.get("href"), a.get("lang"), a.get("hreflang"), a.get("aria-current"))
        for a in links
    ]


def test_language_without_the_page_is_offered_by_its_list() -> None:
    """Where a document is not published, the switcher leads to what there is."""
    made = built([*three("a.md"), page("b.md"), page("b.md", "ko")])
    assert ["../ja/index.html"] == tree(made, "ko/b.html").xpath("//nav//a[@lang='ja']/@href")


def test_language_without_any_page_is_not_offered() -> None:
    """A language that has nothing yet has no list either."""
    made = built([page("a.md"), page("a.md", "ko")])
    assert "ja/index.html" not in made.files
    assert ["en", "ko"] == tree(made, "index.html").xpath("//nav//a/@hreflang")


def test_root_page_offers_the_languages() -> None:
    """Each in its own name, marked with its language."""
    root = tree(built(three("a.md")), "index.html")
    assert [("English", None, "en"), ("한국어", "ko", "ko"), ("日本語", "ja", "ja")] == [
        (a.text, a.get("lang"), a.get("hreflang")) for a in root.xpath("//nav//a")
    ]


def test_list_shows_documents_by_folder() -> None:
    """Folders with a usual name are named in the language of the page, others as they are."""
    paths = ("about.md", "guide/start.md", "guide/deep/x.md", "tea-ware/cup.md")
    options = SiteSettings("Tea", "en", ("ko",), menu=("guide/start",))
    root = tree(built([p for path in paths for p in three(path)], options), "ko/index.html")
    assert ["안내서", "Tea ware", "그 밖의 페이지"] == [
        h.text_content() for h in root.xpath("//main/section/h2")
    ]
    assert ["guide/start.md", "guide/deep/x.md"] == root.xpath(
        "//main/section[1]//p[@class='title']/a/text()"
    )
    assert ["en"] == root.xpath("//h2[. = 'Tea ware']/bdi/@lang")


def test_list_follows_the_order_that_the_documents_say() -> None:
    """First what front matter orders, then the menu, then names; not a number is no order."""
    orders = {"a": "first", "b": 2, "c": 1.5, "d": None, "e": float("nan")}
    pages = [
        Page(Document(f"{name}.md", "en", html(name, ""), {"order": order}), "en", html(name, ""))
        for name, order in orders.items()
    ]
    root = tree(built(pages, SiteSettings("Tea", menu=("d",))), "en/index.html")
    assert ["c", "b", "d", "a", "e"] == root.xpath("//main//a/text()")


def test_folder_with_an_index_has_its_title_as_heading() -> None:
    """A document "index" inside a folder speaks for the folder."""
    made = built([*three("guide/start.md"), page("guide/index.md", title="All about tea")])
    root = tree(made, "en/index.html")
    assert ["All about tea"] == root.xpath("//h2/a/text()")
    assert ["guide/start.md"] == root.xpath("//p[@class='title']/a/text()")


def test_list_shows_what_is_published_in_the_source_language_only() -> None:
    """Such a document is listed in its own language, and says so."""
    root = tree(built([*three("a.md"), page("b.md", title="Cups")]), "ko/index.html")
    (link,) = root.xpath("//p[@class='title']/a[. = 'Cups']")
    assert ("../en/b.html", "en", "en") == tuple(map(link.get, ("href", "lang", "hreflang")))
    assert ["영어"] == root.xpath("//span[@class='sign']/text()")


def test_menu_speaks_the_language_of_the_page() -> None:
    """Menu entries are titles; where a page has no translation the source's is shown as such."""
    options = SiteSettings("Tea", "en", ("ko",), menu=("a", "b"))
    made = built([*three("a.md"), page("b.md", title="Cups")], options)
    links = tree(made, "ko/a.html").xpath("//nav[@class='menu']//a")
    assert [("a.md", None), ("Cups", "en")] == [(a.text, a.get("lang")) for a in links]


def test_menu_with_an_unknown_document_is_found() -> None:
    """The finding names the nearest document."""
    made = built(three("guide/start.md"), SiteSettings("Tea", menu=("guide/strat",)))
    message = 'menu: there is no document "guide/strat"; did you mean "guide/start"?'
    assert (Finding(Place("localepress.toml"), "menu", message),) == made.findings


def test_pages_name_each_other_only_where_the_site_has_an_address() -> None:
    """Without a base URL there are no absolute links at all."""
    for content in built(three("a.md")).files.values():
        assert b'rel="alternate"' not in content
        assert b'rel="canonical"' not in content


def test_alternates_are_reciprocal() -> None:
    """Every reviewed page names all reviewed ones, itself too; the default is the source."""
    options = SiteSettings("Tea", "en", ("ko", "ja"), "https://example.org/tea/")
    pages = [page("a b.md"), page("a b.md", "ko"), page("a b.md", "ja", drafts=1, messages=2)]
    made = built(pages, options)
    base = "https://example.org/tea"
    expected = [
        ("en", f"{base}/en/a%20b.html"),
        ("ko", f"{base}/ko/a%20b.html"),
        ("x-default", f"{base}/en/a%20b.html"),
    ]
    for language in ("en", "ko"):
        root = tree(made, f"{language}/a b.html")
        found = root.xpath("//link[@rel='alternate']")
        assert expected == [(link.get("hreflang"), link.get("href")) for link in found]
        assert [f"{base}/{language}/a%20b.html"] == root.xpath("//link[@rel='canonical']/@href")
    draft = tree(made, "ja/a b.html")
    assert [] == draft.xpath("//link[@rel='alternate' or @rel='canonical']")
    assert [f"{base}/index.html"] == tree(made, "ko/index.html").xpath(
        "//link[@hreflang='x-default']/@href"
    )


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "https://", "http://[x"])
def test_address_of_the_site_has_to_be_one(address: str) -> None:
    """What is no web address is an error of the settings."""
    with pytest.raises(UsageError, match="base_url"):
        built(three("a.md"), SiteSettings("Tea", base_url=address))


def test_reviewed_page_shows_no_notice() -> None:
    """A page that a person answers for looks finished and may be found."""
    root = tree(built(three("a.md", messages=3)), "ko/a.html")
    assert [] == root.xpath("//*[@role='note']")
    assert [] == root.xpath("//meta[@name='robots']")


def test_draft_page_says_what_made_it() -> None:
    """One notice, in the language of the page, names the package; search engines stay away."""
    drafts = {"drafts": 1, "messages": 3, "engines": ("argos translate-en_ko 0.1",)}
    body = '<p>검토함. <span class="lp-draft">초안.</span></p>'
    root = tree(built([page("a.md"), page("a.md", "ko", body, **drafts)]), "ko/a.html")
    (notice,) = root.xpath("//*[@role='note']")
    assert [
        "이 페이지의 일부는 아직 사람이 검토하지 않은 기계 번역(argos translate-en_ko 0.1)입니다.",
        "해당 문장에는 이렇게 점선 밑줄이 표시됩니다.",
    ] == [p.text_content() for p in notice]
    assert ["noindex"] == root.xpath("//meta[@name='robots']/@content")


def test_list_marks_documents_with_drafts() -> None:
    """Their titles may be drafts too; a language of nothing but drafts is not for search."""
    drafts = {"drafts": 1, "messages": 3}
    root = tree(built([page("a.md"), page("a.md", "ko", **drafts)]), "ko/index.html")
    assert ["검토 전 번역"] == root.xpath("//span[@class='sign']/text()")
    assert ["noindex"] == root.xpath("//meta[@name='robots']/@content")


def test_page_with_source_passages_says_so() -> None:
    """Passages without a translation are announced, and keep their language."""
    body = '<p><span lang="en">Text</span></p>'
    page_ko = page("a.md", "ko", body, fallbacks=1, messages=2)
    root = tree(built([page("a.md"), page_ko]), "ko/a.html")
    (notice,) = root.xpath("//*[@role='note']")
    assert "최신 번역이 없는 문장은 영어로 표시됩니다." == notice.text_content().strip()
    assert ["en"] == root.xpath("//main//p/span/@lang")


def test_page_without_any_translation_says_so() -> None:
    """One sentence for the whole page is enough."""
    page_ja = page("a.md", "ja", '<p><span lang="en">Text</span></p>', fallbacks=3, messages=3)
    (notice,) = tree(built([page("a.md"), page_ja]), "ja/a.html").xpath("//*[@role='note']")
    expected = "このページには最新の翻訳がないため、英語で表示しています。"
    assert expected == notice.text_content().strip()


def announced(body: str) -> str:
    """Return the text of a Korean page's paragraphs as a screen reader has it."""
    states = {"drafts": 1, "messages": 9}
    root = tree(built([page("a.md"), page("a.md", "ko", body, **states)]), "ko/a.html")
    return " ".join(" ".join(p.text_content() for p in root.xpath("//main/p | //main/ul")).split())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>가. <span class=lp-draft>나.</span> 다.</p>", "가. [ 나. ] 다."),
        (
            "<p><span class=lp-draft>가.</span> <span class=lp-draft>나.</span></p>"
            "<p><span class=lp-draft>다 <em>라</em>.</span></p><p>마.</p>",
            "[ 가. 나. 다 라. ] 마.",
        ),
        (
            "<p><span class=lp-draft><em>가</em></span> 1. <code>x</code></p><p>나</p>",
            "[ 가 ] 1. x 나",
        ),
        (
            "<p><span class=lp-draft>가.</span> <span lang=en>B.</span></p>"
            "<ul><li><span class=lp-draft>다.</span></li></ul><p>라</p>",
            "[ 가. B. 다. ] 라",
        ),
    ],
)
def test_drafts_are_announced_where_they_begin_and_end(body: str, expected: str) -> None:
    """Hidden words stand round a run of drafts, over code, numbers and source passages too."""
    spoken = expected.replace("[", "검토 전 번역 시작.").replace("]", "검토 전 번역 끝.")
    assert spoken == announced(body)


def test_page_of_nothing_but_drafts_is_announced_once() -> None:
    """Its notice says it all."""
    body = "<p><span class='lp-draft'>가.</span></p>"
    drafted = page("a.md", "ko", body, drafts=2, fallbacks=1, messages=3, engines=("x",))
    text = built([page("a.md"), drafted]).files["ko/a.html"].decode()
    assert "lp-hidden" not in text
    assert "이 페이지는 아직 사람이 검토하지 않은 기계 번역" in text


def test_line_numbers_are_not_published() -> None:
    """What readers note for findings is of no use to visitors."""
    made = built([page("a.md", body='<ul data-line="3"><li data-line="3">x</li></ul>')])
    assert b"data-line" not in made.files["en/a.html"]


def test_two_sources_of_one_page_are_an_error() -> None:
    """Also where only letter case parts them: not every disk knows the difference."""
    with pytest.raises(UsageError, match=r"source/A\.txt: would make the same page as a\.md"):
        built([page("a.md"), page("A.txt")])


def test_document_called_index_is_the_first_page() -> None:
    """It stands where else the list of all pages stands, in the languages that have it."""
    body = '<p><a href="index.md">x</a></p>'
    made = built([page("index.md", title="Start"), *three("a.md"), page("b.md", body=body)])
    assert ["Start · Tea"] == tree(made, "en/index.html").xpath("//title/text()")
    assert ["index.html"] == tree(made, "en/b.html").xpath("//main//p/a/@href")
    assert not tree(made, "en/b.html").xpath("//footer")
    assert tree(made, "ko/index.html").xpath("//main[@class='list']")
    assert () == made.findings


def test_document_called_index_in_capitals_is_left_out() -> None:
    """Not every disk knows the difference."""
    made = built([page("Index.md"), page("a.md")])
    message = 'its page would stand where "index" stands; write its name in small letters'
    assert (Finding(Place("source/Index.md"), "page-name", message),) == made.findings


def test_link_of_several_pages_is_found_once() -> None:
    """A broken link of the source is one finding, however many languages show it."""
    made = built([*three("a.md", body='<p data-line="2"><a href="b.md">x</a></p>')])
    assert ["source/a.md:2"] == [str(finding.place) for finding in made.findings]


def test_all_links_of_a_site_lead_to_files_of_it() -> None:
    """They are relative, so the site works from a folder on disk and at any address."""
    paths = ("about us.md", "guide/start.md", "한글/차:물?.md")
    made = built([p for path in paths for p in three(path)])
    for path, content in made.files.items():
        if not path.endswith(".html"):
            continue
        for _, _, url, _ in lxml.html.document_fromstring(content.decode()).iterlinks():
            target = urlsplit(url)
            assert ("", "") == (target.scheme, target.netloc), url
            folder = Path("/", path).parent
            parts = (folder / unquote(target.path)).as_posix() if target.path else f"/{path}"
            while "/../" in parts:
                parts = re.sub(r"/[^/]+/\.\./", "/", parts, count=1)
            assert parts.lstrip("/") in made.files, (path, url)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["title", "description", "engine", "site", "word", "name"]), st.data())
def test_no_text_becomes_markup(field: str, data: st.DataObject) -> None:
    """Whatever a catalogue, a setting or a file name says is shown as it is."""
    text = HOSTILE + data.draw(st.text(st.characters(categories=["L", "P", "S"]), max_size=10))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    given_words = dict.fromkeys(words("ko"), text if field == "word" else "")
    document = Document(f"{text.replace('/', '')}.md" if field == "name" else "a.md", "en", "<p>")
    content = html(escaped if field == "title" else "", "<p>x</p>", escaped)
    drafts = Page(document, "ko", content, 1, 1, 3, (text if field == "engine" else "x",))
    options = SiteSettings(text if field == "site" else "Tea", "en", ("ko",))
    made = site.render([drafts], options, lambda _: given_words, {}.get)
    for path, page_bytes in made.files.items():
        if path.endswith(".html"):
            root = lxml.html.document_fromstring(page_bytes.decode())
            assert [] == root.xpath("//script[not(@src='assets/root.js')] | //img | //@onerror"), (
                path
            )
            assert b"49" not in page_bytes or "49" in text


def test_word_with_other_placeholders_is_not_used() -> None:
    """A broken translation of a word cannot break a page; English stands in, and it is said."""
    broken = words("ko") | {
        "Sentences without a current translation are shown in %(language)s.": "100 % %(lang)s"
    }
    pages = [page("a.md"), page("a.md", "ko", fallbacks=1, messages=2)]
    made = site.render(pages, SETTINGS, lambda _: broken, {}.get)
    assert "are shown in 영어." in made.files["ko/a.html"].decode()
    (finding,) = made.findings
    assert ("interface-words", "ko", False) == (finding.check, finding.language, finding.error)


def test_error_in_a_template_names_file_and_line(tmp_path: Path) -> None:
    """A theme's mistake is one line that its author can act on."""
    cases = {
        "syntax.html": ("a\n{% if %}\n", r"theme/syntax\.html:2: TemplateSyntaxError: "),
        "name.html": ("a\n\n{{ nothing }}\n", r"theme/name\.html:3: .*'nothing' is undefined"),
        "type.html": ("{{ 1 + 'a' }}", r"theme/type\.html:1: TypeError: "),
        "parent.html": (
            "\n{% extends 'no.html' %}",
            r'theme/parent\.html:2: there is no template "no.html"',
        ),
    }
    for name, (text, message) in cases.items():
        (tmp_path / "theme").mkdir(exist_ok=True)
        (tmp_path / "theme" / name).write_text(text, encoding="utf-8")
        with pytest.raises(LocalepressError, match=message):
            templates.Theme({}, themes.read(tmp_path)).render(name, {})


def test_same_pages_give_the_same_bytes() -> None:
    """In whatever order the pages come."""
    pages = [*three("b.md"), *three("a.md"), *three("guide/start.md")]
    assert built(pages) == built(pages[::-1])


def test_theme_needs_nothing_from_elsewhere() -> None:
    """No script on pages with text, no web font, no other address; the style sheet is small."""
    style = (templates.THEME / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style
    assert 20_000 > len(style.encode())
    for path, content in built(three("a.md")).files.items():
        assert (b"<script" in content) is (path == "index.html")
        assert b"<style" not in content
        assert b"style=" not in content
