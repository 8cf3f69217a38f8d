"""Korean spacing (띄어쓰기), the sure cases only: a dependent noun after the modifier of a verb.

``할수 있다`` is wrong, while ``할수록`` and ``한번`` may be right. Nouns may be joined to others as
their author likes, so nothing is said of them, nor of 안 되다 and 안되다.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks import texts
from pipeline.checks.base import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import Message, Pair

_WILL = "[할될갈볼쓸킬릴칠을줄열올낼놓길날질]"
"""Modifiers of the future, which end in ㄹ."""
_END = "(?=$|[^가-힣])"

_RULES = tuple(
    re.compile(rf"(?P<verb>{verb})(?P<noun>{noun}){after}")
    for verb, noun, after in (
        (_WILL, "수", "(?=(?:는|가|도|만)? ?[있없])"),
        (
            "[할될을는한된킬릴]",
            "것",
            f"(?=(?:은|이|을|도|만|입니다|이다|과|처럼|으로|보다)?{_END})",
        ),
        ("(?<=[가-힣])[할될을는]|(?<![가-힣])할", "때", f"(?=(?:는|에|마다|까지|만|의|도)?{_END})"),
        ("기", "때문", "(?=에|이|입|인|일)"),
        ("(?<=[가-힣])[할될을]|(?<![가-힣])[할될]", "뿐", "(?=만|이|입|$|[^가-힣])"),
        ("(?<=[가-힣])[한된는을할될]", "경우", f"(?=(?:에|에는|는|가|도|의|엔)?{_END})"),
        ("(?<=[가-힣])[할될]", "필요", "(?=[가는도]|$| ?[없있])"),
        ("하기|되기", "위", "(?=해|한|하)"),
        ("(?<=[가-힣])는|[하되]는|(?<=[가-힣])한|된", "동안", f"(?=(?:은|에|에는)?{_END})"),
        ("할|될|을", "수밖에", ""),
        ("하는|되는|보는|쓰는", "데", "(?= (?:필요|사용|실패|성공|도움|쓰|쓸|걸))"),
    )
)


def korean_spacing(message: Message, pair: Pair) -> Iterator[Problem]:
    """Find dependent nouns that are written together with the word before them."""
    if pair.target.partition("-")[0] != "ko":
        return
    text = texts.plain(message.target)
    for pattern in _RULES:
        for match in pattern.finditer(text):
            said = f'"{match[0]}" should be "{match["verb"]} {match["noun"]}"'
            yield Problem("korean-spacing", said, Level.WARNING, *match.span())
