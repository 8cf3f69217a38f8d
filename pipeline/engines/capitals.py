"""Texts in capitals for a model that has learnt sentences.

Capitals hide words from a model, so that it spells what is shouted. Titles are given to it as their
author wrote them: starter packages since 0.3 have learnt enough of them, and do better so
(docs/benchmarks.md, "House rules and short texts").
"""

from __future__ import annotations

import re

_WORD = re.compile(r"(?<!\w)[A-Za-z][A-Za-z'’]*(?!\w)")
_MANY = 3
"""So many words in capitals are shouted."""
_LONG = 4
"""So many letters have two words at least that are no abbreviations."""

_RUN = re.compile(r"(?<![\w.$%/&_'’-])[A-Z]{2,}(?: [A-Z]{2,})*(?![\w/&'’-]|\.\w)")
_WEIGHTY = frozenset(
    "ALL ALWAYS ANY BEFORE AFTER BOTH CAN CANNOT CAUTION DANGER DO EACH EVERY FIRST IMPORTANT MAY"
    " MUST NEVER NO NOT NOTE ONLY SHOULD TIP WARNING WILL YOU YOUR".split()
)
"""Words that stand in capitals for their weight: models copy them. AND and OR may be operators."""
LABELS = frozenset(
    "BACK CANCEL CLEAR CLOSE COPY DELETE DETAILS DONE DOWNLOAD EDIT ENTER ERROR EXAMPLE EXIT"
    " EXPORT FILE FILTER FIND HELP HIDE HOME IMPORT INFO INSERT LANGUAGE LOAD LOGIN MENU MOVE"
    " NAME NEW NEXT NONE OPEN OPTIONS PASSWORD PASTE PAUSE PLAY PRINT QUIT REFRESH REMOVE RENAME"
    " RESET RESULT RETRY SAVE SEARCH SEND SETTINGS SHOW SKIP SORT START STATUS STOP SUBMIT"
    " SUMMARY TITLE TOTAL UNDO UPDATE UPLOAD USER VERSION VIEW YES".split()
)
"""What one word by itself says in capitals; another one may be a name: JSON."""
_BESIDE = frozenset(
    "ADD ALL AS GO IN IT LOG MORE MY OFF ON OUT READ SELECT SIGN TO TRY TURN UP ZOOM".split()
)
"""What stands beside such a word, or beside another one of these, on a label of two: SAVE AS."""


def eased(text: str) -> str:
    """Return an English text without the capitals that hide its words; letters keep their places.

    All of it is in small letters if all was in capitals.

    >>> eased("FILE NOT FOUND"), eased("FOUR FILES"), eased("HTML"), eased("HTML, CSS.")
    ('file not found', 'four files', 'HTML', 'HTML, CSS.')
    >>> eased("WARNING: DO NOT REMOVE IT."), eased("Open the File"), eased("Use USB or SSH.")
    ('warning: do not remove it.', 'Open the File', 'Use USB or SSH.')

    A label has its first letter left.

    >>> eased("SAVE"), eased("ERROR:"), eased("SIGN UP"), eased("PRINT A4"), eased("JSON")
    ('Save', 'Error:', 'Sign up', 'Print A4', 'JSON')
    >>> eased("READ MORE"), eased("IT HELP"), eased("ON/OFF")
    ('Read more', 'IT HELP', 'ON/OFF')

    Else only what is in capitals for its weight is.

    >>> eased("DO NOT use it BEFORE noon."), eased("NOTE: it is NOT NULL.")
    ('do not use it before noon.', 'note: it is NOT NULL.')
    """
    words = _WORD.findall(text)
    if _is_label(text, words):
        return _WORD.sub(lambda match: match[0].lower(), text).replace(
            words[0].lower(), words[0].capitalize(), 1
        )
    two = len(words) == 2 and min(map(len, words)) >= _LONG
    if (len(words) < _MANY and not two) or not all(word.isupper() for word in words):
        return _RUN.sub(_lighter, text)
    return _WORD.sub(lambda match: match[0].lower(), text)


def _is_label(text: str, words: list[str]) -> bool:
    """Tell whether a text is what is often on a button, in capitals."""
    if len(words) == 1:
        return words[0] in LABELS
    two = len(words) == 2 and words[0] != "IT" and f"{words[0]} {words[1]}" in text
    return two and all(word in LABELS or word in _BESIDE for word in words)


def _lighter(run: re.Match[str]) -> str:
    """Return words in capitals in small letters if all of them are weighty."""
    return run[0].lower() if _WEIGHTY.issuperset(run[0].split()) else run[0]
