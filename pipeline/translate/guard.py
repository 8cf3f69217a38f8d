"""What a machine's draft must not have done. A draft that a detector finds is not used.

A detector is a generator of reasons, short, in plain English, and stable: they stand in catalogues.
To add one, write it, give it a line in ``DETECTORS``, and cases in ``tests/cases/translate/``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline import kept, languages, marks
from pipeline.translate import latin, measures, numbers, phrases

_UNKNOWN = re.compile(r"⁇|\ufffd|<unk>|▁|[\x00-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_NAME = re.compile(r"[\w.-]+")

_SCRIPTS = {
    "ko": ("[가-힣]", "[ぁ-ゖァ-ヺ]|(?<![(（一-鿿])[一-鿿]{2,}"),
    "ja": ("[ぁ-ゖァ-ヺ一-鿿]", "[가-힣]"),
    "zh": ("[一-鿿]", "[가-힣ぁ-ゖァ-ヺ]"),
    "ru": ("[а-яА-ЯёЁ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "uk": ("[а-яА-ЯіїєґІЇЄҐ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "bg": ("[а-яА-Я]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "el": ("[α-ωΑ-Ωά-ώ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "ar": ("[؀-ۿ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "he": ("[א-ת]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "hi": ("[ऀ-ॿ]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
    "th": ("[ก-๛]", "[一-鿿가-힣ぁ-ゖァ-ヺ]"),
}
"""Of languages that are not written in Latin letters: theirs, and what shows another language."""

_LOOPS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"([^\W\d_])\1{4,}",
        r"(\S.{1,40}?)[\s、,。.]*(?:\1[\s、,。.]*){2,}",
        r"\b([가-힣A-Za-z]{2,})\s+\1(?![가-힣A-Za-z])",
        r"([가-힣]{3,}|[ァ-ヺー]{3,}|(?!一)[一-鿿]{2,}|[A-Za-z_]{4,})\1",
    )
]
"""The same letter five times, the same text three times, the same word twice."""

_LONG_LOOP = re.compile(r"(\S.{9,})(?=.*\1)")
"""Ten signs that come again anywhere; suspicious only where the source repeats no word."""

_SIDES = tuple(map(tuple, "() [] 「」 『』 “” 《》 〈〉 【】".split()))
_NARROW = str.maketrans("（）［］", "()[]")

_SIGNS = "×→±℃°～＋＝＜＞｜¬"
"""Signs that translators write for words and for signs of English."""

_TWICE = re.compile(r"(\w+?)\1[.。]?")
"""All of it twice."""

_RUN = re.compile(r"([^\w\s.,…・·ー〜~])(?:\s*\1){2,}")
"""A sign three times and more."""

NUMBERED = frozenset({"ko", "ja", "zh"})
"""Languages that name months by numbers."""

LEFT = 5
"""So many words of English in a row were not translated."""


@dataclass(frozen=True)
class Pair:
    """A source message and its draft, as the detectors look at them."""

    source: str
    target: str
    language: str

    @cached_property
    def plain(self) -> tuple[str, str]:
        """Both without marks."""
        return marks.plain(self.source), marks.plain(self.target)

    @cached_property
    def spoken(self) -> tuple[str, str]:
        """Both without marks, protected text, addresses and placeholders."""
        source, target = marks.spoken(self.source), marks.spoken(self.target)
        return kept.without(source), kept.without(target)

    @cached_property
    def scripts(self) -> tuple[str, str] | None:
        """Patterns of the language's own and of foreign letters, where Latin is not its own."""
        return _SCRIPTS.get(self.language.partition("-")[0])


def lost_marks(pair: Pair) -> Iterator[str]:
    """Find marks missing, doubled, invented or badly nested."""
    try:
        marks.compare(pair.source, pair.target)
    except marks.MarkError as error:
        yield str(error)


def changed_code(pair: Pair) -> Iterator[str]:
    """Find text in a protected mark that is not what the source has there."""
    target = dict(_protected(pair.target))
    for label, text in _protected(pair.source):
        if label in target and target[label] != text:
            yield f"the text in {label} is changed"


def _protected(message: str) -> Iterator[tuple[str, str]]:
    """Yield the protected marks of a message, each with the text in it."""
    label, text = "", ""
    for token in marks.tokens(message):
        if label and str(token) == label.replace("<", "</"):
            yield label, text
            label = ""
        elif token.kind == "open" and token.text in marks.PROTECTED and not label:
            label, text = str(token), ""
        else:
            text += str(token)


def lost_kept(pair: Pair) -> Iterator[str]:
    """Find addresses, placeholders and names in code that are lost or invented."""
    source, target = ([match[0] for match in kept.find(text)] for text in pair.plain)
    for text, count in Counter(source).items():
        if pair.plain[1].count(text) < count:
            yield f"{text} is missing"
    for text in target:
        if text not in pair.plain[0] and not _NAME.fullmatch(text):
            yield f"{text} is not in the source"


def lost_numbers(pair: Pair) -> Iterator[str]:
    """Find numbers that are missing or changed."""
    months = pair.language.partition("-")[0] in NUMBERED
    for number in numbers.missing(*pair.plain, months=months):
        yield f"the number {number} is missing"


def invented_numbers(pair: Pair) -> Iterator[str]:
    """Find numbers that come from nowhere."""
    for number in numbers.invented(*pair.plain):
        yield f"the number {number} is not in the source"


def nothing(pair: Pair) -> Iterator[str]:
    """Find a draft without text."""
    if not pair.target.strip():
        yield "the draft is empty"


def lost_measures(pair: Pair) -> Iterator[str]:
    """Find money without its currency, shares without their sign, degrees, numbers below zero."""
    if pair.scripts:
        for text in measures.missing(*pair.plain):
            yield f"{text} has lost its sign"
        if measures.invented(*pair.plain):
            yield "percent is not in the source"


def invented_words(pair: Pair) -> Iterator[str]:
    """Find words in Latin letters that the source does not have."""
    if pair.scripts:
        for word in latin.invented(*pair.plain):
            yield f"{word} is not in the source"


def emptied(pair: Pair) -> Iterator[str]:
    """Find marks round words of which no letter is left."""
    target = dict(_spans(pair.target))
    for label, text in _spans(pair.source):
        if re.search(r"[^\W\d_]", text) and not re.search(r"[^\W\d_]", target.get(label, "a")):
            yield f"nothing is left of the words in {label}"


def _spans(message: str) -> Iterator[tuple[str, str]]:
    """Yield every mark round words with the text that is in it."""
    inside: list[tuple[str, list[str]]] = []
    for token in marks.tokens(message):
        if token.kind == "open":
            inside.append((str(token), []))
        elif token.kind == "close" and inside:
            label, texts = inside.pop()
            yield label, "".join(texts)
        else:
            for _, texts in inside:
                texts.append(token.text if token.kind == "text" else "")


def unbalanced(pair: Pair) -> Iterator[str]:
    """Find brackets and quotation marks of which only one side is there."""
    source, target = (text.translate(_NARROW) for text in pair.plain)
    for opening, closing in _SIDES:
        if source.count(opening) != source.count(closing):
            continue
        if target.count(opening) != target.count(closing):
            yield f"{opening} and {closing} do not come in pairs"


def unknown_signs(pair: Pair) -> Iterator[str]:
    """Find signs that a model writes where it knows no word."""
    source, target = pair.plain
    for match in _UNKNOWN.finditer(target):
        if match[0] not in source:
            yield f"it contains {match[0] if match[0].isprintable() else 'a control character'}"
    for sign in target:
        if (
            sign > "~"
            and unicodedata.category(sign) in {"So", "Sm"}
            and sign not in source + _SIGNS
        ):
            yield f"it contains {sign}"


def loops(pair: Pair) -> Iterator[str]:
    """Find the same words again and again, where the source does not do that."""
    source, target = pair.spoken
    found = [match[1] for pattern in _LOOPS if (match := pattern.search(target))]
    if not _repeats(source):
        found += [match[1] for match in _LONG_LOOP.finditer(target)]
    found = [text for text in found if _WORD.search(text)]
    found += [run[0] for run in _RUN.finditer(pair.plain[1]) if run[1] * 3 not in pair.plain[0]]
    if (twice := _TWICE.fullmatch(target.strip())) and not _TWICE.fullmatch(source.strip()):
        found.append(twice[0])
    if found and not any(pattern.search(source) for pattern in _LOOPS):
        yield f'it repeats "{_short(found[0])}"'


def _repeats(source: str) -> bool:
    """Tell whether a source has a word twice that is long enough to have a meaning of its own."""
    stems = Counter(word.lower()[:5] for word in _WORD.findall(source) if len(word) >= 5)
    return any(count > 1 for count in stems.values())


def left_english(pair: Pair) -> Iterator[str]:
    """Find a copy of the source, or some words in a row that were left as they are."""
    source, target = (" ".join(_WORD.findall(text)) for text in pair.spoken)
    words = source.split()
    if len(words) > 3 and source.casefold() == target.casefold():
        yield "it is a copy of the source"
    elif pair.scripts:
        for run in re.findall(r"[A-Za-z'’-]+(?: [A-Za-z'’-]+)+", target):
            small = sum(word.islower() for word in run.split())
            if len(run.split()) >= LEFT and small * 2 >= len(run.split()) and run in source:
                yield f'English is left: "{_short(run)}"'


def wrong_script(pair: Pair) -> Iterator[str]:
    """Find no letter of the language, or letters of another one."""
    if not pair.scripts:
        return
    own, foreign = pair.scripts
    source, target = pair.spoken
    if not re.search(own, target) and (_speaks(source) or _bare(source) != _bare(target)):
        yield f"it has no letter of {languages.name(pair.language, 'en')}"
    strange = re.search(foreign, target)
    if strange and strange[0] not in source:
        yield f"it has letters that are not {languages.name(pair.language, 'en')} ({strange[0]})"


def _bare(text: str) -> str:
    """Return the letters of a text."""
    return "".join(_WORD.findall(text)).casefold()


def _speaks(text: str) -> bool:
    """Tell whether a text has a word that is neither an abbreviation nor a name in code."""
    return any(re.fullmatch(r"[A-Z]?[a-z'’-]+", word) for word in _WORD.findall(text))


def absurd_length(pair: Pair) -> Iterator[str]:
    """Find a draft many times longer or shorter than translations are."""
    source, target = (len(text.replace(" ", "")) for text in pair.spoken)
    if pair.scripts:
        target *= 2  # Korean and Japanese need about half as many signs as English
    if target > 3 * source + 30:
        yield "it is far too long"
    if source > 40 and target < 0.3 * source:
        yield "it is far too short"


def no_end(pair: Pair) -> Iterator[str]:
    """Find a draft of a whole sentence that breaks off."""
    source, target = pair.plain
    if re.search(r"\w[.!]$", source.strip()) and (end := phrases.unended(target, pair.language)):
        yield f'it breaks off after "{end}"'


def boilerplate(pair: Pair) -> Iterator[str]:
    """Find what pages say everywhere, and this source does not."""
    if found := phrases.boilerplate(*pair.plain, pair.language):
        yield f'"{found}" is not in the source'


Detectors = Mapping[str, Callable[[Pair], Iterator[str]]]

STRUCTURE: Detectors = {
    "empty": nothing,
    "marks": lost_marks,
    "code": changed_code,
    "kept": lost_kept,
    "numbers": lost_numbers,
}
"""What holds for every engine, also one that only pretends."""

DETECTORS: Detectors = {
    **STRUCTURE,
    "invented-numbers": invented_numbers,
    "unknown": unknown_signs,
    "script": wrong_script,
    "english": left_english,
    "loop": loops,
    "length": absurd_length,
    "measures": lost_measures,
    "invented-words": invented_words,
    "emptied": emptied,
    "unbalanced": unbalanced,
    "end": no_end,
    "boilerplate": boilerplate,
}
"""All detectors in the order in which their reasons count."""


def refusal(
    source: str,
    target: str,
    language: str,
    detectors: Detectors = DETECTORS,
) -> str:
    """Return the first reason not to use a draft; "" if there is none.

    >>> refusal("Delete 20 files.", "파일 50개를 삭제합니다.", "ko")
    'the number 20 is missing'
    """
    found = fault(source, target, language, detectors)
    return found[1] if found else ""


def fault(
    source: str,
    target: str,
    language: str,
    detectors: Detectors = DETECTORS,
) -> tuple[str, str] | None:
    """Return the first reason not to use a draft and its detector's name; None if there is none."""
    pair = Pair(source, target, language)
    found = ((name, reason) for name, find in detectors.items() for reason in find(pair))
    return next(found, None)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 30 else text[:29] + "…"
