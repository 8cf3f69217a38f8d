"""A real browser as the judge of pages: what it makes of their bytes, as trees to compare.

Nothing here knows how pages are localised. The browser reaches no network, and no script of a page
runs in it.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.elements import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import BrowserContext

EXACT = frozenset(
    "pre listing textarea script style svg:script svg:style xmp plaintext iframe noembed "
    "noframes".split()
)
"""Elements in which every white space counts."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_DUMP = Path(__file__).with_name("dom.js").read_text(encoding="utf-8")
_HOME = "http://page.test/"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src blob:"
_OPEN = """pages => pages.forEach(([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const frame = document.createElement("iframe");
    frame.name = name;
    frame.src = URL.createObjectURL(new Blob([bytes], { type: "text/html;charset=utf-8" }));
    document.body.append(frame);
})"""
_LOADED = """() => Array.from(frames).every(
    (frame) => frame.location.href !== "about:blank" && frame.document.readyState === "complete"
)"""


@dataclass(frozen=True, slots=True)
class Element:
    """An element; see dom.js for those whose names begin with ``#`` or ``!``."""

    name: str
    """Local name, with ``svg:`` or ``math:`` before it where it is not HTML's."""
    attributes: Mapping[str, str]
    nodes: tuple[Element | Text | Comment, ...]

    @property
    def is_block(self) -> bool:
        """Tell whether it ends a run of inline content, by itself or by what is inside."""
        return (
            self.name[0] in "#!"
            or self.name in BLOCKS
            or any(isinstance(node, Element) and node.is_block for node in self.nodes)
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A text node."""

    data: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment."""

    data: str


Node = Element | Text | Comment


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser made of a page."""

    document: Element
    text: str
    """``innerText`` of the body: what a reader sees."""


class Browser:
    """A running browser."""

    def __init__(self, *, plain: BrowserContext, scripting: BrowserContext) -> None:
        self._tabs = {False: plain.new_page(), True: scripting.new_page()}
        for tab in self._tabs.values():
            tab.route("**/*", lambda route: route.abort())
            tab.route(
                _HOME,
                lambda route: route.fulfill(
                    body="",
                    headers={"content-type": "text/html", "content-security-policy": _POLICY},
                ),
            )
            tab.goto(_HOME)

    def load(self, pages: Mapping[str, bytes], *, scripting: bool = False) -> dict[str, Page]:
        """Return what the browser makes of UTF-8 pages, by name.

        ``scripting`` chooses how ``noscript`` is read; scripts do not run in either case. The pages
        stand in frames of one page, since opening one after the other takes seconds.
        """
        tab = self._tabs[scripting]
        tab.goto(_HOME)
        tab.evaluate(_OPEN, [[name, base64.b64encode(pages[name]).decode()] for name in pages])
        end = time.monotonic() + 30
        while not tab.evaluate(_LOADED):
            if time.monotonic() > end:
                raise TimeoutError("the browser does not get done with the pages")
            time.sleep(0.02)
        return _pages(tab.evaluate(_DUMP))

    def parse(self, pages: Mapping[str, bytes]) -> dict[str, Page]:
        """Return what the browser's parser makes of UTF-8 pages, without showing them.

        Without frames and layout this takes a hundredth of the time.
        """
        texts = [[name, page.decode("utf-8-sig")] for name, page in pages.items()]
        return _pages(self._tabs[False].evaluate(_DUMP, texts))


def executable() -> str:
    """Return the browser's path; without one, skip the test, or fail it where CI is set."""
    missing = pytest.fail if os.environ.get("CI") else pytest.skip
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing(f"no browser: none of {', '.join(names)} is installed")
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        missing("playwright is not installed")
    return str(path)


@contextmanager
def running() -> Iterator[Browser]:
    """Run the browser as a judge of pages; see ``launched``."""
    with launched() as chromium:
        yield Browser(
            plain=chromium.new_context(java_script_enabled=False), scripting=chromium.new_context()
        )


@contextmanager
def launched() -> Iterator[Chromium]:
    """Run the browser; without one, skip the test, but fail it in continuous integration."""
    path = executable()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def _pages(dumped: str) -> dict[str, Page]:
    return {
        name: Page(Element("#" + page["mode"], {}, tuple(map(_node, page["nodes"]))), page["text"])
        for name, page in json.loads(dumped).items()
    }


def _node(dumped: list[Any]) -> Node:
    kind, *rest = dumped
    if kind == "text":
        return Text(*rest)
    if kind == "comment":
        return Comment(*rest)
    name, attributes, nodes = rest
    return Element(name, dict(sorted(attributes)), tuple(map(_node, nodes)))


def collapsed(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return _SPACE.sub(" ", text)


def outline(node: Node, *, ordered: bool = True, depth: int = 0) -> list[str]:
    """Return a tree as lines that are equal for trees that may stand for one another.

    White space counts as HTML shows it, and comments may move between two blocks inside their
    parent. If not ``ordered``, so may inline elements.
    """
    margin = "  " * depth
    if isinstance(node, Text):
        return [f"{margin}{json.dumps(node.data, ensure_ascii=False)}"]
    if isinstance(node, Comment):
        return [f"{margin}<!--{json.dumps(node.data, ensure_ascii=False)}-->"]
    lines = [f"{margin}<{node.name}>"]
    lines += [f'{margin}  {name}="{value}"' for name, value in node.attributes.items()]
    if node.name in EXACT:
        return lines + [line for inner in node.nodes for line in outline(inner, depth=depth + 1)]
    groups = groupby(node.nodes, lambda inner: isinstance(inner, Element) and inner.is_block)
    for is_block, group in groups:
        inner = list(group)
        parts = [outline(n, ordered=ordered, depth=depth + 1) for n in _run(inner, node, ordered)]
        if not (ordered or is_block):
            parts.sort()
        lines += [line for part in parts for line in part]
    return lines


def _run(nodes: list[Node], parent: Element, ordered: bool) -> list[Node]:
    """Return what stands between two blocks: the text joined and trimmed, then the comments."""
    comments: list[Node] = [node for node in nodes if isinstance(node, Comment)]
    rest: list[Node] = [node for node in nodes if not isinstance(node, Comment)]
    if not ordered:
        rest.sort(key=lambda node: isinstance(node, Element))
    parts: list[Node] = []
    for is_text, group in groupby(rest, lambda node: isinstance(node, Text)):
        if is_text:
            parts.append(Text(collapsed("".join(n.data for n in group if isinstance(n, Text)))))
        else:
            parts += group
    if parts and (parent.is_block or not ordered):
        parts[0] = _stripped(parts[0], str.lstrip)
        parts[-1] = _stripped(parts[-1], str.rstrip)
    if not ordered:
        parts = [_stripped(part, str.rstrip) for part in parts]
    return [part for part in parts if part != Text("")] + comments


def _stripped(node: Node, strip: Any) -> Node:
    return Text(strip(node.data, " ")) if isinstance(node, Text) else node


def difference(expected: list[str], actual: list[str]) -> str:
    """Return where two outlines differ for the first time, for people; "" if they are equal."""
    matcher = SequenceMatcher(None, expected, actual, autojunk=False)
    for kind, start, end, other, last in matcher.get_opcodes() if expected != actual else ():
        if kind != "equal":
            return "\n".join(
                [
                    f"in {path(expected, start)}",
                    *(f"- {line.strip()}" for line in expected[start : min(end, start + 8)]),
                    *(f"+ {line.strip()}" for line in actual[other : min(last, other + 8)]),
                ]
            )
    return ""


def path(lines: list[str], place: int) -> str:
    """Return the elements around a line of an outline."""
    above: list[str] = []
    indent = len(lines[place]) - len(lines[place].lstrip()) if place < len(lines) else 2
    for line in reversed(lines[:place]):
        own = len(line) - len(line.lstrip())
        if own < indent and line.lstrip().startswith("<"):
            above.append(line.strip(" <>"))
            indent = own
    return " > ".join(reversed(above)) or "the document"
