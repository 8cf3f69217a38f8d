"""A site of more than 200 pages with everything that pages can have, for what judges pages.

Five documents have all that Markdown offers, the others a part of it. In Korean and Japanese some
are reviewed, some are drafts, some have sentences of the source, and some are mixed.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import stages
from pipeline.screen import Screen

if TYPE_CHECKING:
    from pipeline.project import Project

EVERYTHING = (Path(__file__).parent / "cases/site/everything.md").read_text(encoding="utf-8")
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90">'
    '<path d="M1 1h7v7H1z"/></svg>'
)
SETTINGS = """\
[project]
title = "Tea house"
languages = ["ko", "ja"]

[translate]
engine = "echo"

[publish]
base_url = "https://example.org/tea"
threshold = 0
menu = [
    "a/reviewed",
    {text = "Opening hours", page = "a/drafts"},
    {text = "Shop", url = "https://shop.example.org/"},
]
footer = "© Tea house. [Privacy](https://example.org/privacy)"
responsible = {ko = "Kim <kim@example.org>", ja = "https://example.org/sato"}
"""
STATES = ("reviewed", "drafts", "mixed", "outdated", "fallbacks")
"""What the translations of a document are; each has a page of that name in the folder ``a``."""
DOCUMENTS = 66


def write(folder: Path, documents: int = DOCUMENTS) -> Path:
    """Write the project, build its site, and return the folder of the site."""
    source = folder / "source"
    (source / "a").mkdir(parents=True)
    (folder / "localepress.toml").write_text(SETTINGS, encoding="utf-8")
    (source / "a" / "square.svg").write_text(SQUARE, encoding="utf-8")
    (source / "a" / "next.md").write_text("# The next page\n\nText.\n", encoding="utf-8")
    named = {state: [f"a/{state}"] for state in STATES}
    for number in range(documents - len(STATES)):
        named[STATES[number % len(STATES)]].append(f"a/page-{number}")
    for name in (name for names in named.values() for name in names):
        (source / f"{name}.md").write_text(_text(name), encoding="utf-8")
    project = stages.open_project(folder)
    stages.update(_work(project))
    drafted = [name for state, names in named.items() if state != "fallbacks" for name in names]
    stages.translate(_work(project, *drafted))
    stages.approve(_work(project, *named["reviewed"], *named["outdated"]), stages.Choice())
    some = stages.Choice(entries=("This sentence is reviewed where others are not.",))
    for name, language in itertools.product(named["mixed"], ("ko", "ja")):
        stages.approve(_work(project, name, language=language), some)
    for name in named["outdated"]:
        path = source / f"{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("long", "wide"), encoding="utf-8")
    stages.update(_work(project))
    stages.build(_work(project))
    return project.output


def _text(name: str) -> str:
    """Return all of it for a document that is named by its state, else a part."""
    first, *parts = EVERYTHING.split("\n## ")
    own = name.rpartition("/")[2]
    number = int(own.rpartition("-")[2]) if own not in STATES else -1
    if number >= 0:
        parts = [parts[number % len(parts)]]
    text = "\n## ".join([first, *parts])
    return text.replace("Everything at once", f"{own.capitalize()}, with everything")


def _work(project: Project, *names: str, language: str = "") -> stages.Work:
    languages = (language,) if language else ()
    return stages.Work(project, Screen(quiet=True), languages, names)
