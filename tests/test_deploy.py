"""docs/deploy/nginx.conf in a real nginx, with the sample pages."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(
    not NGINX and not os.environ.get("CI"), reason="nginx is not installed"
)

Answer = tuple[int, dict[str, str], bytes]


class Server:
    """An nginx that runs."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, **headers: str) -> Answer:
        """Return status, headers and content."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run nginx with the configuration of the guide and the sample pages."""
    assert NGINX
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    shutil.copytree(ROOT / "output", folder / "output")
    (folder / "output/ko/404.html").write_text("<p>없습니다")
    (folder / "output/404.html").write_text("<p>Nothing")
    (folder / "secret.html").write_text("secret")
    (folder / "output/link.html").symlink_to(folder / "secret.html")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = (ROOT / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = text.replace("/SITE/output", f"{folder}/output")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"events {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}"
        f"include {folder}/site.conf;\n}}\n"
    )
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    check = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    assert "warn" not in check.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        made = Server(port)
        for _ in range(200):
            try:
                made.ask("/")
                break
            except OSError:
                time.sleep(0.02)
        yield made
        process.terminate()


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("ko", "ko"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("ja,en-US;q=0.7", "ja"),
        ("JA-jp", "ja"),
        ("en-GB,en;q=0.9,ko;q=0.8", "en"),
        ("fr-FR,fr;q=0.9", ""),
        ("", ""),
        ("kok", ""),
    ],
)
def test_root_page_suggests_a_language(server: Server, wanted: str, place: str) -> None:
    """A redirection that is never kept, or the page that offers them all."""
    status, headers, data = server.ask("/", Accept_Language=wanted)
    assert "Accept-Language" in headers["vary"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "no-cache" == headers["cache-control"]
    if place:
        assert (302, f"/{place}/index.html") == (status, headers["location"])
    else:
        assert (200, True) == (status, b'hreflang="ko"' in data)


@pytest.mark.parametrize("path", ["/index.html", "/ko/about.html", "/ja/", "/en/index.html"])
def test_no_other_page_forces_one(server: Server, path: str) -> None:
    """An address that names a language gives it, whatever the browser asks for."""
    for wanted in ("ja", "ko", "fr"):
        status, headers, data = server.ask(path, Accept_Language=wanted)
        assert (200, "text/html; charset=utf-8") == (status, headers["content-type"])
        assert "accept-language" not in headers.get("vary", "").lower()
        language = path.split("/")[1] if path != "/index.html" else "en"
        assert f'<html lang="{language}"'.encode() in data


def test_caching(server: Server) -> None:
    """A page that has not changed is not sent again; style and images may be kept for an hour."""
    status, headers, _ = server.ask("/ko/about.html")
    assert (200, "no-cache") == (status, headers["cache-control"])
    status, again, data = server.ask("/ko/about.html", If_None_Match=headers["etag"])
    assert (304, b"") == (status, data)
    assert "no-cache" == again["cache-control"]
    assert "public, max-age=3600" == server.ask("/assets/style.css")[1]["cache-control"]


def test_compression(server: Server) -> None:
    """Texts are sent in less."""
    plain = server.ask("/ko/index.html")[2]
    for path in ("/ko/index.html", "/assets/style.css", "/files/guide/images/pipeline.svg"):
        _, headers, data = server.ask(path, Accept_Encoding="gzip")
        assert (path, "gzip") == (path, headers["content-encoding"])
        assert "Accept-Encoding" in headers["vary"]
        assert len(gzip.decompress(data)) > len(data)
    assert plain == gzip.decompress(server.ask("/ko/index.html", Accept_Encoding="gzip")[2])


@pytest.mark.parametrize(
    ("path", "text"),
    [("/ko/none.html", "없습니다"), ("/none", "Nothing"), ("/.localepress-manifest", "Nothing")],
)
def test_what_is_missing(server: Server, path: str, text: str) -> None:
    """The page says so in the language of the folder, with the right status."""
    status, headers, data = server.ask(path)
    assert (404, True) == (status, text in data.decode())
    assert "content-security-policy" in headers


def test_no_path_and_no_link_leads_out(server: Server) -> None:
    """Neither dots nor a link in the folder."""
    for path in ("/../secret.html", "/%2e%2e/secret.html", "/link.html", "/ko/../../secret.html"):
        status, _, data = server.ask(path)
        assert status in {400, 403, 404}, path
        assert data != b"secret"


def test_security_headers_and_the_pages_fit(server: Server) -> None:
    """No page of the sample has a script or a style inside it, which the policy would stop.

    Data for search engines is none.
    """
    _, headers, _ = server.ask("/ko/about.html")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "nosniff" == headers["x-content-type-options"]
    assert "nginx/" not in headers.get("server", "")
    for page in (ROOT / "output").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        script = r"<script(?! src=| type=\"application/ld\+json\")"
        assert not re.search(rf"{script}|<style|\sstyle=|\son\w+=", text), page
