"""The values that the stages hand to each other: frozen, and without behaviour of their own.

Nothing here reads a file or knows a format; only the standard library is imported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MERGED = "<merged/>"
"""A msgstr that says: this sentence is part of the one before it, nothing is missing."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a source or a catalogue."""

    path: str
    """Relative to the project, with forward slashes."""
    line: int = 0
    """From 1; 0 where no line is known."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Document:
    """A source text in the normal form."""

    path: str
    """Relative to the source folder, with forward slashes: ``guide/start.md``."""
    language: str
    """BCP 47 tag of the text."""
    html: str
    """A whole HTML page: ``title`` and ``meta`` description in the head, the text in the body.

    An author's own page is here as it was written.
    """
    meta: Mapping[str, object] = field(default_factory=dict)
    """What front matter or a sidecar says beside title and description, as the source has it."""
    in_place: bool = False
    """Whether the page is its author's own, and only its texts are changed; else it is poured into
    the site's template."""
    fault: tuple[int, str] | None = None
    """Line of the first place where a page's markup is not what its author meant, and what is
    wrong."""

    @property
    def name(self) -> str:
        """The path without its ending: the name of the catalogue and of the page."""
        head, dot, ending = self.path.rpartition(".")
        return head if dot and "/" not in ending else self.path


@dataclass(frozen=True, slots=True)
class Unit:
    """One block of a document with its inline markup as marks."""

    text: str
    place: Place
    kind: str
    """"heading", "list item", "alt text" … for the translator; "" for running text."""
    context: str | None = None
    """msgctxt, only where the source asks for one."""
    note: str = ""
    """What the author tells the translator."""
    details: tuple[str, ...] = ()
    """What else a translator is told, a line each: an id, the terms in the text."""
    exact: bool = False
    """Whether its white space is as the author wrote it, and means something."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What one message of a catalogue stands for: a sentence, or a block in paragraph mode."""

    source: str
    context: str | None = None
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    """Lines for the translator (``#.``): the kinds of unit in which the sentence stands."""

    @property
    def key(self) -> Key:
        """What makes a message itself, as in gettext: context and source."""
        return self.context, self.source


Key = tuple[str | None, str]


class State(Enum):
    """How far a message has come. Only REVIEWED is finished text."""

    EMPTY = "empty"
    DRAFT = "draft"
    """Fuzzy, a machine's text that nobody has touched: the digest in its comment agrees."""
    EDITED = "edited"
    """Fuzzy, and a person has worked on it."""
    OUTDATED = "outdated"
    """Fuzzy, made for another source sentence."""
    REVIEWED = "reviewed"


MEMORY = "memory"
"""Name of the engine that is a person: the same sentence, reviewed in another document."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a draft; written into the catalogue beside it."""

    engine: str
    """"argos", "echo", or "memory" (the same sentence, reviewed in another document)."""
    package: str
    """Argos code of the package, ``translate-en_ko``; for "memory" the other document's name."""
    version: str
    hash: str
    """First 8 hexadecimal digits of the package's content hash; "-" where there is none."""

    def __str__(self) -> str:
        return f"{self.engine} {self.package} {self.version} {self.hash}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of a catalogue as the stages see it."""

    source: str
    target: str
    state: State
    context: str | None = None
    origin: Origin | None = None
    """Of the draft that the message has or had; None where a person wrote it."""
    refused: Origin | None = None
    """Whose draft was not good enough, for an empty message."""
    line: int = 0
    """Of the msgid in its file, from 1."""
    comments: tuple[str, ...] = ()
    """What a person or another program says above it, line by line, without the ``#``."""

    @property
    def key(self) -> Key:
        """Context and source, as in gettext."""
        return self.context, self.source


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine made of one text. An empty target has its reasons in ``problems``."""

    target: str
    score: float | None = None
    """Log-probability of a token, on average, where the engine knows it; never in a catalogue."""
    problems: tuple[str, ...] = ()
    others: tuple[Draft, ...] = ()
    """What the engine thought of next, the best first, where it was asked for more than one."""
    way: str = ""
    """Which second try it comes from; "" for the first."""
    estimate: float | None = None
    """How good it probably is, from 0 to 1, where the engine can tell; of several sentences, the
    least."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem that did not stop the work."""

    place: Place
    check: str
    """Stable identifier, kebab-case, an anchor in docs/findings.md."""
    message: str
    language: str = ""
    error: bool = True
    """False for a notice that leaves the exit code alone."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.check}]"


class Engine(Protocol):
    """A machine that drafts; see engines/."""

    @property
    def origin(self) -> Origin:
        """What its drafts are signed with."""

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield (index in texts, draft) in any order as they are ready, each index once.

        A text is one sentence with marks as ``markup`` writes them, and so is a draft's target.
        Raises EngineError when nothing can be translated.
        """
