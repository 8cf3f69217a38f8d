"""The site in a real browser: under strict policies, and for visitors of several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import browser_kit
import pytest
from test_site_programs import BASE, HOSTILE, html, page, words

from pipeline.model import Document
from pipeline.outputs import site
from pipeline.outputs.pages import Page, SiteSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Route

NO_SCRIPT = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'"
OWN_SCRIPT = NO_SCRIPT.replace("script-src 'none'", "script-src 'self'")
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
    console.log(event.effectiveDirective, event.blockedURI))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the browser."""
    with browser_kit.launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Make a site with data, drafts, and a text that would like to run."""
    meta: dict[str, Any] = {"date": "2026-11-03"}
    draft = {"drafts": 1, "messages": 3, "engines": ("x",)}
    escaped = (HOSTILE + "</script>").replace("&", "&amp;").replace("<", "&lt;")
    hostile = Document("h.md", "en", html(escaped, "<p>x</p>"))
    pages = [page("a.md", "en", meta), page("a.md", "ko", meta), page("a.md", "pt-BR", **draft)]
    settings = SiteSettings("Tea", "en", ("ko", "pt-BR"), BASE)
    return dict(
        site.render([*pages, Page(hostile, "en", hostile.html)], settings, words, {}.get).files
    )


def opened(
    browser: Browser, files: dict[str, bytes], policy: str, **options: Any
) -> BrowserContext:
    """Return a context that gets the site's files, and nothing else, with a policy."""
    kinds = {"html": "text/html", "css": "text/css", "js": "text/javascript"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(f"{BASE}/").partition("#")[0]
        if path not in files:
            route.abort()
            return
        kind = kinds.get(path.rpartition(".")[2], "application/xml")
        headers = {"content-type": f"{kind}; charset=utf-8", "content-security-policy": policy}
        route.fulfill(body=files[path], headers=headers)

    context = browser.new_context(**options)
    context.route("**/*", answer)
    context.add_init_script(WATCH)
    return context


@pytest.mark.parametrize(
    ("policy", "complaints"),
    [(NO_SCRIPT, [f"script-src-elem {BASE}/assets/root.js"]), (OWN_SCRIPT, [])],
)
def test_pages_keep_to_a_strict_policy(
    browser: Browser, files: dict[str, bytes], policy: str, complaints: list[str]
) -> None:
    """Data in pages is no script to it; without scripts only the order of languages is lost."""
    context = opened(browser, files, policy)
    tab = context.new_page()
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text) if message.type == "log" else None)
    tab.on("dialog", lambda dialog: heard.append(dialog.message))
    paths = [path for path in files if path.endswith(".html") and "404" not in path]
    for path in paths:
        tab.goto(f"{BASE}/{path}")
    assert complaints == heard
    assert 2 < sum(b"ld+json" in files[path] for path in paths)
    context.close()


@pytest.mark.parametrize(
    ("visitor", "expected"),
    [
        ("ko-KR", ["한국어", "English", "português (Brasil)"]),
        ("pt-PT", ["português (Brasil)", "English", "한국어"]),
        ("de", ["English", "한국어", "português (Brasil)"]),
    ],
)
def test_first_page_puts_the_visitors_language_first(
    browser: Browser, files: dict[str, bytes], visitor: str, expected: list[str]
) -> None:
    """Nobody is sent anywhere."""
    context = opened(browser, files, OWN_SCRIPT, locale=visitor)
    tab = context.new_page()
    tab.goto(f"{BASE}/index.html")
    shown = tab.eval_on_selector_all("nav a", "links => links.map((link) => link.textContent)")
    first = tab.eval_on_selector_all(".suggested", "items => items.length")
    assert (expected, int(visitor != "de")) == (shown, first)
    assert f"{BASE}/index.html" == tab.url
    context.close()


def test_first_page_works_without_scripts(browser: Browser, files: dict[str, bytes]) -> None:
    """All languages are there, in the order of the settings."""
    context = opened(browser, files, OWN_SCRIPT, java_script_enabled=False, locale="ko")
    tab = context.new_page()
    tab.goto(f"{BASE}/index.html")
    assert ["English", "한국어", "português (Brasil)"] == tab.locator("nav a").all_text_contents()
    tab.locator("nav a", has_text="한국어").click()
    assert f"{BASE}/ko/index.html" == tab.url
    context.close()
