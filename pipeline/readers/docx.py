"""Word documents, as mammoth understands them (the extra ``docx``).

mammoth reads what a paragraph is, not what it looks like, so a heading has to have a heading's
style. The title is the first of them, else the one among the file's properties. Images come along
as data; what lies outside the file is not opened.
"""

from __future__ import annotations

import re
import zlib
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from pipeline.readers import html

if TYPE_CHECKING:
    from pipeline.model import Document
    from pipeline.readers.source import Source

MAX_BYTES: Final = 50_000_000
"""Of all that is in the file, unpacked."""

MAX_TEXT: Final = 10_000_000
"""Bytes of the parts that are XML, which become a hundred times as much as a tree."""

_XML: Final = (".xml", ".rels")
_PROPERTIES: Final = "docProps/core.xml"
_TITLE = re.compile(r"<dc:title>([^<]*)</dc:title>")
_STYLES: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""


def read(source: Source, data: bytes) -> Document:
    """Return the document of a Word file; raises ReadError."""
    try:
        import mammoth
    except ImportError as error:
        what = 'reading .docx needs mammoth; run "pip install mammoth"'
        raise source.error(0, what) from error
    title = _checked(source, data)
    try:
        body = mammoth.convert_to_html(
            BytesIO(data), style_map=_STYLES, include_embedded_style_map=False
        ).value
    except RecursionError as error:
        raise source.error(0, "nested too deeply; make it simpler") from error
    except Exception as error:
        # A file that lacks a part, or has another's, fails anywhere in mammoth and with any error.
        raise source.error(0, "not a Word document; save it as .docx again") from error
    return html.page(source, body, html.Head("" if "<h1" in body else title))


def _checked(source: Source, data: bytes) -> str:
    """Return the title among a file's properties; raises ReadError if it is not safe to read."""
    try:
        with ZipFile(BytesIO(data)) as file:
            _measure(source, file)
            parts = {part.filename: file.read(part) for part in file.infolist()}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise source.error(0, "not a Word document; save it as .docx again") from error
    for name, part in parts.items():
        # Word writes none, and its entities could open files or grow without end.
        if name.endswith(_XML) and b"<!DOCTYPE" in part:
            raise source.error(0, f"document type declaration in {name}; save it as .docx again")
    found = _TITLE.search(parts.get(_PROPERTIES, b"").decode("utf-8", "replace"))
    return " ".join(unescape(found[1]).split()) if found else ""


def _measure(source: Source, file: ZipFile) -> None:
    """Raise ReadError for a file that is small and would fill the memory."""
    sizes = {part.filename: part.file_size for part in file.infolist()}
    text = sum(size for name, size in sizes.items() if name.endswith(_XML))
    for size, most, what in ((text, MAX_TEXT, " of text"), (sum(sizes.values()), MAX_BYTES, "")):
        if size > most:
            raise source.error(0, f"more than {most // 1_000_000} MB{what} unpacked; divide it")
