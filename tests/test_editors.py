"""docs/editors.md: its commands are run on a project, after what each editor was seen to do.

``tests/cases/editors`` has a catalogue, ``start.po``, and what the editors made of it in the same
three steps: a draft is accepted, another one is corrected, and an outdated text is accepted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import catalogue, cli, stages
from pipeline.screen import Screen

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases" / "editors"
GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
CATALOGUE = "locales/ko/LC_MESSAGES/guide/start.po"
SETTINGS = '[project]\ntitle = "Sample"\nlanguages = ["ko"]\n[translate]\nengine = "echo"\n'
SETTINGS += "[publish]\nthreshold = 0\n"

PROGRAM = "The program saves 20 files in the folder that you have chosen, and it tells you which"
BEFORE = {
    "First steps": ("reviewed", "첫걸음"),
    "Read the <a1>guide</a1> first.": ("draft", "먼저 <a1>안내서</a1>를 읽으십시오."),
    f"{PROGRAM} of them have changed since the last time.": (
        "draft",
        "프로그램은 고른 폴더에 파일 20개를 저장하고, "
        "지난번 뒤로 그중에서 어느 것이 바뀌었는지를 알려 줍니다.",
    ),
    "Stop it at any time.": ("draft", "언제든지 멈추십시오."),
    "The ministry approved 50 requests.": ("outdated", "부처는 20건을 승인했습니다."),
    "This is <em1>another</em1> sentence.": ("edited", "이것은 <em1>또 다른</em1> 문장입니다."),
    'It says "R&amp;D &lt; 3%".': ("draft", '"R&amp;D &lt; 3%"라고 적혀 있습니다.'),
    "Nothing is here yet.": ("empty", ""),
    "The machine refused <code1>this</code1> one.": ("empty", ""),
}
AFTER = BEFORE | {
    "Read the <a1>guide</a1> first.": ("reviewed", "먼저 <a1>안내서</a1>를 읽으십시오."),
    "Stop it at any time.": ("reviewed", "언제든지 멈추십시오. OK."),
    "The ministry approved 50 requests.": ("reviewed", "부처는 20건을 승인했습니다."),
}

needs_gettext = pytest.mark.skipif(
    shutil.which("msgfmt") is None, reason="gettext is not installed (apt-get install gettext)"
)


def blocks(section: str) -> list[str]:
    """Return the commands in a section of the guide, block by block."""
    start = GUIDE.index(f"## {section}\n") if section else 0
    text = GUIDE[start : GUIDE.find("\n## ", start + 1)]
    found = re.findall(r"^( *)```console\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project whose catalogue has messages of every state; ``localepress`` is a command."""
    for path, text in {
        "localepress.toml": SETTINGS,
        "source/guide/start.md": (CASES / "start.md").read_text(),
        CATALOGUE: (CASES / "start.po").read_text(),
        "bin/localepress": f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "bin/localepress").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    assert () == stages.extract(work(tmp_path)).findings
    return tmp_path


def work(folder: Path) -> stages.Work:
    """Return a project to be worked on."""
    return stages.Work(stages.open_project(folder), Screen(quiet=True))


def run(folder: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """Run the commands of a block as a person would paste them."""
    shell = ["sh", "-c", commands]
    return subprocess.run(shell, cwd=folder, capture_output=True, text=True, check=False)


def said(folder: Path) -> dict[str, tuple[str, str]]:
    """Return state and translation of each message."""
    entries = catalogue.read((folder / CATALOGUE).read_bytes(), "x").entries
    return {source: (e.state.value, e.target) for (_, source), e in entries.items()}


def saved(folder: Path, editor: str) -> None:
    """Let an editor save the catalogue."""
    shutil.copy(CASES / f"{editor}.po", folder / CATALOGUE)


def test_the_commands_of_every_section_are_run() -> None:
    """A new command in the guide needs a place in these tests."""
    sections = ["", *re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)]
    counts = {section: len(blocks(section)) for section in sections}
    assert {
        "": 1,
        "Poedit": 0,
        "Weblate": 1,
        "OmegaT": 2,
        "Lokalize": 1,
        "Text editors": 1,
        "Reviewed elsewhere": 1,
    } == counts


def test_the_catalogue_before(project: Path) -> None:
    """It has every state, and is up to date."""
    before = (project / CATALOGUE).read_bytes()
    assert BEFORE == said(project)
    stages.update(work(project))
    assert before == (project / CATALOGUE).read_bytes()


@pytest.mark.parametrize("editor", ["poedit", "lokalize", "translate-toolkit"])
def test_what_an_editor_saves_is_understood(project: Path, editor: str) -> None:
    """What was accepted is reviewed, all else is as it was, and no later command moves a byte."""
    saved(project, editor)
    assert AFTER == said(project)
    after = (project / CATALOGUE).read_bytes()
    stages.update(work(project))
    assert after == (project / CATALOGUE).read_bytes()
    assert (CASES / "start.po").read_text().count("# localepress: ") == after.count(
        b"# localepress: "
    )


def test_after_the_editor(project: Path) -> None:
    """Check and build: the accepted text with another number is found, and the pages show it."""
    saved(project, "poedit")
    done = run(project, blocks("")[0])
    assert (1, True) == (done.stdout.count("[numbers]"), "build: 8 pages" in done.stderr)
    page = (project / "output/ko/guide/start.html").read_text()
    assert "언제든지 멈추십시오. OK." in page


@needs_gettext
def test_weblate_and_msgmerge(project: Path) -> None:
    """A draft that msgmerge has put to another sentence is outdated, and no page shows it."""
    saved(project, "translate-toolkit")
    text = (CASES / "start.md").read_text().replace("Read the", "Never read the")
    (project / "source/guide/start.md").write_text(text.replace("It says", "It never says"))
    stages.extract(work(project))
    done = run(project, blocks("Weblate")[0])
    assert 0 == done.returncode, done.stderr
    now = said(project)
    assert ("outdated", BEFORE['It says "R&amp;D &lt; 3%".'][1]) == now[
        'It never says "R&amp;D &lt; 3%".'
    ]
    assert "outdated" == now["Never read the <a1>guide</a1> first."][0]
    stages.build(work(project))
    page = (project / "output/ko/guide/start.html").read_text()
    assert "라고 적혀 있습니다" not in page
    assert "It never says" in page
    kept = ("Stop it at any time.", "This is <em1>another</em1> sentence.", "First steps")
    assert {key: AFTER[key] for key in kept} == {key: now[key] for key in kept}


@needs_gettext
def test_omegat_comes_back_without_loss(project: Path) -> None:
    """Its file lacks what was fuzzy; the commands take over the rest, and only that."""
    out, back = blocks("OmegaT")
    assert 0 == run(project, out).returncode
    before = (project / CATALOGUE).read_text()
    assert before == (project / "omegat/source/guide/start.po").read_text()
    saved(project, "omegat")
    lost = {key for key, (_, target) in said(project).items() if BEFORE[key][1] and not target}
    assert 3 == len(lost)
    (project / CATALOGUE).write_text(before)
    (project / "omegat/target/guide").mkdir(parents=True)
    shutil.copy(CASES / "omegat.po", project / "omegat/target/guide/start.po")
    done = run(project, back)
    assert (0, "") == (done.returncode, done.stderr)
    assert AFTER == said(project)
    # The other entries are the same lines, in the same order.
    assert (CASES / "translate-toolkit.po").read_text().split("\n\n")[1:] == (
        (project / CATALOGUE).read_text().split("\n\n")[1:]
    )


@needs_gettext
def test_lokalize_unwrapped(project: Path) -> None:
    """Lines that were wrapped come back to what Localepress writes; nothing else changes."""
    saved(project, "lokalize")
    long = (project / CATALOGUE).read_bytes()
    wrapped = ["msgcat", "--width=60", "-o", CATALOGUE, CATALOGUE]
    subprocess.run(wrapped, check=True, cwd=project)
    assert long != (project / CATALOGUE).read_bytes()
    assert AFTER == said(project)
    assert 0 == run(project, blocks("Lokalize")[0]).returncode
    assert long == (project / CATALOGUE).read_bytes()


@needs_gettext
def test_a_text_editor_is_told_of_mistakes(project: Path) -> None:
    """Gettext accepts what Localepress and the editors write, and names the line of a mistake."""
    command = blocks("Text editors")[0]
    for editor in ("start", "poedit", "lokalize", "omegat", "translate-toolkit"):
        saved(project, editor)
        assert 0 == run(project, command).returncode
    text = (project / CATALOGUE).read_text()
    (project / CATALOGUE).write_text(text.replace('msgstr "첫걸음"', 'msgstr "첫걸음'))
    done = run(project, command)
    assert (True, True) == (done.returncode != 0, f"{CATALOGUE}:" in done.stderr)


def test_reviewed_elsewhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but outdated texts become reviewed, and the reviewer is named."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714541400")
    done = run(project, blocks("Reviewed elsewhere")[0])
    assert (0, 2) == (done.returncode, done.stderr.count("approve: 5 messages in 1 catalogue"))
    fuzzy = {"draft", "edited"}
    expected = {k: ("reviewed", t) if s in fuzzy else (s, t) for k, (s, t) in BEFORE.items()}
    assert expected == said(project)
    header = catalogue.read((project / CATALOGUE).read_bytes(), "x").header
    assert "Hong Gildong <hong@example.org>" == header["Last-Translator"]
    assert "2024-05-01 05:30+0000" == header["PO-Revision-Date"]


@pytest.mark.parametrize("editor", ["poedit", "lokalize", "translate-toolkit"])
def test_approved_after_an_editor(project: Path, editor: str) -> None:
    """The editor's own fields are replaced where it has put them; there is one line of each."""
    saved(project, editor)
    before = (project / CATALOGUE).read_text()
    reviewer = catalogue.Revision("Lee <lee@example.org>", datetime(2024, 5, 1, tzinfo=UTC))
    stages.approve(work(project), stages.Choice(whole=True), reviewer)
    after = (project / CATALOGUE).read_text()
    names = [re.findall(r'^"([\w-]+):', text, re.MULTILINE) for text in (before, after)]
    assert names[0] == names[1]
    assert "Last-Translator: Lee <lee@example.org>\\n" in after
    assert "PO-Revision-Date: 2024-05-01 00:00+0000\\n" in after
    assert {"reviewed", "empty"} == {state for state, _ in said(project).values()}
