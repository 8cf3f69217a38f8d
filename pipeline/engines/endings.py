"""Korean words and the particle at their end: ``폴더는`` is 폴더 + 는, ``만드는`` is one word.

No dictionary is asked. An ending is a particle if its form fits the sound before it, and if either
a token of the model begins there or the ending is hardly ever anything else. What it may still be
is listed: verbs before 는 and 은, and words that end like a particle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

PARTICLES = frozenset(
    """
    은 는 이 가 을 를 의 에 에서 에게 에게서 께 로 으로 로서 으로서 로써 으로써 와 과 도 만 까지
    부터
    보다 처럼 마다 이나 나 이며 며 이라는 라는 이란 란 에는 에서는 에도 에서도 으로는 로는 와의 과의
    에서의 으로의 로의 만의 까지의 만을 만이 입니다 이다 인 이면 이고 이므로 이라면 라면 이거나
    이지만
    이었다 였다 이었습니다 였습니다 이라고 라고 이라며 라며
    """.split()
)
"""What stays outside a mark that ends a noun: particles, and the copula."""

_PLAIN = {
    1: frozenset(
        "를 에 에서 에서는 에서도 에서의 에게 에게서 에는 에도 으로는 으로의 까지 까지의 부터 처럼 "
        "입니다 이었다 이었습니다".split()
    ),
    2: frozenset(
        "은 는 이 가 을 와 과 의 로 으로 보다 마다 이며 이라고 라고 이라는 라는 이라며 라며 이란 "
        "였다 였습니다".split()
    ),
}
"""Endings that are mostly particles after so many syllables, or more."""

_ADJECTIVES = (
    "많 같 높 좁 낮 넓 좋 짧 깊 젊 밝 늦 얇 굵 붉 옳 싫 찮 낡 얻 받 찾 "
    "읽 먹 않 앉 닫 잡 놓 맞 맡 믿 씻 "
    "묻 쌓 굳 겪 섞 깎 묶 닦 있 없 했 됐 었 았 였 겠"
)
_VERBS = (
    "하 되 시키 만드 모르 따르 이르 누르 부르 오르 흐르 서두르 나누 "
    "바꾸 다루 이루 미치 걸리 올리 내리 "
    "돌리 열리 알리 달리 살리 움직이 보이 쓰이 줄이 붙이 가리키 "
    "지키 나오 나가 들어오 들어가 가져오 "
    "돌아오 떠나 만나 일어나 나타나 벌어지 떨어지 이어지 려지 어지 "
    "아지 나타내 보내 끝내 맞추 갖추 멈추 "
    "낮추 늦추 감추 버리 기다리 바라 배우 싸우 세우 채우 지우 키우 비우"
)
_NOT_AFTER = {
    ending: tuple(words.split())
    for ending, words in {
        "은": _ADJECTIVES,
        "을": _ADJECTIVES,
        "는": _VERBS,
        "이": "많 같 높 깊 없 어린 고양 호랑",
        "과": "결 통",
        "의": "주 회",
        "로": "스스 매크 마이크",
    }.items()
}
"""What an ending rather belongs to: 많은, 만드는, 없이, 검색결과, 민주주의, 매크로."""

_WORDS = frozenset("누를 부를 오를 흐를 모를 다를 고를 자를 이를".split())
"""Verbs that end like a noun with a particle."""

_AFTER_CONSONANT = frozenset(
    "은 이 을 과 으로 이나 이며 이라는 이란 이라고 이라며 이었다 이었습니다".split()
)
_AFTER_VOWEL = frozenset("는 가 를 와 나 며 라는 란 라고 라며 였다 였습니다".split())


def particle_of(word: str, breaks: Collection[int]) -> int:
    """Return where the particle of a Korean word begins, its end if it has none.

    ``breaks`` are the offsets at which a token of the model begins.

    >>> particle_of("폴더는", ()), particle_of("만드는", ()), particle_of("회의", {1})
    (2, 3, 1)
    """
    for cut in range(1, len(word)):
        stem, ending = word[:cut], word[cut:]
        if (
            ending in PARTICLES
            and fits(stem[-1], ending)
            and (cut in breaks or _plain(stem, ending))
        ):
            return cut
    return len(word)


def _plain(stem: str, ending: str) -> bool:
    known = any(ending in endings for size, endings in _PLAIN.items() if len(stem) >= size)
    own = stem.endswith(_NOT_AFTER.get(ending, ())) or stem + ending in _WORDS
    return known and not own


def fits(syllable: str, ending: str) -> bool:
    """Tell whether a particle has the form that follows a syllable with or without a final.

    >>> fits("서", "를"), fits("서", "을"), fits("줄", "로"), fits("서", "의")
    (True, False, True, True)
    """
    if not "가" <= syllable <= "힣":
        return True
    final = (ord(syllable) - ord("가")) % 28
    return ending not in (_AFTER_VOWEL if final else _AFTER_CONSONANT)
