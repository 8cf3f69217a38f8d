"""A site as a static host sends it, on this computer alone."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def served(site: Path, top: str = "/") -> Iterator[str]:
    """Serve the folder of a site, and give the address at which it lies.

    ``top`` is its path, with a slash at both ends. Where there is no file, the nearest 404.html is
    sent, as hosts do.
    """
    handler = partial(_Handler, top, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{top}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, top: str, *args: object, **said: object) -> None:
        self._top = top
        super().__init__(*args, **said)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """Return the file of a path; there is none for what lies outside the site."""
        if not path.startswith(self._top):
            return f"{self.directory}/outside"
        return super().translate_path("/" + path.removeprefix(self._top))

    def do_GET(self) -> None:
        """Send a file, or what is said where there is none."""
        path = Path(self.translate_path(self.path))
        if path.is_file() or path.is_dir():
            super().do_GET()
            return
        site = Path(self.directory)
        folders = [folder for folder in path.parents if folder.is_relative_to(site)]
        pages = [folder / "404.html" for folder in folders]
        data = next((page.read_bytes() for page in pages if page.is_file()), b"")
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
