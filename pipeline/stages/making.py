"""The pages of a site from documents and catalogues; only those are made that are not there yet.

First every document becomes a text in every language, unless its source and its catalogue are those
of the last time; then every text becomes a page, unless that would come out as it is: its text, the
theme, the settings and the program are the same, and so is all that it has asked of the other pages
(where they stand, what they are called, whether they are reviewed).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from pipeline import catalogue, languages, messages, readers
from pipeline.errors import CatalogueError, ReadError
from pipeline.model import MEMORY, State
from pipeline.outputs import files, templates
from pipeline.outputs.addresses import page_path
from pipeline.outputs.body import head
from pipeline.outputs.pages import Page, SiteSettings
from pipeline.outputs.site import Renderer
from pipeline.stages import readings, shelf
from pipeline.stages.processes import spread
from pipeline.stages.work import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.outputs.body import Head
    from pipeline.outputs.site import Made
    from pipeline.stages.seen import Seen
    from pipeline.stages.shelf import Shelf
    from pipeline.stages.work import Work

_MANY = 40
"""Pages that are worth the start of further processes."""


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
    """Pages that cannot be made now, because a file cannot be read: the old ones stay."""
    kept: shelf.Kept = field(default_factory=shelf.Kept)
    """What is to be known the next time."""


class _Task(NamedTuple):
    """A document in a language that has to become a text."""

    path: str
    """Of the page."""
    source: Source
    language: str
    key: str


def make(work: Work, known: Shelf, seen: Seen, *, reviewed_only: bool = False) -> Making:
    """Return what the site has to be; raises LocalepressError where that cannot be said."""
    drafts = work.project.settings.publish.drafts and not reviewed_only
    made = Making(work, known, seen, drafts)
    texts = _Texts(made)
    texts.find()
    _Pages(made, texts).make()
    return made


class _Texts:
    """The documents in all their languages."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.project = making.work.project
        self.tags = (self.project.language, *self.project.languages)
        self.folders = {tag: self.project.catalogue("x", tag).parent for tag in self.tags}
        self.full: dict[str, Page] = {}
        """The texts that were made in this run, by the path of their page."""
        self.stay: dict[str, Page] = {}
        """Pages that cannot be made now."""
        self.unread: list[str] = []
        self.paths: dict[str, tuple[str, str]] = {}
        """The document and the language of every page."""

    def find(self) -> None:
        """Take the texts that are as they were, and make the others."""
        work, kept = self.making.work, self.making.known.kept
        keys = readings.keys(self.project, work.wanted, self.making.seen)
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
            tasks, spread(self.text, tasks, worth=len(tasks) > _MANY), strict=True
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
        if path not in keys or named is None or not readings.still_named(self.project, named):
            return False
        name, key = path.rpartition(".")[0], readings.key_of(keys[path], named)
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
        said: tuple[object, ...] = (_program(), reading, tag)
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
        self.making.keep.append(task.path)
        self.stay[task.path] = Page(document, task.language, document.html, stays=True)

    def _unreadable(self, path: str, error: ReadError | None) -> None:
        folder = self.project.settings.project.source
        name = path.rpartition(".")[0]
        self.unread.append(path)
        self.making.keep += [page_path(tag, name) for tag in self.tags]
        self.making.findings.append(unreadable(error or ReadError(""), f"{folder}/{path}"))


class _Pages:
    """The pages of the site."""

    def __init__(self, making: Making, texts: _Texts) -> None:
        self.making, self.texts = making, texts
        project = making.work.project
        pages: list[Page] = []
        heads: dict[tuple[str, str], Head] = {}
        digests: dict[str, list[str]] = {}
        for path in sorted(texts.paths, key=lambda path: texts.paths[path][0]):
            stays, text = texts.stay.get(path), making.kept.texts.get(path)
            if stays:
                pages.append(stays)
                heads[stays.document.name, stays.language] = head(stays)
                digests.setdefault(stays.document.name, []).append(repr(stays))
            elif text and text.shown:
                page = text.shown.page
                pages.append(page)
                heads[page.document.name, page.language] = text.shown.head
                digests.setdefault(page.document.name, []).append(text.digest)
        self.settings = _settings(making.work, tuple(texts.unread))
        read = files.reader(project.source, readers.READERS)
        self.renderer = Renderer(pages, self.settings, words, read, heads)
        self.digests = {name: " ".join(each) for name, each in digests.items()}
        self.everything = _hashed(repr(list(self.digests.items())))
        where = self.renderer.addresses
        making.kept.site = _hashed(repr((self.everything, where.names, where.unread)))

    def make(self) -> None:
        """Take the pages that are as they were, and make the others."""
        making, kept = self.making, self.making.kept
        for path in self.renderer.places:
            if old := self._known(path):
                kept.made[path] = old
                making.same[path] = old.digest
        todo = [path for path in self.renderer.places if path not in making.same]
        self._prepare(todo)
        for path, made in zip(
            todo, spread(self._render, todo, worth=len(todo) > _MANY), strict=True
        ):
            making.files[path] = made.data
            kept.made[path] = shelf.Made(
                self._key(path),
                {question: self._answer(question) for question in sorted(made.questions)},
                {file: self._is_there(file) for file in sorted(made.files)},
                tuple(sorted(made.missing)),
                made.findings,
                hashlib.sha256(made.data).hexdigest(),
            )
        making.files |= self.renderer.rest()
        making.findings += self.renderer.findings
        making.findings += self.renderer.wordless(each.missing for each in kept.made.values())
        making.findings += (f for each in kept.made.values() for f in each.findings)
        making.findings += (f for each in kept.texts.values() for f in each.findings)

    def _known(self, path: str) -> shelf.Made | None:
        """Return how a page was made, if it would be made the same way and is there."""
        old = self.making.known.kept.made.get(path)
        if old is None or old.key != self._key(path):
            return None
        # Most often the rest of the site is as it was, and so is every answer.
        same = self.making.kept.site == self.making.known.kept.site or all(
            self._answer(question) == answer for question, answer in old.answers.items()
        )
        # Asked for in any case: a page that stays needs its files too.
        there = [self._is_there(file) == there for file, there in old.files.items()]
        return old if same and all(there) and self.making.known.there(path, old.digest) else None

    def _prepare(self, todo: Sequence[str]) -> None:
        """Read the sources of pages whose text was not made in this run."""
        needed = {self.texts.paths[p][0] for p in todo if p in self.texts.paths}
        missing = {
            self.texts.paths[p][0]
            for p in todo
            if p in self.texts.paths and p not in self.texts.full
        }
        self.making.work.read_some(sorted(needed & missing))

    def _render(self, path: str) -> Made:
        page = self.texts.page(path) if path in self.texts.paths else None
        return self.renderer.make(path, page)

    def _key(self, path: str) -> str:
        tag, _ = self.renderer.places[path]
        text = self.making.kept.texts.get(path)
        return _hashed(self._common(tag) + (text.key if text else ""))

    @cache  # noqa: B019 (it lives as long as a build)
    def _common(self, tag: str) -> str:
        """Return what all pages of a language are made from."""
        settings = replace(self.settings, unread=())
        said = (_program(), templates.state(), settings, self.renderer.addresses.languages)
        return _hashed(repr((said, tag, sorted(words(tag).items()))))

    def _answer(self, question: str) -> str | None:
        if question == "page:*":
            return self.everything
        return self.renderer.addresses.answer(question, self.digests)

    def _is_there(self, file: str) -> bool:
        return self.renderer.copies.path(file) is not None


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _settings(work: Work, unread: tuple[str, ...]) -> SiteSettings:
    project = work.project
    return SiteSettings(
        project.title,
        project.language,
        project.languages,
        project.settings.publish.base_url,
        project.settings.publish.menu,
        project.settings.project.source,
        unread,
    )


@cache
def _program() -> str:
    return readings.program(
        ("", "catalogue", "outputs", "tree"), ("babel", "jinja2", "lxml", "polib")
    )


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the reviewed words of the site itself in a language; {} where there are none."""
    folder = resources.files("pipeline") / "interface"
    for tag in (language, language.partition("-")[0]):
        file = folder / f"{languages.folder(tag)}.po"
        if file.is_file():
            found = catalogue.read(file.read_bytes(), f"interface/{file.name}")
            return {
                entry.source: entry.target
                for entry in found.entries.values()
                if entry.state is State.REVIEWED
            }
    return {}
