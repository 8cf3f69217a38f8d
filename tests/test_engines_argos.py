"""The Argos engine: nothing lost silently, nothing left behind, quick to stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from engines_kit import engine, starter

from pipeline import marks
from pipeline.engines.argos import Argos
from pipeline.engines.texts import GOOD, Texts
from pipeline.engines.tokens import Bpe
from pipeline.errors import PackageError

ROOT = Path(__file__).parent.parent


def run(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code with an empty home directory."""
    keep = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": f"{ROOT}:{ROOT}/tests"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=keep | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_home_stays_empty(tmp_path: Path) -> None:
    """A translation leaves no folder behind, and the environment as it was."""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    code = (
        "import os; before = dict(os.environ)\n"
        "from engines_kit import engine\n"
        "drafts = dict(engine('ko').translate(['Save the file.']))\n"
        "assert before == dict(os.environ), set(before) ^ set(os.environ)\n"
        "print(drafts[0].target)"
    )
    done = run(code, home, TMPDIR=str(temporary))
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.strip()
    assert [] == list(home.rglob("*"))
    assert [] == list(temporary.rglob("*"))


def test_nothing_heavy_at_import(tmp_path: Path) -> None:
    """The table of engines can be looked at without loading a machine."""
    code = (
        "import sys, pipeline.engines, pipeline.translate\n"
        "print([name for name in ('argostranslate', 'ctranslate2', 'sentencepiece', 'numpy')"
        " if name in sys.modules])"
    )
    assert "[]\n" == run(code, tmp_path).stdout


def test_prefix_is_stripped() -> None:
    """The token that chooses the language is no part of a draft."""
    for language in ("ko", "ja"):
        target = dict(engine(language).translate(["The file is deleted."]))[0].target
        assert "__" not in target
        assert target.isprintable()


def test_same_every_time() -> None:
    """The same texts give the same drafts, in whatever order they are asked for."""
    texts = ["Save the file.", "Click <a1>the button</a1>.", "Open the <em1>document</em1>.", "Yes"]
    forward = {texts[i]: draft.target for i, draft in engine("ko").translate(texts)}
    again = Argos(starter("ko"), "ko")
    backward = {texts[::-1][i]: draft.target for i, draft in again.translate(texts[::-1])}
    assert forward == backward


def test_names_in_code_arrive() -> None:
    """Underscores, options and placeholders come out as they went in."""
    texts = [
        "The <code1>my_list</code1> variable is new.",
        "Use --no-color.",
        "Open settings.toml.",
    ]
    drafts = dict(engine("ko").translate(texts))
    assert "<code1>my_list</code1>" in drafts[0].target
    assert "--no-color" in drafts[1].target
    assert "settings.toml" in drafts[2].target


def test_long_sentence_is_cut_at_clauses() -> None:
    """A sentence longer than the limit is translated in parts, marks and all."""
    text = "Open the file, save the file, and close <a1>the window</a1>; then delete the file."
    short = Argos(starter("ko"), "ko", good=9)
    draft = dict(short.translate([text]))[0]
    marks.compare(text, draft.target)
    assert draft.target.count("파일") > 1


def test_too_long_is_said() -> None:
    """A sentence that is too long and has no clauses is refused with its length, not cut off."""
    text = " ".join(["file"] * 300)
    draft = dict(engine("ko").translate([text, "Save the file."]))[0]
    assert ("", ("too long to translate: 300 tokens, at most 200",)) == (
        draft.target,
        draft.problems,
    )


def test_nothing_is_dropped_before_the_model() -> None:
    """All of a long text goes to the model, in parts that it can hold."""
    text = ", ".join(f"open the file number {n} and save it" for n in range(200)) + "."
    (requests,) = Texts([text], engine("ko")._load(), "ko").start()
    assert isinstance(requests, list)
    assert text == " ".join(request.message for request in requests)
    assert max(len(request.tokens.pieces) for request in requests) <= GOOD


def test_broken_marks_are_a_problem() -> None:
    """A text that is no message is refused; the others go on."""
    drafts = dict(engine("ko").translate(["<a1>Save", "Save the file."]))
    assert ("mark <a1> is not closed",) == drafts[0].problems
    assert drafts[1].target


@pytest.mark.parametrize("damage", ["model/model.bin", "sentencepiece.model"])
def test_damaged_package(damage: str, tmp_path: Path) -> None:
    """A package that cannot be loaded is an error of one line that names it."""
    folder = tmp_path / "package"
    shutil.copytree(starter("ko").path, folder)
    (folder / damage).write_bytes(b"garbage")
    broken = Argos(replace(starter("ko"), path=folder), "ko")
    with pytest.raises(PackageError, match=r"translate-en_ko .*: .* install it again") as caught:
        list(broken.translate(["Save the file."]))
    assert 1 == len(str(caught.value).splitlines())


def test_missing_tokenizer(tmp_path: Path) -> None:
    """So is one without a tokenizer."""
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "metadata.json").write_text(json.dumps({"from_code": "en", "to_code": "ko"}))
    with pytest.raises(PackageError, match="install it again"):
        list(Argos(replace(starter("ko"), path=folder), "ko").translate(["Save"]))


def test_bpe_tokenizer(tmp_path: Path) -> None:
    """Old packages with byte-pair encoding work, and their tokens are found in the text."""
    from argostranslate.tokenizer import BPETokenizer

    codes = tmp_path / "bpe.model"
    codes.write_text("#version: 0.2\nt h\nth e</w>\n", encoding="utf-8")
    tokenizer = Bpe(BPETokenizer(codes, "en", "de"))
    text = "See the R&D's x1, too."
    found = tokenizer.encode(text)
    assert "the" in found.pieces
    words = [text[a:b] for a, b in found.spans]
    assert "Seethe" == "".join(words[:4]).replace(" ", "")
    assert "".join(text.split()) == "".join(words)
    decoded = tokenizer.decode(["Die", "D@@", "at@@", "ei", "x1", "."])
    assert ("Die Datei x1.", (10, 12)) == (decoded.text, decoded.spans[4])


def test_closing_stops() -> None:
    """A caller that has enough can go on with something else at once."""
    texts = [f"Open the file number {n} and save it in the folder." for n in range(400)]
    drafts = engine("ko").translate(texts)
    next(drafts)
    start = time.monotonic()
    drafts.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 1


def test_interrupt_stops(tmp_path: Path) -> None:
    """Ctrl-C ends a run of many sentences after the batch that is running."""
    code = (
        "from engines_kit import engine\n"
        "texts = [f'Open the file number {n} and save it in the folder.' for n in range(5000)]\n"
        "try:\n"
        "    for index, draft in engine('ko').translate(texts):\n"
        "        print(index, flush=True)\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)\n"
    )
    keep = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": f"{ROOT}:{ROOT}/tests"}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=keep, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        process.wait(timeout=20)
    assert "interrupted" == rest.splitlines()[-1]
    assert rest.count("\n") < 2000
