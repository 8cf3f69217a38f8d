"""Front matter on the pages of a site: summaries in the list, tags at the end of a page."""

from __future__ import annotations

from typing import Any

import lxml.html
import polib
import pytest

from pipeline.model import Document
from pipeline.outputs import site
from pipeline.outputs.pages import Page, SiteSettings, Text

META = {"tags": ["tea", "cold drinks", 2024], "summary": "Roast it.\nBoil it.", "order": 3}
SETTINGS = SiteSettings("Tea", "en", ("ko",))


def html(*texts: tuple[str, str]) -> str:
    """Return a page in the normal form with texts of front matter."""
    metas = "".join(f'<meta data-lp-key="{key}" content="{text}">' for key, text in texts)
    return (
        '<html lang="en"><head><title>Tea</title><meta name="description" content="About tea">'
        f"{metas}</head><body><h1>Tea</h1></body></html>"
    )


ENGLISH = html(("tags", "tea"), ("tags", "cold drinks"), ("summary", "Roast it. Boil it."))
KOREAN = html(("tags", "차"), ("tags", "cold drinks"), ("summary", "볶아서 끓이세요."))


def page(language: str, text: str, meta: dict[str, Any] = META, **states: Any) -> Page:
    """Return a document with front matter in a language."""
    return Page(Document("a.md", "en", ENGLISH, meta), language, text, **states)


def built(*pages: Page) -> dict[str, lxml.html.HtmlElement]:
    """Return the trees of a site's pages by path."""

    def words(language: str) -> dict[str, str]:
        path = f"pipeline/interface/{language}.po"
        return {e.msgid: e.msgstr for e in polib.pofile(path)} if language == "ko" else {}

    files = site.render(pages, SETTINGS, words, {}.get).files
    return {path: lxml.html.document_fromstring(data.decode()) for path, data in files.items()}


def test_templates_get_the_values_of_the_language() -> None:
    """Texts are the language's, and everything else is the source's."""
    meta = page("ko", KOREAN).meta
    assert {**META, "tags": ["차", "cold drinks", 2024], "summary": "볶아서 끓이세요."} == meta


def test_values_that_the_project_does_not_translate() -> None:
    """They are as they are, marked with the language that they are in."""
    meta = {"tags": ["tea", {"no": "text"}], "seo": {"title": "Hot"}}
    made = page("ko", html(), meta)
    assert meta == made.meta
    assert (Text("tea", "en"),) == made.texts("tags")
    assert (Text("Hot", "en"),) == made.texts("seo.title")
    assert () == made.texts("seo")
    assert (Text("tea"),) == page("en", html(), meta).texts("tags")


def test_list_shows_the_summary() -> None:
    """The list of pages has a document's summary, and its description where there is none."""
    pages = built(page("en", ENGLISH), page("ko", KOREAN))
    shown = "//main//li/p[not(@class)]/text()"
    assert ["Roast it. Boil it."] == pages["en/index.html"].xpath(shown)
    assert ["볶아서 끓이세요."] == pages["ko/index.html"].xpath(shown)
    assert ["About tea"] == built(page("en", html(), {}))["en/index.html"].xpath(shown)


def test_tags_stand_at_the_end_of_a_page() -> None:
    """They are a list with a name, in the language of the page."""
    tags = built(page("en", ENGLISH), page("ko", KOREAN))["ko/a.html"].find(".//ul[@class='tags']")
    assert "태그" == tags.get("aria-label")
    assert [("차", None), ("cold drinks", None)] == [(li.text, li.get("lang")) for li in tags]


@pytest.mark.parametrize("state", [{"fallbacks": 1}, {"stays": True}])
def test_texts_without_a_translation_say_their_language(state: dict[str, Any]) -> None:
    """On a page that is not all translated, what is the same as in the source is the source's."""
    made = page("ko", KOREAN, **state)
    assert (Text("차"), Text("cold drinks", "en")) == made.texts("tags")
    listed = built(page("ko", ENGLISH, **state))["ko/index.html"]
    assert ["en"] == listed.xpath("//main//li/p[not(@class)]//@lang")


def test_page_without_tags_has_no_list() -> None:
    """Nothing is shown where a document says nothing."""
    made = built(page("en", html(), {"tags": [], "summary": 5}))
    assert [] == made["en/a.html"].xpath("//ul[@class='tags']")
    assert ["About tea"] == made["en/index.html"].xpath("//main//li/p[not(@class)]/text()")


def test_tags_are_never_markup() -> None:
    """A tag is text, whatever it holds."""
    made = built(page("en", html(), {"tags": ["<b>&amp;</b>"]}))["en/a.html"]
    assert ["<b>&amp;</b>"] == made.xpath("//ul[@class='tags']/li/text()")
