"""Catalogues of every shape, and the messages that a catalogue itself says it has."""

from pathlib import Path

from pipeline.catalogue import blocks
from pipeline.catalogue.po import Block
from pipeline.model import Place, Segment

WHOLE = Path(__file__).parent / "cases" / "catalogue" / "whole"

_HEADER = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
_TWO = _HEADER + 'msgid "A"\nmsgstr "가"\n\n# note\nmsgid "B"\nmsgstr ""\n'.encode()
_LONG = "정부는 신규 주택을 승인했다. " * 200

ODD = {
    "a line break and nothing else": b"\n",
    "CRLF": _TWO.replace(b"\n", b"\r\n"),
    "lone CR": _TWO.replace(b"\n", b"\r"),
    "CRLF, one LF": _TWO.replace(b"\n", b"\r\n").replace(b"\r\n", b"\n", 1),
    "LF, one CRLF": _TWO.replace(b"\n", b"\r\n", 1),
    "BOM": b"\xef\xbb\xbf" + _TWO,
    "BOM and CRLF": b"\xef\xbb\xbf" + _TWO.replace(b"\n", b"\r\n"),
    "no final line break": _TWO[:-1],
    "no final line break, CRLF": _TWO.replace(b"\n", b"\r\n")[:-2],
    "no final line break, lone CR": _TWO.replace(b"\n", b"\r")[:-1],
    "no final line break after a comment": _TWO + b"\n# end",
    "no final line break after the header": _HEADER.rstrip(),
    "many blank lines at the end": _TWO + b"\n\n\n\n",
    "a blank line at the start": b"\n" + _TWO,
    "blanks after every line": _TWO.replace(b"\n", b" \t\n"),
    "form feeds between entries": _TWO.replace(b"\n\n", b"\n\f\n"),
    "a raw tab in a string": _TWO.replace(b'"A"', b'"A\tB"'),
    "a raw CR in a string": _TWO.replace(b'"A"', b'"A\rB"'),
    "raw control characters in a string": _TWO.replace(b'"A"', b'"A\x01\x1b\x7fB"'),
    "what ends a line elsewhere": _TWO.replace(b'"A"', '"\x85\u2028\u2029\x1c\v\f"'.encode()),
    "what ends a line elsewhere, in a comment": _TWO.replace(b"note", "a\u2028b\x85c".encode()),
    "characters for private use": _TWO.replace(b'"A"', '"\ue000\U000f0000\U0010fffd"'.encode()),
    "no characters (U+FFFE, U+FFFF)": _TWO.replace(b'"A"', '"\ufffe\uffff"'.encode()),
    "NUL in a string": _TWO.replace(b'"A"', b'"A\0B"'),
    "a BOM inside": _TWO.replace(b'"A"', '"\ufeffA"'.encode()),
    "one very long line": _TWO.replace("가".encode(), _LONG.encode()),
}
"""Shapes that an editor would not show, or would not keep, by name."""

SHAPES = {path.stem: path.read_bytes() for path in sorted(WHOLE.glob("*.po"))} | ODD


def same(block: Block) -> Segment:
    """Return the segment that an entry says it stands for."""
    found = sorted(blocks.places(block.of(":"), lines=False))
    notes = tuple(row.lstrip("#. ").rstrip() for row in block.of("."))
    return Segment(block.key[1], block.key[0], tuple(Place(path) for path, _ in found), notes)
