"""Downloads from a real server on loopback, which behaves badly in all usual ways."""

from __future__ import annotations

import fcntl
import hashlib
import socket
from typing import TYPE_CHECKING

import pytest
from packages_kit import (
    FILE,
    Machine,
    Served,
    Server,
    largest_file,
    package_files,
    write_archive,
)

from pipeline import packages
from pipeline.errors import PackageError
from pipeline.packages import Hooks, lock
from pipeline.packages.net import NetError, refusal

if TYPE_CHECKING:
    from pathlib import Path


def ranges(server: Server) -> list[str]:
    """Return the ranges asked for of the archive."""
    return [asked for path, asked in server.asked if path == FILE]


def test_install_pair(server: Server, served: Served, machine: Machine) -> None:
    """A pair comes from the index into Argos's folder and is written into the lock file."""
    package = machine.install()
    assert machine.folder / "translate-en_ko-1_1" == package.path
    assert ("translate-en_ko", "1.1", "installed") == (package.code, package.version, package.kind)
    pin = lock.Pin(
        "1.1",
        package.hash,
        len(served.body),
        hashlib.sha256(served.body).hexdigest(),
        server.base + FILE,
    )
    assert {"translate-en_ko": pin} == lock.read(machine.locked)
    assert ["packages", "packages/translate-en_ko-1_1"] == machine.left()
    assert [] == list((machine.cache / "downloads").iterdir())
    assert (len(served.body), len(served.body)) == machine.progress[-1]
    assert ["ipfs://Qm: passed over, ipfs is not supported"] == machine.notices


def test_installed_again_without_network(server: Server, served: Served, machine: Machine) -> None:
    """What is there and as the lock pins it is not fetched again."""
    first = machine.install()
    server.files.clear()
    server.asked.clear()
    assert first == machine.install()
    assert [] == server.asked
    assert "already installed" in machine.notices[-1]


def test_break_is_resumed(server: Server, served: Served, machine: Machine) -> None:
    """Where a connection breaks off, the next one asks for the rest only."""
    served.breaks = [100_000, 100_000]
    machine.install()
    assert ["", "bytes=100000-", "bytes=200000-"] == ranges(server)
    done = [done for done, _ in machine.progress]
    assert sorted(done) == done


def test_resumed_by_the_next_command(server: Server, served: Served, machine: Machine) -> None:
    """After too many breaks the command says so; the next one goes on from there."""
    served.breaks = [50_000] * 5
    with pytest.raises(PackageError, match=r"broke off 5 times, at 250000 of \d+ bytes") as caught:
        machine.install()
    assert "localepress models install translate-en_ko-1_1.argosmodel" in str(caught.value)
    assert [] == machine.left()
    assert not machine.locked.exists()
    server.asked.clear()
    machine.install()
    assert ["bytes=250000-"] == ranges(server)


def test_server_without_ranges(server: Server, served: Served, machine: Machine) -> None:
    """A server that sends the whole file again is taken at its word."""
    served.ranges, served.breaks = False, [100_000]
    machine.install()
    assert ["", "bytes=100000-"] == ranges(server)


def test_server_without_validator(server: Server, served: Served, machine: Machine) -> None:
    """Without an ETag or a date nothing says that it is the same file: start anew."""
    served.etag, served.breaks = "", [100_000]
    machine.install()
    assert ["", ""] == ranges(server)


def test_server_without_length(server: Server, served: Served, machine: Machine) -> None:
    """A file of unknown length ends where the connection ends."""
    served.length = False
    machine.install()
    assert (len(served.body), None) == machine.progress[-1]


def test_wrong_content_range(server: Server, served: Served, machine: Machine) -> None:
    """Another part than asked for is not appended; the file is fetched anew."""
    served.breaks, served.content_range = [100_000], "bytes 5-9/10"
    machine.install()
    assert ["", "bytes=100000-", ""] == ranges(server)


def test_changed_etag(server: Server, served: Served, machine: Machine, tmp_path: Path) -> None:
    """A file that has changed on the server is fetched from its start."""
    served.breaks = [100_000, 0, 0, 0, 0]
    with pytest.raises(PackageError, match="broke off 5 times, at 100000 of"):
        machine.install()
    files = {**package_files(size=300_000), "model/config.json": b'{"new": 1}'}
    new = write_archive(tmp_path / "new", files).read_bytes()
    server.files[FILE] = Served(new, etag='"two"')
    package = machine.install()
    assert b'{"new": 1}' == (package.path / "model" / "config.json").read_bytes()


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirect(code: int, server: Server, served: Served, machine: Machine) -> None:
    """Redirects are followed, and the rest is asked for at the end of them as well."""
    server.files["/moved"] = server.files[FILE]
    server.files[FILE] = Served(status=code, location="/moved")
    served.breaks = [100_000]
    machine.install()
    assert ["", "bytes=100000-"] == [asked for path, asked in server.asked if path == "/moved"]


@pytest.mark.parametrize("location", ["http://example.org/x", "file:///etc/passwd", "ftp://h/x"])
def test_redirect_to_refused(
    location: str, server: Server, served: Served, machine: Machine
) -> None:
    """A redirect cannot lead to plain http on the network or to a local file."""
    server.files[FILE] = Served(status=302, location=location)
    with pytest.raises(PackageError, match=f"redirected to {location}: |HTTP 302"):
        machine.install()
    assert [] == machine.left()


@pytest.mark.parametrize("status", [404, 410, 503])
def test_next_link_after_an_error(
    status: int, server: Server, served: Served, machine: Machine
) -> None:
    """A link that gives an error is passed over with a notice, and the next one is taken."""
    server.files["/gone"] = Served(status=status)
    server.offer(("en-ko", "1.1", ["{}/gone", "{}" + FILE]))
    machine.install()
    assert f"HTTP {status}" in machine.notices[0]


def test_no_link_works(server: Server, served: Served, machine: Machine) -> None:
    """One line names the file to fetch by hand, where it is, and the command."""
    server.files[FILE].status = 404
    with pytest.raises(PackageError) as caught:
        machine.install()
    link = server.base + FILE
    assert (
        f"cannot download translate-en_ko 1.1 (ipfs://Qm: ipfs is not supported; {link}: HTTP 404 "
        f"Not Found); where there is a network, fetch translate-en_ko-1_1.argosmodel from {link}, "
        "then run: localepress models install translate-en_ko-1_1.argosmodel"
    ) == str(caught.value)


def test_no_network(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the index the line names its address."""
    with socket.socket() as taken:  # bound but not listening: refused
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}/base/"
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", base)
        with pytest.raises(PackageError) as caught:
            machine.install()
    assert str(caught.value).startswith(f"cannot reach the package index {base}index.json (")
    assert "localepress models install FILE" in str(caught.value)
    assert 3 == caught.value.exit_code


def test_interrupted(served: Served, server: Server, machine: Machine) -> None:
    """Ctrl-C keeps what has come, and the next command goes on from there."""

    def interrupt(done: int, _: int | None) -> None:
        if done >= 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        packages.install_pair("en-ko", cache=machine.cache, hooks=Hooks(progress=interrupt))
    assert [] == machine.left()
    machine.install()
    assert 100_000 <= int(ranges(server)[-1].removeprefix("bytes=").removesuffix("-"))


def test_disk_full_while_downloading(served: Served, server: Server, machine: Machine) -> None:
    """What has come stays; with room again the command goes on from there."""
    with largest_file(100_000), pytest.raises(PackageError, match=r"part: cannot be written \(Fil"):
        machine.install()
    machine.install()
    assert ["", "bytes=100000-"] == ranges(server)


def test_only_one_download_at_a_time(served: Served, machine: Machine) -> None:
    """Two processes do not write one file."""
    part = machine.cache / "downloads" / "translate-en_ko-1_1.argosmodel.part"
    part.parent.mkdir(parents=True)
    with part.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(PackageError, match="another process downloads it"):
            machine.install()


def test_plain_http_is_refused() -> None:
    """On the network http is taken only where the content is pinned."""
    assert "https" in refusal("http://example.org/index.json", pinned=False)
    assert "" == refusal("http://example.org/x", pinned=True)
    assert "" == refusal("https://example.org/x", pinned=False)
    for here in ("http://localhost:1/", "http://127.8.8.8/", "http://[::1]:80/"):
        assert "" == refusal(here, pinned=False)
    for bad in (
        "",
        "x",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://",
        "https://a b/",
        "http://[",
    ):
        assert refusal(bad, pinned=True)


def test_a_server_cannot_write_to_the_terminal() -> None:
    """Reasons are one line without control characters, whatever the server says."""
    assert "HTTP 404 no such [2Jfile" == str(NetError("HTTP 404 no\nsuch \x1b[2Jfile"))
