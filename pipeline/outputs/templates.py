"""Renders the theme's templates in a language. What they are given is in views and site."""

from __future__ import annotations

import hashlib
import re
import traceback
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from markupsafe import Markup, escape

from pipeline import languages
from pipeline.errors import LocalepressError
from pipeline.outputs import phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THEME = Path(__file__).with_name("theme")
ENGLISH = "en"
"""The language of the templates' own words."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
_MISTAKES = (TemplateError, ArithmeticError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates in one language; the first folder that has a template gives it."""

    catalogue: Mapping[str, str]
    folders: tuple[Path, ...] = (THEME,)
    missing: set[str] = field(default_factory=set)
    """Words that were asked for and have no usable translation."""
    language: str = ENGLISH
    """BCP 47 tag of the page."""

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """Return a page; raises LocalepressError naming the template's file and line."""
        try:
            text = _environment(self.folders).get_template(template).render(self._with(values))
        except _MISTAKES as error:
            raise LocalepressError(_explain(error, template)) from error
        return (text.rstrip("\n") + "\n").encode()

    def word(self, name: str) -> str:
        """Return a word of ``words.html`` as plain text."""
        found = self.words("words.html")[name]
        return Markup(str(found)).unescape()  # noqa: S704 (unescaped at once)

    def words(self, template: str) -> Mapping[str, object]:
        """Return what a template sets; raises LocalepressError like ``render``."""
        try:
            return vars(_environment(self.folders).get_template(template).make_module(self._with()))
        except _MISTAKES as error:
            raise LocalepressError(_explain(error, template)) from error

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
        turned = languages.direction(self.language) != languages.direction(ENGLISH)
        said = Markup(' dir="ltr"') if turned else ""
        return Markup('<span lang="{}"{}>{}</span>').format(ENGLISH, said, text)

    def is_foreign(self, message: str) -> bool:
        """Tell whether a message that was asked for is in another language than the page."""
        return message in self.missing and languages.primary(self.language) != ENGLISH

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


def state(folders: tuple[Path, ...] = (THEME,)) -> str:
    """Return what tells the files of a theme, with all that is in them, from any other."""
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    said = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in found]
    return hashlib.sha256(repr(said).encode()).hexdigest()


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters |= {"phrased": phrases.markup, "programs": _programs}
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    return environment


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


def _explain(error: Exception, template: str) -> str:
    """Return one line with the template's file and line."""
    name, line = getattr(error, "name", None) or template, getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".html"):
            name, line = Path(frame.filename).name, frame.lineno
    where = f"theme/{name}:{line}" if line else f"theme/{name}"
    if isinstance(error, TemplateNotFound):
        return f'{where}: there is no template "{error.name}"'
    return f"{where}: {type(error).__name__}: {getattr(error, 'message', None) or error}"
