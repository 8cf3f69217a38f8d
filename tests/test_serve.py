"""``localepress serve`` as a person runs it: a process, real requests, and a browser."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import npm_kit
import pytest
from browser_kit import launched

from pipeline import cli
from pipeline.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("watchfiles")

SETTINGS = """[project]
title = "T"
languages = ["ko"]
[translate]
engine = "echo"
[publish]
threshold = 0
"""
PO = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ROOT = Path(cli.__file__).parents[2]
QUICK = 3.0
"""Seconds after which a saved change is to be seen even on a machine that does much else."""


class Running:
    """A preview that runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--verbose"]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._ready = threading.Event()
        self.port = 0
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        assert self._ready.wait(60), self.said
        assert self.port, self.said

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line.rstrip("\n"))
            if match := re.fullmatch(r"serve: http://127\.0\.0\.1:(\d+)/\n", line):
                self.port = int(match[1])
                self._ready.set()
        self._ready.set()

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Return the status, the headers and the content of an answer; the path goes as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()

    def until(self, path: str, text: str) -> bytes:
        """Return a page as soon as it has a text."""
        end = time.monotonic() + 20
        while text.encode() not in (data := self.ask(path)[2]):
            assert time.monotonic() < end, data.decode()
            time.sleep(0.02)
        return data

    def end(self) -> int:
        """End it as Ctrl-C does, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        self._listener.join()
        for stream in (self.process.stderr, self.process.stdout):
            if stream:
                stream.close()
        return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project with a Korean catalogue."""
    (tmp_path / "localepress.toml").write_text(SETTINGS)
    (tmp_path / "source").mkdir()
    (tmp_path / "source/tea.md").write_text("# Tea\n\nBoil it.\n\n![A cup](cup.svg)\n")
    (tmp_path / "source/cup.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    write(tmp_path, "끓이세요.")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path


def write(folder: Path, translation: str) -> None:
    """Save the Korean catalogue."""
    path = folder / "locales/ko/LC_MESSAGES/tea.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f'{PO}msgid "Tea"\nmsgstr "차"\n\nmsgid "Boil it."\nmsgstr "{translation}"\n'
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def running(folder: Path) -> Iterator[Running]:
    """Run the preview, and end it."""
    made = Running(folder)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.end()


def test_answers(running: Running) -> None:
    """Types, languages, folders, what is missing, and nothing written anywhere."""
    status, headers, data = running.ask("/ko/tea.html")
    assert (200, "text/html; charset=utf-8", "ko") == (
        status,
        headers["content-type"],
        headers["content-language"],
    )
    assert "끓이세요." in data.decode()
    assert "no-store" == headers["cache-control"]
    assert "nosniff" == headers["x-content-type-options"]
    kinds = {
        "/": "text/html; charset=utf-8",
        "/ko/": "text/html; charset=utf-8",
        "/assets/style.css": "text/css; charset=utf-8",
        "/files/cup.svg": "image/svg+xml",
        "/.localepress/panel.js": "text/javascript; charset=utf-8",
    }
    assert kinds == {path: running.ask(path)[1]["content-type"] for path in kinds}
    assert (307, "/ko/") == (running.ask("/ko")[0], running.ask("/ko")[1]["location"][-4:])
    status, headers, data = running.ask("/ko/none.html")
    assert (404, "text/html; charset=utf-8") == (status, headers["content-type"])
    assert "페이지를 찾을 수 없습니다" in data.decode()
    assert (405, b"") == (running.ask("/", "POST")[0], running.ask("/", "HEAD")[2])
    assert not (running.folder / "output").exists()
    assert not (running.folder / ".localepress").exists()
    assert 0 == running.end()
    assert not [line for line in running.said if not line.startswith("serve: ")]


OUTSIDE = ["/../secret.txt", "/ko/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"]
OUTSIDE += ["/%2e%2e%2f%2e%2e%2fetc/passwd", "//etc/passwd", "/ko/..\\..\\secret.txt", "/%00"]
OUTSIDE += ["/.localepress/../secret.txt", "/.localepress/panel.py", "/localepress.toml"]
OUTSIDE += ["/files/../../secret.txt", "/source/tea.md", "/etc/passwd", "/file:///etc/passwd"]


def test_no_request_leaves_the_site(running: Running) -> None:
    """Whatever the path, there is nothing but the files of the site."""
    for path in OUTSIDE:
        status, _, data = running.ask(path)
        assert (path, 404) == (path, status)
        assert b"secret" not in data.replace(b"/secret", b"")
        assert b"root:" not in data


def test_only_this_computer_may_ask(running: Running) -> None:
    """By its own names; a name of somebody else's that leads here is refused."""
    for host in ("127.0.0.1", "localhost", f"127.0.0.1:{running.port}", "LOCALHOST:1"):
        assert (host, 200) == (host, running.ask("/ko/tea.html", Host=host)[0])
    for host in ("evil.test", "127.0.0.1.evil.test", "localhost.evil.test:80", "", "0.0.0.0"):
        status, _, data = running.ask("/ko/tea.html", Host=host)
        assert (host, 400) == (host, status)
        assert "끓이세요." not in data.decode()
    assert 400 == running.ask("/.localepress/changes?page=", Host="evil.test")[0]
    out = subprocess.run(["ss", "-ltnH"], capture_output=True, text=True, check=False).stdout
    addresses = [line.split()[3] for line in out.splitlines() if f":{running.port} " in line]
    assert addresses in ([f"127.0.0.1:{running.port}"], [])


def test_what_is_wrong_is_shown_and_the_server_goes_on(running: Running) -> None:
    """A broken catalogue, broken settings, a lost source: the last good page, and the error."""
    before = running.ask("/ko/tea.html")[2]
    assert b"localepress-panel" not in before
    catalogue = running.folder / "locales/ko/LC_MESSAGES/tea.po"
    catalogue.write_text('msgid "Boil')
    data = running.until("/ko/tea.html", "[unreadable]").decode()
    assert "끓이세요." in data
    assert "1 on this page, 0 elsewhere" in data
    assert "0 on this page, 1 elsewhere" in running.ask("/en/tea.html")[2].decode()
    write(running.folder, "끓이고 & 또 끓이세요.")
    assert "[unreadable]" not in running.until("/ko/tea.html", "끓이고 &amp; 또").decode()
    (running.folder / "localepress.toml").write_text("[project]\ntitel = 1\n")
    data = running.until("/ko/tea.html", "unknown key").decode()
    assert "did you mean &#34;title&#34;?" in data
    (running.folder / "localepress.toml").write_text(SETTINGS.replace('"T"', '"New title"'))
    data = running.until("/ko/tea.html", "New title").decode()
    assert "localepress-panel" not in data
    (running.folder / "source/cup.md").write_text("[x](none.md)\n")
    assert "leads nowhere" in running.until("/en/cup.html", "[broken-link]").decode()


def test_what_is_saved_while_the_settings_are_read_is_not_missed(running: Running) -> None:
    """Another change of the settings makes the preview look anew; it looks all the time."""
    for number in range(5):
        (running.folder / "localepress.toml").write_text(SETTINGS.replace('"T"', f'"T{number}"'))
        running.until("/ko/tea.html", f"T{number}")
        (running.folder / "source/cup.md").write_text(f"Cup {number}.\n")
        running.until("/en/cup.html", f"Cup {number}.")


def test_a_project_that_cannot_be_built(folder: Path) -> None:
    """The server starts all the same, says why, and goes on when it is put right."""
    (folder / "source/tea.md").rename(folder / "tea.md")
    running = Running(folder)
    status, _, data = running.ask("/")
    assert (404, True) == (status, b"no document in it" in data)
    (folder / "tea.md").rename(folder / "source/tea.md")
    running.until("/ko/tea.html", "끓이세요.")
    assert 0 == running.end()


def test_a_port_that_is_taken(running: Running) -> None:
    """One line says so, and what to do."""
    command = [sys.executable, "-m", "pipeline", "serve", "--port", str(running.port)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=running.folder, env=env, capture_output=True, text=True, check=False
    )
    assert 2 == done.returncode
    assert re.fullmatch(r"localepress: port \d+ cannot be used \(.*\); .*--port\n", done.stderr)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the browser."""
    with launched() as chromium:
        yield chromium


@pytest.fixture
def tab(browser: Browser, running: Running) -> Iterator[Page]:
    """Open the Korean page in a browser."""
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{running.port}/ko/tea.html")
    page.wait_for_function("() => document.readyState === 'complete'")
    yield page
    page.close()


def test_a_page_follows_what_is_saved(running: Running, tab: Page) -> None:
    """A catalogue and a source, without a hand on the browser; and quickly."""
    took = []
    tab.wait_for_timeout(300)
    for number in range(5):
        start = time.monotonic()
        write(running.folder, f"끓이세요 {number}.")
        tab.wait_for_function(f"() => document.body.innerText.includes('끓이세요 {number}')")
        took.append(time.monotonic() - start)
        tab.wait_for_timeout(200)
    (running.folder / "source/tea.md").write_text("# Tea\n\nBoil it. Drink it.\n")
    tab.wait_for_function("() => document.body.innerText.includes('Drink it.')")
    assert sorted(took)[2] < QUICK, took


def test_a_page_follows_its_theme(running: Running, tab: Page) -> None:
    """A theme that comes, its template and its styles, a mistake in it, and its end."""
    theme = running.folder / "theme"
    start = '{% extends "localepress/page.html" %}'
    theme.mkdir()
    (theme / "page.html").write_text(start + "{% block footer %}<p>First.</p>{% endblock %}")
    tab.wait_for_function("() => document.body.innerText.includes('First.')")
    (theme / "page.html").write_text(start + "{% block footer %}<p>Second.</p>{% endblock %}")
    tab.wait_for_function("() => document.body.innerText.includes('Second.')")
    colour = "([colour]) => getComputedStyle(document.querySelector('h1')).color === colour"
    for rule, expected in (("red", "rgb(255, 0, 0)"), ("blue", "rgb(0, 0, 255)")):
        (theme / "extra.css").write_text(f"h1 {{ color: {rule} }}")
        tab.wait_for_function(colour, arg=[expected])
    (theme / "page.html").write_text(start + "{% block footer %}{{ nothing }}{% endblock %}")
    panel = tab.get_by_role("complementary", name="Preview")
    panel.wait_for()
    assert "theme/page.html:1: " in panel.inner_text()
    assert "Second." in tab.inner_text("body")
    (theme / "page.html").unlink()
    panel.wait_for(state="detached")
    tab.wait_for_function("() => !document.body.innerText.includes('Second.')")
    assert tab.evaluate(colour, ["rgb(0, 0, 255)"])


def test_a_page_that_does_not_change_stays(running: Running, tab: Page) -> None:
    """What is written on another page, or typed into this one, is not lost."""
    tab.wait_for_timeout(300)
    tab.evaluate("() => { window.here = true; }")
    (running.folder / "source/cup.md").write_text("# Cup\n\nA cup.\n")
    running.until("/en/cup.html", "A cup.")
    write(running.folder, "끓이세요.")
    tab.wait_for_timeout(500)
    assert tab.evaluate("() => window.here")


def test_a_page_that_asks_late_is_shown_anew(running: Running) -> None:
    """What was saved while a browser was still loading the page is not missed."""
    loaded = running.ask("/ko/tea.html")[2].decode()
    edition = re.search(r'data-edition="(\d+)"', loaded)
    assert edition
    write(running.folder, "새로.")
    running.until("/ko/tea.html", "새로.")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    with closing(connection):
        asked = f"/.localepress/changes?page=ko/tea.html&edition={edition[1]}"
        connection.request("GET", asked)
        answer = connection.getresponse()
        assert b"retry: 500\n\nevent: changed\n" == b"".join(answer.readline() for _ in range(3))


def test_findings_of_a_page_are_those_of_its_source() -> None:
    """The source folder may lie in another one; a template is no source, whatever its name."""
    from pipeline.preview import panel
    from pipeline.preview.edition import Edition

    places = Place("content/en/a.md", 1), Place("theme/a.html", 1), Place("content/en/b/a.md", 1)
    found = tuple(Finding(place, "broken-link", "Wrong.") for place in places)
    edition = Edition(1, {}, found, "", ("en",), "{language}/{name}.po", "content/en")
    assert "1 on this page, 2 elsewhere" in panel.panel("en/a.html", edition)


def test_what_building_finds_too_is_said_once() -> None:
    """In the order of the lines, and on the page of its catalogue alone."""
    from pipeline.preview import panel
    from pipeline.preview.edition import Edition

    at = "locales/ko/a.po"
    found = (Finding(Place(at, 9), "marks", "first"),)
    edition = Edition(1, {}, found, "", ("en", "ko"), "locales/{language}/{name}.po")
    checked = [Finding(Place(at, 9), "marks", "again"), Finding(Place(at, 2), "numbers", "other")]
    text = panel.panel("ko/a.html", edition, checked)
    said = re.findall(r"<code>.*?:(\d+)</code> (\w+)", text)
    assert [("2", "other"), ("9", "first")] == said
    assert "2 on this page, 0 elsewhere" in text
    assert "0 on this page, 1 elsewhere" in panel.panel("en/a.html", edition)


def test_the_panel_in_a_browser(running: Running, tab: Page) -> None:
    """It comes with what is wrong, is read out as a region of its own, and goes with it."""
    tab.wait_for_timeout(300)
    (running.folder / "locales/ko/LC_MESSAGES/tea.po").write_text('msgid "Boil')
    panel = tab.get_by_role("complementary", name="Preview")
    panel.wait_for()
    assert "tea.po:" in panel.inner_text()
    write(running.folder, "새로.")
    panel.wait_for(state="detached")
    assert 0 == running.end()


def test_the_panel_has_what_the_checks_find(running: Running, tab: Page) -> None:
    """With file and line, on the page that has it; and it goes without the page shown anew."""
    panel = tab.get_by_role("complementary", name="Preview")
    write(running.folder, "차를 끓이세요")
    panel.wait_for()
    said = 'notice: locales/ko/LC_MESSAGES/tea.po:9 the sentence ends without "."'
    assert f"{said} [final-punctuation]" == tab.locator("#localepress-panel li").inner_text()
    assert "1 on this page, 0 elsewhere" in panel.inner_text()
    tab.evaluate("() => { window.here = true; }")
    path = running.folder / "locales/ko/LC_MESSAGES/tea.po"
    text = path.read_text(encoding="utf-8")
    ignored = text.replace('msgid "Boil', '# localepress: ignore=final-punctuation\nmsgid "Boil')
    path.write_text(ignored, encoding="utf-8")
    panel.wait_for(state="detached")
    assert tab.evaluate("() => window.here")
    path.write_text(text, encoding="utf-8")
    panel.wait_for()
    tab.goto(f"http://127.0.0.1:{running.port}/en/tea.html")
    tab.wait_for_timeout(500)
    assert 0 == panel.count()


def test_the_panel_stays_closed(running: Running, tab: Page) -> None:
    """For who has closed it with mouse or keys: when findings change, and on pages shown anew."""
    details = tab.locator("#localepress-panel details")
    listed = tab.locator("#localepress-panel li")
    write(running.folder, "차를 끓이세요")
    listed.wait_for()
    tab.locator("#localepress-panel summary").click()
    write(running.folder, "물을 끓이세요")
    tab.wait_for_function("() => document.body.innerText.includes('물을 끓이세요')")
    details.wait_for()
    tab.reload()
    details.wait_for()
    assert not listed.is_visible()
    tab.locator("#localepress-panel summary").press("Enter")
    tab.reload()
    details.wait_for()
    assert listed.is_visible()


def test_axe_finds_nothing_in_the_panel(running: Running, tab: Page) -> None:
    """Neither closed nor open, on a phone."""
    tab.set_viewport_size({"width": 360, "height": 640})
    write(running.folder, "차를 끓이세요")
    summary = tab.locator("#localepress-panel summary")
    summary.wait_for()
    tab.evaluate(npm_kit.fetched(npm_kit.AXE).read_text(encoding="utf-8"))
    for _ in range(2):
        assert [] == tab.evaluate(npm_kit.FAULTS, ["#localepress-panel", npm_kit.RULES])
        summary.click()


def test_ctrl_c_ends_while_a_page_waits(running: Running, tab: Page) -> None:
    """Quietly and at once."""
    tab.wait_for_timeout(300)
    start = time.monotonic()
    assert 0 == running.end()
    assert time.monotonic() - start < 5
    assert not [line for line in running.said if not line.startswith("serve: ")]
