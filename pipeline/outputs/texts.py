"""The texts of the settings on the pages of a language: title, menu, footer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline import ruby, tree
from pipeline.elements import FOOTER, MENU, TITLE
from pipeline.model import Place
from pipeline.outputs import body, links, phrases, poured, readings, serializer
from pipeline.outputs.pages import SiteTexts, Text
from pipeline.settings import SETTINGS

if TYPE_CHECKING:
    from pipeline.model import Finding
    from pipeline.outputs.addresses import Addresses
    from pipeline.outputs.anchors import Anchors
    from pipeline.outputs.copies import Files
    from pipeline.outputs.pages import Page
    from pipeline.tree import Element


def read(page: Page) -> SiteTexts:
    """Return the texts that stand in the document of the settings in a language."""
    found = {
        name: element for element in tree.parse(page.html).walk() if (name := element.get("id"))
    }
    menu = {
        int(name.removeprefix(MENU)): _text(element, page)
        for name, element in found.items()
        if name.startswith(MENU)
    }
    title = _text(found[TITLE], page) if TITLE in found else None
    return SiteTexts(page, title, menu, FOOTER in found)


def _text(element: Element, page: Page) -> Text:
    """Return a text of one message, with its language if it has no translation."""
    inner = next(iter(element.children), None)
    lang = inner.get("lang") if isinstance(inner, tree.Element) else None
    lang = lang if lang and lang != page.language else ""
    return Text(ruby.base_in(element.text(), lang or page.language), lang)


@dataclass(slots=True)
class Footers:
    """The footer on each page, with links that count from there."""

    addresses: Addresses
    files: Files
    anchors: Anchors
    findings: set[Finding] = field(default_factory=set)

    def on(self, path: str, language: str, top: str = "") -> Markup:
        """Return the footer of a page in a language, "" if there is none."""
        texts = self.addresses.settings.texts.get(language)
        if texts is None or not texts.footer:
            return Markup()
        root = poured.parse(texts.page.html)
        linker = links.Linker(texts.page, self.addresses, self.files, self.anchors, path, top)
        for found in links.rewrite(root, linker):
            self.findings.add(replace(found, place=Place(SETTINGS, found.place.line)))
        body.turn(root.body, texts.page.document.language, language)
        readings.put(root.body, language)
        phrases.put(root.body, language, text=self.addresses.settings.phrased)
        return serializer.inner(root.body.get_element_by_id(FOOTER))
