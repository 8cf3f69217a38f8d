"""Addresses, paths, file names, options and code: what is carried over letter by letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline import kept, marks
from pipeline.checks import texts
from pipeline.checks.base import Level, Message, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_ADDRESS = re.compile(r"(?:https?|ftp)://|[\w.+-]+@[\w-]+\.")
_PLACEHOLDER = re.compile(r"[%{$]")
_FOR_PEOPLE = re.compile(r"(?=.*[A-Z])\w+")
_FILE = re.compile(r"(?:FILE|FILENAME|NAME|INPUT|OUTPUT)\.")
"""``FILE.po`` in the usage of a program."""
_KEY = re.compile(r"\(_[A-Za-z0-9]\)")
"""``Custom co_mmand`` marks a key of a menu, which stands in brackets in a translation: (_M)."""
_NOISE = re.compile(r"^https?://(?:www\.)?|[/.]$")


def check(message: Message, pair: Pair) -> Iterator[Problem]:
    """Yield what is missing of the source's addresses, names and code."""
    source, target = texts.plain(message.source), texts.plain(message.target)
    told: set[str] = set()
    close = "".join(target.split())  # Ctrl + C, of keys in marks of their own
    for match in {match[0]: match for match in kept.find(source)}.values():
        text = match[0]
        if _PLACEHOLDER.match(text) or text in target or text in close:
            continue
        if not _ADDRESS.match(text):
            if not _same_name(text, target) and not _is_variable(source, match):
                yield Problem("kept", f"{text} is missing", Level.WARNING)
        elif not _localised(text, target, pair) and _is_whole(text, message.source):
            told.add(text)
            yield Problem("kept", f"{text} is missing; copy it", Level.ERROR)
    yield from _code(message, pair, told)


def _same_name(text: str, target: str) -> bool:
    """Tell whether a name is there, or is one for people: ``New_York``, ``LINK_NAME``."""
    if text.casefold() in target.casefold() or _FOR_PEOPLE.fullmatch(text):
        return True
    if text.count("_") == 1 and text.islower() and _KEY.search(target):
        return True
    parts = [r"[^\s/]+" if part.isupper() else re.escape(part) for part in text.split("/")]
    return "/" in text and re.search("/".join(parts), target) is not None


def _is_variable(source: str, name: re.Match[str]) -> bool:
    """Tell whether a name stands for something that a reader fills in: ``<file_name>``."""
    typed = source[name.start() - 1 : name.start()] == "<" and source[name.end() :][:1] == ">"
    return typed or bool(_FILE.match(name[0]))


def _is_whole(address: str, source: str) -> bool:
    """Tell whether no mark cuts an address: one with emphasis inside is an example to fill in."""
    return any(address in token.text for token in marks.tokens(source) if token.kind == "text")


def _localised(text: str, target: str, pair: Pair) -> bool:
    """Tell whether an address is there when the part that names a language is left out."""
    wanted = _bare(text, pair)
    return any(_bare(match[0], pair) == wanted for match in kept.find(target))


def _bare(address: str, pair: Pair) -> str:
    """Return an address without its scheme, a last slash and what names one of the languages."""
    tags = {pair.source.lower(), pair.target.lower()}
    tags |= {tag.partition("-")[0] for tag in tags} | {"en-us", "en-gb", "ko-kr", "ja-jp"}
    names = "|".join(re.escape(tag).replace("\\-", "[-_]") for tag in sorted(tags, reverse=True))
    bare = re.sub(rf"(?i)(?<![a-z0-9])(?:{names})(?![a-z0-9])[./]?", "", _NOISE.sub("", address))
    if re.match(r"\.?(?:m\.)?wikipedia\.org/", bare):
        return "wikipedia.org"
    return _NOISE.sub("", bare)


def _code(message: Message, pair: Pair, told: Collection[str]) -> Iterator[Problem]:
    """Yield the protected marks whose text is not the source's, but for addresses already told."""
    target = dict(_protected(message.target))
    for label, text in _protected(message.source):
        if label not in target or text in target[label] or text in told:
            continue
        if not (_ADDRESS.match(text) and _localised(text, target[label], pair)):
            said = f'the text in {label} is changed to "{texts.short(target[label])}"'
            yield Problem("kept", f'{said}; it was "{texts.short(text)}"', Level.WARNING)


def _protected(message: str) -> Iterator[tuple[str, str]]:
    """Yield the protected marks of a message, each with the text in it."""
    label, close, text = "", "", ""
    for token in marks.tokens(message):
        if label and str(token) == close:
            yield label, text
            label = ""
        elif token.kind == "open" and token.text in marks.PROTECTED and not label:
            label, close, text = str(token), f"</{token.text}{token.number}>", ""
        elif token.kind == "text":
            text += token.text
