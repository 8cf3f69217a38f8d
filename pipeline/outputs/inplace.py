"""Pages that keep their author's design: only texts, languages and links differ from the source.

Where something on a page is not reviewed, the page says so and asks search engines to stay away; a
page that a person answers for gets nothing of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline import languages, tree
from pipeline.elements import BLOCKS, CONTEXT, NOTE, RULED
from pipeline.model import Finding, Place
from pipeline.outputs import readings
from pipeline.outputs.addresses import DRAFTS, page_path, relative
from pipeline.outputs.copies import addresses_in
from pipeline.scope import refused
from pipeline.tree import Edits, Element
from pipeline.tree.syntax import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.outputs.links import Linker
    from pipeline.outputs.pages import Page

_MARK: Final = "\ufeff"


def render(page: Page, linker: Linker, notice: str) -> tuple[bytes, list[Finding]]:
    """Return an author's page in a language, and what is wrong with its links.

    ``notice`` is what the page says of itself where it is not reviewed, as HTML.
    """
    root = tree.parse(page.html)
    edits = Edits(page.html)
    elements = list(root.walk())
    _drop_ours(elements, edits)
    if page.language != page.document.language:
        _say_language(root, elements, page, edits)
        _say_source(elements, page, edits)
        if not page.reviewed:
            _warn(root, elements, page, notice, edits)
    readings.edit(root, page.language, edits)
    found = list(_link(elements, linker, edits))
    # The lines of the other languages' pages are not those of the source.
    findings = found if page.language == page.document.language else []
    text = edits.apply()
    # Without a charset, browsers guess one by the language.
    return (text if _names_charset(elements) else _MARK + text).encode(), findings


def said(html: str, language: str, source: str) -> str:
    """Return a page, or a part of one, that names its language where it named the source's.

    What the reader wrote into it for the translator is taken out.
    """
    root = tree.parse(html)
    edits = Edits(html)
    elements = list(root.walk())
    _drop_ours(elements, edits)
    first = next((element for element in elements if element.tag == "html"), None)
    if first is not None:
        _name(first, language, source, edits)
    return edits.apply()


def _drop_ours(elements: list[Element], edits: Edits) -> None:
    for element in elements:
        for name in element.attributes:
            if name in {NOTE, CONTEXT} or name.startswith(RULED):
                edits.drop(element, name)


def _say_language(root: Element, elements: list[Element], page: Page, edits: Edits) -> None:
    """Write the page's language into its first element, and its direction if that is another."""
    own, source = languages.direction(page.language), languages.direction(page.document.language)
    html = next((element for element in elements if element.tag == "html"), None)
    if html is None:
        turned = f' dir="{own}"' if own != source else ""
        # Its tag may be left out though that of the head is there.
        tags = (node.start for node in root.children if isinstance(node, Element))
        place = min(tree.start(root), next(tags, len(page.html)))
        edits.put(place, place, f"<html lang={quote(page.language)}{turned}>")
        return
    _name(html, page.language, page.document.language, edits)


def _name(html: Element, language: str, source: str, edits: Edits) -> None:
    """Write a language into the first element of a page, and its direction if that is another."""
    if refused(html):
        return
    edits.set(html, "lang", language)
    if html.get("xml:lang") is not None:
        edits.set(html, "xml:lang", language)
    if languages.direction(language) != languages.direction(source):
        edits.set(html, "dir", languages.direction(language))


def _say_source(elements: list[Element], page: Page, edits: Edits) -> None:
    """Say the source's language of blocks that are never translated."""
    for element in elements:
        kept = refused(element) and element.get("lang") is None
        if kept and element.tag in BLOCKS and element.tag not in {"html", "pre"}:
            edits.set(element, "lang", page.document.language)


def _warn(root: Element, elements: list[Element], page: Page, notice: str, edits: Edits) -> None:
    """Say on a page that it is not reviewed."""
    style = relative(DRAFTS, page_path(page.language, page.document.name))
    said = '<meta name="robots" content="noindex">'
    said += f'<link rel="stylesheet" href={quote(style)}>'
    metas = (e.end for e in elements if e.tag == "meta" and e.get("charset") is not None)
    # Browsers look for the charset in the first thousand bytes.
    head, body = next(metas, tree.start(root)), tree.start(root, body=True)
    edits.put(head, head, said)
    edits.put(body, body, notice.strip())


def _link(elements: list[Element], linker: Linker, edits: Edits) -> Iterator[Finding]:
    """Change the links that lead into the project, and yield those that lead nowhere."""
    if any(element.tag == "base" and element.get("href") for element in elements):
        # All addresses count from there, and its author knows where that is.
        return
    place = Place(f"{linker.addresses.settings.source}/{linker.page.document.path}")
    for element in elements:
        line = tree.line_at(element.source, element.start)
        values = {name: value.text for name, value in element.attributes.items()}
        changed, broken = linker.changes(element.tag, values)
        for name, value in changed.items():
            edits.set(element, name, value)
        for each in broken:
            yield linker.finding(element.tag, each, line)
        style = element.text() if element.tag == "style" else element.get("style") or ""
        for url in addresses_in(style):
            message = f'"{url}" in a style is not followed; put the style into a file of its own'
            yield Finding(Place(place.path, line), "style-address", message, error=False)


def _names_charset(elements: list[Element]) -> bool:
    metas = [element for element in elements if element.tag == "meta"]
    kinds = {(meta.get("http-equiv") or "").lower() for meta in metas}
    return "content-type" in kinds or any(meta.get("charset") is not None for meta in metas)
