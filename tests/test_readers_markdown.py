"""Markdown beyond CommonMark, front matter and directives: what is refused, and what is a text."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from pipeline import markup, readers
from pipeline.errors import ReadError
from pipeline.outputs import poured


def read(text: str, path: str = "a.md") -> str:
    """Return the page of a text."""
    return readers.read(path, text.encode()).html


def texts(text: str) -> list[str]:
    """Return what a translator of a text sees, without its title."""
    page = read(f"# T\n\n{text}")
    return [unit.text for unit in markup.units(page, "a.md") if unit.text != "T"]


SKIP = "<!-- localepress: skip -->"
REFUSED = {
    "unknown directive": (
        "a.md",
        "One.\n\n<!-- localepress: skp -->\n\nTwo.",
        'a.md:3: unknown directive "skp"; known are skip, skip-start, skip-end, note: …, '
        "context: …",
    ),
    "directive with words it does not take": (
        "a.md",
        "One.\n<!-- localepress: skip: it -->\nTwo.",
        'a.md:2: unknown directive "skip: it"; known are skip, skip-start, skip-end, note: …, '
        "context: …",
    ),
    "open region": (
        "a.md",
        "One.\n\n<!-- localepress: skip-start -->\n\nTwo.",
        "a.md:3: skip-start without end; add <!-- localepress: skip-end --> at the same level",
    ),
    "region that ends in a list": (
        "a.md",
        "<!-- localepress: skip-start -->\n\n- One.\n- <!-- localepress: skip-end -->\n",
        "a.md:4: skip-end without skip-start; remove it",
    ),
    "region in a region": (
        "a.txt",
        "<!-- localepress: skip-start -->\n\nOne.\n\n<!-- localepress: skip-start -->",
        "a.txt:5: skip-start inside another; remove it",
    ),
    "nothing to skip": (
        "a.md",
        f"One.\n\n> Two.\n>\n> {SKIP}\n\nThree.",
        "a.md:5: no block follows",
    ),
    "nothing to skip in a text": ("a.txt", f"One.\n\n{SKIP}", "a.txt:3: no block follows this dir"),
    "note before an end": (
        "a.md",
        "<!-- localepress: skip-start -->\n\n<!-- localepress: note: x -->\n"
        "<!-- localepress: skip-end -->",
        "a.md:3: no block follows this directive, but skip-end",
    ),
    "empty note": (
        "a.txt",
        "\n<!-- localepress: note: -->\n\nx",
        "a.txt:2: note without words; wri",
    ),
    "directive in a paragraph": (
        "a.md",
        f"One,\ntwo {SKIP}",
        "a.md:2: directive beside other text; put blank lines around it",
    ),
    "directive in HTML": ("a.md", f"x\n\n<div>\n{SKIP}\n</div>", "a.md:4: directive beside other"),
    "directive in a text's paragraph": (
        "a.txt",
        f"a\n\n{SKIP} b",
        "a.txt:3: directive beside other",
    ),
    "open TOML": ("a.md", "+++\ntitle = 'x'\n\nText.", "a.md:1: front matter without end; add +++"),
    "wrong TOML": (
        "a.md",
        "+++\na = 1\nb = \n+++\n",
        "a.md:3: front matter is not TOML: Invalid value",
    ),
    "TOML title is a number": (
        "a.md",
        "+++\nweight = 1\ntitle = 7\n+++\nText",
        'a.md:3: title has to be text: title = "…"',
    ),
    "deep TOML": (
        "a.md",
        f"+++\na = {'[' * 9999}\n+++\n",
        "a.md:1: front matter is nested too deep",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """A fault in front matter or in a directive is named with file and line."""
    path, text, expected = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        read(text, path)
    assert expected == str(caught.value)[: len(expected)]


TEXTS = {
    "footnote": (
        "Claim.[^a]\n\n[^a]: Proof.",
        ["Claim.<keep1>[1]</keep1>", "Proof."],
    ),
    "addresses": (
        "See https://example.org.\n\nwww.example.org",
        ["See <keep1>https://example.org</keep1>."],
    ),
    "alert": ("> [!TIP]\n> Do it.", ["Tip", "Do it."]),
    "admonition": ("!!! note\n    Do it.", ["Note", "Do it."]),
    "details": ('??? note "More"\n    Text.', ["More", "Text."]),
    "a cry": ("!!! Wow", ["!!! Wow"]),
    "definitions": ("Word\n: Meaning.", ["Word", "Meaning."]),
    "attributes": ("A [b](c){#d .e}.\n\n{.f}\nG.", ["A <a1>b</a1>.", "G."]),
    "attributes that say no": ("{translate=no}\nOne.\n\nTwo.", ["Two."]),
    "braces": (
        "{% include x %}\n\n{one}\n\n`a` {.b}",
        ["{% include x %}", "{one}", "<code1>a</code1> {.b}"],
    ),
    "skipped HTML": (f"{SKIP}\n<p>One.</p>\n<p>Two.</p>\n\nThree.", ["Three."]),
    "skipped region": (
        "<!-- localepress: skip-start -->\n\n# A\n\n> b\n\n<p>c\n\n"
        "<!-- localepress: skip-end -->\n\nD",
        ["D"],
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_texts(case: str) -> None:
    """A translator sees the words a reader sees, and nothing of the signs round them."""
    text, expected = TEXTS[case]
    assert expected == texts(text)


def test_links_in_html_have_their_line() -> None:
    """A finding names the line in which an author's own HTML leads nowhere."""
    text = 'A.\n\n<div>\n<p>B\n<a href="b.md">b</a>\n</div>\n\n<img src="c.png" alt="">\n'
    html = read(text)
    assert '<a data-line="5" href="b.md">' in html
    assert '<img data-line="8" src="c.png" alt="">' in html


def test_heading_anchor_of_its_own() -> None:
    """A heading's own id stands, and the others are what they were."""
    page = read("# One {#uno}\n\n## Two\n\n## Two {.x}")
    headings = poured.parse(page).find("body").iter("h1", "h2")
    assert ["uno", "two", "two-1"] == [heading.get("id") for heading in headings]


HOSTILE = {
    "addresses": "https://a.b " * 5_000,
    "unfinished addresses": "(http://www." * 5_000,
    "closing brackets": "http://a" + ")" * 50_000,
    "ends of addresses": "http://a" + "&amp;" * 10_000,
    "w": "w" * 50_000,
    "code with lists": "`a`{.b " * 5_000,
    "open values": '`a`{a="' * 5_000,
    "attribute lines": "{.a}\n" * 2_500 + "b",
    "long attribute list": "{" + ".a " * 15_000 + "\n\nb",
    "footnotes": "".join(f"[^{n}]\n\n[^{n}]: a\n\n" for n in range(1_000)),
    "references": "[^1]" * 200 + "\n\n[^1]: a",
    "definitions": "a\n: b\n\n" * 1_000,
    "directives": "<!-- localepress: note: a -->\n" * 1_000 + "b",
    "open directives": "<!-- localepress: " * 10_000 + "-->",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    """Large input of an odd form is read, or refused, in a time that grows with its size."""
    before = time.process_time()
    with suppress(ReadError):
        read(HOSTILE[case])
    assert time.process_time() - before < 2.5
