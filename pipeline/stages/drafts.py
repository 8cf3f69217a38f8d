"""``translate``: what is empty in the catalogues gets a draft, and is saved as it comes."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pipeline import catalogue, engines, languages, packages, segment, translate
from pipeline.errors import CatalogueError, EngineError, PackageError
from pipeline.model import MEMORY, Origin, State
from pipeline.stages import estimates
from pipeline.stages.broken import unreadable
from pipeline.stages.models import serve
from pipeline.stages.work import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pipeline.catalogue import Catalogue, Filled
    from pipeline.errors import LocalepressError
    from pipeline.model import Draft, Engine, Entry, Finding, Key, Segment
    from pipeline.stages.work import Work

SAVE_EVERY = 1.0
"""Seconds of drafting that a killed run may lose, as long as saving is quick."""


@dataclass
class _Tally:
    """What has been done so far in all languages."""

    drafts: int = 0
    refused: int = 0
    written: dict[str, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def draft(work: Work, *, redraft: bool = False) -> Outcome:
    """Fill empty messages from reviewed memory and by the engine; nothing a person touched.

    With ``redraft`` also untouched drafts of another package. A language that has something to
    draft and no package does not stop the others.
    """
    tally = _Tally()
    errors: list[LocalepressError] = []
    for language in work.languages:
        try:
            _Language(work, language, tally, redraft=redraft).run()
        except (PackageError, EngineError) as problem:
            errors.append(problem)
    said = f"{tally.drafts} draft{'' if tally.drafts == 1 else 's'}"
    if not (tally.drafts or tally.refused or errors):
        said = "nothing to draft"
    if tally.refused:
        said += f", {tally.refused} refused (the catalogues say why)"
    findings = tuple(dict.fromkeys((*work.findings, *tally.findings)))
    return Outcome(f"translate: {said}", tuple(tally.written), findings, errors=tuple(errors))


class _Language:
    """The drafts of one language."""

    def __init__(self, work: Work, language: str, tally: _Tally, *, redraft: bool) -> None:
        self.work, self.language, self.tally, self.redraft = work, language, tally, redraft
        self.users: dict[Key, list[str]] = defaultdict(list)
        """The documents whose catalogues want a message."""
        self.rough = False
        self.catalogues = dict(self._read())

    def _read(self) -> Iterable[tuple[str, Catalogue]]:
        """Yield every catalogue that can be read, of other documents too: they are the memory."""
        for name in self.work.catalogues(self.language):
            try:
                found = self.work.catalogue(name, self.language)
            except CatalogueError as error:
                path = self.work.project.shown(self.work.project.catalogue(name, self.language))
                self.tally.findings.append(unreadable(error, path))
            else:
                if found:
                    yield name, found

    def run(self) -> None:
        """Draft what is wanted and save it; raises PackageError if that needs a package."""
        candidates = self._candidates()
        if not candidates:
            return
        memory = self._memory()
        known = [s for key, s in candidates.items() if self._takes(key, memory)]
        unknown = [s for s in candidates.values() if s.source not in memory]
        if self.work.dry_run:
            # Which engine would draft is not looked up: that may unpack a package.
            fresh = [s for s in unknown if self.redraft or self._is_new(s.key)]
            self.tally.drafts += len(known) + len(fresh)
            return
        self._draft(known, _Nobody(), memory)
        engine = self._engine() if unknown else None
        if unknown and engine is None:
            raise packages.no_package(*self._pair)
        if engine:
            asked = [s for s in unknown if self._may_draft(s.key, engine)]
            if asked:
                self._tell(engine)
                self._draft(asked, engine, memory)

    def _entries(self, key: Key) -> Iterable[Entry]:
        return (self.catalogues[name].entries[key] for name in self.users[key])

    def _is_new(self, key: Key) -> bool:
        return any(not entry.refused for entry in self._entries(key))

    def _takes(self, key: Key, memory: Mapping[str, tuple[str, str]]) -> bool:
        """Tell whether memory has something for a message that does not stand there already."""
        target = memory.get(key[1], ("", ""))[0]
        return bool(target) and any(entry.target != target for entry in self._entries(key))

    def _may_draft(self, key: Key, engine: Engine) -> bool:
        return any(
            catalogue.may_draft(entry, engine.origin, redraft=self.redraft)
            for entry in self._entries(key)
        )

    @property
    def _pair(self) -> tuple[str, str]:
        tags = self.work.project.language, self.language
        return languages.argos_code(tags[0]), languages.argos_code(tags[1])

    def _candidates(self) -> dict[Key, Segment]:
        """Return the messages that no person has worked on and that lack a draft, or may lose it.

        No package is needed to say so: a run with nothing to do stays quick.
        """
        wanted: dict[Key, Segment] = {}
        for source in self.work.sources:
            found = self.catalogues.get(source.document.name)
            own = source.for_language(self.language)
            for message in own.segments if found and own else ():
                entry = found.entries.get(message.key) if found else None
                if entry and (self.redraft or not entry.target) and not catalogue.is_human(entry):
                    wanted.setdefault(message.key, message)
                    self.users[message.key].append(source.document.name)
        return wanted

    def _memory(self) -> dict[str, tuple[str, str]]:
        """Return reviewed translations by source, with the document that has each.

        What went out of use serves where nothing in use does: a sentence may have moved from one
        document to another.
        """
        memory: dict[str, tuple[str, str]] = {}
        every = [
            (name, entry) for name, c in self.catalogues.items() for entry in c.entries.values()
        ]
        past = [(name, entry) for name, c in self.catalogues.items() for entry in c.obsolete]
        for name, entry in (*every, *past):
            if entry.state is State.REVIEWED and translate.is_memory(entry.source, entry.target):
                memory.setdefault(entry.source, (entry.target, name))
        return memory

    def _engine(self) -> Engine | None:
        """Return the engine of the language, None if there is no package for it."""
        settings = self.work.project.settings.translate
        kind = engines.ENGINES[settings.engine]
        route = serve(self.work, self.language) if kind.needs_package else ()
        lock = self.work.project.root / packages.LOCK
        for package in route or (None,):
            code = package.code if package else packages.pair_code(*self._pair)
            if notice := packages.check_pin(package, code, lock):
                self.work.voice.say(notice)
        self.rough = any(package.kind == "starter" for package in route)
        if self.rough:
            for path, why in packages.broken():
                self.work.voice.say(f"{path}: not used: {why}")
        if not route and kind.needs_package:
            return None
        glossary = self.work.glossary(self.language)
        options = engines.Options(settings.beam, glossary, judge=translate.fault)
        engine = engines.build(settings.engine, self.language, route, options)
        path = self.work.project.cache / "drafts.sqlite"
        return engines.cached(engine, self.language, path, self.work.voice.say)

    def _draft(
        self, wanted: Sequence[Segment], engine: Engine, memory: Mapping[str, tuple[str, str]]
    ) -> None:
        if not wanted:
            return
        label = f"{languages.name(self.language, 'en')} drafts"
        ready: dict[Key, Filled] = {}
        due = time.monotonic() + SAVE_EVERY
        drafts = translate.draft(wanted, self.language, engine, memory, cut=self._cut())
        found: dict[str, float] = {}
        with self.work.voice.progress(label, len(wanted), "sentences") as done:
            try:
                for count, (key, filled) in enumerate(drafts, 1):
                    ready[key] = catalogue.Filled(filled.origin, filled.target, filled.reason)
                    if filled.estimate is not None:
                        found[key[1]] = round(filled.estimate, 4)
                    for finding in filled.findings:
                        self.work.voice.detail(str(finding))
                    done(count)
                    if time.monotonic() > due:
                        due = self._save_in_time(ready)
                        ready = {}
            finally:
                self._save(ready)
                estimates.keep(self.work, self.language, found)

    def _cut(self) -> Callable[[str], list[str]] | None:
        """Return what makes sentences of paragraphs, None if the messages are sentences."""
        project = self.work.project
        if project.settings.project.segmentation == "sentence":
            return None
        rules = self.work.rules(project.language)
        return lambda text: segment.split(text, project.language, rules)

    def _tell(self, engine: Engine) -> None:
        said = f"{languages.name(self.language, 'en')}: drafts by {engine.origin}"
        if self.rough:
            source, target = self._pair
            said += (
                ", a starter package: rough, and of use for software documentation only; with a "
                f'network, "localepress models install {source}-{target}" gets the official one'
            )
        self.work.voice.say(said)

    def _save_in_time(self, ready: Mapping[Key, Filled]) -> float:
        """Save, and return when to do so again: saving takes a tenth of the time at most."""
        start = time.monotonic()
        self._save(ready)
        end = time.monotonic()
        return end + max(SAVE_EVERY, 9 * (end - start))

    def _save(self, ready: Mapping[Key, Filled]) -> None:
        """Write drafts into every catalogue that wants them; one that cannot be stops no other."""
        by_name: dict[str, dict[Key, Filled]] = defaultdict(dict)
        for key, filled in ready.items():
            for name in self.users[key]:
                by_name[name][key] = filled
            self.tally.drafts += bool(filled.target)
            self.tally.refused += not filled.target
        for name, drafts in by_name.items():
            path = self.work.project.catalogue(name, self.language)
            shown = self.work.project.shown(path)
            try:
                if catalogue.amend(path, partial(self._filled, drafts, shown)):
                    self.tally.written[shown] = None
            except CatalogueError as error:
                self.tally.findings.append(unreadable(error, shown))

    def _filled(self, drafts: Mapping[Key, Filled], shown: str, old: bytes | None) -> bytes:
        return catalogue.fill(old or b"", drafts, path=shown, redraft=self.redraft)


class _Nobody:
    """The engine of a language without a package: only memory serves."""

    origin = Origin(MEMORY, "-", "-", "-")

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Draft]]:
        """Yield nothing; it is never asked."""
        del texts
        return iter(())
