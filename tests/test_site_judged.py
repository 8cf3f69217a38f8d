"""Pages as their judges see them: the Nu HTML Checker, axe, and a browser with unusual visitors."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import browser_kit
import http_kit
import npm_kit
import pytest
import site_kit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SAMPLE = Path(__file__).parents[1] / "output"
LANGUAGES = ("en", "ko", "ja")
LOOKS = {
    "index.html": (360,),
    **{f"{tag}/a/mixed.html": (360, 1280) for tag in LANGUAGES},
    "ko/a/mixed.html": (360, 768, 1280, 1920),
    **{f"{tag}/index.html": (360,) for tag in LANGUAGES},
    "ko/a/drafts.html": (360,),
    "no-page": (360,),
    **{f"{tag}/no/page": (360, 1280) for tag in LANGUAGES},
}
"""At which widths axe looks at which pages; the longest has everything, and some are not there."""
RULES = {
    "light": npm_kit.RULES,
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""All of them, and those that look at colours: nothing else changes with the scheme."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with everything."""
    return site_kit.write(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the browser."""
    with browser_kit.launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def opened(browser: Browser, site: Path) -> Iterator[Tab]:
    """Open a Korean page with drafts and reviewed sentences."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "ko/a/mixed.html").as_uri())
    yield page
    context.close()


@pytest.fixture
def tab(opened: Tab) -> Tab:
    """Return the page as it is on a light screen."""
    opened.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    return opened


def test_the_site_has_everything(site: Path) -> None:
    """Else the judges would look at less than is said."""
    assert len(list(site.rglob("*.html"))) > 200
    page = (site / "ko/a/mixed.html").read_text(encoding="utf-8")
    for mark in ("lp-draft", "lp-hidden", "lp-notice", "lp-table", "footnotes", "markdown-alert"):
        assert mark in page
    assert "Sentences without" not in (site / "ko/a/reviewed.html").read_text(encoding="utf-8")
    for state in ("outdated", "fallbacks"):
        assert '<span lang="en"' in (site / f"ko/a/{state}.html").read_text(encoding="utf-8")


def test_pages_and_style_sheets_are_valid(site: Path) -> None:
    """The Nu HTML Checker has neither errors nor warnings."""
    assert [] == [
        f"{message.get('url', '')}:{message.get('lastLine')}: {message['message']}"
        for message in npm_kit.validated([site, SAMPLE])
    ]


def test_axe_finds_nothing(browser: Browser, site: Path) -> None:
    """WCAG 2.2 AA and best practices, in every language, in both schemes, narrow and wide."""
    context = browser.new_context()
    tab, found = context.new_page(), {}
    axe = npm_kit.fetched(npm_kit.AXE).read_text(encoding="utf-8")
    with http_kit.served(site, "/tea/") as address:
        for scheme, (path, widths) in itertools.product(RULES, LOOKS.items()):
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            answer = tab.goto(address + path)
            assert answer
            assert answer.status == (200 if (site / path).is_file() else 404)
            assert 1 == tab.evaluate("document.styleSheets.length")
            tab.evaluate(axe)
            for width in widths:
                tab.set_viewport_size({"width": width, "height": 900})
                if faults := tab.evaluate(npm_kit.FAULTS, ["html", RULES[scheme]]):
                    found[path, scheme, width] = faults
    assert {} == found
    context.close()


def test_pages_are_small(site: Path) -> None:
    """Less than 60 KB each with its style sheet and script, uncompressed, without pictures."""
    for folder in (site, SAMPLE):
        shared = sum(path.stat().st_size for path in (folder / "assets").glob("*"))
        for path in folder.rglob("*.html"):
            assert path.stat().st_size + shared < 60_000, path


def test_the_keyboard_comes_to_the_skip_link_then_to_the_languages(tab: Tab) -> None:
    """What has the focus has an outline of at least two pixels."""
    order = []
    for _ in range(5):
        tab.keyboard.press("Tab")
        order.append(tab.evaluate("document.activeElement.closest('.skip, .home, nav').className"))
        assert tab.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") > 1
    assert ["skip", "home", "languages", "languages", "languages"] == order


def test_forced_colours_leave_the_signs_of_drafts(tab: Tab) -> None:
    """Backgrounds are gone then: a draft has a border that can be seen, an alert an outline."""
    tab.emulate_media(forced_colors="active")
    style = "([place, name]) => getComputedStyle(document.querySelector(place))[name]"
    assert "dotted" == tab.evaluate(style, [".lp-draft", "borderBottomStyle"])
    paper = tab.evaluate(style, ["html", "backgroundColor"])
    assert paper != tab.evaluate(style, [".lp-draft", "borderBottomColor"])
    assert "solid" == tab.evaluate(style, [".markdown-alert", "outlineStyle"])


def test_print_has_the_text_and_the_notice_in_black_on_white(tab: Tab) -> None:
    """Also where the screen is dark; addresses stand behind links that lead out of the site."""
    tab.emulate_media(media="print", color_scheme="dark")
    for shown, place in (
        (False, "header.site"),
        (False, ".skip"),
        (False, "footer.site"),
        (True, ".lp-notice"),
        (True, ".lp-dates"),
    ):
        assert shown == tab.locator(place).is_visible(), place
    style = "([place, part, name]) => getComputedStyle(document.querySelector(place), part)[name]"
    assert "rgb(255, 255, 255)" == tab.evaluate(style, ["html", None, "backgroundColor"])
    assert "rgb(0, 0, 0)" == tab.evaluate(style, ["main > p:not([class])", None, "color"])
    link = 'main a[href="https://example.org/tea"]'
    assert "https://example.org/tea" in tab.evaluate(style, [link, "::after", "content"])


def test_boxes_of_tasks_have_names(site: Path) -> None:
    """Their states, in the language of the page."""
    names = {"en": ["Done", "Not done"], "ko": ["완료", "미완료"], "ja": ["完了", "未完了"]}
    for tag, expected in names.items():
        page = (site / tag / "a/mixed.html").read_text(encoding="utf-8")
        boxes = re.findall("<input class=.task-list-item-checkbox.[^>]*>", page)
        assert expected == [re.search('aria-label="(.*?)"', box)[1] for box in boxes]  # type: ignore[index]
        assert ["checked" in box for box in boxes] == [True, False]


def test_ways_back_from_footnotes_have_names(site: Path) -> None:
    """Each another one, in the language of the page."""
    names = {
        "en": "Back to reference {}",
        "ko": "본문의 각주 {} 위치로 돌아가기",
        "ja": "本文の脚注{}の位置に戻る",
    }
    for tag, name in names.items():
        page = (site / tag / "a/mixed.html").read_text(encoding="utf-8")
        links = re.findall("<a [^>]*footnote-backref[^>]*>", page)
        found = [re.search('aria-label="(.*?)"', link)[1] for link in links]  # type: ignore[index]
        assert [name.format(number) for number in ("1", "1-2", "2")] == found


def test_ways_back_from_footnotes_are_large_enough(tab: Tab) -> None:
    """24 pixels in each direction, as WCAG 2.2 asks of targets that stand outside of sentences."""
    for link in tab.locator(".footnote-backref").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
