"""The header of a catalogue out of two that have grown from a third, field by field."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.catalogue.reconcile import Three, beside, conflict, replaced
from pipeline.catalogue.weave import united
from pipeline.catalogue.wrap import escaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.catalogue.po import Block, File

_DATE = "PO-Revision-Date"
_REVISION = (_DATE, "Last-Translator", "X-Generator")
"""What an editor writes at once: who changed the file last, when and with what."""
_CREATED = "POT-Creation-Date"
_TIME = re.compile(r"(\d{4}-\d\d?-\d\d? \d\d?:\d\d)\s?([+-]\d{4})?")


def header(three: Three, file: File) -> tuple[Block, tuple[str, ...]]:
    """Return the header that has what both sides did, and the lines that say what conflicts.

    Where both changed who revised the file, the later revision stands. Of other fields that both
    changed ours stands: those of programs (``X-…``) without a word, others with theirs in a
    comment line.
    """
    base, ours, theirs = three
    if ours.lines == base.lines:
        return theirs, ()
    if theirs.lines in (base.lines, ours.lines):
        return ours, ()
    found, lost = _merged(*map(_fields, three))
    text = _joined([*found.values()])
    rows = _rows(text, three, file.newline)
    chosen = ours if ours.fuzzy != base.fuzzy else theirs
    lines = tuple(conflict(f'"{escaped(line.rstrip())}"', file.newline) for line in lost)
    out = replaced(beside(three, chosen, lines, file.newline), "s", rows)
    return out._replace(target=text), lines


def _fields(block: Block) -> dict[str, str]:
    """Return the lines of a header by the name of their field."""
    found: dict[str, str] = {}
    for line in re.findall(r"[^\n]*\n|[^\n]+", block.target):
        name = line.partition(":")[0].strip()
        found[name] = found.get(name, "") + line
    return found


def _joined(fields: Sequence[str]) -> str:
    """Return fields as one text; only the last may lack its line break."""
    return "".join(
        field if field.endswith("\n") else f"{field}\n" for field in fields[:-1]
    ) + "".join(fields[-1:])


def _merged(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return the fields of both sides, and the lines of theirs that lost."""
    lost: list[str] = []
    found: dict[str, str] = {}
    revised = _revised(base, ours, theirs)
    names = united([*base], [*ours], [*theirs])
    # What one side removed and the other one changed stays, so all names are looked at.
    for name in dict.fromkeys([*names, *ours, *theirs]):
        versions = base.get(name), ours.get(name), theirs.get(name)
        if name in _REVISION:
            chosen = revised.get(name)
        elif name == _CREATED and None not in versions[1:]:
            chosen = max(versions[1:], key=_date)
        else:
            chosen, left = _field(name, *versions)
            lost += left
        if chosen is not None:
            found[name] = chosen
    return found, lost


def _field(
    name: str, old: str | None, mine: str | None, other: str | None
) -> tuple[str | None, list[str]]:
    """Return the line of a field, and that of theirs if a person may miss it."""
    if other in (old, mine):
        return mine, []
    if mine in (old, None):
        return other, []
    return mine, [] if other is None or name.startswith("X-") else [other]


def _revised(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the fields of the side whose word on the last revision counts."""
    old, mine, other = ([side.get(name) for name in _REVISION] for side in (base, ours, theirs))
    if other in (old, mine):
        return ours
    if mine == old:
        return theirs
    return theirs if _date(theirs.get(_DATE, "")) > _date(ours.get(_DATE, "")) else ours


def _date(line: str | None) -> float:
    """Return when a line of a header says that something was done; 0 where it says no date."""
    if match := _TIME.search(line or ""):
        try:
            said = f"{match[1]} {match[2] or '+0000'}"
            return datetime.strptime(said, "%Y-%m-%d %H:%M %z").timestamp()
        except ValueError:
            return 0
    return 0


def _rows(text: str, three: Three, newline: str) -> list[str]:
    """Return the lines of the msgstr for fields, as they stand on either side where they do."""
    for side in (three.ours, three.theirs):
        if text == side.target:
            return side.of("s")
    known: dict[str, list[str]] = {}
    for side in (three.theirs, three.ours):
        known |= _by_field(side)
    rows = [f'msgstr ""{newline}']
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        rows += known.get(line) or [f'"{escaped(line)}"{newline}']
    return rows


def _by_field(block: Block) -> dict[str, list[str]]:
    """Return the rows in which each line of a header stands, where a row begins with it."""
    first, *rows = block.of("s")
    lines = re.findall(r"[^\n]*\n|[^\n]+", block.target)
    groups: list[list[str]] = [[]]
    for row in rows:
        groups[-1].append(row)
        if row.rstrip().endswith('\\n"'):
            groups.append([])
    groups = [group for group in groups if group]
    if first.partition('"')[2].strip() != '"' or len(groups) != len(lines):
        return {}
    return dict(zip(lines, groups, strict=True))
