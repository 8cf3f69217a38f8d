"""The texts of the settings: title, menu, footer, and who answers for a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from test_thresholds import Project

from pipeline import settings, stages
from pipeline.errors import UsageError
from pipeline.readers import site
from pipeline.settings import ProjectTable, PublishTable, Settings

if TYPE_CHECKING:
    import lxml.html

FOOTERS = Path(__file__).parent / "cases" / "site" / "footers.txt"
SITE = "locales/ko/LC_MESSAGES/_site.po"
TITLE = 'title = "Tea"\n'


def cases() -> list[list[str]]:
    """Return footers and their HTML."""
    lines = FOOTERS.read_text(encoding="utf-8").splitlines()
    return [line.split(" => ") for line in lines if " => " in line]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project."""
    return Project(tmp_path)


def translate(project: Project, texts: dict[str, str], *, fuzzy: bool = False) -> None:
    """Translate texts of the settings as a person does."""
    stages.update(project.work)
    catalogue = polib.pofile(project.root / SITE, wrapwidth=0)
    for entry in catalogue:
        entry.msgstr = texts.get(entry.msgid, "")
        entry.flags = ["fuzzy"] if fuzzy and entry.msgstr else []
    catalogue.save()


def published(project: Project, *, reviewed: int = 9) -> lxml.html.HtmlElement:
    """Return the Korean page of a document."""
    project.review(reviewed)
    project.review(1, "b")
    assert [] == project.build()
    return project.tree("output/ko/a.html")


@pytest.mark.parametrize(("footer", "html"), cases())
def test_footer_has_links_and_emphasis_only(footer: str, html: str) -> None:
    """What else it says is text."""
    made = site.read(Settings(publish=PublishTable(footer=footer)), lambda *_: 7)
    assert made
    assert f'<p id="footer" data-lp-kind="footer" data-line="7">{html}</p>' in made.html


def test_settings_without_texts_make_no_document() -> None:
    """The folder's name, which stands in for a title, is no text."""
    said = Settings(project=ProjectTable(languages=("ko",)), publish=PublishTable(menu=("a",)))
    assert None is site.read(said, lambda *_: 0)


def test_texts_of_the_settings_have_a_catalogue(project: Project) -> None:
    """It names what each is, where it stands, and is counted like any other."""
    menu = 'menu = ["a", {text = "Shop", url = "https://shop.example/"}]\n'
    project.settings(f'{menu}footer = "By [us](a.md). All rights."\n', TITLE)
    stages.update(project.work)
    found = [(e.msgid, e.comment, e.occurrences) for e in polib.pofile(project.root / SITE)]
    place = [("localepress.toml", "")]
    assert [
        ("Tea", "title of the site", place),
        ("Shop", "menu", place),
        ("By <a1>us</a1>. All rights.", "footer", place),
    ] == found
    rows, _ = stages.status(project.work)
    assert [("_site", 3)] == [
        (row["document"], row["messages"]) for row in rows if row["document"] == "_site"
    ]


def test_translated_texts_are_on_every_page(project: Project) -> None:
    """Title, menu and footer; their links lead to pages in the same language."""
    menu = 'menu = ["b", {text = "First", page = "a"}, '
    menu += '{text = "Shop", url = "https://shop.example/"}]\n'
    project.settings(f'{menu}footer = "By [us](a.md)."\n', TITLE)
    korean = {"Tea": "차", "First": "처음", "Shop": "가게", "By <a1>us</a1>.": "<a1>우리</a1> 씀."}
    translate(project, korean)
    root = published(project)
    assert "차" == root.xpath("string(//p[@class='home'])")
    assert "한글 · 차" == root.xpath("string(//title)")
    links = root.xpath("//nav[@class='menu']//a")
    assert [
        ("한글", "b.html", None, None),
        ("처음", "a.html", None, "page"),
        ("가게", "https://shop.example/", None, None),
    ] == [(a.text, a.get("href"), a.get("lang"), a.get("aria-current")) for a in links]
    for path, href in (("ko/a", "a.html"), ("ko/404", "/ko/a.html"), ("ko/index", "a.html")):
        footer = project.tree(f"output/{path}.html").xpath("//footer/p[last()]")[0]
        assert ("우리 씀.", [href]) == (footer.text_content(), footer.xpath("a/@href"))
    english = project.tree("output/en/a.html")
    assert ["Other", "First", "Shop"] == english.xpath("//nav[@class='menu']//a/text()")
    assert "By us." == english.xpath("string(//footer/p[last()])")


@pytest.mark.parametrize("fuzzy", [True, False])
def test_texts_that_nobody_has_reviewed_stay_as_they_are(project: Project, fuzzy: bool) -> None:
    """In the source's language, which is said; and the pages are no less reviewed for it."""
    project.settings('menu = [{text = "First", page = "a"}]\nfooter = "By us."\n', TITLE)
    texts = {"Tea": "차", "First": "처음", "By us.": "우리 씀."} if fuzzy else {}
    translate(project, texts, fuzzy=fuzzy)
    root = published(project)
    home, entry = root.xpath("//p[@class='home']/a | //nav[@class='menu']//a")
    assert [("Tea", "en"), ("First", "en")] == [(a.text, a.get("lang")) for a in (home, entry)]
    (footer,) = root.xpath("//footer/p[last()]/span")
    assert ("By us.", "en") == (footer.text, footer.get("lang"))
    assert not root.xpath("//meta[@name='robots']")


def test_links_of_a_footer_that_lead_nowhere_are_found_once(project: Project) -> None:
    """With the line of the settings."""
    project.settings('footer = "[a](nope.md), [b](a.md#nope)"\n')
    project.review(9)
    project.review(1, "b")
    assert [
        'localepress.toml:7: the link to "a.md#nope" leads to a page without "nope"'
        " [broken-anchor]",
        'localepress.toml:7: the link to "nope.md" leads nowhere; no document or file has that path'
        " [broken-link]",
    ] == project.build()


@pytest.mark.parametrize(
    ("said", "language", "text", "links"),
    [
        ('"Min-ji Kim"', "ko", "이 번역의 책임자: Min-ji Kim", []),
        ('"Min-ji Kim"', "en", "Min-ji Kim answers for this text.", []),
        ('{ko = "김 <kim@x.org>"}', "ko", "이 번역의 책임자: 김", ["mailto:kim@x.org"]),
        ('{ko = "김 <https://x.org/@kim>"}', "ko", "이 번역의 책임자: 김", ["https://x.org/@kim"]),
        ('{ko = "김"}', "en", "All pages", ["index.html"]),
    ],
)
def test_page_says_who_answers_for_it(
    project: Project, said: str, language: str, text: str, links: list[str]
) -> None:
    """If the settings name somebody for its language."""
    project.settings(f"responsible = {said}\n")
    published(project)
    (first,) = project.tree(f"output/{language}/a.html").xpath("//footer/p[1]")
    assert (text, links) == (first.text_content(), first.xpath("a/@href"))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('"<b>"', 'responsible is written "Name" or "Name <address>"'),
        ('"Kim <javascript:alert(1)>"', 'responsible is written "Name" or "Name <address>"'),
        ('{ja = "Kim"}', 'responsible names "ja", which is not among the languages: en, ko'),
        ("3", '"responsible" in \\[publish\\]: Expected'),
    ],
)
def test_person_that_cannot_be_one_is_an_error(project: Project, said: str, message: str) -> None:
    """It stops the command with its line."""
    project.settings(f"responsible = {said}\n")
    with pytest.raises(UsageError, match=rf"localepress\.toml:7: {message}"):
        settings.read(project.root)


def test_nobody_answers_for_what_is_not_reviewed(project: Project) -> None:
    """Not on pages with drafts or English sentences, nor on lists."""
    project.settings('responsible = "Kim"\n')
    root = published(project, reviewed=8)
    assert "Kim" not in root.text_content()
    assert "Kim" not in project.tree("output/ko/index.html").text_content()


@pytest.mark.parametrize(
    ("menu", "message"),
    [
        ('{text = "x"}', "has a text, and either a page or a url"),
        ('{text = " ", page = "a"}', "has a text, and either a page or a url"),
        ('{text = "x", page = "a", url = "https://x.y"}', "has a text, and either a page or a url"),
        ('{text = "x", url = "javascript:alert(1)"}', "is no address for a menu"),
        ('{text = "x", url = "//x.y"}', "is no address for a menu"),
        ('{text = "x", href = "a"}', "unknown"),
        ("3", "Expected"),
    ],
)
def test_entry_of_the_menu_that_is_none_is_an_error(
    project: Project, menu: str, message: str
) -> None:
    """It stops the command with its line."""
    project.settings(f"menu = [{menu}]\n")
    with pytest.raises(UsageError, match=rf"localepress\.toml:7: .*{message}"):
        settings.read(project.root)


def test_menu_entry_to_a_document_that_is_not_there_is_found(project: Project) -> None:
    """As one without a text of its own is."""
    project.settings('menu = [{text = "x", page = "bb"}]\n')
    project.review(9)
    project.review(1, "b")
    message = 'menu: there is no document "bb"; did you mean "b"?'
    assert [f"localepress.toml: {message} [menu]"] == project.build()


def test_only_the_site_can_be_chosen(project: Project) -> None:
    """By the name that the commands show."""
    project.settings("", TITLE)
    work = stages.Work(project.work.project, project.work.voice, only_documents=("_site",))
    assert ["locales/ko/LC_MESSAGES/_site.po", "locales/pot/_site.pot"] == sorted(
        stages.update(work).written
    )
