"""Answers requests from the newest edition of a site."""

from __future__ import annotations

import json
import mimetypes
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.preview import panel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from pipeline.preview.edition import Edition, Press

HOSTS: Final = ("127.0.0.1", "localhost")
"""Names of this computer; any other may be another site's, which would read along."""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
_TYPES: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}
"""As servers know them; what the computer says of other files differs from one to the next."""


def app(press: Press) -> Starlette:
    """Return what answers: pages, what they refer to, and the changes that a page waits for."""
    routes = [
        Route(f"/{panel.FOLDER}/changes", partial(_changes, press)),
        Route("/{path:path}", partial(_file, press)),
    ]
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=[*HOSTS], www_redirect=False)
    return Starlette(routes=routes, middleware=[guard])


async def _file(press: Press, request: Request) -> Response:
    edition, path = press.edition, request.path_params["path"]
    if own := panel.OWN.get(path):
        return _response(path, own(), edition)
    if path in edition.files:
        return _response(path, edition.files[path], edition)
    index = f"{path.rstrip('/')}/index.html".lstrip("/")
    if index in edition.files:
        if path and not path.endswith("/"):
            return RedirectResponse(f"{request.url.path}/", headers=_HEADERS)
        return _response(index, edition.files[index], edition)
    return _missing(path, edition)


def _missing(path: str, edition: Edition) -> Response:
    """Return the site's own page for what is not there, or else one of ours."""
    language = path.partition("/")[0]
    for name in (f"{language}/404.html", "404.html"):
        if name in edition.files:
            return _response(name, edition.files[name], edition, status=404)
    title = "There is no page here" if edition.files else "The site cannot be built"
    return Response(panel.blank(title, edition), 404, _HEADERS, "text/html")


def _response(path: str, data: bytes, edition: Edition, status: int = 200) -> Response:
    ending = path[path.rfind(".") :].lower()
    kind = _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    language = path.partition("/")[0]
    headers = {**_HEADERS}
    if kind == "text/html":
        data = panel.page(data, path, edition)
        if language in edition.languages:
            headers["Content-Language"] = language
    return Response(data, status, headers, kind)


async def _changes(press: Press, request: Request) -> Response:
    page = request.query_params.get("page", "")
    # Another one may have come before the page has asked.
    newest = request.query_params.get("edition") in {None, str(press.edition.number)}
    stream = _told(press, page, newest=newest)
    return StreamingResponse(stream, headers=_HEADERS, media_type="text/event-stream")


async def _told(press: Press, page: str, *, newest: bool) -> AsyncIterator[str]:
    """Yield an event each time that a page would look other than before, or its panel would.

    The checks of translations come after the page: nobody has to wait for them to see it.
    """
    before = _looks(press.edition, page) if newest else None
    shown = panel.panel(page, press.edition)
    yield "retry: 500\n\n"
    while not press.closed:
        edition = press.edition
        if (now := _looks(edition, page)) != before:
            before = now
            yield "event: changed\ndata:\n\n"
        else:
            now_shown = panel.panel(page, edition, await press.checked(page))
            if now_shown != shown:
                shown = now_shown
                yield f"event: panel\ndata: {json.dumps(shown)}\n\n"
        await press.after(edition)


def _looks(edition: Edition, page: str) -> tuple[bytes | None, str, list[bytes]]:
    others = [file for path, file in edition.files.items() if not path.endswith(".html")]
    return edition.files.get(page), panel.panel(page, edition), others
