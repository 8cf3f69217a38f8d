"""How good drafts are: beside references, and beside argostranslate with the same package.

    python benchmarks/quality.py [--language ko] [--count 1500]
    python benchmarks/quality.py DRAFTS REFERENCES [--source SOURCES] [--language ko]
        [--glossary FILE]

It needs ``sacrebleu``. With two files, a line of one is held against the same line of the other;
the sources say which numbers, placeholders, marks and terms there have to be.

Without files, the texts are the single sentences of GNOME's help and Debian's manuals that no
weight and no rule was fitted on, with their translations by people. Package, beam and sentences
are the same for both. *Theirs* is ``argostranslate.translate.apply_packaged_translation``, and for
sentences with marks ``argostranslate.tags.translate_tags``, which is how its own programs translate
HTML. Stand-ins take the place of the modules that it imports to split sentences.

chrF and BLEU are sacrebleu's, BLEU on characters. An empty draft counts with its source, as a page
would show it.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import engine as speed
import sacrebleu
import translations

from pipeline import glossary, kept, marks, translate
from pipeline.engines.argos import Argos
from pipeline.translate import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model import Draft

CHRF, BLEU = sacrebleu.CHRF(), sacrebleu.BLEU(tokenize="char")
KINDS = ("sentences with all marks", "numbers", "kept texts", "abbreviations", "terms")
ABBREVIATION = re.compile(r"(?<![\w.$%/&+-])[A-Z]{3,5}(?![A-Z0-9/&+-])")


class Counted(NamedTuple):
    """How many of something the sources have, and how many arrived."""

    wanted: int
    there: int

    def __str__(self) -> str:
        """Return both with the share."""
        share = 100 * self.there / self.wanted if self.wanted else 100
        return f"{self.there} of {self.wanted} ({share:.1f} %)"


def score(drafts: Sequence[str], references: Sequence[str]) -> str:
    """Return chrF and BLEU of plain texts."""
    both = ((metric, metric.corpus_score(drafts, [references])) for metric in (CHRF, BLEU))
    return ", ".join(f"{found.name} {found.score:.2f}" for _, found in both)


def survival(
    sources: Sequence[str], drafts: Sequence[str], words: glossary.Glossary
) -> dict[str, Counted]:
    """Return what arrived of marks (sentences with all of theirs), numbers, texts and terms."""
    finder = glossary.Finder(words)
    counts = dict.fromkeys(KINDS, (0, 0))

    def add(name: str, wanted: int, there: int) -> None:
        counts[name] = counts[name][0] + wanted, counts[name][1] + there

    for source, draft in zip(sources, drafts, strict=True):
        if any(token.kind != "text" for token in marks.tokens(source)):
            add("sentences with all marks", 1, arrived(source, draft))
        plain, said = marks.plain(source), marks.plain(draft)
        found = len(numbers.missing(plain, ""))
        add("numbers", found, found - len(numbers.missing(plain, said)))
        texts = [match[0] for match in kept.find(plain)]
        add("kept texts", len(texts), sum(text in said for text in texts))
        names = ABBREVIATION.findall(kept.without(plain))
        add("abbreviations", len(names), sum(name in said for name in names))
        groups = [found.terms for found in finder.find(marks.spoken(source))]
        add("terms", len(groups), sum(has(said, group) for group in groups))
    return {name: Counted(*both) for name, both in counts.items() if both[0]}


def arrived(source: str, draft: str) -> bool:
    """Tell whether a draft has the marks of its source, each once and well nested."""
    try:
        marks.compare(source, draft)
    except marks.MarkError:
        return False
    return not any(translate.DETECTORS["code"](translate.Pair(source, draft, "")))


def has(plain: str, group: Sequence[glossary.Term]) -> bool:
    """Tell whether a plain text has a term."""
    return any(glossary.translates(term, plain) for term in group)


# argostranslate


def theirs(engine: Argos, sources: Sequence[str]) -> list[str]:
    """Return what argostranslate makes of messages."""
    plain = speed.theirs_model(engine)
    from argostranslate import tags

    class Mark(tags.Tag):  # type: ignore[misc]
        def __init__(self, children: list[Any], token: marks.Token) -> None:
            super().__init__(children, token.text not in marks.PROTECTED)
            self.token = token

        def __str__(self) -> str:
            inside = "".join(map(written, self.children))
            close = self.token._replace(kind="close")
            return str(self.token) if self.token.kind == "empty" else f"{self.token}{inside}{close}"

    def written(part: Any) -> str:
        return marks.escape(part) if isinstance(part, str) else str(part)

    def tree(tokens: list[marks.Token]) -> list[Any]:
        found: list[Any] = []
        while tokens:
            token = tokens.pop(0)
            if token.kind == "close":
                return found
            inside = tree(tokens) if token.kind == "open" else []
            found.append(token.text if token.kind == "text" else Mark(inside, token))
        return found

    class Translation:
        translate = staticmethod(plain)

    made = []
    for source in sources:
        tokens = marks.tokens(source)
        if all(token.kind == "text" for token in tokens):
            made.append(marks.escape(plain(marks.plain(source))))
            continue
        root = tags.translate_tags(Translation(), tags.Tag(tree(tokens)))
        made.append("".join(map(written, root.children)))
    return made


def ours(engine: Argos, sources: Sequence[str]) -> list[str]:
    """Return drafts as they come into catalogues, empty where there is none."""
    found: dict[int, Draft] = dict(engine.translate(sources))
    return [
        translate.guarded(source, found[i], engine.language, engine).target
        for i, source in enumerate(sources)
    ]


def beside(language: str, count: int, cache: Path) -> None:
    """Print ours and theirs."""
    kinds = frozenset({"held out"})
    chosen = translations.sentences(language, kinds, cache)[:count]
    sources = [one.source for one in chosen]
    references = [one.reference for one in chosen]
    with tempfile.TemporaryDirectory() as folder:
        used = speed.starter(language, Path(folder))
        made: dict[str, Callable[[], list[str]]] = {
            "ours": lambda: ours(Argos(used, language, judge=translate.fault), sources),
            "argostranslate": lambda: theirs(Argos(used, language), sources),
        }
        print(f"{language}: {len(sources)} sentences; {signatures(references)}")
        drafts = {name: make() for name, make in made.items()}
    filled = [i for i, target in enumerate(drafts["ours"]) if target]
    for name, targets in drafts.items():
        shown = [target or source for target, source in zip(targets, sources, strict=True)]
        plain = [marks.plain(target) for target in shown]
        only = score([plain[i] for i in filled], [references[i] for i in filled])
        print(f"{name}: {score(plain, references)}; where ours has a draft ({len(filled)}): {only}")
        told = survival([sources[i] for i in filled], [targets[i] for i in filled], ())
        print("    " + "; ".join(f"{what} {number}" for what, number in told.items()))


def signatures(references: Sequence[str]) -> str:
    """Return sacrebleu's description of both metrics."""
    for metric in (CHRF, BLEU):
        metric.corpus_score(list(references), [list(references)])
    return "; ".join(f"{m.__class__.__name__} {m.get_signature()}" for m in (CHRF, BLEU))


def files(options: argparse.Namespace) -> None:
    """Print what a file of drafts is worth."""
    drafts, references, *rest = (
        Path(name).read_text("utf-8").splitlines()
        for name in (*options.files, *filter(None, [options.source]))
    )
    print(signatures(references))
    print(score(drafts, references))
    for sources in rest:
        path = options.glossary
        words = glossary.parse(path.read_text("utf-8"), path.name) if path else ()
        escaped = [[marks.escape(line) for line in lines] for lines in (sources, drafts)]
        for name, counted in survival(*escaped, words).items():
            print(f"{name}: {counted}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", metavar="DRAFTS REFERENCES")
    parser.add_argument("--source", help="the file that was translated")
    parser.add_argument("--glossary", type=Path)
    parser.add_argument("--language", default="ko", choices=["ko", "ja"])
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--cache", type=Path, default=translations.histories.CACHE)
    options = parser.parse_args()
    if len(options.files) not in {0, 2}:
        parser.error("give a file of drafts and a file of references, or none")
    if options.files:
        files(options)
    else:
        beside(options.language, options.count, options.cache)


if __name__ == "__main__":
    main()
