"""Files of one megabyte that want to take a program's time, memory or secrets."""

from __future__ import annotations

from functools import partial
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE: Final = 1_000_000
"""Characters, and most often bytes."""

NESTED = (
    "div p b a i span h1 ul li ol dl dd table tr td tbody caption colgroup select option optgroup "
    "button form fieldset ruby rt rb template svg math text foreignObject mi object nobr font "
    "x-y details label video picture pre code center blockquote section noscript frameset"
).split()
"""Elements that stand in themselves, with end tags and without."""

RAW = "script style title textarea xmp iframe noembed noframes plaintext".split()

HTML = {
    "less-than": "<",
    "ampersands": "&",
    "references": "&amp;",
    "references without semicolon": "&copy",
    "references to nothing": "&#xFFFFFFF;",
    "spaces": " ",
    "lines": "\n",
    "hard spaces": "\u00a0",
    "full stops": ".",
    "brackets": "(",
    "quotes": '"',
    "closing quotes": "\u201d ",
    "ends of sentences": "a. ",
    "one-letter sentences": "A. ",
    "question marks": "? ",
    "numbers": "1. ",
    "ellipses": ". . . ",
    "one word": "a",
    "one word of Han": "\u6f22",
    "combining": "e\u0301\u0301",
    "addresses": "https://a.b/(",
    "mail": "a@b.c ",
    "paths": "a/b.c/",
    "empty comments": "<!---->",
    "abrupt comments": "<!-->",
    "comments": "a<!-- a -->",
    "doctypes": "<!DOCTYPE html>",
    "instructions": "<?a?>",
    "CDATA": "<![CDATA[a]]>",
    "ends of CDATA": "]]>",
    "stray ends": "a</b>",
    "stray ends of p": "</p>",
    "stray ends of br": "</br>",
    "odd ends": "</>",
    "crossed": "a<b>a<i>a</b>a</i>",
    "formatting round blocks": "<b><p>a</b></p>",
    "links in links": "<a href=x>a",
    "links in tables": "<table><a href=x>a",
    "tables in links": "<a href=x><table>a",
    "cells without table": "<td>a",
    "paragraphs": "<p>a",
    "items": "<li>a",
    "breaks": "a<br>",
    "places to break": "a<wbr>",
    "marks": "a <b>b</b> ",
    "marks in marks": "a <b>b <i>c</i></b> ",
    "code": "a <code>b</code> ",
    "not translated": "a <i translate=no>b</i> ",
    "other languages": "a <i lang=fr>b</i> ",
    "pictures": "<img alt='a b' src=x> ",
    "links": "<a href=x>a</a> ",
    "links that count up": "<a href='../a?{n}#{n}'>{n}</a> ",
    "headings": "<h2>a</h2>",
    "headings that count up": "<h2>a {n}</h2>",
    "headings with ids": "<h2 id=a-{n}>a</h2>",
    "names": "<a name=a-{n}></a><h2>a</h2>",
    "paragraphs that count up": "<p>Word {n}.</p>",
    "titles": "<title>a</title>",
    "meta": "<meta name=a{n} content=b>",
    "descriptions": "<meta name=description content='a b'>",
    "bases": "<base href=x>",
    "tables": "<table><tr><td>a</table>",
    "wide cells": "<td colspan=999999999>a",
    "scripts": "<script></script>",
    "unknown elements": "<a{n}>",
    "notes": "<i its-loc-note='a b c d'>a</i> ",
    "styles": "<p style='a: url(b{n})'>a",
    "sources": "<img srcset='a{n} 1x, b 2x'>",
    "select": "<select><option>a<select>",
    "forms": "<form><p></form>",
    "svg and out": "<svg><p>a",
    "svg in table": "<table><svg><title>a</title>",
    "line signs": "\u2028",
    "Korean": "그는 \u201c간다.\u201d라고 말했다. ",
    "Japanese": "「行く。」と言った。",
    "capitals": "A B. C d. ",
    "times": "10.30 a.m. ",
}
"""Parts that are said again and again; ``{n}`` counts up."""

OPEN = {
    "attribute names": ("<p ", "a{n} ", ">a"),
    "same attributes": ("<p ", "a ", ">a"),
    "equals signs": ("<p ", "=", ">a"),
    "slashes": ("<p ", "/", ">a"),
    "attributes without end": ("<p ", 'a="b" ', ""),
    "quotes without end": ("<p ", 'a="', ""),
    "tags without end": ("", "<p ", ""),
    "comments without end": ("", "<!--", ""),
    "dashes": ("<!--", "-", "-->"),
    "classes": ("<p class='", "a ", "'>a"),
    "a title": ("<p title='", "a. &amp; ", "'>a"),
    "a srcset": ("<img srcset='", "a 1x, ", "'>a"),
    "a srcset of commas": ("<img srcset='", ", ", "'>a"),
    "an address": ("<a href='", "../", "'>a</a>"),
    "an address of signs": ("<a href='", "%", "'>a</a>"),
    "a style": ("<p style='", "url(", "'>a"),
    "a style of spaces": ("<p style='url(", " ", "'>a"),
    "a style element": ("<style>", "url( '", "</style>a"),
    "a charset": ("<meta http-equiv=content-type content='", "charset ", "'>a"),
    "a language": ("<html lang='", "en-", "'>a"),
    "a long language": ("<html lang='", "e", "'>a"),
    "a number": ("<p>&#", "1", ";a"),
    "zeros": ("<p>&#", "0", "65;a"),
    "a hexadecimal number": ("<p>&#x", "f", ";a"),
    "a name": ("<p>&", "a", ";a"),
    "a number in an attribute": ("<p title='a &#", "1", "'>a"),
    "a line": ("<p data-line='", "1", "'>a"),
    "a tag": ("<", "a", ">a"),
    "an end tag": ("</", "a", ">a"),
    "escaped scripts": ("<script>", "<!--<script>", "</script>"),
    "scripts in comments": ("<script><!--", "</script ", ""),
    "CDATA without end": ("<svg>", "<![CDATA[", ""),
    "CDATA in SVG": ("<svg><text>", "<![CDATA[a]]>", "</text></svg>"),
    "rows": ("<table>", "<tr><td>a", "</table>"),
    "cells": ("<table><tr>", "<td>a", "</table>"),
    "options": ("<select>", "<option>a", "</select>"),
    "a code": ("<p>a <code>", "a ", "</code> a"),
    "blocks in a link": ("<a href=x>", "<p>a", "</a>"),
    "entities": ('<!DOCTYPE html [<!ENTITY a "', "a&a;", '">]><p>&a;'),
}
"""What begins, what is said again and again, what ends."""

MARKDOWN = (
    "> ", ">", "- ", "1. ", "* ", "+ ", "- a\n", "1. a\n", "> a\n", "# a\n", "a\n=\n", "[", "]",
    "![", "[a](", "![a](", "[a](<", "[a][", "[a]", "[a] ", "[a]: b\n", "[a{n}]: b\n", "[a](b)",
    "[[a](b)", "![[a](b)](c)", "]()", "[](", "*", "_", "*a ", "_a ", "**a ", "*a_ ", "*a **b ",
    "a**b", "~~", "~a", "~~a ", "`", "`a", "``a` ", "\\", "\\\n", "<", "<a", "<a ", "<!--",
    "<!-- a -->", "<?", "<!A", "<![CDATA[", "<a@b.c>", "<https://a>", "&", "&a", "&#1;", "|",
    "|a", "a|b\n", "|a|\n", "|-", "-|-\n", "\t", "\n\n", "    a\n", "a  \n", "```\n", "~~~\n",
    "```a\n", "***\n", "---\n", "[^1]", "[^{n}]", "[^1]: a\n", "[^{n}]: a\n", "[^1]: [^1]\n",
    "[^{n}]: a[^{n}]\n\n", "^[a", "^[", ": a\n", "a\n: b\n\n", "!!! a\n", "??? a\n",
    "> [!NOTE]\n", "{", "{.a}", "{#a}", "# a {#a}\n", "{.", "- [ ] a\n", "https://a.b/", "www.",
    "www.a.b ", "a@b.c", "a@", "https://a.b(", "https://", "<div>\n\n", "</div>\n\n", "<div>",
    "# a\n\na\n\n", "a\n", "a\n\n", "a{n}\n\n", "<!-- localepress: skip -->\n", "'", '"', "(",
    "...", "<!-- localepress: skip-start -->\n", "<!-- localepress: note: a -->\n", "--",
    "<b>a</b>", "a<br>", "<!-- localepress: skip-end -->\n",
    "<!-- localepress: context: a -->\n\na\n\n", "Setext\n---\n",
)  # fmt: skip

MARKDOWN_OPEN = {
    "table of columns": ("", "|a", "|\n" + "|-" * 1000),
    "wide table": ("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n", "|\n", ""),
    "table": ("|a|b|\n|-|-|\n", "|a|b|\n", ""),
    "table of short rows": ("|a" * 500 + "|\n" + "|-" * 500 + "|\n", "|a\n", ""),
    "a reference": ("[", "a", "]: b\n\n[a]"),
    "an address": ("[a](", "(", ")"),
    "spaces in an address": ("[a](b", " ", ")"),
    "fence": ("```\n", "a\n", ""),
    "comment in a fence": ("```python\n", "# a b c\n", "```\n"),
    "signs in a fence": ("```c\n", "/* ", "```\n"),
    "quotes in a fence": ("```python\n", "'''", "```\n"),
    "HTML block": ("<div>\n", "a\n", ""),
    "admonition": ("!!! note\n\n", "    a\n\n", ""),
    "YAML list": ("---\na: ", "[", "\n---\na"),
    "YAML map": ("---\na: ", "{a: ", "\n---\na"),
    "YAML items": ("---\n", "- ", "\n---\na"),
    "YAML keys": ("---\n", "a{n}: b\n", "---\na"),
    "YAML number": ("---\na: ", "1", "\n---\na"),
    "YAML times": ("---\na: ", "1:", "1\n---\na"),
    "YAML text": ("---\ntitle: '", "a. ", "'\n---\na"),
    "YAML tags": ("---\ntags:\n", "- a{n}\n", "---\na"),
    "YAML anchors": ("---\na: &a a\n", "a{n}: *a\n", "---\na"),
    "YAML questions": ("---\n", "? ", "\n---\na"),
    "YAML without end": ("---\n", "a: b\n", ""),
    "TOML list": ("+++\na = ", "[", "\n+++\na"),
    "TOML keys": ("+++\n", "a{n} = 1\n", "+++\na"),
    "TOML number": ("+++\na = ", "1", "\n+++\na"),
    "TOML dots": ("+++\na", ".a", " = 1\n+++\na"),
    "TOML tables": ("+++\n", "[[a]]\n", "+++\na"),
}

TEXT = (
    *("* ", "- a\n", "1. a\n", "> ", "a\n", "A\n\n", "A\n=\n", "  a\n", " ", "A\n\n  b\n\n"),
    *("===\n", "a.\n", "a", ". ", "\t", "I. a\n", "a:\n\n", "\u3000", "a  b\n"),
)
RST = (
    *("* ", "* a\n", "`", "``", "`a`_ ", "|a| ", "_", "a_ ", "[1]_ ", "A\n=\n\n", ".. ", ".. a\n"),
    *("::\n\n  a\n\n", "  ", "a\n\n", "+--", ":a: b\n", "\\", "*", "**", "a\n  b\n", "(1) a\n"),
    *("=== ", "> "),
)

ALIASES = "---\na0: &a0 [a]\n" + "".join(
    "a{}: &a{} [{}]\n".format(n, n, ", ".join([f"*a{n - 1}"] * 9)) for n in range(1, 40)
)
ENTITIES = "<!DOCTYPE html [\n" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">\n' for n in range(1, 40)
)

OWN: dict[str, tuple[str, Callable[[int], str]]] = {
    "deeper lists": ("a.md", lambda size: deeper(size, "  ", "- a\n")),
    "deeper numbers": ("a.md", lambda size: deeper(size, "   ", "1. a\n")),
    "deeper quotes": ("a.md", lambda size: deeper(size, "> ", "a\n")),
    "deeper admonitions": ("a.md", lambda size: deeper(size, "    ", "!!! a\n\n")),
    "more backticks": ("a.md", lambda size: " ".join("`" * n + "a" for n in range(isqrt(size)))),
    "more asterisks": ("a.md", lambda size: " ".join("*" * n + "a" for n in range(isqrt(size)))),
    "aliases of aliases": ("a.md", lambda _: ALIASES + "title: *a39\n---\na"),
    "alias of itself": ("a.md", lambda _: "---\ntitle: &a [*a]\ntags: *a\n---\na"),
    "merged keys": ("a.md", lambda _: "---\na: &a {<<: *a}\n---\na"),
    "entities of entities": ("a.html", lambda _: f"{ENTITIES}]><p>&a39;"),
    "file as entity": (
        "a.html", lambda _: '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;',
    ),
    "file in a text": ("a.rst", lambda _: ".. include:: /etc/passwd\n\na"),
    "raw file": ("a.rst", lambda _: ".. raw:: html\n   :file: /etc/passwd\n\na"),
    "table of a file": ("a.rst", lambda _: ".. csv-table::\n   :file: /etc/passwd\n\na"),
}  # fmt: skip


class Hostile(NamedTuple):
    """A hostile file."""

    name: str
    path: str
    make: Callable[[int], str]
    """Gives its text, up to as many characters as asked for."""


def inputs() -> Iterator[Hostile]:
    """Yield every hostile file."""
    for tag in NESTED:
        yield Hostile(f"<{tag}> open", "a.html", repeated("", f"<{tag}>a", ""))
        yield Hostile(f"<{tag}> in itself", "a.html", partial(nested, f"<{tag}>", f"</{tag}>"))
        yield Hostile(f"<{tag}> 200 deep", "a.html", repeated("", shallow(tag), ""))
    for tag in RAW:
        yield Hostile(f"<{tag}> open", "a.html", repeated("", f"<{tag}>", ""))
        yield Hostile(f"<{tag}> closed", "a.html", repeated("", f"a<{tag}>a</{tag}>", ""))
    for name, part in HTML.items():
        yield Hostile(name, "a.html", repeated("<p>", part, ""))
    for name, parts in OPEN.items():
        yield Hostile(name, "a.html", repeated(*parts))
    for part in MARKDOWN:
        yield Hostile(f"Markdown {part!r}", "a.md", repeated("", part, ""))
    for name, parts in MARKDOWN_OPEN.items():
        yield Hostile(f"Markdown {name}", "a.md", repeated(*parts))
    for ending, parts in {"txt": TEXT, "rst": RST}.items():
        for part in parts:
            yield Hostile(f"{ending} {part!r}", f"a.{ending}", repeated("A\n\n", part, ""))
    for name, (path, text) in OWN.items():
        yield Hostile(name, path, text)


def repeated(before: str, part: str, after: str) -> Callable[[int], str]:
    """Return a maker of a part again and again; ``{n}`` in it counts up."""

    def make(size: int) -> str:
        room = size - len(before + after)
        if "{n}" not in part:
            return before + part * (room // len(part)) + after
        parts: list[str] = []
        while room > 0:
            parts.append(part.replace("{n}", str(len(parts))))
            room -= len(parts[-1])
        return before + "".join(parts[:-1]) + after

    return make


def nested(start: str, end: str, size: int) -> str:
    """Return elements in one another."""
    deep = size // len(start + end)
    return start * deep + end * deep


def shallow(tag: str) -> str:
    """Return elements in one another as deep as is read."""
    return f"<{tag}>a " * 200 + f"</{tag}> a" * 200


def deeper(size: int, indent: str, line: str) -> str:
    """Return lines, each further in than the one before."""
    return "".join(indent * n + line for n in range(isqrt(size * 2 // len(indent)) - 8))
