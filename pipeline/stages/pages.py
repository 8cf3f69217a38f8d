"""``build``: documents and catalogues to the pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.outputs import files
from pipeline.stages import shelf
from pipeline.stages.making import make
from pipeline.stages.seen import Seen
from pipeline.stages.work import Outcome

if TYPE_CHECKING:
    from pipeline.stages.work import Work


def build(work: Work, *, reviewed_only: bool = False) -> Outcome:
    """Write the pages that have changed, and remove those of ours whose source is gone."""
    project, label = work.project, work.project.settings.project.output
    kept = shelf.load(project)
    seen = Seen(project.root, kept.seen)
    standing, folder = seen.below(project.output), f"{project.output}/"

    def there(path: str, digest: str) -> bool:
        found = standing.get(path)
        return found is not None and seen.look(folder + path, found) == digest

    made = make(work, shelf.Shelf(kept, there), seen, reviewed_only=reviewed_only)
    do = files.plan if work.dry_run else files.publish
    done = do(made.files, project.output, label, made.keep, made.same)
    if not work.dry_run:
        shelf.save(project, made.kept, seen.settled)
    pages = sum(path.endswith(".html") for path in (*made.files, *made.same))
    summary = f"build: {pages} pages, {len(done.write)} files written, {len(done.remove)} removed"
    changed = tuple(f"{label}/{path}" for path in (*done.write, *done.remove))
    return Outcome(summary, changed, (*made.findings, *done.findings))


def compare(work: Work, *, reviewed_only: bool = False) -> tuple[str, Outcome]:
    """Return how the pages on disk differ from what building would make, as a unified diff.

    Every page is made anew, whatever is known of it.
    """
    made = make(work, shelf.Shelf(), Seen(work.project.root), reviewed_only=reviewed_only)
    label = work.project.settings.project.output
    differences = files.compare(made.files, work.project.output, label, made.keep)
    summary = f"build --check: {len(differences)} files differ" if differences else ""
    summary = summary or f"build --check: {label} is as building would make it"
    outcome = Outcome(summary, (), tuple(made.findings), failed=bool(differences))
    return "".join(difference.diff for difference in differences), outcome
