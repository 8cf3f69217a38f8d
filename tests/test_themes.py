"""A project's own theme: what it replaces, what it may not, its words, its mistakes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from test_thresholds import Project

from pipeline import stages
from pipeline.errors import LocalepressError
from pipeline.outputs import templates

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = Path(__file__).parents[1] / "docs/themes.md"

PAGE = """{% extends "localepress/page.html" %}
{% block footer %}
{# Translators: at the end of each page #}
<p class="ours">{{ _("Brewed by hand.") }} {{ _("Read %(title)s", title=head.title) }}</p>
{{ super() }}
{% endblock %}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project of two documents."""
    return Project(tmp_path)


def pages(project: Project) -> str:
    """Build, and return a page in Korean."""
    stages.build(project.work)
    return project.read("output/ko/a.html")


def test_a_template_replaces_a_block_of_ours(project: Project) -> None:
    """The rest of the page is ours; the page in English has the words, without a sign."""
    project.settings("threshold = 0\n")
    project.write("theme/page.html", PAGE)
    stages.update(project.work)
    stages.build(project.work)
    made = project.read("output/en/a.html")
    assert '<p class="ours">Brewed by hand. Read ' in made
    assert '<header class="site">' in made


def test_a_theme_writes_dates_its_own_way(project: Project) -> None:
    """In its block they are days with a text; the title stays before them and the text after."""
    project.settings("threshold = 0\n")
    project.write("source/a.md", "---\ndate: 2026-11-02\n---\n# One\n\nTwo.\n")
    own = "{% if published %}<b>{{ published.text }}</b>{% endif %}"
    page = '{% extends "localepress/page.html" %}\n{% block dates %}' + own + "{% endblock %}\n"
    project.write("theme/page.html", page)
    stages.build(project.work)
    made = project.read("output/en/a.html")
    assert '<h1 id="one">One</h1>\n<b>November 2, 2026</b><p>Two.</p>' in made


def test_styles_and_assets_stand_beside_ours(project: Project) -> None:
    """They are copied, named by the pages, and removed with the theme."""
    project.settings("threshold = 0\n")
    project.write("theme/extra.css", "b { color: red }\n")
    project.write("theme/assets/img/a b.svg", "<svg/>")
    said = '{% extends "localepress/base.html" %}{% block head %}'
    said += '<link rel="icon" href="{{ asset("img/a b.svg") }}">{% endblock %}'
    project.write("theme/base.html", said)
    made = pages(project)
    assert '<link rel="stylesheet" href="../assets/extra.css">' in made
    assert '<link rel="icon" href="../assets/img/a%20b.svg">' in made
    assert "<svg/>" == project.read("output/assets/img/a b.svg")
    for name in ("theme/extra.css", "theme/assets/img/a b.svg", "theme/base.html"):
        (project.root / name).unlink()
    assert "extra.css" not in pages(project)
    assert not project.exists("output/assets/img")
    assert not project.exists("output/assets/extra.css")


def test_words_are_shown_when_they_are_reviewed(project: Project) -> None:
    """They have a catalogue with notes and places; until then pages show the source's words."""
    project.settings("threshold = 0\n")
    project.write("theme/page.html", PAGE)
    stages.update(project.work)
    path = project.root / "locales/ko/LC_MESSAGES/_theme.po"
    file = polib.pofile(str(path))
    assert [
        ("Brewed by hand.", "at the end of each page"),
        ("Read %(title)s", ""),
    ] == [(entry.msgid, entry.comment) for entry in file]
    assert [[("theme/page.html", "")]] * 2 == [entry.occurrences for entry in file]
    assert '<span lang="en">Brewed by hand.</span>' in pages(project)
    file[0].msgstr, file[1].msgstr = "손으로 & 손.", "%(title)s 읽기"
    file[1].flags = ["fuzzy"]
    file.save()
    made = pages(project)
    assert "손으로 &amp; 손. " in made
    assert "읽기" not in made
    found = [f for f in stages.build(project.work).findings if f.check == "interface-words"]
    assert [("theme", "ko", False)] == [(f.place.path, f.language, f.error) for f in found]


MISTAKES = {
    "syntax": ("a\n{% if %}\n", r"theme/page\.html:2: TemplateSyntaxError: "),
    "variable": ("a\n\n{{ nothing }}\n", r"theme/page\.html:3: .*'nothing' is undefined; docs/"),
    "own name": ('{% extends "page.html" %}', r"theme/page\.html:1: .*localepress/page\.html"),
    "parent": ('\n{% extends "no.html" %}', r'theme/page\.html:2: there is no template "no.html"'),
    "outside": ('{% include "../x.html" %}', r"theme/page\.html:1: there is no template"),
    "asset": ('\n{{ asset("no.svg") }}', r'theme/page\.html:2: .*no file "no\.svg"'),
    "code": ("{{ ''.__class__.__mro__ }}", r"theme/page\.html:1: SecurityError"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_names_file_and_line(project: Project, case: str) -> None:
    """It is one line, and nothing is written."""
    text, message = MISTAKES[case]
    project.write("theme/page.html", text)
    with pytest.raises(LocalepressError, match=message) as raised:
        stages.build(project.work)
    assert "\n" not in str(raised.value)
    assert not project.exists("output")


def test_nothing_outside_is_read(project: Project) -> None:
    """Neither by a linked file nor by a linked folder."""
    project.write("secret/a.css", "x")
    (project.root / "theme").mkdir()
    for name, target in {"extra.css": "../secret/a.css", "assets": "../secret"}.items():
        link = project.root / "theme" / name
        link.symlink_to(target)
        with pytest.raises(LocalepressError, match=f"theme/{name}: is a link to another place"):
            stages.build(project.work)
        link.unlink()


def test_a_file_that_is_no_text(project: Project) -> None:
    """The line is that of the first wrong byte."""
    project.write("theme/page.html", "")
    (project.root / "theme/page.html").write_bytes(b"a\n\xff")
    with pytest.raises(LocalepressError, match=r"theme/page\.html:2: not UTF-8"):
        stages.build(project.work)


def test_what_a_policy_stops_is_found(project: Project) -> None:
    """Scripts and styles inside; not data, nor files, nor what only looks like one."""
    text = """{% extends "localepress/base.html" %}
{% block head %}<script src="{{ asset("a.js") }}"></script>
<script type="application/ld+json">{}</script>
<script>x</script><style>b {}</style>
<b {% if 2 > 1 %}class="c"{% endif %} style="color: red" onclick="x()">{{ "<i style='x'>" }}</b>
{% endblock %}"""
    project.write("theme/base.html", text)
    project.write("theme/assets/a.js", "x")
    project.write("theme/notes.txt", "x")
    found = stages.build(project.work).findings
    expected = [
        ("theme/base.html:4", "<style>", True),
        ("theme/base.html:4", "a", True),
        ("theme/base.html:5", "onclick=…", True),
        ("theme/base.html:5", "style=…", True),
        ("theme/notes.txt", "not", False),
    ]
    said = [f for f in found if f.check.startswith("theme-")]
    assert expected == sorted((str(f.place), f.message.split()[0], f.error) for f in said)


NAMES = ", ".join(path.name for path in sorted(templates.THEME.glob("[!w]*.html")))
LOST = "replaces no template of ours, and no other refers to it;"
FOLDER = "is a folder, so it replaces nothing;"
UNUSED = {
    "a name that none of ours has": (
        ["theme/pages.html"],
        [f'theme/pages.html: {LOST} did you mean "page.html"? ours are {NAMES} [theme-template]'],
    ),
    "words, which only the program asks for": (
        ["theme/words.html"],
        [f"theme/words.html: {LOST} ours are {NAMES} [theme-template]"],
    ),
    "a part": (["theme/base.html", "theme/parts/a.html"], []),
    "folders": (
        ["theme/page.html/a.txt", "theme/extra.css/a.txt", "theme/assets/x.html/a.txt"],
        [
            f"theme/{name}: {FOLDER} ours are {NAMES}, and style.css and extra.css [theme-template]"
            for name in ("extra.css", "page.html")
        ],
    ),
}


@pytest.mark.parametrize("case", UNUSED)
def test_what_replaces_nothing_is_found(project: Project, case: str) -> None:
    """With its path, and the names that there are."""
    files, expected = UNUSED[case]
    project.settings("threshold = 0\n")
    for path in files:
        refers = '{% extends "localepress/base.html" %}{% from "parts/a.html" import x %}'
        project.write(path, refers if path == "theme/base.html" else "{% set x = 1 %}")
    found = [f for f in stages.build(project.work).findings if f.check == "theme-template"]
    assert expected == [str(finding) for finding in found]
    assert all(finding.error for finding in found)


def test_a_name_that_only_pages_say(project: Project) -> None:
    """Nobody can tell then which templates are not used."""
    project.settings("threshold = 0\n")
    said = '{% extends "localepress/page.html" %}{% block footer %}{% include language ~ ".html" %}'
    project.write("theme/page.html", said + "{% endblock %}")
    for tag in ("en", "ko"):
        project.write(f"theme/{tag}.html", "x")
    assert not [f for f in stages.build(project.work).findings if f.check == "theme-template"]


def test_an_empty_folder_named_like_a_template(project: Project) -> None:
    """It is all there is in the theme, and still is found."""
    (project.root / "theme/page.html").mkdir(parents=True)
    found = [
        str(f.place) for f in stages.build(project.work).findings if f.check == "theme-template"
    ]
    assert ["theme/page.html"] == found


TITLES = {
    "ko": ("차 이야기", "차 소개", "손으로 만들었습니다."),
    "ja": ("お茶の話", "お茶について", "手作りです。"),
}


def test_texts_of_the_settings_come_out_in_a_template(project: Project) -> None:
    """Title, menu and footer, each in the language of the page, where the theme puts them."""
    project.write(
        "localepress.toml",
        '[project]\ntitle = "Tea"\nlanguages = ["ko", "ja"]\n[publish]\nthreshold = 0\n'
        'menu = [{text = "About tea", page = "a"}]\nfooter = "Made by hand."\n',
    )
    project.write(
        "theme/page.html",
        '{% extends "localepress/page.html" %}{% block header %}<b>{{ home.text }}</b>'
        "{% for link in menu %}<i>{{ link.text }}</i>{% endfor %}{% endblock %}"
        "{% block footer %}<u>{{ footer }}</u>{% endblock %}",
    )
    stages.update(project.work)
    for tag, texts in TITLES.items():
        path = project.root / f"locales/{tag}/LC_MESSAGES/_site.po"
        catalogue = polib.pofile(str(path))
        named = dict(zip(("Tea", "About tea", "Made by hand."), texts, strict=True))
        for entry in catalogue:
            entry.msgstr = named[entry.msgid]
        catalogue.save()
    stages.build(project.work)
    for tag, texts in {"en": ("Tea", "About tea", "Made by hand."), **TITLES}.items():
        made = project.read(f"output/{tag}/a.html")
        assert "<b>{}</b><i>{}</i>".format(*texts[:2]) in made.replace("<wbr>", "")
        assert f"<u>{texts[2]}</u>" in made.replace("<wbr>", "")


def test_blocks_are_documented() -> None:
    """The documentation names just those that our templates have."""
    pages = "".join(path.read_text() for path in templates.THEME.glob("*.html"))
    table = DOCS.read_text().partition("| Block |")[2].partition("## ")[0]
    blocks = set(re.findall(r"{% block (\w+)", pages))
    assert blocks == set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))


def test_variables_are_documented(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The documentation names just those that each template is given."""
    given: dict[str, set[str]] = {}
    render = templates.Theme.render

    def watched(theme: templates.Theme, name: str, values: Mapping[str, object]) -> bytes:
        given.setdefault(name, set()).update(values)
        return render(theme, name, values)

    monkeypatch.setattr(templates.Theme, "render", watched)
    project.settings("threshold = 0\n")
    stages.build(project.work)
    common, _, further = (
        DOCS.read_text().partition("## Variables")[2].partition("Further variables:")
    )
    every = set(re.findall(r"^\| `(\w+)", common, re.MULTILINE))
    for name in ("page.html", "index.html", "root.html", "404.html"):
        own = set(re.findall(rf"^\| `{name}` \| `(\w+)`", further, re.MULTILINE))
        assert every | own == given[name], name


def test_a_theme_is_read_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build reads each file once, though pages, catalogues and words need it."""
    project.settings("threshold = 0\n")
    project.write("theme/page.html", PAGE)
    stages.update(project.work)
    read, seen = Path.read_bytes, list[Path]()

    def watched(path: Path) -> bytes:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    stages.build(project.work)
    assert 1 == seen.count(project.root / "theme/page.html")


def test_a_block_that_no_page_has(project: Project) -> None:
    """It would be left out; blocks of its own inside of a block are fine."""
    project.settings("threshold = 0\n")
    text = PAGE.replace("{{ super() }}", "{% block mine %}{% endblock %}")
    project.write("theme/page.html", text + "{% block foter %}{% endblock %}\n")
    findings = [f for f in stages.build(project.work).findings if f.check == "theme-block"]
    said = 'localepress/page.html has no block "foter"; did you mean "footer"?'
    assert [("theme/page.html:7", said)] == [(str(f.place), f.message) for f in findings]
