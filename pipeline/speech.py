"""Which language the elements of a localised page name: that of what they say.

A sentence that fell back to the source stands in an element of its own. An attribute cannot; so its
element names the source's language, and what it holds, if that is translated, is put into one that
names the page's. An author's element that names the source's language names the page's where what
it holds is translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline import languages
from pipeline.elements import UNTOUCHED
from pipeline.runs import Run, apart, elements_of
from pipeline.scope import Scope, asked
from pipeline.slots import Attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.slots import Slot
    from pipeline.tree import Edits, Element

TEXT_ONLY: Final = frozenset({"title", "option", "desc"})
"""Elements in which no other may stand."""
_NAMES: Final = "lang="
_KEEPS: Final = "translate"


class Speech:
    """The languages of one page. With no target language nothing is said of any."""

    def __init__(self, source: str, target: str, edits: Edits) -> None:
        self.source, self.target = source, target
        self._edits = edits
        self._said: dict[int, set[str]] = {}
        """The languages of an element's attributes, or of the text of one that holds only text."""
        self._parents: set[int] = set()
        """Elements in which a translatable text stands."""
        self._named: set[int] = set()
        """Elements whose language has been written."""
        self._wrapped: dict[int, str] = {}
        """The language that is named anew inside an element."""

    def begin(self, root: Element, texts: Iterable[tuple[Slot, set[str]]]) -> None:
        """Take in the places of a page with the languages of their texts, and name those of blocks.

        What stands inside a run of text is named as the run is written; see ``open``.
        """
        if not self.target:
            return
        filled = list(texts)
        runs = [slot for slot, _ in filled if isinstance(slot, Run)]
        self._parents = {id(run.parent) for run in runs}
        for slot, said in filled:
            element = slot.element if isinstance(slot, Attribute) else slot.parent
            only = element.tag in TEXT_ONLY and id(element) in self._parents
            # Where nothing can be put round the text, it counts before the attributes.
            if only != isinstance(slot, Attribute):
                self._said.setdefault(id(element), set()).update(said)
        source = root.source.lower()
        plain = source.count(_NAMES) < 2 and _KEEPS not in source
        if plain and not any(self.source in said for said in self._said.values()):
            return
        inline = {id(element) for run in runs for element, _ in elements_of(run)}
        for element in root.walk():
            if element.tag != "html" and id(element) not in inline:
                self._block(element)

    def _block(self, element: Element) -> None:
        """Name the language of an element that stands in no text."""
        said = self._language_of(element, self.target)
        if said == self.target:
            named = self._is_source(element) or self._is_island(element)
            if named and _scope(element, self.source).translated:
                self._name(element, said)
        elif self._is_silent(element) or element.tag in TEXT_ONLY:
            self._name(element, said)
        elif id(element) in self._parents and not element.blocks:
            # One text is all that is in it.
            self._name(element, said)
            self._wrapped[id(element)] = self.target

    def open(self, element: Element, around: str) -> str:
        """Name the language of an element in a text of a language; returns what opens its content.

        That is a ``span`` where the content is in another language than the attributes.
        """
        if not self.target:
            return ""
        if apart(element) and self._holds_texts(element):
            # They are written as on a page in the target's language, and nothing can be put round.
            self._name(element, self.target, where=around != self.target)
            return ""
        said = self._language_of(element, around)
        if said != around or (self._is_source(element) and said == self.target):
            self._name(element, said)
        if said == around or self._is_silent(element):
            return ""
        self._wrapped[id(element)] = around
        return self.begin_of(element)

    def begin_of(self, element: Element) -> str:
        """Return what opens the content of an element whose attributes are in another language."""
        language = self._wrapped.get(id(element))
        return f'<span lang="{language}">' if language else ""

    def end_of(self, element: Element) -> str:
        """Return what closes it."""
        return "</span>" if id(element) in self._wrapped else ""

    def _is_silent(self, element: Element) -> bool:
        """Tell whether an element has nothing inside that is read."""
        return not (any(map(str.isalpha, element.text())) or self._holds_texts(element))

    def _holds_texts(self, element: Element) -> bool:
        """Tell whether places for translatable text are inside an element."""
        inner = (each for each in element.walk() if each is not element)
        return id(element) in self._parents or any(
            id(each) in self._said or id(each) in self._parents for each in inner
        )

    def _language_of(self, element: Element, otherwise: str) -> str:
        """Return the language of an element's attributes, if they have one."""
        said = self._said.get(id(element), set())
        return next(iter(said)) if len(said) == 1 else otherwise

    def _is_island(self, element: Element) -> bool:
        """Tell whether an element is translated in a part of the page that is not."""
        outer = element.parent
        return asked(element) and outer is not None and not _scope(outer, self.source).wanted

    def _is_source(self, element: Element) -> bool:
        """Tell whether an element itself names the source's language."""
        named = element.get("lang")
        return named is not None and languages.primary(named) == languages.primary(self.source)

    def _name(self, element: Element, language: str, *, where: bool = True) -> None:
        known = element.get("lang")
        where = where or self._is_source(element)
        if id(element) not in self._named and where and (language != self.source or known is None):
            self._named.add(id(element))
            self._edits.set(element, "lang", language)


def _scope(element: Element, source: str) -> Scope:
    """Return what is said of the content of an element by itself and all around it."""
    language = languages.primary(source)
    scope = Scope(language, language, "its-" in element.source.lower())
    for each in reversed(list(_outwards(element))):
        scope = scope.inside(each)
    untouched = element.tag in UNTOUCHED or (element.tag == "pre" and not asked(element))
    return scope._replace(wanted=False) if untouched else scope


def _outwards(element: Element) -> Iterator[Element]:
    found: Element | None = element
    while found is not None:
        yield found
        found = found.parent
