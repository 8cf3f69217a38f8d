"""DO NOT in capitals forbids something: 하지 마세요, しないでください, and no statement.

A model of documentation has read "Do not show the banner" as what an option does, and people write
that as a statement; in capitals it is always a warning. One sentence at a time, since a draft of
several may say something else at its end.
"""

from __future__ import annotations

import re

from pipeline.translate.house.frozen import MARK

_FORBIDS = re.compile(
    rf"(?:^|[,:] )[{MARK}]*(?:(?i:please) )?(?:DO[{MARK}]* [{MARK}]*NOT|NEVER)\b"
    rf"[^.;:?!]*[.!]?[\s{MARK}]*$"
)
_KOREAN = re.compile(rf"(?<=[가-힣])지 ?(?:는 )?않습니다(?=[\s{MARK}]*[.!]?[\s{MARK}]*$)")
_JAPANESE = re.compile(
    r"(?<=[一-龯]{2}|[ァ-ヶー]{2}|.[をはも])(?<!見[一-龯])(?<![引呼書差作生思追取切][出直消離戻])"
    rf"しません(?=[\s{MARK}]*[。！]?[\s{MARK}]*$)"
)
"""Of する only: 見直しません and 呼出しません are of verbs in す."""


def korean(draft: str, source: str) -> str:
    """Return a Korean draft that forbids what its source forbids."""
    return _put(_KOREAN, "지 마세요", draft, source)


def japanese(draft: str, source: str) -> str:
    """Return a Japanese draft that forbids what its source forbids."""
    return _put(_JAPANESE, "しないでください", draft, source)


def _put(statement: re.Pattern[str], command: str, draft: str, source: str) -> str:
    if not _FORBIDS.search(source) or re.search(r"[.。!?！？]\s*\S*[^\W\d_]", draft):
        return draft
    return statement.sub(command, draft)
