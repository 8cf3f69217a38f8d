"""Sentences of documentation with all kinds of marks, made by chance but always the same."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SEED = 5

TEMPLATES = """
Open the {} and choose {}.
The {} is connected to the {}.
You can change the {}.
If the {} does not work, restart the {}.
The {} is not available.
The {} shows all files.
Remove the {} before you close the {}.
Each {} has its own {}.
To use the {}, you need a {}.
Check whether the {} is turned on.
Choose another {} from the list.
Do not turn off the {} while the {} is in use.
Click {} to open the {}.
See {} for more information.
Move the {} to another {}.
Select the {} and the {}, then press Enter.
This {} cannot be used without a {}.
Wait until the {} has finished.
How do I find my {}?
Add a new {}
The {} (and the {}) must be configured.
Go to the {}, open the {}, and select a {}.
The {}, the {} and the {} are optional.
When the {} is full, delete the {} or move the {}.
The {} was written by {}.
The new version of {} can read the {}.
""".strip().splitlines()

NOUNS = """
file; folder; server; user name; password; web page; printer; network connection; settings dialog;
list of open windows; home folder; keyboard; main menu; database; email account; command line;
text editor; software update; virtual machine; address bar; operating system
""".replace("\n", " ").split(";")
NAMES = "Python; GNOME; Maria Lopez; Linux; Debian; Firefox; Jun Sato; PostgreSQL".split("; ")
CODE = "make install; git commit; x + 1; --help; config.ini; ls -l; a < b; R&D; None".split("; ")
KEYS = "Ctrl; F1; Shift; Esc".split("; ")
PLACES = (
    "{name}; %s; ${HOME}; %(count)d; /etc/fstab; max_size; https://example.org/a; me@example.org"
)
HOLDERS = PLACES.split("; ")
COPIED = [f"<{tag}>{{code}}</{tag}>" for tag in ("code", "samp", "var")]

SHAPES = [
    *["{noun}"] * 4,
    *["<a>{noun}</a>", "<strong>{noun}</strong>", "<em>{noun}</em>"] * 2,
    *["<a>{name}</a>", "<b>{name}</b>", "<kbd>{key}</kbd>", "{holder}"] * 2,
    *COPIED,
    "<b>{noun}</b> {noun}",
    "<a><em>{noun}</em></a>",
    "<a><em>{noun}</em> of the {noun}</a>",
    "<a><code>{code}</code> {noun}</a>",
    "<strong><a>{noun}</a> {name}</strong>",
    "<b>{noun}</b> <i>{noun}</i>",
    "<kbd>{key}</kbd>+<kbd>{key}</kbd>",
    "“<b>{noun}</b>”",
    "{noun} (<a>{noun}</a>)",
    "<img/> {noun}",
    "<a/>{noun}",
    "<code>{code}</code> and {holder}",
]
"""What may stand in a template."""

_SIDE = re.compile(r"<(?P<close>/)?(?P<name>[a-z]+)(?P<empty>/)?>")


def sentences(count: int) -> list[str]:
    """Return so many different messages, each with marks or text to copy."""
    chance = random.Random(SEED)
    made: dict[str, None] = {}
    while len(made) < count:
        text = _whole(chance, _part(chance, chance.choice(TEMPLATES))).replace("&", "&amp;")
        text = number(text.replace("a < b", "a &lt; b"))
        if "<" in text or any(holder in text for holder in HOLDERS):
            made[text] = None
    return list(made)


def _fill(chance: Random, shape: str) -> str:
    words = {"noun": NOUNS, "name": NAMES, "code": CODE, "key": KEYS, "holder": HOLDERS}
    return re.sub(r"{(\w+)}", lambda m: chance.choice(words[m[1]]).strip(), shape)


def _part(chance: Random, template: str) -> str:
    """Return a template that is filled, every fifth time with a mark round some of its words."""
    words = template.split()
    if chance.random() < 0.2 and len(words) > 4:
        first = chance.randrange(len(words) - 2)
        last = chance.randrange(first + 1, len(words))
        end = re.search(r"[.,?)]*$", words[last])
        cut = end.start() if end and "(" not in words[last] else len(words[last])
        name = chance.choice(("a", "em", "strong"))
        words[first] = f"<{name}>{words[first]}"
        words[last] = f"{words[last][:cut]}</{name}>{words[last][cut:]}"
    text = " ".join(words)
    return re.sub("{}", lambda _: _fill(chance, chance.choice(SHAPES)), text)


def _whole(chance: Random, text: str) -> str:
    """Return a sentence, now and then with marks round it, before it or after it."""
    kind = chance.randrange(20)
    if kind == 0:
        return f"<b>{text}</b>"
    if kind == 1:
        return f"<img/> {text}"
    if kind == 2:
        return f"<strong>Note:</strong> {text}"
    if kind == 3:
        return f"{text}<a><sup>{chance.randrange(1, 9)}</sup></a>"
    if kind == 4:
        return f"{text.rstrip('.')}<br/>{_fill(chance, 'Your {noun}')}"
    return text


def number(text: str) -> str:
    """Return a text with its marks numbered.

    >>> number("<a><b>x</b></a><br/>")
    '<a1><b2>x</b2></a1><br3/>'
    """
    stack: list[int] = []
    count = 0

    def one(match: re.Match[str]) -> str:
        nonlocal count
        if match["close"]:
            return f"</{match['name']}{stack.pop()}>"
        count += 1
        if not match["empty"]:
            stack.append(count)
        return f"<{match['name']}{count}{match['empty'] or ''}>"

    return _SIDE.sub(one, text)
