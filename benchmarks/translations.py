"""What people have translated into Korean and Japanese, as whole documents, for benchmarks.

Prose is GNOME's help, Debian's FAQ and its Developer's Reference, and what this project has
reviewed; software is the catalogues of Python packages and of Debian's programs. Nothing is
committed; see ``histories`` for where it comes from.

The pages of GNOME's help and of Debian's documents are in two halves by a hash of their names.
Who tunes a check reads the open half only, so that the other half says what the check is worth.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import histories
import polib
from lxml import html

from pipeline import marks, segment
from pipeline.catalogue import read
from pipeline.checks.base import Message
from pipeline.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
SUITE = "trixie"
PROGRAMS = (
    "apt coreutils debconf-i18n dpkg evince-common git gettext gnome-terminal-data gnupg-l10n "
    "grep libapt-pkg7.0 libc-l10n nautilus-data sed tar util-linux-locales wget"
).split()
"""Debian packages whose catalogues are read; most were looked at when the checks were written."""

_FAQ = "usr/share/doc/debian/FAQ"
_REFERENCE = "usr/share/developers-reference"
MANUALS = (
    ("debian-faq", f"{_FAQ}/{{}}.en.html", "debian-faq-ko", f"{_FAQ}/ko/{{}}.ko.html", "ko"),
    ("debian-faq", f"{_FAQ}/{{}}.en.html", "debian-faq-ja", f"{_FAQ}/ja/{{}}.ja.html", "ja"),
    ("developers-reference", f"{_REFERENCE}/{{}}.html",
     "developers-reference-ja", f"{_REFERENCE}/ja/{{}}.html", "ja"),
)  # fmt: skip
"""Package and pages of the source, package and pages of the translation, its language."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document that people have translated."""

    name: str
    language: str
    kind: str
    """"open" and "held out" prose, "ours" of this project, or "software"."""
    messages: tuple[Message, ...]


class Sentence(NamedTuple):
    """A sentence that people have translated."""

    kind: str
    """As of its document."""
    source: str
    """A message."""
    reference: str
    """The translation, without marks."""


def texts(cache: Path = histories.CACHE) -> Iterator[Text]:
    """Yield every document with what is translated of it, fetching what is missing."""
    for language in histories.LANGUAGES:
        for name, page in histories.help_pages(SUITE, language, cache).items():
            yield _prose(f"help/{name}", language, page)
        yield from _ours(language)
    for manual in MANUALS:
        yield from _manual(manual, cache)
    for project, (_, version) in histories.WHEELS.items():
        for path, data in histories.wheel(project, version, cache).items():
            page = _defaults(data) if "plone" in path else histories.texts_of(data)
            yield _text(path, histories.language_of(path), "software", page)
    for package in PROGRAMS:
        yield from _program(package, cache)


def _defaults(data: bytes) -> histories.Texts:
    """Return what a catalogue of Plone says: its keys are names, and comments have the source."""
    page: histories.Texts = {}
    for entry in polib.pofile(data.decode()):
        if default := re.match(r'Default: "(.*)"$', entry.comment.replace("\n", " ")):
            source = default[1].replace('\\"', '"')
            page[entry.msgid, source] = "" if entry.fuzzy else entry.msgstr
    return page


def _prose(name: str, language: str, page: histories.Texts) -> Text:
    digest = hashlib.sha256(name.encode()).digest()
    return _text(name, language, "held out" if digest[0] % 2 else "open", page)


def _text(name: str, language: str, kind: str, page: histories.Texts) -> Text:
    write = marks.escape if kind == "software" else str
    rows = [(write(source), write(target), c) for (c, source), target in page.items() if target]
    messages = (Message(*row, line=i) for i, row in enumerate(rows, 1))
    return Text(name, language, kind, tuple(messages))


def _ours(language: str) -> Iterator[Text]:
    folder = ROOT / "locales" / language / "LC_MESSAGES"
    for path in sorted(folder.rglob("*.po")):
        entries = read(path.read_bytes(), path.name).entries
        page = {key: e.target for key, e in entries.items() if e.state is State.REVIEWED}
        yield _text(path.relative_to(folder).as_posix(), language, "ours", page)


def _manual(manual: tuple[str, str, str, str, str], cache: Path) -> Iterator[Text]:
    package, pages, translated, others, language = manual
    root, other = (histories.unpacked(SUITE, name, cache) for name in (package, translated))
    pattern = re.compile(re.escape(pages).replace(r"\{\}", "([^/.]+)"))
    for path in sorted((root / pages).parent.glob("*.html")):
        name = pattern.fullmatch(path.relative_to(root).as_posix())
        target = other / others.format(name[1] if name else "")
        if name and name[1] != package and target.exists():  # not all of it on one page
            blocks = (list(_blocks(_tree(page))) for page in (path, target))
            page = histories.aligned(*blocks, language)
            yield _prose(f"{translated}/{name[1]}", language, page)


def _tree(page: Path) -> etree._Element:
    root = html.parse(str(page)).getroot()
    for link in root.xpath("//a[@class='xref'] | //a[@class='reference internal']"):
        href = link.get("href")
        link.clear(keep_tail=True)  # what it says is a program's, and not in a catalogue
        link.set("href", href)
    for span in root.xpath("//code/span | //a/span"):
        span.drop_tag()  # Sphinx has one around every word
    return root


_BLOCKS = "title h1 h2 h3 h4 h5 h6 p li dt dd td th".split()
_INNER = frozenset([*_BLOCKS, "pre", "ul", "ol", "table"])
_SKIPPED = frozenset("nav footer form script style pre head".split())


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks of a page of HTML that have no other one inside."""
    for child in element.iterchildren("*"):
        inside = {other.tag for other in child.iterdescendants("*")}
        if child.tag in _BLOCKS and not inside & _INNER:
            yield child
        elif child.tag not in _SKIPPED and child.get("role") != "navigation":
            yield from _blocks(child)


def _program(package: str, cache: Path) -> Iterator[Text]:
    root = histories.unpacked(SUITE, package, cache)
    for language in histories.LANGUAGES:
        for path in sorted(root.glob(f"usr/share/locale/{language}/LC_MESSAGES/*.mo")):
            entries = [entry for entry in polib.mofile(str(path)) if not entry.msgid_plural]
            page = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries}
            yield _text(f"{package}/{path.stem}", language, "software", page)


def sentences(
    language: str, kinds: frozenset[str], cache: Path = histories.CACHE
) -> list[Sentence]:
    """Return the single sentences of prose of some kinds, each source once, in order."""
    found: dict[str, Sentence] = {}
    for text in texts(cache):
        for message in text.messages if text.language == language and text.kind in kinds else ():
            source, _ = marks.renumber(message.source)
            if len(segment.split(source, "en")) == 1 and len(marks.plain(source)) > 3:
                one = Sentence(text.kind, source, marks.plain(message.target))
                found.setdefault(source, one)
    return list(found.values())


PROSE = frozenset({"open", "held out"})
