"""The built web app, served from memory: a few megabytes, compressed once, no file opened per request."""

import gzip
import hashlib
import json
import mimetypes
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from api.core.headers import its_own_policy

PAGES = ".vite/pages.json"
"""File of the build: page address, with `*` for its last segment -> the `Link` header of that page."""

NONCE = b"MAILLAGE_NONCE"
"""What stands in `index.html` for the nonce of one answer."""

HASHED = "assets/"
"""Folder of the build where names carry a digest of the content: kept by browsers for ever."""

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"  # kept, but checked by its ETag: a new version shows at the next reload
_WORTH_PACKING = ("text/", "application/javascript", "application/json", "image/svg+xml")
_TOO_SMALL_TO_PACK = 1000
_NOT_BUILT = (
    "L’application web n’est pas construite : lancez « make run », ou « npm run build » dans frontend/.\n"
)


@dataclass(frozen=True)
class Asset:
    """One file of the build. `packed`: content coding -> the same bytes in it."""

    body: bytes
    packed: dict[str, bytes]
    media: str
    etag: str
    cache: str


class WebApp:
    """ASGI application for every path that the server has no operation for.

    A file of the build is answered as such; any other page address gets `index.html`, since the page's
    own router knows it, with what that page needs next (its code, who is signed in) as a `Link` header:
    a slow browser fetches it at once, rather than once the app has started. Paths under `reserved` are the
    server's own: nothing there is 404.
    """

    def __init__(self, folder: Path, *, reserved: tuple[str, ...]) -> None:
        self.reserved = reserved
        self.assets = dict(_assets(folder)) if folder.is_dir() else {}
        pages = folder / PAGES
        self.hints: dict[str, str] = json.loads(pages.read_bytes()) if pages.is_file() else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        response = self._answer(Request(scope))
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path: str = request.scope["path"].removeprefix("/")
        if request.method not in ("GET", "HEAD") or f"/{path}".startswith(self.reserved):
            raise HTTPException(404)
        asset = self.assets.get(path)
        if asset is None and "." in path.rsplit("/", 1)[-1]:
            raise HTTPException(404)  # a file that is not there, not a page
        if asset is not None and path != "index.html":
            return _sent(asset, request)
        asset = self.assets.get("index.html")
        if asset is None:
            return PlainTextResponse(_NOT_BUILT, 503)
        page = _page(asset.body, request)
        hint = self.hints.get(f"/{path}") or self.hints.get(f"/{path.rpartition('/')[0]}/*")
        if hint is not None:
            page.headers["Link"] = hint
        return page


def _page(body: bytes, request: Request) -> Response:
    """`index.html` with a nonce of its own, by which the styles that Mantine writes as the app runs (its
    theme, what keeps the page still behind a sheet) are known for ours. So no copy of it is kept."""
    nonce = secrets.token_urlsafe(16)
    body = body.replace(NONCE, nonce.encode())
    headers = {"Vary": "Accept-Encoding", **its_own_policy(f"'nonce-{nonce}'")}
    if "gzip" in _accepted(request):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 6, mtime=0)
    headers["Content-Length"] = str(len(body))
    body = b"" if request.method == "HEAD" else body
    return Response(body, headers=headers, media_type="text/html")


def _accepted(request: Request) -> set[str]:
    """The content codings that the browser reads."""
    return {part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}


def _sent(asset: Asset, request: Request) -> Response:
    headers = {"ETag": asset.etag, "Cache-Control": asset.cache, "Vary": "Accept-Encoding"}
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    ready = _accepted(request) & asset.packed.keys()
    coding = next((coding for coding in ("br", "gzip") if coding in ready), None)
    if coding is not None:
        headers["Content-Encoding"] = coding
    body = asset.body if coding is None else asset.packed[coding]
    headers["Content-Type"] = asset.media
    headers["Content-Length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, headers=headers)


def _assets(folder: Path) -> Iterator[tuple[str, Asset]]:
    """Every file of the build by its path; `x.br` and `x.gz` are codings of `x`, not files of their own."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or file.suffix in (".br", ".gz") or name.startswith("."):
            continue
        body = file.read_bytes()
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield (
            name,
            Asset(
                body=body,
                packed=_packed(file, body, media),
                media=f"{media}; charset=utf-8" if media.startswith("text/") else media,
                etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
                cache=_FOR_EVER if name.startswith(HASHED) else _ASK_AGAIN,
            ),
        )


def _packed(file: Path, body: bytes, media: str) -> dict[str, bytes]:
    found = {}
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        ready = file.with_name(file.name + suffix)
        if ready.is_file():
            found[coding] = ready.read_bytes()
    if "gzip" not in found and media.startswith(_WORTH_PACKING) and len(body) > _TOO_SMALL_TO_PACK:
        found["gzip"] = gzip.compress(body, 9, mtime=0)
    return found
