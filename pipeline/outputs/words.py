"""The words of templates, and ours as a gettext template: ``python -m pipeline.outputs.words``.

The extractor is the one that Babel calls for Jinja templates; it lives in Jinja.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError
from jinja2.ext import babel_extract

from pipeline.errors import LocalepressError
from pipeline.outputs.templates import THEME
from pipeline.outputs.themes import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.outputs.themes import Own

_KEYWORDS = ("_", "gettext", "ngettext", "plain")
_TAG = "Translators:"
_HEADER = (
    "Project-Id-Version: localepress",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a template that is translated."""

    text: str
    line: int
    """Of the template, from 1."""
    notes: tuple[str, ...]
    """What its author tells translators."""


def template(folder: Path = THEME) -> str:
    """Return the POT file of a folder of templates: words in the order of the pages.

    Raises jinja2.TemplateSyntaxError for a template that cannot be read.
    """
    header = ["# Words of Localepress's own pages.", 'msgid ""', 'msgstr ""']
    header += [_quoted(f"{line}\n") for line in _HEADER]
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for path in sorted(folder.glob("*.html")):
        for word in read(path.read_bytes()):
            kept, files = found.setdefault(word.text, ({}, {}))
            kept.update(dict.fromkeys(word.notes))
            files[path.name] = None
    entries = (_entry(message, notes, files) for message, (notes, files) in found.items())
    return "\n\n".join(["\n".join(header), *entries]) + "\n"


@cache
def ours() -> frozenset[str]:
    """Return the words of our own templates."""
    pages = sorted(THEME.glob("*.html"))
    return frozenset(word.text for path in pages for word in read(path.read_bytes()))


def read(data: bytes) -> Iterable[Word]:
    """Yield the words of a template, in UTF-8, in their order.

    Raises jinja2.TemplateSyntaxError for a template that cannot be read.
    """
    options = {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}
    options |= {"trim_blocks": "true", "lstrip_blocks": "true"}
    for line, _, message, comments in babel_extract(BytesIO(data), _KEYWORDS, [_TAG], options):
        notes = tuple(note.removeprefix(_TAG).strip() for note in comments)
        # With arguments after it, a word comes in a tuple; so do the forms for one and for many.
        for text in message if isinstance(message, tuple) else (message,):
            if isinstance(text, str):
                yield Word(text, line, notes)


def own(theme: Own) -> dict[str, list[tuple[str, Word]]]:
    """Return the words of a project's theme that ours does not have, each with where it stands.

    Raises LocalepressError for a template that cannot be read.
    """
    found: dict[str, list[tuple[str, Word]]] = {}
    for name, text in theme.templates.items():
        try:
            words = list(read(text.encode()))
        except TemplateSyntaxError as error:
            said = " ".join(str(error.message).split())
            raise LocalepressError(
                f"{FOLDER}/{name}:{error.lineno}: TemplateSyntaxError: {said}"
            ) from error
        for word in words:
            if word.text.strip() and word.text not in ours():
                found.setdefault(word.text, []).append((f"{FOLDER}/{name}", word))
    return found


def _entry(message: str, notes: Iterable[str], files: Iterable[str]) -> str:
    lines = [f"#. {note}" for note in notes]
    lines += [f"#: {name}" for name in files]
    lines += ["#, python-format"] if "%(" in message else []
    return "\n".join([*lines, f"msgid {_quoted(message)}", 'msgstr ""'])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(template())
