"""House rules: how a language writes numbers, dates, quotation marks and ends of sentences.

A model knows what a sentence says, and is careless about its signs: ``15 million``, ``September 30,
2024``, full-width digits, a full stop after a heading. What a program can do safely is done here,
before the guard looks at a draft; the rest is a translator's. Marks, protected text, addresses and
placeholders are out of reach of the rules; see ``frozen``.

To add a rule, write a function from draft and source to draft, both frozen, give it a line in
``RULES``, and cases in ``tests/cases/house/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.figures.customs import JAPANESE, KOREAN
from pipeline.translate.house import (
    dates,
    ends,
    frozen,
    headings,
    prohibitions,
    quantities,
    quotes,
    signs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Rule = Callable[[str, str], str]

__all__ = ["RULES", "steps", "style"]

RULES: Mapping[str, Mapping[str, Rule]] = {
    "ko": {
        "width": signs.korean_width,
        "numbers": quantities.rule(KOREAN),
        "dates": dates.rule(KOREAN),
        "ellipsis": signs.ellipsis,
        "quotes": quotes.korean,
        "spaces": signs.korean_spaces,
        "particles": signs.korean_particles,
        "ends": ends.rule(KOREAN),
        "headings": headings.korean,
        "prohibitions": prohibitions.korean,
    },
    "ja": {
        "width": signs.japanese_width,
        "numbers": quantities.rule(JAPANESE),
        "dates": dates.rule(JAPANESE),
        "ellipsis": signs.ellipsis,
        "signs": signs.japanese_signs,
        "quotes": quotes.japanese,
        "brackets": signs.japanese_brackets,
        "spaces": signs.japanese_spaces,
        "ends": ends.rule(JAPANESE),
        "headings": headings.japanese,
        "prohibitions": prohibitions.japanese,
    },
}
"""The rules of each language in the order in which they work; languages without rules keep drafts
as they are."""


def style(source: str, target: str, language: str) -> str:
    """Return a draft in the style of the house; both are messages with marks.

    >>> style("It cost $15 million.", "비용은 $15백만입니다.", "ko")
    '비용은 1500만 달러입니다.'
    """
    done = [text for _, text in steps(source, target, language)]
    return done[-1] if done else target


def steps(source: str, target: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each rule that changes a draft, with the draft as it is then."""
    rules = RULES.get(language.partition("-")[0])
    if not rules or not target or frozen.is_strange(source) or frozen.is_strange(target):
        return
    plain, (text, pieces) = frozen.freeze(source).text, frozen.freeze(target)
    for name, rule in rules.items():
        changed = rule(text, plain)
        if changed != text:
            text = changed
            yield name, frozen.thaw(text, pieces)
