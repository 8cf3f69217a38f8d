"""What is tried, one after the other, where a draft is not sound.

A try takes a request and the fault of its draft. It returns the requests to ask instead, or
nothing if it has no answer to such a fault. The first sound draft ends the tries; if none comes,
the first draft of all stays, and its fault with it. How often each helps is measured
(docs/benchmarks.md, "Second tries").
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import figures
from pipeline.engines.requests import CUT_OFF, LOST, NO_REPEAT, Search
from pipeline.engines.terms import label
from pipeline.glossary import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.engines.requests import Fault, Request
    from pipeline.engines.texts import Texts

PENALTY = Search(penalty=1.2, no_repeat=4)
"""For what goes round in circles. For all texts it would cost quality: digits and particles
repeat too."""

WIDER = 3

_NUMBER = re.compile(
    r"(?<![\w.,-])(?:[$€£¥₩])?[0-9]+(?:[.,][0-9]+)*(?: ?%(?![\w(])|(?: ?°[CF]?)?(?![\w°-]))"
)
"""A number with its currency, its percent sign or its degrees."""
_LABEL = re.compile(r"<[a-z][a-z-]*[1-9][0-9]*>")
_NUMBERS = frozenset({"numbers", "invented-numbers", "measures", "units", "dates", "emptied"})
_ENDLESS = frozenset({CUT_OFF, "loop", "length"})


def numbers(texts: Texts, request: Request, fault: Fault) -> Sequence[Request]:
    """Treat numbers as terms: the words that look at one are replaced by it.

    Dates, times and large numbers get stand-ins at once, because models make several words of them.
    """
    if fault.kind not in _NUMBERS or request.numbers:
        return ()
    text = request.sentence.written or request.sentence.text
    whole = figures.written(text, texts.language)
    found = {match[0]: match[0] for match in _NUMBER.finditer(text)} | whole
    terms = tuple(Term(source, target) for source, target in found.items())
    standing = request.standing | {label(source) for source in whole}
    return [texts.again(request, numbers=terms, standing=standing)] if terms else ()


def stand_ins(texts: Texts, request: Request, fault: Fault) -> Sequence[Request]:
    """Give the model a stand-in for the term that is lost, or for all of them."""
    left = {node.label for node in request.sentence.nodes if node.is_term}
    if fault.kind not in {LOST, *_NUMBERS} or not left:
        return ()
    lost = {label for label in left if lost_reason(label) == fault.reason}
    return [texts.again(request, standing=request.standing | (lost or left))]


def letters(texts: Texts, request: Request, fault: Fault) -> Sequence[Request]:
    """Give the model other stand-ins."""
    copies = any(node.is_copy for node in request.sentence.nodes)
    if fault.kind != LOST or not copies or len(request.letters) < 2:
        return ()
    return [texts.again(request, letters=request.letters[1:])]


def penalty(_texts: Texts, request: Request, fault: Fault) -> Sequence[Request]:
    """Let repetition cost more."""
    if fault.kind not in _ENDLESS or request.search == PENALTY:
        return ()
    return [replace(request, search=PENALTY)]


def wide(_texts: Texts, request: Request, _fault: Fault) -> Sequence[Request]:
    """Follow more hypotheses, and look at all of them."""
    if request.search.wider == WIDER:
        return ()
    return [replace(request, search=Search(WIDER, no_repeat=NO_REPEAT))]


def spans(texts: Texts, request: Request, fault: Fault) -> Sequence[Request]:
    """Draft the spans of lost marks alone."""
    found = {label for label in _LABEL.findall(fault.reason) if label in request.message}
    if fault.kind != LOST or found <= request.lost:
        return ()
    return texts.split(request, request.lost | found)


def clauses(texts: Texts, request: Request, _fault: Fault) -> Sequence[Request]:
    """Cut the part at a clause."""
    return texts.cut(request)


TRIES: Mapping[str, Callable[[Texts, Request, Fault], Sequence[Request]]] = {
    "numbers": numbers,
    "stand-ins": stand_ins,
    "letters": letters,
    "penalty": penalty,
    "spans": spans,
    "wide": wide,
    "clauses": clauses,
}
"""By name, in the order in which they are tried."""

WHOLE = tuple(TRIES).index("spans")
"""So many tries, the first, are left to a part that was made by one of the others."""


def lost_reason(label: str) -> str:
    """Return what to say of a mark, a copied text or a term that is not in a draft."""
    return f"mark {label} is lost" if label.startswith("<") else f"{label} is lost"
