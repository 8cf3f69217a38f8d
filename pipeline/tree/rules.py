"""Which tags may be left out, and what a tag ends: tables after WHATWG HTML, section 13.2.6."""

from __future__ import annotations

from typing import Final

from pipeline.elements import BLOCKS

HEAD: Final = frozenset(
    "base basefont bgsound link meta noframes noscript script style template title".split()
)
HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
ENDS_P: Final = HEADINGS | frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form header hgroup hr li listing main menu nav ol p plaintext pre search section"
    " summary table ul xmp".split()
)
SCOPE: Final = frozenset(
    "caption foreignobject html marquee object applet table td template th".split()
)
_REACH: Final = BLOCKS | {"applet", "button", "marquee"}
"""Elements whose end tag ends the blocks inside as well."""
_TABLE: Final = frozenset({"html", "table", "template"})
_ROWS: Final = frozenset({"tbody", "tfoot", "thead"})
RUBY: Final = frozenset({"rb", "rp", "rt", "rtc"})
_SPECIAL: Final = BLOCKS - frozenset("audio canvas dialog legend optgroup option video".split())
_ITEMS: Final = (_SPECIAL | SCOPE | {"button"}) - {"address", "div", "p"}
"""Behind which no item of a list is ended."""
CLOSES: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), _ITEMS - {"li"}),
    "dt": (frozenset({"dt", "dd"}), _ITEMS - {"dt", "dd"}),
    "dd": (frozenset({"dt", "dd"}), _ITEMS - {"dt", "dd"}),
    "option": (frozenset({"option"}), SCOPE | {"select", "datalist", "optgroup"}),
    "optgroup": (frozenset({"option", "optgroup"}), SCOPE | {"select"}),
    "a": (frozenset({"a"}), SCOPE | BLOCKS),
    "nobr": (frozenset({"nobr"}), SCOPE | BLOCKS),
    "button": (frozenset({"button"}), SCOPE),
    **dict.fromkeys(RUBY, (RUBY, SCOPE | {"ruby"} | BLOCKS)),
}
"""Which open elements a start tag ends, and which stand in the way of that."""
IN_TABLE: Final = {
    **dict.fromkeys(("caption", "colgroup", *_ROWS), _TABLE),
    "col": _TABLE | {"colgroup"},
    "tr": _TABLE | _ROWS,
    **dict.fromkeys(("td", "th"), _TABLE | _ROWS | {"tr"}),
}
"""Where the parts of a table may begin; everything in between is ended."""
ENDS_SELECT: Final = frozenset({"input", "keygen", "select", "textarea"})

ENDS_ITSELF: Final = (
    frozenset("body caption colgroup dd dt head html li optgroup option p td th tr".split())
    | _ROWS
    | RUBY
)
"""Elements whose end tag may be left out."""
LEAVES_FOREIGN: Final = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li "
    "listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul "
    "var".split()
)
ONCE: Final = frozenset({"html", "head", "body", "form"})
"""Elements whose second start tag makes no second element."""
FOREIGN: Final = frozenset({"svg", "math"})
HTML_INSIDE: Final = frozenset("desc foreignobject title mi mn mo ms mtext".split())


def barrier(tag: str) -> frozenset[str]:
    """Return which open elements an end tag cannot reach behind."""
    if tag in {"body", "html", "head"}:
        return frozenset()
    if tag == "table":
        return _TABLE - {"table"}
    if tag in _ROWS or tag in {"tr", "td", "th", "caption", "colgroup"}:
        return _TABLE
    if tag == "li":
        return SCOPE | {"ol", "ul"}
    if tag == "p":
        return SCOPE | {"button"}
    return SCOPE if tag in _REACH else SCOPE | _SPECIAL
