"""A book of Markdown files with real-looking prose, the same in every run."""

from __future__ import annotations

import random
import textwrap

FILES, SIZE = 112, 10_700
"""Number of chapters, and about how many bytes each has."""

_THINGS = (
    "archive backup branch buffer cache catalogue certificate chapter client cluster collector "
    "command compiler container controller counter cursor database deadline directory document "
    "editor endpoint event exception exporter extension field filter folder gateway handler "
    "header heap identifier index iterator journal kernel keyboard label launcher ledger library "
    "listener loader lock manifest message method migration mirror module monitor network node "
    "object operator option packet page parameter parser partition password pipeline plug-in "
    "policy pool printer process profile project protocol proxy query queue reader record "
    "registry release report repository request response router rule sandbox schedule schema "
    "scope script section sensor server service session setting shell signal snapshot socket "
    "stack stream subscriber switch table template terminal test thread timer token transaction "
    "translator user validator variable version volume widget window worker writer"
).split()
_QUALITIES = (
    "additional ancient authenticated automatic broken careful central cheap closed common "
    "compressed concurrent current custom damaged default distant duplicate early empty encrypted "
    "expired external familiar fast final first foreign fresh full hidden idle immutable incoming "
    "internal large last late lazy local missing modern named nested new nightly obsolete old "
    "optional outgoing parallel partial pending portable previous private public quiet random "
    "recent remote reliable reserved second secure separate shared silent single slow small "
    "stable stale strict temporary tiny trusted unknown unused upstream valid verbose virtual"
).split()
_ACTIONS = (
    "accepts allocates announces archives blocks borrows builds cancels changes checks cleans "
    "closes collects compares compresses confirms copies counts creates decodes delays deletes "
    "delivers describes discards divides downloads duplicates encodes exports extends fetches "
    "finds flushes follows forgets forwards generates groups hides ignores imports inspects "
    "installs joins keeps limits links loads locks logs measures merges moves names notifies "
    "opens orders parses pauses prints protects publishes reads receives records refreshes "
    "rejects releases removes renames repairs repeats replaces reports requests resets restarts "
    "restores returns reuses rotates saves scans schedules sends shares signs skips sorts splits "
    "starts stops stores sums tests traces translates unlocks updates uploads validates "
    "watches wraps writes"
).split()
_SENTENCES = (
    "{A} {t} {v} {the} {q} {t}.",
    "{A} {q} {t} {v} every {t} that {the} {t} {v}, unless you say otherwise.",
    "Before you open {the} {t}, make sure that {the} {q} {t} {v} {a} {t}.",
    "If {the} {t} is {q}, {the} {t} {v} it and {v} {the} {t} of the last run.",
    "Most people never notice this, because {the} {q} {t} {v} {the} {t} in the background.",
    "You can think of {the} {t} as {a} {q} {t}: it {v} what it is given, and nothing else.",
    "Why is that? Version {n}.{m} came with {a} {t} that still {v} {a} {q} {t}.",
    "When more than {n} of them wait, {the} {t} {v} those that {a} {t} no longer {v}.",
    "In other words, {a} {t} that {v} {a} {t} is not {q}, however {q} it may look.",
    "We will come back to {the} {q} {t} later; for now it is enough that it {v} {the} {t}.",
    "There are {n} ways in which {a} {t} {v} {a} {t}, e.g. with {a} {q} {t}.",
    "This took {n} ms on Dr. Kim's machine, {m} times less than with {a} {q} {t}.",
)


class Prose:
    """Sentences, paragraphs and everything else that a chapter is made of."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def word(self, words: list[str]) -> str:
        """Return one of the words."""
        return self.random.choice(words)

    def thing(self) -> str:
        """Return a noun as a text about programs writes it: some with markup."""
        noun, name = self.word(_THINGS), self.word(_THINGS)
        chance = self.random.random()
        if chance < 0.05:
            return f"`{self.word(_QUALITIES)}_{noun.replace('-', '_')}`"
        if chance < 0.08:
            return f"[{self.word(_QUALITIES)} {noun}](../part-{len(name)}/{name}.md#{noun})"
        if chance < 0.10:
            return f"**{noun}**"
        return f"*{noun}*" if chance < 0.12 else noun

    def sentence(self) -> str:
        """Return a sentence."""
        parts = self.word(list(_SENTENCES)).split("{")
        out = parts[0]
        for part in parts[1:]:
            slot, rest = part.split("}", 1)
            out += self._fill(slot) + rest
        return out[:1].upper() + out[1:]

    def _fill(self, slot: str) -> str:
        if slot in {"n", "m"}:
            return str(self.random.randint(2, 99))
        if slot in {"a", "the", "A"}:
            return {"a": "one", "the": "the", "A": self.word(["the", "no", "every"])}[slot]
        if slot == "t":
            return self.thing()
        return self.word(_QUALITIES if slot == "q" else _ACTIONS)

    def heading(self) -> str:
        """Return a few words."""
        start = self.word(["How", "When", "Why"])
        end = f"the {self.word(_QUALITIES)} {self.word(_THINGS)}"
        return f"{start} the {self.word(_THINGS)} {self.word(_ACTIONS)} {end}"

    def paragraph(self) -> str:
        """Return two to six sentences, wrapped."""
        return _wrapped(" ".join(self.sentence() for _ in range(self.random.randint(2, 6))))

    def bullets(self) -> str:
        """Return a list."""
        items = [self.sentence() for _ in range(self.random.randint(3, 6))]
        return "\n".join(_wrapped(item, "- ", "  ") for item in items)

    def steps(self) -> str:
        """Return a numbered list."""
        items = [self.sentence() for _ in range(self.random.randint(2, 5))]
        return "\n".join(_wrapped(item, f"{n}. ", "   ") for n, item in enumerate(items, 1))

    def table(self) -> str:
        """Return a table."""
        rows = ["| Name | What it does | Default |", "| --- | --- | ---: |"]
        for _ in range(self.random.randint(3, 7)):
            does = f"{self.word(_ACTIONS)} the {self.word(_QUALITIES)} {self.word(_THINGS)}"
            rows.append(f"| `{self.word(_THINGS)}` | {does} | {self.random.randint(0, 512)} |")
        return "\n".join(rows)

    def quotation(self) -> str:
        """Return a note."""
        return _wrapped(f"Note: {self.sentence()} {self.sentence()}", "> ", "> ")

    def code(self) -> str:
        """Return a code block, which nobody translates."""
        rows = [f"def {self.word(_THINGS).replace('-', '_')}(count: int) -> int:"]
        for _ in range(self.random.randint(3, 9)):
            name = self.word(_THINGS).replace("-", "_")
            rows.append(f"    {name} = count * {self.random.randint(2, 99)}  # the {name}")
        return "\n".join(["```python", *rows, "    return count", "```"])

    def chapter(self) -> str:
        """Return a file."""
        blocks, size = [f"# {self.heading()}", self.paragraph()], 0
        makers = [self.bullets, self.steps, self.table, self.quotation, self.code, self.code]
        while size < SIZE:
            more = [f"## {self.heading()}"] if self.random.random() < 0.12 else []
            chance = self.random.random()
            more.append(self.paragraph() if chance < 0.6 else self.random.choice(makers)())
            blocks += more
            size += sum(len(block) + 2 for block in more)
        return "\n\n".join(blocks) + "\n"


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        80,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def chapters() -> dict[str, str]:
    """Return the chapters by name, the same in every run."""
    return {
        f"part-{n // 8 + 1:02}/chapter-{n % 8 + 1}.md": Prose(n).chapter() for n in range(FILES)
    }
