"""The kinds of pages: a document's, the list of all pages, and the one that offers the languages.

What is shown where no page is has a module of its own: see lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.outputs import body, dates, inplace, links, poured, templates, versions
from pipeline.outputs.addresses import INDEX, ROOT, SCRIPT, page_path
from pipeline.outputs.described import About, described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model import Finding
    from pipeline.outputs.pages import Page
    from pipeline.outputs.views import Views


@dataclass(frozen=True, slots=True)
class Tongue:
    """The theme in a language."""

    theme: templates.Theme
    words: Mapping[str, object]
    signs: body.Signs
    lacking: frozenset[str]
    """Words that all pages lack."""


def tongue(theme: templates.Theme) -> Tongue:
    """Return a theme with what all pages of its language say; raises LocalepressError."""
    words = theme.words(templates.WORDS)
    said = {key: theme.word(key) for key in ("begins", "ends", "table", "done", "to_do", "back")}
    foreign = any(map(theme.is_foreign, said.values()))
    signs = body.Signs(**said, lang=templates.ENGLISH if foreign else "")
    return Tongue(theme, words, signs, frozenset(theme.missing))


def document(
    own: Tongue, view: Views, page: Page, linker: links.Linker, findings: list[Finding]
) -> bytes:
    """Return a document's page, adding links that lead nowhere to the findings."""
    addresses = view.addresses
    name, path = page.document.name, page_path(page.language, page.document.name)
    source_language = languages.name(page.document.language, page.language)
    if page.document.in_place:
        said = {"page": page, "source_language": source_language}
        notice = own.theme.render("notice.html", said).decode()
        made, found = inplace.render(page, linker, notice)
        findings += found
        return made
    root = poured.parse(page.html)
    # Where nobody holds it, lxml makes the object of an element anew at each look.
    _held = list(root.iter())
    findings += links.rewrite(root, linker)
    has_main = root.body.find(".//main") is not None
    head, paths = view.heads[name, page.language], versions.of(addresses, name)
    start, rest = body.content(root, page, own.signs, phrased=addresses.settings.phrased)
    published, updated = dates.shown(page)
    values = {
        "head": head,
        "page": page,
        "person": addresses.settings.responsible.get(page.language) if page.reviewed else None,
        "has_main": has_main,
        "source_language": source_language,
        "content": start + rest,
        "start": start,
        "rest": rest,
        "published": published,
        "updated": updated,
        "phrased": addresses.settings.phrased,
        "switcher": view.switcher(path, name),
        **view.frame(path),
        **described(
            About(path, page.language, head, paths, page.reviewed, page), addresses.settings
        ),
    }
    return own.theme.render("page.html", values)


def overview(own: Tongue, view: Views) -> bytes:
    """Return the list of all pages."""
    addresses, tag = view.addresses, view.language
    path = page_path(tag, INDEX)
    reviewed = versions.finished(addresses, tag)
    head = body.Head(own.theme.word("all_pages"), "")
    about = About(path, tag, head, versions.of_lists(addresses), reviewed)
    values = {
        "groups": view.groups(path),
        "folder_names": own.words["folder_names"],
        "source": addresses.settings.language,
        "switcher": view.switcher(path, None),
        **view.frame(path),
        **described(about, addresses.settings),
    }
    return own.theme.render("index.html", values)


def root(own: Tongue, view: Views) -> bytes:
    """Return the page that offers the languages, each under its own name."""
    addresses, source = view.addresses, view.language
    head = body.Head(addresses.settings.title_in(source).text, "")
    about = About(ROOT, source, head, versions.of_lists(addresses), reviewed=True)
    values = {
        **view.frame(ROOT, menu=False),
        **described(about, addresses.settings),
        "switcher": view.switcher(ROOT, None),
        "script": SCRIPT,
    }
    return own.theme.render("root.html", values)
