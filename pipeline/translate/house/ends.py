"""How a draft ends: as its source does, with the sign of its own language.

A heading or label without a stop gets none. A whole sentence that ends with a colon in English ends
with a full stop in Korean and Japanese; a phrase keeps the colon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks.texts import SENTENCE
from pipeline.translate.house.frozen import MARK, THING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.figures.customs import Custom

_CLOSERS = rf"[\s{MARK}\"'”’)」』）\]]*"
_END = re.compile(rf"(?P<sign>(?<!\.)\.{{1,3}}|…+|。+|[?!？！]+|[:：])?(?P<closers>{_CLOSERS})$")
_STOPS = frozenset({".", "..", "。", "。。"})
_WORD = re.compile(rf"[^\W_]|[{THING}]")
_ENDED = re.compile(rf"[.。?？!！][{MARK}]*[{THING}][{MARK}{THING}\s]*$")
"""A mark without text that stands after the end of the sentence."""
_PASSED = "\"'”’)」』）] " + "".join(map(chr, range(0xE000, 0xF000)))
_COUNT = re.compile(r"^[\d.]+[.)]?$")
_QUESTION = {
    "ko": re.compile(r"(?:니까|나요|까요|가요|인가|는가|은가|ㄹ까)$"),
    "ja": re.compile(r"(?:とは|ですか|ますか|でしたか|ましたか|ませんか|でしょうか|のか)$"),
}


def rule(custom: Custom) -> Callable[[str, str], str]:
    """Return the rule of a language."""

    def end(draft: str, source: str) -> str:
        wanted, found = _sign(source), _END.search(draft)
        if found is None or not _WORD.search(draft[: found.start()]) or _COUNT.match(source):
            return draft
        if _ENDED.search(draft):
            return draft
        body, got = draft[: found.start()].rstrip(" "), found["sign"] or ""
        sign = _right(wanted, got, body, custom)
        if sign == got or not body:
            return draft
        return body + sign + found["closers"].rstrip(" ") if got else _added(draft, sign)

    return end


def _sign(source: str) -> str:
    """Return the sign at the end of a source; "." also for one before a quotation mark."""
    found = _END.search(source)
    return (found["sign"] or "") if found else ""


def _added(draft: str, sign: str) -> str:
    """Return a draft with a sign at its end: after quotes and brackets, in marks around all."""
    text = draft.rstrip(" ")
    inside = re.search(rf"[{MARK}]*$", text)
    start = inside.start() if inside and _wraps(text) else len(text)
    return text[:start] + sign + text[start:]


def _wraps(text: str) -> bool:
    """Tell whether the mark that ends a text began it, too."""
    return bool(re.match(f"[{MARK}]", text)) and len(re.findall(f"[{MARK}]", text)) == 2


def _right(wanted: str, got: str, body: str, custom: Custom) -> str:
    """Return the sign that a draft is to have: the source's, if the draft says the same."""
    last = body.rstrip(_PASSED)[-1:]
    spoken = bool(re.match(f"[{custom.letters}A-Za-z0-9{THING}]", last))
    open_end = spoken and (not got or got in _STOPS)
    if wanted == "." and (open_end or got in {"!", "！"}):
        return custom.stop
    if wanted in {"...", "…"} and open_end:
        return wanted
    if wanted == ":" and open_end:
        whole = SENTENCE[custom.code].search(body.rstrip(_PASSED))
        return custom.stop if whole else ":"
    if wanted == "?" and got in {"", "."} and _QUESTION[custom.code].search(body):
        return custom.ask
    return "" if not wanted and got in _STOPS and spoken and not _COUNT.match(body) else got
