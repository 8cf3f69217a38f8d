"""The site's own words: extracted from the templates, and complete in Korean and Japanese."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from pipeline.outputs import words

INTERFACE = Path(words.__file__).parents[1] / "interface"
HOW = "run: make words"


def messages(path: Path) -> dict[str, str]:
    """Return the messages of a catalogue."""
    return {entry.msgid: entry.msgstr for entry in polib.pofile(path) if not entry.obsolete}


def test_template_has_the_words_of_the_theme() -> None:
    """The committed POT file is what extraction gives."""
    committed = (INTERFACE / "localepress.pot").read_text(encoding="utf-8")
    assert committed == words.template(), HOW


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_word_is_translated(language: str) -> None:
    """Each catalogue has just the words of the template, reviewed, with their placeholders."""
    path = INTERFACE / f"{language}.po"
    found = messages(path)
    assert list(messages(INTERFACE / "localepress.pot")) == list(found), HOW
    assert [] == [entry.msgid for entry in polib.pofile(path) if entry.fuzzy]
    for source, target in found.items():
        assert target
        assert set(re.findall(r"%\(\w+\)s", source)) == set(re.findall(r"%\(\w+\)s", target))
        assert not re.search("[A-Za-z]{3}", re.sub(r"%\(\w+\)s", "", target)), target


def test_words_of_a_template_are_found_with_their_notes(tmp_path: Path) -> None:
    """A word in two templates is one message; notes and files are kept, line numbers are not."""
    (tmp_path / "a.html").write_text('{# Translators: on a "button" #}\n{{ _("Go") }}')
    (tmp_path / "b.html").write_text(
        '{{ _("Go") }}\n{% trans n=1 %}\n  By\n  {{ n }}\n{% endtrans %}'
    )
    expected = [
        '#. on a "button"\n#: a.html\n#: b.html\nmsgid "Go"\nmsgstr ""',
        '#: b.html\n#, python-format\nmsgid "By %(n)s"\nmsgstr ""\n',
    ]
    assert expected == words.template(tmp_path).split("\n\n")[1:]
