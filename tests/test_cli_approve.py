"""``localepress approve`` through the command line."""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline import cli, stages
from pipeline.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

SETTINGS = (
    '[project]\nlanguages = ["ko", "ja"]\n[translate]\nengine = "echo"\n[publish]\nthreshold = 0\n'
)
SOURCE = "# Files\n\nSave 20 files. See [this](b.md). Stop now.\n"
OTHER = "# More\n\nStop now. Go on.\n"
KO, JA = ("locales/ko/LC_MESSAGES/a.po", "locales/ja/LC_MESSAGES/a.po")
KO_B = "locales/ko/LC_MESSAGES/b.po"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; gives exit code, stdout and stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["localepress", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(left.value.code or 0), out, err

    return command


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project with drafts of two documents in two languages, once for all tests."""
    folder = tmp_path_factory.mktemp("drafted")
    (folder / "localepress.toml").write_text(SETTINGS)
    (folder / "source").mkdir()
    (folder / "source" / "a.md").write_text(SOURCE)
    (folder / "source" / "b.md").write_text(OTHER)
    work = stages.Work(stages.open_project(folder), Screen(quiet=True))
    stages.update(work)
    stages.translate(work)
    return folder


@pytest.fixture
def project(tmp_path: Path, drafted: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy that project, and go into it."""
    shutil.copytree(drafted, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as a person would."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def snapshot(folder: Path) -> dict[str, str]:
    """Return the catalogues of a project."""
    found = sorted((folder / "locales").rglob("*.po"))
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def states(run: Run, *arguments: str) -> dict[str, tuple[int, int, int, int]]:
    """Return how many messages are reviewed, edited, drafts and outdated."""
    rows = json.loads(run("status", "--json", *arguments)[1])
    keys = ("reviewed", "edited", "drafts", "outdated")
    return {f"{r['language']} {r['document']}": tuple(r[k] for k in keys) for r in rows}


def line(path: Path, text: str) -> int:
    """Return the line of a text in a file."""
    return path.read_text().split(text)[0].count("\n") + 1


def test_documents_of_a_language(project: Path, run: Run) -> None:
    """The drafts of the named documents in the named languages become reviewed."""
    before = snapshot(project)
    code, out, err = run("approve", "a", "--language", "ko", "-v")
    assert (0, f"wrote {KO}\napprove: 4 messages in 1 catalogue\n") == (code, out + err)
    expected = {"ko a": (4, 0, 0, 0), "ja a": (0, 0, 4, 0), "ko b": (0, 0, 3, 0)}
    assert expected.items() <= states(run).items()
    assert before | {KO: before[KO].replace("#, fuzzy\n", "")} == snapshot(project)
    after = snapshot(project)
    again = run("approve", "source/a.md", "--language", "ko", "--reviewer", "Kim")
    assert (0, "", "approve: nothing to approve\n") == again
    assert after == snapshot(project)


def test_nothing_is_approved_unless_something_is_chosen(project: Path, run: Run) -> None:
    """A whole project takes a word of its own; a language alone is not one."""
    before = snapshot(project)
    said = "name documents, or give --entry, --no-findings or --all"
    for arguments in ((), ("--language", "ko"), ("--outdated", "--reviewer", "Kim")):
        code, _, err = run("approve", *arguments)
        assert (2, True) == (code, said in err)
    for arguments in (("--all", "a"), ("--all", "--entry", "Go on.")):
        code, _, err = run("approve", *arguments)
        assert (2, True) == (code, "--all goes with no document and no --entry" in err)
    assert 2 == run("approve", "nothing")[0]
    assert before == snapshot(project)
    code, out, err = run("approve", "--all")
    assert (0, "approve: 14 messages in 4 catalogues\n") == (code, out + err)


def test_a_dry_run_counts_and_writes_nothing(project: Path, run: Run) -> None:
    """It says what would be approved, in which files."""
    before = snapshot(project)
    code, out, err = run("approve", "b", "--language", "ko", "--dry-run", "-v", "--reviewer", "Kim")
    said = f"would write {KO_B}\napprove: 3 messages in 1 catalogue\n"
    assert (0, said) == (code, out + err)
    assert before == snapshot(project)


def test_entries_by_msgid_and_by_file_and_line(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either way names one message, from any folder of the project; twice is as well as once."""
    number = line(project / KO, 'msgid "Stop now."')
    named = ("--entry", f"{KO}:{number}", "--entry", "Save 20 files.", "--language", "ko")
    other = line(project / KO, 'msgid "Save')
    said = f"{KO}:{number}: Stop now.\n{KO}:{other}: Save 20 files.\n"
    assert (0, "", f"{said}approve: 2 messages in 1 catalogue\n") == run("approve", *named)
    number = line(project / KO, 'msgid "Stop now."')
    again = ("--entry", f"./{KO}:{number}", "--entry", str(project / f"{KO}:{number}"))
    said = 2 * f"{KO}:{number}: Stop now.\n"
    assert (0, "", f"{said}approve: nothing to approve\n") == run("approve", *again)
    assert (2, 0, 2, 0) == states(run)["ko a"]
    monkeypatch.chdir(project / "locales")
    number = line(project / KO, 'msgid "See')
    assert 0 == run("approve", "--entry", f"{KO.removeprefix('locales/')}:{number}")[0]
    assert (3, 0, 1, 0) == states(run)["ko a"]


def test_an_entry_that_names_several_messages_is_refused(project: Path, run: Run) -> None:
    """The places are listed; more words make it one."""
    before = snapshot(project)
    code, _, err = run("approve", "--entry", "Stop now.")
    places = [f"{path}:{line(project / path, 'Stop now.')}" for path in (KO, KO_B)]
    assert (2, True) == (code, f'"Stop now." stands in {", ".join(places)}, locales/ja' in err)
    assert 1 == err.count("\n")
    assert before == snapshot(project)
    assert 0 == run("approve", "b", "--language", "ja", "--entry", "Stop now.")[0]
    assert (1, 0, 2, 0) == states(run)["ja b"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("Nowhere.", 'no message "Nowhere." in the wanted catalogues'),
        ("Stop", 'no message "Stop" in the wanted catalogues'),
        (f"{KO}:1", f"{KO}:1: no msgid begins in this line"),
        (f"{KO}:9999", f"{KO}:9999: no msgid begins in this line"),
        ("gone.po:3", 'no message "gone.po:3" in the wanted catalogues'),
        ("No\x1b\nwhere", 'no message "No where" in the wanted catalogues'),
        ("", 'no message "" in the wanted catalogues'),
    ],
)
def test_an_entry_that_is_not_there(project: Path, run: Run, entry: str, said: str) -> None:
    """Nothing is approved, not even what else is named."""
    before = snapshot(project)
    code, _, err = run("approve", "--language", "ko", "--entry", "Go on.", "--entry", entry)
    assert (2, True) == (code, said in err)
    assert before == snapshot(project)


def test_an_empty_message_is_not_approved(project: Path, run: Run) -> None:
    """By its name it is refused, and in a document it is passed by."""
    text = (project / KO_B).read_text()
    (project / KO_B).write_text(re.sub(r'#, fuzzy\n(msgid "Go on\."\nmsgstr) .*', r'\1 ""', text))
    code, _, err = run("approve", "--language", "ko", "--entry", "Go on.")
    assert (2, True) == (code, "the message has no translation; write one first" in err)
    assert "approve: 2 messages" in "".join(run("approve", "b", "--language", "ko")[1:])


def test_outdated_texts_are_left_and_told(project: Path, run: Run) -> None:
    """A document's outdated texts take --outdated, or a person who names the message."""
    edit(
        project / KO, 'msgid "Save 20 files."', '#| msgid "Save 10 files."\nmsgid "Save 20 files."'
    )
    code, out, err = run("approve", "a", "--language", "ko")
    number = line(project / KO, 'msgid "Save 20')
    said = f"notice: {KO}:{number}: 1 outdated message is left, its text was made for another"
    assert (0, True) == (code, said in err)
    assert "approve: 3 messages in 1 catalogue; left: 1 outdated\n" in out + err
    assert (3, 0, 0, 1) == states(run)["ko a"]
    assert 0 == run("approve", "--entry", "Save 20 files.", "--language", "ko")[0]
    assert (4, 0, 0, 0) == states(run)["ko a"]
    assert "#|" not in (project / KO).read_text()


def test_a_draft_of_another_sentence_takes_outdated(project: Path, run: Run) -> None:
    """Even by its name: it is a machine's text that another program has moved."""
    edit(project / KO, 'msgid "Save 20 files."', 'msgid "Save 30 files."')
    named = ("approve", "--entry", "Save 30 files.", "--language", "ko")
    code, _, err = run(*named)
    assert (2, True) == (code, "a machine's draft of another sentence" in err)
    assert "left: 1 outdated" in "".join(run("approve", "a", "--language", "ko")[1:])
    assert (0, True) == (run(*named, "--outdated")[0], "30 files" in (project / KO).read_text())
    assert "#, fuzzy" not in (project / KO).read_text()


def test_wrong_marks_are_never_approved(project: Path, run: Run) -> None:
    """The page could not show the text: a finding each, and the rest is done."""
    text = (project / KO).read_text()
    (project / KO).write_text(re.sub(r"(msgstr .*)<a1>(.*)</a1>", r"\1\2", text))
    edit(project / JA, "[Šţööþ ñööŵ.]", "<merged/>")
    text = (project / JA).read_text()
    (project / JA).write_text(re.sub(r"msgstr .*<a1>.*", 'msgstr "<merged/>"', text))
    code, out, err = run("approve", "a")
    assert 1 == code
    places = [line(project / path, 'msgid "See <a1>') for path in (JA, KO)]
    assert [
        f"{JA}:{places[0]}: <merged/> would lose the marks of this sentence; not approved [merged]",
        f"{KO}:{places[1]}: mark <a1> is missing; not approved [marks]",
    ] == [row for row in err.splitlines() if row.endswith("]")]
    assert (
        "approve: 6 messages in 2 catalogues; left: 2 with wrong marks or an open conflict"
        in out + err
    )
    assert ((3, 1, 0, 0), (3, 1, 0, 0)) == (states(run)["ko a"], states(run)["ja a"])
    number = line(project / KO, 'msgid "See <a1>')
    assert 1 == run("approve", "--entry", f"{KO}:{number}", "--outdated")[0]


def test_only_what_no_check_finds_fault_with(project: Path, run: Run) -> None:
    """What is left is what ``check --drafts`` tells, and a comment that silences it counts."""
    edit(project / KO, "20 ƒîîļééš", "30 ƒîîļééš")
    edit(project / KO_B, "[Šţööþ ñööŵ.]", "[Šţööþ 7 ñööŵ.]")
    edit(
        project / KO_B,
        '#: source/b.md\n#, fuzzy\nmsgid "Stop',
        '# localepress: ignore=numbers\n#: source/b.md\n#, fuzzy\nmsgid "Stop',
    )
    found = json.loads(run("check", "--drafts", "-q", "--format", "json")[1])
    faulty = {(row["path"], row["source"]) for row in found}
    assert {(KO, "Save 20 files.")} == faulty
    code, out, err = run("approve", "--no-findings")
    said = "approve: 13 messages in 4 catalogues; left: 1 with what check --drafts finds\n"
    assert (0, said) == (code, out + err)
    assert ((3, 1, 0, 0), (3, 0, 0, 0)) == (states(run)["ko a"], states(run)["ko b"])
    before = snapshot(project)
    assert 0 == run("approve", "--no-findings", "--reviewer", "Kim")[0]
    assert before == snapshot(project)


def test_no_findings_looks_at_the_named_documents_and_terms(project: Path, run: Run) -> None:
    """Documents narrow it, and the glossary of the language counts."""
    terms = "source,target,note,case,keep\nfile,파일,,,\n"
    (project / "locales/ko/glossary.csv").write_text(terms)
    out = "".join(run("approve", "a", "--language", "ko", "--no-findings")[1:])
    assert "approve: 2 messages in 1 catalogue; left: 2 with what check --drafts finds" in out
    assert (0, 0, 3, 0) == states(run)["ko b"]


def test_the_reviewer_stands_in_the_catalogues_that_change(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is that of SOURCE_DATE_EPOCH, in UTC, and other files are not touched."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714541400")
    before = snapshot(project)
    run(
        "approve", "--entry", "Go on.", "--language", "ko", "--reviewer", "김철수 <kim@example.org>"
    )
    after = snapshot(project)
    assert [KO_B] == [path for path in after if after[path] != before[path]]
    new = (
        '"PO-Revision-Date: 2024-05-01 05:30+0000\\n"\n'
        '"Last-Translator: 김철수 <kim@example.org>\\n"\n'
    )
    assert new in after[KO_B]
    assert (
        before[KO_B]
        .replace('"Language: ko', new + '"Language: ko', 1)
        .replace('#, fuzzy\nmsgid "Go on."', 'msgid "Go on."')
        == after[KO_B]
    )


def test_the_time_is_now_with_its_zone(project: Path, run: Run) -> None:
    """As editors write it."""
    run("approve", "b", "--language", "ko", "--reviewer", "Kim")
    date = r'"PO-Revision-Date: 20\d\d-\d\d-\d\d \d\d:\d\d[+-]\d{4}\\n"'
    assert re.search(date, (project / KO_B).read_text())


@pytest.mark.parametrize(
    ("name", "epoch", "said"),
    [
        ("a\nb", "", 'give the reviewer as "Name <mail>", on one line'),
        (" ", "", 'give the reviewer as "Name <mail>", on one line'),
        ("Kim", "today", "SOURCE_DATE_EPOCH is 'today'; set it to seconds since 1970"),
        ("Kim", "9" * 30, "set it to seconds since 1970"),
    ],
)
def test_a_name_or_a_time_that_is_none(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, epoch: str, said: str
) -> None:
    """Nothing is approved."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    before = snapshot(project)
    code, _, err = run("approve", "a", "--reviewer", name)
    assert (2, True, 1) == (code, said in err, err.count("\n"))
    assert before == snapshot(project)


def test_a_broken_catalogue_stops_no_other(project: Path, run: Run) -> None:
    """It is a finding and stays as it is; an entry cannot be looked up with it."""
    edit(project / KO, 'msgid "Stop now."', 'msgid "Stop now.')
    broken = (project / KO).read_bytes()
    code, out, err = run("approve", "--all")
    assert (1, True) == (code, f"{KO}:" in err and "[unreadable]" in err)
    assert "approve: 10 messages in 3 catalogues" in out + err
    assert broken == (project / KO).read_bytes()
    assert 1 == run("approve", "--language", "ko", "--entry", "Go on.")[0]


def test_a_file_keeps_its_permissions(project: Path, run: Run) -> None:
    """Who may read it is not this command's to decide."""
    (project / KO).chmod(0o640)
    assert 0 == run("approve", "a", "--language", "ko")[0]
    assert 0o640 == stat.S_IMODE((project / KO).stat().st_mode)


def test_pages_show_what_was_approved(project: Path, run: Run) -> None:
    """An approved draft is finished text: it is published where drafts are not."""
    page = project / "output/ko/b.html"
    run("build", "-q", "--reviewed-only")
    assert "[Ĝöö ööñ.]" not in page.read_text()
    run("approve", "b", "--language", "ko")
    run("build", "-q", "--reviewed-only")
    assert "[Ĝöö ööñ.]" in page.read_text()
