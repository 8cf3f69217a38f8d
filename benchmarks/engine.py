"""How quick the engine is beside CTranslate2 itself and beside argostranslate.

    python benchmarks/engine.py [--language ko] [--sentences 2000] [--runs 5] [--choose]
        [--same] [--memory]

The texts are GNOME's help in Debian 13, cut into sentences. Package (the starter), beam, number
of processors and splitter are the same for all, and packages are loaded before the clock runs:

a   ``translate.draft`` with the engine and an empty file of drafts: what ``localepress translate``
    does between reading and writing catalogues, with marks, second tries and the guard
b   ``translate_batch`` alone on the tokens of the batches that a has handed over
c   ``argostranslate.translate.apply_packaged_translation``, paragraph by paragraph, without marks.
    Its module imports stanza and others to split sentences; empty modules stand in for them.
d   a again, with the file of drafts that the first run has filled

``--choose`` times b with other threads and batches. ``--same`` counts the texts that come out
otherwise with other batches, threads and orders: of one length, as ours, and of mixed lengths.
``--memory`` gives the engine a million texts and takes the first 4,000 drafts: by then it has read
two windows of 10,000, and it never has more.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import types
from collections import defaultdict
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import book
import ctranslate2
import histories

from pipeline import engines, marks, packages, segment, translate
from pipeline.engines import batches, stream
from pipeline.engines.argos import Argos
from pipeline.engines.texts import Texts
from pipeline.model import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.engines.texts import Request
    from pipeline.packages.package import Package

MILLION, DRAFTS = 1_000_000, 4_000


class Recorder(Argos):
    """The engine, which notes what it hands over."""

    def __init__(self, used: Package, language: str) -> None:
        super().__init__(used, language, judge=translate.fault)
        self.batches: list[list[Request]] = []

    def submit(self, batch: Sequence[Request]) -> list[Any]:
        """Note a batch."""
        self.batches.append(list(batch))
        return super().submit(batch)


def starter(language: str, folder: Path) -> Package:
    """Unpack the starter package."""
    found = packages.starter("en", language, folder)
    assert found
    return found


def paragraphs(language: str, wanted: int) -> list[list[str]]:
    """Return the sentences of paragraphs, no sentence twice, the same in every run."""
    pages = histories.help_pages("trixie", language)
    messages = sorted({source for page in pages.values() for _, source in page})
    random.Random(5).shuffle(messages)
    found: list[list[str]] = []
    seen: set[str] = set()
    for message in messages:
        cut = [one.message for one in marks.sentences(segment.split(message, "en", None))]
        if not seen & set(cut):
            found.append(cut)
            seen.update(cut)
        if len(seen) >= wanted:
            break
    return found


def ours(engine: Argos, texts: Sequence[str], file: Path) -> float:
    """Return the seconds of drafting (a, d)."""
    wanted = [Segment(text) for text in texts]
    start = time.perf_counter()
    kept = engines.cached(engine, engine.language, file, print)
    count = sum(1 for _ in translate.draft(wanted, engine.language, kept, {}))
    seconds = time.perf_counter() - start
    assert len(texts) == count
    return seconds


def bare(engine: Argos, handed: Sequence[Sequence[Request]]) -> float:
    """Return the seconds of the model alone (b)."""
    start = time.perf_counter()
    futures = [future for batch in handed for future in engine.submit(batch)]
    for future in futures:
        future.result()
    return time.perf_counter() - start


def theirs(engine: Argos, cuts: Sequence[list[str]]) -> Callable[[], float]:
    """Return what takes the seconds of argostranslate (c)."""
    texts = [[marks.plain(text) for text in cut] for cut in cuts]
    translated = theirs_model(engine, texts)

    def run() -> float:
        start = time.perf_counter()
        for sentences in texts:
            translated("\n".join(sentences))
        return time.perf_counter() - start

    return run


def theirs_model(engine: Argos, cuts: Sequence[list[str]] = ()) -> Callable[[str], str]:
    """Return argostranslate's way from a text to its translation, with the package of an engine.

    Texts other than the given ones count as one sentence.
    """
    for name in ("stanza", "spacy", "minisbd", "torch"):
        sys.modules.setdefault(name, types.ModuleType(name))
    stand_in: Any = sys.modules["minisbd"]
    stand_in.SBDetect, stand_in.models = object, types.SimpleNamespace(cache_dir="")
    from argostranslate import translate as argos
    from argostranslate.package import Package as ArgosPackage

    known = {"\n".join(cut): cut for cut in cuts}
    splitter = types.SimpleNamespace(split_sentences=lambda text: known.get(text, [text]))
    path = engine.package.path
    model = ctranslate2.Translator(
        str(path / "model"), compute_type="int8", intra_threads=engine.threads
    )
    loaded = ArgosPackage(path)

    def translated(text: str) -> str:
        made = argos.apply_packaged_translation(loaded, text, model, splitter, engine.beam)
        return str(made[0].value)

    return translated


def choose(engine: Recorder, requests: Sequence[Request]) -> None:
    """Print the seconds of b, and those of all processors, with other threads and batches."""
    print("batches at once, threads each, tokens: seconds, of processors")
    for inter, intra in ((engine.threads, 1), (1, engine.threads)):
        other = Recorder(engine.package, engine.language)
        other._tokenizer, other._model = engine._tokenizer, model(engine, inter, intra)
        for limit in (128, 256, 512, 1024):
            handed = planned(requests, limit)
            both = clocked(lambda: bare(other, handed))  # noqa: B023
            print(f"{inter} {intra} {limit:5}  {both[0]:6.2f} {both[1]:6.2f}", flush=True)
    handed = planned(requests, stream.BATCH)
    for kind in ("int8", "int8_float32", "int16", "float32"):
        other = Recorder(engine.package, engine.language)
        other._tokenizer, other._model = engine._tokenizer, model(engine, engine.threads, 1, kind)
        both = clocked(lambda: bare(other, handed))  # noqa: B023
        print(f"{kind:12}  {both[0]:6.2f} {both[1]:6.2f}", flush=True)


def model(engine: Argos, inter: int, intra: int, kind: str = "int8") -> Any:
    """Return a model with other threads, or another type of numbers."""
    path = str(engine.package.path / "model")
    return ctranslate2.Translator(path, compute_type=kind, inter_threads=inter, intra_threads=intra)


def planned(requests: Sequence[Request], limit: int, *, mixed: bool = False) -> list[list[Request]]:
    """Return first tries in batches; ``mixed`` ones have sentences of several lengths."""
    found = []
    for marked in (False, True):
        group = [request for request in requests if request.is_marked == marked]
        sizes = [len(request.tokens.pieces) for request in group]
        names = [request.sentence.text for request in group]
        if mixed:
            plan: list[list[int]] = []
            for index in sorted(range(len(sizes)), key=lambda i: (sizes[i], names[i])):
                if plan and (len(plan[-1]) + 1) * sizes[index] <= limit:
                    plan[-1].append(index)
                else:
                    plan.append([index])
        else:
            plan = batches.plan(sizes, names, limit)
        found += [[group[index] for index in batch] for batch in plan]
    return found


def outcome(engine: Recorder, handed: Sequence[list[Request]], inter: int, intra: int) -> Any:
    """Return the first hypothesis and score of each text; the length is the same for all."""
    other = Recorder(engine.package, engine.language)
    other._tokenizer, other._model = engine._tokenizer, model(engine, inter, intra)
    found = {}
    futures = [(batch, other.submit(batch)) for batch in handed]
    for batch, results in futures:
        for request, future in zip(batch, results, strict=True):
            result = future.result()
            found[request.text, request.part] = (tuple(result.hypotheses[0]), result.scores[0])
    return found


def same(engine: Recorder, requests: Sequence[Request]) -> None:
    """Print how many texts differ from those of our batches, in another order each time."""
    first = outcome(engine, planned(requests, stream.BATCH), engine.threads, 1)
    print(f"of {len(first)}: texts and scores that differ from those of our batches")
    for mixed in (False, True):
        print("lengths mixed" if mixed else "one length a batch")
        for limit, inter, intra in ((64, 1, 1), (256, 2, 1), (1024, 1, 2)):
            order = random.Random(limit).sample(list(requests), len(requests))
            found = outcome(engine, planned(order, limit, mixed=mixed), inter, intra)
            texts = sum(found[key][0] != first[key][0] for key in first)
            scores = sum(found[key][1] != first[key][1] for key in first)
            row = f"{limit:5} tokens, {inter} at once, {intra} threads each"
            print(f"  {row}: {texts:4} {scores:4}", flush=True)


def memory(engine: Argos) -> None:
    """Print how much more memory a million texts take, beside the package and themselves."""
    prose = book.Prose(1)
    texts: dict[str, None] = {}
    while len(texts) < MILLION:
        texts[prose.sentence()] = None
    asked = list(texts)
    texts.clear()
    list(engine.translate(asked[:2]))
    before = resident()
    with tempfile.TemporaryDirectory() as folder:
        kept = engines.cached(engine, engine.language, Path(folder, "drafts.sqlite"), print)
        count = sum(1 for _ in islice(kept.translate(asked), DRAFTS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} of {MILLION} drafts: {peak - before:.0f} MB above {before:.0f} MB")


def resident() -> float:
    """Return the megabytes that the process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def compare(engine: Recorder, cuts: Sequence[list[str]], folder: Path, runs: int) -> None:
    """Print the seconds of a, b, c and d, and what they are to each other.

    Then the seconds of all processors together, which other work changes less.
    """
    texts = [text for cut in cuts for text in cut]
    argos = theirs(engine, cuts)
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(runs):
        file = folder / f"{number}.sqlite"
        engine.batches.clear()
        times["a"].append(clocked(lambda: ours(engine, texts, file)))  # noqa: B023
        handed = list(engine.batches)
        times["b"].append(clocked(lambda: bare(engine, handed)))  # noqa: B023
        times["c"].append(clocked(argos))
        times["d"].append(clocked(lambda: ours(engine, texts, file)))  # noqa: B023
        row = (f"{name} {both[-1][0]:.2f} {both[-1][1]:.2f}" for name, both in times.items())
        print("  ".join(row), flush=True)
    for which, what in enumerate(("seconds", "of processors")):
        for name, both in times.items():
            values = [pair[which] for pair in both]
            print(f"{name} {median(values):6.2f} {what}  ({min(values):.2f} to {max(values):.2f})")
        for rest in "bc":
            ratios = [o[which] / a[which] for o, a in zip(times[rest], times["a"], strict=True)]
            print(f"{rest} / a {median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")


def clocked(run: Callable[[], float]) -> tuple[float, float]:
    """Return the seconds that something says it took, and those of all processors."""
    start = time.process_time()
    return run(), time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", default="ko", choices=["ko", "ja"])
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5, help="how often each is timed")
    parser.add_argument("--choose", action="store_true", help="other threads and batches")
    parser.add_argument("--same", action="store_true", help="whether the texts are the same")
    parser.add_argument("--memory", action="store_true", help="a million texts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        used = starter(options.language, Path(name, "package"))
        engine = Recorder(used, options.language)
        tokenizer = engine._load()
        if options.memory:
            memory(Argos(used, options.language))
            return
        cuts = paragraphs(options.language, options.sentences)
        texts = [text for cut in cuts for text in cut]
        read = Texts(texts, tokenizer, options.language).start()
        requests = [request for each in read if isinstance(each, list) for request in each]
        marked = sum(request.is_marked for request in requests)
        print(f"{len(cuts)} paragraphs, {len(texts)} sentences, {marked} with marks; "
              f"{engine.threads} processors, batches of {stream.BATCH} tokens")  # fmt: skip
        if options.choose:
            for _ in range(options.runs):
                choose(engine, requests)
        elif options.same:
            same(engine, requests)
        else:
            compare(engine, cuts, Path(name), options.runs)


if __name__ == "__main__":
    main()
