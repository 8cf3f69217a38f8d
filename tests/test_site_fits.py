"""Pages for people who need large or wide text: it fits, and nothing scrolls sideways."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import browser_kit
import http_kit
import pytest
import site_kit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession
    from playwright.sync_api import Page as Tab

SAMPLE = Path(__file__).parents[1] / "output"
FAULTS = Path(__file__).with_name("fits.js").read_text(encoding="utf-8")
LANGUAGES = ("en", "ko", "ja")
KINDS = ("a/mixed.html", "index.html", "no/page")
REAL = ("articles/north-korea-responds.html", "guide/start.html")
SPACED = """* {
    line-height: 1.5 !important;
    letter-spacing: .12em !important;
    word-spacing: .16em !important;
}
p { margin-bottom: 2em !important; }"""
"""What WCAG 2.2 lets readers ask for in 1.4.12."""
WISHES = {
    "small windows (1.4.10)": (16, "", (320,)),
    "large text (1.4.4)": (32, "", (360, 1280)),
    "wide text (1.4.12)": (16, SPACED, (320, 1280)),
}
"""The size that the reader has set for text in pixels, a style sheet, and widths of windows.

A window of 320 pixels is also one of 1280 at a zoom of 400 %.
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the browser."""
    with browser_kit.launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Serve a site with everything, and the sample with its real translations."""
    made = site_kit.write(tmp_path_factory.mktemp("site"), len(site_kit.STATES))
    with http_kit.served(made, "/tea/") as site, http_kit.served(SAMPLE) as sample:
        found = [f"{site}{tag}/{kind}" for tag in LANGUAGES for kind in KINDS]
        found += [f"{sample}{tag}/{kind}" for tag in LANGUAGES for kind in REAL]
        yield [site, f"{site}no-page", *found]


@pytest.fixture
def opened(browser: Browser) -> Iterator[tuple[Tab, CDPSession]]:
    """Open a window, and the way to its reader's settings."""
    context = browser.new_context()
    tab = context.new_page()
    yield tab, context.new_cdp_session(tab)
    context.close()


@pytest.mark.parametrize("wish", WISHES)
def test_text_fits(opened: tuple[Tab, CDPSession], addresses: list[str], wish: str) -> None:
    """Whatever a reader asks for; code and tables scroll by themselves."""
    size, style, widths = WISHES[wish]
    tab, settings = opened
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
    found = {}
    for address in addresses:
        tab.goto(address)
        assert f"{size}px" == tab.evaluate("getComputedStyle(document.documentElement).fontSize")
        if style:
            tab.add_style_tag(content=style)
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            if faults := tab.evaluate(FAULTS):
                found[address, width] = faults
    assert {} == found


PLANTED = {
    "white-space: nowrap": ["the page is ", 'cut off: "Words'],
    "width: 5em; overflow: hidden; white-space: nowrap": ["cut off: all that <p> has no room for"],
    "margin-left: -2em": ['cut off: "Words'],
    "height: 1em; overflow: clip": ["cut off: all that <p> has no room for"],
    "margin-bottom: -1.4em; line-height: 1.2": ["one over the other: "],
    "line-height: .4": ['one over the other: "Words'],
    "overflow: auto; white-space: nowrap": [],
    "": [],
}


@pytest.mark.parametrize("style", PLANTED)
def test_the_judge_sees_faults(opened: tuple[Tab, CDPSession], style: str) -> None:
    """Else the test above would say nothing."""
    tab, _ = opened
    tab.set_viewport_size({"width": 200, "height": 300})
    words = f'<p style="{style}">{"Words of a text. " * 6}</p><p>More words of a text.</p>'
    tab.set_content(f"<style>body, p {{ margin: 0; font: 16px/1.5 serif }}</style>{words}")
    faults = tab.evaluate(FAULTS)
    expected = PLANTED[style]
    assert [True] * len(expected) == [
        any(fault.startswith(start) for fault in faults) for start in expected
    ]
    assert bool(expected) == bool(faults)


STEPS = """(place) => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(place));
    const tops = Array.from(range.getClientRects()).map((box) => Math.round(box.bottom));
    const lines = Array.from(new Set(tops)).sort((a, b) => a - b);
    return lines.slice(1).map((line, place) => line - lines[place]);
}"""


@pytest.mark.parametrize("tag", ["ko", "ja"])
def test_emphasis_leaves_lines_where_they_are(opened: tuple[Tab, CDPSession], tag: str) -> None:
    """In a paragraph with emphasis all lines stand equally far apart."""
    tab, _ = opened
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto((SAMPLE / tag / "guide/start.html").as_uri())
    assert tab.locator("main > p:first-of-type em").count()
    steps = tab.evaluate(STEPS, "main > p:first-of-type")
    assert len(steps) > 3
    assert max(steps) - min(steps) <= 1, steps
