"""Whether the terms of a glossary arrive in drafts, and what that does to the drafts.

    python benchmarks/terms.py [--cache FOLDER] [--count 1000]

It needs ``sacrebleu``. Everything is done with the starter packages and the glossaries beside this
file.

*Generated* are sentences of documentation with one to three terms in them: plural, possessive, at
the start, in marks and partly in marks, two side by side, the same one twice. A draft is right if
each noun of the glossary is there in a given form, at least once, and ``localepress check`` has
nothing against terms and particles in it.

*Real* are the single sentences of GNOME's help and Debian's manuals that have such a term and a
translation by people. chrF is measured on those that have a draft with and without a glossary.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import engine as speed
import histories
import sacrebleu
import translations

from pipeline import checks, glossary, marks, segment, translate
from pipeline.checks import texts
from pipeline.checks.base import Message, Pair
from pipeline.engines.argos import Argos

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.glossary import Glossary
    from pipeline.model import Draft
    from pipeline.packages.package import Package

SEED = 5

TEMPLATES = """
Open the {a} and choose {b}.
The {a} is connected to the {b}.
You can change the {a}.
If the {a} does not work, restart the {b}.
{A} is not available.
The {a} shows all {bs}.
Remove the {a} before you close the {b}.
The {a}'s name is shown in the {b}.
Each {a} has its own {b}.
To use the {a}, you need a {b}.
Check whether the {a} is turned on.
Choose another {a} from the list.
{As} are saved automatically.
The {bs} of the {a} can be changed at any time.
Do not turn off the {a} while the {b} is in use.
Click <b1>{A}</b1> to open the {b}.
Click the <a1>{a}</a1> in the <b2>{b}</b2>.
See <a1>the page about the {a}</a1> for more information.
The <em1>{a}</em1>'s {b} is hidden.
Run <code1>ls -l</code1> to see the {a}.
Type <kbd1>Ctrl+C</kbd1> to stop the {a} and the {b}.
With this {a}, you can share {bs} with other people.
A {a} or a {b} may be missing.
Move the {a} to another {a}.
Select the {a} and the {b}, then press Enter.
This {a} cannot be used without a {b}.
Most {as} have a {b}.
The list of {as} is empty.
Some {as} do not support this.
Wait until the {a} has finished.
How do I find my {a}?
{A} and {b}
Add a new {a}
Install the {a} again.
The {a} (and the {b}) must be configured.
Your {a} is now ready.
Go to the {a}, open the {b}, and select a {c}.
The {a}, the {b} and the {c} are optional.
When the {a} is full, delete the {b} or move the {c}.
The file server.txt belongs to the {a}.
""".strip().splitlines()


class Pairs(NamedTuple):
    """Sentences with translations that people made."""

    sources: list[str]
    references: list[str]


def words_of(language: str) -> Glossary:
    """Return the glossary that stands beside this file."""
    path = Path(__file__).with_name(f"glossary-{language}.csv")
    return glossary.parse(path.read_text(encoding="utf-8"), path.name)


def nouns_of(words: Glossary) -> list[glossary.Term]:
    """Return the terms that are put in, one for each source."""
    found = {term.source: term for term in reversed(words) if not glossary.inflects(term)}
    return [found[source] for source in sorted(found)]


def generated(words: Glossary, count: int) -> list[str]:
    """Return different sentences with terms, by chance but always the same."""
    chance = random.Random(SEED)
    nouns = [term.source for term in nouns_of(words)]
    made: dict[str, None] = {}
    while len(made) < count:
        template = chance.choice(TEMPLATES)
        slots: dict[str, str] = {}
        for slot, noun in zip("abc", chance.sample(nouns, 3), strict=True):
            slots |= {slot: noun, slot + "s": plural(noun)}
            slots |= {slot.upper(): noun[0].upper() + noun[1:]}
            slots[slot.upper() + "s"] = plural(slots[slot.upper()])
        text = template.format_map(slots)
        if chance.random() < 0.1 and " " in slots["a"] and "<" not in text:
            half = slots["a"].split()[0]
            text = text.replace(slots["a"], slots["a"].replace(half, f"<b1>{half}</b1>"), 1)
        made[text] = None
    return list(made)


def plural(noun: str) -> str:
    """Return the plural of an English noun; names have none."""
    if noun[-1].isupper() or noun[-1] == "s":
        return noun
    return re.sub(r"([^aeiou])y$", r"\1ie", noun) + "s"


def real(language: str, words: Glossary, cache: Path, every: int = 1) -> Pairs:
    """Return single sentences with terms that people have translated."""
    finder = glossary.Finder(words)
    found: dict[str, str] = {}
    for text in translations.texts(cache):
        if text.language != language or text.kind not in {"open", "held out"}:
            continue
        for message in text.messages:
            source, _ = marks.renumber(message.source)
            nouns = [f for f in finder.find(texts.spoken(source)) if puts_in(f.terms)]
            long = len(marks.plain(source).split()) > 3
            if nouns and long and len(segment.split(source, "en")) == 1:
                found.setdefault(source, marks.plain(message.target))
    return Pairs(list(found)[::every], list(found.values())[::every])


def puts_in(group: Sequence[glossary.Term]) -> bool:
    """Tell whether terms are put into drafts."""
    return not any(map(glossary.inflects, group))


# What came of it


class Result(NamedTuple):
    """What is counted of a draft."""

    text: str
    refused: str
    lost: list[str]
    """Terms that are not there in any given form."""
    wrong: list[str]
    """What the checks of terms and particles say."""


def judge(source: str, draft: Draft, words: Glossary, language: str) -> Result:
    """Return what is counted of a draft that the guard has seen."""
    refused = draft.problems[0] if draft.problems else ""
    plain = marks.plain(draft.target)
    lost = [
        group[0].source
        for _, _, group in glossary.Finder(words).find(texts.spoken(source))
        if puts_in(group) and not any(term.target in plain for term in group)
    ]
    nouns = tuple(term for term in words if not glossary.inflects(term))
    only = ("terms", "particle")
    problems = checks.check(
        [Message(source, draft.target)], Pair("en", language), only=only, glossary=nouns
    )
    return Result(draft.target, refused, lost, [problem.message for _, problem in problems])


def judged(engine: Argos, sources: Sequence[str], words: Glossary, language: str) -> list[Result]:
    """Return what is counted of the drafts of an engine."""
    drafts = dict(engine.translate(sources))
    return [
        judge(source, translate.guarded(source, drafts[i], language, engine), words, language)
        for i, source in enumerate(sources)
    ]


def chrf(results: Sequence[Result], references: Sequence[str]) -> float:
    """Return chrF of drafts without their marks."""
    drafts = [marks.plain(result.text) for result in results]
    return float(sacrebleu.corpus_chrf(drafts, [list(references)]).score)


def line(name: str, results: Sequence[Result]) -> str:
    """Return what to print of results."""
    drafts = [result for result in results if not result.refused]
    termless = [result for result in results if result.refused.startswith("the term")]
    right = [result for result in drafts if not result.lost and not result.wrong]
    share = 100 * len(right) / max(1, len(drafts))
    said = f"{name:<16} {len(results):5} sentences, {len(results) - len(drafts):4} refused"
    said += f" ({len(termless)} for a term); of the drafts {share:6.2f} % right"
    lost, wrong = sum(bool(r.lost) for r in drafts), sum(bool(r.wrong) for r in drafts)
    return f"{said} ({lost} lack a term, {wrong} have a finding)"


def engine(language: str, words: Glossary) -> Argos:
    """Return an engine with some terms."""
    return Argos(starter(language), language, glossary=words, judge=translate.fault)


@cache
def starter(language: str) -> Package:
    """Return the starter package, unpacked until the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="localepress-")
    _FOLDERS.append(folder)
    return speed.starter(language, Path(folder.name))


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def show(language: str, options: argparse.Namespace) -> None:
    """Measure a language and print it."""
    words = words_of(language)
    sources = generated(words, options.count)
    results = judged(engine(language, words), sources, words, language)
    print(line(f"{language} generated", results))
    bad(sources, results, options.show)
    pairs = real(language, words, options.cache, options.every)
    chosen: dict[str, Glossary] = {"without": (), "with": words}
    found = {
        name: judged(engine(language, some), pairs.sources, words, language)
        for name, some in chosen.items()
    }
    for name, results in found.items():
        print(line(f"{language} {name}", results))
    bad(pairs.sources, found["with"], options.show)
    print(f"{language} chrF, {compared(found, pairs)}")


def compared(found: dict[str, list[Result]], pairs: Pairs) -> str:
    """Return chrF of each way, on sentences of which all have a draft, and where drafts differ."""
    both = [
        index for index, row in enumerate(zip(*found.values(), strict=True))
        if not any(result.refused for result in row)
    ]  # fmt: skip
    changed = [i for i in both if len({results[i].text for results in found.values()}) > 1]
    said = []
    for name, chosen in (("all", both), ("where they differ", changed)):
        references = [pairs.references[i] for i in chosen]
        scores = (
            f"{way} {chrf([r[i] for i in chosen], references):.2f}" for way, r in found.items()
        )
        said.append(f"{name} ({len(chosen)}): {', '.join(scores)}")
    return "; ".join(said)


def bad(sources: Sequence[str], results: Sequence[Result], most: int) -> None:
    """Print sentences that are refused or not right."""
    chosen = [
        (source, result)
        for source, result in zip(sources, results, strict=True)
        if result.refused or result.lost or result.wrong
    ]
    for source, result in chosen[:most]:
        said = result.refused or "; ".join([*result.lost, *result.wrong])
        print(f"    {source}\n    {result.text}\n    ! {said}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=histories.CACHE)
    parser.add_argument("--count", type=int, default=1000, help="how many to generate")
    parser.add_argument("--every", type=int, default=1, help="take every Nth real one only")
    parser.add_argument("--language", choices=histories.LANGUAGES, action="append")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N that fail")
    options = parser.parse_args()
    options.cache = options.cache.resolve()
    print(f"chrF2 of sacrebleu {sacrebleu.__version__}, characters to 6, no words")
    for language in options.language or histories.LANGUAGES:
        show(language, options)


if __name__ == "__main__":
    main()
