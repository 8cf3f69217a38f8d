"""What the preview adds to a page that it sends: its findings, and what shows it anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from pipeline import languages
from pipeline.preview.edition import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Finding
    from pipeline.preview.edition import Edition

FOLDER: Final = ".localepress"
"""Where the preview's own files stand; no page does, since hidden sources are passed over."""
OWN: Final = {
    f"{FOLDER}/{path.name}": path.read_bytes
    for path in (Path(__file__).with_name("panel.css"), Path(__file__).with_name("panel.js"))
}
_MOST: Final = 50
"""Findings that a panel shows; ``build`` and ``check`` have them all."""


def page(data: bytes, path: str, edition: Edition) -> bytes:
    """Return a page with its panel, and with what keeps both as they have to be."""
    own = Markup(
        '<link rel="stylesheet" href="/{0}/panel.css">{1}'
        '<script src="/{0}/panel.js" data-page="{2}" data-edition="{3}"></script>'
    ).format(FOLDER, panel(path, edition), path, edition.number)
    added = f"\n{own}\n".encode()
    place = data.rfind(b"</body>")
    return data[:place] + added + data[place:] if place >= 0 else data + added


def blank(title: str, edition: Edition) -> bytes:
    """Return a page of the preview's own, such as for an address without a page."""
    made = Markup(
        '<!DOCTYPE html>\n<html lang="en">\n'
        '<head><meta charset="utf-8"><title>{0}</title></head>\n'
        '<body>\n<main><h1>{0}</h1>\n<p><a href="/">All languages</a></p></main>\n</body>\n'
        "</html>\n"
    ).format(title)
    return page(made.encode(), "", edition)


def panel(path: str, edition: Edition, checked: Sequence[Finding] = ()) -> Markup:
    """Return the panel of a page, "" where nothing is wrong.

    ``checked`` is what is wrong in its translations, as far as that is known yet.
    """
    own, others = _sorted(path, edition)
    # Building a page looks for some of it too.
    known = {(finding.place, finding.check) for finding in own}
    own += [finding for finding in checked if (finding.place, finding.check) not in known]
    own.sort()
    rows = [_row(finding) for finding in own + others][:_MOST]
    error = Markup('<p class="error">{}</p>').format(edition.error) if edition.error else ""
    told = Markup("<ul>{}</ul>").format(Markup("").join(rows)) if rows else ""
    summary = f"{len(own)} on this page, {len(others)} elsewhere"
    body = Markup("<details{}><summary>Findings: {}</summary>{}</details>").format(
        Markup(" open") if own else "", summary, told
    )
    inside = Markup("{}{}").format(error, body if rows else "")
    if not inside:
        return inside
    return Markup(
        '<aside id="localepress-panel" lang="en" dir="ltr" translate="no" aria-label="Preview">'
        "{}</aside>"
    ).format(inside)


def _row(finding: Finding) -> Markup:
    kind, sign = ("finding", "") if finding.error else ("notice", "notice: ")
    return Markup('<li class="{}">{}<code>{}</code> {}</li>').format(
        kind, sign, str(finding.place), f"{finding.message} [{finding.check}]"
    )


def _sorted(path: str, edition: Edition) -> tuple[list[Finding], list[Finding]]:
    """Return the findings about a page, and all others."""
    tag, name = document(path)
    catalogue = edition.catalogues.format(language=languages.folder(tag), name=name) if name else ""
    own: list[Finding] = []
    others: list[Finding] = []
    for finding in edition.findings:
        place = finding.place.path
        source = place.rpartition(".")[0] == f"{edition.source}/{name}"
        (own if name and (place == catalogue or source) else others).append(finding)
    return own, others
