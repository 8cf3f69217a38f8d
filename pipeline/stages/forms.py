"""What a filter reads and writes: lines of text, lines of JSON, or HTML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from pipeline.model import Finding, Place
from pipeline.stages.windows import windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.stages.filters import Filter, Made

REFUSED: Final = "no-draft"
UNREADABLE: Final = "unreadable"
_MARK = "\ufeff"
_NO_TEXT: Final = 'no object with a "text"'


class Done(NamedTuple):
    """A piece of the output, and what is wrong in it."""

    data: bytes
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    """Notices that a person shall see without having asked."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A line of input, taken apart."""

    raw: bytes
    lead: str
    """A byte order mark; of JSON that cannot be used, all of the line."""
    texts: tuple[str, ...]
    """Its paragraphs."""
    end: str
    problem: str = ""
    """Why it is left as it is."""
    identity: Mapping[str, object] | None = None


def text(stream: BinaryIO, shown: str, way: Filter) -> Iterator[Done]:
    """Yield the lines of a text, each a paragraph, as they become ready; empty ones too."""
    number = 0
    for window in windows(stream):
        records = [_line(raw, number + place) for place, raw in enumerate(window)]
        made = way.paragraphs([text for record in records for text in record.texts])
        for record in records:
            number += 1
            place = Place(shown, number)
            if record.problem:
                yield Done(record.raw, (Finding(place, UNREADABLE, record.problem),))
                continue
            paragraph = next(made)
            line = f"{record.lead}{paragraph.text}{record.end}"
            yield Done(line.encode(), _findings(paragraph, place))


def _line(raw: bytes, number: int) -> _Record:
    try:
        line = raw.decode()
    except UnicodeDecodeError as error:
        said = f"not UTF-8 (byte 0x{raw[error.start]:02X}); the line is left as it is"
        return _Record(raw, "", (), "", said)
    body = line.removesuffix("\n").removesuffix("\r")
    lead = _MARK if not number and body.startswith(_MARK) else ""
    return _Record(raw, lead, (body.removeprefix(lead),), line[len(body) :])


def _findings(made: Made, place: Place) -> tuple[Finding, ...]:
    lost = [Finding(place, REFUSED, f"no draft: {reason}") for reason in made.problems]
    said = (f"draft kept: {reason}" for reason in made.doubts)
    return (*lost, *(Finding(place, REFUSED, reason, error=False) for reason in said))


def jsonl(stream: BinaryIO, shown: str, way: Filter) -> Iterator[Done]:
    """Yield a line of JSON for each line of JSON; the lines of its text are paragraphs."""
    number = 0
    for window in windows(stream):
        records = [_object(raw) for raw in window]
        made = way.paragraphs([text for record in records for text in record.texts])
        for record in records:
            number += 1
            place = Place(shown, number)
            parts = [next(made) for _ in record.texts]
            found = tuple(finding for part in parts for finding in _findings(part, place))
            if record.problem:
                found = (Finding(place, UNREADABLE, record.problem),)
            yield Done(_written(record, parts, way), tuple(dict.fromkeys(found)))


def _object(raw: bytes) -> _Record:
    """Return a line of JSON; one that cannot be used has a problem, an empty one has no text."""
    end = "\r\n" if raw.endswith(b"\r\n") else "\n" if raw.endswith(b"\n") else ""
    if not raw.strip():
        return _Record(raw, "", (), end)
    found, problem = _loaded(raw)
    own = {"id": found["id"]} if "id" in found else None
    if problem:
        shown = raw.decode("utf-8-sig", "replace").rstrip("\r\n")
        return _Record(raw, shown, (), end, problem, own)
    return _Record(raw, "", tuple(found["text"].split("\n")), end, identity=own)


def _loaded(raw: bytes) -> tuple[dict[str, Any], str]:
    """Return the object of a line, and what is wrong with it."""
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        return {}, f"not UTF-8 (byte 0x{raw[error.start]:02X})"
    except (ValueError, RecursionError) as error:
        return {}, f"not JSON: {error}"
    if not isinstance(found, dict):
        return {}, _NO_TEXT
    return found, "" if isinstance(found.get("text"), str) else _NO_TEXT


def _no_number(name: str) -> None:
    """Refuse what Python reads and writes as a number, and no other program does."""
    raise ValueError(f"{name} is no number of JSON")


def _written(record: _Record, parts: list[Made], way: Filter) -> bytes:
    """Return the line for a record; only an empty line gives an empty one."""
    if not (record.problem or record.texts):
        return record.raw
    problems = [reason for part in parts for reason in (*part.problems, *part.doubts)]
    result: dict[str, object] = {
        **(record.identity or {}),
        "text": "\n".join(part.text for part in parts),
        "source": record.lead if record.problem else "\n".join(record.texts),
    }
    if way.hypotheses:
        result["hypotheses"] = _hypotheses(parts)
    result["problems"] = list(dict.fromkeys([*filter(None, [record.problem]), *problems]))
    try:
        line = json.dumps(result, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # JSON can name half a character, which UTF-8 cannot write.
        line = json.dumps(result).encode()
    return line + record.end.encode()


def _hypotheses(parts: list[Made]) -> list[dict[str, object]]:
    """Return the best and next best texts of a record; several lines are joined by rank."""
    spoken = [part for part in parts if part.text.strip()]
    if not spoken or not all(part.offers for part in spoken):
        return []
    rows = []
    for rank in range(max(len(part.offers) for part in spoken)):
        row = [
            part.offers[rank if rank < len(part.offers) else 0]
            if part in spoken
            else (part.text, None)
            for part in parts
        ]
        scores = [score for _, score in row if score is not None]
        rows.append(
            {
                "text": "\n".join(text for text, _ in row),
                "score": round(sum(scores) / len(scores), 4),
            }
        )
    return rows


def page(stream: BinaryIO, shown: str, way: Filter) -> Iterator[Done]:
    """Yield a page, or a part of one, in the other language."""
    # What reads pages loads too much for somebody who waits for the first line of a text.
    from pipeline.stages import fragments

    yield Done(*fragments.translated(stream.read(), shown, way))


FORMS: Final[Mapping[str, Callable[[BinaryIO, str, Filter], Iterator[Done]]]] = {
    "text": text,
    "html": page,
    "jsonl": jsonl,
}
ENDINGS: Final = {".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl"}
"""The form of a file by its ending, where nobody names one; any other is text."""
