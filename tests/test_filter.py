"""``translate --to``: text in, text out, as shell scripts and CI use it."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from broken_kit import bpe, relabelled
from engines_kit import starter
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, engines, marks, packages
from pipeline.engines.echo import pseudo
from pipeline.engines.pivot import Pivot
from pipeline.stages.filters import Filter
from pipeline.stages.forms import FORMS
from pipeline.stages.windows import FIRST, MOST, windows

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
ECHO = '[project]\nlanguages = ["ko"]\n[translate]\nengine = "echo"\n'


class Ran(NamedTuple):
    code: object
    out: bytes
    err: str


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which the starters are unpacked once for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into a folder that is no project, on a machine without packages but the starters."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return tmp_path


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Ran]:
    """Run the filter on some bytes."""

    def command(given: bytes, *arguments: str, quiet: bool = True) -> Ran:
        argv = ["localepress", "translate", *["-q"] * quiet, *arguments]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(1, "wb", closefd=False)))
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Ran(left.value.code, out, err.decode())

    return command


def test_lines_stay_lines(run: Callable[..., Ran]) -> None:
    """Each line is a paragraph; empty ones, white space, line ends and the last line stay."""
    given = (
        "\ufeffSave the file. Then delete it.\r\n\r\n  Open the folder.\t\n12.5\nPrint the page."
    )
    made = run(given.encode(), "--to", "ko")
    lines = made.out.decode().split("\n")
    assert (0, "") == (made.code, made.err)
    assert lines[0].startswith("\ufeff파일을 저장")
    assert lines[0].count(".") == 2
    assert ["\r", "12.5"] == [lines[1], lines[3]]
    assert lines[2].startswith("  폴더")
    assert lines[2].endswith(".\t")
    assert "인쇄" in lines[4]


def test_what_gets_no_draft_stays(run: Callable[..., Ran]) -> None:
    """Its place says why, the exit code is 1, and as many lines come out as go in."""
    given = b"Save the file.\nA nul \x00 here.\n\xff\xfe\nOpen the folder.\n"
    made = run(given, "--to", "ja")
    lines = made.out.splitlines()
    assert 1 == made.code
    assert [b"A nul \x00 here.", b"\xff\xfe"] == lines[1:3]
    assert "保存" in lines[0].decode()
    assert made.err.splitlines() == [
        "-:2: no draft: it has the control character U+0000 [no-draft]",
        "-:3: not UTF-8 (byte 0xFF); the line is left as it is [unreadable]",
    ]


def test_a_refused_sentence_stands_among_others(run: Callable[..., Ran]) -> None:
    """Only that sentence stays English; --unsafe takes what the machine wrote."""
    refused = (
        "Between 4:15 and 5:45, 12 to 15 files of 3.5 to 7.25 MB each were copied 6 times"
        " at 80 to 95 %, and 33 of 1,250 failed 14 times."
    )
    given = f"Save the file. {refused}\n".encode()
    made = run(given, "--to", "ko")
    assert (1, f"파일을 저장합니다. {refused}\n") == (made.code, made.out.decode())
    unsafe = run(given, "--to", "ko", "--unsafe")
    assert (0, "") == (unsafe.code, unsafe.err)
    assert refused.encode() not in unsafe.out


def test_json_lines(run: Callable[..., Ran]) -> None:
    """Ids come back, hypotheses are different, and a line that is no JSON keeps its place."""
    given = [
        '{"id": [7], "text": "Save the file.\\nOpen the folder."}',
        "",
        "oops",
        '{"text": "\\ud800"}',
        '{"text": ""}',
    ]
    made = run("\n".join(given).encode(), "--to", "ko", "--format", "jsonl", "--hypotheses", "3")
    lines = made.out.decode().split("\n")
    first = json.loads(lines[0])
    texts = [offer["text"] for offer in first["hypotheses"]]
    assert ["id", "text", "source", "hypotheses", "problems"] == list(first)
    assert ([7], first["text"], []) == (first["id"], texts[0], first["problems"])
    assert 3 == len(set(texts))
    assert all(text.count("\n") == 1 for text in texts)
    assert all(offer["score"] < 0 for offer in first["hypotheses"])
    assert "" == lines[1]
    broken = json.loads(lines[2])
    assert ("oops", 1) == (broken["source"], len(broken["problems"]))
    assert "\ud800" == json.loads(lines[3])["source"]
    assert {"text": "", "source": "", "hypotheses": [], "problems": []} == json.loads(lines[4])
    assert 1 == made.code


def test_json_that_cannot_be_used(folder: Path, run: Callable[..., Ran]) -> None:
    """Its id comes back where it has one, and nothing comes out that is no JSON."""
    (folder / "localepress.toml").write_text(ECHO)
    given = b'{"id": 3}\n[1]\n{"id": NaN, "text": "Save."}\n'
    made = run(given, "--to", "ko", "--format", "jsonl")
    known, listed, number = map(json.loads, made.out.splitlines())
    assert (1, 3, '{"id": 3}') == (made.code, known["id"], known["source"])
    assert ("[1]", False) == (listed["source"], "id" in listed)
    assert ["not JSON: NaN is no number of JSON"] == number["problems"]


def test_nothing_to_read(folder: Path, run: Callable[..., Ran]) -> None:
    """What stands in the output already stays if no input can be read."""
    (folder / "out.txt").write_text("mine")
    made = run(b"", "--to", "ko", "none.txt", ".", "--output", "out.txt")
    assert (1, "mine") == (made.code, (folder / "out.txt").read_text())
    assert made.err.splitlines() == [
        "none.txt: cannot be read (No such file or directory) [unreadable]",
        ".: cannot be read (Is a directory) [unreadable]",
        "localepress: out.txt: left as it was, as there is nothing to translate",
    ]


def test_html(run: Callable[..., Ran]) -> None:
    """Markup and line ends stay; a page says its new language, a part of one nothing."""
    part = b'<p class=x>Save the <b>file</b>.\r\n<p lang="fr">Bonjour</p><img alt="A dog" src=d>'
    made = run(part, "--to", "ja", "--format", "html")
    assert 0 == made.code
    text = made.out.decode()
    assert text.startswith("<p class=x><b>ファイル</b>")
    assert text.endswith('。\r\n<p lang="fr">Bonjour</p><img alt="犬" src=d>')
    page = b"<!doctype html><html lang=en><title>Save the file.</title><p translate=no>Hi.</html>"
    made = run(page, "--to", "ko", "--format", "html")
    expected = '<html lang="ko"><title>파일을 저장합니다.</title><p translate=no>Hi.</html>'
    assert f"<!doctype html>{expected}" == made.out.decode()
    assert b"<p></p>" == run(b"<p></p>", "--to", "ko", "--format", "html").out
    made = run(b"<p>\n\x00</p>", "--to", "ko", "--format", "html")
    assert (1, b"") == (made.code, made.out)
    assert made.err.startswith("-:2: control character U+0000")
    assert "--from fr" in run(b"<html lang=fr>Oui", "--to", "ko", "--format", "html").err


MARKUP = [
    ("<p>\nSave the <b>file.</p>", "-:2: <b> is not closed"),
    ("<p>Save the file.</p>\r\n</div>", "-:2: </div> closes nothing"),
    ("<p>\r<b>Save <i>it</b>.</i>", "-:2: <i> is not closed, the first of 2 faults of its markup"),
    ("<p>Save a < b.</p>", "-:1: < that begins no tag; write &lt;"),
    ("<body>Save<body lang=en> it.", "-:1: a start tag that cannot stand here"),
]


@pytest.mark.parametrize(("page", "said"), MARKUP)
def test_broken_markup(folder: Path, page: str, said: str, run: Callable[..., Ran]) -> None:
    """It stays as it is, and a notice names the first line; --quiet leaves it out."""
    (folder / "localepress.toml").write_text(ECHO)
    made = run(page.encode(), "--to", "ko", "--format", "html", quiet=False)
    assert (0, f"notice: {said} [markup]\n") == (made.code, made.err)
    tags = re.findall("<[a-z/][^>]*>", page)
    assert tags == re.findall("<[a-z/][^>]*>", made.out.decode())
    assert "" == run(page.encode(), "--to", "ko", "--format", "html").err


SOUND = [
    "<ul><li>Save<li>it</ul><p>Save<p>it",
    "<!doctype html><title>a < b</title><p>Save it.<script>a < b</script></body></html>",
    "<p>Save<br>it<img src=d><br/></p><svg><path d=x /></svg>",
    "<ruby>a<rtc><rt>b</rt></rtc></ruby><table><tr><td>Save<td>it</table>",
]


@pytest.mark.parametrize("page", SOUND)
def test_sound_markup(folder: Path, page: str, run: Callable[..., Ran]) -> None:
    """Tags that may be left out are no fault."""
    (folder / "localepress.toml").write_text(ECHO)
    assert "" == run(page.encode(), "--to", "ko", "--format", "html", quiet=False).err


@pytest.mark.parametrize(
    "page", ["<p>Save.</p><!-- a <p>b</p>", "<p>Save.<script>a", '<p>Save <a href="x>it</a>.']
)
def test_markup_that_swallows_a_page(folder: Path, page: str, run: Callable[..., Ran]) -> None:
    """Such a page is refused, as a document of a project is."""
    (folder / "localepress.toml").write_text(ECHO)
    made = run(page.encode(), "--to", "ko", "--format", "html", quiet=False)
    assert (1, b"", 1) == (made.code, made.out, len(made.err.splitlines()))
    assert "without end; add" in made.err


def test_files(folder: Path, run: Callable[..., Ran]) -> None:
    """The ending says the form; one that cannot be read is named, and the others are done."""
    (folder / "a.txt").write_text("Save the file.\n")
    (folder / "b.html").write_text("<i>Open the folder.</i>\n")
    made = run(b"", "--to", "ko", "a.txt", "none.txt", "b.html", "--output", "out/all.txt")
    assert (1, b"") == (made.code, made.out)
    assert "none.txt: cannot be read (No such file or directory) [unreadable]\n" == made.err
    written = (folder / "out/all.txt").read_text(encoding="utf-8").splitlines()
    assert "파일을 저장합니다." == written[0]
    assert written[1].startswith("<i>폴더를 ")
    assert written[1].endswith(".</i>")
    assert ["all.txt"] == [path.name for path in (folder / "out").iterdir()]
    assert (0, b"") == run(b"", "--to", "ko")[:2]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--to", "ko", "--redraft"), 2, "--redraft does not go with --to"),
        (("--beam", "2"), 2, "--beam goes with --to"),
        (("--to", "klingonese"), 2, "unknown language"),
        (("--to", "en"), 2, "name another one"),
        (("--to", "ko", "--hypotheses", "2"), 2, "--format jsonl"),
        (("--to", "de"), 3, "models install en-de "),
        (("--to", "ko", "--from", "de"), 3, "models install de-en and localepress models install"),
        (("--to", "ko", "--package", "nowhere"), 3, 'no package "nowhere"'),
    ],
)
def test_what_does_not_go(
    run: Callable[..., Ran], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Said in one line, before anything is read."""
    made = run(b"Save the file.\n", *arguments)
    assert (code, b"", 1) == (made.code, made.out, len(made.err.splitlines()))
    assert said in made.err


def test_device(run: Callable[..., Ran]) -> None:
    """Without a graphics card, asking for one is an error, and leaving the choice is not."""
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is a CUDA device")
    made = run(b"", "--to", "ko", "--device", "cuda")
    assert (2, 1) == (made.code, len(made.err.splitlines()))
    assert "저장" in run(b"Save the file.", "--to", "ko", "--device", "auto").out.decode()


def test_a_project_serves(folder: Path, run: Callable[..., Ran]) -> None:
    """Its engine and packages are taken; no catalogue is touched."""
    (folder / "localepress.toml").write_text(ECHO)
    made = run(b"Save <it>.\n", "--to", "ko")
    assert f"{marks.plain(pseudo('Save &lt;it>.'))}\n" == made.out.decode()
    assert not (folder / "locales").exists()


PLAIN = st.text(st.sampled_from("aB. \t!?<&>é\r1'\u3000\ufeff"), max_size=30)


@given(st.lists(PLAIN, max_size=20), st.booleans())
def test_line_for_line(lines: list[str], ended: bool) -> None:
    """Whatever the lines are, as many come out, with their white space and ends."""
    given_text = "\n".join(lines) + "\n" * ended
    way = Filter(engines.build("echo", "ko"), "en", "ko")
    done = list(FORMS["text"](io.BytesIO(given_text.encode()), "-", way))
    out = b"".join(piece.data for piece in done).decode()
    assert given_text.count("\n") == out.count("\n")
    for before, after in zip(given_text.split("\n"), out.split("\n"), strict=True):
        lead = len(before) - len(before.lstrip())
        assert (before[:lead], not before.strip()) == (after[:lead], not after.strip())
        assert before.endswith("\r") == after.endswith("\r")


def test_windows_are_bounded() -> None:
    """The first is small, later ones grow to a limit, and nothing is lost; long lines end one."""
    data = b"".join(b"line %d\n" % number for number in range(5000)) + b"x" * 999_999 + b"\nend"
    found = list(windows(io.BytesIO(data)))
    assert data == b"".join(line for window in found for line in window)
    assert FIRST == len(found[0])
    assert MOST == max(map(len, found))


def start(cache: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the filter as a process."""
    environment = {
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": str(cache),
        "ARGOS_PACKAGES_DIR": str(cache / "none"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "translate", "--to", "ko", "-q", *arguments],
        env=environment,
        cwd=cache,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_line_is_answered_before_the_next_is_written(cache: Path) -> None:
    """A program can talk with it through a pipe; Ctrl-C ends it with 130."""
    with start(cache) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        for _ in range(2):
            process.stdin.write(b"Save the file.\n")
            process.stdin.flush()
            assert "파일을 저장합니다.\n" == process.stdout.readline().decode()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().strip()
        assert b"localepress: interrupted; what was done is kept" == said
        assert 130 == process.wait(20)


def test_a_sentence_loads_little(cache: Path) -> None:
    """Who asks for one sentence waits for no reader, catalogue, check or library beside it."""
    code = (
        "import sys\nfrom pipeline import cli\n"
        "sys.argv = ['localepress', 'translate', '--to', 'ko', '-q']\n"
        "try:\n    cli.main()\nfinally:\n    print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="Save the file.",
        env={
            "PATH": os.environ["PATH"],
            "XDG_CACHE_HOME": str(cache),
            "ARGOS_PACKAGES_DIR": str(cache / "none"),
            "PYTHONPATH": str(ROOT),
        },
        cwd=cache,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("파일을 저장합니다.")
    heavy = {
        "argostranslate.package",
        "babel.dates",
        "babel.messages",
        "importlib.metadata",
        "jinja2",
        "lxml",
        "numpy",
        "pipeline.catalogue",
        "pipeline.checks.tables",
        "pipeline.outputs",
        "pipeline.readers",
        "pipeline.stages.work",
        "rich",
        "urllib.request",
    }
    assert set() == heavy & {*done.stdout.split()}


def test_a_reader_that_has_enough(tmp_path: Path, cache: Path) -> None:
    """``head -1`` ends the run soon, nothing is said, and the exit code is a filter's."""
    many = tmp_path / "many.txt"
    many.write_text("Save the file number one.\n" * 50 + "Open the folder.\n" * 20_000)
    with start(cache, str(many)) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        begun = time.monotonic()
        assert b"" == process.stderr.read()
        assert 141 == process.wait(20)
        assert time.monotonic() - begun < 15


# Through English


@pytest.fixture
def pair(tmp_path: Path) -> Pivot:
    """Give an engine of two packages; the first says German and is the Korean starter."""
    paths = relabelled(tmp_path, "ja", "de", "en"), relabelled(tmp_path, "ko", "en", "ko")
    route = tuple(packages.called(str(path), tmp_path)[0] for path in paths)
    made = engines.build("argos", "ko", route)
    assert isinstance(made, Pivot)
    return made


def test_a_route_through_english(folder: Path, cache: Path) -> None:
    """Two packages serve where none goes all the way; one that does comes first."""
    place = folder / "packages"
    relabelled(place, "ja", "de", "en", "2.0")
    route = packages.route("de", "ko", cache=cache)
    assert ["translate-de_en 2.0", str(starter("ko"))] == list(map(str, route))
    assert () == packages.route("de", "fr", cache=cache)
    assert () == packages.route("en", "fr", cache=cache)
    second = str(relabelled(folder, "ko", "en", "ko", "3.0"))
    route = packages.route("de", "ko", cache=cache, named=second)
    assert ["translate-de_en 2.0", "translate-en_ko 3.0"] == list(map(str, route))
    relabelled(place, "ko", "de", "ko", "1.5")
    assert ["translate-de_ko 1.5"] == list(map(str, packages.route("de", "ko", cache=cache)))


def test_a_pivot_keeps_marks(pair: Pivot) -> None:
    """Both packages sign, and marks and placeholders come through both, or the draft is refused."""
    first, second = pair.first.origin, pair.second.origin
    signed = f"argos translate-de_en+translate-en_ko 1.0+1.0 {first.hash}+{second.hash}"
    assert signed == str(pair.origin)
    texts = [
        "Use HTML with <code1>git commit</code1>.",
        "Save the file.",
        "<a1>Open",
        "Save the file.",
    ]
    drafts = dict(pair.translate(texts))
    assert [0, 1, 2, 3] == sorted(drafts)
    assert "<code1>git commit</code1>" in drafts[0].target
    assert ("mark <a1> is not closed",) == drafts[2].problems
    assert drafts[1] == drafts[3]
    middle = dict(pair.first.translate(["Save the file."]))[0]
    assert "ファイルを保存" in middle.target
    assert dict(pair.second.translate([middle.target]))[0].target == drafts[1].target


def test_nothing_is_left_behind(folder: Path, cache: Path, run: Callable[..., Ran]) -> None:
    """Without a project a starter lies in the cache of the person, and nothing else is written."""
    run(b"Save the file.", "--to", "ko")
    assert [] == list(folder.iterdir())
    assert ["packages"] == [path.name for path in (cache / "localepress").iterdir()]
    shutil.copytree(starter("ko").path, folder / "mine")
    assert "저장" in run(b"Save the file.", "--to", "ko", "--package", "mine").out.decode()


def test_a_projects_terms_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a project, a text in its language gets its terms."""
    (tmp_path / "localepress.toml").write_text('[project]\nlanguages = ["ko"]\n', encoding="utf-8")
    (tmp_path / "locales/ko").mkdir(parents=True)
    rows = "source,target\nfolder,서류철\n"
    (tmp_path / "locales/ko/glossary.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "in.txt").write_text("Save the file in the folder.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    monkeypatch.setattr(
        "sys.argv", ["localepress", "translate", "--to", "ko", "in.txt", "--output", "out.txt"]
    )
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert (0, True) == (left.value.code, "서류철" in (tmp_path / "out.txt").read_text("utf-8"))


def test_a_package_with_byte_pair_encoding(folder: Path, run: Callable[..., Ran]) -> None:
    """Old packages have another tokenizer and serve all the same, with marks in their places."""
    path = str(bpe(folder, "Save the file").path)
    text = run(b"Save the file.\n", "--to", "ko", "--package", path)
    assert (0, "파일을 저장합니다.\n") == (text.code, text.out.decode())
    page = run(
        b"Save the <b>file</b>.", "--to", "ko", "--package", path, "--format", "html"
    ).out.decode()
    assert "<b>파일</b>을 저장합니다." == page
