"""Settings, and what is said when they are wrong."""

import pytest

from pipeline import project
from pipeline.errors import LocalepressError, UsageError


def make(folder, settings):
    """Write a project with these settings."""
    (folder / "localepress.toml").write_text(settings, encoding="utf-8")
    (folder / "source").mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            '[project]\nlangauges = ["ko"]\n',
            'localepress.toml:2: unknown key "langauges" in [project]; did you mean "languages"?',
        ),
        (
            "[publsh]\n",
            'localepress.toml:1: unknown key "publsh"; did you mean "publish"?',
        ),
        (
            "[catalogue]\nzzz = 1\n",
            'localepress.toml:2: unknown key "zzz" in [catalogue]; allowed: lines',
        ),
        (
            '[publish]\ndrafts = "yes"\n',
            'localepress.toml:2: "drafts" in [publish]: Expected true or false, '
            "got a text in quotation marks",
        ),
        (
            '[publish]\nthreshold = "80"\n',
            'localepress.toml:2: "threshold" in [publish]: Expected a whole number or a table, '
            "got a text in quotation marks",
        ),
        (
            "[publish]\nthreshold = 101\n",
            'localepress.toml:2: "threshold" in [publish]: Expected a whole number of at most 100',
        ),
        (
            "[project]\n[publish.threshold]\nko = 1.5\n",
            'localepress.toml:2: "threshold" in [publish]: Expected a whole number, got a number',
        ),
        (
            '[project]\nlanguages = ["ko", "xx"]\n',
            'localepress.toml:2: unknown language "xx"; '
            'use a BCP 47 tag such as "ko", "ja" or "pt-BR"',
        ),
        (
            '[project]\nlanguages = ["en"]\n',
            "localepress.toml:2: languages names the source language or one language twice",
        ),
        (
            '[project]\noutput = "../x"\n',
            "localepress.toml:2: output must be a folder inside the project",
        ),
        (
            '[project]\nsource = "docs"\noutput = "docs/site"\n',
            "localepress.toml:3: output and source must not lie in one another",
        ),
        (
            '[project]\nlanguages = ["ko"]\n[translate]\npackages = {kr = "x"}\n',
            'localepress.toml:4: packages names "kr", which is not among the languages: ko',
        ),
        (
            '[publish]\nbase_url = "example.org"\n',
            "localepress.toml:2: base_url must be an address such as https://example.org/docs/",
        ),
        (
            '[project]\nsegmentation = "word"\n',
            "localepress.toml:2: \"segmentation\" in [project]: Invalid enum value 'word'",
        ),
        ("project = 3\n", "localepress.toml:1: [project]: Expected a table, got a whole number"),
        (
            "[project\n",
            "localepress.toml:1: not valid TOML: Expected ']' at the end of a table declaration",
        ),
    ],
)
def test_wrong_settings_name_line_and_key(tmp_path, settings, message):
    """One line says where, what and what to do."""
    with pytest.raises(UsageError) as caught:
        project.load(make(tmp_path, settings))
    assert message == str(caught.value)


def test_defaults(tmp_path):
    """A file with languages is enough; tags are written as usual."""
    loaded = project.load(make(tmp_path, '[project]\nlanguages = ["KO", "pt_br"]\n'))
    assert ("ko", "pt-BR") == loaded.languages
    assert "locales/pt_BR/LC_MESSAGES/guide/start.po" == loaded.shown(
        loaded.catalogue("guide/start", "pt-BR")
    )


def test_documents_in_order_without_hidden_ones(tmp_path):
    """Hidden files, and those that begin with _, are not documents."""
    root = make(tmp_path, "")
    for name in ["b.md", "a/x.txt", ".git/c.md", "_part.md", "a/i.png"]:
        (root / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "source" / name).write_text("x")
    assert ["a/x.txt", "b.md"] == project.load(root).sources([".md", ".txt"])


def test_two_sources_of_one_page_are_an_error(tmp_path):
    """Start.md and start.html would overwrite each other on some file systems."""
    root = make(tmp_path, "")
    (root / "source" / "start.md").write_text("x")
    (root / "source" / "Start.html").write_text("x")
    with pytest.raises(UsageError, match=r"source/start\.md: would make the same page"):
        project.load(root).sources([".md", ".html"])


def test_two_runs_at_once(tmp_path):
    """The second run says so and stops."""
    loaded = project.load(make(tmp_path, ""))
    with loaded.locked(), pytest.raises(LocalepressError, match="another localepress run"):
        loaded.locked().__enter__()


def test_the_nearest_project_upwards_is_found(tmp_path):
    """Commands work in any folder of a project, and say so where there is none."""
    root = make(tmp_path / "p", "") if (tmp_path / "p").mkdir() is None else None
    (root / "source" / "deep").mkdir()
    assert root.resolve() == project.find(root / "source" / "deep")
    with pytest.raises(UsageError, match="localepress init"):
        project.find(tmp_path)
