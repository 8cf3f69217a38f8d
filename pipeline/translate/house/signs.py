"""Width of letters and signs, brackets and spaces."""

from __future__ import annotations

import re
import unicodedata

from pipeline import particles
from pipeline.figures.customs import JAPANESE, KOREAN
from pipeline.translate.house.frozen import MARK, MARKS, THING
from pipeline.translate.house.patterns import compiled

_JA, _KO = JAPANESE.letters, KOREAN.letters
_WIDE = "、。「」『』（）！？・…〜"
_CLOSING = "」』）”’)\"'"

_WIDE_LETTERS = re.compile("[０-９Ａ-Ｚａ-ｚ％＋－＝＆＃＠＊／]|(?<=[０-９])[，．：](?=[０-９])")
_WIDE_SIGNS = re.compile("[！-～￥]|\u3000")
_HALF_KANA = re.compile("[ｦ-ﾟ]+")


def _narrow(text: str, source: str, pattern: re.Pattern[str]) -> str:
    """Return a text with full-width forms as usual ones, but for those that the source has."""

    def one(match: re.Match[str]) -> str:
        return match[0] if match[0] in source else unicodedata.normalize("NFKC", match[0])

    return pattern.sub(one, text)


def korean_width(draft: str, source: str) -> str:
    """Return a Korean draft in half width, with the points and commas of Korean."""
    draft = _narrow(draft, source, _WIDE_SIGNS)
    if not re.search("[。、]", source):
        draft = re.sub(r"[。、](?=$|[\s\"'”’)])", lambda m: "." if m[0] == "。" else ",", draft)
        draft = re.sub(r"[。、]", lambda m: ". " if m[0] == "。" else ", ", draft)
    return draft


def japanese_width(draft: str, source: str) -> str:
    """Return a Japanese draft with letters and digits in half, kana in full width."""
    draft = _narrow(draft, source, _WIDE_LETTERS)
    return _narrow(draft, source, _HALF_KANA)


def ellipsis(draft: str, source: str) -> str:
    """Return a draft with the dots of its source: three points, or one sign for them."""
    has_points, has_sign = "..." in source, "…" in source
    if has_points == has_sign:
        return draft
    if has_sign:
        return re.sub(r"(?<![./])\.{3}(?![./\w])|・{3}|。{3}", "…", draft)
    return re.sub(r"…+|・{3}|。{3}", "...", draft)


# Japanese

_COMMA = rf"(?<=[{_JA}」』）])({MARKS}) ?[,，] ?"
_POINT = rf"(?<=[{_JA}」』）])({MARKS}) ?[.．](?![.\w])(?=[\s{MARK}{_JA}{_CLOSING}]|$) ?"
_ASKED = rf"(?<=[{_JA}」』）])({MARKS}) ?([?!？！]{{1,3}})(?=[\s{MARK}{_JA}{_CLOSING}]|$)"


def japanese_signs(draft: str, source: str) -> str:
    """Return a Japanese draft with 、 。 ？ and ！ after its own letters."""
    draft = compiled(_COMMA).sub(r"\1、", draft)
    draft = compiled(_POINT).sub(r"\1。", draft)
    draft = compiled(_ASKED).sub(lambda m: m[1] + m[2].translate({0x3F: "？", 0x21: "！"}), draft)
    return _doubled(draft, source)


_DOUBLED = rf"(?<=[{_JA}{_KO}])(?:([。、])[。、]+|([.,])[.,](?![.,]))"


def _doubled(draft: str, source: str) -> str:
    """Return a draft with one stop or comma where it has several."""
    if compiled(_DOUBLED).search(source):
        return draft
    return compiled(_DOUBLED).sub(lambda match: match[1] or match[2], draft)


_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_KEY = re.compile(r"[_&]?\w|s|es")
"""In brackets: a menu's key, or an English plural."""
_NAME = rf"[A-Za-z0-9{MARK}{THING}][A-Za-z0-9 .&’/{MARK}{THING}-]*"


def japanese_brackets(draft: str, _source: str) -> str:
    """Return a Japanese draft with full-width brackets beside its own letters."""
    return _BRACKETS.sub(_bracket, draft)


def _bracket(match: re.Match[str]) -> str:
    opening, inside, closing = match[0][0], match[1], match[0][-1]
    if opening + closing == "（）" or (opening + closing == "()" and not _is_japanese(match)):
        return match[0]
    return f"（{inside.strip()}）" if _is_japanese(match) else f"({inside})"


def _is_japanese(match: re.Match[str]) -> bool:
    """Tell whether a note in brackets is Japanese, or stands after a Japanese word."""
    if _KEY.fullmatch(match[1]):
        return False
    beside = re.search(rf"[{_JA}{_WIDE}]{MARKS} ?$", match.string[: match.start()])
    named = beside and compiled(_NAME).fullmatch(match[1].strip())
    return bool(named or re.search(f"[{_JA}]", match[1]))


_GAPS = (
    rf"(?<=[{_JA}{_WIDE}])({MARKS}) +({MARKS})(?=[{_JA}{_WIDE}A-Za-z0-9{THING}]|[-−][0-9])",
    rf"(?<=[A-Za-z0-9{THING}])({MARKS}) +({MARKS})(?=[{_JA}{_WIDE}])",
)
_KATAKANA = re.compile("[ァ-ヺー]")
_NUMBERED = re.compile(r"[0-9][0-9.]*[.)]? ")


def japanese_spaces(draft: str, source: str) -> str:
    """Return a Japanese draft without spaces beside its letters, but between words in katakana."""
    listed = _NUMBERED.match(draft) if _NUMBERED.match(source) else None
    start = listed.end() if listed else 0
    head, text = draft[:start], draft[start:]
    if re.search(r"\S {2,}\S", source):
        return draft  # a table or a listing
    for pattern in _GAPS:
        text = compiled(pattern).sub(_gap, text)
    text = re.sub(rf"(?<=[\w{THING}]) +(?=[、。，．」』）])", "", text)
    return head + re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)


def _gap(match: re.Match[str]) -> str:
    text = match.string
    left, right = text[match.start() - 1], text[match.end()]
    names = _KATAKANA.match(left) and _KATAKANA.match(right)
    return match[0] if names or left == right else match[1] + match[2]


# Korean

_BEFORE_SIGN = rf"(?<=[{_KO}A-Za-z0-9{THING}\"'”’)])({MARKS}) +(?=[,.?!;:](?:[\s{MARK}]|$))"
_AFTER_SIGN = rf"(?<=[{_KO}])[?!,](?=[{_KO}])|(?<=다)\.(?=[{_KO}])"
_PARTICLE = (
    rf"(?<=[A-Za-z0-9\"'”’])({MARKS}) +"
    r"(을|를|은|는|와|과|으로|로|에서|에게|의|에|입니다|입니까|이라면|이며|이라는|에는|에도|에서는|에서도|으로는|로는"
    r"|까지|부터|이면|이고|이거나|이므로)(?=[ .,?]|$)"
    rf"|(?<=[{_KO}])(?<![은는이가을를의에])({MARKS}) +(을|를|에서|에게)(?=[ .,]|$)"
)


_READ = (
    rf"(?<![A-Za-z0-9_$])(?:[A-Za-z]+(?:-[A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*)({MARKS})"
    r"(은|는|이|가|을|를|과|와|으로|로|이나|나|(?:으로|로)(?:는|부터|의)|(?:이라|라)(?:는|고|면))"
    r"(?=[ .,)]|$)(?! (?:고|며|면|거나|므로|지만|어야|었)(?![가-힣]))"
)
"""The verb 이다 may have been parted from its ending: TRUE이 고."""


def korean_particles(draft: str, _source: str) -> str:
    """Return a Korean draft with the particles that fit numbers and words in Latin letters."""

    def fitting(match: re.Match[str]) -> str:
        before = re.sub(f"[{MARK}]", "", match.string[: match.start(2)])
        sure = particles.final_sound(before) is not None
        said = match[0].removesuffix(match[2])
        return said + (particles.choose(before, match[2]) if sure else match[2])

    return compiled(_READ).sub(fitting, draft)


def korean_spaces(draft: str, source: str) -> str:
    """Return a Korean draft without spaces before signs and particles, with one after signs."""
    if re.search(r"\S {2,}\S|\w [,.?!;:](?:\s|$)", source):
        return draft
    draft = compiled(_BEFORE_SIGN).sub(r"\1", draft)
    draft = compiled(_AFTER_SIGN).sub(r"\g<0> ", draft)
    draft = compiled(_PARTICLE).sub(_particle, draft)
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", _doubled(draft, source))


def _particle(match: re.Match[str]) -> str:
    """Return a particle without the space before it, in the form that fits the sound."""
    between, particle = match[1] or match[3] or "", match[2] or match[4]
    before = re.sub(f"[{MARK}]", "", match.string[: match.start()])
    sure = particles.final_sound(before) is not None
    return between + (particles.choose(before, particle) if sure else particle)
