"""Abbreviations in drafts: they stay, and what only looks like one does not."""

from __future__ import annotations

import pytest
from engines_kit import starter

from pipeline.engines.argos import tokenizer
from pipeline.engines.names import Names
from pipeline.glossary import Finder, Term


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Open the PDF, and two PDFs.", {"PDF": "PDF", "PDFs": "PDF"}),
        ("The CPU's load, HTTPS and RAID5.", {"CPU": "CPU", "HTTPS": "HTTPS", "RAID5": "RAID5"}),
        ("Do NOT click OK at 10 PM in the USA.", {}),
        ("Chapter IV, part XII; CI and CD.", {"CI": "CI", "CD": "CD"}),
        ("Returns TRUE for POST.", {"TRUE": "TRUE", "POST": "POST"}),
        ("READ THE PDF FILE BY HTTPS OVER A CABLE", {"PDF": "PDF", "HTTPS": "HTTPS"}),
        ("USB-C, TCP/IP, A.PDF, $DIR, I'DR and R&D", {}),
        ("an API key of the API", {"API key": "API 키", "API": "API"}),
    ],
)
def test_found(text: str, wanted: dict[str, str]) -> None:
    """Words of capitals that no language translates; the glossary has them first."""
    known = tokenizer(starter("ko").path)
    names = Names(Finder([Term("API key", "API 키")]), known)
    assert wanted == {text[f.start : f.end]: f.terms[0].target for f in names.find(text)}
