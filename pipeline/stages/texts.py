"""The documents of a project in all their languages; only those are made that have changed.

A text is as it was while its source, the way that is read, its catalogue and the program are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline import messages
from pipeline.errors import CatalogueError, ReadError
from pipeline.model import MEMORY
from pipeline.outputs.addresses import page_path
from pipeline.outputs.pages import Page
from pipeline.stages import inputs, shelf
from pipeline.stages.broken import unreadable
from pipeline.stages.processes import spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.stages.seen import Seen
    from pipeline.stages.shelf import Shelf
    from pipeline.stages.work import Work

MANY: Final = 40
"""Texts or pages that are worth the start of further processes."""


@dataclass
class Making:
    """What building makes, and what has come out of it so far."""

    work: Work
    known: Shelf
    seen: Seen
    drafts: bool
    """Whether drafts are shown."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What has to be written, by path in the output folder."""
    same: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the pages that are there already as they would be made."""
    findings: list[Finding] = field(default_factory=list)
    keep: list[str] = field(default_factory=list)
    """Files that stay as they are: of pages that cannot be made now, or are below a threshold."""
    kept: shelf.Kept = field(default_factory=shelf.Kept)
    """What is to be known the next time."""


class _Task(NamedTuple):
    """A document in a language that has to become a text."""

    path: str
    """Of the page."""
    source: Source
    language: str
    key: str


class Texts:
    """The documents in all their languages."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.project = making.work.project
        self.tags = (self.project.language, *self.project.languages)
        self.folders = {tag: self.project.catalogue("x", tag).parent for tag in self.tags}
        self.full: dict[str, Page] = {}
        """The texts that were made in this run, by the path of their page."""
        self.failed: dict[str, Page] = {}
        """Pages that cannot be made now, because their catalogue cannot be read."""
        self.unread: list[str] = []
        """Paths in the source folder of documents that cannot be read now."""
        self.paths: dict[str, tuple[str, str]] = {}
        """The document and the language of every page."""

    def find(self) -> None:
        """Take the texts that are as they were, and make the others."""
        work, kept = self.making.work, self.making.known.kept
        keys = inputs.keys(self.project, work.wanted, self.making.seen)
        anew = [path for path in work.wanted if not self._take(path, keys, kept)]
        tasks: list[_Task] = []
        for path, reading in zip(anew, work.read_some(anew), strict=True):
            if reading.source is None:
                self._unreadable(path, reading.error)
            else:
                self.making.kept.named[path] = dict(reading.named)
                tasks += self._tasks(reading.source, reading.key)
        texts = self.making.kept.texts
        for task, done in zip(
            tasks, spread(self.text, tasks, worth=len(tasks) > MANY), strict=True
        ):
            if isinstance(done, CatalogueError):
                self._stays(task, done)
            else:
                page, findings = done
                self.full[task.path] = page
                seen = shelf.shown(page)
                texts[task.path] = shelf.Text(task.key, seen, findings, seen.digest)

    def _take(self, path: str, keys: Mapping[str, str], kept: shelf.Kept) -> bool:
        """Take the texts of a document in all languages, if none has to be made anew."""
        named = kept.named.get(path)
        if path not in keys or named is None or not inputs.still_named(self.project, named):
            return False
        name, key = path.rpartition(".")[0], inputs.key_of(keys[path], named)
        found: dict[str, shelf.Text] = {}
        for tag in self.tags:
            text = kept.texts.get(page_path(tag, name))
            if text is None or text.key != self._key(name, tag, key):
                return False
            found[page_path(tag, name)] = text
            self.paths[page_path(tag, name)] = (path, tag)
        self.making.kept.texts.update(found)
        self.making.kept.named[path] = named
        return True

    def _tasks(self, source: Source, key: str) -> list[_Task]:
        """Return what of a document has to be made anew; the rest is taken."""
        tasks, name = [], source.document.name
        for tag in self.tags:
            path = page_path(tag, name)
            self.paths[path] = (source.document.path, tag)
            text_key = self._key(name, tag, key)
            text = self.making.known.kept.texts.get(path)
            if text is None or text.key != text_key:
                own = source.for_language(tag)
                if own is not None:
                    tasks.append(_Task(path, own, tag, text_key))
                    continue
                text = shelf.Text(text_key, None, ())
            self.making.kept.texts[path] = text
        return tasks

    def _key(self, name: str, tag: str, reading: str) -> str:
        """Return the key of a text: that of its source, and of its catalogue."""
        said: tuple[object, ...] = (program(), reading, tag)
        if tag != self.project.language:
            said += (self._catalogue(name, tag), self.making.drafts)
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def _catalogue(self, name: str, tag: str) -> str | None:
        pending = self.making.work.pending
        if pending and (data := pending.get(self.project.catalogue(name, tag))) is not None:
            return hashlib.sha256(data).hexdigest()
        try:
            return self.making.seen.digest(f"{self.folders[tag]}/{name}.po")
        except OSError:
            # Reading it says what is wrong.
            return None

    def has_catalogue(self, page: Page) -> bool:
        """Tell whether there is a catalogue for a page."""
        return self._catalogue(page.document.name, page.language) is not None

    def text(self, task: _Task) -> tuple[Page, tuple[Finding, ...]] | CatalogueError:
        """Return a document in a language, with what is wrong with its messages."""
        document, language = task.source.document, task.language
        if language == self.project.language:
            return Page(document, language, document.html), ()
        work = self.making.work
        path = self.project.shown(self.project.catalogue(document.name, language))
        try:
            found = work.catalogue(document.name, language)
        except CatalogueError as error:
            return error
        entries = found.entries if found else {}
        drafts = self.making.drafts
        done = messages.localise(task.source, entries, language, drafts=drafts, catalogue=path)
        machines = (origin for origin in done.origins if origin.engine != MEMORY)
        engines = dict.fromkeys(f"{o.engine} {o.package} {o.version}" for o in machines)
        counts = done.drafts, done.fallbacks, done.messages
        return Page(document, language, done.html, *counts, tuple(engines)), done.findings

    def page(self, path: str) -> Page:
        """Return the text of a page, made now if need be."""
        if path not in self.full:
            source, language = self.paths[path]
            own = self.making.work.read_some([source])[0].source
            own = own.for_language(language) if own else None
            done = self.text(_Task(path, own, language, "")) if own else None
            if done is None or isinstance(done, CatalogueError):
                raise done or ReadError(f"{source}: has changed meanwhile; build again")
            return done[0]
        return self.full[path]

    def _stays(self, task: _Task, error: CatalogueError) -> None:
        document = task.source.document
        shown = self.project.shown(self.project.catalogue(document.name, task.language))
        self.making.findings.append(unreadable(error, shown))
        self.failed[task.path] = Page(document, task.language, document.html)

    def _unreadable(self, path: str, error: ReadError | None) -> None:
        folder = self.project.settings.project.source
        self.unread.append(path)
        self.making.findings.append(unreadable(error or ReadError(""), f"{folder}/{path}"))


@cache
def program() -> str:
    """Return what tells this state of the program from any other."""
    return inputs.state_of(
        ("", "catalogue", "outputs", "tree"), ("babel", "budoux", "jinja2", "lxml", "polib")
    )
