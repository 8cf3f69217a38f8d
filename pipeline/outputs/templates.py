"""Renders the theme's templates in a language. What they are given is in views and site."""

from __future__ import annotations

import hashlib
import re
import traceback
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    UndefinedError,
)
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pipeline import languages
from pipeline.errors import LocalepressError
from pipeline.outputs import phrases, themes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment, Template

    from pipeline.outputs.themes import Own

THEME = Path(__file__).with_name("theme")
ENGLISH = "en"
"""The language of the templates' own words."""

_OURS = "localepress/"
"""Before the name of a template it means ours, also where the project's theme has one too."""
WORDS = _OURS + "words.html"
"""The words that the program itself asks for."""
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
_MISTAKES = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)


def state() -> str:
    """Return what tells the files of our theme, with all that is in them, from any other.

    That of a project says so itself: ``themes.Own.digest``.
    """
    found = (path for path in sorted(THEME.rglob("*")) if path.is_file())
    said = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in found]
    return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates in one language: the project's own, and ours where it has none."""

    catalogue: Mapping[str, str]
    own: Own = themes.NONE
    missing: set[str] = field(default_factory=set)
    """Words that were asked for and have no usable translation."""
    language: str = ENGLISH
    """BCP 47 tag of the page."""
    source: str = ENGLISH
    """BCP 47 tag of the words of the project's own templates."""
    ours: str = field(default_factory=state)
    """See ``state``."""

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """Return a page; raises LocalepressError naming the template's file and line."""
        try:
            text = (
                environment(self.own, self.ours).get_template(template).render(self._with(values))
            )
        except _MISTAKES as error:
            raise LocalepressError(_explain(error, template, self.own)) from error
        return (text.rstrip("\n") + "\n").encode()

    def word(self, name: str) -> str:
        """Return a word of ``WORDS`` as plain text."""
        found = self.words(WORDS)[name]
        return Markup(str(found)).unescape()  # noqa: S704 (unescaped at once)

    def words(self, template: str) -> Mapping[str, object]:
        """Return what a template sets; raises LocalepressError like ``render``."""
        try:
            return vars(
                environment(self.own, self.ours).get_template(template).make_module(self._with())
            )
        except _MISTAKES as error:
            raise LocalepressError(_explain(error, template, self.own)) from error

    def _template(self, name: str) -> Template:
        return environment(self.own, self.ours).get_template(name)

    def _with(self, values: Mapping[str, object] | None = None) -> dict[str, object]:
        own = {"gettext": self._gettext, "ngettext": self._ngettext, "plain": self.plain}
        return {**(values or {}), **own}

    def _gettext(self, message: str, **values: object) -> Markup:
        """Return the translation with its values, as HTML in which none of them is markup.

        A message without one says that it is in another language than the page.
        """
        text = self.plain(message, **values)
        if not self.is_foreign(message):
            return text
        spoken = self._spoken(message)
        turned = languages.direction(self.language) != languages.direction(spoken)
        said = Markup(' dir="{}"').format(languages.direction(spoken)) if turned else ""
        return Markup('<span lang="{}"{}>{}</span>').format(spoken, said, text)

    def is_foreign(self, message: str) -> bool:
        """Tell whether a message that was asked for is in another language than the page."""
        spoken = languages.primary(self._spoken(message))
        return message in self.missing and languages.primary(self.language) != spoken

    def _spoken(self, message: str) -> str:
        return ENGLISH if message not in self.own.words else self.source

    def plain(self, message: str, **values: object) -> Markup:
        """Return the same without an element, for attributes and titles."""
        translation = self.catalogue.get(message, "")
        if not translation or _names(translation) != _names(message):
            self.missing.add(message)
            translation = message
        return escape(translation) % values

    def _ngettext(self, singular: str, plural: str, number: int, **values: object) -> Markup:
        """Return a word whose forms the catalogue does not tell apart."""
        return self._gettext(singular if number == 1 else plural, **{"num": number, **values})


@cache
def replaceable() -> tuple[str, ...]:
    """Return the names of our templates that a project's own can take the place of."""
    return tuple(sorted({path.name for path in THEME.glob("*.html")} - {Path(WORDS).name}))


@lru_cache(maxsize=4)
def environment(own: Own, _ours: str) -> Environment:
    """Return what has the templates of a project: its own first, then ours in their ``state``."""

    def load(name: str) -> tuple[str, str, None] | None:
        text = own.templates.get(name)
        return None if text is None else (text, f"{themes.FOLDER}/{name}", None)

    ours = FileSystemLoader(THEME)
    made = SandboxedEnvironment(
        loader=ChoiceLoader([PrefixLoader({_OURS[:-1]: ours}), FunctionLoader(load), ours]),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.filters |= {"phrased": phrases.markup, "programs": _programs}
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    return made


def _programs(names: Sequence[str], language: str) -> Markup:
    """Return names of programs as a list in a language; they themselves are in none."""
    one = Markup('<span lang="{}" translate="no">{}</span>')
    said = [one.format(ENGLISH, name) for name in names]
    return Markup(languages.series(said, language)) if said else Markup()  # noqa: S704 (each is)


def _names(message: str) -> set[str] | None:
    """Return the placeholders of a message, None if formatting it would fail."""
    if "%" in _PLACEHOLDER.sub("", message):
        return None
    return set(filter(None, _PLACEHOLDER.findall(message)))


def _explain(error: Exception, template: str, own: Own) -> str:
    """Return one line with the template's file and line, and what to do."""
    name, line = getattr(error, "name", None) or template, getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(f"{themes.FOLDER}/"):
            name, line = frame.filename.removeprefix(f"{themes.FOLDER}/"), frame.lineno
        elif frame.filename.endswith(themes.TEMPLATE):
            name, line = _OURS + Path(frame.filename).name, frame.lineno
    if name in own.templates:
        name = f"{themes.FOLDER}/{name}"
    elif not name.startswith(_OURS):
        name = _OURS + name
    where = f"{name}:{line}" if line else name
    if isinstance(error, TemplateNotFound):
        return (
            f'{where}: there is no template "{error.name}"; put it into the folder '
            f"{themes.FOLDER}, or take one of {_OURS}"
        )
    if isinstance(error, RecursionError):
        return (
            f"{where}: the template leads back to itself; to extend ours of the same name, "
            f'write {{% extends "{_OURS}{Path(name).name}" %}}'
        )
    said = " ".join(str(getattr(error, "message", None) or error).split())
    hint = "; docs/themes.md names what there is" if isinstance(error, UndefinedError) else ""
    return f"{where}: {type(error).__name__}: {said}{hint}"
