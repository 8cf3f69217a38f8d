"""What a document says about itself: YAML or TOML above a Markdown text, TOML beside a plain one.

``title`` and ``description`` are texts. The others become the document's ``meta`` as they are, and
the texts of those that the settings name are handed on to translators.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from pipeline import metadata
from pipeline.readers import html
from pipeline.readers.source import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from pipeline.readers.source import Source

_EXAMPLE: Final = {"yaml": '; put it in quotes: {}: "…"', "toml": ': {} = "…"'}
_FENCE: Final = "+++"
_OWN: Final = ("title", "description")
"""Keys with a place of their own in a page."""

_MAX_DEPTH: Final = 100
_MAX_VALUES: Final = 10_000
"""On one level. References in YAML can make billions of a few lines, or a list of itself."""

_TABLE = re.compile(r"[ \t]*+\[\[?([^\[\]]++)\]")
_KEY = re.compile(r"[ \t]*+([^\s=:#][^=:]*+)[=:]")


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
    except ValueError as error:
        what = "front matter has" if before else "it has"
        raise source.error(before, f"{what} a number of thousands of digits") from error
    _check_size(meta, _inside_value, source, before)
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

    loader = node = None
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        _check_size(node, _inside_node, source, 1)
        meta = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        problem = error.problem or error.context or "cannot be read"
        raise source.error(line, f"front matter is not YAML: {problem}") from error
    except RecursionError as error:
        raise source.error(1, "front matter is nested too deeply") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())
        line, what = 1, f"front matter is not YAML: {reason}"
        if bad := node and _unreadable(loader, node):
            line = bad.start_mark.line + 2
            what = f'"{bad.value[:40]}" cannot be read: {reason}; mend it, or put it in quotes'
        raise source.error(line, what) from error
    finally:
        if loader:
            loader.dispose()
    if meta is None:
        return {}
    if not isinstance(meta, dict):
        raise source.error(2, 'front matter has to be keys and values, as in "title: Start"')
    return meta


def _unreadable(loader: Any, node: Any) -> Any:
    """Return the first value in a node that YAML takes for a date or a number, and cannot read."""
    level = [node]
    while level:
        for each in level:
            read = loader.yaml_constructors.get(getattr(each, "tag", None))
            if isinstance(getattr(each, "value", None), str) and read:
                try:
                    read(loader, each)
                except (ValueError, OverflowError):
                    return each
        level = [inner for each in level for inner in _inside_node(each)]
    return None


def _inside_node(node: Any) -> Iterable[Any]:
    """Return what a node of YAML holds: pairs of nodes, or nodes."""
    if isinstance(node, tuple):
        return node
    inner = getattr(node, "value", None)
    return inner if isinstance(inner, list) else ()


def _inside_value(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_size(
    root: object, inside: Callable[[Any], Iterable[Any]], source: Source, line: int
) -> None:
    """Raise ReadError for more than anybody writes, before somebody walks through it.

    The file beside a text has line 0.
    """
    what, has = ("front matter is", "front matter has ") if line else ("", "")
    level = [root]
    for _ in range(_MAX_DEPTH):
        inner: list[object] = []
        for each in level:
            inner.extend(inside(each))
            if len(inner) > _MAX_VALUES:
                raise source.error(line, f"{has}more than {_MAX_VALUES} values")
        level = inner
    if level:
        raise source.error(line, f"{what} nested too deeply".strip())


def _head(source: Source, meta: dict[str, Any], form: str) -> html.Head:
    title, description = (_words(source, meta, key, form) for key in _OWN)
    keys = frozenset(source.options.keys)
    texts = metadata.texts(meta, keys)
    for key, text in (("title", title), ("description", description), *texts):
        if control := FORBIDDEN.search(text):
            code = f"U+{ord(control[0]):04X}"
            line = _line_of(key, source)
            raise source.error(line, f"{key} has the control character {code}; remove it")
    kept = tuple(key for key in _OWN if key not in keys)
    return html.Head(title, description, meta, tuple(texts), kept)


def _words(source: Source, meta: dict[str, Any], key: str, form: str) -> str:
    """Take a key that has to be text out of what a document says; "" if it is not there."""
    value = meta.pop(key, None)
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    raise source.error(_line_of(key, source), f"{key} has to be text{_EXAMPLE[form].format(key)}")


def _line_of(key: str, source: Source) -> int:
    """Return the line on which a key stands, the first where it cannot be told."""
    tables: list[tuple[int, str]] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if table := _TABLE.match(line):
            tables = [(-1, _bare(table[1]))]
        elif found := _KEY.match(line.replace("- ", "  ")):
            indent = found.start(1)
            tables = [each for each in tables if each[0] < indent] + [(indent, _bare(found[1]))]
            if ".".join(name for _, name in tables) == key:
                return number
    return 1


def _bare(name: str) -> str:
    return re.sub(r"[\"'\s]", "", name)
