"""Korean particles that do not fit the sound before them.

After Hangul only such letters are looked at that are a particle without doubt: ``있는`` is a verb
and ``마을`` a noun, so 는 after ㅆ and 을 after 마 say nothing. The tables hold what shows that;
words may be added.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Problem
from pipeline.particles import Final, choose, final_sound, form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.checks.base import Message, Pair

_TAIL = r"(?=부터|써|서는|서의|서|도|만|의|는|$|[^가-힣])"
_STOP = r"(?=$|[\s.,;:!?…·。)\]}」』”’\"'])"
_NOTE = r"(?!\s?[(/][은는이가을를과와으로]+\)?)"
"""파일을(를), 서버는/은: both forms, as translators write before a placeholder."""

_VERBS = frozenset(
    "남숨참넘감삼담듬굶닮곪젊머금먹막찍녹죽썩박묵꺾겪낚닦묶볶섞솎엮깎입잡뽑씹접꼽집굽줍눕돕뵙"
    "벗웃씻빗솟짓잇낫붓젓긋앗뺏걷받믿닫듣묻얻뻗쏟싣딛맡같붙뱉흩찾맞잊젖늦맺찢꽂짖갖쫓좇갚덮엎짚신안껴앉"
)
"""Last letters of verb stems, as in 먹는 and 찾는. 는 after another consonant is a particle."""
_SHORT_VERBS = frozenset("식심품업적속익")
"""Letters that are verb stems by themselves and that end nouns otherwise: 심는, but 중심는."""
_NOUN_FINALS = frozenset({1, 4, 8, 16, 17, 19, 21})
"""ㄱ ㄴ ㄹ ㅁ ㅂ ㅅ ㅇ: what nouns end in; ㅆ ㄶ ㅄ and others are the endings of stems."""
_NOUNS = frozenset("값끝곳것밖앞옆빛꽃숲잎몫흙닭밭옷맛뜻")

_EUL_WORDS = re.compile(
    r"(?:[가마노고]|^[나부저이그지]|(?:정|련|리|분|사|장|론|계|둑|름|말|짝|특징|이어)지)을$|^.을$"
)
"""가을, 마을, 노을, 고을; 나을, 부을, 저을, 이을, 그을, 지을 (결정지을) are words of their own."""

_EUN_WORDS = re.compile(
    r"^.은$|(?:나|연이|잇따르|정지|련지|리지|분지|특징지|드리|수)은$|^[김이박최정강조윤장임한오서신권황안송류홍]"
    r"[혜하다예시고가주서소채태아지]은$"
)
"""나은, 지은, 수은; names of people."""

_I_SAFE = frozenset(
    "버터더서너머커퍼처러저어스트드크프브그르츠즈지리시치비티디키피미기니자부수소도제과표료구무조체태호류"
)
"""After these 이 is a particle; 차이, 사이, 디스플레이 end in 이 themselves."""
_I_WORDS = re.compile(r"^.이$|그이$|스파이$")

_GA_WORDS = re.compile(
    r"(?:[국작물증평참은는인던]|^[단원정염능첨감등한상농친명찬연산민]|무언|통|전문|건축|음악|정치|활동|운동|분석|자본|"
    r"혁명|탐험|소설|작곡|기업|예술|은행|수집|비평|사상)가$"
)
"""국가, 평가, 전문가; and 인가, 한가, the end of a question."""
_GA_AFTER_N = frozenset("튼면션전판문선언권건")

_RO_WORDS = re.compile(r"(?:[경통선항원종철폭]|^.|각)로$")
"""경로, 통로, 항로, 종로, 폭로."""
_GWA_WORDS = re.compile(r"(?:^.|[효사초부교치외투]|니카라|고양이|국화|장미|나무)과$")
"""효과, 사과, 초과; families of animals and plants."""


def particle(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find particles that do not fit the sound before them."""
    if _language(pair) != "ko":
        return
    text = texts.plain(message.target)
    yield from _after_hangul(text)
    yield from _after_others(text)


_HANGUL = re.compile(
    r"(?P<word>[가-힣]{1,40}?)(?P<particle>을|를|은|는|이|가|와|과|으로|로|라는)"
    rf"(?:(?<=[로])(?:부터|써|서|도|만|는|의)(?:는|의|도)?)?{_STOP}{_NOTE}"
)


def _after_hangul(text: str) -> Iterator[Problem]:
    for match in _HANGUL.finditer(text):
        start = match.start()
        if match[0] == text:
            continue  # a name of its own
        if start and (text[start - 1].isalnum() or text[start - 1] in "([<"):
            continue
        word, found = match["word"], match["particle"]
        right = choose(word, found)
        if right != found and _SURE[found](word):
            level = Level.ERROR if found in _ERRORS else Level.WARNING
            text_of = f'"{word}{found}" should be "{word}{right}"'
            yield Problem("particle", text_of, level, start, match.end("particle"))


def _is_noun(word: str) -> bool:
    """Tell whether a word that ends in a consonant is none of a verb, as far as its end tells."""
    if len(word) > 1 and word[-1] in _SHORT_VERBS | _NOUNS:
        return True
    if word[-1] in _VERBS | _SHORT_VERBS:
        return False
    return (ord(word[-1]) - ord("가")) % 28 in _NOUN_FINALS


def _ga(word: str) -> bool:
    if len(word) < 2 or not _is_noun(word) or _GA_WORDS.search(f"{word}가"):
        return False
    return (ord(word[-1]) - ord("가")) % 28 != 4 or word[-1] in _GA_AFTER_N


_SURE: dict[str, Callable[[str], bool]] = {
    "를": lambda _: True,
    "으로": lambda _: True,
    "와": lambda word: len(word) > 1,
    "을": lambda word: not _EUL_WORDS.search(f"{word}을"),
    "은": lambda word: not _EUN_WORDS.search(f"{word}은"),
    "는": _is_noun,
    "이": lambda word: word[-1] in _I_SAFE and not _I_WORDS.search(f"{word}이"),
    "가": _ga,
    "로": lambda word: not _RO_WORDS.search(f"{word}로"),
    "과": lambda word: not _GWA_WORDS.search(f"{word}과"),
    "라는": lambda word: len(word) > 1 and _is_noun(word) and final_sound(word) is not Final.RIEUL,
}
"""For each form: whether it is a particle after a word whose sound asks for the other form."""

_ERRORS = frozenset({"를", "으로", "와"})
"""Forms that nothing else ends in."""

_OTHER = re.compile(
    r"(?P<word>[^\s가-힣]{1,60}(?<=[A-Za-z0-9%°℃℉)\]\"'”’」』]))"
    rf"(?P<particle>은|는|이|가|을|를|과|와|으로|로|이라는|라는|이란|란|이나|나|이랑|랑){_TAIL}{_NOTE}"
)


def _after_others(text: str) -> Iterator[Problem]:
    """Look after a number, a Latin word, a bracket or a quotation mark."""
    for match in _OTHER.finditer(text):
        start, end = match.span("particle")
        found = match["particle"]
        before = text[:start]
        wanted = {form(sound, found) for sound in _sounds(before)}
        if found in wanted or found in _ALSO_IS or any("(" in right for right in wanted):
            continue
        shown = before.split()[-1][-20:]
        said = f'"{shown}{found}" should be "{shown}{min(wanted)}"'
        yield Problem("particle", said, Level.WARNING, start, end)


_ALSO_IS = frozenset({"이라는", "이란", "이나"})
"""Forms of 이다 as well, which stand after vowels, too."""

_ENGLISH_NUMBER = re.compile(r"[A-Za-z][\s-]?[0-9.]*[013689]$|(?<![0-9,])[0.]*0$|[0-9]/[0-9]+$")
"""Digits that are read in English by some, after a Latin word: MP3 (엠피쓰리, 엠피삼)."""


def _sounds(before: str) -> set[Final | None]:
    """Return the ways in which a text may end when it is read aloud."""
    text = before.rstrip("\"'”’」』>*`")
    if not text[-1:].strip() or _ENGLISH_NUMBER.search(text):
        return {None}
    if text[-1:] in ")]":
        opening = text.rfind("(["[text[-1] == "]"])
        return (
            {final_sound(text[:opening]), final_sound(text[opening + 1 : -1])}
            if opening > 0
            else {None}
        )
    return {final_sound(text)}


def _language(pair: Pair) -> str:
    return pair.target.partition("-")[0]
