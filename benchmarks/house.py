"""What house rules, and reading short texts otherwise, do to drafts.

    python benchmarks/house.py [--cache FOLDER] [--language ko] [--sentences 2500] [--short 3000]
        [--sample N --seed S --to FILE]

It needs ``sacrebleu``. Texts are the one-sentence messages of ``translations``: *sentences* end
with a full stop, ``?`` or ``!`` and have four words at least; *short* are all others. Prose comes
first, software fills up. Drafts are the starter's. Printed are, for each language:

- what each rule changes; findings of ``localepress check`` and refusals of the guard before and
  after; chrF before and after, against the translations of people and against the same
  translations in the style of the house. *New* is a finding that a draft had not before.
- short texts by kind, as the author wrote them and as ``engines.capitals`` reads them, with house
  rules: chrF (mean of the texts), drafts that are the translation, and refusals.
- generated sentences with numbers and dates: drafts in which all of them are right, that are
  refused, and that are wrong. What is right is written down with each template.

``--sample`` writes drafts that the rules have changed to a file, for reading.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import histories
import sacrebleu
import translations
from engine import starter

from pipeline import checks, marks, segment
from pipeline.checks.base import Message, Pair
from pipeline.engines import capitals
from pipeline.engines.argos import Argos
from pipeline.translate import guarded, house, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEED = 7
MOST = 12
"""Words of a short text; what has more is a part of a sentence."""


@dataclass
class Case:
    """A text with a translation by a person, and its draft."""

    source: str
    reference: str
    draft: str = ""
    styled: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)
    new: frozenset[str] = frozenset()
    """Findings that the rules have caused."""


def cases(language: str, cache: Path) -> tuple[list[Case], list[Case]]:
    """Return sentences and short texts in an order by chance, prose first."""
    rows: dict[str, tuple[bool, Case]] = {}
    for text in translations.texts(cache):
        for message in text.messages if text.language == language else ():
            if "\n" not in message.source + message.target and _is_single(message.source):
                case = Case(message.source, message.target)
                rows.setdefault(message.source, (text.kind == "software", case))
    mixed = list(rows.values())
    Random(SEED).shuffle(mixed)
    ordered = [case for _, case in sorted(mixed, key=lambda row: row[0])]
    full = [case for case in ordered if _is_sentence(case.source)]
    return full, [case for case in ordered if not _is_sentence(case.source)]


def _is_single(message: str) -> bool:
    return len(list(marks.sentences(segment.split(message, "en", None)))) == 1


def _is_sentence(message: str) -> bool:
    text = marks.plain(message)
    return len(text.split()) > 3 and text.rstrip('"”) ').endswith((".", "?", "!"))


def draft(engine: Argos, some: Sequence[Case]) -> None:
    """Draft texts as the engine does, without guard, and style them."""
    for index, made in engine.translate([case.source for case in some]):
        case = some[index]
        case.draft = case.styled = made.target
        case.steps = list(house.steps(case.source, case.draft, engine.language))
        if case.steps:
            case.styled = case.steps[-1][1]


# Rules


def rules(name: str, some: Sequence[Case], language: str) -> Iterator[str]:
    """Yield the lines about what the rules do to texts of a kind."""
    some = [case for case in some if case.draft]
    changed = [case for case in some if case.styled != case.draft]
    by_rule = Counter(name for case in some for name, _ in case.steps)
    yield f"{language} {name}: {len(some)} drafts, {len(changed)} changed; {dict(by_rule)}"
    before, after = Counter[str](), Counter[str]()
    for case in some:
        old = _findings(case.source, case.draft, language)
        now = old if case.styled == case.draft else _findings(case.source, case.styled, language)
        before, after, case.new = before + old, after + now, frozenset(now - old)
    new = [case for case in some if case.new]
    yield f"    findings {before.total()} -> {after.total()}, new in {len(new)} drafts"
    yield from (f"        {set(case.new)} {case.draft} -> {case.styled}" for case in new[:5])
    for check in sorted(before.keys() | after.keys()):
        if before[check] != after[check]:
            yield f"        {check} {before[check]} -> {after[check]}"
    pairs = [(_refused(c, c.draft, language), _refused(c, c.styled, language)) for c in some]
    saved, lost = (sum(a and not b for a, b in rows) for rows in (pairs, [p[::-1] for p in pairs]))
    yield f"    refused {sum(a for a, _ in pairs)}; saved by rules {saved}, lost {lost}"
    for group, rows in (("all", some), ("changed", changed)):
        own = [house.style(case.source, case.reference, language) for case in rows]
        theirs = [case.reference for case in rows]
        old, now = ([row.draft for row in rows], [row.styled for row in rows])
        figures = (f"{_chrf(old, refs):.2f} -> {_chrf(now, refs):.2f}" for refs in (theirs, own))
        yield f"    chrF of {group}: " + "; to references in house style ".join(figures)


def _findings(source: str, target: str, language: str) -> Counter[str]:
    found = checks.check([Message(source, target)], Pair("en", language))
    return Counter(problem.check for _, problem in found)


def _refused(case: Case, target: str, language: str) -> bool:
    return bool(refusal(case.source, target, language))


def _chrf(targets: Sequence[str], references: Sequence[str]) -> float:
    plain = [list(map(marks.plain, texts)) for texts in (targets, references)]
    return float(sacrebleu.corpus_chrf(plain[0], [plain[1]]).score) if targets else 0.0


# Short texts


def kind(message: str) -> str:
    """Return what kind of a short text it is."""
    text = marks.plain(message).strip()
    words = re.findall(r"[A-Za-z][\w'’-]*", text)
    later = [word for word in words[1:] if len(word) > 3]
    for name, holds in (
        ("other", not words),
        ("label with :", text.endswith(":")),
        ("menu item with …", text.endswith(("...", "…"))),
        ("ALL CAPS", text.isupper() and len(text) > 3),
        ("word", len(words) == 1),
        ("long", len(words) > MOST),
        ("Title Case", bool(later) and all(w[0].isupper() for w in (words or "?")[:1] + later)),
        ("heading", text[0].isupper()),
    ):
        if holds:
            return name
    return "fragment"


@contextmanager
def as_written() -> Iterator[None]:
    """Give short texts to the model as they are."""
    eased, capitals.eased = capitals.eased, lambda text: text
    try:
        yield
    finally:
        capitals.eased = eased


def compare(engine: Argos, some: Sequence[Case]) -> Iterator[str]:
    """Yield a line for each kind of short texts."""
    plain = [Case(case.source, case.reference) for case in some]
    with as_written():
        draft(engine, plain)
    yield f"{engine.language} short texts: as written, then eased: mean chrF, exact, refused"
    for name in sorted({kind(case.source) for case in some}):
        chosen = [i for i, case in enumerate(some) if kind(case.source) == name]
        figures = (_figures([rows[i] for i in chosen], engine.language) for rows in (plain, some))
        yield f"    {name:16} {len(chosen):5}  " + "   ".join(figures)


def _figures(some: Sequence[Case], language: str) -> str:
    pairs = [(marks.plain(case.styled), marks.plain(case.reference)) for case in some]
    mean = sum(sacrebleu.sentence_chrf(a, [b]).score for a, b in pairs) / len(pairs)
    exact = sum(a.strip() == b.strip() for a, b in pairs)
    refused = sum(_refused(case, case.styled, language) for case in some)
    return f"{mean:5.1f} {exact:4} {refused:4}"


# Numbers and dates

_LARGE = {
    "15 million": ("1500만", "1500万"), "1.5 billion": ("15억", "15億"),
    "275 million": ("2억 ?7500만", "2億7500万"), "3 trillion": ("3조", "3兆"),
    "20 thousand": ("2만|20,?000", "2万|20,?000"), "1.25 million": ("125만", "125万"),
}  # fmt: skip
_PLAIN = ("7", "12", "48", "365", "1,500", "2,500,000", "8080", "0.5", "3.14", "75%", "100%")
_MONTHS = "January February March April May June July August September October November December"
NUMBERS = """
The file has {n} lines.
More than {n} people use this program.
You can open {n} files at the same time.
The server sent {n} messages.
Set the value to {n}.
The limit is {n}.
This package was downloaded {n} times.
About {n} users have an account.
The list shows {n} items.
It takes {n} seconds to start.
""".strip().splitlines()
DATES = """
The program was released on {d}.
Support ends on {d}.
The meeting is on {d}.
This page was changed on {d}.
The event starts on {d}.
""".strip().splitlines()


def generated(language: str) -> dict[str, str]:
    """Return sentences with a pattern of what a right draft must have, and no other number."""
    side = ("ko", "ja").index(language)
    found = {}
    for template, number in product(NUMBERS, _PLAIN):
        same = re.escape(number).replace(",", ",?")
        found[template.format(n=number)] = rf"(?<![0-9.,]){same}(?![0-9]|[.,][0-9])"
    for template, (number, forms) in product(NUMBERS, _LARGE.items()):
        found[template.format(n=number)] = rf"(?<![0-9.,])(?:{forms[side]})(?![0-9만억万億])"
    chance = Random(SEED)
    year, month, day = ("년", "월", "일") if language == "ko" else ("年", "月", "日")
    for template, (index, name) in product(DATES, enumerate(_MONTHS.split(), 1)):
        for form in ("{m} {d}, {y}", "{d} {m} {y}", "{m} {d}", "{m} {y}", "{a} {d}, {y}"):
            y, d = chance.randint(1990, 2026), chance.randint(1, 28)
            text = form.format(m=name, a=name[:3], d=d, y=y)
            parts = ((y, year, "{y}"), (index, month, "{"), (d, day, "{d}"))
            wanted = r"\s?".join(f"{value}{word}" for value, word, sign in parts if sign in form)
            found[template.format(d=text)] = rf"(?<![0-9]){wanted}"
    return found


def count(engine: Argos) -> Iterator[str]:
    """Yield what becomes of the generated sentences."""
    wanted = generated(engine.language)
    sources = list(wanted)
    for name, chosen in (
        ("numbers", [s for s in sources if not re.search(rf"\b{_names()}", s)]),
        ("dates", [s for s in sources if re.search(rf"\b{_names()}", s)]),
    ):
        counts, wrong = Counter[str](), []
        for index, made in engine.translate(chosen):
            target = guarded(chosen[index], made, engine.language, engine).target
            right = target and re.search(wanted[chosen[index]], target)
            counts["refused" if not target else "right" if right else "wrong"] += 1
            wrong += [f"{chosen[index]} | {target}"] if target and not right else []
        yield f"{engine.language} {name}: {len(chosen)} sentences, {dict(counts)}"
        yield from (f"    {row}" for row in wrong[:10])


def _names() -> str:
    return f"(?:{'|'.join(name[:3] for name in _MONTHS.split())})"


def main() -> None:
    """Print the tables of each language; write a sample if one is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=histories.CACHE)
    parser.add_argument("--language", choices=histories.LANGUAGES, action="append")
    parser.add_argument("--sentences", type=int, default=2500)
    parser.add_argument("--short", type=int, default=3000)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--to", type=Path, default=Path("sample.txt"))
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    sample: list[str] = []
    for language in options.language or histories.LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            engine = Argos(starter(language, Path(folder)), language)
            say: Callable[[Iterator[str]], None] = lambda rows: print(*rows, sep="\n", flush=True)  # noqa: E731
            full, brief = cases(language, options.cache)
            full, brief = full[: options.sentences], brief[: options.short]
            draft(engine, [*full, *brief])
            say(rules("sentences", full, language))
            say(rules("short texts", brief, language))
            say(compare(engine, brief))
            say(count(engine))
        changed = [case for case in (*full, *brief) if case.steps]
        chosen = Random(options.seed).sample(changed, min(options.sample, len(changed)))
        sample += [f"{c.source}\n- {c.draft}\n+ {c.styled}\n= {c.reference}\n" for c in chosen]
    if sample:
        options.to.write_text("\n".join(sample), "utf-8")


if __name__ == "__main__":
    main()
