"""Sentences of a message: where one ends, in any language, and never inside a mark.

sentencex finds the ends; small tables in ``data`` correct it where a language's own rules
say otherwise. Nothing is lost or changed: the pieces joined are the text. Where in doubt two
sentences stay together: that costs a translator a longer segment, a wrong end costs a broken one.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from pipeline.languages import UNSPACED
from pipeline.segment.flat import CLOSERS, OPENERS, STAND_IN, flatten
from pipeline.segment.rules import Rules, of_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WINDOW, MARGIN = 2048, 256
"""Characters looked at in one go, and how many of them only for what they tell of the others:
sentencex takes quadratic time over unclosed quotation marks."""

_LOOK_BACK = 40
"""Characters before a possible end that a rule may look at."""

_SPACES = {code: " " for code in range(0x3001) if chr(code).isspace()}
"""sentencex panics on some white space outside ASCII, so it is shown plain spaces."""

_NO_END = re.compile(r"[ \w,;:()/'-]++", re.ASCII)
"""A text in which no sentence can end, as many headings, items and cells are."""
_TAIL = re.compile(rf"(?:[\u00a0\u202f]?[{re.escape(CLOSERS)}])*")
_SPACE = re.compile(r"\s*")


def split(text: str, language: str, rules: Rules | None = None) -> list[str]:
    """Return the sentences of a message; joined they are the message.

    White space stands at the end of the piece before it, and so do marks that close there or
    have no content. What lies inside a mark is never cut, so a mark that spans sentences keeps
    them in one piece. ``language`` is a BCP 47 tag; one that sentencex does not know is cut by
    the rules that all languages share. ``rules`` are a project's own, from ``rules.parse``; what
    they say of a place counts more than what ours say.

    >>> split("<b1>Stop.</b1> U.S. officials left.", "en")
    ['<b1>Stop.</b1> ', 'U.S. officials left.']
    """
    if not text:
        return []
    if rules is None and _NO_END.fullmatch(text):
        return [text]
    plain, origin = flatten(text)
    ends = (origin[end] for end in _ends(plain, language.partition("-")[0].lower(), rules))
    cuts = sorted({end for end in ends if 0 < end < len(text)})
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _ends(plain: str, language: str, own: Rules | None) -> list[int]:
    """Return the ends of all sentences but the last, ascending."""
    shown = plain.translate(_SPACES)
    ours = of_language(language)
    proposed = chain(_proposed(shown, language), _broken(shown, ours))
    ends = _possible(plain, shown, proposed, language)
    ends = {end for end in ends if not _kept(shown, end, ours, language)}
    if own:
        ends |= _possible(plain, shown, _broken(shown, own), language)
        ends = {end for end in ends if not _kept(shown, end, own, language)}
    return _wordy(plain, sorted(ends))


def _possible(plain: str, shown: str, proposed: Iterable[int], language: str) -> set[int]:
    """Return the proposed ends, each behind what belongs to its sentence, that can be one."""
    settled = {_settle(shown, end) for end in proposed}
    return {end for end in settled if 0 < end < len(plain) and _parted(plain, end, language)}


def _proposed(shown: str, language: str) -> Iterator[int]:
    """Yield the ends that sentencex sees, a window of the text at a time."""
    start = 0
    while start < len(shown):
        window = shown[start : start + WINDOW]
        # What stands near the end of a window may read otherwise with what comes after it.
        limit = WINDOW - MARGIN if start + WINDOW < len(shown) else len(window)
        ends = [end for end in accumulate(map(len, _sentences(window, language))) if end <= limit]
        yield from (start + end for end in ends)
        start += ends[-1] if ends and ends[-1] > limit // 2 else _word_end(window, limit)


def _word_end(window: str, limit: int) -> int:
    return window.rfind(" ", limit // 2, limit) + 1 or limit


def _sentences(shown: str, language: str) -> list[str]:
    """Return what sentencex makes of a text; the text whole if it fails or loses anything."""
    import sentencex

    try:
        pieces: list[str] = sentencex.segment(language, shown)
    except UnicodeEncodeError:
        return [shown]
    except BaseException as error:
        # A panic in Rust is no Exception, and its class cannot be imported. It prints itself;
        # its known cause, white space outside ASCII, never gets there.
        if type(error).__name__ != "PanicException":
            raise
        return [shown]
    return pieces if "".join(pieces) == shown else [shown]


def _settle(shown: str, end: int) -> int:
    """Return the end behind the closing quotes and brackets, and the white space, that follow."""
    if end and shown[end - 1] != " ":
        end = _end_of(_TAIL, shown, end)
    return _end_of(_SPACE, shown, end)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _parted(plain: str, end: int, language: str) -> bool:
    """Tell whether enough stands between two sentences.

    White space does, unless it is one no-break space, with which an author keeps things together.
    Without white space only the full stops of scripts that use none end a sentence: ``ASP.NET``
    and ``3.5`` do not, nor does ``“간다.”라고``; in Japanese ``やった!勝った`` does.
    """
    before = plain[max(0, end - 16) : end]
    if before[-1].isspace():
        return before[-1] not in "\u00a0\u202f" or before[-2:-1].isspace()
    sentence = before.rstrip(CLOSERS)
    if sentence[-1:] not in set(".!?…"):
        return True
    return language in UNSPACED and sentence.rstrip(".!?…")[-1:] > "\u2e80"


def _kept(shown: str, end: int, rules: Rules, language: str) -> bool:
    """Tell whether a rule says that no sentence ends here."""
    start = max(0, end - _LOOK_BACK)
    return _abbreviated(shown[start:end], rules.abbreviations, language) or any(
        after.match(shown, end) and before.search(shown, start, end) for before, after in rules.keep
    )


def _abbreviated(before: str, abbreviations: frozenset[str], language: str) -> bool:
    if language in UNSPACED:
        return before.rstrip().endswith(tuple(abbreviations))
    words = before.split()
    return bool(words) and words[-1].lstrip(OPENERS + CLOSERS) in abbreviations


def _broken(shown: str, rules: Rules) -> list[int]:
    """Return the ends that our rules see, outside quotations and brackets."""
    ends = {match.end() for pattern in rules.breaks for match in pattern.finditer(shown)}
    enclosed = _enclosed(shown) if ends else ()
    return [end for end in ends if end not in enclosed]


def _enclosed(shown: str) -> set[int]:
    """Return the places inside quotes or brackets.

    Straight quotes and the apostrophe do not say whether they open or close, and do not count.
    """
    places, depth = set(), 0
    for place, character in enumerate(shown):
        if depth:
            places.add(place)
        if character in OPENERS:
            depth += 1
        elif depth and character in CLOSERS and character not in "\"'’":
            depth -= 1
    return places


def _wordy(plain: str, ends: Iterable[int]) -> list[int]:
    """Return the ends with words on both sides: ``— “…”`` or a picture is no sentence."""
    kept: list[int] = []
    start = 0
    for end in ends:
        if _has_word(plain, start, end):
            kept.append(end)
            start = end
    if kept and not _has_word(plain, kept[-1], len(plain)):
        kept.pop()
    return kept


def _has_word(plain: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, plain[start:end].replace(STAND_IN, "")))
