"""Korean particles by the sound before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.particles import PAIRS, Final, choose, final_sound

SOUNDS = {
    Final.VOWEL: "서버 사과 2 4 5 9 1조 API PDF GPU USB Linux Windows server Android GitHub code "
    "window 5% 10km 3m 20℃ $5 €3 12GB 파일(File)사 JavaScript Adobe “서버” A x 2.5 "
    "C++ link type-safe",
    Final.RIEUL: "파일 서울 1 7 8 21 HTML URL XML file module table 5px L 3.1 1,008 ‘파일’ "
    "shell Perl",
    Final.CONSONANT: "이름 시스템 3 6 0 10 20 100 1000 1만 10000 1,000,000 100000000 5kg 3t Python "
    "Chrome Git version online 이름(ID) [이름] 이름” VPN BM N 3.10 Internet web time ₩500 "
    "backup 10원",
}
UNSURE = "R 1/2 %s {name} ${x} %(n)d \\n # 北 -- xyz.r IMAP car dpkg () kr"


@pytest.mark.parametrize(
    ("text", "final"), [(text, final) for final, texts in SOUNDS.items() for text in texts.split()]
)
def test_sound(text: str, final: Final) -> None:
    """A text ends as a Korean reads it aloud."""
    assert final == final_sound(text)


@pytest.mark.parametrize("text", ["", " ", *UNSURE.split()])
def test_unsure(text: str) -> None:
    """Where the reading is not sure nothing is guessed."""
    assert final_sound(text) is None


@pytest.mark.parametrize(
    ("text", "particle", "wanted"),
    [
        ("서버", "은/는", "는"),
        ("파일", "은(는)", "은"),
        ("파일", "으로", "로"),
        ("이름", "(으)로", "으로"),
        ("서버", "으로부터", "로부터"),
        ("김", "라는", "이라는"),
        ("철수", "아", "야"),
        ("수진", "야", "아"),
        ("커피", "이나", "나"),
        ("책", "랑", "이랑"),
        ("2", "이", "가"),
        ("3", "가", "이"),
        ("1", "으로", "로"),
        ("HTML", "를", "을"),
        ("API", "과", "와"),
        ("R", "을", "을(를)"),
        ("%s", "로", "(으)로"),
        ("%s", "이라는", "(이)라는"),
        ("%s", "은/는", "은(는)"),
        ("%s", "이", "이(가)"),
        ("서버", "에서", "에서"),
        ("서버", "도", "도"),
    ],
)
def test_choose(text: str, particle: str, wanted: str) -> None:
    """The particle is given in any of its forms, and comes back in the one that fits."""
    assert wanted == choose(text, particle)


@given(st.text(max_size=12), st.sampled_from([form for pair in PAIRS for form in pair]))
def test_chosen_stays(text: str, particle: str) -> None:
    """A particle that was chosen is chosen again, and both forms of a pair give the same."""
    chosen = choose(text, particle)
    assert chosen == choose(text, chosen)
    pair = next(pair for pair in PAIRS if particle in pair)
    assert choose(text, pair[0]) == choose(text, pair[1])


@given(st.integers(min_value=1, max_value=9999))
def test_numbers(number: int) -> None:
    """A number ends as its last digit that is read, or as 십, 백, 천."""
    text = str(number)
    wanted = final_sound(text[-1]) if text[-1] != "0" else Final.CONSONANT
    assert wanted == final_sound(text)
