"""What Markdown has beyond CommonMark: addresses, admonitions, attributes, and footnotes' way back.

The rules are markdown-it's: of a state, the first line, the last line, and whether to only look.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_ADDRESS = re.compile(r"(?:https?://|www\.(?=[\w-]++\.\w))[^\W_][^\s<>]*+")
_BEFORE_ADDRESS: Final = " \t\n*_~("
_ADDRESS_END = re.compile(r"&[a-zA-Z0-9]+;$|[?!.,:;*_~'\"\]]$")

_ITEM = r"(?:[#.][\w:-]++|[\w:-]++=(?:\"[^\"\n]*+\"|[\w:-]++))"
_LIST = re.compile(rf"\{{:?[ \t]*+({_ITEM}(?:[ \t]++{_ITEM})*+)[ \t]*+\}}")
_AT_END = re.compile(r"[ \t]*+" + _LIST.pattern + r"[ \t]*+$")
_ONE = re.compile(r"([#.])([\w:-]+)|([\w:-]+)=(?:\"([^\"]*)\"|([\w:-]+))")
_TAKES_LIST: Final = frozenset({"image", "code_inline", "link_close"})

_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?) *(?:(?:"
    "abstract|attention|bug|caution|danger|error|example|failure|hint|important|info|note|"
    r"question|quote|success|summary|tip|todo|warning) *|[\w-]+(?: +[\w-]+)* +\"[^\"]*\" *)$",
    re.IGNORECASE,
)


def use(parser: MarkdownIt) -> None:
    """Teach a CommonMark parser everything that is read beyond it."""
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser.enable(["table", "strikethrough"])
    parser.options.update({"tasklists": True, "alerts": True})
    parser.use(deflist_plugin).use(footnote_plugin, inline=False).use(admon_plugin)
    _guard_admonitions(parser)
    parser.block.ruler.before("fence", "attributes", _attribute_line)
    parser.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    parser.core.ruler.before("inline", "cells", _align_cells)
    parser.inline.ruler.push("attributes", _attributes_after)
    inline = parser.inline
    # A set of characters at the front lets the search run fast.
    ends = inline.terminator_re.pattern.removesuffix("]")
    inline.terminator_re = re.compile(rf"{ends}hw](?:(?<![hw])|(?<=h)ttps?://|(?<=w)ww\.)")
    inline.ruler.push("address", _address)
    parser.core.ruler.after("footnote_tail", "ways_back", _ways_back)
    parser.core.ruler.after("footnote_tail", "addresses", _keep_addresses)
    parser.add_render_rule("footnote_ref", _reference)
    parser.add_render_rule("footnote_anchor", _way_back)
    # A section would need a heading.
    opened = '<hr class="footnotes-sep" />\n<div class="footnotes">\n<ol class="footnotes-list">\n'
    parser.add_render_rule("footnote_block_open", lambda *_: opened)
    parser.add_render_rule("footnote_block_close", lambda *_: "</ol>\n</div>\n")


# Tables


def _align_cells(state: StateCore) -> None:
    """Say how a cell is aligned by a class: a content security policy stops the style it gets."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", "")):
            token.attrJoin("class", f"align-{str(style).removeprefix('text-align:')}")


# Addresses


def _address(state: StateInline, silent: bool) -> bool:
    """Make a link of a bare address; where a label is only looked through it is plain text."""
    before = state.src[state.pos - 1] if state.pos else " "
    if silent or state.linkLevel or before not in _BEFORE_ADDRESS:
        return False
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    address = _trimmed(found[0]) if found else ""
    target = state.md.normalizeLink(f"http://{address}" if address[:1] == "w" else address)
    if not address or not state.md.validateLink(target):
        return False
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"href": target}
    state.push("text", "", 0).content = address
    closed = state.push("link_close", "a", -1)
    opened.info = closed.info = "auto"
    state.pos += len(address)
    return True


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence it stands in."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        if address[end - 1] == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif found := _ADDRESS_END.search(address, max(0, end - 12), end):
            end = found.start()
        else:
            break
    return address[:end]


def _keep_addresses(state: StateCore) -> None:
    """Say of links whose text is their address that it is not translated."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "link_open" and child.info == "auto":
                child.attrSet("translate", "no")


# Attributes


def parse_attributes(text: str) -> dict[str, str]:
    """Return the attributes of a list such as ``#id .class key="value"``.

    >>> parse_attributes('#a .b .c lang="ko"')
    {'id': 'a', 'class': 'b c', 'lang': 'ko'}
    """
    given: dict[str, str] = {}
    for sign, word, key, quoted, bare in _ONE.findall(text):
        name = {"#": "id", ".": "class"}.get(sign, key)
        value = word or quoted or bare
        given[name] = f"{given[name]} {value}" if name == "class" in given else value
    return given


def merged(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """Return both attributes; classes are joined, and of the others the later counts.

    >>> merged({"id": "a", "class": "b"}, {"id": "c", "class": "d"})
    {'id': 'c', 'class': 'b d'}
    """
    both = {name: str(value) for name, value in {**before, **after}.items()}
    if "class" in before and "class" in after:
        both["class"] = f"{before['class']} {after['class']}"
    return both


def add(token: Token, attributes: Mapping[str, str]) -> None:
    """Write attributes into a token; classes are added to those it has."""
    token.attrs = dict(merged(token.attrs, attributes))


def _attribute_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a line that is a list of attributes, for the block that follows it."""
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("{", first):
        return False
    found = _LIST.fullmatch(state.src[first : state.eMarks[start]].rstrip())
    if found and not silent:
        token = state.push("attributes", "", 0)
        token.attrs = dict(parse_attributes(found[1]))
        token.map = [start, start + 1]
        state.line = start + 1
    return bool(found)


def _heading_attributes(state: StateCore) -> None:
    """Take the attributes at a heading's end out of its text."""
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open" or not inline.content.rstrip().endswith("}"):
            continue
        place = inline.content.rfind("{")
        found = _AT_END.match(inline.content, len(inline.content[:place].rstrip()))
        if found and found.start():
            add(heading, parse_attributes(found[1]))
            inline.content = inline.content[: found.start()]


def _attributes_after(state: StateInline, silent: bool) -> bool:
    """Read a list of attributes directly behind a link, an image or code."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    index = len(state.tokens) - 1
    found = _LIST.match(state.src, state.pos, state.posMax)
    if not found or state.tokens[index].type not in _TAKES_LIST:
        return False
    if state.tokens[index].type == "link_close":
        while state.tokens[index].type != "link_open":
            index -= 1
    add(state.tokens[index], parse_attributes(found[1]))
    state.pos = found.end()
    return True


# Admonitions


def _guard_admonitions(parser: MarkdownIt) -> None:
    """Let only a known type, or one with a title, begin an admonition: ``!!! Wow`` is a cry."""
    from mdit_py_plugins.admon.index import admonition

    def guarded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        return bool(_ADMONITION.match(line)) and admonition(state, start, end, silent)

    alternatives = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.at("admonition", guarded, {"alt": alternatives})
    parser.core.ruler.after("block", "collapsible", _collapsible)


def _collapsible(state: StateCore) -> None:
    """Make ``???`` what it is in HTML."""
    for place, token in enumerate(state.tokens):
        if not token.markup.startswith("???"):
            continue
        if token.type == "admonition_title_open":
            # Its text and its end, which says nothing of the marks, follow.
            token.tag = state.tokens[place + 2].tag = "summary"
        elif token.type in {"admonition_open", "admonition_close"}:
            token.tag = "details"
        if token.type == "admonition_open":
            token.attrs["class"] = str(token.attrs["class"]).partition(" is-collapsible")[0]
            if token.markup.endswith("+"):
                token.attrs["open"] = ""


# Footnotes


def _ways_back(state: StateCore) -> None:
    """Put the links back behind a footnote's last paragraph, so that they are no part of it."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        if token.type != "paragraph_close":
            continue
        first = place
        while tokens[first - 1].type == "footnote_anchor":
            first -= 1
        tokens.insert(first, tokens.pop(place))


def _names(token: Token) -> tuple[str, str]:
    """Return a footnote's number, and the name of one of its references."""
    number, again = str(token.meta["id"] + 1), token.meta["subId"]
    return number, f"{number}:{again}" if again else number


def _reference(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    number, name = _names(tokens[index])
    link = f'<a href="#fn{number}" id="fnref{name}">[{number}]</a>'
    return f'<sup class="footnote-ref" translate="no">{link}</sup>'


def _way_back(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    name = _names(tokens[index])[1]
    # The selector keeps the arrow from being shown as an emoji.
    return f'<a href="#fnref{name}" class="footnote-backref" translate="no">\u21a9\ufe0e</a>\n'
