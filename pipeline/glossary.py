"""The words of a project that are always translated in one way, or never."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from pipeline.errors import UsageError

COLUMNS = ("source", "target", "note", "case", "keep")
_ANSWERS = {"": False, "no": False, "yes": True}


@dataclass(frozen=True, slots=True)
class Term:
    """A row of a glossary."""

    source: str
    target: str
    """Equal to the source where that is kept."""
    note: str = ""
    """What the translator is told."""
    case: bool = False
    """Whether only this writing of capitals is the term."""
    keep: bool = False
    """Whether it is never translated."""


Glossary = tuple[Term, ...]
"""All terms in the order of the file. Terms with the same source may stand for one another."""


def parse(text: str, path: str) -> Glossary:
    """Return the terms of a glossary: CSV with the header ``source,target,note,case,keep``.

    The columns after ``target`` may be left out; ``case`` and ``keep`` are "yes", "no" or empty.
    Raises UsageError with the file and the line.
    """
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    terms = []
    header: list[str] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if header:
                terms.append(_term(header, cells, f"{path}:{reader.line_num}"))
            else:
                header = _header(cells, f"{path}:{reader.line_num}")
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: no CSV: {error}") from error
    return tuple(terms)


def _header(cells: list[str], place: str) -> list[str]:
    names = [cell.lower() for cell in cells]
    strange = [cell for cell in names if cell not in COLUMNS]
    if strange or names[:2] != ["source", "target"] or len(set(names)) < len(names):
        raise UsageError(f"{place}: the first line of a glossary is {','.join(COLUMNS)}")
    return names


def _term(header: list[str], cells: list[str], place: str) -> Term:
    if len(cells) > len(header):
        raise UsageError(
            f'{place}: {len(cells)} cells for {len(header)} columns; write "…" around a comma'
        )
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
    answers = {name: _ANSWERS.get(row[name].lower()) for name in ("case", "keep")}
    for name, answer in answers.items():
        if answer is None:
            raise UsageError(f'{place}: {name} is "{row[name]}"; use yes, no or nothing')
    keep = bool(answers["keep"])
    if not row["source"]:
        raise UsageError(f"{place}: the source is empty")
    if keep and row["target"] not in {"", row["source"]}:
        raise UsageError(f"{place}: {row['source']} is kept, so its target is empty")
    if not keep and not row["target"]:
        raise UsageError(f"{place}: {row['source']} has no target; write one, or yes under keep")
    target = row["target"] or row["source"]
    return Term(row["source"], target, row["note"], bool(answers["case"]), keep)
