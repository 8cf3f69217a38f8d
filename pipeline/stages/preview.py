"""``serve``: the site in a browser, made anew as its files change; nothing is written."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.checks.base import Level
from pipeline.errors import LocalepressError, UsageError
from pipeline.model import Finding
from pipeline.outputs.templates import THEME
from pipeline.outputs.themes import FOLDER
from pipeline.preview.edition import Edition
from pipeline.stages.checks import check
from pipeline.stages.making import make
from pipeline.stages.seen import Seen
from pipeline.stages.shelf import Kept, Shelf, load
from pipeline.stages.work import Work, counted, open_project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.catalogue import Catalogue
    from pipeline.stages.work import Voice


@dataclass
class Preview:
    """Makes editions of a project's site, each from what is left of the one before."""

    root: Path
    voice: Voice
    edition: Edition = field(default_factory=Edition)
    _kept: Kept = field(default_factory=Kept)
    _seen: Seen | None = None
    _folders: tuple[Path, ...] = ()
    _parsed: dict[Path, tuple[bytes, Catalogue]] = field(default_factory=dict)
    _checking: threading.Lock = field(default_factory=threading.Lock)

    def again(self) -> Edition:
        """Return the site as the project says now, or the last one with what is wrong."""
        try:
            made = self._make()
            said = counted(len(made.findings), "finding")
            self.voice.detail(f"serve: {len(made.files)} files, {said}")
        except LocalepressError as error:
            if str(error) != self.edition.error:
                self.voice.say(f"serve: {error}")
            made = replace(self.edition, error=str(error))
        number = self.edition.number + (made != self.edition)
        self.edition = replace(made, number=number)
        return self.edition

    def check(self, name: str, language: str) -> tuple[Finding, ...]:
        """Return what ``check`` finds in the translation of a document."""
        with self._checking:
            try:
                project = open_project(self.root)
                asked = (language,), (name,)
                work = Work(project, self.voice, *asked, dry_run=True, _parsed=self._parsed)
                reports, _ = check(work)
            except LocalepressError:
                # A page without translations; or the edition says what is wrong.
                return ()
        return tuple(
            Finding(
                report.place,
                report.problem.check,
                report.problem.message,
                language,
                report.problem.level is Level.ERROR,
            )
            for report in reports
        )

    def watched(self) -> tuple[Path, Sequence[Path]]:
        """Return the folder of the settings, and those of which all matters."""
        return self.root, (*self._folders, THEME)

    def _make(self) -> Edition:
        project = open_project(self.root)
        locales = project.root / project.settings.project.locales
        self._folders = project.source, locales, project.root / FOLDER
        # A dry run: the preview never writes.
        work = Work(project, self.voice, dry_run=True)
        seen = Seen(project.root, self._seen.settled if self._seen else load(project).seen)
        before = self.edition.files

        def there(path: str, digest: str) -> bool:
            return path in before and hashlib.sha256(before[path]).hexdigest() == digest

        made = make(work, Shelf(self._kept, there, before.get), seen)
        self._kept, self._seen = made.kept, seen
        stay = (*made.same, *(path for path in made.keep if path in before))
        files = {path: before[path] for path in stay} | made.files
        catalogues = project.shown(project.catalogue("{name}", project.language))
        folder = project.shown(project.catalogue("x", project.language).parents[1])
        return Edition(
            self.edition.number,
            files,
            tuple(sorted(set(made.findings))),
            "",
            (project.language, *project.languages),
            catalogues.replace(folder, f"{project.settings.project.locales}/{{language}}"),
            project.settings.project.source,
        )


def serve(root: Path, voice: Voice, port: int, ready: Callable[[str], None]) -> None:
    """Serve a project's site on this computer until Ctrl-C; ``ready`` is told its address.

    Raises UsageError where the port is taken, or the extra ``serve`` is not installed.
    """
    try:
        from pipeline.preview import server
    except ImportError as error:
        raise UsageError(
            f'serve needs the extra "serve", which is not installed ({error.name}); '
            "pip install starlette uvicorn watchfiles"
        ) from error
    preview = Preview(root, voice)
    with server.listen(port) as listening:
        first = preview.again()
        for finding in first.findings:
            voice.say(f"{'' if finding.error else 'notice: '}{finding}")
        ready("http://{}:{}/".format(*listening.getsockname()))
        server.serve(listening, first, preview.again, preview.watched, preview.check)
