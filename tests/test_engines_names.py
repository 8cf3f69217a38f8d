"""Abbreviations and names in code in drafts: they stay, and what only looks like one does not."""

from __future__ import annotations

import pytest
from engines_kit import starter

from pipeline.engines import sentence, terms
from pipeline.engines.argos import tokenizer
from pipeline.engines.names import Names
from pipeline.glossary import Finder, Term

API_KEY = Term("API key", "API 키")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Open the PDF, and two PDFs.", {"PDF": "PDF", "PDFs": "PDF"}),
        ("The CPU's load, HTTPS and RAID5.", {"CPU": "CPU", "HTTPS": "HTTPS", "RAID5": "RAID5"}),
        ("Do NOT click OK at 10 PM in the USA.", {}),
        ("Chapter IV, part XII; CI and CD.", {"CI": "CI", "CD": "CD"}),
        ("Returns TRUE for POST.", {"TRUE": "TRUE", "POST": "POST"}),
        ("READ THE PDF FILE BY HTTPS OVER A CABLE", {"PDF": "PDF", "HTTPS": "HTTPS"}),
        ("YES", {}),
        ("CPU", {"CPU": "CPU"}),
        ("USB-C, A.PDF, $DIR, I'DR", {}),
        ("TCP/IP, R&D; ON/OFF, AM/PM, OK/NO", {"TCP/IP": "TCP/IP", "R&D": "R&D"}),
        ("an API key of the API", {"API key": "API 키", "API": "API"}),
        ("arm64 or bz2, H264; ISO-8859-1.", dict.fromkeys(["arm64", "bz2", "H264", "ISO-8859-1"])),
        ("Call os.path.join or forEach.", dict.fromkeys(["os.path.join", "forEach"])),
        ("See Debian.org's page.", {"Debian.org": "Debian.org"}),
        ("i.e. the end.Start, and/or 1st of Q3: 3D; web3", {}),
        ("client/server and read/write", {}),
    ],
)
def test_found(text: str, wanted: dict[str, str | None]) -> None:
    """What no language translates; the glossary has its words first."""
    stays = {name: target or name for name, target in wanted.items()}
    assert stays == {text[f.start : f.end]: f.terms[0].target for f in names(API_KEY).find(text)}


def names(*words: Term) -> Names:
    """Return what finds abbreviations, and these terms."""
    return Names(Finder(words), tokenizer(starter("ko").path))


def test_stand_ins_of_both() -> None:
    """Abbreviations and terms are found in the order of the text, so that stand-ins take turns."""
    finder = names(Term("server", "서버"))
    labels = [terms.label(name) for name in ("PDF", "server", "USB")]
    message = "Copy the PDF to the server by USB."
    read = terms.put(sentence.read(message, "x"), finder, "x", labels)
    assert "Copy the x1 to the x2 by x3." == read.text
    assert ["PDF", "서버", "USB"] == [node.opening for node in read.nodes]


def test_plural_and_singular_count_together() -> None:
    """Both are there in a draft that has the word twice."""
    read = terms.put(sentence.read("Copy two PDFs and a PDF.", "x"), names(), "x", ())
    assert 2 == len(read.nodes)
    assert not terms.missing(read, "PDF 두 개와 PDF 하나를 복사합니다.")[0].nodes
    assert terms.missing(read, "PDF를 복사합니다.")[0].nodes
