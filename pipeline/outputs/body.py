"""The text of a page in the normal form, made ready to stand in the theme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree
from markupsafe import Markup

from pipeline import languages, ruby, tree
from pipeline.elements import BLOCKS, CONTEXT, DRAFT, KIND, LINE, NOTE, RULED
from pipeline.outputs import phrases, readings, serializer
from pipeline.outputs.inline import HIDDEN
from pipeline.tree.syntax import SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipeline.outputs.pages import Page

_FOR_US = frozenset({LINE, NOTE, CONTEXT, KIND})
"""Attributes that readers write for the stages."""
_BOX = "task-list-item-checkbox"
_WAYS_BACK = (
    ".//a[not(@aria-label)][@class='footnote-backref' or @role='doc-backlink' or "
    "starts-with(@href, '#footnote-ref-') or starts-with(@href, '#endnote-ref-')]"
)
"""Links from footnotes into the text, as our readers have them; they show an arrow or a number."""
_AROUND_TITLE = frozenset({"html", "body", "main", "article", "section", "div", "header", "hgroup"})
"""Elements in which a paragraph may follow a title."""
_END = "localepress: end of the title"
_NOT_TRANSLATED = frozenset({"pre", "code", "kbd", "samp", "var", "script", "style", "svg", "math"})


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself."""

    title: str
    description: str
    title_language: str = ""
    """BCP 47 tag where the title is still the source's."""
    description_language: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """Words that are put into the text of a page, in its language."""

    begins: str
    """Said before the first of several draft sentences."""
    ends: str
    """Said after the last."""
    table: str
    """The name of a table without a caption."""
    done: str
    """The name of a ticked box in a list of tasks."""
    to_do: str
    """The name of one that is not ticked."""
    back: str
    """The name of a link from a footnote back to its ``%(reference)s``."""
    lang: str = ""
    """BCP 47 tag of what is said, where it is not the page's language."""


def head(page: Page) -> Head:
    """Return what a page says about itself; without a title its name serves."""
    title, description = _head(page.html)
    kept = 'translate="no"' in page.html[: page.html.find("<body")]
    own = _head(page.document.html) if page.fallbacks or page.stays or kept else ("", "")
    name = page.document.name.rpartition("/")[2]
    source = page.document.language
    of_title = source if not title or title == own[0] else ""
    of_description = source if description and description == own[1] else ""
    return Head(
        ruby.base_in(title or name, of_title or page.language),
        ruby.base_in(description, of_description or page.language),
        of_title,
        of_description,
    )


def _head(html: str) -> tuple[str, str]:
    title = description = ""
    for element in tree.parse(html).walk():
        if element.tag == "title" and not (title or element.foreign):
            title = element.text()
        elif element.tag == "meta" and (element.get("name") or "").lower() == "description":
            description = element.get("content") or ""
        elif element.tag == "body":
            break
    return " ".join(title.split()), " ".join(description.split())


def content(
    root: HtmlElement, page: Page, signs: Signs, *, phrased: bool = False
) -> tuple[Markup, Markup]:
    """Return the text of a page to the end of its title, and what comes after; its tree is used up.

    What may not have a paragraph after its title is all in the second part.
    With ``phrased`` not only headings say where a line may end between phrases.
    """
    if page.language != page.document.language:
        _say_language(root.body, page)
    if 0 < page.drafts < page.messages - page.fallbacks:
        _announce_drafts(root.body, signs, page.language)
    _wrap_tables(root.body, signs)
    _name_boxes(root.body, signs)
    _name_ways_back(root.body, signs)
    for code in root.body.iter("pre"):
        # Wide code scrolls; the keyboard has to reach it.
        code.set("tabindex", "0")
    if "|" in page.html:
        readings.put(root.body, page.language)
    phrases.put(root.body, page.language, text=phrased)
    for element in list(root.body.iter()):
        if element.get(KIND) and element.get("translate") == "yes":
            # A comment or a text in code, which a reader has made an element of.
            element.drop_tag()
        for name in list(element.attrib):
            if name in _FOR_US or name.startswith(RULED):
                del element.attrib[name]
    return _divided(root.body)


def _divided(body: HtmlElement) -> tuple[Markup, Markup]:
    """Return a text in two parts, of which the first ends with the first heading of level 1."""
    title = next(body.iter("h1"), None)
    around = [] if title is None else [title.getparent(), *title.getparent().iterancestors()]
    if title is None or any(each.tag not in _AROUND_TITLE or each.get("style") for each in around):
        return Markup(), serializer.inner(body)
    # No other comment is in the tree: none is taken from a source.
    end = etree.Comment(_END)
    end.tail, title.tail = title.tail, None
    title.addnext(end)
    start, _, rest = serializer.inner(body).partition(f"<!--{_END}-->")
    rest = rest.lstrip(SPACE)
    return (start if rest else start.rstrip(SPACE)), rest


def _say_language(body: HtmlElement, page: Page) -> None:
    """Say the source's language of blocks that are never translated, and where it runs."""
    source = page.document.language
    said = f"@translate='no' or @{RULED}translate='no' and not(@translate)"
    said += " or contains(concat(' ', normalize-space(@class), ' '), ' notranslate ')"
    for block in body.xpath(f".//*[not(@lang) and ({said})]"):
        if block.tag in BLOCKS and block.tag != "pre":
            block.set("lang", source)
    turn(body, source, page.language)


def turn(body: HtmlElement, source: str, language: str) -> None:
    """Say of what stands in the source's language where it runs, if the page's runs elsewhere."""
    direction = languages.direction(source)
    if direction != languages.direction(language):
        for element in body.xpath(".//*[@lang and not(@dir)]"):
            if element.get("lang") == source:
                element.set("dir", direction)


def _announce_drafts(body: HtmlElement, signs: Signs, language: str) -> None:
    """Tell people who do not see the underline where drafts begin and end.

    A description or a title on a ``span`` is not read out, and words at every sentence are a
    nuisance; so hidden words stand only where the kind of text changes, however long the drafts.
    A page of nothing but drafts needs none: its notice says it all.
    """
    for drafted, spans in groupby(_spans(body, None, language), lambda span: span is not None):
        if drafted:
            run = [span for span in spans if span is not None]
            begin, end = _hidden(signs.begins + " ", signs), _hidden(" " + signs.ends, signs)
            begin.tail, run[0].text = run[0].text, None
            run[0].insert(0, begin)
            run[-1].append(end)


def _spans(
    element: HtmlElement, draft: HtmlElement | None, language: str
) -> Iterator[HtmlElement | None]:
    """Yield for each text in a language, in order, the draft it belongs to, or None.

    Texts without a letter and texts that are never translated are passed over, and so are
    passages in the source language, which nobody takes for a translation.
    """
    if not isinstance(element.tag, str):
        return
    if element.tag in _NOT_TRANSLATED:
        for span in element.iter("span"):
            if span.get("class") == DRAFT:
                yield from _spans(span, None, language)
        return
    if element.tag == "span" and element.get("lang", language) != language:
        return
    draft = element if element.tag == "span" and element.get("class") == DRAFT else draft
    if _has_letter(element.text):
        yield draft
    for child in element:
        yield from _spans(child, draft, language)
        if _has_letter(child.tail):
            yield draft


def _has_letter(text: str | None) -> bool:
    return any(map(str.isalpha, text or ""))


def _hidden(text: str, signs: Signs) -> HtmlElement:
    said = {"lang": signs.lang} if signs.lang else {}
    span = lxml.html.Element("span", {"class": HIDDEN, **said})
    span.text = text
    return span


def _wrap_tables(body: HtmlElement, signs: Signs) -> None:
    """Let wide tables scroll on narrow screens, by keyboard too, without losing their roles."""
    for table in list(body.iter("table")):
        if next(table.iterancestors("table"), None) is not None:
            continue
        caption = " ".join(table.xpath("string(caption)").split())
        wrapper = lxml.html.Element("div", {"class": "lp-table", "role": "group", "tabindex": "0"})
        wrapper.set("aria-label", caption or signs.table)
        table.addprevious(wrapper)
        wrapper.tail, table.tail = table.tail, None
        wrapper.append(table)


def _name_boxes(body: HtmlElement, signs: Signs) -> None:
    """Name the boxes of task lists by their state.

    The text beside a box runs into nested lists and has no element of its own, so it cannot serve.
    """
    for box in body.iter("input"):
        if box.get("class") == _BOX and box.get("aria-label") is None:
            _name(box, signs.to_do if box.get("checked") is None else signs.done, signs)


def _name_ways_back(body: HtmlElement, signs: Signs) -> None:
    """Name the links from footnotes by what they lead to: 1, and 1-2 where it comes again."""
    links = body.xpath(_WAYS_BACK)
    references = {each.get("id"): each for each in body.xpath(".//a[@id]")} if links else {}
    met: Counter[str] = Counter()
    for link in links:
        reference = references.get(link.get("href", "").removeprefix("#"))
        if reference is None:
            continue
        number = reference.text_content().strip("[] ")
        met[number] += 1
        again = f"-{met[number]}" if met[number] > 1 else ""
        _name(link, signs.back % {"reference": number + again}, signs)


def _name(element: HtmlElement, name: str, signs: Signs) -> None:
    element.set("aria-label", name)
    if signs.lang:
        element.set("lang", signs.lang)
