"""What differs between languages and is known to CLDR, or is a rule of their typography.

Folders of catalogues are gettext locale names (``pt_BR``), pages and addresses BCP 47 tags
(``pt-BR``); inside the program a language is its BCP 47 tag.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from pipeline.errors import UsageError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

UNSPACED = frozenset({"ja", "zh", "yue"})
"""Languages that put no space between sentences."""

_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f.!?]")
_SCRIPT = 4
"""Letters of a script subtag: ``Hant``."""
_WIDE_ENDS = "。．！？」』）】…"
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})(?:</?[^<>]*>|[ \t\n])+(?={_WIDE})")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")


@cache
def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise UsageError(
            f'unknown language "{tag}"; use a BCP 47 tag such as "ko", "ja" or "pt-BR"'
        ) from error


def normalise(tag: str) -> str:
    """Return the BCP 47 tag of a language in its usual writing; raises UsageError if unknown.

    >>> normalise("pt_br")
    'pt-BR'
    """
    tag = tag.replace("_", "-")
    _locale(tag)
    language, *rest = tag.split("-")
    cased = (part.title() if len(part) == _SCRIPT else part.upper() for part in rest)
    return "-".join((language.lower(), *cased))


def folder(tag: str) -> str:
    """Return the gettext locale name: ``pt_BR`` for ``pt-BR``."""
    return tag.replace("-", "_")


def argos_code(tag: str) -> str:
    """Return the code under which Argos packages know a language."""
    locale = _locale(tag)
    if locale.language == "zh":
        return "zt" if locale.script == "Hant" else "zh"
    return "pb" if tag == "pt-BR" else locale.language


def name(tag: str, language: str | None = None) -> str:
    """Return a language's name in a language, by default in its own.

    >>> name("ko"), name("ja", "en")
    ('한국어', 'Japanese')
    """
    shown = _locale(tag).get_display_name(_locale(language or tag))
    return shown or tag


def direction(tag: str) -> str:
    """Return "ltr" or "rtl"."""
    return _locale(tag).text_direction


def place(tag: str) -> str:
    """Return a language with a region, as social networks name one: CLDR's likely one if need be.

    >>> place("ko"), place("pt-BR"), place("zh-Hant")
    ('ko_KR', 'pt_BR', 'zh_TW')
    """
    locale = _locale(tag)
    likely = get_global("likely_subtags")
    known = likely.get(str(locale)) or likely.get(locale.language) or ""
    region = locale.territory or next((p for p in known.split("_")[1:] if len(p) == 2), "")
    return f"{locale.language}_{region}" if region else locale.language


def primary(tag: str) -> str:
    """Return the language of a tag, without script and region.

    >>> primary("en-GB")
    'en'
    """
    return tag.strip().partition("-")[0].lower()


def listed(tag: str, ranges: str) -> bool:
    """Tell whether a list of language ranges has a language: RFC 4647, extended filtering.

    >>> listed("fr-CA", "en, *-CA"), listed("de-Latn-DE", "de-DE"), listed("de", "de-DE")
    (True, True, False)
    """
    wanted = (part.strip() for part in ranges.lower().split(","))
    return any(_matches(tag.lower().split("-"), part.split("-")) for part in wanted if part)


def _matches(tag: list[str], wanted: list[str]) -> bool:
    """Tell whether the subtags of a language are those of a range, in order."""
    if wanted[0] not in {"*", tag[0]}:
        return False
    rest = iter(tag[1:])
    for part in wanted[1:]:
        if part == "*":
            continue
        for subtag in rest:
            if subtag == part:
                break
            if len(subtag) == 1:
                # What follows is an extension's, and no region or script.
                return False
        else:
            return False
    return True


def plural_forms(tag: str) -> str:
    """Return the value of a catalogue's Plural-Forms header, from CLDR as Babel words it.

    >>> plural_forms("ko")
    'nplurals=1; plural=0;'
    """
    from babel.messages.plurals import get_plural

    return str(get_plural(_locale(tag)).plural_forms)


def sentence_gap(before: str, after: str, tag: str) -> str:
    """Return what stands between two sentences that the source has separated by white space.

    Japanese sets none, except beside Latin letters and digits; after its own full-width stops and
    brackets it never does.

    >>> sentence_gap("行く。", "PDFです。", "ja"), sentence_gap("간다.", "온다.", "ko")
    ('', ' ')
    """
    if tag.partition("-")[0] not in UNSPACED:
        return " "
    if before and before[-1] in _WIDE_ENDS:
        return ""
    return " " if _LATIN.match(after[:1]) or _LATIN.match(before[-1:]) else ""


def bracketed(text: str, tag: str) -> str:
    """Return a text in brackets as it stands behind a word.

    >>> bracketed("영어", "ko"), bracketed("英語", "ja")
    (' (영어)', '（英語）')
    """
    return f"（{text}）" if tag.partition("-")[0] in UNSPACED else f" ({text})"


def series(texts: Sequence[str], tag: str) -> str:
    """Return texts one after the other as a language lists them, by CLDR.

    >>> series(("A", "B"), "ko"), series(("A", "B", "C"), "ja")
    ('A 및 B', 'A、B、C')
    """
    from babel.lists import format_list

    return format_list(texts, locale=_locale(tag))


def date(day: datetime.date, tag: str) -> str:
    """Return a day as a language writes it out, by CLDR.

    >>> import datetime
    >>> [date(datetime.date(2026, 11, 2), tag) for tag in ("en", "ko", "ja")]
    ['November 2, 2026', '2026년 11월 2일', '2026年11月2日']
    """
    from babel.dates import format_date

    return format_date(day, "long", locale=_locale(tag))


def unwrapped(text: str, tag: str) -> str:
    r"""Return a text, which may have marks, without the line breaks that would become spaces.

    Where Japanese breaks a line there is no space: only between Han, kana and full-width signs.

    >>> unwrapped("最初の行\n<em1>次</em1>の行。", "ja"), unwrapped("첫 줄\n다음 줄", "ko")
    ('最初の行<em1>次</em1>の行。', '첫 줄\n다음 줄')
    """
    if "\n" not in text or tag.partition("-")[0] not in UNSPACED:
        return text
    return _BETWEEN_WIDE.sub(lambda found: _BREAK.sub("", found[0]), text)


def join(sentences: Iterable[str], tag: str) -> str:
    """Return sentences as one text of a language; empty ones leave no gap."""
    text = ""
    for sentence in filter(None, sentences):
        text += (sentence_gap(text, sentence, tag) if text else "") + sentence
    return text
