"""Download a large file so that a break costs only what is missing, on any kind of server.

The bytes go to a ``.part`` file; a note beside it says which file they belong to (address,
validator, length). A later try asks for the rest with Range and If-Range, and starts anew
wherever the server cannot promise that it is still the same file.
"""

from __future__ import annotations

import fcntl
import json
import re
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import PackageError
from pipeline.packages import net
from pipeline.packages.archive import MOST_BYTES

if TYPE_CHECKING:
    import http.client
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO
    from pathlib import Path

TRIES = 5
"""Connections that may break before a link is given up."""

_BLOCK = 1 << 16
_LENGTH = re.compile(r"\d{1,15}")
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)")


def _nothing(*_: object) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the caller wants to hear while something is installed, and how waiting is done."""

    progress: Callable[[int, int | None], object] = _nothing
    """Gets the bytes that have come, and all that will (None: unknown)."""
    notice: Callable[[str], object] = _nothing
    """Gets a line for a link that was passed over, or a package that was there already."""
    pause: Callable[[float], object] = time.sleep
    """Waits some seconds before a broken connection is tried again."""


class LinkError(Exception):
    """No link gave the file; says why for each."""


class _BrokenError(Exception):
    """A connection ended early or brought something else; the next one may do better."""


@dataclass(frozen=True, slots=True)
class _Note:
    """Which file a ``.part`` is the beginning of."""

    link: str
    validator: str = ""
    """Strong ETag or Last-Modified; "" if the server names none, and nothing can be resumed."""
    total: int | None = None


def download(links: Iterable[str], part: Path, hooks: Hooks, *, pinned: bool) -> str:
    """Fetch the file from the first link that works into ``part``; returns that link.

    What has come stays in ``part`` for another try. ``pinned`` tells that the caller knows the
    file's hash, so plain http will do. Raises LinkError when no link worked, and PackageError if
    the file cannot be written or another process writes it.
    """
    reasons = []
    with _held(part) as file:
        for link in links:
            if reason := net.refusal(link, pinned=pinned):
                hooks.notice(f"{link}: passed over, {reason}")
                reasons.append(f"{link}: {reason}")
                continue
            try:
                _Transfer(link, part, file, hooks, pinned=pinned).run()
            except LinkError as error:
                hooks.notice(str(error))
                reasons.append(str(error))
            else:
                return link
    raise LinkError("; ".join(reasons) or "the index names no link")


def forget(part: Path) -> None:
    """Delete a ``.part`` file and its note."""
    part.unlink(missing_ok=True)
    _note_path(part).unlink(missing_ok=True)


def _note_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


@contextmanager
def _held(part: Path) -> Iterator[FileIO]:
    """Open the file for this process alone."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        # Unbuffered, so that a full disk is met where it is met, not again in close().
        file = part.open("ab", buffering=0)
    except OSError as error:
        raise PackageError(f"{part}: cannot be written ({error.strerror})") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PackageError(f"{part}: another process downloads it; wait for it") from error
        yield file


class _Transfer:
    """One link's file on its way into ``part``."""

    def __init__(self, link: str, part: Path, file: FileIO, hooks: Hooks, *, pinned: bool) -> None:
        self.part, self.file, self.hooks, self.pinned = part, file, hooks, pinned
        self.note = _read_note(part)
        if self.note.link != link:
            self.note = _Note(link)
        self.done = file.seek(0, 2) if self.note.validator else 0
        self.asked = False  # for the rest only, in the last request

    def run(self) -> None:
        """Connect until all is there; raises LinkError when that is hopeless."""
        reason = ""
        for count in range(TRIES):
            if count:
                self.hooks.pause(0.5 * 2**count)
            try:
                if not self._is_complete():
                    self._connect()
            except _BrokenError as error:
                reason = str(error)
            else:
                return
        total = f" of {self.note.total}" if self.note.total else ""
        raise LinkError(
            f"{self.note.link}: broke off {TRIES} times, at {self.done}{total} bytes ({reason})"
            + ("; the same command goes on from there" if self.note.validator else "")
        )

    def _is_complete(self) -> bool:
        return self.done > 0 and self.done == self.note.total

    def _connect(self) -> None:
        """Take as much as one connection gives; raises _BrokenError or LinkError."""
        link = self.note.link
        self.asked = self.done > 0 and self.note.validator != ""
        headers = {"Range": f"bytes={self.done}-", "If-Range": self.note.validator}
        try:
            reply = net.request(link, headers if self.asked else {}, pinned=self.pinned)
        except net.NetError as error:
            raise self._meaning(error) from error
        with reply:
            self._begin(reply)
            self._copy(reply)
        if self.note.total is not None and self.done != self.note.total:
            raise _BrokenError("the connection ended early")

    def _meaning(self, error: net.NetError) -> Exception:
        """Return what a failed request means for this link."""
        if error.status == 416 and self.asked:
            self._restart()
            return _BrokenError(str(error))
        return (
            _BrokenError(str(error)) if error.passing else LinkError(f"{self.note.link}: {error}")
        )

    def _begin(self, reply: http.client.HTTPResponse) -> None:
        """Make ready for the body: go on, or start anew where the reply is the whole file."""
        if reply.status == 206 and self.asked:
            self._check_rest(reply)
        elif reply.status == 200:
            self._restart()
            length = _LENGTH.fullmatch(net.header(reply, "Content-Length"))
            total = int(length[0]) if length else None
            self.note = replace(self.note, validator=_validator(reply), total=total)
        else:
            raise LinkError(f"{self.note.link}: HTTP {reply.status}, not a file")
        if (self.note.total or 0) > MOST_BYTES:
            raise LinkError(f"{self.note.link}: more than {MOST_BYTES} bytes")
        self._write(partial(_write_note, self.part, self.note))
        self.hooks.progress(self.done, self.note.total)

    def _check_rest(self, reply: http.client.HTTPResponse) -> None:
        """Raise _BrokenError if a partial reply is not the rest of our file."""
        kind = "ETag" if self.note.validator.startswith('"') else "Last-Modified"
        match = _CONTENT_RANGE.fullmatch(net.header(reply, "Content-Range"))
        same = (
            match is not None
            and int(match[1]) == self.done
            and (match[2] == "*" or self.note.total in {None, int(match[2])})
            and net.header(reply, kind) in {"", self.note.validator}
        )
        if not same:
            self._restart()
            raise _BrokenError("the server sent another part than asked for")

    def _copy(self, reply: http.client.HTTPResponse) -> None:
        while True:
            try:
                block = net.read(reply, _BLOCK)
            except net.NetError as error:
                raise _BrokenError(str(error)) from error
            if not block:
                break
            self._write(partial(self._append, block))
            if self.done > (self.note.total or MOST_BYTES):
                raise LinkError(f"{self.note.link}: more bytes than announced")
            self.hooks.progress(self.done, self.note.total)

    def _restart(self) -> None:
        self._write(partial(self.file.truncate, 0))
        self.done = 0
        self.note = _Note(self.note.link)

    def _append(self, block: bytes) -> None:
        while block:
            count = self.file.write(block)
            self.done += count
            block = block[count:]

    def _write(self, action: Callable[[], object]) -> None:
        """Do something that writes; raises PackageError."""
        try:
            action()
        except OSError as error:
            raise PackageError(f"{self.part}: cannot be written ({error.strerror})") from error


def _validator(reply: http.client.HTTPResponse) -> str:
    """Return what If-Range may carry: a strong ETag, or the date; a weak ETag promises nothing."""
    tag = net.header(reply, "ETag")
    return tag if tag.startswith('"') else net.header(reply, "Last-Modified")


def _read_note(part: Path) -> _Note:
    """Return the note beside a file; an empty one if it is missing or broken."""
    try:
        note = _Note(**json.loads(_note_path(part).read_bytes()))
    except (OSError, ValueError, TypeError):
        return _Note("")
    total = note.total
    fits = isinstance(note.link, str) and isinstance(note.validator, str)
    return note if fits and (total is None or isinstance(total, int)) else _Note("")


def _write_note(part: Path, note: _Note) -> None:
    _note_path(part).write_text(json.dumps(asdict(note)), encoding="utf-8")
