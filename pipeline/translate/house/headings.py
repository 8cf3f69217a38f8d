"""Headings and labels as noun phrases: 파일 저장, ファイルを保存, not 파일을 저장합니다.

Models make sentences of them, which no Korean or Japanese heading is. Only short ones in which no
verb says that something is so are changed; what has an ending that a noun cannot be cut from stays.
"""

from __future__ import annotations

import re

from pipeline.translate.house.frozen import MARK, MARKS
from pipeline.translate.house.patterns import compiled

MOST = 4
"""Words of a heading of which this is certain enough."""

_SAYS = re.compile(
    r"\b(?:am|is|are|was|were|be|has|have|had|can|cannot|could|will|would|must|should|may|do|does|did"
    r"|not|no|failed|missing|fails|i|you|we|it|please)\b|n['’]t\b|[:;,.?!…=]",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"(\w{{2,}})[\s{MARK}]*\1[{MARK}]*$")
"""설정을 설정합니다: without its endings it would look like a loop."""
_END = rf"(?P<marks>[{MARK}]*)$"
_KOREAN = (
    rf"(?<=[가-힣])({MARKS})[을를]({MARKS} [가-힣]{{2,4}})(?:합니다|하십시오|하세요){_END}",
    rf"(?<=[가-힣A-Za-z])()({MARKS})입니다{_END}",
)
_JAPANESE = (
    rf"(?<=[ァ-ヺー一-鿿])()({MARKS})を?(?:します|してください){_END}",
    rf"(?<=[ァ-ヺー一-鿿A-Za-z])()({MARKS})です{_END}",
)


def korean(draft: str, source: str) -> str:
    """Return a Korean heading as a noun phrase, if it is a short sentence."""
    return _cut(draft, source, _KOREAN)


def japanese(draft: str, source: str) -> str:
    """Return a Japanese heading without its verb's ending."""
    return _cut(draft, source, _JAPANESE)


def _cut(draft: str, source: str, patterns: tuple[str, ...]) -> str:
    words = re.sub(f"[{MARK}]", "", source).split()
    if not words or len(words) > MOST or words[0][:1].islower() or _SAYS.search(source):
        return draft
    for pattern in map(compiled, patterns):
        if pattern.search(draft):
            phrase = pattern.sub(r"\1\2\g<marks>", draft)
            return draft if _TWICE.search(phrase) else phrase
    return draft
