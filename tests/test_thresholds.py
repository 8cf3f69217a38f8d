"""Which pages are published in a language, and which stay as they were last published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import lxml.html
import polib
import pytest

from pipeline import stages
from pipeline.errors import UsageError
from pipeline.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# One\n\nTwo. Three. Four. Five.\n\nSee [six](b.md). Seven. Eight. Nine.\n"
"""Nine messages; the first stands in two of ten places, as title and as heading."""
SOURCE = "source/a.md"
PAGE = "output/ko/a.html"


class Project:
    """A project on disk, with a person at work in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write(SOURCE, TEXT)
        self.write("source/b.md", "# Other\n")
        self.settings()

    def settings(self, text: str = "", project: str = "") -> None:
        """Write the settings, with some more lines."""
        table = '[project]\nlanguages = ["ko"]\n' + project
        address = 'base_url = "https://example.org"\n'
        self.write(
            "localepress.toml", f'{table}[translate]\nengine = "echo"\n[publish]\n{address}{text}'
        )

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def read(self, path: str = PAGE) -> str:
        """Return a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def tree(self, path: str) -> lxml.html.HtmlElement:
        """Return a page."""
        return lxml.html.document_fromstring(self.read(path))

    def exists(self, path: str = PAGE) -> bool:
        """Tell whether a file is there."""
        return (self.root / path).exists()

    @property
    def work(self) -> stages.Work:
        """The project as a command opens it."""
        return stages.Work(stages.open_project(self.root), Screen(quiet=True))

    def review(self, count: int, name: str = "a") -> None:
        """Translate the first sentences, leave the others empty, and nothing else."""
        stages.update(self.work)
        path = self.root / f"locales/ko/LC_MESSAGES/{name}.po"
        catalogue = polib.pofile(path, wrapwidth=0)
        for number, entry in enumerate(each for each in catalogue if not each.obsolete):
            entry.msgstr = re.sub(r"\w+(?![^<]*>)", "한글", entry.msgid) if number < count else ""
            entry.flags = []
        catalogue.save()

    def build(self, **options: Any) -> list[str]:
        """Build the pages and return what was found."""
        return [str(each) for each in stages.build(self.work, **options).findings]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project with a document of ten texts, and a short one."""
    return Project(tmp_path)


def notice(share: int, needed: int = 80, *, stays: bool = False) -> str:
    """Return what is said of a page that is not published."""
    what = "it stays as it was last published" if stays else "it is not published"
    said = f"{share} % of the page is in Korean, {needed} % are needed; {what}"
    return f"{SOURCE}: {said} [below-threshold]"


def test_page_is_published_when_enough_of_it_is_translated(project: Project) -> None:
    """Four sentences of five are enough; a sentence less, and links lead to the source."""
    project.review(1, "b")
    project.review(6)
    assert [notice(70)] == project.build()
    assert not project.exists()
    (link,) = project.tree("output/ko/index.html").xpath("//main//a[@hreflang]")
    assert ("../en/a.html", "en") == (link.get("href"), link.get("hreflang"))
    project.review(7)
    assert [] == project.build()
    assert "한글. 한글. 한글." in project.read()


def test_language_without_enough_on_any_page_is_not_offered(project: Project) -> None:
    """There is no list of nothing."""
    project.review(6)
    project.build()
    assert not project.exists("output/ko/index.html")
    assert not project.tree("output/en/a.html").xpath("//nav")


def test_page_that_stays_links_to_what_is_gone(project: Project) -> None:
    """Its links are those of the day on which it was published."""
    project.review(9)
    project.review(9, "b")
    assert [] == project.build()
    project.review(3)
    assert [notice(40, stays=True)] == project.build()
    (project.root / "locales/ko/LC_MESSAGES/b.po").unlink()
    gone = f"{PAGE}: stays as it was, and links to what is gone: ko/b.html [broken-link]"
    assert gone in project.build()


def japanese(project: Project) -> Path:
    """Publish a page in Korean and Japanese, let the Korean one decay; return the other's file."""
    settings = project.read("localepress.toml")
    project.write("localepress.toml", settings.replace('["ko"]', '["ko", "ja"]'))
    project.review(10)
    korean = project.read("locales/ko/LC_MESSAGES/a.po")
    project.write("locales/ja/LC_MESSAGES/a.po", korean.replace("Language: ko", "Language: ja"))
    project.review(1, "b")
    project.build()
    project.review(3)
    return project.root / "locales/ja/LC_MESSAGES/a.po"


def versions(project: Project, path: str = PAGE) -> tuple[list[str], list[str]]:
    """Return the languages that the head of a page names, and where its switcher leads."""
    root = project.tree(path)
    return root.xpath("//link/@hreflang"), root.xpath("//nav[@class='languages']//a/@href")


def test_page_that_stays_names_the_versions_of_today(project: Project) -> None:
    """Versions name each other or none; a text that stays is not touched."""
    catalogue = japanese(project)
    project.build()
    before = project.read()
    assert (["en", "ko", "ja", "x-default"], ["../en/a.html", "a.html", "../ja/a.html"]) == (
        versions(project)
    )
    withdrawn = catalogue.read_text(encoding="utf-8")
    catalogue.unlink()
    found = project.build()
    assert (["en", "ko", "x-default"], ["../en/a.html", "a.html"]) == versions(project)
    assert versions(project)[0] == versions(project, "output/en/a.html")[0]
    assert 'content="ja_JP"' in before
    assert 'content="ja_JP"' not in project.read()
    assert before.partition("<main")[2] == project.read().partition("<main")[2]
    assert not [each for each in found if "broken-link" in each]
    assert "" == stages.compare(project.work)[0]
    # Whoever comes back is named again, and nothing stands twice.
    project.write("locales/ja/LC_MESSAGES/a.po", withdrawn)
    project.build()
    assert ["en", "ko", "ja", "x-default"] == versions(project)[0]


def test_page_of_a_theme_that_stays_is_left_as_it_is(project: Project) -> None:
    """What is not written as our template does is not ours to change."""
    layout = '<html><head></head><body><a hreflang="ja" href="../ja/a.html">x</a></body></html>'
    project.write("theme/base.html", layout + "{% block main %}{% endblock %}")
    catalogue = japanese(project)
    before = project.read()
    catalogue.unlink()
    gone = f"{PAGE}: stays as it was, and links to what is gone: ja/a.html [broken-link]"
    assert gone in project.build()
    assert before == project.read()


def test_first_page_stays_while_its_source_cannot_be_read(project: Project) -> None:
    """With its picture, and not where it shows drafts that are not to be shown."""
    project.write("source/pic.svg", "<svg/>")
    project.write("source/index.md", "# First\n\nOne more.\n\n![x](pic.svg)\n")
    project.review(9)
    project.review(9, "b")
    project.review(9, "index")
    project.build()
    before = [project.read(f"output/{tag}/index.html") for tag in ("en", "ko")]
    (project.root / "source/index.md").write_bytes(b"\xff")
    project.build()
    assert before == [project.read(f"output/{tag}/index.html") for tag in ("en", "ko")]
    assert project.exists("output/files/pic.svg")
    (project.root / "output/ko/index.html").unlink()
    project.build()
    assert project.tree("output/ko/index.html").xpath("//main[@class='list']")


def test_list_is_made_where_a_catalogue_of_the_first_page_cannot_be_read(project: Project) -> None:
    """A page that never was stops nothing."""
    project.write("source/index.md", "# First\n\nOne more.\n")
    project.review(9)
    project.write("locales/ko/LC_MESSAGES/index.po", "msgid broken\n")
    (found,) = [each for each in project.build() if "below" not in each]
    assert "[unreadable]" in found
    assert project.tree("output/ko/index.html").xpath("//main[@class='list']")


@pytest.mark.parametrize("name", ["index", "404"])
def test_what_stands_in_place_of_a_document_is_not_its_page(project: Project, name: str) -> None:
    """A list is made anew at each build, and is not taken for the first page as it once was."""
    project.write(f"source/{name}.md", "# First\n\nOne more.\n")
    project.review(9)
    project.review(0, name)
    project.review(0, "b")
    first = project.build()
    before = project.read(f"output/ko/{name}.html")
    assert first == project.build()
    assert before == project.read(f"output/ko/{name}.html")
    project.review(1, "b")
    project.build()
    (link,) = project.tree("output/ko/index.html").xpath("//main//a[contains(@href, 'b.html')]")
    assert "b.html" == link.get("href")


@pytest.mark.parametrize(
    ("settings", "head", "needed"),
    [
        ("threshold = 50\n", "", 50),
        ("threshold = {ko = 30}\n", "", 30),
        ("[publish.threshold]\nko = 0\n", "", 0),
        ("threshold = 50\n", "threshold: 90", 90),
        ("threshold = 50\n", "threshold: {ko: 20, ja: 90}", 20),
        ("threshold = 50\n", "threshold: {ja: 90}", 50),
        ("threshold = 50\n", "threshold: '60'", 60),
    ],
)
def test_whose_threshold_counts(project: Project, settings: str, head: str, needed: int) -> None:
    """The document's before the project's, the language's before that of all."""
    project.settings(settings)
    project.write(SOURCE, f"---\n{head}\n---\n{TEXT}" if head else TEXT)
    for count in range(10):
        share = 10 * (count + 1) if count else 0
        project.review(count)
        # Removed by hand, so that what was published before does not stay.
        (project.root / PAGE).unlink(missing_ok=True)
        found = project.build()
        assert (share >= needed) is project.exists(), count
        assert ([] if share >= needed else [notice(share, needed)]) == [
            each for each in found if SOURCE in each
        ]


@pytest.mark.parametrize("value", ["-1", "101", "much", "[1]", "{ko: 8.5}"])
def test_threshold_of_a_document_that_is_none_is_found(project: Project, value: str) -> None:
    """The project's counts then."""
    project.write(SOURCE, f"---\nthreshold: {value}\n---\n{TEXT}")
    project.review(8)
    (found,) = [each for each in project.build() if SOURCE in each]
    assert re.fullmatch(
        r'source/a\.md: threshold ".*" is no number from 0 to 100 \[threshold\]', found
    )
    assert project.exists()


@pytest.mark.parametrize("value", ["101", "-1", '"much"', "{ko = 200}", "{de = 50}"])
def test_threshold_of_the_settings_has_to_be_one(project: Project, value: str) -> None:
    """A mistake stops the command, with its line."""
    project.settings(f"threshold = {value}\n")
    with pytest.raises(UsageError, match=r"localepress.toml:7: "):
        project.build()


def decayed(project: Project) -> str:
    """Publish a reviewed page, then rewrite most of its source; return the page."""
    project.review(1, "b")
    project.review(10)
    project.build()
    before = project.read()
    text = TEXT.replace("Two. Three. Four.", "Twenty. Thirty. Forty.")
    project.write(SOURCE, text)
    stages.update(project.work)
    return before


def test_page_that_decays_stays_as_it_was(project: Project) -> None:
    """Byte for byte; it can still be found, and the other pages still name it."""
    before = decayed(project)
    assert [notice(70, stays=True)] == project.build()
    assert before == project.read()
    assert "Twenty." in project.read("output/en/a.html")
    base = "https://example.org/ko/a.html"
    assert [base] == project.tree("output/en/a.html").xpath("//link[@hreflang='ko']/@href")
    assert f"<loc>{base}</loc>" in project.read("output/sitemap.xml")
    assert ["a.html"] == project.tree("output/ko/index.html").xpath("//a[. = '한글']/@href")[:1]
    assert ("", False) == (
        stages.compare(project.work)[0],
        stages.compare(project.work)[1].failed,
    )


def test_page_that_stays_goes_when_it_has_to(project: Project) -> None:
    """With its source, its catalogue, or its language; and it comes back to life with its texts."""
    before = decayed(project)
    project.build()
    project.review(10)
    project.write(SOURCE, TEXT.replace("Nine.", "Nine! Ten!"))
    project.review(10)
    assert [] == project.build()
    assert before != project.read()
    decayed(project)
    (project.root / "locales/ko/LC_MESSAGES/a.po").unlink()
    assert [notice(0)] == project.build()
    assert not project.exists()


def test_page_with_drafts_does_not_stay_where_none_are_shown(project: Project) -> None:
    """The last page may be better for readers than none, but not against the publisher's word."""
    stages.update(project.work)
    stages.translate(project.work)
    project.build()
    assert 'class="lp-draft"' in project.read()
    assert [notice(0)] == [each for each in project.build(reviewed_only=True) if SOURCE in each]
    assert not project.exists()


def test_page_with_drafts_that_stays_is_not_for_search_engines(project: Project) -> None:
    """It says so itself, and so no other page and no sitemap names it."""
    project.review(9)
    catalogue = project.root / "locales/ko/LC_MESSAGES/a.po"
    catalogue.write_text(
        catalogue.read_text("utf-8").replace('msgid "Two."', '#, fuzzy\nmsgid "Two."'), "utf-8"
    )
    project.build()
    project.write(SOURCE, TEXT.replace("Three. Four. Five.", "Thirty. Forty. Fifty."))
    stages.update(project.work)
    assert [notice(70, stays=True)] == [each for each in project.build() if SOURCE in each]
    assert not project.tree("output/en/a.html").xpath("//link[@hreflang]")
    assert "ko/a.html" not in project.read("output/sitemap.xml")


def test_pictures_of_a_page_that_stays_stay(project: Project) -> None:
    """Though no page that is made now shows them."""
    project.write("source/old.svg", "<svg/>")
    project.write(SOURCE, TEXT + "\n![](old.svg)\n")
    project.review(10)
    project.build()
    project.write(SOURCE, TEXT.replace("Two. Three. Four.", "Twenty. Thirty. Forty."))
    stages.update(project.work)
    project.build()
    assert "../files/old.svg" in project.read()
    assert project.exists("output/files/old.svg")


def test_page_that_somebody_has_changed_is_no_last_good_one(project: Project) -> None:
    """What is not as we left it is not taken for ours, and not touched."""
    decayed(project)
    project.write(PAGE, "mine")
    found = [each for each in project.build() if "a.md" in each]
    assert [notice(70)] == found
    assert "mine" == project.read()
