"""Text that must be carried over letter by letter: addresses, placeholders, names in code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS = (
    "cfg conf csv css db epub gz html ini ipynb jpg js json log md pdf png po pot py rst sh svg"
)
_ENDINGS += " tar toml ts tsv txt webp xml yaml yml zip"
_MODIFIERS = "Ctrl Control Alt AltGr Shift Super Meta Fn Cmd Win"
_KEYS = "Del Delete Esc Tab Ins Insert Home End PgUp PgDn Enter Return Backspace"
_FOLDERS = "bin boot dev etc home lib media mnt opt proc root run sbin srv sys tmp usr var"

_FORMS = re.compile(
    r"""
    (?:https?|ftp|file)://[^\s<>"'`()\[\]（）「」『』、。가-힣ぁ-ヺ一-鿿]+(?<![.,;:!?…])   # address
    | (?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+    # e-mail
    | \{\{\s*[\w.|-]+\s*\}\} | \$?\{[\w.:!-]*\}                          # {name}, ${name}, {}
    | (?<![\w$])\$[A-Za-z_]\w*(?:/[\w.-]*\w)*                             # $NAME, $NAME/file
    | (?<![\w%])%[A-Z](?:[A-Z_0-9]+%|%(?![\w%]))                           # %NAME%
    | (?<![\w+-])(?:(?:MODIFIERS)[+-])+(?:[A-Z0-9]|F1?[0-9]|KEYS)(?![\w+])  # Ctrl+C
    | (?<![\w.+-])F(?:1[0-2]|[1-9])(?![\w+-]|\.\w)                         # F5
    | (?<![\w%])%(?:\(\w+\)|[0-9]+\$)?[-+\#0]?[0-9]*(?:\.[0-9]+)?l{0,2}[sdiufgxc](?![A-Za-z])
    | (?<![\w-])--[a-z](?:[\w-]*\w)?(?![\w-])                                 # option
    | (?<![\w.])[A-Za-z]\w*\(\)                                          # call
    | (?<![\w.])(?:(?:~|\.{1,2})(?:/[\w.-]+)+|(?:/[\w.-]+){2,})(?<![.-])/?  # path
    | (?<![\w./])/(?:FOLDERS)(?![\w/])                                      # /etc
    | (?<![\w./-])[A-Za-z.][\w.-]*(?:/[\w.-]+)+/(?![\w/<]|\.\.)              # tests/cases/
    | (?<![\w`])(?P<tick>`{1,2})[^\s`'](?:[^`'\n]*[^\s`'])?(?P=tick)(?![\w`'])   # `code`
    | (?<!\w)[A-Z]:(?:\\[\w.-]+)+(?<![.-])                                 # C:\NAME
    | (?<![\w./])[\w-]{1,99}(?:[./][\w-]{1,99}){0,20}\.(?:ENDINGS)\b     # file
    | \b(?=\w*[A-Za-z])\w*[A-Za-z0-9]_[A-Za-z0-9]\w*\b                   # my_name
    """.replace("ENDINGS", "|".join(_ENDINGS.split()))
    .replace("MODIFIERS", "|".join(_MODIFIERS.split()))
    .replace("KEYS", "|".join(_KEYS.split()))
    .replace("FOLDERS", "|".join(_FOLDERS.split())),
    re.VERBOSE | re.ASCII,
)


_SIGNS = re.compile(r"[/@{%_$\\`]|F[1-9]|--|\(\)|\.[a-z]|(?:[lt]|hift|r|eta|n|md)[+-]")
"""One of these stands in each of the forms; most texts have none, and are told so quickly."""


def find(text: str) -> Iterator[re.Match[str]]:
    r"""Yield where such text stands in plain text, from left to right.

    >>> [match[0] for match in find("Mail a@b.org or see [https://b.org/x_y]. Use {name}, %s, 5%.")]
    ['a@b.org', 'https://b.org/x_y', '{name}', '%s']
    >>> [match[0] for match in find("Set $HOME and %PATH%, for $5 or US$.")]
    ['$HOME', '%PATH%']
    >>> [match[0] for match in find("Press Ctrl+Alt+Del, Alt-F4 or Alt+click.")]
    ['Ctrl+Alt+Del', 'Alt-F4']
    >>> [match[0] for match in find(r"Press F5. Edit ~/.bashrc or C:\Windows\a.ini in /etc/apt/.")]
    ['F5', '~/.bashrc', 'C:\\Windows\\a.ini', '/etc/apt/']
    >>> [match[0] for match in find("Set `a b` to `c', ``d`` to it. See src/a-b/, and/or c/d.")]
    ['`a b`', '``d``', 'src/a-b/']
    """
    return _FORMS.finditer(text) if _SIGNS.search(text) else iter(())


def without(text: str) -> str:
    """Return a plain text with a space for each of them: what is left is said in words.

    >>> without("Set $HOME, please.")
    'Set  , please.'
    """
    end, rest = 0, ""
    for match in find(text):
        rest += text[end : match.start()] + " "
        end = match.end()
    return rest + text[end:]
