"""HTML pages, and the normal form that the other readers end in as well.

libxml2 parses without loading anything: no network, no files, no entities of a document's own. It
stops at 256 levels of nesting and at texts or attributes of 10 MB, which is an error here, because
a document is never read in part. It builds trees as HTML 4 has them, so what HTML 5 adds and a
page would lose is put right afterwards. Comments and processing instructions are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

import lxml.html
from lxml import etree

from pipeline import languages, markup
from pipeline.elements import BLOCKS
from pipeline.errors import UsageError
from pipeline.model import Document
from pipeline.readers.anchors import Anchors
from pipeline.readers.source import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

    from pipeline.readers.source import Source

MAX_ATTRIBUTES = 1000
"""Of one element: libxml2 takes quadratic time over them."""

_LINED: Final = BLOCKS.union(("img", "input", "button")).difference(
    ("body", "col", "colgroup", "hr", "iframe", "script", "style", "template")
)
"""Elements that get their source line."""

_LAST_LINE = 65535
"""libxml2 gives this line to everything below it."""

_NEVER_SHOWN = ("iframe", "noembed", "noframes")
_SHOWN_RAW = ("xmp", "plaintext")

_HEAD = frozenset("base link meta noscript script style template title".split())
"""Elements with which a head goes on."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DIGITS = re.compile(r"[0-9]{1,9}")
_LONG_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says about itself."""

    title: str = ""
    """"" where it has none; the first heading or the file's name then is."""
    description: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)


def read(source: Source) -> Document:
    """Return the document of an HTML page; raises ReadError.

    Its title, description, language and body are kept, and its other named ``meta`` become the
    document's; links to style sheets and scripts in the head are the template's affair.
    """
    if place := unclosed_comment(source.text):
        raise source.error(source.line_at(place - 1), "comment without end; add -->")
    root = _parse(source.text, source, lines=True)
    for element in root.iter(etree.Element):
        element.attrib.pop("data-line", None)
        if element.tag in _LINED and 0 < (element.sourceline or 0) < _LAST_LINE:
            element.set("data-line", str(element.sourceline))
    meta = {m.get("name", "").lower(): m.get("content", "") for m in root.iterfind("head/meta")}
    meta.pop("", None)
    title = " ".join((root.findtext("head/title") or "").split())
    head = Head(title, " ".join(meta.pop("description", "").split()), meta)
    return _document(source, root.find("body"), head, _language(root, source))


def page(source: Source, body: str, head: Head) -> Document:
    """Return the document of a body that another reader wrote; raises ReadError."""
    root = _parse(f"<html><head></head><body>\n{body}\n</body></html>", source, lines=False)
    for element in root.iter(etree.Element):
        if not _DIGITS.fullmatch(element.get("data-line", "0")):
            del element.attrib["data-line"]
    return _document(source, root.find("body"), head, source.language)


def unclosed_comment(html: str) -> int:
    """Return the place behind a ``<!`` whose comment swallows the rest of a page; 0 if none does.

    One that holds the end of a script may be a string of that script, and is let pass.
    """
    place = html.rfind("<!--")
    if place < 0 or "-->" in html[place + 2 :] or "</script" in html[place:].lower():
        return 0
    return place + 1


def _parse(html: str, source: Source, *, lines: bool) -> HtmlElement:
    """Return the tree of a page; raises ReadError if not all of it can be read."""
    for tag in _LONG_TAG.finditer(html):
        if len(tag[0]) > MAX_ATTRIBUTES and _attributes(tag[0]) > MAX_ATTRIBUTES:
            line = source.line_at(tag.start()) if lines else 0
            raise source.error(line, f"element with more than {MAX_ATTRIBUTES} attributes")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(html.encode(), parser=parser)
    except etree.LxmlError as error:
        raise source.error(0, "empty; write some text or remove the file") from error
    for entry in parser.error_log.filter_from_fatals():
        what = (
            "nested more than 250 levels deep" if "depth" in entry.message else "longer than 10 MB"
        )
        raise source.error(entry.line if lines else 0, f"{what}; make it simpler")
    for part in (root, *root.itersiblings()):
        if bad := FORBIDDEN.search(etree.tostring(part, encoding="unicode", method="html")):
            raise source.error(
                _line_of_reference(ord(bad[0]), source) if lines else 0,
                f"reference to control character U+{ord(bad[0]):04X}; remove it",
            )
    _gather(root)
    _put_right(root)
    return root


def _line_of_reference(code: int, source: Source) -> int:
    found = re.search(rf"&#(?:0*{code}|[xX]0*{code:x})(?![0-9a-fA-F])", source.text, re.IGNORECASE)
    return source.line_at(found.start()) if found else 0


def _attributes(tag: str) -> int:
    return len(re.split(r"[\s/]+", _VALUE.sub(" ", tag)))


def _gather(root: HtmlElement) -> None:
    """Move into the body what is shown but stands elsewhere.

    libxml2 leaves elements that HTML 4 does not know in the head, and begins a new page behind
    ``</html>``.
    """
    elements: list[HtmlElement] = []
    texts: list[list[str]] = [[]]
    for page in [root, *root.itersiblings()]:
        for part in _shown(page):
            if isinstance(part, str):
                texts[-1].append(part)
            else:
                elements.append(part)
                texts.append([])
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    body[:] = elements
    body.text, *tails = map("".join, texts)
    for element, tail in zip(elements, tails, strict=True):
        element.tail = tail


def _shown(parent: HtmlElement) -> Iterator[str | HtmlElement]:
    """Yield the texts and elements, without their tails, that belong into the body."""
    if parent.tag == "body" or (parent.text or "").strip():
        yield parent.text or ""
    in_head = parent.tag == "head"
    for child in list(parent):
        in_head = in_head and child.tag in _HEAD
        if in_head:
            continue
        tail, child.tail = child.tail or "", None
        if child.tag in {"head", "body"}:
            yield from _shown(child)
        else:
            yield child
        if parent.tag == "body" or tail.strip():
            yield tail


def _put_right(root: HtmlElement) -> None:
    """Undo what libxml2's HTML 4 makes of a page."""
    markup.empty_young(root)
    for element in root.iter(*_NEVER_SHOWN):
        element.text = None
        del element[:]
    for element in root.iter(*_SHOWN_RAW):
        element.tag = "pre"


def _language(root: HtmlElement, source: Source) -> str:
    """Return the language that a page says it is in, or the project's."""
    tag = (root.get("lang") or "").strip()
    if not tag:
        return source.language
    try:
        return languages.normalise(tag)
    except UsageError:
        pass
    try:
        # A private or future subtag says nothing that is needed here: en-x-simple.
        return languages.normalise(tag.partition("-")[0])
    except UsageError as error:
        raise source.error(root.sourceline or 0, f"lang: {error}") from error


def _document(source: Source, body: HtmlElement, head: Head, language: str) -> Document:
    """Return the normal form; it is what ``markup`` makes of it when it parses and writes it.

    A body without an ``h1`` begins with one, the title.
    """
    if control := FORBIDDEN.search(head.title + head.description):
        code = f"U+{ord(control[0]):04X}"
        raise source.error(0, f"title or description has the control character {code}; remove it")
    if not (head.title or body.text_content().strip() or body.find(".//img") is not None):
        raise source.error(0, "empty; write some text or remove the file")
    title = head.title or _first_heading(body) or source.title
    if body.find(".//h1") is None:
        heading = lxml.html.Element("h1")
        heading.text, heading.tail, body.text = title, body.text, "\n"
        body.insert(0, heading)
    _identify(body)
    description = f'<meta name="description" content="{escape(head.description)}">'
    html = (
        f'<html lang="{escape(language)}"><head><title>{escape(title)}</title>'
        f"{description if head.description else ''}</head>{markup.serialise(body).strip()}</html>"
    )
    return Document(source.path, language, _settled(html, source), head.meta)


def _identify(body: HtmlElement) -> None:
    """Give every heading an id."""
    names = {name for a in body.iter("a") if (name := a.get("name"))}
    anchors = Anchors(names | {e.get("id", "") for e in body.iter(etree.Element)})
    for heading in body.iter(*_HEADINGS):
        if not heading.get("id"):
            heading.set("id", anchors.give(heading.text_content()))


def _first_heading(body: HtmlElement) -> str:
    for heading in body.iter("h1"):
        if title := " ".join(heading.text_content().split()):
            return title
    return ""


def _settled(html: str, source: Source) -> str:
    """Return a page that parses to the tree it was written from."""
    root = markup.parse(html)
    again = markup.serialise(root)
    for _ in range(3):
        if again == html:
            return html
        html, text = again, root.text_content()
        root = markup.parse(html)
        again = markup.serialise(root)
        if text != root.text_content():
            break
    raise source.error(0, "HTML that parsers read in different ways; close every element")
