"""Places between the phrases of Japanese where a line may end.

Japanese has no spaces, so that browsers break its lines between any two letters. In large type that
tears words apart. BudouX (github.com/google/budoux) finds the phrases; ``<wbr>`` stands between
them, and the style sheet breaks lines nowhere else. No text changes by it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import lxml.html
from markupsafe import Markup, escape

from pipeline import languages
from pipeline.outputs import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budoux import Parser
    from lxml.html import HtmlElement

_LANGUAGES: Final = frozenset({"ja"})
_JAPANESE: Final = re.compile("[ぁ-ヿ\u4e00-\u9fff]")
_NO_END: Final = r"\s「『（【〔［｛〈《“‘(\["
_NO_START: Final = (
    r"\s、。，．・：；？！‥…ー〜～）」』】〕］｝〉》”’)\]!?:;,.%々ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""What may not begin a line by JIS X 4051, beside what browsers know of spaces."""
_HAN: Final = "[々\u4e00-\u9fff]"
_HERE: Final = re.compile(
    rf"(?<=[^{_NO_END}])(?=[^{_NO_START}])"
    r"(?:(?<![!-~])|(?![!-~]))"
    rf"(?:(?<={_HAN}{{2}})|(?<!{_HAN})|(?!{_HAN}))"
    rf"(?:(?={_HAN}{{2}})|(?<!{_HAN})|(?!{_HAN}))"
    r"(?!(?<=に)(?:つい[てに]|つき|よ[りるっ]|して|する|すれ|とって|お[けい]|なる|なっ))"
    r"(?!(?<=と)(?:して|いう|いっ|なる|なっ))"
)
"""Where a line may end: where no rule forbids it, and no word is torn.

BudouX parts a single Han letter from its word at times (方|法), and words such as について, which
readers take as one.
"""


def put(body: HtmlElement, language: str, *, text: bool) -> None:
    """Put the places into the headings of a page, with ``text`` into all that is said on it."""
    if not (_breaks(language) or any(map(_breaks, body.xpath(".//@lang")))):
        return
    for run in inline.runs(body, language):
        if any(_fits(each) and (text or each.heading) for each in run):
            _put(run, text=text)


def markup(text: str, language: str) -> Markup:
    """Return a text of the site as HTML with the places in it, as it was where there are none."""
    plain = text.unescape() if isinstance(text, Markup) else text
    if not _breaks(language) or (isinstance(text, Markup) and "<" in text):
        return escape(text)
    return Markup("<wbr>").join(_cut(plain, places(plain)))


@lru_cache(maxsize=4096)
def places(text: str) -> tuple[int, ...]:
    """Return where the phrases of a text begin, but for the first.

    Kept, since every page of a site has the same menu.

    >>> places("翻訳カタログを使って、公開する")
    (7, 11)
    """
    if not _JAPANESE.search(text):
        return ()
    found, end = [], 0
    for phrase in _parser().parse(text):
        if end and _HERE.match(text, end):
            found.append(end)
        end += len(phrase)
    return tuple(found)


@cache
def _parser() -> Parser:
    import budoux

    return budoux.load_default_japanese_parser()


def _breaks(language: str) -> bool:
    return languages.primary(language) in _LANGUAGES


def _fits(text: inline.Text) -> bool:
    return text.open and _breaks(text.language)


def _put(run: Sequence[inline.Text], *, text: bool) -> None:
    """Put the places into the texts of a run, from the last to the first, so that each is found."""
    starts = [0]
    for each in run:
        starts.append(starts[-1] + len(each.text))
    wanted = places("".join(each.text for each in run))
    open_ = [_fits(each) and (text or each.heading) for each in run]
    for number in reversed(range(len(run))):
        each, start, end = run[number], starts[number], starts[number + 1]
        # A place between two texts is put into the later one, unless nothing may be put there.
        after = number + 1 < len(run) and not open_[number + 1]
        own = [p - start for p in wanted if start <= p < end or (after and p == end)]
        if open_[number] and own:
            each.put(_nodes(each.text, own))


def _nodes(text: str, own: Iterable[int]) -> list[str | HtmlElement]:
    nodes: list[str | HtmlElement] = []
    for part in _cut(text, own):
        nodes += [part, lxml.html.Element("wbr")]
    return nodes[:-1]


def _cut(text: str, own: Iterable[int]) -> list[str]:
    edges = [0, *own, len(text)]
    return [text[a:b] for a, b in pairwise(edges)]
