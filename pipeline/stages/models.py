"""The translation packages of a machine and a project, for the commands ``models …``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import languages, packages
from pipeline.errors import PackageError

if TYPE_CHECKING:
    from pipeline.packages import Package
    from pipeline.stages.work import Work

Row = dict[str, object]
Route = tuple["Package", ...]


def models_list(work: Work) -> list[Row]:
    """Return a row for each installed and starter package, and which one serves the project."""
    serving, wrong = _serving(work)
    used = {str(p.path): tag for tag, route in serving.items() for p in route}
    cache = work.project.made_cache()
    starters = [p for pair in packages.starters() if (p := packages.starter(*pair, cache))]
    named = [p for route in serving.values() for p in route if p.kind == "named"]
    rows = [_row(p, used) for p in (*packages.installed(), *starters, *named)]
    broken = [(path.name, "", str(path)) for path, _ in packages.broken()]
    return rows + [
        {"package": name, "version": "", "kind": "broken", "serves": tag, "path": path}
        for name, tag, path in (*broken, *wrong)
    ]


def _serving(work: Work) -> tuple[dict[str, Route], list[tuple[str, str, str]]]:
    """Return the packages of each language, and name, language and fault of those that are none."""
    serving: dict[str, Route] = {}
    wrong = []
    for tag in work.project.languages:
        try:
            serving[tag] = serve(work, tag)
        except PackageError as error:
            named = work.project.settings.translate.packages.get(tag, "")
            wrong.append((named, tag, str(error)))
    return serving, wrong


def _row(package: Package, used: dict[str, str]) -> Row:
    return {
        "package": package.code,
        "version": package.version,
        "kind": package.kind,
        "serves": used.get(str(package.path), ""),
        "path": str(package.path),
    }


def serve(work: Work, language: str) -> Route:
    """Return the package that drafts in a language: named in the settings, installed, starter.

    They are two that meet in English where none goes all the way, and none if that fails too.
    """
    return packages.route(
        languages.argos_code(work.project.language),
        languages.argos_code(language),
        cache=work.project.made_cache(),
        named=work.project.settings.translate.packages.get(language),
        root=work.project.root,
    )


def models_available(work: Work) -> list[Row]:  # noqa: ARG001
    """Return a row for each package of the index; raises PackageError without a network."""
    return [
        {
            "pair": f"{offer.source}-{offer.target}",
            "from": offer.source_name,
            "to": offer.target_name,
            "version": offer.version,
            "installed": offer.installed,
        }
        for offer in packages.available(packages.installed())
    ]


def models_install(work: Work, what: str) -> str:
    """Install a package from a file, a folder or by its pair; returns what was done."""
    lock = work.project.root / packages.LOCK
    path = Path(what)
    if path.is_dir() and (path / "metadata.json").is_file():
        package = packages.install_folder(path, locked=lock)
    elif path.suffix == ".argosmodel" or path.is_file():
        package = packages.install_file(path, locked=lock)
    else:
        package = _from_index(work, what, lock)
    return f"installed {package} into {package.path}"


def _from_index(work: Work, pair: str, lock: Path) -> Package:
    with work.voice.progress(f"fetching {pair}", 100, "%") as done:

        def progress(count: int, total: int | None) -> None:
            done(100 * count // total if total else 0)

        hooks = packages.Hooks(progress=progress, notice=work.voice.say)
        return packages.install_pair(
            pair, cache=work.project.made_cache(), locked=lock, hooks=hooks
        )


def models_verify(work: Work) -> tuple[list[str], bool]:
    """Return a line for each installed or pinned package, and whether all are sound."""
    verdicts = packages.verify(work.project.root / packages.LOCK)
    lines = [
        f"{verdict.name}: {verdict.condition.value}"
        + (f": {verdict.message}" if verdict.message else "")
        for verdict in verdicts
    ]
    sound = not any(verdict.condition.is_bad for verdict in verdicts)
    return lines or ["no packages are installed; the starter packages serve"], sound


def models_remove(work: Work, name: str) -> str:  # noqa: ARG001
    """Remove an installed package; returns what was done."""
    return "\n".join(f"removed {package}" for package in packages.remove(name))
