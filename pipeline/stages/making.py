"""The pages of a site from documents and catalogues; only those are made that are not there yet.

First every document becomes a text in every language (see ``texts``). Then every text becomes a
page, unless that would come out as it is: its text, the theme, the settings and the program are the
same, and so is all that it has asked of the other pages: where they stand, what they are called,
whether they are reviewed.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline import catalogue, languages, readers
from pipeline.errors import ReadError
from pipeline.model import State
from pipeline.outputs import copies, files, templates
from pipeline.outputs.addresses import FILES, page_path
from pipeline.outputs.body import head
from pipeline.outputs.site import Renderer
from pipeline.stages import shelf, themes
from pipeline.stages.processes import spread
from pipeline.stages.sites import site_settings
from pipeline.stages.texts import MANY, Making, Texts, program
from pipeline.stages.thresholds import Gate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.outputs.body import Head
    from pipeline.outputs.pages import Page
    from pipeline.outputs.site import Made
    from pipeline.stages.seen import Seen
    from pipeline.stages.shelf import Shelf
    from pipeline.stages.work import Work


def make(work: Work, known: Shelf, seen: Seen, *, reviewed_only: bool = False) -> Making:
    """Return what the site has to be; raises LocalepressError where that cannot be said."""
    drafts = work.project.settings.publish.drafts and not reviewed_only
    made = Making(work, known, seen, drafts)
    texts = Texts(made)
    texts.find()
    _Pages(made, texts).make()
    return made


class _Pages:
    """The pages of the site."""

    def __init__(self, making: Making, texts: Texts) -> None:
        self.making, self.texts = making, texts
        project = making.work.project
        pages: list[Page] = []
        heads: dict[tuple[str, str], Head] = {}
        digests: dict[str, list[str]] = {}
        gate = self.gate = self._gate()
        names = [path.rpartition(".")[0] for path in texts.unread]
        unread = [page_path(tag, name) for name in names for tag in texts.tags]
        self.stood = frozenset(filter(gate.stays, unread))
        for path in sorted(texts.paths, key=lambda path: texts.paths[path][0]):
            failed, text = texts.failed.get(path), making.kept.texts.get(path)
            digest = ""
            if failed:
                page = gate.stayed(failed)
            elif text and text.shown:
                page, digest = text.shown.page, text.digest
                if page.language != project.language:
                    page = gate.passed(page, may_stay=texts.has_catalogue(page))
            else:
                continue
            if page:
                pages.append(page)
                name = page.document.name
                shown = text.shown.head if text and text.shown else head(page)
                heads[name, page.language] = shown
                digests.setdefault(name, []).append(repr(page) if page.stays else digest)
        making.keep += sorted(gate.keep)
        making.findings += gate.findings
        self.settings, found = site_settings(making.work, tuple(texts.unread))
        making.findings += found
        self._own, found = themes.translations(making.work)
        making.findings += found
        find = copies.finder(project.source, readers.READERS)
        read = copies.reader(project.source, readers.READERS)
        linked = copies.Files(read, lambda path: find(path) is not None)
        self.renderer = Renderer(pages, self.settings, self._words, linked, heads)
        self.digests = {name: " ".join(each) for name, each in digests.items()}
        self.everything = _hashed(repr(list(self.digests.items())))
        where = self.renderer.addresses
        making.kept.site = _hashed(repr((self.everything, where.names, where.unread)))

    def _words(self, tag: str) -> Mapping[str, str]:
        """Return the words of our theme and of the project's own in a language."""
        return {**words(tag), **self._own.get(tag, {})}

    def _gate(self) -> Gate:
        project = self.making.work.project
        last = self.making.known.last
        last = last or files.last(project.output, project.settings.project.output)
        source, drafts = project.settings.project.source, self.making.drafts
        return Gate(last, project.settings.publish, source, drafts=drafts)

    def make(self) -> None:
        """Take the pages that are as they were, and make the others."""
        making, kept = self.making, self.making.kept
        # No list takes the place of a first page that cannot be read.
        places = [path for path in self.renderer.places if path not in self.stood]
        for path in places:
            if old := self._known(path):
                kept.made[path] = old
                making.same[path] = old.digest
        todo = [path for path in places if path not in making.same]
        self._prepare(todo)
        for path, made in zip(
            todo, spread(self._render, todo, worth=len(todo) > MANY), strict=True
        ):
            making.files[path] = made.data
            kept.made[path] = shelf.Made(
                self._key(path),
                questions := tuple(sorted(made.questions)),
                self._answers(questions),
                {file: self._is_there(file) for file in sorted(made.files)},
                tuple(sorted(made.missing)),
                made.findings,
                hashlib.sha256(made.data).hexdigest(),
            )
        making.files |= self.renderer.rest()
        self._copy()
        self._renew()
        there = {*making.files, *making.same, *making.keep}
        making.findings += self.gate.lost(there, making.work.project.settings.project.output)
        making.findings += (f for each in kept.texts.values() for f in each.findings)
        wordless = self.renderer.wordless(each.missing for each in kept.made.values())
        found = {*self.renderer.findings, *wordless}
        found |= {finding for each in kept.made.values() for finding in each.findings}
        making.findings += sorted(found)

    def _renew(self) -> None:
        """Bring up to date what pages that stay say of their other versions."""
        making = self.making
        for path in self.renderer.staying:
            data = self.gate.last(path)
            new = self.renderer.renewed(path, data) if data else data
            if new and new != data:
                making.files[path] = new
                making.keep.remove(path)
                self.gate.changed(path, new)

    def _copy(self) -> None:
        """Take the copies that are there as they would be made, and make the others."""
        making, project, copied = self.making, self.making.work.project, self.renderer.copies
        for source in [source for source, there in copied.found.items() if there]:
            path, place = f"{FILES}/{source}", project.source / source
            try:
                digest = making.seen.digest(str(place))
            except OSError as error:
                raise _unread(project.shown(place)) from error
            if digest and making.known.there(path, digest):
                making.same[path] = digest
                continue
            data = copied.read(source)
            if data is None:
                raise _unread(project.shown(place))
            making.files[path] = data

    def _known(self, path: str) -> shelf.Made | None:
        """Return how a page was made, if it would be made the same way and is there."""
        old = self.making.known.kept.made.get(path)
        if old is None or old.key != self._key(path):
            return None
        # Most often the rest of the site is as it was, and so is every answer.
        same = self.making.kept.site == self.making.known.kept.site
        same = same or self._answers(old.questions) == old.answers
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
        page = self.texts.page(path) if self.renderer.places[path][1] else None
        return self.renderer.make(path, page)

    def _key(self, path: str) -> str:
        text = self.making.kept.texts.get(path)
        common = "".join(map(self._common, self.renderer.spoken(path)))
        return _hashed(common + (text.key if text else ""))

    @cache  # noqa: B019 (it lives as long as a build)
    def _common(self, tag: str) -> str:
        """Return what all pages of a language are made from."""
        settings = replace(self.settings, unread=())
        fed = bool(self.renderer.feeds.get(tag))
        said = (program(), templates.state(), settings, self.renderer.addresses.languages, fed)
        return _hashed(repr((said, tag, sorted(self._words(tag).items()))))

    def _answers(self, questions: Iterable[str]) -> str:
        return _hashed(repr([self._answer(question) for question in questions]))

    def _answer(self, question: str) -> str | None:
        if question == "page:*":
            return self.everything
        return self.renderer.addresses.answer(question, self.digests)

    def _is_there(self, file: str) -> bool:
        return self.renderer.copies.path(file) is not None


def _unread(shown: str) -> ReadError:
    return ReadError(f"{shown}: was there and cannot be read any more; build again")


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


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
