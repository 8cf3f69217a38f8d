"""reStructuredText, as docutils understands it (the extra ``rst``).

A comment ``.. localepress: note: …`` is a directive of ours, as a comment of HTML is in Markdown.
The title is the document's, and a list of fields at its top says the rest as front matter does.
docutils opens no file here, and what it would leave out is an error; other comments are left out.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from pipeline import metadata
from pipeline.errors import ReadError
from pipeline.readers import html
from pipeline.readers.directives import Directives

if TYPE_CHECKING:
    from docutils import nodes

    from pipeline.model import Document
    from pipeline.readers.source import Source

_SIGN: Final = "localepress:"
_SAID: Final = "localepress"
"""Key of a node of docutils under which its attributes for us are kept."""

_ERROR: Final = 3
"""Level of docutils' messages from which its reading is a guess."""

_SETTINGS: Final = {
    "_disable_config": True,
    "auto_id_prefix": "%",
    "doctitle_xform": True,
    "docinfo_xform": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "input_encoding": "unicode",
    "math_output": "MathML",
    "raw_enabled": False,
    "report_level": 5,
    "syntax_highlight": "none",
    "warning_stream": False,
}


def read(source: Source) -> Document:
    """Return the document of a reStructuredText file; raises ReadError."""
    try:
        tree = _parse(source)
        _check(tree, source)
        head = _head(tree, source)
        _prepare(tree)
        _direct(tree, source)
        body = _html(tree, source)
    except ReadError:
        raise
    except ImportError as error:
        what = 'reading .rst needs docutils; run "pip install docutils"'
        raise source.error(0, what) from error
    except RecursionError as error:
        raise source.error(0, "nested too deeply; make it simpler") from error
    except Exception as error:
        # docutils has faults of its own on markup that hardly anybody writes.
        what = f"docutils fails on it ({type(error).__name__}); make it simpler"
        raise source.error(0, what) from error
    return html.page(source, body, head)


def _parse(source: Source) -> nodes.document:
    """Return docutils' tree of a text."""
    from docutils.core import publish_doctree
    from docutils.parsers.rst import Directive, directives, roles

    class Today(Directive):
        has_content = True

        def run(self) -> list[nodes.Node]:
            raise self.error('"date" says another day each day; write the day')

    directives.register_directive("date", Today)
    # Roles are docutils' one global memory: a document must not know those of the last.
    roles._roles.clear()  # type: ignore[attr-defined]
    return publish_doctree(source.text, settings_overrides=_settings(source))


def _settings(source: Source) -> dict[str, object]:
    # In the source language are the words of docutils' own, such as the heading of a note.
    return {**_SETTINGS, "language_code": source.language}


def _check(tree: nodes.document, source: Source) -> None:
    """Raise ReadError for what docutils did not understand, or left out; forget what it minded."""
    from docutils import nodes

    messages = [*tree.findall(nodes.system_message)]
    for message in chain(messages, tree.parse_messages, tree.transform_messages):
        # With a directive that is only warned of, its text has gone from the document.
        gone = any(part.astext().startswith("..") for part in message.children[1:])
        if gone or message["level"] >= _ERROR:
            raise _error(message, source)
    for message in messages:
        message.parent.remove(message)
    for problem in [*tree.findall(nodes.problematic)]:
        problem.parent.replace(problem, nodes.Text(problem.astext()))


def _error(message: nodes.system_message, source: Source) -> ReadError:
    words = " ".join(message.children[0].astext().split()) if message.children else "cannot be read"
    return source.error(int(message.get("line") or 0), words)


def _head(tree: nodes.document, source: Source) -> html.Head:
    """Take the list of fields at the top out of a tree, and return what it says."""
    from docutils import nodes

    said = {m["name"].lower(): m["content"] for m in tree.findall(nodes.meta) if "name" in m}
    above = (nodes.title, nodes.subtitle, nodes.meta, nodes.Invisible)
    first = next((child for child in tree.children if not isinstance(child, above)), None)
    if isinstance(first, nodes.field_list):
        tree.remove(first)
        for field in first.findall(nodes.field):
            name, value = (part.astext() for part in field.children)
            said[name.lower()] = " ".join(value.split())
    keys = frozenset(source.options.keys)
    kept = tuple(key for key in ("title", "description") if key in said and key not in keys)
    title, description = said.pop("title", tree.get("title", "")), said.pop("description", "")
    return html.Head(title, description, said, tuple(metadata.texts(said, keys)), kept)


def _prepare(tree: nodes.document) -> None:
    """Say what nobody translates, move the ids of sections to headings, and open no image."""
    from docutils import nodes

    for section in (tree, *tree.findall(nodes.section)):
        title = next((child for child in section.children if isinstance(child, nodes.title)), None)
        if title is not None:
            title["ids"], section["ids"] = [*section["ids"], *title["ids"]], []
    for literal in tree.findall(nodes.literal):
        literal["classes"].append("code")
    for number in chain(
        tree.findall(nodes.footnote_reference), tree.findall(nodes.citation_reference)
    ):
        number[_SAID] = {"translate": "no"}
    for image in tree.findall(nodes.image):
        # Without one the writer takes the address, which nobody reads.
        image.setdefault("alt", "")
        if image.get("loading") == "embed":
            del image["loading"]


def _direct(parent: nodes.Element, source: Source, line: int = 1) -> None:
    """Write what directives say, and source lines, into the blocks of a container.

    A line is that of the block before where docutils knows none.
    """
    from docutils import nodes

    directives = Directives(source)
    for child in list(parent.children):
        line = child.line or line
        if isinstance(child, nodes.comment):
            if child.astext().startswith(_SIGN):
                directives.take(f"<!-- {child.astext()} -->", _begin(line, source))
            parent.remove(child)
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.Invisible):
            heads = isinstance(child, (nodes.title, nodes.subtitle))
            said = {} if heads else directives.attributes()
            child[_SAID] = {"data-line": str(line)} | said
            if not isinstance(child, nodes.TextElement):
                _direct(child, source, line)
    directives.close()


def _begin(line: int, source: Source) -> int:
    """Return the line of a directive; docutils says where the blank lines behind it end."""
    rows = source.text.split("\n")[:line]
    return next((n for n in range(len(rows), 0, -1) if _SIGN in rows[n - 1]), line)


def _html(tree: nodes.document, source: Source) -> str:
    """Return the body of a tree's page, from its title on."""
    from docutils.core import publish_from_doctree
    from docutils.writers import html5_polyglot

    class Translator(html5_polyglot.HTMLTranslator):
        def starttag(
            self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **given: Any
        ) -> str:
            said = node.get(_SAID, {})
            return str(super().starttag(node, tagname, suffix, empty, **given, **said))

    writer = html5_polyglot.Writer()
    writer.translator_class = Translator
    publish_from_doctree(tree, writer=writer, settings_overrides=_settings(source))
    return "".join(map(str, (writer.parts["body_pre_docinfo"], writer.parts["fragment"])))
