"""The theme's own words as a gettext template: ``python -m pipeline.outputs.words``.

The extractor is the one that Babel calls for Jinja templates; it lives in Jinja.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from jinja2.ext import babel_extract

from pipeline.outputs.templates import THEME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_KEYWORDS = ("_", "gettext", "plain")
_TAG = "Translators:"
_HEADER = (
    "Project-Id-Version: localepress",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
)


def template(folder: Path = THEME) -> str:
    """Return the POT file of a folder of templates: words in the order of the pages.

    Raises jinja2.TemplateSyntaxError for a template that cannot be read.
    """
    header = ["# Words of Localepress's own pages.", 'msgid ""', 'msgstr ""']
    header += [_quoted(f"{line}\n") for line in _HEADER]
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for path in sorted(folder.glob("*.html")):
        for message, notes in _messages(path):
            kept, files = found.setdefault(message, ({}, {}))
            kept.update(dict.fromkeys(notes))
            files[path.name] = None
    entries = (_entry(message, notes, files) for message, (notes, files) in found.items())
    return "\n\n".join(["\n".join(header), *entries]) + "\n"


def _messages(path: Path) -> Iterable[tuple[str, list[str]]]:
    options = {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}
    options |= {"trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        for _, _, message, comments in babel_extract(file, _KEYWORDS, [_TAG], options):
            # With arguments after it, a word comes in a tuple.
            text = message[0] if isinstance(message, tuple) else message
            yield str(text), [note.removeprefix(_TAG).strip() for note in comments]


def _entry(message: str, notes: Iterable[str], files: Iterable[str]) -> str:
    lines = [f"#. {note}" for note in notes]
    lines += [f"#: {name}" for name in files]
    lines += ["#, python-format"] if "%(" in message else []
    return "\n".join([*lines, f"msgid {_quoted(message)}", 'msgstr ""'])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(template())
