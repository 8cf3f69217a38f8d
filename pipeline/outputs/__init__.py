"""What a project's pages become. A new output is a module with a ``render`` and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.outputs import site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.outputs.pages import Page, ReadFile, Site, SiteSettings, Words

    Output = Callable[[Sequence[Page], SiteSettings, Words, ReadFile], Site]

OUTPUTS: Mapping[str, Output] = {"site": site.render}
"""Each makes files for the output folder; it neither reads nor writes one itself."""
