"""How often ``localepress check`` is wrong about good translations, and how much it finds.

    python benchmarks/checks.py [--cache FOLDER] [--sample N --seed S --to FILE] [--most 200]

Good translations are those of ``translations``. Of each check it prints the share of entries that
have an error or a warning, prose and software apart. ``--sample`` writes that many of the findings
in each language to a file, chosen by chance, for a person to say which are real mistakes; never
one of the half that is held out.

Then a program puts mistakes into entries of the prose that the check had nothing against (into
software, where prose has fewer than 20 places); see ``mistakes``. *By its check* is the share that
the check for that kind reports, *by any* that some check reports which said something else before.
Every choice comes from ``--seed``.

The last line says how many entries a second are checked, in one process.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import grammar
import histories
import mistakes
import translations
from breaking import Kind

from pipeline import checks, glossary
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from translations import Text

    Found = list[list[Problem]]

KINDS = "open", "held out", "ours", "software"
FEW = 20
"""With fewer places in prose, software is used for a kind of mistake."""


def pair(text: Text) -> Pair:
    """Return the languages of a document."""
    return Pair("en", text.language)


def look(text: Text, words: glossary.Glossary = ()) -> Found:
    """Return the problems of each message of a document."""
    found: Found = [[] for _ in text.messages]
    for index, problem in checks.check(text.messages, pair(text), glossary=words):
        found[index].append(problem)
    return found


def words_of(language: str) -> glossary.Glossary:
    """Return the glossary that stands beside this file."""
    path = Path(__file__).with_name(f"glossary-{language}.csv")
    return glossary.parse(path.read_text(encoding="utf-8"), path.name)


# Good translations


def alarms(texts: Sequence[Text], found: Sequence[Found]) -> Iterator[str]:
    """Yield the lines of a table: what share of the entries has findings, by check."""
    for language in histories.LANGUAGES:
        for kind in KINDS:
            chosen = [
                problems
                for text, rows in zip(texts, found, strict=True)
                if (text.language, text.kind) == (language, kind)
                for problems in rows
            ]
            yield from _table(f"{language} {kind}", chosen)


def _table(name: str, entries: Found) -> Iterator[str]:
    total = len(entries)
    levels = dict.fromkeys(Level, 0)
    by_check: Counter[str] = Counter()
    for problems in entries:
        for level in {problem.level for problem in problems}:
            levels[level] += 1
        by_check.update({f"{problem.check} {problem.level.value}" for problem in problems})
    shares = ", ".join(f"{level.value}s {100 * n / total:.2f} %" for level, n in levels.items())
    yield f"{name}: {total} entries, {shares}"
    yield from (
        f"    {n:5} {100 * n / total:6.2f} %  {check}" for check, n in sorted(by_check.items())
    )


def sample(texts: Sequence[Text], found: Sequence[Found], size: int, chance: Random) -> str:
    """Return findings of each language for a person to read, none of those held out."""
    blocks = []
    for language in histories.LANGUAGES:
        rows = [
            (text, message, problem)
            for text, entries in zip(texts, found, strict=True)
            if text.language == language and text.kind != "held out"
            for message, problems in zip(text.messages, entries, strict=True)
            for problem in problems
        ]
        for text, message, problem in chance.sample(rows, min(size, len(rows))):
            said = f"{problem.level.value} {problem.check}: {problem.message}"
            blocks.append(f"{text.name} {language}\n{message.source}\n{message.target}\n! {said}\n")
    return "\n".join(blocks)


# Mistakes put in


def kinds(texts: Sequence[Text], language: str) -> Iterator[Kind]:
    """Yield the kinds of mistakes for a language, also those that need to know its texts."""
    yield from (kind for kind in mistakes.KINDS if language in kind.languages)
    if language == "ko":
        targets = [m.target for text in texts if text.language == "ko" for m in text.messages]
        change = grammar.particle_after_hangul(grammar.find_nouns(targets))
        yield Kind("particle after a word", "particle", change)
    rows: dict[str, list[str]] = {}
    for term in words_of(language):
        stem = term.target.removesuffix("하다").removesuffix("する")
        rows.setdefault(term.source, []).append(stem)
    yield Kind("term: another word", "terms", grammar.term(rows))


def recall(texts: Sequence[Text], language: str, most: int, seed: int) -> Iterator[str]:
    """Yield a line for each kind: how many mistakes there were, and what share was found."""
    prose = [t for t in texts if t.language == language and t.kind != "software"]
    software = [t for t in texts if t.language == language and t.kind == "software"]
    yield f"{language}: mistakes, found by its check, by any check"
    for kind in kinds(prose, language):
        rows = list(_tried(kind, prose, most, seed))
        if len(rows) < FEW:
            rows += _tried(kind, software, most - len(rows), seed)
        n = max(len(rows), 1)
        mine, some = (100 * sum(row[i] for row in rows) / n for i in (0, 1))
        yield f"    {len(rows):4} {mine:5.0f} % {some:5.0f} %  {kind.name} ({kind.check})"


def _tried(kind: Kind, texts: Sequence[Text], most: int, seed: int) -> Iterator[tuple[bool, bool]]:
    """Yield, for each mistake that could be made, whether its check and whether any finds it."""
    chance = Random(f"{seed} {kind.name}")
    places = [(text, index) for text in texts for index in range(len(text.messages))]
    chance.shuffle(places)
    done = 0
    for text, index in places:
        if done == most:
            return
        message = text.messages[index]
        target = kind.break_(message, chance)
        if target in {None, message.target}:
            continue
        before = _said(kind, text, index, message)
        if not any(check == kind.check for check, _ in before):
            broken = Message(message.source, str(target), message.context, message.line)
            new = _said(kind, text, index, broken) - before
            done += 1
            yield any(check == kind.check for check, _ in new), bool(new)


def _said(kind: Kind, text: Text, index: int, message: Message) -> set[tuple[str, str]]:
    """Return what is said of one message, in its document if the kind asks for that."""
    messages: Sequence[Message] = [message]
    if kind.check in checks.DOCUMENT_CHECKS:
        messages = [*text.messages[:index], message, *text.messages[index + 1 :]]
        only = {kind.check}
    else:
        only = set(checks.IDENTIFIERS) - ({"terms"} if kind.check != "terms" else set())
        index = 0
    words = words_of(text.language) if kind.check == "terms" else ()
    rows = checks.check(messages, pair(text), only=only, glossary=words)
    return {(problem.check, problem.message) for at, problem in rows if at == index}


def main() -> None:
    """Print the tables; write a sample if one is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=histories.CACHE)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--to", type=Path, default=Path("sample.txt"))
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--most", type=int, default=200, help="mistakes of a kind")
    options = parser.parse_args()
    texts = [text for text in translations.texts(options.cache) if text.messages]
    before = time.process_time()
    found = [look(text) for text in texts]
    seconds = time.process_time() - before
    print(*alarms(texts, found), sep="\n")
    if options.sample:
        options.to.write_text(sample(texts, found, options.sample, Random(options.seed)), "utf-8")
    for language in histories.LANGUAGES:
        print(*recall(texts, language, options.most, options.seed), sep="\n")
    total = sum(len(text.messages) for text in texts)
    print(f"{total} entries in {seconds:.1f} s of one processor: {total / seconds:,.0f} a second")


if __name__ == "__main__":
    main()
