"""What a page says of itself to programs: search engines and social networks.

Only a page that is reviewed from end to end tells where it and its versions stand. What needs an
absolute address is left out where the settings name none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from pipeline import languages
from pipeline.outputs import dates
from pipeline.outputs.addresses import ROOT, absolute

if TYPE_CHECKING:
    from pipeline.outputs.body import Head
    from pipeline.outputs.pages import Page, SiteSettings
    from pipeline.outputs.versions import Versions

_SCHEMA: Final = "https://schema.org"
_IN_SCRIPT: Final = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
)


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of a page."""

    path: str
    """In the output folder."""
    language: str
    head: Head
    versions: Versions
    reviewed: bool
    page: Page | None = None
    """The document, if it is one's page."""


def described(about: About, settings: SiteSettings) -> dict[str, object]:
    """Return what a page's head says to programs, as the templates write it."""
    base = settings.base_url
    canonical = absolute(base, about.path) if base and about.reviewed else ""
    return {
        "title_language": about.head.title_language,
        "noindex": not about.reviewed,
        "canonical": canonical,
        "alternates": about.versions.alternates(base) if about.reviewed else [],
        "properties": _properties(about, settings, canonical),
        "data": _data(about, about.page, settings) if canonical and about.page else "",
    }


def _properties(about: About, settings: SiteSettings, canonical: str) -> list[tuple[str, str]]:
    """Return the properties of the Open Graph protocol (ogp.me), in its order."""
    dated = dates.published(about.page) if about.page else ""
    changed = dates.updated(about.page) if about.page and dated else ""
    others = [tag for tag in about.versions.paths if tag != about.language]
    found = [
        ("og:title", about.head.title),
        ("og:type", "article" if dated else "website"),
        ("og:url", canonical),
        ("og:description", about.head.description),
        ("og:site_name", settings.title_in(about.language).text),
        ("og:locale", languages.place(about.language)),
        *(("og:locale:alternate", languages.place(tag)) for tag in others if about.reviewed),
        ("article:published_time", dated),
        ("article:modified_time", changed if changed != dated else ""),
    ]
    return [(name, content) for name, content in found if content]


def _data(about: About, page: Page, settings: SiteSettings) -> Markup:
    """Return what a document is, as JSON-LD in the words of schema.org.

    It stands in a ``script`` that is a block of data and is never run, so that a policy that allows
    no script lets it be; no character in it can end that element.
    """
    url, dated = absolute(settings.base_url, about.path), dates.published(page)
    said = {
        "@context": _SCHEMA,
        "@type": "Article" if dated else "WebPage",
        "@id": url,
        "url": url,
        "headline" if dated else "name": about.head.title,
        "description": about.head.description,
        "inLanguage": about.language,
        "author": _author(about, page, settings),
        "datePublished": dated,
        "dateModified": dates.updated(page) if dated else "",
        "isPartOf": _site(about, settings),
        **_translations(about, settings),
    }
    text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
    return Markup(text.translate(_IN_SCRIPT))  # noqa: S704 (nothing in it is markup any more)


def _author(about: About, page: Page, settings: SiteSettings) -> dict[str, str]:
    """Return who has written a document; for one of the feed also whom the feed names for all."""
    if page.author:
        return {"@type": "Person", "name": page.author}
    if not dates.published(page):
        return {}
    if person := settings.responsible.get(about.language):
        return {"@type": "Person", "name": person.name}
    return {"@type": "Organization", "name": settings.title_in(about.language).text}


def _site(about: About, settings: SiteSettings) -> dict[str, str]:
    url = absolute(settings.base_url, ROOT)
    return {"@type": "WebSite", "name": settings.title_in(about.language).text, "url": url}


def _translations(about: About, settings: SiteSettings) -> dict[str, object]:
    """Return what a text is a translation of, or what translations it has."""
    source, paths = settings.language, about.versions.paths
    works = {
        tag: {
            "@type": "CreativeWork",
            "@id": absolute(settings.base_url, path),
            "inLanguage": tag,
        }
        for tag, path in paths.items()
    }
    if about.language == source:
        return {"workTranslation": [works[tag] for tag in paths if tag != source]}
    return {"translationOfWork": works[source]} if source in works else {}
