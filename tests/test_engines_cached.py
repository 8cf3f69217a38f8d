"""Drafts kept from earlier runs: the same ones, as long as nothing has changed, and no more."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines_kit import engine, starter

from pipeline import engines
from pipeline.engines.argos import Argos
from pipeline.engines.cached import Cached
from pipeline.engines.echo import Echo
from pipeline.errors import PackageError
from pipeline.model import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parent.parent
TEXTS = ["Save the file.", "<a1>Save", "Save the file.", "Open <code1>x</code1>.", "12"]


def nobody(text: str) -> None:
    """Fail if anything is said."""
    raise AssertionError(text)


def cached(
    path: Path, used: Argos | None = None, say: Callable[[str], None] = nobody, language: str = "ko"
) -> Cached:
    """Return an engine with a file."""
    made = engines.cached(used or Argos(starter("ko"), "ko"), language, path, say)
    assert isinstance(made, Cached)
    return made


def count(path: Path) -> int:
    """Return how many drafts a file has."""
    with closing(sqlite3.connect(path)) as base:
        return int(base.execute("SELECT count(*) FROM drafts").fetchone()[0])


def asks(one: Cached, texts: list[str] | None = None) -> bool:
    """Tell whether a translation needs the package."""
    list(one.translate(texts or TEXTS))
    assert isinstance(one.engine, Argos)
    return one.engine._model is not None


def test_same_drafts_without_the_package(tmp_path: Path) -> None:
    """A second run gives the same drafts, refused ones too, and loads nothing."""
    path = tmp_path / "drafts.sqlite"
    first = dict(cached(path, engine("ko")).translate(TEXTS))
    again = cached(path)
    assert first == dict(again.translate(TEXTS))
    assert not asks(again)
    assert first == dict(engine("ko").translate(TEXTS))
    assert ["drafts.sqlite"] == [file.name for file in tmp_path.iterdir()]


def test_only_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    """Of known and new texts, the new ones reach the engine."""
    path = tmp_path / "drafts.sqlite"
    list(cached(path, engine("ko")).translate(TEXTS[:2]))
    drafts = dict(cached(path, engine("ko")).translate(["Close it.", *TEXTS]))
    assert dict(engine("ko").translate(["Close it.", *TEXTS])) == drafts
    assert 5 == count(path)


@pytest.mark.parametrize(
    "other",
    [
        lambda path: cached(path, Argos(starter("ko"), "ko", beam=1)),
        lambda path: cached(path, Argos(starter("ko"), "ko", good=9)),
        lambda path: cached(path, Argos(starter("ja"), "ko")),
        lambda path: cached(path, Argos(replace(starter("ko"), version="9"), "ko")),
        lambda path: cached(path, language="ko-KP"),
    ],
)
def test_other_settings(other: Callable[[Path], Cached], tmp_path: Path) -> None:
    """With another beam, cut, package or language the engine is asked again."""
    path = tmp_path / "drafts.sqlite"
    list(cached(path, engine("ko")).translate(TEXTS[:1]))
    assert asks(other(path), TEXTS[:1])
    assert 2 == count(path)


def test_a_failure_keeps_what_was_done(tmp_path: Path) -> None:
    """An engine that fails raises its own error; drafts that are known come all the same."""
    path = tmp_path / "drafts.sqlite"
    list(cached(path, engine("ko")).translate(TEXTS[:1]))
    nowhere = Argos(replace(starter("ko"), path=tmp_path), "ko")
    nowhere.package.__dict__["hash"] = starter("ko").hash
    drafts = cached(path, nowhere).translate([TEXTS[0], "Close it."])
    assert 0 == next(drafts)[0]
    with pytest.raises(PackageError, match="install it again"):
        next(drafts)


def test_a_caller_that_stops(tmp_path: Path) -> None:
    """What a closed generator has given is kept."""
    path = tmp_path / "drafts.sqlite"
    drafts = cached(path, engine("ko")).translate(TEXTS)
    next(drafts)
    drafts.close()  # type: ignore[attr-defined]
    assert 1 == count(path)


def test_killed(tmp_path: Path) -> None:
    """A killed run has kept all but the drafts of its last moment, and the next one goes on."""
    path = tmp_path / "drafts.sqlite"
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from test_engines_cached import cached, engine\n"
        "texts = [f'Save file {n}.' for n in range(300)]\n"
        "for index, _ in cached(Path(sys.argv[1]), engine('ko')).translate(texts):\n"
        "    print(index, flush=True)\n"
        "    time.sleep(0.02)\n"
    )
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT}/tests"}
    with subprocess.Popen(
        [sys.executable, "-c", code, path], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        for _ in range(15):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        given = 15 + process.stdout.read().count("\n")
    with closing(sqlite3.connect(path)) as base:
        assert [("ok",)] == base.execute("PRAGMA integrity_check").fetchall()
    # Every 0.25 seconds, of which each draft takes 0.02 at least; a batch more may be at hand.
    assert given - 25 <= count(path)
    assert not asks(cached(path), ["Save file 0."])


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"This is no database. " * 400),
        lambda path: path.write_bytes(path.read_bytes()[:9000] + b"\xff" * 5000),
        lambda path: sqlite3.connect(path).executescript("DROP TABLE drafts").connection.close(),
    ],
)
def test_damaged(damage: Callable[[Path], object], tmp_path: Path) -> None:
    """A damaged file is made anew, with a line that says so, and no draft comes to harm."""
    path = tmp_path / "drafts.sqlite"
    wanted = {n: Draft(f"{n}" * 400) for n in range(60)}
    first = cached(path, Fixed())
    assert wanted == dict(first.translate([str(n) for n in range(60)]))
    damage(path)
    said: list[str] = []
    for _ in range(2):
        again = cached(path, Fixed(), said.append)
        assert wanted == dict(again.translate([str(n) for n in range(60)]))
    assert [f"{tmp_path.name}/drafts.sqlite: it was damaged and is made anew"] == said
    assert 60 == count(path)


def test_a_file_of_another_form(tmp_path: Path) -> None:
    """The file of another version of Localepress is made anew without a word."""
    path = tmp_path / "drafts.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.executescript("CREATE TABLE drafts (old); PRAGMA user_version = 99")
    assert asks(cached(path))
    assert not asks(cached(path))


@pytest.mark.parametrize("bound", ["rows", "bytes"])
def test_bounds(bound: str, tmp_path: Path) -> None:
    """The file keeps its bounds; what was asked for the longest ago goes first."""
    path = tmp_path / "drafts.sqlite"
    texts = [str(n) for n in range(600)]
    list(cached(path, Fixed()).translate(texts))
    list(cached(path, Fixed()).translate(texts[:100]))
    small = cached(path, Fixed())
    small.rows, small.bytes = (400, 1 << 30) if bound == "rows" else (600, 300_000)
    list(small.translate(["600"]))
    assert 200 < count(path) <= 400
    known = cached(path, Nothing())
    assert set(range(100)) <= {index for index, _ in known.translate([*texts, "600"])}
    assert [0] == [index for index, _ in known.translate(["600"])]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Without a place for the file the drafts come all the same."""
    said: list[str] = []
    one = cached(tmp_path / "none" / "drafts.sqlite", engine("ko"), said.append)
    assert 5 == len(list(one.translate(TEXTS)))
    assert ["none/drafts.sqlite: drafts are not kept (unable to open database file)"] == said


def test_two_runs_at_once(tmp_path: Path) -> None:
    """A file that another program holds is left alone."""
    path = tmp_path / "drafts.sqlite"
    list(cached(path, Fixed()).translate(["1"]))
    said: list[str] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert 2 == len(list(cached(path, Fixed(), said.append).translate(["1", "2"])))
    assert ["drafts are not kept (database is locked)"] == [text.split(": ")[1] for text in said]


def test_echo_keeps_nothing(tmp_path: Path) -> None:
    """An engine that costs nothing has no file."""
    echo = Echo()
    assert echo is engines.cached(echo, "ko", tmp_path / "drafts.sqlite", nobody)


class Fixed(Argos):
    """An engine of digits: what a file does with drafts has nothing to do with the model."""

    def __init__(self) -> None:
        super().__init__(starter("ko"), "ko")

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield each text as long as some sentences."""
        return iter([(index, Draft(text * 400)) for index, text in enumerate(texts)])


class Nothing(Fixed):
    """An engine that makes no draft."""

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield nothing."""
        return iter([(index, Draft("")) for index, _ in enumerate(texts[:0])])


COMMANDS = """
import sys
from pipeline import cli
for command in sys.argv[1:]:
    sys.argv[1:] = [command, "--quiet"]
    try:
        cli.main()
    except SystemExit as end:
        assert not end.code, end.code
print("ctranslate2" in sys.modules)
"""


def test_commands(tmp_path: Path) -> None:
    """Drafts of a deleted catalogue come back by ``translate`` byte for byte, without a package."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source/tea.md").write_text("# Tea\n\nBoil the water. Open <b>the window</b>.\n")
    settings = '[project]\nlanguages = ["ko"]\n[translate.packages]\nko = "starter"\n'
    (tmp_path / "localepress.toml").write_text(settings)
    made = tmp_path / "locales/ko/LC_MESSAGES/tea.po"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    seen = []
    for _ in range(2):
        said = subprocess.run(
            [sys.executable, "-c", COMMANDS, "update", "translate"],
            cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True, check=True,
        ).stdout  # fmt: skip
        seen.append((said.strip(), made.read_bytes()))
        made.unlink()
    assert ["True", "False"] == [loaded for loaded, _ in seen]
    assert seen[0][1] == seen[1][1]
    assert b"fuzzy" in seen[0][1]
    assert "*\n" == (tmp_path / ".localepress/.gitignore").read_text()
    assert 0 < count(tmp_path / ".localepress/drafts.sqlite")
