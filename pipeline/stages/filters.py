"""``translate --to``: text in, text out, line by line, without catalogues and without a project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline import engines, languages, packages, project, segment, translate
from pipeline import marks as marked
from pipeline.engines.parts import ranks
from pipeline.errors import UsageError
from pipeline.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.glossary import Glossary
    from pipeline.marks import Sentence
    from pipeline.model import Draft, Engine
    from pipeline.packages import Package
    from pipeline.project import Project
    from pipeline.segment.rules import Rules
    from pipeline.stages.work import Voice

LANGUAGE: Final = "en"
"""What is translated from unless the command line or a project says otherwise."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for; None where a project, or else a default, decides."""

    to: str
    source: str | None = None
    package: str | None = None
    beam: int | None = None
    device: str = "cpu"
    hypotheses: int = 0
    unsafe: bool = False
    """Whether drafts are taken that the guard refuses."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a paragraph."""

    text: str
    problems: tuple[str, ...] = ()
    """Why sentences stand there in the language of the source."""
    doubts: tuple[str, ...] = ()
    """Why others would not be there but for ``unsafe``."""
    offers: tuple[tuple[str, float], ...] = ()
    """The best and the next best texts, each with the log-probability of a token; where they were
    asked for, and no sentence lacks one."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A way from one language to another."""

    engine: Engine
    source: str
    """BCP 47 tag, as is the target."""
    target: str
    rules: Rules | None = None
    hypotheses: int = 0
    unsafe: bool = False

    def split(self, text: str) -> list[Sentence]:
        """Return the sentences of a plain paragraph, as messages."""
        return list(marked.sentences(segment.split(marked.escape(text), self.source, self.rules)))

    def paragraphs(self, texts: Sequence[str]) -> Iterator[Made]:
        """Yield what becomes of plain paragraphs, in order, each as soon as it can be told."""
        sentences = [self.split(text) for text in texts]
        users: dict[str, list[int]] = {}
        for index, parts in enumerate(sentences):
            for message in dict.fromkeys(part.message for part in parts):
                users.setdefault(message, []).append(index)
        left = [len({part.message for part in parts}) for parts in sentences]
        order, drafts, done = list(users), dict[str, _Sentence](), 0
        for number, draft in self.engine.translate(order):
            message = order[number]
            drafts[message] = self._judged(message, draft)
            for index in users[message]:
                left[index] -= 1
            while done < len(texts) and not left[done]:
                yield self._made(texts[done], sentences[done], drafts)
                done += 1
        # What comes after the last sentence, or all if there is none.
        for text in texts[done:]:
            yield Made(text)

    def _judged(self, message: str, draft: Draft) -> _Sentence:
        """Return what is to be used of a draft, and what was said against it."""
        sound = translate.guarded(message, draft, self.target, self.engine)
        if sound.target or not (self.unsafe and draft.target):
            others = (
                other
                for other in draft.others
                if translate.guarded(message, other, self.target, self.engine).target
            )
            return _Sentence(replace(sound, others=tuple(others)), sound.problems)
        return _Sentence(draft, sound.problems)

    def _made(self, text: str, sentences: Sequence[Sentence], drafts: dict[str, _Sentence]) -> Made:
        found = [drafts[sentence.message] for sentence in sentences]
        lost = _reasons(one for one in found if not one.draft.target)
        doubts = _reasons(one for one in found if one.draft.target)
        if not any(one.draft.target for one in found):
            return Made(text, lost, doubts)
        offers: dict[str, float] = {}
        for row in ranks([one.draft for one in found]):
            offers.setdefault(self._joined(text, sentences, row), _score(row))
        wanted = 0 if lost else self.hypotheses
        return Made(next(iter(offers)), lost, doubts, tuple(offers.items())[:wanted])

    def _joined(self, text: str, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> str:
        """Return a paragraph with the white space around it that it had."""
        joined = ""
        for sentence, draft in zip(sentences, drafts, strict=True):
            piece = marked.plain(draft.target or sentence.message)
            if joined and sentence.gap:
                joined += languages.sentence_gap(joined, piece, self.target)
            joined += piece
        start = len(text) - len(text.lstrip())
        return text[:start] + joined + text[len(text.rstrip()) :]


@dataclass(frozen=True, slots=True)
class _Sentence:
    draft: Draft
    problems: tuple[str, ...]


def _reasons(sentences: Iterator[_Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for one in sentences for reason in one.problems))


def _score(drafts: Sequence[Draft]) -> float:
    scores = [draft.score for draft in drafts if draft.score is not None]
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def open_filter(folder: Path, wish: Wish, voice: Voice) -> Filter:
    """Return the filter that is asked for; a project around the folder serves with its settings.

    Raises UsageError for an unknown language or a fault in the settings, and PackageError if no
    package goes from the one language to the other.
    """
    around = project_around(folder)
    settings = around.settings if around else Settings()
    source = languages.normalise(wish.source or (around.language if around else LANGUAGE))
    target = languages.normalise(wish.to)
    if source == target:
        raise UsageError(f"--to {target} is the language of the text; name another one")
    rules = _rules(around, source) if around else None
    name = "argos" if wish.package else settings.translate.engine
    route = _route(around, source, target, wish) if engines.ENGINES[name].needs_package else ()
    _tell(around, route, target, voice)
    options = engines.Options(
        wish.beam or settings.translate.beam,
        _terms(around, source, target),
        engines.device(wish.device),
        max(wish.hypotheses, 1),
        translate.fault,
    )
    engine = engines.build(name, target, route, options)
    return Filter(engine, source, target, rules, wish.hypotheses, wish.unsafe)


def _terms(around: Project | None, source: str, target: str) -> Glossary:
    """Return the terms of a project around, which are those of its own language."""
    if around is None or source != around.language:
        return ()
    # It loads all that a project needs.
    from pipeline.stages.work import terms_of

    return terms_of(around, target)


def _rules(around: Project, source: str) -> Rules | None:
    path = around.rules(source)
    if not path.is_file():
        return None
    # It loads all that a project needs, which few filters do.
    from pipeline.stages.work import own_rules

    return own_rules(around, path)


def project_around(folder: Path) -> Project | None:
    """Return the project that a folder lies in, None if it lies in none; raises UsageError."""
    start = folder.resolve()
    if any((place / SETTINGS).is_file() for place in (start, *start.parents)):
        return project.load(project.find(folder))
    return None


def cache_of(around: Project | None) -> Path:
    """Return the folder to unpack packages into; raises PackageError."""
    return around.made_cache() if around else packages.cache_folder()


def _route(around: Project | None, source: str, target: str, wish: Wish) -> tuple[Package, ...]:
    """Return the packages that go from one language to another; raises PackageError."""
    named, root = wish.package, Path()
    if around and named is None and source == around.language:
        named, root = around.settings.translate.packages.get(target), around.root
    cache = cache_of(around)
    codes = languages.argos_code(source), languages.argos_code(target)
    route = packages.route(*codes, cache=cache, named=named, root=root)
    if not route:
        raise packages.no_package(*codes)
    return route


def _tell(around: Project | None, route: Sequence[Package], target: str, voice: Voice) -> None:
    """Tell which packages serve: to all who get a starter, else to those who want to know."""
    for package in route:
        lock = around.root / packages.LOCK if around else None
        if lock and (notice := packages.check_pin(package, package.code, lock)):
            voice.say(notice)
    # The name of the language would have to be loaded, and whoever asked for it knows it.
    said = f"{target}: by {' and '.join(map(str, route))}"
    if any(package.kind == "starter" for package in route):
        voice.say(f"{said}, a starter package: rough, and of use for software documentation only")
    elif route:
        voice.detail(said)
