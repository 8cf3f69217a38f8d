"""Small packages, and a server on loopback that can misbehave like those in the world."""

from __future__ import annotations

import json
import random
import re
import resource
import signal
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from pipeline import packages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "/translate-en_ko-1_1.argosmodel"
"""Where the server has the archive."""


def package_files(
    source: str = "en", target: str = "ko", version: str = "1.1", size: int = 5_000
) -> dict[str, bytes]:
    """Return the files of a package whose model is noise, the same for the same version."""
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": "English",
        "to_code": target,
        "to_name": "Korean",
        "type": "translate",
    }
    noise = random.Random(f"{source}{target}{version}")
    return {
        "metadata.json": json.dumps(metadata).encode(),
        "README.md": b"# A package\n",
        "sentencepiece.model": noise.randbytes(100),
        "model/model.bin": noise.randbytes(size),
        "model/config.json": b"{}",
    }


def write_archive(path: Path, files: dict[str, bytes], top: str = "en_ko") -> Path:
    """Write files as an archive with one top folder; the same bytes for the same files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(f"{top}/{name}")
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return path


def write_folder(path: Path, files: dict[str, bytes]) -> Path:
    """Write files as an unpacked package."""
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


@dataclass
class Served:
    """A file on the server, and how it is served."""

    body: bytes = b""
    etag: str = '"one"'
    ranges: bool = True
    breaks: list[int] = field(default_factory=list)
    """Bytes after which the connection ends, for the first requests; announced in full."""
    status: int = 200
    location: str = ""
    length: bool = True
    """Whether Content-Length is sent."""
    content_range: str = ""
    """Sent instead of the right one."""


class Server:
    """Files by path, and what was asked for."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.files: dict[str, Served] = {}
        self.asked: list[tuple[str, str]] = []
        """Path and Range header of every request."""

    def offer(self, *offers: tuple[str, str, list[str]]) -> None:
        """Serve /index.json with (code pair, version, links)."""
        entries = []
        for pair, version, links in offers:
            source, target = pair.split("-")
            entries.append(
                {
                    "package_version": version,
                    "argos_version": "1.1",
                    "from_code": source,
                    "from_name": "English",
                    "to_code": target,
                    "to_name": "Korean",
                    "links": [link.replace("{}", self.base) for link in links],
                    "code": f"translate-{source}_{target}",
                }
            )
        self.files["/index.json"] = Served(json.dumps(entries).encode())


class _Handler(BaseHTTPRequestHandler):
    server_version = "test"
    timeout = 5
    kit: Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.close_connection = True
        self.kit.asked.append((self.path, self.headers.get("Range", "")))
        served = self.kit.files.get(self.path, Served(status=404))
        if served.status != 200:
            self.send_response(served.status)
            if served.location:
                self.send_header("Location", served.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._send(served)

    def _send(self, served: Served) -> None:
        body, start = served.body, 0
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", served.etag) == served.etag
        if match and served.ranges and same:
            start = int(match[1])
            self.send_response(206)
            stated = served.content_range or f"bytes {start}-{len(body) - 1}/{len(body)}"
            self.send_header("Content-Range", stated)
        else:
            self.send_response(200)
        if served.etag:
            self.send_header("ETag", served.etag)
        if served.length:
            self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        end = start + served.breaks.pop(0) if served.breaks else None
        self.wfile.write(body[start:end])


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let writing fail beyond a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server on a free port of loopback."""

    class Handler(_Handler):
        pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    Handler.kit = Server(http.server_address[1])
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Handler.kit
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class Machine:
    """A project and a packages folder of its own, and what was reported."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "data" / "packages"
        self.cache = root / "project" / ".localepress"
        self.locked = root / "project" / packages.LOCK
        self.locked.parent.mkdir()
        self.progress: list[tuple[int, int | None]] = []
        self.notices: list[str] = []

    def install(self, pair: str = "en-ko") -> packages.Package:
        """Install from the index, without pauses."""
        hooks = packages.Hooks(
            progress=lambda done, total: self.progress.append((done, total)),
            notice=self.notices.append,
            pause=lambda _: None,
        )
        return packages.install_pair(pair, cache=self.cache, locked=self.locked, hooks=hooks)

    def left(self) -> list[str]:
        """Return everything in the data folder but what is inside packages."""
        found = self.folder.parent.rglob("*") if self.folder.parent.is_dir() else ()
        names = (p.relative_to(self.folder.parent) for p in found)
        return sorted(str(name) for name in names if len(name.parts) <= 2)
