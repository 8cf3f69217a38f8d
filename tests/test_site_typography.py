"""What languages ask of type: places between phrases, ruby, and what says neither."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_kit import html as written
from pages_kit import phrasing
from test_site import SETTINGS, built, html, page, tree

from pipeline import checks, ruby
from pipeline.checks.base import Message, Pair
from pipeline.model import Document
from pipeline.outputs import body, phrases, poured, readings
from pipeline.outputs.pages import Page

CASES = Path(__file__).parent / "cases/site"
SIGNS = body.Signs("B", "E", "T", "D", "N", "W")
RUBY = "<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>"


def cases(name: str) -> list[list[str]]:
    """Return the cases of a file, each as its parts."""
    lines = (CASES / name).read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("# "))
    return [[part.strip("\n") for part in case.split("=>\n")] for case in text.split("\n---\n")]


def shown(text: str, language: str = "ja", *, phrased: bool = False) -> str:
    """Return the body of a page in a language as it stands in the theme."""
    made = page("x.md", language, text)
    return "".join(body.content(poured.parse(made.html), made, SIGNS, phrased=phrased))


@pytest.mark.parametrize(("text", "wanted", "plain"), cases("ruby.txt"))
def test_ruby(text: str, wanted: str, plain: str) -> None:
    """It is an element on a page, and its words alone elsewhere; other braces are as they were."""
    assert (wanted, plain) == (str(readings.markup(text)), ruby.base(text))
    assert f"<p>{wanted}</p>" == shown(f"<p>{text}</p>").replace("&lt;", "<")
    places = ruby.origins(text)
    assert plain == "".join(text[place] for place in places)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<code>{漢字|かんじ}</code>", "<code>{漢字|かんじ}</code>"),
        ('<i translate="no">{漢字|かんじ}</i>', '<i translate="no">{漢字|かんじ}</i>'),
        ('<i lang="en">{漢字|かんじ}</i>', '<i lang="en">{漢字|かんじ}</i>'),
        ('<b>{漢字|かんじ}</b>と<img alt="{漢字|かんじ}">', f'<b>{RUBY}</b>と<img alt="漢字">'),
        (
            "<select><option>{漢字|かんじ}</option></select>",
            "<select><option>漢字</option></select>",
        ),
    ],
)
def test_where_ruby_can_be(text: str, wanted: str) -> None:
    """Code and what is kept stay as they are, and so do texts in languages without it."""
    assert f"<p>{wanted}</p>" == shown(f"<p>{text}</p>")


def test_ruby_in_a_page_of_its_own_design() -> None:
    """It becomes the same there, and what stands around it stays byte for byte."""
    text = html(
        "{漢字|かんじ}",
        '<p>{漢字|かんじ}&amp;<code>{漢字|かんじ}</code><img alt="{漢字|かんじ}"></p>',
    )
    text = text.replace("lang='en'", "lang='ja'")
    source = Document("x.html", "ja", text, {}, in_place=True)
    made = built([Page(source, "ja", text)], replace(SETTINGS, language="ja", languages=()))
    wanted = text.replace("<p>{漢字|かんじ}", f"<p>{RUBY}", 1)
    wanted = wanted.replace('alt="{漢字|かんじ}"', 'alt="漢字"').replace(
        "<title>{漢字|かんじ}", "<title>漢字"
    )
    assert wanted == made.files["ja/x.html"].decode().lstrip("\ufeff")


def test_programs_and_titles_get_the_words_alone() -> None:
    """Titles, feeds and what search engines are told have neither readings nor places."""
    title = "{港|みなと}に嵐が来た"
    options = replace(SETTINGS, base_url="https://example.org/", menu=("x",), phrased=True)
    made = page("x.md", "ja", f"<h1>{title}</h1>", title)
    made = replace(made, document=replace(made.document, meta={"date": "2026-11-03"}))
    site = built([made], options)
    root = tree(site, "ja/x.html")
    assert "港に嵐が来た · Tea" == root.findtext(".//title")
    data = json.loads(root.findtext(".//script"))
    assert (
        "港に嵐が来た" == data["headline"] == root.xpath("//meta[@property='og:title']/@content")[0]
    )
    assert ["港に<wbr>嵐が<wbr>来た"] == re.findall(
        r'aria-current="page">(.*?)</a>', site.files["ja/x.html"].decode()
    )
    for path in ("ja/feed.xml", "sitemap.xml"):
        assert "wbr" not in site.files[path].decode()
        assert "みなと" not in site.files[path].decode()
    assert "<title>港に嵐が来た</title>" in site.files["ja/feed.xml"].decode()


@pytest.mark.parametrize(("text", "wanted"), cases("phrases.txt"))
def test_phrases(text: str, wanted: str) -> None:
    """They are found over the whole of a heading; marks in it stay, and code is one thing."""
    assert wanted == shown(text)


def test_phrases_in_text() -> None:
    """The settings can ask for them everywhere; then the page says so to the style sheet."""
    text = "<p>静かな港に<em>嵐が来た</em></p><pre>静かな港</pre>"
    text += "<table><tr><td>静かな港</td></tr></table>"
    made = shown(text, phrased=True)
    assert "<p>静かな<wbr>港に<em><wbr>嵐が<wbr>来た</em></p>" in made
    assert ">静かな港</pre>" in made
    assert "<td>静かな<wbr>港</td>" in made
    assert "wbr" not in shown(text, "ko", phrased=True)
    for phrased in (False, True):
        site = built([page("x.md", "ja", text)], replace(SETTINGS, phrased=phrased))
        assert phrased is ('class="text phrased"' in site.files["ja/x.html"].decode())


JAPANESE = st.text("静かな港に嵐が来た日、「」。ーっAb 1\n<&", max_size=30)
PAGES = phrasing.map(lambda nodes: "".join(map(written, nodes)))


@settings(max_examples=150)
@given(st.lists(JAPANESE, min_size=1, max_size=4), PAGES, st.booleans())
def test_phrases_change_no_text(texts: list[str], around: str, everywhere: bool) -> None:
    """What a page says is the same, letter by letter, and so are all elements but ``wbr``."""
    words = iter(texts * 200)
    filled = re.sub(r"\{word\}", lambda _: next(words).translate({60: "&lt;", 38: "&amp;"}), around)
    text = f"<h1>{filled}</h1><p>{filled}</p>"
    before, after = poured.parse(text), poured.parse(text)
    phrases.put(after.body, "ja", text=everywhere)
    assert before.text_content() == after.text_content()
    said = [(each.tag, dict(each.attrib)) for each in before.iter() if each.tag != "wbr"]
    assert said == [(each.tag, dict(each.attrib)) for each in after.iter() if each.tag != "wbr"]


@given(JAPANESE)
def test_where_no_line_ends(text: str) -> None:
    """Never before a stop, after an opening bracket, in a Latin word or at white space."""
    for place in phrases.places(text):
        assert text[place] not in "、。」ーっ \n"
        assert text[place - 1] not in "「 \n"
        assert not (text[place - 1].isascii() and text[place].isascii())


def test_checks_do_not_see_ruby() -> None:
    """Neither its length nor its letters are the translation's, and it is no placeholder."""
    pair = Pair("en", "ja")
    for target in (
        "{港町|みなとまち}と{name}の表を見ます。",
        "{港町|みなとまち}の表を{name}で見ます。",
    ):
        plain = Message("See {name} at the harbour town.", ruby.base(target))
        found = list(checks.check([replace(plain, target=target)], pair))
        assert [] == [
            each for _, each in found if each.check in {"placeholders", "script", "length"}
        ]
        assert [p.message for _, p in checks.check([plain], pair)] == [p.message for _, p in found]
    lost = Message("Use {NUMBER} here.", "{港町|みなとまち}を使います。")
    assert ["placeholders"] == [
        p.check for _, p in checks.check([lost], pair, only={"placeholders"})
    ]


def test_a_problem_stands_where_it_is_written() -> None:
    """Behind ruby too, so that an editor marks the right words."""
    target = "{港町|みなとまち}の한국です。"
    found = checks.check([Message("It is a town.", target)], Pair("en", "ja"), only={"script"})
    assert ["한국"] == [target[problem.start : problem.end] for _, problem in found]
