"""``init``: a new project that can be run at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline import files, languages
from pipeline.errors import UsageError
from pipeline.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SOURCE = "en"
"""Language of the sources unless the settings say otherwise."""

_SETTINGS = """\
[project]
title = {title}
languages = [{languages}]

[publish]
# Drafts are shown and marked as such. For production set false, or build with --reviewed-only.
drafts = true
# base_url = "https://example.org/"
"""

_PAGE = """\
---
title: Welcome
description: The first page of a new project.
---

# Welcome

This page is a source text. Edit it, or put other texts into this folder.

Run `localepress run` to update the catalogues and the pages.
"""


def init(folder: Path, tags: Sequence[str]) -> list[str]:
    """Make a project in a folder; returns what was written, relative to it.

    Nothing that is there is changed. Raises UsageError if there is a project already.
    """
    if (folder / SETTINGS).exists():
        raise UsageError(f"{folder / SETTINGS}: there is a project here already")
    targets = dict.fromkeys(map(languages.normalise, tags))
    if SOURCE in targets:
        raise UsageError(f"--language {SOURCE}: that is the language of the sources")
    wanted = ", ".join(f'"{tag}"' for tag in targets)
    # A JSON string is a TOML string.
    title = json.dumps(folder.resolve().name, ensure_ascii=False)
    made = {SETTINGS: _SETTINGS.format(title=title, languages=wanted)}
    if not (folder / "source").exists():
        made["source/welcome.md"] = _PAGE
    for path, text in made.items():
        files.write(folder / path, text.encode())
    return list(made)
