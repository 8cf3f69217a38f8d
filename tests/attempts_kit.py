"""Attempts to make a page run something, and sites in which every field has one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polib

from pipeline import stages
from pipeline.screen import Screen

CASES = Path(__file__).parent / "cases" / "security" / "attempts.txt"
SIGNS = str.maketrans({"␉": "\t", "␊": "\n"})
ATTEMPTS = [
    line.translate(SIGNS)
    for line in CASES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
HARMLESS = "word"


def as_name(attempt: str) -> str:
    """Return an attempt as a name that a file may have."""
    told = "".join(sign if sign.isprintable() else "∕" for sign in attempt)
    return re.sub(r"[/\\:]", "∕", told).strip(" .")[:80]


def as_yaml(attempt: str) -> str:
    """Return an attempt as a value of front matter."""
    return '"' + attempt.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def write(folder: Path, attempts: list[str]) -> None:
    """Write a project with a document for each attempt, which has it in every field."""
    title = as_yaml(attempts[0])
    (folder / "source").mkdir(parents=True)
    (folder / "localepress.toml").write_text(
        f"[project]\ntitle = {title}\nlanguages = ['ko']\n[translate]\nengine = 'echo'\n"
        f"[publish]\nthreshold = 0\nmenu = [{', '.join(map(as_yaml, attempts[:3]))}, 'n0/d0']\n"
    )
    for number, attempt in enumerate(attempts):
        value = as_yaml(attempt)
        name = as_name(attempt) if attempt != HARMLESS else f"{HARMLESS}{number}"
        path = folder / "source" / f"n{number}" / f"{number}{name}" / f"{number}{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(
            f"---\ntitle: {value}\ndescription: {value}\nsummary: {value}\n"
            f"tags: [{value}, {value}]\n{value}: {value}\norder: {number}\n---\n"
            f"One {number}. Two {number} [link](../../n0/d0.md).\n\n- Three {number}.\n",
            encoding="utf-8",
        )
    (folder / "source/n0/d0.md").write_text("# Start\n\nA cup.\n")


def translate(folder: Path, attempts: list[str]) -> None:
    """Write the attempts into the catalogues and the glossary."""
    locales = folder / "locales/ko"
    locales.mkdir(parents=True, exist_ok=True)
    with (locales / "glossary.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "target", "note", "case", "keep"])
        for number, attempt in enumerate(attempts):
            one_line = " ".join(attempt.split())
            rows.writerow([f"term {number} {one_line}", one_line, one_line, "", ""])
        rows.writerow(["cup", " ".join(attempts[0].split()), "", "", ""])
    stages.update(work(folder))
    stages.translate(work(folder))
    for number, attempt in enumerate(attempts):
        path = next(folder.glob(f"locales/ko/LC_MESSAGES/n{number}/{number}*/*.po"))
        file = polib.pofile(str(path))
        file.metadata["Last-Translator"] = attempt
        file.metadata["X-Generator"] = " ".join(attempt.split())
        for entry in file:
            entry.comment = attempt
            if entry.msgid.startswith("One"):
                # A draft whose engine is said to be called so, as the notice of the page says it.
                engine = re.sub(r"\s", "_", attempt)
                before, _, after = entry.tcomment.partition("draft echo ")
                entry.tcomment = f"{before}draft echo {engine} {after.partition(' ')[2]}"
            elif "link" in entry.msgid:
                entry.flags, entry.tcomment = [], attempt
                entry.msgstr = f"<a1>{attempt}</a1>"
            else:
                entry.flags, entry.tcomment, entry.msgstr = [], attempt, attempt
        file.save()


def work(folder: Path) -> stages.Work:
    """Return what a command gets."""
    return stages.Work(stages.open_project(folder), Screen(quiet=True))


def site(folder: Path, attempts: list[str]) -> dict[str, bytes]:
    """Return the files of a site whose fields all have an attempt."""
    write(folder, attempts)
    translate(folder, attempts)
    stages.build(work(folder))
    out = folder / "output"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
