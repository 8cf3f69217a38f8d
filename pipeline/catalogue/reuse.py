"""What an old entry becomes when its text goes to another message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.catalogue import blocks, states

if TYPE_CHECKING:
    from pipeline.catalogue.carried import Carried
    from pipeline.catalogue.po import Block, File
    from pipeline.glossary import Glossary
    from pipeline.model import Key


def restyled(block: Block, key: Key, target: str, file: File) -> Block:
    """Return the entry for a source that says the same, in the state that it had."""
    block = blocks.revive(block, file)
    line = states.resigned(block, key, target)
    if line is not None:
        block = blocks.comment(block, line, file.newline)
    return blocks.message(blocks.target(block, target, file), key, file)


def outdated(block: Block, key: Key, glossary: Glossary, file: File, *, lent: bool) -> Block:
    """Return the entry for a source that says something else: fuzzy, with what it was made for.

    A comment names what turns the meaning. Of an entry that only lends its text, the other
    comments stay with it.
    """
    previous = block.previous if block.fuzzy and block.previous else block.key
    if lent:
        block = blocks.put(block, "#", ())
    block = blocks.moved(blocks.revive(block, file), key, file)
    return _told(block, previous[1], key[1], glossary, file)


def _told(block: Block, old: str, new: str, glossary: Glossary, file: File) -> Block:
    """Return the entry with a comment on what turns the meaning, if anything does."""
    # Word lists and patterns of the checks, which a run that finds nothing new does without.
    from pipeline.catalogue.differences import differences

    turned = differences(old, new, glossary) if old != new else []
    return blocks.comment(block, states.change_line(turned), file.newline) if turned else block


def carried(block: Block, text: Carried, file: File, glossary: Glossary = ()) -> Block:
    """Return the entry with what other messages leave to it."""
    block = blocks.comment(block, None, file.newline)
    there = set(block.of("#"))
    more = dict.fromkeys(line.strip() + file.newline for line in text.comments)
    block = blocks.add_comments(block, [line for line in more if line not in there])
    block = blocks.fuzzy(block, not text.reviewed, file.newline)
    block = blocks.previous(block, text.previous, file)
    if text.says and text.previous:
        block = _told(block, text.previous[1], text.says, glossary, file)
    return blocks.target(block, text.target, file)


def settled(block: Block) -> Block:
    """Return an entry without a note on what has changed, once a person has dealt with it."""
    if block.fuzzy or not any(map(states.is_change, rows := block.of("#"))):
        return block
    return blocks.put(block, "#", [row for row in rows if not states.is_change(row)])
