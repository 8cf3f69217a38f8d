"""The commands as a person uses them, good input and bad."""

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from faults_kit import Disk

from pipeline import cli

SETTINGS = """\
[project]
title = "Test"
languages = ["ko", "ja"]

[translate]
engine = "echo"

[publish]
threshold = 0
"""
KO = "locales/ko/LC_MESSAGES/a.po"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a small project and go into it."""
    write(tmp_path / "localepress.toml", SETTINGS)
    write(
        tmp_path / "source/a.md",
        "# First\n\nThe one before [two](b.txt). The server is in every list.\n",
    )
    write(tmp_path / "source/b.txt", "Alone here.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command; gives exit code, stdout and stderr."""

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["localepress", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return left.value.code, out, err

    return command


def write(path, text):
    """Write a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def snapshot(folder, *names):
    """Return the files below folders of a project."""
    paths = sorted(p for name in names for p in (folder / name).rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in paths}


def edit(path, old, new):
    """Change a file as a person would."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def test_the_whole_way(project, run):
    """Sources become templates, catalogues with drafts, and pages in three languages."""
    code, _, err = run("run")
    assert (code, err) == (
        0,
        "update: 3 documents, 2 languages: 12 new\n"
        "Korean: drafts by echo - 1 -\n"
        "Korean drafts: 6 of 6 sentences\n"
        "Japanese: drafts by echo - 1 -\n"
        "Japanese drafts: 6 of 6 sentences\n"
        "translate: 12 drafts\n"
        "build: 14 pages, 16 files written, 0 removed\n",
    )
    page = (project / "output/ko/a.html").read_text(encoding="utf-8")
    assert '<a href="b.html">' in page
    assert "noindex" in page
    assert "#, fuzzy" in (project / KO).read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(project, run):
    """The same input gives the same bytes, and no file is written twice."""
    run("run")
    before = snapshot(project, "locales", "output")
    times = {p: p.stat().st_mtime_ns for p in (project / "output").rglob("*")}
    code, _, err = run("run")
    assert code == 0
    assert "no message has changed" in err
    assert "nothing to draft" in err
    assert "0 files written" in err
    assert before == snapshot(project, "locales", "output")
    assert times == {p: p.stat().st_mtime_ns for p in (project / "output").rglob("*")}


def test_a_dry_run_writes_nothing(project, run):
    """It says what would be done."""
    code, _, err = run("run", "--dry-run", "-v")
    assert code == 0
    assert "would write locales/ko/LC_MESSAGES/a.po" in err
    assert not (project / "locales").exists()
    assert not (project / "output").exists()
    assert not (project / ".localepress").exists()


def test_a_dry_run_sees_what_it_would_have_written(project, run):
    """Also in a new project, and it unpacks no package."""
    write(project / "localepress.toml", SETTINGS.replace('"echo"', '"argos"'))
    code, _, err = run("run", "--dry-run")
    assert code == 0
    assert "update: 3 documents, 2 languages: 12 new" in err
    assert "translate: 12 drafts" in err
    assert not (project / ".localepress").exists()


def test_order_follows_the_source_in_whatever_order_commands_are_run(project, run):
    """Extract before update, or one language before the other, does not hide a move."""
    write(project / "source/a.md", "# First\n\nAlpha stands here.\n\nBeta stands there.\n")
    run("update")
    write(project / "source/a.md", "# First\n\nBeta stands there.\n\nAlpha stands here.\n")
    run("extract")
    run("update", "--language", "ja")
    run("update")
    for language in ("ko", "ja"):
        text = (project / f"locales/{language}/LC_MESSAGES/a.po").read_text(encoding="utf-8")
        sources = re.findall('^msgid "(.+)"', text, re.MULTILINE)
        assert sources == ["First", "Beta stands there.", "Alpha stands here."]


def test_quiet_is_quiet(project, run):
    """A script hears nothing if all is well."""
    assert run("run", "--quiet") == (0, "", "")


def test_status_counts(project, run):
    """Documents and languages with their messages by state."""
    run("run")
    edit(project / KO, "#, fuzzy\n", "")
    code, out, _ = run("status", "--json", "--language", "ko")
    rows = {row["document"]: row for row in json.loads(out)}
    assert code == 0
    counted = {key: rows["a"][key] for key in ("reviewed", "edited", "drafts", "outdated", "empty")}
    assert counted == {"reviewed": 1, "edited": 0, "drafts": 2, "outdated": 0, "empty": 0}
    assert rows["a"]["words"] == 11
    code, out, _ = run("status")
    assert out.splitlines()[0].split()[:4] == ["document", "language", "reviewed", "edited"]


def test_a_persons_words_survive_everything(project, run):
    """Another engine redrafts what nobody has touched, never edited and reviewed messages."""
    run("run")
    path = project / KO
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    blocks[1] = blocks[1].replace("#, fuzzy\n", "")
    blocks[2] = re.sub('msgstr ".*"', 'msgstr "<a1>사람</a1>의 말"', blocks[2])
    write(path, "\n\n".join(blocks))
    write(project / "localepress.toml", SETTINGS.replace('"echo"', '"argos"'))
    assert run("run", "--redraft")[0] == 0
    after = path.read_text(encoding="utf-8").split("\n\n")
    assert blocks[:3] == after[:3]
    assert "draft argos" in after[3]


def test_a_changed_sentence_outdates_one_message(project, run):
    """The old translation is kept beside its old source; the page shows the new English."""
    run("update")
    source = "The server is in every list."
    edit(project / KO, f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "셋."')
    edit(project / "source/a.md", "every list", "every long list")
    code, _, err = run("run")
    assert code == 0
    assert "1 outdated by a changed source" in err
    text = (project / KO).read_text(encoding="utf-8")
    new = source.replace("every", "every long")
    assert f'#, fuzzy\n#| msgid "{source}"\nmsgid "{new}"\nmsgstr "셋."' in text
    assert f'<span lang="en">{new}' in (project / "output/ko/a.html").read_text()


def test_a_removed_source_leaves_its_catalogue(project, run):
    """Its pages go, since we made them; the translations stay and are reported."""
    run("run")
    edit(project / "source/a.md", "[two](b.txt)", "two")
    (project / "source/b.txt").unlink()
    code, _, err = run("run")
    assert code == 0
    assert "locales/ko/LC_MESSAGES/b.po: its source is gone" in err
    assert (project / "locales/ko/LC_MESSAGES/b.po").exists()
    assert not (project / "output/ko/b.html").exists()


def test_reviewed_only(project, run):
    """For production no draft is shown."""
    run("run")
    run("build", "--reviewed-only")
    page = (project / "output/ko/a.html").read_text(encoding="utf-8")
    assert 'class="lp-draft"' not in page
    assert '<span lang="en">The server is in every list.</span>' in page


def test_build_check(project, run):
    """Pages that are not as building would make them are shown as a diff."""
    run("run")
    assert run("build", "--check")[0] == 0
    edit(project / KO, "#, fuzzy\n", "")
    code, out, _ = run("build", "--check")
    assert code == 1
    assert "--- output/ko/a.html" in out


def test_update_check(project, run):
    """Each template and catalogue that is not up to date is a finding; nothing is written."""
    code, _, err = run("update", "--check", "--quiet")
    assert code == 1
    names = [
        f"locales/{folder}/{name}.po{'t' * (folder == 'pot')}"
        for folder in ("ja/LC_MESSAGES", "ko/LC_MESSAGES", "pot")
        for name in ("_site", "a", "b")
    ]
    said = "not up to date with its source; run localepress update and commit the file"
    assert err.splitlines() == [f"{name}: {said} [out-of-date]" for name in names]
    assert not (project / "locales").exists()
    assert not (project / ".localepress").exists()
    run("update")
    assert run("update", "--check") == (0, "", "update --check: 0 files out of date\n")
    edit(project / "source/b.txt", "Alone", "Lonely")
    before = snapshot(project, "locales", ".localepress")
    code, _, err = run("update", "--check", "--language", "ko")
    assert (code, err.count("[out-of-date]")) == (1, 2)
    assert before == snapshot(project, "locales", ".localepress")


def test_a_reviewed_sentence_of_another_document_is_remembered(project, run):
    """The same sentence elsewhere gets the reviewed text as a draft that names its document."""
    write(project / KO, "")
    (project / KO).unlink()
    run("update")
    path = project / KO
    edit(
        path,
        'msgid "The server is in every list."\nmsgstr ""',
        'msgid "The server is in every list."\nmsgstr "셋."',
    )
    write(project / "source/c.md", "The server is in every list.\n")
    run("run")
    other = (project / "locales/ko/LC_MESSAGES/c.po").read_text(encoding="utf-8")
    assert "# localepress: draft memory a - - " in other
    assert 'msgstr "셋."' in other


def test_a_projects_own_rules_of_segmentation(project, run):
    """An abbreviation of the trade keeps its sentence together; a fault names file and line."""
    write(project / "source/a.md", "Use the fict. Part of it here.\n")
    run("update", "--language", "ko")
    assert 'msgid "Part of it here."' in (project / KO).read_text(encoding="utf-8")
    write(project / "locales/en/segments.txt", "abbreviation fict.\n")
    run("update", "--language", "ko")
    assert 'msgid "Use the fict. Part of it here."' in (project / KO).read_text(encoding="utf-8")
    write(project / "locales/en/segments.txt", "\nkep x | y\n")
    code, _, err = run("update")
    assert (code, err.startswith("localepress: locales/en/segments.txt:2: ")) == (2, True)


def test_resegment_carries_translations_over(project, run):
    """From sentences to paragraphs and back nothing that a person wrote is lost."""
    run("update")
    first, second = "The one before <a1>two</a1>.", "The server is in every list."
    edit(
        project / KO,
        f'msgid "{first}"\nmsgstr ""',
        f'msgid "{first}"\nmsgstr "<a1>둘</a1> 앞이다."',
    )
    edit(project / KO, f'msgid "{second}"\nmsgstr ""', f'msgid "{second}"\nmsgstr "셋이 따른다."')
    sentences = (project / KO).read_bytes()
    edit(project / "localepress.toml", "[translate]", 'segmentation = "paragraph"\n[translate]')
    assert run("update", "--resegment")[0] == 0
    paragraph = f'msgid "{first} {second}"\nmsgstr "<a1>둘</a1> 앞이다. 셋이 따른다."'
    assert paragraph in (project / KO).read_text(encoding="utf-8")
    assert "fuzzy" not in (project / KO).read_text(encoding="utf-8")
    edit(project / "localepress.toml", 'segmentation = "paragraph"\n', "")
    assert run("update", "--resegment")[0] == 0
    assert sentences == (project / KO).read_bytes()


def test_only_some_documents_and_languages(project, run):
    """Arguments narrow the work; unknown ones are named."""
    run("update", "a", "--language", "ja")
    assert sorted(snapshot(project, "locales")) == [
        "locales/ja/LC_MESSAGES/a.po",
        "locales/pot/a.pot",
    ]
    code, _, err = run("update", "zzz")
    assert (code, err) == (2, 'localepress: no document "zzz"; there are: a.md, b.txt\n')
    assert run("update", "--language", "fr")[0] == 2


@pytest.mark.parametrize(
    ("path", "content", "code", "said"),
    [
        (KO, b'msgid "x\nmsgstr ""\n', 1, f"{KO}:1: "),
        (KO, 'msgid "x"\nmsgstr "é"\n'.encode("latin-1"), 1, f"{KO}:2: not UTF-8"),
        (KO, b'msgid "x"\nmsgstr ""\n\nmsgid "x"\nmsgstr ""\n', 1, f"{KO}:4: "),
        ("source/c.md", b"caf\xe9\n", 1, "source/c.md:1: not UTF-8 (byte 0xE9)"),
        ("source/c.md", b"", 1, "source/c.md"),
        ("source/c.md", b"---\ntitle: [\n---\nx\n", 1, "source/c.md"),
        ("source/c.html", b'<html lang="ko"><p>Text</p></html>', 1, "source/c.html: its lang is"),
        ("source/b.toml", b"title = 3\n", 1, "source/b.toml:1: "),
        ("source/A.html", b"<p>x", 2, "would make the same page"),
        ("localepress.toml", b"[project\n", 2, "localepress.toml:1: not valid TOML"),
        ("source/c.md", b"![x](no.png)\n", 1, "source/c.md:1: "),
        ("source/c.md", b"[x](no.md)\n", 1, "source/c.md:1: "),
    ],
)
def test_bad_files(project, run, path, content, code, said):
    """One line names the file and line; the other documents go on, and nothing is lost."""
    write(project / path, content)
    result, _, err = run("run", "--quiet")
    assert code == result
    assert said in err
    assert all(len(line) < 400 for line in err.splitlines())
    assert content == (project / path).read_bytes()
    if code == 1:
        assert (project / "output/ja/b.html").exists() or "b.toml" in path


def test_a_page_stays_while_its_catalogue_cannot_be_read(project, run):
    """A slip in an editor takes no page from the site."""
    run("run")
    pages = snapshot(project, "output")
    write(project / KO, "<<<<<<< HEAD\n")
    (project / "source/b.txt").write_bytes(b"\xff")
    code, _, err = run("run")
    assert (code, "broken-link" in err) == (1, False)
    after = snapshot(project, "output")
    for page in ("output/ko/a.html", "output/ko/b.html", "output/en/b.html"):
        assert pages[page] == after[page]
    assert b'href="a.html"' in after["output/ko/index.html"]
    assert b'href="../ko/a.html"' in after["output/ja/a.html"]


def test_an_empty_source_folder_takes_no_page_away(project, run):
    """It is more often a slip than a wish."""
    run("run")
    (project / "source").rename(project / "away")
    (project / "source").mkdir()
    code, _, err = run("run")
    assert (code, "no document in it" in err) == (2, True)
    assert (project / "output/ko/a.html").exists()


def test_a_new_segmentation_loses_no_review(project, run):
    """Reviewed text is carried over unasked, so that a plain run outdates nothing."""
    run("update")
    first, second = "The one before <a1>two</a1>.", "The server is in every list."
    edit(project / KO, f'msgid "{first}"\nmsgstr ""', f'msgid "{first}"\nmsgstr "<a1>둘</a1> 앞."')
    edit(project / KO, f'msgid "{second}"\nmsgstr ""', f'msgid "{second}"\nmsgstr "셋이 따른다."')
    edit(project / "localepress.toml", "[translate]", 'segmentation = "paragraph"\n[translate]')
    run("run")
    text = (project / KO).read_text(encoding="utf-8")
    assert f'msgid "{first} {second}"\nmsgstr "<a1>둘</a1> 앞. 셋이 따른다."' in text
    _, out, _ = run("status", "a", "--language", "ko", "--json")
    assert json.loads(out)[0]["reviewed"] == 1


def test_a_persons_broken_mark_is_found(project, run):
    """The finding names catalogue and line, the page shows the source, the catalogue stays."""
    run("update")
    edit(
        project / KO,
        'msgid "The one before <a1>two</a1>."\nmsgstr ""',
        'msgid "The one before <a1>two</a1>."\nmsgstr "하나 둘."',
    )
    code, _, err = run("run", "--quiet")
    assert code == 1
    assert "mark <a1> is missing; the page shows the source [marks]" in err
    assert 'msgstr "하나 둘."' in (project / KO).read_text(encoding="utf-8")
    assert '<span lang="en">The one before <a' in (project / "output/ko/a.html").read_text()


def test_no_package_for_a_pair(project, run):
    """Languages with a package are drafted, the pages are built, and the exit code is 3."""
    text = '[project]\nlanguages = ["de", "ko"]\n[publish]\nthreshold = 0\n'
    write(project / "localepress.toml", text)
    code, _, err = run("run")
    assert code == 3
    assert "no package for en → de" in err
    assert "localepress models install en-de" in err
    assert (project / "output/ko/a.html").exists()
    assert (project / "locales/ko/LC_MESSAGES/a.po").read_text().count("# localepress:") >= 1


def test_damaged_named_package(project, run):
    """A damaged package is one line and exit code 3."""
    write(project / "bad.argosmodel", b"PK\x03\x04 nonsense")
    text = '[project]\nlanguages = ["ko"]\n[translate]\npackages = {ko = "bad.argosmodel"}\n'
    write(project / "localepress.toml", text)
    code, _, err = run("translate")
    run("update")
    code, _, err = run("translate")
    assert code == 3
    assert "bad.argosmodel" in err


def test_drafts_have_the_terms_of_the_glossary(project, run):
    """New drafts say what the glossary says; those that are there stay when it changes."""
    write(project / "localepress.toml", '[project]\nlanguages = ["ko"]\n')
    write(project / "source/b.txt", "The printers are connected.\n")
    write(project / "locales/ko/glossary.csv", "source,target\nprinter,인쇄기\n")
    run("run")
    catalogue = project / "locales/ko/LC_MESSAGES/b.po"
    assert "인쇄기" in catalogue.read_text(encoding="utf-8")
    assert (0, "") == run("check", "--drafts", "--only", "terms")[:2]
    write(project / "locales/ko/glossary.csv", "source,target\nprinter,프린터\n")
    before = catalogue.read_bytes()
    run("translate", "--redraft")
    assert before == catalogue.read_bytes()
    assert "프린터" in run("check", "--drafts", "--only", "terms")[1]


def test_a_broken_glossary_stops_translate(project, run):
    """A glossary that cannot be read is named with its line, and no draft is made."""
    write(project / "localepress.toml", '[project]\nlanguages = ["ko"]\n')
    run("update")
    write(project / "locales/ko/glossary.csv", "source,target\nprinter,\n")
    before = snapshot(project, "locales")
    code, _, err = run("translate")
    assert (2, True) == (code, "locales/ko/glossary.csv:2: printer has no target" in err)
    assert before == snapshot(project, "locales")


def test_no_project(tmp_path, run, monkeypatch):
    """A command outside a project says how to make one."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run("status")
    assert code == 2
    assert "localepress init" in err


def test_init_makes_a_project_that_runs(tmp_path, run, monkeypatch):
    """A newcomer's first two commands; a second init changes nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    assert run("init")[0] == 0
    assert run("run")[0] == 0
    assert (tmp_path / "output/ja/welcome.html").exists()
    code, _, err = run("init")
    assert (code, "there is a project here already" in err) == (2, True)


def test_unknown_command_and_option(run):
    """Usage errors have exit code 2."""
    assert run("frobnicate")[0] == 2
    assert run("run", "--frobnicate")[0] == 2
    assert run("--version")[0] == 0


def localepress(*arguments, **options):
    """Start the command as a process of its own."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    return subprocess.Popen(command, text=True, env=env, **pipes, **options)


def test_disk_full(project, run):
    """What was there stays when a file cannot be written whole (a limit stands for the disk)."""
    run("run")
    edit(
        project / "source/a.md",
        "The server is in every list.",
        "Three. " + "And one more sentence here. " * 400,
    )
    before = snapshot(project, "locales", "output")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    process = localepress("run", preexec_fn=limit)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    assert "File too large" in err
    after = snapshot(project, "locales", "output")
    assert run("run")[0] == 0
    whole = snapshot(project, "locales", "output")
    for path, data in before.items():
        assert after[path] in {data, whole[path]} or path.endswith("manifest"), path


def test_two_runs_at_once(project, run):
    """The second says so and stops."""
    from pipeline import project as settings

    with settings.load(project).locked():
        code, _, err = run("run")
    assert code == 1
    assert "another localepress run is at work" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_and_killed(project, run, number):
    """Ctrl-C answers within a second; after a kill the next run completes the work."""
    write(project / "localepress.toml", SETTINGS.replace('engine = "echo"', 'engine = "argos"'))
    words = "The file {} is saved in the folder when you press the button."
    text = "\n\n".join(words.format(f"number {i}") for i in range(400))
    write(project / "source/long.md", text)
    run("update")
    catalogue = project / "locales/ko/LC_MESSAGES/long.po"
    process = localepress("translate")
    assert "drafts by argos" in process.stderr.readline()
    assert "drafts: " in process.stderr.readline()
    if number == signal.SIGKILL:
        while "draft argos" not in catalogue.read_text() and process.poll() is None:
            time.sleep(0.02)
    sent = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=30)
    if number == signal.SIGINT:
        assert (process.returncode, time.monotonic() - sent < 5) == (130, True)
    code, out, _ = run("status", "long", "--language", "ko", "--json")
    assert code == 0
    assert json.loads(out)[0]["drafts"] > 0
    write(project / "localepress.toml", SETTINGS)
    assert run("run", "--quiet")[0] == 0


def test_every_command_tells_of_a_source_that_cannot_be_read(project, run):
    """Also translate, which passes over the document."""
    run("update")
    write(project / "source/b.txt", b"\xff")
    for command in ("extract", "update", "translate", "status", "build", "run"):
        code, _, err = run(command)
        assert (command, 1) == (command, code)
        assert "source/b.txt:1: " in err


def test_update_tells_of_broken_markup(project, run):
    """As long as the page has it, and read anew or not; the page goes on as it stands."""
    write(project / "source/c.html", "<h1>Files</h1>\n<p>Save <b>the file.</p>\n<p>1 < 2</p>")
    said = (
        "notice: source/c.html:2: <b> is not closed, the first of 2 faults of its markup [markup]"
    )
    for _ in range(2):
        code, _, err = run("update")
        assert (0, [said]) == (code, [line for line in err.splitlines() if "c.html" in line])
    assert run("build")[0] == 0
    write(project / "source/c.html", "<h1>Files</h1>\n<p>Save <b>the file</b>.</p>")
    assert "c.html" not in run("update")[2]


def test_a_catalogue_that_cannot_be_written_stops_no_other(project, run):
    """Neither one that is protected nor one that a program has open; the command says which."""
    run("update")
    edit(project / "source/a.md", "The server is", "The printer is")
    before = snapshot(project, "locales")

    def refuse(_at, name):
        if name == "create" and "locales/ko" in disk.done[-1]:
            raise PermissionError(errno.EACCES, "Permission denied")

    for command in ("update", "translate"):
        with Disk(project, refuse) as disk:
            code, _, err = run(command, "--quiet", "--project", str(project))
        assert (1, before[KO]) == (code, (project / KO).read_bytes())
        assert f"{KO}: cannot be written (Permission denied); what was there is unchanged" in err
        assert "[unwritable]" in err
    assert "printer" in (project / "locales/ja/LC_MESSAGES/a.po").read_text()
    assert "echo" in (project / "locales/ja/LC_MESSAGES/b.po").read_text()
    code, _, err = run("run", "--quiet")
    assert (0, "") == (code, err)
