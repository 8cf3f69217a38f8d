"""Markdown: CommonMark with tables, strikethrough and YAML front matter.

Raw HTML is the author's own and stays. The title is the front matter's ``title``, else the first
``h1``, else the file's name; ``description`` is translated too, and the other keys become the
document's ``meta``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.readers import html

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
    head = _head(tokens, source)
    _number(tokens)
    body: str = parser.renderer.render(tokens, parser.options, {})
    return html.page(source, body, head)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.core.ruler.after("block", "check", _check_blocks)
    return parser.enable(["table", "strikethrough"]).use(front_matter_plugin)


def _check_blocks(state: StateCore) -> None:
    """Raise ReadError for what would make a part of the document vanish, or take for ever."""
    for token in state.tokens:
        _check(token, state.env["source"])


def _check(token: Token, source: Source) -> None:
    line = token.map[0] + 1 if token.map else 0
    if token.block and token.level >= _MAX_NESTING - 1:
        raise source.error(line, f"nested more than {_MAX_NESTING} levels deep; make it simpler")
    if token.type == "inline" and token.content.count("[") > _MAX_BRACKETS:
        raise source.error(line, f'more than {_MAX_BRACKETS} "[" in a paragraph; divide it')
    if token.type == "html_block" and (place := html.unclosed_comment(token.content)):
        line += token.content.count("\n", 0, place)
        raise source.error(line, "comment without end; add -->")


# Front matter


def _head(tokens: Sequence[Token], source: Source) -> html.Head:
    if not tokens or tokens[0].type != "front_matter":
        return html.Head()
    meta = _load(tokens[0].content, source)
    return html.Head(_words(source, meta, "title"), _words(source, meta, "description"), meta)


def _load(text: str, source: Source) -> dict[str, Any]:
    """Return the front matter, which begins in the document's second line."""
    import yaml

    try:
        meta = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        problem = error.problem or error.context or "cannot be read"
        raise source.error(line, f"front matter is not YAML: {problem}") from error
    except RecursionError as error:
        raise source.error(1, "front matter is nested too deeply") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())
        raise source.error(1, f"front matter is not YAML: {reason}") from error
    if meta is None:
        return {}
    if not isinstance(meta, dict):
        raise source.error(2, 'front matter has to be keys and values, as in "title: Start"')
    return meta


def _words(source: Source, meta: dict[str, Any], key: str) -> str:
    """Take a key that has to be text out of the front matter's; "" if it is not there."""
    value = meta.pop(key, None)
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    lines = source.text.split("\n")
    line = next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
    raise source.error(line, f'{key} has to be text; put it in quotes: {key}: "…"')


# Source lines


def _number(tokens: Sequence[Token]) -> None:
    """Write the source line into every block and image that markdown-it knows it of."""
    opened: list[Token] = []
    for token in tokens:
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
        if not token.map:
            continue
        line = token.map[0] + 1
        if token.type == "inline":
            # A table cell has no line of its own, but its content has one.
            if opened:
                opened[-1].attrSet("data-line", str(line))
            for inner, image in _images(token):
                image.attrSet("data-line", str(line + inner))
        elif token.nesting == 1:
            token.attrSet("data-line", str(line))


def _images(token: Token) -> Iterator[tuple[int, Token]]:
    """Yield the images of a paragraph, each with the number of lines before it."""
    line = 0
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "image":
            yield line, child
