"""The project's own theme: its files, and its words as a document that is translated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import messages, tree
from pipeline.elements import LINE, NOTE, THEME
from pipeline.model import Document, Place
from pipeline.outputs import themes, words
from pipeline.stages import reviewed
from pipeline.tree.syntax import escape, quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.messages import Source
    from pipeline.model import Finding
    from pipeline.outputs.themes import Own
    from pipeline.outputs.words import Word
    from pipeline.project import Project
    from pipeline.stages.work import Work


@dataclass(frozen=True, slots=True)
class Theme:
    """The theme of a project, as it was when it was read."""

    own: Own
    words: Mapping[str, Sequence[tuple[str, Word]]]
    """Those that ours does not have, each with where it stands."""


def read(project: Project) -> Theme:
    """Return the theme of a project; raises LocalepressError for a file that cannot be taken."""
    found = themes.read(project.root)
    said = words.own(found)
    return Theme(replace(found, words=frozenset(said)), said)


def document(theme: Theme, language: str) -> tuple[str, Source]:
    """Return the words of a theme, which are in a language, as a document, with its key.

    Each of them is one message, whatever the project says.
    """
    parts, places = [], {}
    for number, (text, uses) in enumerate(theme.words.items(), 1):
        notes = dict.fromkeys(note for _, word in uses for note in word.notes)
        said = f" {NOTE}={quote(' '.join(notes))}" if notes else ""
        parts.append(f'<p id="word-{number}" {LINE}="{number}"{said}>{escape(text)}</p>')
        places[number] = Place(uses[0][0], uses[0][1].line)
    head = f"<html lang={quote(language)}><head></head><body>\n"
    html = head + "\n".join(parts) + "\n</body></html>"
    made = messages.cut(Document(f"{THEME}.toml", language, html), themes.FOLDER, "paragraph")
    units = tuple(replace(unit, place=places[unit.place.line]) for unit in made.units)
    key = hashlib.sha256(repr((html, places)).encode()).hexdigest()
    return key, replace(made, units=units)


def translations(work: Work) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Return the theme's words by language, and what is wrong with their catalogues.

    Only what is reviewed is there, and all of it in the source language.
    """
    project, theme, source = work.project, work.own_theme, work.own(THEME)
    findings: list[Finding] = []
    if theme is None or source is None:
        return {}, findings
    texts = list(theme.words)
    found = {project.language: dict(zip(texts, texts, strict=True))}
    for language in project.languages:
        found[language] = _read(reviewed.html(work, THEME, source, language, findings), texts)
    return found, findings


def _read(html: str, texts: list[str]) -> dict[str, str]:
    """Return the words that have a translation."""
    found = {}
    for element in tree.parse(html).walk():
        name = element.get("id") or ""
        first = next(iter(element.children), None)
        foreign = isinstance(first, tree.Element) and first.get("lang")
        if name.startswith("word-") and not foreign:
            found[texts[int(name.removeprefix("word-")) - 1]] = element.text()
    return found
