"""``models check``: whether a package translates at all, shown by canary sentences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline import engines, packages, translate
from pipeline.engines import canaries
from pipeline.errors import EngineError, PackageError
from pipeline.stages.filters import cache_of, project_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.engines.canaries import Canary
    from pipeline.model import Draft
    from pipeline.packages import Package

MOST_FAULTS: Final = 0.25
"""Share of the canaries that may have a fault of one kind. The starters, rough as they are,
have none; packages that are broken on purpose and can be loaded have a kind with 0.5 or more."""

FEWEST_WORDS: Final = 0.5
"""Share of the canaries that must have a word that is expected of them."""

DISTINCT: Final = 0.8
"""Share of different drafts among those of different sentences."""

UNKNOWN: Final = 0.1
"""Share of tokens that the model may not know."""

LOOKS: Final = 0.5
"""Share of attention on themselves that words which stay must have; the starters have 0.9."""

_JUNK: Final = re.compile(r"@@|▁|⁇|\ufffd|<unk>|<0x|</?s>|__[a-z]+__")
_KINDS: Final = {
    "script": "in the wrong script",
    "english": "left in the source language",
    "loop": "going round in circles",
    "length": "far too long or too short",
}
"""Detectors of the guard that tell of a package, and not only of one sentence."""
_TAGS: Final = {"zt": "zh-Hant", "pb": "pt-BR"}


@dataclass(frozen=True, slots=True)
class Health:
    """What canaries say of a package."""

    name: str
    faults: tuple[str, ...] = ()
    """Why it is not to be used."""
    warnings: tuple[str, ...] = ()
    found: str = ""
    """What was counted."""

    def __str__(self) -> str:
        if self.faults:
            return f"{self.name}: not sane: {'; '.join(self.faults)}"
        told = "".join(f"; warning: {warning}" for warning in self.warnings)
        return f"{self.name}: sane: {self.found}{told}"


def models_check(folder: Path, names: Sequence[str] = ()) -> Iterator[Health]:
    """Yield the health of packages, by default of all that are installed or shipped.

    Raises PackageError for a name that stands for none.
    """
    cache = cache_of(project_around(folder))
    if names:
        chosen = [package for name in names for package in packages.called(name, cache)]
    else:
        chosen = [*packages.installed(), *packages.shipped(cache)]
        for path, reason in packages.broken():
            yield Health(path.name, (reason,))
    for package in chosen:
        yield check_package(package)


def check_package(package: Package) -> Health:
    """Return what canaries say of a package."""
    name = f"{package} ({package.kind})"
    birds = canaries.read(package.source, package.target)
    try:
        unknown = canaries.unknown(package, [bird.source for bird in birds])
        engine = engines.build("argos", _tag(package.target), (package,))
        drafts = dict(engine.translate([bird.source for bird in birds]))
        looks = canaries.attention(package)
    except (PackageError, EngineError) as error:
        return Health(name, (str(error),))
    faults = find_faults(birds, [drafts[i] for i in range(len(birds))], _tag(package.target))
    if unknown > UNKNOWN:
        share = f"{100 * unknown:.0f} %"
        faults.insert(0, f"the model does not know {share} of the tokenizer's tokens")
    told = [bird for bird in birds if bird.words]
    hits = sum(_hits(bird, drafts[i]) for i, bird in enumerate(birds))
    found = f"{hits} of {len(told)} canaries have an expected word"
    if hits < FEWEST_WORDS * len(told):
        faults.append(f"only {found}")
    return Health(name, tuple(faults), _warnings(looks), found)


def _tag(code: str) -> str:
    """Return the BCP 47 tag for an Argos code."""
    return _TAGS.get(code, code)


def _hits(bird: Canary, draft: Draft) -> bool:
    return any(word in draft.target for word in bird.words)


def find_faults(birds: Sequence[Canary], drafts: Sequence[Draft], language: str) -> list[str]:
    """Return what too many drafts have, and what none should have."""
    counts: Counter[str] = Counter()
    for bird, draft in zip(birds, drafts, strict=True):
        counts.update(_kinds(bird.source, draft, language))
    faults = [
        f"{count} of {len(birds)} drafts are {kind}"
        for kind, count in counts.items()
        if count > MOST_FAULTS * len(birds)
    ]
    targets = [draft.target for draft in drafts if draft.target]
    if len(set(targets)) < DISTINCT * len(targets):
        faults.append(f"{len(targets)} sentences give only {len(set(targets))} different drafts")
    return sorted(faults)


def _kinds(source: str, draft: Draft, language: str) -> Iterator[str]:
    """Yield what kinds of fault a draft has."""
    if not draft.target:
        # What is lost is counted with the words that are expected.
        if not any("lost" in problem for problem in draft.problems):
            yield "empty or without an end"
        return
    if _JUNK.search(draft.target) and not _JUNK.search(source):
        yield "with signs of a tokenizer"
    pair = translate.Pair(source, draft.target, language)
    for name, kind in _KINDS.items():
        if any(True for _ in translate.DETECTORS[name](pair)):
            yield kind


def _warnings(looks: float | None) -> tuple[str, ...]:
    if looks is None or looks < LOOKS:
        return (
            "its attention does not show which word is which; sentences with links or emphasis "
            "will mostly get no draft",
        )
    return ()
