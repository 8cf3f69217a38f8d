"""Pages as their judges see them: the Nu HTML Checker, axe, and a browser with unusual visitors."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browser_kit
import npm_kit
import pytest
import site_kit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SAMPLE = Path(__file__).parents[1] / "output"
LANGUAGES = ("en", "ko", "ja")
SCHEMES = ("light", "dark")
WIDTHS = (360, 768, 1280, 1920)
KINDS = ["a/mixed.html", "a/drafts.html", "index.html", "404.html"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async ([tags]) => (await axe.run(document, {
    runOnly: {type: "tag", values: tags},
    resultTypes: ["violations"],
})).violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html}`))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with everything."""
    return site_kit.write(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the browser."""
    with browser_kit.launched() as chromium:
        yield chromium


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
