"""Comments and texts in code blocks: what is offered, and that no character of code is changed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import markup, readers
from pipeline.readers import code
from pipeline.settings import ReadTable

CASES = (Path(__file__).parent / "cases" / "code.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(.*)\n((?:.*\n)*?)```\n((?:\n|- .*\n)*)", CASES, re.MULTILINE)
LANGUAGES = ("python", "js", "html", "c", "sh", "rust", "yaml", "php", "sql", "ruby", "lua", "tex")
BITS = (
    *"\"'`#/*-;<>{}()[]$%\\=!&\n\t ",
    *(
        "//",
        "/*",
        "*/",
        "<!--",
        "-->",
        '"""',
        "'''",
        "--",
        "{-",
        "#{",
        "${",
        "f'",
        'r"',
        "=begin\n",
    ),
    *(
        "Tea is hot",
        "cup",
        "  two  ",
        "é",
        "차",
        "\\n",
        "%s",
        "noqa",
        "&amp;",
        "</span>",
        "</code>",
    ),
)


def read(text: str, *, offers: bool = True) -> lxml.html.HtmlElement:
    """Return the page of a Markdown document."""
    document = readers.read("a.md", text.encode(), options=ReadTable(code=offers))
    return lxml.html.document_fromstring(document.html)


def offered(page: lxml.html.HtmlElement) -> list[str]:
    """Return what translators get of a page's code, with braces around what they copy."""
    found = []
    for span in page.xpath("//pre//span[@translate='yes']"):
        for kept in span.iterfind("span[@translate='no']"):
            kept.text = f"{{{kept.text}}}"
        found.append(f"{span.get('data-lp-kind').split()[0]}: {span.text_content()}")
    return found


@pytest.mark.parametrize(("info", "text", "wanted"), BLOCKS)
def test_what_is_offered(info: str, text: str, wanted: str) -> None:
    """A block offers its comments, and texts of several words; signs and quotes stay outside."""
    page = read(f"```{info}\n{text}```\n")
    assert text == page.find(".//code").text_content()
    assert re.findall(r"^- (.*)", wanted, re.MULTILINE) == offered(page)


def test_nothing_is_offered_unless_asked_for() -> None:
    """Without the option code is left alone."""
    assert [] == offered(read("```python\n# Boil it\n```", offers=False))


def test_each_has_its_kind_and_line() -> None:
    """Translators see what a text is, and findings name its line."""
    page = read("Text\n\n> ```python title\n> x = 1\n>\n> # Boil it\n> y = 'Two cups'\n> ```\n")
    assert [("comment in code", "6"), ("text in code", "7")] == [
        (span.get("data-lp-kind"), span.get("data-line")) for span in page.iterfind(".//pre//span")
    ]


def test_what_translators_get() -> None:
    """An escape or an interpolation is a mark that is copied; nothing else of the code is there."""
    text = "```python\n# Boil it.\nprint(f'Two {size} cups', end='')\n```\n"
    document = readers.read("a.md", text.encode(), options=ReadTable(code=True))
    units = markup.units(document.html, "a.md")[2:]
    assert ["Boil it.", "Two <keep1>{size}</keep1> cups"] == [unit.text for unit in units]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- localepress: skip -->\n\n```python\n# Boil it\n```",
        "<!-- localepress: skip -->\n\n> Tea:\n>\n> ```python\n> # Boil it\n> ```",
        "{translate=no}\n```python\n# Boil it\n```",
        "{.notranslate}\n- Tea\n\n  ```python\n  # Boil it\n  ```",
        "    # Boil it\n",
    ],
)
def test_what_an_author_keeps_is_not_offered(text: str) -> None:
    """A block that is skipped, or stands in something skipped, or is indented, stays as it is."""
    assert [] == offered(read(f"Text\n\n{text}"))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.lists(st.sampled_from(BITS) | st.text(max_size=5), max_size=25).map("".join),
)
def test_no_character_is_lost(language: str, text: str) -> None:
    """Whatever a block holds, its text is the same with its comments marked, and in one line."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]", "", text)
    html = code.offered(text, language, 1)
    page = lxml.html.fragment_fromstring(f"<pre>x{html}</pre>")
    assert f"x{text if html else ''}" == page.text_content()
    for span in page.iterfind("span"):
        inner = span.text_content()
        assert "\n" not in inner
        assert inner == inner.strip(" \t")


@pytest.mark.parametrize(
    "text", ["#" * 20_000, '"' * 20_000, "# " + "-" * 19_000 + "x", "/*" * 10_000, "'{" * 10_000]
)
@pytest.mark.parametrize("language", ["python", "js"])
def test_no_block_takes_long(language: str, text: str) -> None:
    """A block that nobody would write is read in a moment."""
    start = time.process_time()
    code.offered(text, language)
    assert time.process_time() - start < 1


def test_long_blocks_stay_as_they_are() -> None:
    """A block of more than 20,000 characters is data, not an example."""
    assert "" == code.offered("# Boil it\n" * 2001, "python")
