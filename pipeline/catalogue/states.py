"""How far a message has come, read from its flags and from the comment that drafts carry.

The comment ends in a digest of the message and of its draft. So a person's change to the draft is
seen, and so is a merge by another program that moves draft and comment to another sentence.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import Entry, Origin, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.catalogue.po import Block
    from pipeline.model import Key

_OURS = re.compile(
    r"[ \t]*#[ \t]*localepress:[ \t]+(?:"
    r"draft[ \t]+(\S+)[ \t]+(\S.*?)[ \t]+(\S+)[ \t]+(\S+)[ \t]+([0-9a-f]{8})-([0-9a-f]{8})"
    r"|no draft[ \t]+(\S+)[ \t]+(\S.*?)[ \t]+(\S+)[ \t]+(\S+)[ \t]+\(.*\)"
    r"|(changed)[ \t]+\(.*\))\s*"
)


def draft_line(origin: Origin, context: str | None, source: str, target: str) -> str:
    """Return the comment that says what made a draft."""
    halves = f"{_digest(_message(context, source))}-{_digest(target)}"
    return f"# localepress: draft {clean(origin)} {halves}"


def refusal_line(origin: Origin, reason: str) -> str:
    """Return the comment that says why there is no draft, on one line whatever the reason is."""
    words = " ".join(reason.split())
    text = "".join(char for char in words if char.isprintable())
    return f"# localepress: no draft {clean(origin)} ({text or 'no reason given'})"


def change_line(turned: Iterable[str]) -> str:
    """Return the comment that says what turns the meaning of an outdated source."""
    return f"# localepress: changed ({'; '.join(turned)})"


def is_change(line: str) -> bool:
    """Tell whether a comment line is such a one."""
    match = _OURS.fullmatch(line)
    return match is not None and match[11] is not None


def resigned(block: Block, key: Key, target: str) -> str | None:
    """Return the comment of an entry's draft for another source that says the same.

    A text that was the machine's still is, and one that a person changed still is changed. None
    where there is no such comment, or one that belongs to another source.
    """
    signature = _signature(block)
    if not signature or signature.message != _digest(_message(*block.key)):
        return None
    half = _digest(target) if signature.target == _digest(block.target) else signature.target
    return f"# localepress: draft {signature.origin} {_digest(_message(*key))}-{half}"


def clean(origin: Origin) -> Origin:
    """Return an origin as a comment can carry it; reading the comment gives back this one."""
    return Origin(
        _word(origin.engine),
        " ".join(map(_word, origin.package.split())) or "-",
        _word(origin.version),
        _word(origin.hash),
    )


def _word(text: str) -> str:
    return "".join(char for char in text if char.isprintable() and not char.isspace()) or "-"


def is_ours(line: str) -> bool:
    """Tell whether a comment line is one that this program writes."""
    return _OURS.fullmatch(line) is not None


class _Signature(NamedTuple):
    """What a comment of ours says."""

    origin: Origin
    message: str
    """Digest of the message; empty for a refusal."""
    target: str


def _signature(block: Block) -> _Signature | None:
    found = filter(None, map(_OURS.fullmatch, reversed(block.of("#"))))
    match = next((match for match in found if not match[11]), None)
    if match is None:
        return None
    if match[1] is None:
        return _Signature(Origin(*match.group(7, 8, 9, 10)), "", "")
    return _Signature(Origin(*match.group(1, 2, 3, 4)), match[5], match[6])


def entry(block: Block) -> Entry:
    """Return a message as the stages see it; obsolete ones too, with the state they had."""
    signature = _signature(block)
    context, source = block.key
    if not block.target.strip():
        refused = signature.origin if signature and not signature.message else None
        return Entry(source, "", State.EMPTY, context, None, refused, block.line, _said(block))
    if signature and not signature.message:
        signature = None
    state = _fuzzy_state(block, signature) if block.fuzzy else State.REVIEWED
    origin = signature.origin if signature else None
    if state is State.OUTDATED and signature and not _is_machine(block, signature):
        origin = None
    return Entry(source, block.target, state, context, origin, None, block.line, _said(block))


def _said(block: Block) -> tuple[str, ...]:
    return tuple(line.strip().removeprefix("#").strip() for line in notes(block))


def _fuzzy_state(block: Block, signature: _Signature | None) -> State:
    if block.previous is not None:
        return State.OUTDATED
    if signature is None:
        return State.EDITED
    if signature.message != _digest(_message(*block.key)):
        return State.OUTDATED
    return State.DRAFT if signature.target == _digest(block.target) else State.EDITED


def _is_machine(block: Block, signature: _Signature) -> bool:
    """Tell whether an outdated text is a draft that nobody has touched.

    With a previous msgid it is not: a merge writes that only for a text that was no longer
    fuzzy, which a person had therefore accepted.
    """
    return block.previous is None and signature.target == _digest(block.target)


def is_human(found: Entry) -> bool:
    """Tell whether a person wrote or accepted the text of a message."""
    machine = found.state is State.DRAFT or is_moved(found)
    return found.state is not State.EMPTY and not machine


def is_moved(found: Entry) -> bool:
    """Tell whether a message has the untouched draft of another one, moved there by a merge."""
    return found.state is State.OUTDATED and found.origin is not None


def notes(block: Block) -> list[str]:
    """Return the comment lines of a person or of another program, those without a word left out."""
    return [line for line in block.of("#") if line.strip(" \t\r\n#~") and not is_ours(line)]


def may_draft(found: Entry, engine: Origin, *, redraft: bool = False) -> bool:
    """Tell whether an engine may draft a message: never one that a person worked on.

    Without ``redraft`` only empty messages that this very engine has not refused; with it also
    those, drafts of other engines, and drafts that a merge moved to another message.
    """
    if found.state is State.EMPTY:
        return redraft or found.refused != clean(engine)
    if is_moved(found):
        return redraft
    return redraft and found.state is State.DRAFT and found.origin != clean(engine)


def _message(context: str | None, source: str) -> str:
    return f"{context or ''}\x04{source}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
