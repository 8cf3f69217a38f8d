"""``models check``: the starters pass, and what is broken is told from them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from broken_kit import BROKEN, garbage, relabelled
from engines_kit import starter

from pipeline import cli
from pipeline.engines import canaries
from pipeline.model import Draft
from pipeline.stages.soundness import LOOKS, check_package, find_faults

if TYPE_CHECKING:
    from pathlib import Path

FAULTS = {
    "shuffled": "canaries have an expected word",
    "truncated": "cannot be loaded",
    "foreign tokenizer": "with signs of a tokenizer",
    "foreign vocabulary": "% of the tokenizer's tokens",
    "mislabelled": "drafts are in the wrong script",
    "garbage": "empty or without an end",
}


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_the_starters_are_sane(language: str) -> None:
    """Rough as they are; all their canaries sing, and their attention shows where marks go."""
    health = check_package(starter(language))
    assert ((), ()) == (health.faults, health.warnings)
    assert "23 of 23" in health.found


@pytest.mark.parametrize("name", BROKEN)
def test_broken_packages_are_not(name: str, tmp_path: Path) -> None:
    """Each is told in one line, which says what is wrong."""
    health = check_package(BROKEN[name](tmp_path))
    assert FAULTS[name] in "; ".join(health.faults)
    assert 1 == len(str(health).splitlines())


def test_the_same_for_everything() -> None:
    """A model that has learnt one sentence gives it for all."""
    birds = canaries.read("en", "ko")
    drafts = [Draft("파일을 저장합니다.") for _ in birds]
    assert ["26 sentences give only 1 different drafts"] == find_faults(birds, drafts, "ko")
    junk = [Draft(f"파일@@ {number}") for number in range(len(birds))]
    assert ["26 of 26 drafts are with signs of a tokenizer"] == find_faults(birds, junk, "ko")


def test_poor_attention_is_told(tmp_path: Path) -> None:
    """Marks can be placed with the starters' attention, not with that of noise."""
    assert (canaries.attention(starter("ko")) or 0) > LOOKS
    assert not (canaries.attention(garbage(tmp_path)) or 0) > LOOKS


def test_pairs_without_canaries_of_their_own() -> None:
    """One from English has those of English, any other those that read the same everywhere."""
    assert any(bird.words == ("25", "２５", "٢٥", "२५") for bird in canaries.read("en", "de"))
    assert not any(bird.source.startswith("The") for bird in canaries.read("de", "fr"))
    assert canaries.read("de", "fr")


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line for each package, in a folder without a project; exit code 3 if one is not sane."""
    folder = tmp_path / "packages"
    relabelled(folder, "ja", "en", "ko")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*names: str) -> tuple[object, list[str]]:
        monkeypatch.setattr(sys, "argv", ["localepress", "models", "check", *names])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return left.value.code, [line.partition(": ")[0] for line in (out + err).splitlines()]

    version = starter("ko").version
    said = [f"translate-en_ko {which}" for which in ("1.0 (installed)", f"{version} (starter)")]
    assert (3, said) == run("en-ko")
    assert (0, [f"translate-en_ko {version} (named)"]) == run(str(starter("ko").path))
    assert (3, ["localepress"]) == run("en-xx")
