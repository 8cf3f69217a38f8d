"""What the makers of mistakes share: a kind of mistake, and ways to change one place of a text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from pipeline.checks.base import Message

    Break = Callable[[Message, Random], str | None]


class Kind(NamedTuple):
    """A kind of mistake."""

    name: str
    check: str
    """The one that should find it; any other that does is counted apart."""
    break_: Break
    languages: tuple[str, ...] = ("ko", "ja")


TABLES = tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text(encoding="utf-8"))
MARK = re.compile(r"<(/?)([a-z]+)([0-9]+)(/?)>")


def put(text: str, match: re.Match[str], new: str) -> str:
    """Return a text with something else where a match stood."""
    return text[: match.start()] + new + text[match.end() :]


def pick(pattern: str, text: str, chance: Random) -> re.Match[str] | None:
    """Return one of the places where a pattern fits, None if there is none."""
    found = list(re.finditer(pattern, text))
    return chance.choice(found) if found else None


def replace(pattern: str, new: str) -> Break:
    """Return what puts ``new`` at one of the places where a pattern fits."""

    def change(message: Message, chance: Random) -> str | None:
        match = pick(pattern, message.target, chance)
        return put(message.target, match, match.expand(new)) if match else None

    return change


def turn(name: str) -> Break:
    """Return what turns one ending of a table of mistakes.toml."""
    tables = {
        language: [row.split(" => ") for row in text.split("\n") if row]
        for language, text in TABLES[name].items()
    }

    def change(message: Message, chance: Random) -> str | None:
        rows = tables.get("ko" if is_korean(message) else "ja", [])
        text = message.target
        found = [(at, new) for old, new in rows for at in re.finditer(re.escape(old), text)]
        match, new = chance.choice(found) if found else (None, "")
        return put(text, match, new) if match else None

    return change


def where(condition: Callable[[Message], object], change: Break) -> Break:
    """Return what changes only the messages that fulfil a condition."""
    return lambda message, chance: change(message, chance) if condition(message) else None


def language(message: Message) -> str:
    """Return the language of a translation."""
    return "ko" if is_korean(message) else "ja"


def is_korean(message: Message) -> bool:
    """Tell whether a translation has a Hangul syllable."""
    return re.search("[가-힣]", message.target) is not None


def outside_marks(text: str) -> str:
    """Return a text with its marks and what stands in code blanked, at the same places."""
    code = re.compile(r"<(code|kbd|samp|var|keep)([0-9]+)>.*?</\1\2>")
    text = code.sub(lambda match: "_" * len(match[0]), text)
    return MARK.sub(lambda match: "_" * len(match[0]), text)
