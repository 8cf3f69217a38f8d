"""Which elements and attributes of HTML hold text for people, and what they are called."""

from __future__ import annotations

from typing import Final

BLOCKS: Final = frozenset(
    "address article aside audio blockquote body canvas caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html iframe legend li link main menu meta nav noscript object ol optgroup "
    "option p pre script search section select style summary table tbody td template textarea "
    "tfoot th thead title tr ul video".split()
)
"""Elements that end a run of text; every other element is inline unless a block is inside."""

UNTOUCHED: Final = frozenset("script style pre textarea template iframe object canvas".split())
"""Elements whose content nobody translates here."""

ATOMS: Final = frozenset("area br embed img input wbr svg math picture".split())
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

METADATA: Final = {"description": "page description"}
"""``meta`` elements whose content is text for people; a page of a site has no others."""

BUTTONS: Final = frozenset({"button", "submit", "reset"})
NOTE: Final = "data-lp-note"
"""Attribute in the normal form with a note for the translator of what is inside."""
ITS_NOTE: Final = "its-loc-note"
"""The same as authors of HTML write it: Internationalization Tag Set 2.0, section 8.3."""
CONTEXT: Final = "data-lp-context"
"""Attribute in the normal form with the msgctxt of what is inside."""

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
