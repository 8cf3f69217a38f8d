"""Which elements and attributes of HTML hold text for people, and what they are called."""

from __future__ import annotations

from typing import Final

BLOCKS: Final = frozenset(
    "address article aside audio blockquote body canvas caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html iframe legend li link listing main menu meta nav noscript object ol "
    "optgroup option p param plaintext pre script search section select source style summary table "
    "tbody td template textarea tfoot th thead title tr track ul video xmp".split()
)
"""Elements that end a run of text; every other element is inline unless a block is inside."""

UNTOUCHED: Final = frozenset(
    "iframe listing math noembed noframes plaintext ruby script style textarea xmp".split()
)
"""Elements whose content nobody translates here."""

ATOMS: Final = frozenset("area br embed img image input wbr svg math picture".split())
"""Inline elements that stand in a message as one empty mark."""

ATTRIBUTES: Final = {
    "alt": "alt text",
    "title": "tooltip",
    "placeholder": "placeholder",
    "label": "label",
    "summary": "summary of a table",
    "aria-label": "label for screen readers",
    "aria-description": "description for screen readers",
}
"""Attributes that people read or hear, with what they are for the translator."""

METADATA: Final = {
    "description": "page description",
    "keywords": "keywords",
    "og:title": "title for social media",
    "og:description": "description for social media",
    "og:site_name": "name of the site",
    "og:image:alt": "alt text",
    "twitter:title": "title for social media",
    "twitter:description": "description for social media",
    "twitter:image:alt": "alt text",
    "application-name": "name of the site",
    "apple-mobile-web-app-title": "name of the site",
}
"""``meta`` elements whose content is text for people, by ``name`` or ``property``."""

DRAWN: Final = {
    "text": "text in a picture",
    "title": "title of a picture",
    "desc": "description of a picture",
}
"""Elements of SVG that hold text."""

BUTTONS: Final = frozenset({"button", "submit", "reset"})
NOTE: Final = "data-lp-note"
"""Attribute in the normal form with a note for the translator of what is inside."""
RULED: Final = "data-lp-its-"
"""Beginning of attributes in the normal form that say what a rule of the page says of an element.

The names are those of the Internationalization Tag Set 2.0 as authors write them into HTML, without
``its-``: ``data-lp-its-within-text``. They stand only where the author has written nothing else.
"""
ATTRIBUTE_RULES: Final = RULED + "attributes"
"""What rules say of an element's attributes: ``alt=no data-caption=yes``."""
CONTEXT: Final = "data-lp-context"
"""Attribute in the normal form with the msgctxt of what is inside."""
KIND: Final = "data-lp-kind"
"""Attribute in the normal form with what the text inside is, for the translator."""
KEY: Final = "data-lp-key"
"""Attribute of a ``meta`` in the normal form: a key of the front matter."""
DRAFT: Final = "lp-draft"
"""Class of an element of ours round text that nobody has reviewed."""
LINE: Final = "data-line"
"""Attribute in the normal form with the line of the source."""

SITE: Final = "_site"
"""Name of the document that is made of the texts of the settings; no source is called so."""
THEME: Final = "_theme"
"""Name of the document that is made of the words of the project's own theme."""
TITLE: Final = "title"
"""Id of the site's title in it."""
MENU: Final = "menu-"
"""Beginning of the ids of menu entries with a text of their own, before their place."""
FOOTER: Final = "footer"
"""Id of the footer."""

KINDS: Final = {f"h{level}": "heading" for level in range(1, 7)} | {
    "title": "page title",
    "li": "list item",
    "th": "table heading",
    "td": "table cell",
    "caption": "caption",
    "figcaption": "caption",
    "dt": "term",
    "dd": "definition",
    "blockquote": "quotation",
    "summary": "summary",
    "legend": "heading",
}
