"""Requests over http and https, with the few rules that make them safe, and reasons in words.

Plain http can be changed on its way. It is taken only from this machine, or where the lock file
pins the bytes that must arrive. The standard library's HTTP is imported when first needed: most
commands never do.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline import __version__

if TYPE_CHECKING:
    import http.client
    import urllib.request
    from collections.abc import Mapping

TIMEOUT = 30.0
"""Seconds without a byte after which a connection counts as broken."""

AGENT = f"localepress/{__version__}"


class NetError(Exception):
    """A request that failed; says why in a few words."""

    def __init__(self, reason: str, status: int = 0, *, passing: bool = False) -> None:
        # A server's words come in here: one line, and nothing that moves a terminal's cursor.
        super().__init__("".join(filter(str.isprintable, " ".join(reason.split()))))
        self.status = status
        """Of the HTTP reply; 0 if there was none."""
        self.passing = passing
        """Whether the next try may do better."""


def refusal(address: str, *, pinned: bool) -> str:
    """Return why an address is not to be used, or ""; ``pinned``: the lock has its content's hash.

    >>> refusal("ipfs://Qm", pinned=True)
    'ipfs is not supported'
    """
    if not address.isascii() or not address.isprintable() or " " in address:
        return "not an address"
    try:
        parts = urlsplit(address)
        host, scheme = parts.hostname or "", parts.scheme
    except ValueError:
        return "not an address"
    if scheme and scheme not in {"http", "https"}:
        return f"{scheme} is not supported"
    if not scheme or not host:
        return "not an address"
    if scheme == "http" and not pinned and not _is_here(host):
        return "http is not safe without a pin in localepress.lock, use https"
    return ""


def _is_here(host: str) -> bool:
    import ipaddress

    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def request(
    address: str, headers: Mapping[str, str] | None = None, *, pinned: bool = False
) -> http.client.HTTPResponse:
    """Return the open reply to a GET; redirects keep the rules. Raises NetError.

    Proxies are taken from the environment, as other programs do.
    """
    import http.client
    import urllib.request

    if reason := refusal(address, pinned=pinned):
        raise NetError(reason)
    own = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    get = urllib.request.Request(address, headers={**own, **(headers or {})})  # noqa: S310 (checked)
    try:
        reply: http.client.HTTPResponse = _opener(pinned=pinned).open(get, timeout=TIMEOUT)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _failure(error) from error
    return reply


def read(reply: http.client.HTTPResponse, size: int) -> bytes:
    """Return the next bytes of a reply, at most ``size``, none at its end. Raises NetError."""
    import http.client

    try:
        return reply.read1(size)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NetError(_words(error), passing=True) from error


def header(reply: http.client.HTTPResponse, name: str) -> str:
    """Return a header's value without spaces round it, or ""."""
    return str(reply.headers.get(name, "")).strip()


def _opener(*, pinned: bool) -> urllib.request.OpenerDirector:
    import urllib.request

    class Redirects(urllib.request.HTTPRedirectHandler):
        def redirect_request(  # noqa: PLR0913, PLR0917 (urllib's signature)
            self,
            req: urllib.request.Request,
            fp: IO[bytes],
            code: int,
            msg: str,
            headers: http.client.HTTPMessage,
            newurl: str,
        ) -> urllib.request.Request | None:
            if reason := refusal(newurl, pinned=pinned):
                fp.close()
                raise NetError(f"redirected to {newurl}: {reason}")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return urllib.request.build_opener(Redirects)


def _failure(error: Exception) -> NetError:
    """Return what urllib's error means."""
    import urllib.error

    if isinstance(error, urllib.error.HTTPError):
        error.close()
        reason = f"HTTP {error.code} {error.reason}".strip()
        return NetError(reason, error.code, passing=error.code >= 500)
    # A server that hangs up before it answers; one that is not there will not be soon.
    return NetError(_words(error), passing=isinstance(error, ConnectionResetError))


def _words(error: object) -> str:
    inner = getattr(error, "reason", None)
    if isinstance(inner, Exception):
        return _words(inner)
    if isinstance(error, TimeoutError):
        return f"no answer for {TIMEOUT:.0f} seconds"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(inner or error) or type(error).__name__
