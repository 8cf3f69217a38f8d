"""Terms of the glossary in drafts: each stands there in the form that the glossary gives.

A draft that has a term already is left alone. Else the words that look at the term are replaced by
its translation, as a mark would be placed round them (see placing). Where no words look at it for
certain, the model gets a stand-in for the term, as for code (see sentence). At last, Korean
particles after terms get the form that the sound before them asks for.

Words that inflect (열다, 開く) are not put in: they would need an ending. ``check`` looks at them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline import marks, particles
from pipeline.engines.looks import Lost
from pipeline.engines.sentence import Node, Sentence
from pipeline.glossary import LEFT_OUT, inflects, translates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.engines.names import Names
    from pipeline.engines.words import Span
    from pipeline.glossary import Finder, Found, Term

_HOLE = "\ufffc"
_HANGUL, _KATAKANA, _LATIN = "가-힣", "ァ-ヺー", "A-Za-z0-9"
_SCRIPTS = (_HANGUL, _KATAKANA, "一-鿿㐀-䶿々", _LATIN)

_PARTICLE = (
    r"(?:(?:으로|로|\(으\)로)(?:서|써|부터)?(?:의|는|도|만)?"
    r"|(?:과\(와\)|와\(과\)|과|와)(?:의|는|도|만)?"
    r"|(?:이라|라|\(이\)라)(?:는|고|고도|고는|면|도|서|든지)"
    r"|이나|나|이란|란|이랑|랑|이며|며|이든지?|든지?"
    r"|[은이을](?:\([는가를]\))?|[는가를](?:\([은이을]\))?)(?![가-힣])"
)
"""After a noun. What is no particle for sure is left out: 라 and 여 alone, 이다, 입니다."""

_CLOSING = r"(?:</[a-z][a-z-]*[1-9][0-9]*>|[)\]\"'”’»」』]|\([^()<>]{1,30}\))*"
"""Marks, quotes and brackets that end after a name, and a note in brackets."""

_APART = "(?:을|를|은|는|가|와|과|으로|로|에서|에게|의|에)(?:[ .,]|$)"
"""After a space as well; 이 may be a word there."""

_NEAR = 80
"""So many signs before a particle say how it is read."""


def rows(message: str, finder: Finder) -> list[tuple[str, ...]]:
    """Return source and targets of the terms in a message, as ``put`` would find them."""
    found = finder.find(marks.plain(message))
    return [(f.terms[0].source, *(term.target for term in f.terms)) for f in found]


def inside(message: str, finder: Finder) -> set[int]:
    """Return the offsets at which a message must not be cut, because a term stands there."""
    return {i for found in finder.find(message) for i in range(found.start, found.end)}


def put(read: Sentence, finder: Finder | Names, letter: str, standing: Collection[str]) -> Sentence:
    """Return a sentence with a node for each term; of those in ``standing``, with a stand-in.

    Marks that hold a part of a term are widened to all of it.
    """
    text = read.written or read.text
    for node in read.nodes:
        if node.is_copy:
            text = text[: node.start] + _HOLE * (node.end - node.start) + text[node.end :]
    nodes, unplaced = list(read.nodes), []
    for found in finder.find(text):
        if any(map(inflects, found.terms)):
            continue
        if with_term := _with(nodes, found):
            nodes = with_term
        else:
            unplaced.append(found.terms)
    put_in = replace(read, nodes=tuple(nodes), unplaced=tuple(unplaced))
    return _standing(put_in, letter, standing)


def _with(nodes: list[Node], found: Found) -> list[Node] | None:
    """Return the nodes with one for a term; None if marks beside each other share its words."""
    start, end = found.start, found.end
    holding = [i for i, n in enumerate(nodes) if n.closing and n.start < end and start < n.end]
    if any(nodes[i].parent != outer for outer, i in pairwise((-1, *holding))):
        return None
    parent = holding[-1] if holding else -1
    wider = list(nodes)
    for i, node in enumerate(nodes):
        if i in holding:
            wider[i] = replace(node, start=min(node.start, start), end=max(node.end, end))
        elif node.is_point and start < node.start < end:
            wider[i] = replace(node, start=start, end=start, parent=parent)
    return [
        *wider,
        Node("", "", start, end, parent, label(found.terms[0].source), terms=found.terms),
    ]


def label(source: str) -> str:
    """Return the name of a term's node for a person."""
    return f'the term "{source}"'


def _standing(read: Sentence, letter: str, standing: Collection[str]) -> Sentence:
    """Return a sentence in which stand-ins stand for some of its terms."""
    chosen = [n for n in read.nodes if n.is_term and n.label in standing]
    if not chosen:
        return read
    first = 1 + sum(node.is_copy for node in read.nodes)
    edits = [(n.start, n.end, f"{letter}{k}") for k, n in enumerate(chosen, first)]

    def moved(place: int) -> int:
        return place + sum(len(word) - (b - a) for a, b, word in edits if b <= place)

    nodes = []
    for node in read.nodes:
        opening = marks.escape(node.terms[0].target) if node in chosen else node.opening
        nodes.append(replace(node, opening=opening, start=moved(node.start), end=moved(node.end)))
    text, done = "", 0
    for start, end, word in edits:
        text += read.text[done:start] + word
        done = end
    return replace(read, text=text + read.text[done:], nodes=tuple(nodes))


def missing(read: Sentence, target: str, *, once: bool = False) -> tuple[Sentence, list[Span]]:
    """Return a sentence without the nodes of terms that are there, and where the target has terms.

    They are there if the target has them as often as the source, or at least once. Raises Lost if
    a term that has no node is missing.
    """
    for group in read.unplaced:
        if not any(translates(term, target) for term in group):
            raise Lost(label(group[0].source))
    wanted = Counter(node.terms for node in read.nodes if node.is_term)
    there: set[tuple[Term, ...]] = set()
    spans: list[Span] = []
    for group in sorted(wanted, key=lambda terms: -max(len(term.target) for term in terms)):
        count = 0
        for term in group:
            for start, end in [match.span() for match in form(term.target).finditer(target)]:
                target = target[:start] + _HOLE * (end - start) + target[end:]
                spans.append((start, end))
                count += 1
        if count >= (1 if once else wanted[group]):
            there.add(group)
    nodes = tuple(n for n in read.nodes if not (n.is_term and n.terms in there))
    return replace(read, nodes=nodes), spans


def check(read: Sentence, message: str) -> None:
    """Raise Lost if a term of a sentence is not in its draft."""
    plain = marks.plain(message)
    for node in read.nodes:
        if node.terms and not any(term.target in plain for term in node.terms):
            raise Lost(node.label)


def right(terms: Sequence[Term], text: str) -> str:
    """Return what stands for a term: the words as they are if they have it, else its target."""
    return text if any(term.target in text for term in terms) else terms[0].target


def exact(text: str, terms: Sequence[Term]) -> str:
    """Return a target text in which a term has the very form of the glossary.

    >>> from pipeline.glossary import Term
    >>> exact("サーバを開く", (Term("server", "サーバー"),))
    'サーバーを開く'
    """
    targets = {term.target for term in terms}
    for target in (term.target for term in terms):
        text = form(target).sub(partial(_as_written, target, targets), text)
    return text


def _as_written(target: str, targets: Collection[str], match: re.Match[str]) -> str:
    return match[0] if match[0] in targets else target


def fit(message: str, read: Sentence, left: Sentence, language: str) -> str:
    """Return a draft in which Korean particles fit the terms and the copied text before them.

    ``left`` is the sentence without the terms that the model wrote itself. Nobody may be able to
    say how a name is read; the particle that the model wrote behind one of these stays then.
    """
    if language.partition("-")[0] != "ko":
        return message
    put_in = {node.terms for node in left.nodes}
    names = {term.target: node.terms in put_in for node in read.nodes for term in node.terms}
    names |= {marks.plain(node.opening): True for node in read.nodes if node.is_copy}
    for name, both in sorted(names.items()):
        message = _fitted(message, name, both=both) if name else message
    return message


def _fitted(message: str, name: str, *, both: bool) -> str:
    """Return a message with the right particle wherever one follows a name, without a space."""
    before = "(?<![가-힣])" if len(name) == 1 else ""
    before += "(?<![A-Za-z0-9])" if _script(name[0]) == _LATIN else ""
    text = marks.escape(name)
    message = re.sub(rf"({before}{re.escape(text)}{_CLOSING}) +(?={_APART})", r"\1", message)
    return fit_after(message, text, before, both=both)


def fit_after(message: str, text: str, before: str = "", *, both: bool = True) -> str:
    """Return a message with the right Korean particle wherever one follows a piece of it.

    ``before`` is a pattern for what has to stand before the piece. Where the sound is not sure,
    the particle has both forms if ``both``, else it stays.
    """
    pattern = rf"{before}{re.escape(text)}{_CLOSING}({_PARTICLE})"

    def right_one(match: re.Match[str]) -> str:
        said = match[0].removesuffix(match[1])
        sound = particles.final_sound(marks.plain(message[: match.start()] + said)[-_NEAR:])
        return said + particles.form(sound, match[1]) if sound or both else match[0]

    return re.sub(pattern, right_one, message)


@lru_cache(maxsize=4096)
def form(target: str) -> re.Pattern[str]:
    """Return what finds a term in a target text, also with other spaces and long vowels.

    It is a word, or the part of one that may stand alone: ファイル is not in プロファイル, and 한국
    is not in 관한 국민.
    """
    parts = [re.escape(part) for part in re.split(f"{LEFT_OUT}+", target) if part]
    parts = parts or [re.escape(target)]
    first, last = _script(target[0]), _script(target[-1])
    alone = len(target) == 1
    before = f"(?<![{first}])" if first and (alone or first != _HANGUL) else ""
    after = f"(?![{last}])" if last and last != _HANGUL else ""
    if alone and last == _HANGUL:
        after = f"(?:(?![가-힣])|(?={_PARTICLE})|(?=[에의도만]))"
    vowel = "ー*" if last == _KATAKANA else ""
    return re.compile(before + f"{LEFT_OUT}*".join(parts) + vowel + after, re.IGNORECASE)


def _script(letter: str) -> str:
    """Return the letters of the script of a letter, as a part of a pattern."""
    return next((letters for letters in _SCRIPTS if re.match(f"[{letters}]", letter)), "")
