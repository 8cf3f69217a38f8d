"""What a document says about itself: YAML or TOML above a Markdown text, TOML beside a plain one.

``title`` and ``description`` are texts; every other key becomes the document's ``meta`` as it is.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from pipeline.readers import html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from pipeline.readers.source import Source

_EXAMPLE: Final = {"yaml": '; put it in quotes: {}: "…"', "toml": ': {} = "…"'}
_FENCE: Final = "+++"


def use(parser: MarkdownIt) -> None:
    """Make a parser give front matter as a token of its own."""
    from mdit_py_plugins.front_matter import front_matter_plugin

    front_matter_plugin(parser)
    parser.block.ruler.before("front_matter", "front_matter_toml", _toml_rule)


def head(token: Token, source: Source) -> html.Head:
    """Return what a front matter token says; raises ReadError."""
    if token.markup == _FENCE:
        return toml_head(source, token.content, 1)
    return _head(source, _yaml(token.content, source), "yaml")


def toml_head(source: Source, text: str, before: int = 0) -> html.Head:
    """Return what TOML says that stands behind so many lines of a source; raises ReadError."""
    try:
        meta = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = int(line[1]) if line else text.count("\n") + 1
        what = "front matter is not TOML" if before else "not TOML"
        raise source.error(number + before, f"{what}: {message}") from error
    except RecursionError as error:
        what = "front matter is nested too deeply" if before else "nested too deeply"
        raise source.error(before, what) from error
    return _head(source, meta, "toml")


def _toml_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read TOML between two lines ``+++`` at the beginning of a document."""
    if start != 0 or state.level or _line(state, 0) != _FENCE:
        return False
    last = next((n for n in range(1, end) if _line(state, n) == _FENCE), 0)
    if not last:
        raise state.env["source"].error(1, f"front matter without end; add {_FENCE}")
    if not silent:
        token = state.push("front_matter", "", 0)
        token.hidden = token.block = True
        token.markup = _FENCE
        token.content = state.src[state.bMarks[1] : state.bMarks[last]]
        token.map = [0, last + 1]
        state.line = last + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]].rstrip()


def _yaml(text: str, source: Source) -> dict[str, Any]:
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


def _head(source: Source, meta: dict[str, Any], form: str) -> html.Head:
    title = _words(source, meta, "title", form)
    return html.Head(title, _words(source, meta, "description", form), meta)


def _words(source: Source, meta: dict[str, Any], key: str, form: str) -> str:
    """Take a key that has to be text out of what a document says; "" if it is not there."""
    value = meta.pop(key, None)
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    place = re.search(rf"^[ \t]*[\"']?{key}\b", source.text, re.MULTILINE)
    line = source.line_at(place.start()) if place else 1
    raise source.error(line, f"{key} has to be text{_EXAMPLE[form].format(key)}")
