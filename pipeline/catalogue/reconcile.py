"""One entry out of two that have grown from a third; ``threeway`` does whole files.

What only one side has changed is that side's, line for line. A translation is one thing with its
state: the msgstr, whether it is fuzzy, the previous message and the comment of its draft. Nobody
has looked at the text of one side with the state of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.catalogue import blocks, states
from pipeline.catalogue.po import Block
from pipeline.catalogue.weave import united
from pipeline.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.catalogue.po import File
    from pipeline.model import Key

NOTHING = Block("", ())
"""What an entry was before it was there."""

_RANK = {State.EMPTY: 0, State.OUTDATED: 1, State.DRAFT: 2}
"""Which of two texts that no person has touched is of more use."""
_PERSON = 3
"""A text that a person wrote or accepted is of more use than any other."""


class Three(NamedTuple):
    """An entry as it was, and as either side has it."""

    base: Block
    ours: Block
    theirs: Block

    def of(self, kind: str) -> list[str]:
        """Return the lines of a kind that has what both sides did to them."""
        return united(self.base.of(kind), self.ours.of(kind), self.theirs.of(kind))


class Text(NamedTuple):
    """What stands as a translation, and how far it has come."""

    strings: tuple[str, ...]
    """One, or those of a plural entry with its msgid_plural; none where nothing is translated."""
    fuzzy: bool
    """True where nothing is translated: nobody has accepted it."""
    previous: Key | None
    drafts: tuple[str, ...]
    """The comment lines of ours."""


def entry(three: Three, file: File) -> tuple[Block, tuple[str, ...]]:
    """Return the entry that has what both sides did, and the lines that say what conflicts.

    Those lines are among its comments: each has a text of theirs that a person wrote or accepted
    where another person did something else. Ours stands then, fuzzy.
    """
    base, ours, theirs = three
    if ours.lines == base.lines:
        return theirs, ()
    if theirs.lines in (base.lines, ours.lines):
        return ours, ()
    newline = file.newline
    three = _alike(three, file)
    chosen = _chosen(three)
    lost = () if chosen else _conflicts(three.theirs, newline)
    if chosen is None:
        # A draft comment would call a text untouched that a person has accepted.
        chosen = blocks.fuzzy(blocks.comment(three.ours, None, newline), True, newline)
    out = beside(three, chosen, lost, newline)
    for kind in "|psn":
        out = replaced(out, kind, chosen.of(kind))
    return out._replace(target=chosen.target, plural=chosen.plural, previous=chosen.previous), lost


def beside(three: Three, chosen: Block, lost: Iterable[str], newline: str) -> Block:
    """Return our entry with what both sides did to all but the text.

    The fuzzy flag and the comments of drafts are those of ``chosen``, whose text will stand;
    ``lost`` are comment lines to add.
    """
    out = three.ours
    for kind in "ci":
        if out.of(kind) == three.base.of(kind):
            out = replaced(out, kind, three.theirs.of(kind))
    for kind in ".:=":
        out = replaced(out, kind, three.of(kind))
    comments = _comments(three.of("#"), chosen)
    out = replaced(out, "#", [*comments, *(row for row in lost if row not in comments)])
    out = replaced(out, ",", _flag_lines(three, chosen.fuzzy, newline))
    return out._replace(fuzzy=chosen.fuzzy)


def text(block: Block) -> Text:
    """Return what an entry says as its translation, for comparing."""
    found: tuple[str, ...] = (block.target,)
    if block.plural:
        found = tuple(_literal(block.of("p")) + said for said in _plurals(block).values())
    drafts = tuple(row.strip() for row in block.of("#") if states.is_ours(row))
    if not is_translated(block):
        return Text((), True, block.previous, drafts)
    return Text(found, block.fuzzy, block.previous, drafts)


def is_translated(block: Block) -> bool:
    """Tell whether anything stands as the translation."""
    found = _plurals(block).values() if block.plural else (block.target,)
    return any(said.strip() for said in found)


def is_human(block: Block) -> bool:
    """Tell whether a person wrote or accepted the translation."""
    return is_translated(block) and (block.plural or states.is_human(states.entry(block)))


def replaced(block: Block, kind: str, lines: Sequence[str]) -> Block:
    """Return the block with these lines of a kind, as it is if it has them."""
    return block if block.of(kind) == [*lines] else blocks.put(block, kind, lines)


def _alike(three: Three, file: File) -> Three:
    """Return the versions all in use or all obsolete, as the side that changed that has it."""
    base, ours, theirs = three
    obsolete = ours.obsolete
    if ours.obsolete != theirs.obsolete:
        obsolete = not base.obsolete if base is not NOTHING else False
    found = [b if b.obsolete == obsolete or b is NOTHING else _turned(b, file) for b in three]
    return Three(*found)


def _turned(block: Block, file: File) -> Block:
    return blocks.revive(block, file) if block.obsolete else blocks.retire(block, file)


def _chosen(three: Three) -> Block | None:
    """Return the side whose text stands, or None: two persons want different things."""
    base, ours, theirs = three
    old, mine, other = text(base), text(ours), text(theirs)
    if mine == other:
        return theirs if _written(ours) == _written(base) else ours
    if old in (mine, other):
        return theirs if mine == old else ours
    if (left := _rank(theirs)) < _PERSON or _rank(ours) < _PERSON:
        return theirs if left > _rank(ours) else ours
    if mine.strings == other.strings:
        return theirs if mine.fuzzy == old.fuzzy != other.fuzzy else ours
    if _is_left(mine, old):
        return theirs
    return ours if _is_left(other, old) else None


def _is_left(now: Text, old: Text) -> bool:
    """Tell whether a side left the text alone and did not accept it either."""
    return now.strings == old.strings and (now.fuzzy or not old.fuzzy)


def _rank(block: Block) -> int:
    return _PERSON if is_human(block) else 0 if block.plural else _RANK[states.entry(block).state]


def _written(block: Block) -> list[str]:
    return [row for kind in "|psn" for row in block.of(kind)]


def _comments(lines: list[str], chosen: Block) -> list[str]:
    """Return comments with those of ours that go with the chosen text, in their place."""
    ours = [i for i, row in enumerate(lines) if states.is_ours(row)]
    at = ours[0] if ours else len(lines)
    drafts = [row for row in chosen.of("#") if states.is_ours(row)]
    if drafts == [lines[i] for i in ours]:
        return lines
    rest = [row for row in lines[at:] if not states.is_ours(row)]
    return [*lines[:at], *drafts, *rest]


def _flag_lines(three: Three, fuzzy: bool, newline: str) -> list[str]:
    """Return flag lines with what both sides did to the other flags, and fuzzy or not."""
    found = united(*map(_flags, three))
    sides = (three.theirs, three.ours)
    if three.ours.of(",") != three.base.of(","):
        sides = (three.ours, three.theirs)
    for side in sides:
        if side.fuzzy == fuzzy and _flags(side) == found:
            return side.of(",")
    found = [*(["fuzzy"] if fuzzy else []), *found]
    return [f"#, {', '.join(found)}{newline}"] if found else []


def _flags(block: Block) -> list[str]:
    """Return the flags without fuzzy, in order."""
    return [flag for flag in blocks.flags(block.of(",")) if flag != "fuzzy"]


def _conflicts(theirs: Block, newline: str) -> tuple[str, ...]:
    """Return the comment lines that keep a text of theirs, its escapes as they were written."""
    if not theirs.plural:
        state = states.entry(theirs).state.value
        return (conflict(f'{state} "{_literal(theirs.of("s"))}"', newline),)
    state = (State.EDITED if theirs.fuzzy else State.REVIEWED).value
    found = _plurals(theirs).items()
    return tuple(conflict(f'{state} {word} "{said}"', newline) for word, said in found)


def conflict(what: str, newline: str) -> str:
    """Return the comment line that keeps what another person wrote."""
    return f"# localepress: conflict {what}{newline}"


def _plurals(block: Block) -> dict[str, str]:
    """Return the strings of a plural entry by their keyword, with their escapes."""
    found: dict[str, list[str]] = {}
    word = ""
    for row in block.of("n"):
        before = row.partition('"')[0].replace("#~", "").strip()
        word = before or word
        found.setdefault(word, []).append(row)
    return {word: _literal(lines) for word, lines in found.items()}


def _literal(lines: Iterable[str]) -> str:
    """Return what stands between the quotation marks, line after line, with its escapes."""
    quoted = (row[row.index('"') + 1 : row.rindex('"')] for row in lines if '"' in row)
    return "".join(quoted)
