"""Nothing that a catalogue, front matter, a name, a glossary or a setting says runs on a page.

Every attempt is written into every field, and the pages are opened in a browser. Their elements and
attributes have to be those of the same site with harmless words, no script runs, and no file is
asked for that is not the site's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attempts_kit import ATTEMPTS, HARMLESS, as_name, as_yaml, site
from watched_kit import Found, Watched, watching

from pipeline.errors import LocalepressError, UsageError
from pipeline.outputs import files
from pipeline.outputs.pages import SiteSettings
from pipeline.outputs.site import render
from pipeline.settings import read
from pipeline.stages.making import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def watched(running: Watched) -> Watched:
    """Return the browser, which has seen nothing yet."""
    running.done.clear()
    return running


@pytest.fixture(scope="module")
def running() -> Iterator[Watched]:
    """Run the browser."""
    with watching() as browser:
        yield browser


def test_the_browser_sees_what_runs(watched: Watched) -> None:
    """The judge is awake: on pages that are not safe, most attempts succeed."""
    watched.files = {f"{n}.html": f"<p>{each}".encode() for n, each in enumerate(ATTEMPTS[:25])}
    found = watched.look([*watched.files])
    assert len({what for what in watched.done if "ran pwn" in what or "evil.test" in what}) > 3
    assert sum("ran pwn" in what for what in watched.done) > 8
    assert ("script", "") in {each for elements, _ in found.values() for each in names(elements)}


LEFT = "left hole.html"
HOLES = {
    "script": ("<script>pwn()</script>", "ran pwn  on /hole.html"),
    "handler": ("<p onclick=pwn()>", "ran pwn  on /hole.html"),
    "late": ("<script>setTimeout(pwn, 20)</script>", "ran pwn "),
    "alert": ("<script>alert(1)</script>", "alert 1"),
    "confirm": ("<script>confirm(1)</script>", "confirm 1"),
    "prompt": ("<script>prompt(1)</script>", "prompt 1"),
    "fetch": ("<img src=https://evil.test/x>", "asked for https://evil.test/x"),
    "style": ("<style>@import 'https://evil.test/x'</style>", "asked for https://evil.test/x"),
    "navigation": ("<script>location = 'https://evil.test/x'</script>", LEFT),
    "refresh": ("<meta http-equiv=refresh content='0;url=https://evil.test/x'>", LEFT),
    "form": ("<form id=f action=https://evil.test/x></form><script>f.submit()</script>", LEFT),
    "frame": ("<iframe srcdoc='<script>top.location = `//evil.test`</script>'></iframe>", LEFT),
    "popup": ("<a id=a href=/other.html target=_blank></a><script>a.click()</script>", "popup"),
    "error": ("<script>nothing.here</script>", "error nothing is not defined"),
    "console": ("<script>console.log('hello')</script>", "console hello"),
}


@pytest.mark.parametrize("kind", HOLES)
def test_each_hole_is_seen(watched: Watched, kind: str) -> None:
    """Each way that a page may do something is told, among pages that do nothing."""
    hole, told = HOLES[kind]
    good = {f"{number}.html": b"<!doctype html><p>word" for number in range(3)}
    watched.files = {**good, "hole.html": f"<!doctype html>{hole}".encode(), "other.html": b""}
    watched.look(["0.html", "hole.html", "1.html", "2.html"])
    assert watched.says(told)


def test_nothing_runs_and_nothing_is_fetched(watched: Watched, tmp_path: Path) -> None:
    """In every field, on the page itself and on the lists that name it."""
    assert len(ATTEMPTS) == len({*ATTEMPTS}) >= 200
    watched.files = site(tmp_path / "plain", [HARMLESS] * 5)
    plain = watched.look([path for path in watched.files if path.endswith(".html")])
    expected = {tag: set().union(*_of(plain, tag)) for tag in ("en", "ko", "in", "40")}
    watched.files = site(tmp_path / "attempts", ATTEMPTS)
    found = watched.look([path for path in watched.files if path.endswith(".html")])
    others = [
        "index.html",
        *(f"{tag}{name}.html" for tag in ("en/", "ko/") for name in ("index", "404")),
    ]
    assert {*others, "404.html"} < {*found}
    assert len(found) == 2 * (len(ATTEMPTS) + 1) + len(others) + 1
    assert [] == watched.done
    for path, (elements, addresses) in found.items():
        assert (path, [], []) == (path, addresses, sorted(names(elements) - expected[path[:2]]))


def _of(found: Found, tag: str) -> list[set[tuple[str, str]]]:
    return [names(elements) for path, (elements, _) in found.items() if path.startswith(tag)]


def names(elements: list[str]) -> set[tuple[str, str]]:
    """Return each kind of element with each attribute, but for languages: some texts fall back."""
    kinds = (element.split(" ") for element in elements)
    said = {(tag, attribute) for tag, *attributes in kinds for attribute in ["", *attributes]}
    return {each for each in said if each[1] not in {"dir", "lang"}}


def test_settings(watched: Watched) -> None:
    """The title of the site, and the names in its menu."""
    made: dict[str, bytes] = {}
    for number, attempt in enumerate(ATTEMPTS):
        options = SiteSettings(attempt, "en", ("ko",), menu=(attempt,))
        built = render([], options, words, {}.get).files
        made |= {f"{number}{path}": data for path, data in built.items()}
    assets = ("assets/style.css", "assets/root.js")
    watched.files = {**made, **{path: made[f"0{path}"] for path in assets}}
    found = watched.look([path for path in made if path.endswith(".html")])
    assert [] == watched.done
    first = found["0index.html"]
    assert [] == [path for path, each in found.items() if each != first]


@pytest.mark.parametrize("key", ["base_url", "output", "language", "languages"])
def test_settings_that_are_no_texts(tmp_path: Path, key: str) -> None:
    """An address, a folder or a language has a form, which no attempt has."""
    for attempt in ATTEMPTS:
        value = as_yaml(attempt)
        table = "publish" if key == "base_url" else "project"
        value = f"[{value}]" if key == "languages" else value
        value = f'"../{as_name(attempt)}"' if key == "output" else value
        (tmp_path / "localepress.toml").write_text(f"[{table}]\n{key} = {value}\n")
        with pytest.raises(UsageError, match=r"localepress\.toml:\d"):
            read(tmp_path)


OUTSIDE = ["../x", "/x", "a/../../x", "a\\..\\x", "C:/x", "c:x", "a/con.html", "nul", "a/COM1.html"]
OUTSIDE += ["a/aux", "lpt9.txt", "a/b.", "a/b ", "a /b", "a./b", "x:y", "a\0b", "a\nb", "con .html"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    """On this system or on another; nothing at all is written then."""
    with pytest.raises(LocalepressError, match="cannot be called"):
        files.publish({"good": b"", path: b""}, tmp_path / "output")
    assert [] == [*tmp_path.iterdir()]
