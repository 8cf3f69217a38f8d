"""Whether marks arrive in drafts, and whether they stand where an editor would put them.

    python benchmarks/marks.py [--count 2000] [--language ko] [--layers] [--show 10]

Everything is done with the starter packages, beam 4.

*Survival*: sentences that are generated (marks_made.py) and those of marks.txt, which are written
by hand, go through the engine and the guard. Every draft is then looked at without any code of
ours: XML says whether it is well-formed, and every mark, protected text and placeholder must be
there as often as in the source. The same sentences are drafted without their marks, too.

*Place*: marks.txt also has each sentence in Korean and Japanese, with its marks where an editor
puts them. The model is made to write that very text (``target_prefix``), which gives its attention;
our code puts the marks on it by that attention; and they are compared with the editor's. Exact is a
mark both of whose ends are right; F1 is of letters inside marks; white space does not count.

``--layers`` does that for every decoder layer, and for every head of it alone and all together.
What CTranslate2 returns is chosen by two variables in ``model.bin``, and it can take only the first
heads; so another one is measured by letting it change places with the first.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

import engine as speed
import marks_made
import marks_patch

from pipeline import kept, marks, translate
from pipeline.engines import canaries, placing, sentence
from pipeline.engines.argos import Argos
from pipeline.engines.looks import Alignment, Lost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Draft
    from pipeline.packages.package import Package

LANGUAGES = ("ko", "ja")
HAND = Path(__file__).with_name("marks.txt")

_MARK = re.compile(r"</?[a-z]+[0-9]+/?>")
_LOST = re.compile(r"^mark .* is lost$")


def hand() -> list[dict[str, str]]:
    """Return the sentences of marks.txt, by language."""
    text = "\n".join(x for x in HAND.read_text("utf-8").splitlines() if x[:1] != "#")
    blocks = [block.strip().splitlines() for block in text.split("\n\n") if block.strip()]
    return [dict(line.split(maxsplit=1) for line in block) for block in blocks]


# Survival


def copied(message: str) -> Counter[str]:
    """Return what must stand in a draft, and how often: marks, protected texts, placeholders."""
    found = Counter(_MARK.findall(message))
    protected = "|".join(sorted(marks.PROTECTED))
    found.update(m[0] for m in re.finditer(rf"<({protected})([0-9]+)>.*?</\1\2>", message))
    plain = marks.unescape(_MARK.sub(" ", message))
    found.update(match[0] for match in kept.find(plain))
    return found


def broken(source: str, target: str) -> bool:
    """Tell whether a draft lost, doubled, invented or broke something."""
    try:
        ElementTree.fromstring(f"<m>{target}</m>")
    except ElementTree.ParseError:
        return True
    plain = marks.unescape(_MARK.sub(" ", target))
    for text, count in copied(source).items():
        there = target.count(text) if text.startswith("<") else plain.count(text)
        if there != count and not (there > count and text in _MARK.sub(" ", source)):
            return True
    return bool(Counter(_MARK.findall(target)) - Counter(_MARK.findall(source)))


def drafted(engine: Argos, sources: Sequence[str]) -> list[Draft]:
    """Return what comes out behind the guard."""
    made = dict(engine.translate(sources))
    return [translate.guarded(s, made[i], engine.language, engine) for i, s in enumerate(sources)]


def survival(name: str, engine: Argos, sources: Sequence[str], show: int) -> None:
    """Measure how many marks arrive, and print it."""
    drafts = drafted(engine, sources)
    bare = drafted(engine, [marks.escape(marks.plain(source)) for source in sources])
    pairs = list(zip(sources, drafts, strict=True))
    bad = [(s, d.target) for s, d in pairs if d.target and broken(s, d.target)]
    empty = [(s, d.problems[0]) for s, d in pairs if not d.target]
    lost = {s: reason for s, reason in empty if is_lost(reason, s)}
    print(
        f"{engine.language} {name}: {len(sources)} sentences; {len(bad)} drafts broken; "
        f"{len(empty)} empty, {len(lost)} for a mark or text to copy; without marks "
        f"{sum(not draft.target for draft in bare)} are empty"
    )
    for reason, count in Counter(kind(reason, s) for s, reason in empty).most_common():
        print(f"    {count:5} {reason}")
    for title, rows in (("broken", bad), ("empty", [*lost.items()][:show])):
        for source, said in rows:
            print(f"    {title}: {source}\n        {said}")


def is_lost(reason: str, source: str) -> bool:
    """Tell whether a draft is refused for a mark or something to copy."""
    return kind(reason, source).startswith(("mark", "a copy"))


def kind(reason: str, source: str) -> str:
    """Return a reason without what differs from text to text."""
    held = [text for text in copied(source) if text in reason]
    if _LOST.match(reason):
        name = re.sub(r"[0-9]", "", reason.split()[1])
        return "a copy is lost: " + name if name[1:-1] in marks.PROTECTED else "mark is lost"
    if held and reason.endswith(("is lost", "is missing", "is changed")):
        return "a copy is lost: text"
    return re.sub(r"\(.*\)|\".*\"|[0-9][0-9.,]*", "…", reason)


# Place


class Ends(NamedTuple):
    """Where marks stand in a message, by label, in signs without white space."""

    spans: dict[str, tuple[int, int]]
    points: dict[str, int]


def ends(message: str) -> Ends:
    """Return where the marks of a message stand; those that hold copied text do not count."""
    found, done, hidden = Ends({}, {}), 0, ""
    for token in marks.tokens(message):
        label = f"{token.text}{token.number}"
        if token.kind == "text":
            done += len("".join(token.text.split()))
        elif token.kind == "empty":
            found.points[label] = done
        elif token.text in marks.PROTECTED:
            hidden = label
        elif token.kind == "open":
            found.spans[label] = (done, done)
        else:
            found.spans[label] = (found.spans[label][0], done)
    del hidden
    return found


class Aligner:
    """A package that is made to write what people wrote."""

    def __init__(self, engine: Argos) -> None:
        self.engine, self.tokenizer = engine, engine._load()

    def marked(self, source: str, target: str) -> str:
        """Return a reference with the marks where our code puts them; raises Lost."""
        read = sentence.read(source, "x")
        for node in read.nodes:
            if node.is_copy:
                assert target.count(node.opening) == 1, (node.opening, target)
                target = target.replace(node.opening, read.stand_in(node))
        text = marks.plain(re.sub(r"(?<=\w)<br[0-9]+/>(?=\w)", " ", target))
        made, alignment = self.alignment(read.text, text)
        return placing.place(read, made, alignment, self.engine.language)

    def alignment(self, source: str, target: str) -> tuple[str, Alignment]:
        """Return a target text as the model writes it, and what it looks at."""
        tokens, wanted = self.tokenizer.encode(source), self.tokenizer.encode(target).pieces
        first = [self.engine.package.target_prefix] if self.engine.package.target_prefix else []
        (result,) = self.engine._model.translate_batch(
            [tokens.pieces], target_prefix=[[*first, *wanted]], return_attention=True,
            max_decoding_length=len(first) + len(wanted) + 1)  # fmt: skip
        rows = result.attention[0][len(first) :][: len(wanted)]
        made = self.tokenizer.decode(wanted)
        return made.text, Alignment(tokens.spans, made.spans, rows)


class Score(NamedTuple):
    """How well marks stand."""

    spans: int
    exact: int
    f1: float
    points: int
    hit: int
    lost: int
    """Sentences of which a mark could not be placed."""

    def __str__(self) -> str:
        """Return it for a person."""
        return (
            f"{self.exact} of {self.spans} spans exact ({100 * self.exact / self.spans:.1f} %), "
            f"F1 {100 * self.f1:.1f}, {self.hit} of {self.points} points, "
            f"{self.lost} sentences lost"
        )


def place(engine: Argos, show: int = 0) -> Score:
    """Return how well marks stand on the references."""
    aligner = Aligner(engine)
    count: Counter[str] = Counter()
    for block in hand():
        source, wanted = block["en"], block[engine.language]
        try:
            got = aligner.marked(source, wanted)
        except Lost as lost:
            got = f"lost: {lost}"
            count["lost"] += 1
        compare(ends(wanted), ends(got), count)
        if show and ends(wanted) != ends(got):
            print(f"    {source}\n    {wanted}\n    {got}\n")
    f1 = 2 * count["both"] / max(1, count["gold"] + count["ours"])
    return Score(count["spans"], count["exact"], f1, count["points"], count["hit"], count["lost"])


def compare(wanted: Ends, got: Ends, count: Counter[str]) -> None:
    """Count what is right."""
    count["spans"] += len(wanted.spans)
    count["points"] += len(wanted.points)
    count["hit"] += sum(got.points.get(label) == spot for label, spot in wanted.points.items())
    for label, (start, end) in wanted.spans.items():
        first, last = got.spans.get(label, (0, 0))
        count["exact"] += (start, end) == (first, last)
        count["both"] += max(0, min(end, last) - max(start, first))
        count["gold"] += end - start
        count["ours"] += last - first


def layers(used: Package, language: str) -> None:
    """Measure every layer and head, and print it."""
    shape = marks_patch.shape(used.path)
    for layer in range(shape.layers):
        for head in (*range(shape.heads), None):
            with marks_patch.patched(used, layer, head) as other:
                name = f"layer {layer + 1}, " + ("all" if head is None else f"head {head + 1}")
                engine = Argos(other, language)
                looks = canaries.attention(other) or 0
                print(f"{language} {name}: {place(engine)}; words that stay {looks:.2f}")
                survival(f"{name}, hand", engine, [block["en"] for block in hand()], 0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=2000, help="how many to generate")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--layers", action="store_true", help="only compare layers and heads")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print what fails")
    options = parser.parse_args()
    for language in options.language or LANGUAGES:
        with tempfile.TemporaryDirectory(prefix="localepress-") as folder:
            used = speed.starter(language, Path(folder))
            if options.layers:
                layers(used, language)
                continue
            engine = Argos(used, language, judge=translate.fault)
            print(f"{language} place: {place(engine, options.show)}")
            survival("hand", engine, [block["en"] for block in hand()], options.show)
            made = marks_made.sentences(options.count)
            survival("generated", engine, made, options.show)


if __name__ == "__main__":
    main()
