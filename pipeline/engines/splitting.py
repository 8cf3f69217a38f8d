"""A message without the spans that found no place in its draft, which are drafted alone.

"Click <b1>Save</b1> to go on." becomes "Click <keep1>Save</keep1> to go on.", where the model sees
one word that it copies, and "Save". What comes out of both is joined again, so the mark stands
where it should, whatever the model looked at. The price: neither part knows the other. A name or
the words on a button lose nothing, but a clause ends as if it stood alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import marks
from pipeline.engines import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.marks import Token

_STANDING = "keep"
"""The mark that stands for a span: what is in it is copied."""

_WORD = re.compile(r"[^\W_]")
_END = re.compile(r"[.!?。！？…:：]+$")


@dataclass(frozen=True, slots=True)
class Cut:
    """A span that was taken out of a message."""

    opening: Token
    message: str
    """What is inside, with its marks counted from 1."""
    numbers: tuple[int, ...]
    """What its marks are in the whole message."""

    @property
    def standing(self) -> str:
        """What stands for it in the outer message."""
        token = self.opening._replace(text=_STANDING)
        close = token._replace(kind="close")
        return f"{token}{marks.escape(marks.plain(self.message))}{close}"

    def whole(self, draft: str) -> str:
        """Return the span with the draft of its inside."""
        close = self.opening._replace(kind="close")
        end = _END.search(marks.plain(draft))
        if end and not _END.search(marks.plain(self.message)):
            draft = re.sub(rf"{re.escape(end[0])}((?:</[^<>]+>)*)$", r"\1", draft.rstrip())
        return f"{self.opening}{marks.restore(draft.strip(), self.numbers)}{close}"


@dataclass(frozen=True, slots=True)
class Split:
    """A message in two layers."""

    outer: str
    """The message with a word to copy for each span that is drafted alone."""
    cuts: tuple[Cut, ...]

    @property
    def insides(self) -> tuple[str, ...]:
        """The messages that are drafted alone."""
        return tuple(cut.message for cut in self.cuts)

    def join(self, outer: str, insides: Sequence[str], language: str) -> str:
        """Return the draft of the whole message, from drafts of both layers.

        Korean particles behind a span get the form that its draft asks for. ``outer`` must have
        all marks of its source, as every draft has.
        """
        for cut, inside in zip(self.cuts, insides, strict=True):
            whole = cut.whole(inside)
            outer = outer.replace(cut.standing, whole)
            if language.partition("-")[0] == "ko":
                outer = terms.fit_after(outer, whole)
        return outer


def split(message: str, labels: Collection[str]) -> Split | None:
    """Return a message in two layers; None if there is nothing that can be drafted alone.

    ``labels`` name the marks that found no place (``<a1>``). The outermost span round each of them
    is taken out, but none that holds all words there are, or that begins or ends within a word.

    >>> found = split("Click <b1>the <em2>red</em2> one</b1> now.", {"<em2>"})
    >>> found.outer, found.insides
    ('Click <keep1>the red one</keep1> now.', ('the <em1>red</em1> one',))
    """
    parts = marks.check(message)
    cuts, outer, index = [], "", 0
    while index < len(parts):
        end = _closing(parts, index)
        inside = parts[index + 1 : end]
        wanted = any(str(part) in labels for part in parts[index : end + 1])
        if parts[index].text in marks.PROTECTED and end > index:
            outer += marks.write(parts[index : end + 1])
            index = end + 1
        elif end > index and wanted and _can_stand_alone(parts, index, end):
            cut = Cut(parts[index], *marks.renumber(marks.write(inside)))
            cuts.append(cut)
            outer += cut.standing
            index = end + 1
        else:
            outer += str(parts[index])
            index += 1
    return Split(outer, tuple(cuts)) if cuts else None


def _closing(parts: Sequence[Token], index: int) -> int:
    """Return where the mark that opens at an index is closed; the index if none opens."""
    if parts[index].kind != "open":
        return index
    number = parts[index].number
    return next(i for i in range(index + 1, len(parts)) if parts[i].number == number)


def _can_stand_alone(parts: Sequence[Token], index: int, end: int) -> bool:
    """Tell whether words stand inside and outside a span, which is not a part of one of them."""
    if not marks.has_word(parts[index + 1 : end]):
        return False
    before, inside, after = (
        "".join(part.text for part in some if part.kind == "text")
        for some in (parts[:index], parts[index + 1 : end], parts[end + 1 :])
    )
    edges = (before[-1:] + inside[:1], inside[-1:] + after[:1])
    within = any(len(_WORD.findall(edge)) == 2 for edge in edges)
    return bool(_WORD.search(before + after)) and not within
