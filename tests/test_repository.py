"""What the repository promises beside the program: locks, documents, the sample project."""

import ast
import doctest
import importlib
import pkgutil
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pipeline
from pipeline import catalogue, cli, elements, stages
from pipeline.model import State
from pipeline.screen import Screen

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_OUT = set(PYPROJECT["tool"]["uv"]["exclude-dependencies"])
CATALOGUES = sorted((ROOT / "locales").rglob("*.po")) + sorted((ROOT / "locales").rglob("*.pot"))


def pins(name):
    """Return the packages and versions of a lock file."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$", text, re.MULTILINE)
    return {canonicalize_name(package): version for package, version, _ in found}


def asked():
    """Yield each lock file's name with what pyproject.toml asks it to hold."""
    project = PYPROJECT["project"]["dependencies"]
    groups = PYPROJECT["dependency-groups"]
    yield "run", project
    yield "test", project + groups["test"]
    yield from ((name, groups[name]) for name in ("build", "lint", "types", "layers", "tox"))


@pytest.mark.parametrize(("name", "wanted"), list(asked()))
def test_the_lock_has_what_is_asked_for(name, wanted):
    """A changed requirement needs ``make lock``."""
    locked = pins(name)
    for requirement in map(Requirement, wanted):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in requirements/{name}.txt; run make lock"
        assert version in requirement.specifier, f"run make lock: {requirement}"


def test_the_lock_is_complete():
    """Whatever a locked package needs here is locked too, except what is left out on purpose."""
    locked = pins("run")
    for name in locked:
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in map(Requirement, needed):
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
            wanted = canonicalize_name(requirement.name)
            assert wanted in locked or wanted in LEFT_OUT, f"{name} needs {requirement}"


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=str)
def test_locks_name_no_address(path):
    """A lock names packages and hashes, never where they came from."""
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) <= text.count("--hash=sha256:")


def commands(group=cli.cli, prefix=""):
    """Yield every command's full name and the options it has of its own."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def test_every_command_is_in_the_readme():
    """A new command is not finished before the README names it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, _ in commands():
        group, _, last = name.rpartition(" ")
        row = re.search(rf"^\| `localepress {group or last}\b.*$", text, re.MULTILINE)
        assert row, f"README.md has no row for {name}"
        assert last in row[0], f"README.md does not name {name}"


@pytest.mark.parametrize(
    "name",
    [
        m.name
        for m in pkgutil.walk_packages(pipeline.__path__, "pipeline.")
        if "__main__" not in m.name
    ],
)
def test_examples_in_docstrings(name):
    """An example in a docstring shows what happens."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_option_has_help_or_is_plain():
    """``--help`` says what an option does."""
    for name, command in commands():
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"localepress {name} {option.opts}"


@pytest.mark.parametrize("folder", ["docs", "."])
def test_links_between_documents_lead_somewhere(folder):
    """No page of the documentation points to a file that is not there."""
    for path in (ROOT / folder).glob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_finding_is_documented():
    """A check's identifier is an anchor of docs/findings.md."""
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^## ([a-z-]+)$", text, re.MULTILINE))
    assert documented == set(checks())


def test_what_is_read_is_documented():
    """docs/reading.md names what is read, with its kind, and what is left alone."""
    text = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    names = elements.ATTRIBUTES | elements.METADATA
    missing = [
        name
        for name in (*names, *elements.UNTOUCHED)
        if f"`{name}`" not in text and f'"{name}"' not in text
    ]
    assert not missing
    assert not [kind for kind in (*names.values(), *elements.KINDS.values()) if kind not in text]


def checks():
    """Yield the identifier of every finding that the program makes."""
    for path in (ROOT / "pipeline").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            name = getattr(getattr(node, "func", None), "id", "") or getattr(
                getattr(node, "func", None), "attr", ""
            )
            if name in {"Finding", "_find"} and len(getattr(node, "args", [])) > 1:
                check = node.args[1]
                value = getattr(check, "value", None) or constants.get(getattr(check, "id", ""))
                if isinstance(value, str):
                    yield value


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: str(p.relative_to(ROOT)))
def test_msgfmt_accepts_every_catalogue(path):
    """Gettext's own check finds no error."""
    result = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False
    )
    assert (result.returncode, "error" in result.stderr) == (0, False), result.stderr


@pytest.fixture
def sample(tmp_path):
    """Give a copy of the sample project."""
    for name in ("source", "locales", "output"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "localepress.toml", tmp_path)
    return stages.Work(stages.open_project(tmp_path), Screen(quiet=True))


def test_the_pages_are_as_building_makes_them(sample):
    """output/ is the snapshot; ``localepress build`` accepts a change that is wanted."""
    difference, outcome = stages.compare(sample)
    assert difference == ""
    assert not outcome.failed
    assert outcome.findings == ()


def test_the_catalogues_are_up_to_date(sample):
    """``localepress run`` leaves the sample project as it is, and needs no drafts."""
    assert [outcome.written for outcome in stages.run(sample)] == [(), (), ()]


def test_the_article_is_reviewed_and_the_list_of_terms_is_not(sample):
    """Both states are to be seen."""
    rows, _ = stages.status(sample)
    for row in rows:
        finished = row["document"] != "guide/words"
        assert (row["reviewed"] == row["messages"]) is finished, row


def test_the_owners_text_is_untouched():
    """8 paragraphs, 17 sentences, curly quotes."""
    path = ROOT / "source/articles/north-korea-responds.txt"
    text = path.read_bytes()
    assert text.count(b"\n\n") + 1 == 8
    assert "“offensive”".encode() in text


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_the_interface_is_complete(language):
    """Every word of the site itself is translated and reviewed."""
    path = ROOT / "pipeline/interface" / f"{language}.po"
    template = catalogue.read(path.with_name("localepress.pot").read_bytes(), "pot").entries
    entries = catalogue.read(path.read_bytes(), path.name).entries
    assert template.keys() == entries.keys()
    assert {entry.state for entry in entries.values()} == {State.REVIEWED}
