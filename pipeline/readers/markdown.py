"""Markdown: CommonMark, what GitHub and others add to it, front matter and directives.

Raw HTML is the author's own and stays. The title is the front matter's ``title``, else the first
``h1``, else the file's name; ``description`` is translated too, and the other keys become the
document's ``meta``.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.readers import code, extensions, frontmatter, html
from pipeline.readers.anchors import Anchors
from pipeline.readers.directives import Directives, into_html, misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from pipeline.model import Document
    from pipeline.readers.source import Source

_MAX_NESTING = 100
"""Of blocks: markdown-it drops what is nested deeper, so such a document is refused."""

_MAX_BRACKETS = 1000
"""In one paragraph: markdown-it takes quadratic time over those that begin no link."""


def read(source: Source) -> Document:
    """Return the document of a Markdown file; raises ReadError."""
    parser = _parser()
    try:
        tokens = parser.parse(source.text, {"source": source})
    except RecursionError as error:
        raise source.error(0, "nested too deeply; make it simpler") from error
    known = bool(tokens) and tokens[0].type == "front_matter"
    head = frontmatter.head(tokens[0], source) if known else html.Head()
    _number(tokens, source)
    _number_html(tokens)
    if source.options.code:
        code.offer(tokens)
    first = _identify(tokens)
    body: str = parser.renderer.render(tokens, parser.options, {})
    return html.page(source, body, head, first)


def _identify(tokens: Sequence[Token]) -> str:
    """Give headings their ids, and return the text of the first ``h1``.

    ``html`` would do the same, but then the page would have to be looked through once more.
    """
    everything = [token for each in tokens for token in (each, *(each.children or ()))]
    if any(token.type.startswith(("html", "footnote")) for token in everything):
        return ""
    pairs = pairwise(tokens)
    headings = [(token, _text(inner)) for token, inner in pairs if token.type == "heading_open"]
    anchors = Anchors(str(token.attrs.get("id") or "") for token in everything)
    for token, text in headings:
        if not token.attrs.get("id"):
            token.attrs = {"id": anchors.give(text), **token.attrs}
    return next((text for token, text in headings if token.tag == "h1" and text), "")


def _text(inline: Token) -> str:
    """Return the text of a heading, as the element has it that is made of it."""
    parts = (
        "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        for child in inline.children or ()
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )
    return " ".join("".join(parts).split())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    frontmatter.use(parser)
    parser.core.ruler.before("inline", "check", _check_blocks)
    parser.core.ruler.before("inline", "directives", _direct)
    extensions.use(parser)
    parser.add_render_rule("fence", code.fence)
    return parser


def _check_blocks(state: StateCore) -> None:
    """Raise ReadError for what would make a part of the document vanish, or take for ever."""
    for token in state.tokens:
        _check(token, state.env["source"])


def _check(token: Token, source: Source) -> None:
    line = _line(token)
    if token.block and token.level >= _MAX_NESTING - 1:
        raise source.error(line, f"nested more than {_MAX_NESTING} levels deep; make it simpler")
    if token.type == "inline" and token.content.count("[") > _MAX_BRACKETS:
        raise source.error(line, f'more than {_MAX_BRACKETS} "[" in a paragraph; divide it')
    if token.type == "html_block" and (found := html.unended(token.content)):
        place, message = found
        raise source.error(line + token.content.count("\n", 0, place), message)


# Directives


def _direct(state: StateCore) -> None:
    """Write what directives and lists of attributes say into the blocks that follow them."""
    source: Source = state.env["source"]
    containers = [Directives(source)]
    opened: list[Token] = []
    waiting: dict[str, str] = {}
    kept: list[Token] = []
    for token in state.tokens:
        if token.type == "html_block" and containers[-1].take(token.content, _line(token)):
            continue
        if token.type == "attributes":
            waiting = extensions.merged(waiting, token.attrs)
            continue
        kept.append(token)
        if token.type in {"inline", "front_matter"}:
            continue
        given, waiting = waiting, {}
        if token.nesting < 0:
            containers.pop().close()
            token.hidden = opened.pop().hidden
            continue
        given = extensions.merged(given, containers[-1].attributes())
        _mark(token, given)
        if token.nesting > 0:
            opened.append(token)
            footnote = token.type == "footnote_reference_open"
            containers.append(Directives(source, given if footnote else None))
    containers.pop().close()
    state.tokens = kept


def _mark(token: Token, attributes: dict[str, str]) -> None:
    """Write attributes into a block, which has to have an element for that."""
    if not attributes:
        return
    token.hidden = False
    if token.type == "html_block":
        token.content = into_html(token.content, attributes)
    else:
        extensions.add(token, attributes)


# Source lines


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _number(tokens: Sequence[Token], source: Source) -> None:
    """Write the source line into every block and image that markdown-it knows it of."""
    opened: list[Token] = []
    for token in tokens:
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
        if not token.map:
            continue
        line = _line(token)
        if token.type == "inline":
            # A table cell has no line of its own, but its content has one.
            if opened:
                opened[-1].attrSet("data-line", str(line))
            for inner, child in _lined(token):
                if child.type == "image":
                    child.attrSet("data-line", str(line + inner))
                else:
                    misplaced(source, child.content, line + inner)
        elif token.nesting == 1:
            token.attrSet("data-line", str(line))


def _number_html(tokens: Sequence[Token]) -> None:
    """Write the source line into what leads somewhere in an author's own HTML."""
    for token in tokens:
        if token.type == "html_block" and token.map:
            token.content = html.numbered(token.content, token.map[0])


def _lined(token: Token) -> Iterator[tuple[int, Token]]:
    """Yield a paragraph's images and pieces of HTML, each with the number of lines before it."""
    line = 0
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type in {"image", "html_inline"}:
            yield line, child
