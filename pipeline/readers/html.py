"""HTML pages, and the normal form that the other readers end in as well.

A page is never written anew: what its author wrote stays, and what the normal form needs besides is
put between. Nothing a document names is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

from pipeline import languages, tree
from pipeline.elements import KEY, KIND, LINE
from pipeline.errors import UsageError
from pipeline.model import Document
from pipeline.readers.anchors import Anchors
from pipeline.readers.source import FORBIDDEN
from pipeline.tree import Edits, Element, Text, TreeError
from pipeline.tree.faults import first_fault
from pipeline.tree.rules import HEADINGS
from pipeline.tree.syntax import RAW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.errors import ReadError
    from pipeline.readers.source import Source

_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_ADDRESSED: Final = frozenset("action data href poster src srcset".split())
"""Attributes with addresses: one that leads nowhere is told with its line."""
_SEEN: Final = frozenset("audio canvas embed img input math object picture svg video".split())
"""Elements that make a page more than empty, without any text."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says about itself."""

    title: str = ""
    """"" where it has none; the first heading or the file's name then is."""
    description: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    texts: tuple[tuple[str, str], ...] = ()
    """Keys of ``meta`` with their texts, for translators; see ``metadata``."""
    kept: tuple[str, ...] = ()
    """Which of "title" and "description" nobody translates."""


def read(source: Source) -> Document:
    """Return the document of an HTML page; raises ReadError.

    Poured into the template, a page keeps its title, description, language and body, and its other
    named ``meta`` become the document's. In place, all of it stays as it is.
    """
    root = _parse(source.text, source)
    if source.options.layout == "none":
        if _empty(root):
            raise source.error(0, "empty; write some text or remove the file")
        return _in_place(root, source)
    elements = list(root.walk())
    metas = [element for element in elements if element.tag == "meta"]
    language = _language(root, source)
    meta = {name.lower(): m.get("content") or "" for m in metas if (name := m.get("name"))}
    meta.pop("description", None)
    if _empty(root):
        raise source.error(0, "empty; write some text or remove the file")
    edits = _ruled(root, source)
    _number(elements, source.text, edits)
    for element in metas:
        if (element.get("name") or "").lower() != "description":
            lines = source.text.count("\n", element.start, element.end)
            edits.put(element.start, element.end, "\n" * lines)
    title = next((e for e in elements if e.tag == "title" and not e.foreign), None)
    words = _words(title) if title else ""
    if not words:
        words = _first_heading(root) or source.title
        text = f"<title>{escape(words)}</title>"
        edits.put(*((title.start, title.end) if title else (tree.start(root),) * 2), text)
    _complete(root, words, edits)
    return Document(source.path, language, edits.apply(), meta, fault=first_fault(root))


def _number(elements: Iterable[Element], text: str, edits: Edits, before: int = 0) -> None:
    """Write their line into elements that lead somewhere; ``before`` lines go before the text."""
    for element in elements:
        if not _ADDRESSED.isdisjoint(element.attributes):
            edits.set(element, LINE, str(before + tree.line_at(text, element.start)))


def numbered(text: str, before: int) -> str:
    """Return a piece of HTML in which elements that lead somewhere have their line.

    What cannot be read comes back as it is: reading the whole page says what is wrong.
    """
    edits = Edits(text)
    try:
        _number(tree.parse(text).walk(), text, edits, before)
    except TreeError:
        return text
    return edits.apply()


def fragment(source: Source) -> Document:
    """Return a page, or a part of one, that stays its author's; it may have no text at all.

    Raises ReadError.
    """
    return _in_place(_parse(source.text, source), source)


def _in_place(root: Element, source: Source) -> Document:
    metas = [element for element in root.walk() if element.tag == "meta"]
    meta = {name.lower(): m.get("content") or "" for m in metas if (name := m.get("name"))}
    meta.pop("description", None)
    language = _language(root, source)
    _check_charset(metas, source)
    html = _ruled(root, source).apply()
    return Document(source.path, language, html, meta, in_place=True, fault=first_fault(root))


def _ruled(root: Element, source: Source) -> Edits:
    """Return what the ITS rules of a page say, as attributes; raises ReadError."""
    edits = Edits(source.text)
    # Few pages have rules, and lxml takes its time to load.
    lowered = source.text.lower()
    if "application/its+xml" in lowered or "its-rules" in lowered:
        from pipeline.readers import its

        for element, name, value in its.apply(root, source):
            edits.set(element, name, value)
    return edits


def page(source: Source, body: str, head: Head, heading: str = "") -> Document:
    """Return the document of a body that another reader wrote; raises ReadError.

    ``heading`` is the text of the first ``h1``, where the reader knows it.
    """
    for text in (head.title, head.description, *(text for _, text in head.texts)):
        if control := FORBIDDEN.search(text):
            code = f"U+{ord(control[0]):04X}"
            raise source.error(0, f"front matter has the control character {code}; remove it")
    title = head.title or heading or _first_heading(_parse(body, source, generated=True))
    html = (
        f'<html lang="{escape(source.language)}" {LINE}="0">'
        f"<head>{_head(title or source.title, head)}</head><body>\n{body.strip()}\n</body></html>"
    )
    root = _parse(html, source, generated=True)
    shown = next(element for element in root.walk() if element.tag == "body")
    if not head.title and _empty(shown):
        raise source.error(0, "empty; write some text or remove the file")
    kept = f' lang="{escape(source.language)}" translate="no"' if "title" in head.kept else ""
    edits = Edits(html)
    _complete(root, title or source.title, edits, kept if head.title else "", "\n")
    return Document(source.path, source.language, edits.apply(), head.meta)


def _head(title: str, head: Head) -> str:
    """Return the title, the description, and a ``meta`` for each further text."""
    kept = dict.fromkeys(head.kept, ' translate="no"')
    own = kept.get("title", "") if head.title else ""
    parts = [f"<title{own}>{escape(title)}</title>"]
    if head.description:
        own = kept.get("description", "")
        parts.append(f'<meta name="description" content="{escape(head.description)}"{own}>')
    for key, text in head.texts:
        said = f'{KEY}="{escape(key)}" {KIND}="page {escape(key)}"'
        parts.append(f'<meta {said} content="{escape(text)}">')
    return "".join(parts)


def unended(html: str) -> tuple[int, str] | None:
    """Return the place of a tag or comment that swallows the rest of a page, and what it is."""
    try:
        tree.parse(html)
    except TreeError as error:
        if str(error).startswith(("comment", "tag")):
            return error.place, str(error)
    return None


def _parse(html: str, source: Source, *, generated: bool = False) -> Element:
    """Return the tree of a page; raises ReadError if not all of it can be read."""

    def error(place: int, message: str) -> ReadError:
        return source.error(0 if generated else tree.line_at(html, place), message)

    try:
        root = tree.parse(html)
    except TreeError as problem:
        raise error(problem.place, str(problem)) from problem
    for found in _REFERENCE.finditer(html):
        digits = (found[1] or found[2]).lstrip("0")
        code = int(digits[:8] or "0", 16 if found[1] else 10)
        # HTML reads some of them as what they were in old code pages: &#150; is a dash.
        shown = (unescape(f"&#{code};") or chr(code)) if code < 0xFFFFF else ""
        if FORBIDDEN.match(shown) and not _is_raw(root, found.start()):
            message = f"reference to control character U+{code:04X}; remove it"
            raise error(found.start(), message)
    return root


def _is_raw(root: Element, place: int) -> bool:
    return any(e.tag in RAW and e.inner <= place < e.close for e in root.walk())


def _empty(root: Element) -> bool:
    """Tell whether a page shows nothing."""
    if any(element.tag in _SEEN for element in root.walk()):
        return False
    return not any(text.strip() for text in _shown(root))


def _shown(element: Element) -> Iterator[str]:
    """Yield the texts of a page, the title among them."""
    for child in element.children:
        if isinstance(child, Text):
            yield child.value
        elif isinstance(child, Element) and child.tag not in RAW:
            yield from _shown(child)


def _check_charset(metas: list[Element], source: Source) -> None:
    """Raise ReadError if a page says that it is not in UTF-8, in which it will be written."""
    for meta in metas:
        named = meta.get("charset")
        if named is None and (meta.get("http-equiv") or "").lower() == "content-type":
            found = _CHARSET.search(meta.get("content") or "")
            named = found[1] if found else None
        if named is not None and named.strip().lower() not in {"utf-8", "utf8"}:
            line = tree.line_at(source.text, meta.start)
            said = _printable(named)
            raise source.error(line, f'charset is "{said}"; save the page as UTF-8 and say so')


def _language(root: Element, source: Source) -> str:
    """Return the language that a page says it is in, or the project's."""
    html = next((element for element in root.walk() if element.tag == "html"), root)
    tag = _printable(html.get("lang") or "").strip()
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
        line = tree.line_at(source.text, html.start)
        raise source.error(line, f"lang: {error}") from error


def _printable(text: str) -> str:
    """Return what an author wrote as it may stand in the one line of an error."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _complete(root: Element, title: str, edits: Edits, said: str = "", gap: str = "") -> None:
    """Give every heading an id, and a page without an ``h1`` the title for one.

    ``said`` are attributes of that, ``gap`` is the white space before it.
    """
    headings: list[Element] = []
    taken: set[str | None] = set()
    for element in root.walk():
        if element.tag in HEADINGS and not element.foreign:
            headings.append(element)
        if element.attributes:
            taken |= {element.get("id"), element.get("name") if element.tag == "a" else None}
    anchors = Anchors(filter(None, taken))
    if not any(element.tag == "h1" for element in headings):
        place = tree.start(root, body=True)
        given = escape(anchors.give(title))
        edits.put(place, place, f'{gap}<h1 id="{given}"{said}>{escape(title)}</h1>')
    for heading in headings:
        if not heading.get("id"):
            edits.set(heading, "id", anchors.give(_words(heading)))


def _first_heading(root: Element) -> str:
    headings = (_words(element) for element in root.walk() if element.tag == "h1")
    return next(filter(None, headings), "")


def _words(element: Element) -> str:
    return " ".join(element.text().split())
