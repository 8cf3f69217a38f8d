"""When a text was published and updated, as its readers see it, and who has written it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_site import html, words
from test_site_programs import BASE, SETTINGS, built, data, page, tree, xml

from pipeline.model import Document
from pipeline.outputs import dates, site
from pipeline.outputs.pages import Page, Person, SiteSettings

DATED = {"date": datetime.date(2026, 11, 2), "updated": "2026-11-05T00:30+09:00"}
LINE = "//p[@class='lp-dates']"


def line(body: str, meta: dict[str, Any] | None = None) -> str:
    """Return the text of an English page, from its title on, as one line."""
    source = Document("a.md", "en", html("A", body), DATED if meta is None else meta)
    made = built(Page(source, "en", source.html)).files["en/a.html"].decode()
    return made.partition('id="_text">')[2].partition("<footer")[0].replace("\n", "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "November 2, 2026 Updated November 5, 2026"),
        ("ko", "2026년 11월 2일 2026년 11월 5일 업데이트"),
        ("ja", "2026年11月2日 2026年11月5日更新"),
    ],
)
def test_dates_are_written_out_in_the_language_of_the_page(language: str, said: str) -> None:
    """Programs read the same days, with the zone that the author wrote."""
    root = tree(
        built(*(page("a.md", tag, DATED) for tag in ("en", "ko", "ja"))), f"{language}/a.html"
    )
    assert said == root.xpath(f"string({LINE})")
    assert ["2026-11-02", "2026-11-05T00:30:00+09:00"] == root.xpath(f"{LINE}//time/@datetime")
    assert not root.xpath(f"{LINE}/span/span")


def test_word_without_a_translation_stands_with_a_day_of_the_page() -> None:
    """The English word says its language, and the day within says that of the page."""
    settings = replace(SETTINGS, languages=("de",))
    root = tree(
        built(page("a.md", "en"), page("a.md", "de", DATED), settings=settings), "de/a.html"
    )
    (word,) = root.xpath(f"{LINE}/span/span[@lang='en']")
    assert "Updated 5. November 2026" == word.text_content()
    assert ["de"] == word.xpath("time/@lang")


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"date": "2026-11-02"}, "November 2, 2026"),
        ({"updated": "2026-11-02"}, "Updated November 2, 2026"),
        ({"date": "2026-11-02", "updated": "2026-11-02T09:30Z"}, "November 2, 2026"),
        ({"date": "2026-11-02", "updated": "2026-11-01"}, "November 2, 2026"),
        ({"date": "2026-11-02", "updated": "soon"}, "November 2, 2026"),
        ({"date": "soon"}, ""),
        ({}, ""),
    ],
)
def test_update_is_shown_where_it_is_another_day_and_later(meta: dict[str, Any], said: str) -> None:
    """What is no date is not shown, and neither is a line without one."""
    root = tree(built(page("a.md", "en", meta)), "en/a.html")
    assert said == root.xpath(f"string({LINE})")
    assert bool(said) == bool(root.xpath(LINE))


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("<h1>A</h1><p>x</p>", "<h1>A</h1>"),
        ("<h1>A</h1>x", "<h1>A</h1>"),
        ("<p>x</p><h1>A</h1>", "<p>x</p><h1>A</h1>"),
        ("<main><header><h1>A</h1><p>x</p></header></main>", "<main><header><h1>A</h1>"),
        ("<h1>A</h1>", "<h1>A</h1>"),
        ("<p>x</p>", ""),
        ("<details><summary><h1>A</h1></summary>x</details>", ""),
        ('<div style="white-space: pre"><h1>A</h1> x</div>', ""),
    ],
)
def test_dates_stand_under_the_title(body: str, before: str) -> None:
    """Where there is none, or no paragraph may follow it, they stand before the text."""
    start, sign, rest = line(body).partition('<p class="lp-dates">')
    assert (before, True) == (start, bool(sign))
    # Nothing else on the page moves.
    undated = line(body, {})
    assert undated == start + rest.partition("</p>")[2]
    assert "localepress: " not in undated


def test_pages_in_place_and_drafts() -> None:
    """An author's own design stays, and a page of drafts shows its days too."""
    source = Document("a.html", "en", html("A", "<h1>A</h1>"), {**DATED, "layout": "none"})
    in_place = built(Page(replace(source, in_place=True), "en", source.html))
    assert b"lp-dates" not in in_place.files["en/a.html"]
    draft = page("a.md", "ko", DATED, drafts=1, messages=3)
    assert tree(built(page("a.md", "en", DATED), draft), "ko/a.html").xpath(LINE)


@given(st.datetimes() | st.dates() | st.datetimes(timezones=st.timezones()))
def test_every_date_can_be_shown(value: datetime.date) -> None:
    """In any zone the day is the author's own."""
    day, later = dates.shown(page("a.md", "ko", {"date": value}))
    assert later is None
    assert day
    assert day.text.startswith(f"{value.year}년 {value.month}월 {value.day}일")
    assert day.machine.startswith(f"{value:%Y}".zfill(4))


@pytest.mark.parametrize(
    ("meta", "person", "author"),
    [
        ({**DATED, "author": " Kim\n& Lee "}, "Sato", {"@type": "Person", "name": "Kim & Lee"}),
        ({"author": "Kim"}, "Sato", {"@type": "Person", "name": "Kim"}),
        (DATED, "Sato", {"@type": "Person", "name": "Sato"}),
        (DATED, "", {"@type": "Organization", "name": "Tea"}),
        ({}, "Sato", None),
        ({**DATED, "author": ["Kim"]}, "", {"@type": "Organization", "name": "Tea"}),
    ],
)
def test_data_names_the_author_as_the_feed_does(
    meta: dict[str, Any], person: str, author: dict[str, str] | None
) -> None:
    """Of the text, or else whom the feed of its language names for all that is in it."""
    said = {"en": Person(person)} if person else {}
    made = built(page("a.md", "en", meta), settings=replace(SETTINGS, responsible=said))
    (found,) = data(made, "en/a.html")
    assert author == found.get("author")
    if "en/feed.xml" in made.files:
        feed = xml(made, "en/feed.xml")
        space = {"a": "http://www.w3.org/2005/Atom"}
        names = feed.xpath("(a:entry/a:author | a:author)/a:name/text()", namespaces=space)
        assert author
        assert author["name"] == names[-1]


def test_link_after_a_japanese_sentence_has_no_space_before_it() -> None:
    """Where there is no page, each language sets its own; English words keep theirs in any."""
    settings = SiteSettings("Tea", "en", ("ko", "ja", "zh"), f"{BASE}/")
    pages = [page("a.md", tag) for tag in ("en", "ko", "ja", "zh")]
    made = site.render(pages, settings, lambda tag: words(tag) if tag != "zh" else {}, {}.get)
    told = [each.text_content() for each in tree(made, "404.html").xpath("//main/p")]
    english = "It may have been moved or removed. All pages"
    ends = [english, "있습니다. 전체 페이지", "あります。ページ一覧", english]
    assert [True] * 4 == [text.endswith(end) for text, end in zip(told, ends, strict=True)]
