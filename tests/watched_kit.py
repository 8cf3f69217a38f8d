"""A browser that shows the pages of a site, and puts down whatever they do."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from browser_kit import executable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Found = dict[str, tuple[list[str], list[str]]]
"""The kinds of elements of pages, each with its attributes, and their addresses that would run."""

HOOK = """() => {
    window.ran = [];
    window.pwn = (...rest) => top.ran.push(`pwn ${rest.join(" ")}`);
    navigation.addEventListener("navigate", () => { window.leaving = !window.showing; });
}"""
"""Tells of what an attempt calls, and that a page goes elsewhere."""
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
"""Reads the page, then clicks and points at it everywhere."""
SHOW = f"""async (pages) => {{
    const found = [];
    for (const [address, text] of pages) {{
        window.showing = true;
        history.replaceState(null, "", address);
        document.open();
        window.showing = window.leaving = false;
        const before = window.ran.length;
        const loaded = new Promise((done) => addEventListener("load", done));
        document.write(text);
        document.close();
        await loaded;
        found.push(({SEE})());
        // Runs after all that is due, as a refresh without delay is.
        await scheduler.postTask(() => {{}}, {{priority: "background"}});
        if (window.leaving) {{
            window.ran.push("leaves");
            await new Promise((done) => setTimeout(done, 1000));
        }}
        for (let at = before; at < window.ran.length; at++) window.ran[at] += ` on ${{address}}`;
    }}
    return found;
}}"""
"""Shows pages in one window, one after the other, and sees each; what ran is told with its page."""


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
        self._tab.on("dialog", self._asked_back)
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

    def _asked_back(self, dialog: Any) -> None:
        self.done.append(f"{dialog.type} {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Any) -> None:
        path = unquote(urlsplit(request.url).path).removeprefix("/")
        if not (request.url.startswith(self._site) and path in {*self.files, "favicon.ico"}):
            self.done.append(f"asked for {request.url}")

    def says(self, told: str) -> bool:
        """Tell whether something was done; the browser may need up to five seconds to say so."""
        for _ in range(100):
            if any(told in what for what in self.done):
                return True
            self._tab.wait_for_timeout(50)
        return False

    def look(self, paths: list[str]) -> Found:
        """Return what stands on pages.

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


@contextmanager
def watching() -> Iterator[Watched]:
    """Run the browser, with scripts; without one, skip the test."""
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
