"""Real Korean and Japanese translations in two versions each, fetched and kept outside git.

    python benchmarks/histories.py [--cache FOLDER]

GNOME's user help lies in Debian's package gnome-user-docs as Mallard pages, English and
translated with the same elements; laid beside each other they are catalogues again, one a page,
as ``itstool`` made them. Three releases of Debian have three versions. Some programs have their
catalogues in Debian's packages; Django, Sphinx, Wagtail and Plone have theirs in their wheels.
Nothing of them is committed.

It needs Debian's ``apt-get`` and ``dpkg-deb`` with any mirror, and ``pip`` with any index; root
is not needed. (Debian's source packages would have the catalogues of the help themselves.)
"""

from __future__ import annotations

import argparse
import functools
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from lxml import etree

from pipeline import catalogue, marks
from pipeline.catalogue import About, Filled
from pipeline.catalogue.po import parse
from pipeline.model import Origin, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "localepress-benchmarks"
LANGUAGES = "ko", "ja"
HELP = {"bullseye": "3.38", "bookworm": "43", "trixie": "48"}
"""Debian's release -> GNOME's version of its gnome-user-docs."""
COMPILED = (
    "apt", "coreutils", "evolution-common", "gimp-data", "gnome-control-center-data",
    "gnucash-common", "gnupg-l10n", "nautilus-data",
)  # fmt: skip
"""Debian's packages with compiled catalogues, which lack what is not translated."""
WHEELS = {
    "Django": ("3.2.25", "5.2"),
    "Sphinx": ("4.5.0", "8.1.3"),
    "wagtail": ("4.0", "6.3"),
    "plone.app.locales": ("5.1.30", "6.0.30"),
}

Texts = dict[tuple[str | None, str], str]
"""Message -> translation, empty where there is none that a person finished."""


@dataclass(frozen=True, slots=True)
class History:
    """A catalogue that people kept up: as it was, and as it became."""

    name: str
    language: str
    old: Texts
    new: Texts

    @property
    def prose(self) -> bool:
        """Whether it is a page of help, not a program's words."""
        return self.name.startswith("help")


def histories(cache: Path = CACHE) -> Iterator[History]:
    """Yield every catalogue in two versions next to each other, fetching what is missing."""
    for before, after in pairwise(HELP):
        for language in LANGUAGES:
            old, new = (help_pages(s, language, cache) for s in (before, after))
            for page in old:
                if page in new:
                    name = f"help {HELP[before]}-{HELP[after]} {page}"
                    yield History(name, language, old[page], new[page])
    for package in COMPILED:
        first, second = (compiled(s, package, cache) for s in ("bookworm", "trixie"))
        for path in sorted(first.keys() & second.keys()):
            yield History(f"{package} 12-13 {path}", language_of(path), first[path], second[path])
    for project, (before, after) in WHEELS.items():
        for path, first in wheel(project, before, cache).items():
            second = wheel(project, after, cache).get(path)
            if second and (language := language_of(path)):
                old, new = texts_of(first), texts_of(second)
                yield History(f"{project} {before}-{after} {path}", language, old, new)


def as_catalogue(texts: Texts, language: str, path: str = "x.po") -> bytes:
    """Return texts as a catalogue with every translation reviewed."""
    segments = [Segment(source, context) for context, source in texts]
    data = catalogue.merge(None, segments, About(path, language, "History")).data
    drafts = {key: Filled(_NOBODY, target) for key, target in texts.items() if target}
    filled = catalogue.fill(data, drafts, path=path).decode()
    return re.sub(
        r"^# localepress: draft .*\n|^#, fuzzy\n", "", filled, flags=re.MULTILINE
    ).encode()


_NOBODY = Origin("argos", "-", "-", "-")


# What is fetched


def wheel(project: str, version: str, cache: Path = CACHE) -> dict[str, bytes]:
    """Return the catalogues in Korean and Japanese of a wheel by their paths."""
    folder = cache / f"{project}-{version}"
    if not folder.exists():
        run("pip", "download", "--no-deps", "--only-binary=:all:", "--quiet",
             "--disable-pip-version-check", "-d", str(folder), f"{project}=={version}")  # fmt: skip
    found = {}
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".po") and language_of(name):
                found[name] = archive.read(name)
    return found


def compiled(suite: str, package: str, cache: Path = CACHE) -> dict[str, Texts]:
    """Return the catalogues of a package in a release of Debian, by their paths."""
    root = unpacked(suite, package, cache)
    found = {}
    for path in sorted(root.glob("usr/share/locale/*/LC_MESSAGES/*.mo")):
        if language_of(name := path.relative_to(root).as_posix()):
            found[name] = _finished(polib.mofile(str(path)))
    return found


def help_pages(suite: str, language: str, cache: Path = CACHE) -> dict[str, Texts]:
    """Return the pages of GNOME's help in a release of Debian as messages, by their names."""
    root = unpacked(suite, "gnome-user-docs", cache)
    pages = {}
    for source in sorted((root / "usr/share/help/C").rglob("*.page")):
        name = source.relative_to(root / "usr/share/help/C")
        target = root / "usr/share/help" / language / name
        if target.exists() and (texts := _page(source, target, language)):
            pages[name.as_posix()] = texts
    return pages


def unpacked(suite: str, package: str, cache: Path) -> Path:
    """Return the folder with a binary package of a release, fetched with apt if it is missing."""
    root = cache / f"{package}-{suite}"
    if not root.exists():
        private = cache / "apt" / suite
        run(*_apt(suite, private), "download", package, cwd=private)
        run("dpkg-deb", "-x", str(next(private.glob(f"{package}_*.deb"))), str(root))
    return root


@functools.cache
def _apt(suite: str, private: Path) -> tuple[str, ...]:
    """Bring the lists of a release up to date; return the command that uses them."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (private / folder).mkdir(parents=True, exist_ok=True)
    site = run("apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages")
    key = "/usr/share/keyrings/debian-archive-keyring.gpg"
    rows = f"deb [signed-by={key}] {site.split()[0]} {suite} main\n"
    (private / "sources.list").write_text(rows, encoding="utf-8")
    options = [f"Dir::Etc::sourcelist={private}/sources.list", "Dir::Etc::sourceparts=-",
               f"Dir::State::lists={private}/lists", f"Dir::Cache={private}/cache",
               "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false"]  # fmt: skip
    apt = ("apt-get", "-qq", *(word for option in options for word in ("-o", option)))
    run(*apt, "update")
    return apt


def run(*command: str, cwd: Path | None = None) -> str:
    """Return what a command says; end the program with what went wrong."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def language_of(path: str) -> str:
    """Return the language that a path names, or nothing."""
    names = re.split(r"[/.]", path)
    return next((language for language in LANGUAGES if language in names), "")


def texts_of(data: bytes) -> Texts:
    """Return what a catalogue says; one without a line break would be taken for a file's name."""
    return _finished(polib.pofile(data.decode())) if b"\n" in data else {}


def _finished(entries: polib.POFile | polib.MOFile) -> Texts:
    """Return the messages with their translations, without plural forms and obsolete ones."""
    return {
        (entry.msgctxt, entry.msgid): "" if getattr(entry, "fuzzy", False) else entry.msgstr
        for entry in entries
        if not (entry.obsolete or entry.msgid_plural)
    }


# Mallard pages as messages

_BLOCKS = {"title", "subtitle", "desc", "p", "cite", "code", "screen", "keywords"}
_INFO = {"credit", "link", "revision", "license", "include", "links", "media"}


def _page(source: Path, target: Path, language: str) -> Texts:
    """Return the messages of a page; none if the two do not have the same elements."""
    first, second = (list(_blocks(_tree(path))) for path in (source, target))
    return aligned(first, second, language)


def aligned(first: list[etree._Element], second: list[etree._Element], language: str) -> Texts:
    """Return the messages of a page's blocks, inline elements as marks, beside a translation's.

    There are none if the two do not have the same elements.
    """
    if [_local(block) for block in first] != [_local(block) for block in second]:
        return {}
    found: Texts = {}
    for block, other in zip(first, second, strict=True):
        inner = _elements(block)
        text = _text(block, {element: i for i, element in enumerate(inner, 1)})
        if any(map(str.isalpha, marks.plain(text))):
            translated = _text(other, _numbers(inner, _elements(other)))
            done = translated != text and _has(language, translated)
            found.setdefault((None, text), translated if done else "")
    return found


def _tree(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.parse(path, parser).getroot()


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Yield every block that has no other one inside."""
    for child in element.iterchildren("{*}*"):
        name = _local(child)
        inside = {_local(other) for other in child.iterdescendants("{*}*")}
        if name in _BLOCKS and not inside & (_BLOCKS | {"note"}):
            yield child
        elif not (_local(element) == "info" and name in _INFO):
            yield from _blocks(child)


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _elements(block: etree._Element) -> list[etree._Element]:
    return list(block.iterdescendants("{*}*"))


def _numbers(
    source: list[etree._Element], target: list[etree._Element]
) -> dict[etree._Element, int]:
    """Return the number of each inline element of a translation: that of the source's like it."""
    left = dict(enumerate(source, 1))
    found = {}
    for alike in (
        lambda a, b: (a.tag, dict(a.attrib), _said(a)) == (b.tag, dict(b.attrib), _said(b)),
        lambda a, b: (a.tag, dict(a.attrib)) == (b.tag, dict(b.attrib)),
        lambda a, b: a.tag == b.tag,
    ):
        for element in target:
            number = next((n for n, other in left.items() if alike(element, other)), 0)
            if number and element not in found:
                found[element] = number
                del left[number]
    more = (element for element in target if element not in found)
    return found | {element: i for i, element in enumerate(more, len(source) + 1)}


def _said(element: etree._Element) -> str:
    return "".join(element.itertext())


def _text(block: etree._Element, numbers: dict[etree._Element, int]) -> str:
    return " ".join(_inline(block, numbers).split())


def _inline(element: etree._Element, numbers: dict[etree._Element, int]) -> str:
    """Return what stands in an element, inline elements as marks."""
    text = marks.escape(element.text or "")
    for child in element.iterchildren("{*}*"):
        name = f"{re.sub('[^a-z]', '', _local(child).lower())}{numbers[child]}"
        inside = "" if _local(child) == "media" else _inline(child, numbers)
        text += f"<{name}>{inside}</{name}>" if inside.strip() else f"<{name}/>"
        text += marks.escape(child.tail or "")
    return text


def _has(language: str, text: str) -> bool:
    """Tell whether a text has a letter of the language; a name may have none."""
    return re.search("[가-힣]" if language == "ko" else "[぀-ヿ一-鿿]", text) is not None


def main() -> None:
    """Fetch all, and say what there is; check that our reading agrees with the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the packages are kept")
    cache = parser.parse_args().cache.resolve()
    rows: dict[tuple[str, str], list[int]] = {}
    for history in histories(cache):
        name = " ".join(history.name.split()[:2])
        row = rows.setdefault((name, history.language), [0, 0, 0, 0])
        row[0] += 1
        row[1] += len(history.old)
        row[2] += len(history.new)
        row[3] += sum(1 for key, text in history.old.items() if text and key not in history.new)
        parse(as_catalogue(history.new, history.language), history.name)
    print("history, language, catalogues, messages before and after, translated and gone")
    for (name, language), row in rows.items():
        print(f"{name:<32} {language}  " + "  ".join(f"{number:6}" for number in row))


if __name__ == "__main__":
    main()
