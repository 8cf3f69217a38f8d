"""Fields of a catalogue's header, changed where they stand whatever its lines look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.catalogue import blocks
from pipeline.catalogue.wrap import escaped
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.catalogue.po import Block

_ORDER: Final = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
)
"""The first fields, in the order in which gettext and editors write them."""

_JOINT = r'"\s*"'
"""Where one line's string ends and the next one's begins."""
_PARTS = re.compile(rf'([^"]*"(?:{_JOINT})?)(.*)("\s*)', re.DOTALL)
_CHARACTER = rf'(?:[^"\\]|\\[^n]|{_JOINT})'
_FIELD = re.compile(rf"({_CHARACTER}*)(\\n)({_JOINT})?|({_CHARACTER}+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Revision:
    """Who worked on a catalogue last, and when."""

    translator: str
    """``Name <mail>``, on one line; raises UsageError for what cannot stand in a header."""
    time: datetime
    """With its zone."""

    def __post_init__(self) -> None:
        if not self.translator.strip() or not self.translator.isprintable():
            raise UsageError(
                f"{self.translator!a} is no name for a header; "
                f'give the reviewer as "Name <mail>", on one line'
            )

    @property
    def fields(self) -> dict[str, str]:
        """What the header says of it, in the order of the fields."""
        date = self.time.strftime("%Y-%m-%d %H:%M%z")
        return {"PO-Revision-Date": date, "Last-Translator": self.translator.strip()}


def revise(block: Block, revision: Revision, newline: str) -> Block:
    """Return a header that names a revision; all its other fields keep their lines."""
    text = "".join(block.of("s"))
    for name, value in revision.fields.items():
        text = _set(text, name, escaped(f"{name}: {value}\n"), newline)
    return blocks.put(block, "s", re.findall(r"[^\n]*\n|[^\n]+", text))


def _set(text: str, name: str, said: str, newline: str) -> str:
    """Return the lines of a header's msgstr with a field in the place of its old one.

    A new field stands behind those that editors write before it.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return text
    start, body, end = match.groups()
    fields = [*_FIELD.finditer(body)]
    names = [re.sub(_JOINT, "", field[0]).partition(":")[0].strip() for field in fields]
    if name in names:
        pairs = zip(names, fields, strict=True)
        kept = [said + (f[3] or "") if other == name else f[0] for other, f in pairs]
        return start + "".join(kept) + end
    before = _ORDER[: _ORDER.index(name)]
    at = max((i for i, other in enumerate(names, 1) if other in before), default=0)
    head, tail = ("".join(f[0] for f in part) for part in (fields[:at], fields[at:]))
    if at and not fields[at - 1][2]:
        head += "\\n"
    if fields and not re.search(_JOINT, text):
        return start + head + said + tail + end
    joint = f'"{newline}"'
    if not (head or start).endswith('"') or (start.count('"') < 2 and not fields):
        head += joint
    return start + head + said + (joint if tail else "") + tail + end
