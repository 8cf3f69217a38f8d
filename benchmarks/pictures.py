"""Make the pictures of the README from the pages in ``output``: ``make pictures``.

    python benchmarks/pictures.py

Each picture shows the Korean and the Japanese page of a document side by side, as a browser shows
them. Needs Chromium and playwright. Ends with an error if a picture is larger than 150 KB.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
LIMIT = 150_000
"""Bytes of a picture at most, since whoever opens the README fetches it."""
GAP = 20
"""CSS pixels between the two pages."""
PAIR = """<!DOCTYPE html>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<style>
body {{ display: flex; gap: {gap}px; margin: 0; background: #888; }}
iframe {{ width: {width}px; height: {height}px; border: 0; }}
</style>
<iframe src="{left}"></iframe>
<iframe src="{right}"></iframe>
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """Two pages side by side."""

    name: str
    document: str
    width: int
    """Of each page, in CSS pixels."""
    height: int
    scheme: str
    """``light`` or ``dark``."""


PICTURES = (
    Picture("article-ko-ja", "articles/north-korea-responds", 640, 720, "light"),
    Picture("phone-ko-ja", "guide/words", 390, 690, "dark"),
)


def take(browser: Browser, picture: Picture) -> bytes:
    """Return a picture as WebP, with two pixels for each CSS pixel."""
    context = browser.new_context(
        viewport={"width": 2 * picture.width + GAP, "height": picture.height},
        device_scale_factor=2,
        color_scheme=picture.scheme,  # type: ignore[arg-type]
    )
    left, right = (
        (ROOT / "output" / language / f"{picture.document}.html").as_uri()
        for language in ("ko", "ja")
    )
    frame = PAIR.format(gap=GAP, width=picture.width, height=picture.height, left=left, right=right)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pair.html")
        path.write_text(frame, encoding="utf-8")
        tab = context.new_page()
        tab.goto(path.as_uri())
        # Playwright itself takes PNG and JPEG only, which are three times as large or less sharp.
        taken = context.new_cdp_session(tab).send(
            "Page.captureScreenshot", {"format": "webp", "quality": 80}
        )
    context.close()
    return base64.b64decode(taken["data"])


def main() -> None:
    """Make all pictures."""
    path = shutil.which("chromium") or sys.exit("pictures.py: chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for picture in PICTURES:
            data = take(browser, picture)
            if len(data) > LIMIT:
                sys.exit(f"{picture.name}.webp: {len(data)} bytes; make the picture smaller")
            (IMAGES / f"{picture.name}.webp").write_bytes(data)
        browser.close()


if __name__ == "__main__":
    main()
