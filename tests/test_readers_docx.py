"""Word documents: what is read, and what a file from elsewhere cannot do."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pipeline import markup, readers
from pipeline.errors import ReadError
from pipeline.readers import docx

if not os.environ.get("CI"):
    pytest.importorskip("mammoth", reason="the extra docx is not installed")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
VENDOR = "application/vnd.openxmlformats"
MAIN = f"{VENDOR}-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{VENDOR}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
    "</w:style>"
    for name in ("Title", "heading 1", "heading 2", "Quote")
)


def links(kind: str, target: str) -> str:
    """Return a part that says where another is, under the id ``i``."""
    mode = ' TargetMode="External"' if ":" in target else ""
    link = f'<Relationship Id="i" Type="{R}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """Return a Word file with a body, and other parts in place of its own."""
    found = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": links("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": links("styles", "styles.xml"),
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body>'
        "</w:document>",
        **parts,
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return file.getvalue()


def p(text: str, style: str = "") -> str:
    """Return a paragraph of a Word document."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def properties(title: str) -> dict[str, str]:
    """Return the part with a file's title."""
    dc = "http://purl.org/dc/elements/1.1/"
    text = f'<x xmlns:dc="{dc}"><dc:title>{title}</dc:title></x>'
    return {"docProps/core.xml": text}


def body(data: bytes) -> str:
    """Return the blocks that a Word file becomes."""
    return readers.read("a.docx", data).html.split("<body>\n", 1)[1].split("\n</body>")[0]


def test_headings_text_and_tables() -> None:
    """Styles become elements, and every word is there once."""
    cell = f"<w:tc>{p('cell')}</w:tc>"
    data = word(
        p("A &amp; B", "Title")
        + p("One", "heading2")
        + "<w:p><w:r><w:t xml:space='preserve'>Very </w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
        "<w:t>bold</w:t></w:r></w:p>" + p("Said", "Quote") + f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    )
    assert (
        '<h1 id="a--b">A &amp; B</h1><h2 id="one">One</h2><p>Very <strong>bold</strong></p>'
        "<blockquote><p>Said</p></blockquote><table><tr><td><p>cell</p></td></tr></table>"
    ) == body(data).replace("\n", "")
    texts = [unit.text for unit in markup.units(readers.read("a.docx", data).html, "a.docx")]
    assert [
        "A &amp; B",
        "A &amp; B",
        "One",
        "Very <strong1>bold</strong1>",
        "Said",
        "cell",
    ] == texts


TITLES = {
    "first heading": (p("Head", "heading1"), properties("Old"), "Head"),
    "properties": (p("Text"), properties(" A &lt;\n B "), "A &lt; B"),
    "empty properties": (p("Text"), properties(""), "A"),
    "file's name": (p("Text"), {}, "A"),
}


@pytest.mark.parametrize("case", TITLES)
def test_title(case: str) -> None:
    """The title is the first heading, else the file's property, else the file's name."""
    text, parts, expected = TITLES[case]
    page = readers.read("a.docx", word(text, **parts)).html
    assert f"<title>{expected}</title>" in page


def bomb() -> bytes:
    """Return a small file that would unpack to much."""
    file = BytesIO(word(p("x")))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", bytes(docx.MAX_BYTES))
    return file.getvalue()


def damaged() -> bytes:
    """Return a file with a byte changed inside a part."""
    data = bytearray(word(p("x")))
    data[data.index(b"word/document.xml") + 60] ^= 0xFF
    return bytes(data)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><x>&c;</x>'
REFUSED = {
    "no archive": (b"text", "not a Word document; save it as .docx again"),
    "nothing": (b"", "not a Word document; save it as .docx again"),
    "other archive": (word("", **{"word/document.xml": "<x/>"}), "not a Word document; save it"),
    "broken part": (word("", **{"word/document.xml": "<x>"}), "not a Word document; save"),
    "damaged": (damaged(), "not a Word document; save it as .docx again"),
    "entities": (
        word("", **{"word/document.xml": ENTITIES}),
        "document type declaration in word/document.xml; save it as .docx again",
    ),
    "unpacks to much": (bomb(), "more than 50 MB unpacked; divide it"),
    "deep": (word("<w:p>" * 30_000 + "</w:p>" * 30_000), "nested too deeply; make it simpler"),
    "much text": (
        word(p("x" * docx.MAX_TEXT)),
        "more than 10 MB of text unpacked; divide it",
    ),
    "empty": (word(p("")), "empty; write some text or remove the file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """What is no Word document, or would fill the memory, is refused in one line."""
    data, expected = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        readers.read("a.docx", data)
    assert f"a.docx: {expected}" == str(caught.value)[: len(expected) + 8]
    assert "\n" not in str(caught.value)


def test_nothing_outside_the_file_is_opened() -> None:
    """A picture that lies elsewhere is left out."""
    picture = (
        '<w:p><w:r><w:t>x</w:t><w:drawing><inline xmlns="http://schemas.openxmlformats.org/'
        'drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.'
        'org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.'
        'openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="i"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></inline></w:drawing></w:r></w:p>"
    )
    outside = links("image", "file:///etc/passwd")
    data = word(picture, **{"word/_rels/document.xml.rels": outside})
    assert '<h1 id="a">A</h1><p>x</p>' == body(data).replace("\n", "")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without mammoth a Word file is refused, and the way out is named."""
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(ReadError, match=r"^a\.docx: .* run .pip install mammoth.$"):
        readers.read("a.docx", word(p("x")))
