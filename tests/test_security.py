"""Nothing that a catalogue, front matter, a name, a glossary or a setting says runs on a page.

Every attempt is written into every field, and the pages are opened in a browser. Their elements and
attributes have to be those of the same site with harmless words, no script runs, and no file is
asked for that is not the site's own.
"""

from __future__ import annotations

import csv
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

import polib
import pytest
from browser_kit import executable

from pipeline import stages
from pipeline.errors import LocalepressError, UsageError
from pipeline.outputs import files
from pipeline.outputs.pages import SiteSettings
from pipeline.outputs.site import render
from pipeline.screen import Screen
from pipeline.settings import read
from pipeline.stages.making import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CASES = Path(__file__).parent / "cases" / "security" / "attempts.txt"
SIGNS = str.maketrans({"␉": "\t", "␊": "\n"})
ATTEMPTS = [
    line.translate(SIGNS)
    for line in CASES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
HARMLESS = "word"
HOOK = """() => {
    window.ran = [];
    const told = (what) => (...rest) => top.ran.push(`${what} ${rest.join(" ")}`);
    for (const name of ["pwn", "alert", "confirm", "prompt"]) window[name] = told(name);
}"""
SEE = """() => {
    const all = [...document.querySelectorAll("*")];
    const looks = all.map((element) => [
        element.localName,
        ...[...element.attributes].map((attribute) => attribute.name).sort(),
    ].join(" "));
    const names = ["href", "src", "action", "formaction", "data", "xlink:href"];
    const addresses = all.flatMap((element) => names
        .map((name) => element.getAttribute(name))
        .filter((value) => value && /^[\\u0000- ]*(javascript|data|vbscript):/i.test(value)));
    for (const element of all)
        for (const kind of ["click", "mouseover", "pointerenter", "focus", "toggle", "error"])
            if (kind !== "click" || element.localName !== "a")
                element.dispatchEvent(new Event(kind));
    return [[...new Set(looks)], addresses];
}"""
"""The kinds of elements of a page with their attributes, and its addresses that would run; then it
is clicked and pointed at everywhere."""
SHOW = f"""async (pages) => {{
    const found = [];
    for (const [address, text] of pages) {{
        history.replaceState(null, "", address);
        document.open();
        const before = window.ran.length;
        const loaded = new Promise((done) => addEventListener("load", done));
        document.write(text);
        document.close();
        await loaded;
        found.push(({SEE})());
        // As long as a page needs to go elsewhere.
        await new Promise((done) => setTimeout(done, 10));
        for (let at = before; at < window.ran.length; at++) window.ran[at] += ` on ${{address}}`;
    }}
    return found;
}}"""
"""Shows pages in one window, one after the other, and sees each; what ran is told with its page."""


def as_name(attempt: str) -> str:
    """Return an attempt as a name that a file may have."""
    told = "".join(sign if sign.isprintable() else "∕" for sign in attempt)
    return re.sub(r"[/\\:]", "∕", told).strip(" .")[:80]


def as_yaml(attempt: str) -> str:
    """Return an attempt as a value of front matter."""
    return '"' + attempt.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def write(folder: Path, attempts: list[str]) -> None:
    """Write a project with a document for each attempt, which has it in every field."""
    title = as_yaml(attempts[0])
    (folder / "source").mkdir(parents=True)
    (folder / "localepress.toml").write_text(
        f"[project]\ntitle = {title}\nlanguages = ['ko']\n[translate]\nengine = 'echo'\n"
        f"[publish]\nthreshold = 0\nmenu = [{', '.join(map(as_yaml, attempts[:3]))}, 'n0/d0']\n"
    )
    for number, attempt in enumerate(attempts):
        value = as_yaml(attempt)
        name = as_name(attempt) if attempt != HARMLESS else f"{HARMLESS}{number}"
        path = folder / "source" / f"n{number}" / f"{number}{name}" / f"{number}{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(
            f"---\ntitle: {value}\ndescription: {value}\nsummary: {value}\n"
            f"tags: [{value}, {value}]\n{value}: {value}\norder: {number}\n---\n"
            f"One {number}. Two {number} [link](../../n0/d0.md).\n\n- Three {number}.\n",
            encoding="utf-8",
        )
    (folder / "source/n0/d0.md").write_text("# Start\n\nA cup.\n")


def translate(folder: Path, attempts: list[str]) -> None:
    """Write the attempts into the catalogues and the glossary."""
    locales = folder / "locales/ko"
    locales.mkdir(parents=True, exist_ok=True)
    with (locales / "glossary.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "target", "note", "case", "keep"])
        for number, attempt in enumerate(attempts):
            one_line = " ".join(attempt.split())
            rows.writerow([f"term {number} {one_line}", one_line, one_line, "", ""])
        rows.writerow(["cup", " ".join(attempts[0].split()), "", "", ""])
    stages.update(work(folder))
    stages.translate(work(folder))
    for number, attempt in enumerate(attempts):
        path = next(folder.glob(f"locales/ko/LC_MESSAGES/n{number}/{number}*/*.po"))
        file = polib.pofile(str(path))
        file.metadata["Last-Translator"] = attempt
        file.metadata["X-Generator"] = " ".join(attempt.split())
        for entry in file:
            entry.comment = attempt
            if entry.msgid.startswith("One"):
                # A draft whose engine is said to be called so, as the notice of the page says it.
                engine = re.sub(r"\s", "_", attempt)
                before, _, after = entry.tcomment.partition("draft echo ")
                entry.tcomment = f"{before}draft echo {engine} {after.partition(' ')[2]}"
            elif "link" in entry.msgid:
                entry.flags, entry.tcomment = [], attempt
                entry.msgstr = f"<a1>{attempt}</a1>"
            else:
                entry.flags, entry.tcomment, entry.msgstr = [], attempt, attempt
        file.save()


def work(folder: Path) -> stages.Work:
    """Return what a command gets."""
    return stages.Work(stages.open_project(folder), Screen(quiet=True))


def site(folder: Path, attempts: list[str]) -> dict[str, bytes]:
    """Return the files of a site whose fields all have an attempt."""
    write(folder, attempts)
    translate(folder, attempts)
    stages.build(work(folder))
    out = folder / "output"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


class Files(BaseHTTPRequestHandler):
    """Sends the files of a site."""

    def do_GET(self) -> None:
        """Answer with a file, or that there is none."""
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        data = self.server.files.get(path)  # type: ignore[attr-defined]
        self.send_response(404 if data is None else 200)
        kind = "text/css" if path.endswith(".css") else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Watched:
    """A browser that shows sites, and puts down whatever they do."""

    def __init__(self, context: Any, server: ThreadingHTTPServer) -> None:
        self.done: list[str] = []
        self.files: Mapping[str, bytes] = {}
        self._server = server
        self._site = f"http://127.0.0.1:{server.server_address[1]}/"
        self._context = context
        self._open()

    def _open(self) -> None:
        """Open the tab; any other is the doing of a page."""
        self._tab = self._context.new_page()
        self._context.on("page", self._popped)
        self._tab.add_init_script(f"({HOOK})()")
        self._tab.on("dialog", lambda dialog: (self.done.append("dialog"), dialog.dismiss()))
        self._tab.on("console", lambda said: self.done.append(f"console {said.text}"))
        self._tab.on("pageerror", lambda error: self.done.append(f"error {error}"))
        self._tab.on("request", self._asked)

    def _popped(self, _: Any) -> None:
        self.done.append("popup")

    def _anew(self) -> None:
        """Open another tab, since this one went elsewhere."""
        self._context.remove_listener("page", self._popped)
        self._tab.close()
        self._open()

    def _asked(self, request: Any) -> None:
        path = unquote(urlsplit(request.url).path).removeprefix("/")
        if not (request.url.startswith(self._site) and path in {*self.files, "favicon.ico"}):
            self.done.append(f"asked for {request.url}")

    def look(self, paths: list[str]) -> dict[str, tuple[list[str], list[str]]]:
        """Return the elements and attributes of pages, and their addresses that would run.

        The parser of one tab reads them one after the other, each at its own address, since to
        navigate to a page takes twenty times as long. If a page goes elsewhere, each of its group
        is opened anew, to name the one that did.
        """
        from playwright.sync_api import Error

        own = {"start.html": b"<!doctype html>", "favicon.ico": b""}
        self.files = {**self.files, **own}
        self._server.files = self.files  # type: ignore[attr-defined]
        texts = [[f"/{quote(path)}", self.files[path].decode()] for path in paths]
        try:
            self._tab.goto(f"{self._site}start.html")
            seen = self._tab.evaluate(SHOW, texts)
            # Chromium may run and ask for something a moment later.
            self._tab.wait_for_timeout(50)
            self.done += [f"ran {what}" for what in self._tab.evaluate("() => window.ran")]
        except Error:
            self._anew()
            if len(paths) > 1:
                half = len(paths) // 2
                return self.look(paths[:half]) | self.look(paths[half:])
            self.done.append(f"left {paths[0]}")
            seen = [[[], []]]
        pairs = zip(paths, seen, strict=True)
        return {path: (elements, addresses) for path, (elements, addresses) in pairs}


@pytest.fixture
def watched(running: Watched) -> Watched:
    """Return the browser, which has seen nothing yet."""
    running.done.clear()
    return running


@pytest.fixture(scope="module")
def running() -> Iterator[Watched]:
    """Run the browser, with scripts."""
    path = executable()
    from playwright.sync_api import sync_playwright

    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", nowhere, "--disable-gpu"]
        )
        yield Watched(chromium.new_context(), server)
        chromium.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_browser_sees_what_runs(watched: Watched) -> None:
    """The judge is awake: on pages that are not safe, most attempts succeed."""
    watched.files = {f"{n}.html": f"<p>{each}".encode() for n, each in enumerate(ATTEMPTS[:25])}
    found = watched.look([*watched.files])
    assert len({what for what in watched.done if "ran pwn" in what or "evil.test" in what}) > 3
    assert sum("ran pwn" in what for what in watched.done) > 8
    assert ("script", "") in {each for elements, _ in found.values() for each in names(elements)}


HOLES = {
    "script": ("<script>pwn()</script>", "ran pwn  on /hole.html"),
    "handler": ("<p onclick=pwn()>", "ran pwn  on /hole.html"),
    "late": ("<script>setTimeout(pwn, 20)</script>", "ran pwn "),
    "alert": ("<script>alert(1)</script>", "ran alert 1"),
    "fetch": ("<img src=https://evil.test/x>", "asked for https://evil.test/x"),
    "style": ("<style>@import 'https://evil.test/x'</style>", "asked for https://evil.test/x"),
    "navigation": ("<script>location = 'https://evil.test/x'</script>", "evil.test/x"),
    "refresh": ("<meta http-equiv=refresh content='0;url=https://evil.test/x'>", "evil.test/x"),
    "popup": ("<a id=a href=/other.html target=_blank></a><script>a.click()</script>", "popup"),
    "error": ("<script>nothing.here</script>", "error nothing is not defined"),
    "console": ("<script>console.log('hello')</script>", "console hello"),
}


@pytest.mark.parametrize("kind", HOLES)
def test_each_hole_is_seen(watched: Watched, kind: str) -> None:
    """Each way that a page may do something is told, among pages that do nothing."""
    hole, told = HOLES[kind]
    good = {f"{number}.html": b"<!doctype html><p>word" for number in range(9)}
    watched.files = {**good, "hole.html": f"<!doctype html>{hole}".encode(), "other.html": b""}
    watched.look(["0.html", "hole.html", *good][:10])
    assert [] != [what for what in watched.done if told in what]


def test_nothing_runs_and_nothing_is_fetched(watched: Watched, tmp_path: Path) -> None:
    """In every field, on the page itself and on the lists that name it."""
    assert len(ATTEMPTS) == len({*ATTEMPTS}) >= 200
    watched.files = site(tmp_path / "plain", [HARMLESS] * 5)
    plain = watched.look([path for path in watched.files if path.endswith(".html")])
    expected = {tag: set().union(*_of(plain, tag)) for tag in ("en", "ko", "in", "40")}
    watched.files = site(tmp_path / "attempts", ATTEMPTS)
    found = watched.look([path for path in watched.files if path.endswith(".html")])
    others = [
        "index.html",
        *(f"{tag}{name}.html" for tag in ("en/", "ko/") for name in ("index", "404")),
    ]
    assert {*others, "404.html"} < {*found}
    assert len(found) == 2 * (len(ATTEMPTS) + 1) + len(others) + 1
    assert [] == watched.done
    for path, (elements, addresses) in found.items():
        assert (path, [], []) == (path, addresses, sorted(names(elements) - expected[path[:2]]))


Found = dict[str, tuple[list[str], list[str]]]


def _of(found: Found, tag: str) -> list[set[tuple[str, str]]]:
    return [names(elements) for path, (elements, _) in found.items() if path.startswith(tag)]


def names(elements: list[str]) -> set[tuple[str, str]]:
    """Return each kind of element with each attribute, but for languages: some texts fall back."""
    kinds = (element.split(" ") for element in elements)
    said = {(tag, attribute) for tag, *attributes in kinds for attribute in ["", *attributes]}
    return {each for each in said if each[1] not in {"dir", "lang"}}


def test_settings(watched: Watched) -> None:
    """The title of the site, and the names in its menu."""
    made: dict[str, bytes] = {}
    for number, attempt in enumerate(ATTEMPTS):
        options = SiteSettings(attempt, "en", ("ko",), menu=(attempt,))
        built = render([], options, words, {}.get).files
        made |= {f"{number}{path}": data for path, data in built.items()}
    assets = ("assets/style.css", "assets/root.js")
    watched.files = {**made, **{path: made[f"0{path}"] for path in assets}}
    found = watched.look([path for path in made if path.endswith(".html")])
    assert [] == watched.done
    first = found["0index.html"]
    assert [] == [path for path, each in found.items() if each != first]


@pytest.mark.parametrize("key", ["base_url", "output", "language", "languages"])
def test_settings_that_are_no_texts(tmp_path: Path, key: str) -> None:
    """An address, a folder or a language has a form, which no attempt has."""
    for attempt in ATTEMPTS:
        value = as_yaml(attempt)
        table = "publish" if key == "base_url" else "project"
        value = f"[{value}]" if key == "languages" else value
        value = f'"../{as_name(attempt)}"' if key == "output" else value
        (tmp_path / "localepress.toml").write_text(f"[{table}]\n{key} = {value}\n")
        with pytest.raises(UsageError, match=r"localepress\.toml:\d"):
            read(tmp_path)


OUTSIDE = ["../x", "/x", "a/../../x", "a\\..\\x", "C:/x", "c:x", "a/con.html", "nul", "a/COM1.html"]
OUTSIDE += ["a/aux", "lpt9.txt", "a/b.", "a/b ", "a /b", "a./b", "x:y", "a\0b", "a\nb", "con .html"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    """On this system or on another; nothing at all is written then."""
    with pytest.raises(LocalepressError, match="cannot be called"):
        files.publish({"good": b"", path: b""}, tmp_path / "output")
    assert [] == [*tmp_path.iterdir()]
