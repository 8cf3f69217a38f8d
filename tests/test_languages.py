"""What CLDR and typography say about languages."""

import pytest

from pipeline import languages
from pipeline.errors import UsageError


@pytest.mark.parametrize(
    ("before", "after", "language", "gap"),
    [
        ("간다.", "온다.", "ko", " "),
        ("行く。", "来る。", "ja", ""),
        ("行く。", "Pythonで書く。", "ja", ""),
        ("「行く」", "2番目です。", "ja", ""),
        ("v2", "来る。", "ja", " "),
        ("Use it.", "来る。", "ja", " "),
        ("Go.", "Come.", "en", " "),
        ("走。", "来。", "zh-Hant", ""),
    ],
)
def test_gap_between_sentences(before, after, language, gap):
    """Korean sets a space between sentences, Japanese only beside Latin text, never after 。."""
    assert gap == languages.sentence_gap(before, after, language)


def test_join_leaves_no_gap_for_a_missing_sentence():
    """A sentence that went into the one before leaves nothing behind."""
    assert languages.join(["간다.", "", "온다."], "ko") == "간다. 온다."


@pytest.mark.parametrize("tag", ["", "xx", "english", "한국어", "e", "ko_", "../ko"])
def test_unknown_language(tag):
    """A tag that CLDR does not know is refused, whatever it is."""
    with pytest.raises(UsageError, match="unknown language"):
        languages.normalise(tag)


def test_names_forms_and_codes():
    """Names in the language itself, gettext's plural forms, Argos's codes."""
    assert languages.name("ja") == "日本語"
    assert languages.plural_forms("pt-BR") == "nplurals=2; plural=(n > 1);"
    assert [languages.argos_code(tag) for tag in ("zh-Hant", "zh-TW", "zh-HK", "zh", "pt-BR")] == [
        "zt",
        "zt",
        "zt",
        "zh",
        "pb",
    ]
    assert [languages.normalise(tag) for tag in ("ZH_tw", "zh-hant", "pt_BR")] == [
        "zh-TW",
        "zh-Hant",
        "pt-BR",
    ]
    assert languages.argos_code("ko") == "ko"
    assert languages.folder("pt-BR") == "pt_BR"
    assert languages.direction("ar") == "rtl"
