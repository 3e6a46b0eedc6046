"""The application around the modules: the pages of the web app, headers, documentation."""

import gzip
import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api import app as application
from api.core.spa import NONCE, WebApp

SCRIPT = "console.log('maillage');" * 100
HINTS = {"/": "</api/v1/me>; rel=preload", "/agenda": "</assets/agenda-7d1f.js>; rel=modulepreload"}
HINTS |= {"/demandes/*": "</assets/demandes-9e0b.js>; rel=modulepreload"}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """What `npm run build` leaves, in small."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(
        f'<!doctype html><meta property="csp-nonce" nonce="{NONCE.decode()}" /><title>Maillage</title>'
    )
    (folder / "assets" / "index-4f3a.js").write_text(SCRIPT)
    (folder / "assets" / "index-4f3a.js.br").write_bytes(b"brotli")
    (folder / "assets" / "font-1b2c.woff2").write_bytes(b"wOF2")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / ".vite").mkdir()
    (folder / ".vite" / "pages.json").write_text(json.dumps(HINTS))
    (tmp_path / "secret.txt").write_text("not for the web")
    return folder


@pytest.fixture
async def web(build: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in front of the application, with that build."""
    monkeypatch.setattr(application, "WEB_APP", build)
    async with client_of(application.create_app(("audit", "identity"))) as http:
        yield http


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://maillage.example")


@pytest.mark.parametrize("path", ["/", "/a-repondre", "/demandes/0199a8c2-7c1e-7000-8000-000000000000"])
async def test_any_page_address_gets_the_web_app(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>Maillage</title>" in answer.text
    assert answer.headers["cache-control"] == "no-store"  # it has a nonce of its own


@pytest.mark.parametrize(
    ("path", "page"),
    [("/", "/"), ("/agenda", "/agenda"), ("/demandes/0199a8c2-7c1e-7000-8000-000000000000", "/demandes/*")],
)
async def test_a_page_says_at_once_what_it_will_need(web: httpx.AsyncClient, path: str, page: str) -> None:
    answer = await web.get(path)
    assert answer.headers["link"] == HINTS[page]


async def test_a_page_lets_in_the_styles_that_know_its_nonce_which_no_other_page_has(
    web: httpx.AsyncClient,
) -> None:
    seen = set()
    for headers in ({"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}):
        answer = await web.get("/agenda", headers=headers)
        [nonce] = re.findall('<meta property="csp-nonce" nonce="([^"]{20,})" />', answer.text)
        assert f"style-src 'self' 'nonce-{nonce}';" in answer.headers["content-security-policy"]
        seen.add(nonce)
    assert len(seen) == 2


@pytest.mark.parametrize("path", ["/nowhere", "/agenda/2026/08", "/assets/index-4f3a.js", "/icon.svg"])
async def test_what_is_no_page_of_the_app_asks_for_nothing_more(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert (answer.status_code, "link" in answer.headers) == (200, False)


async def test_files_with_a_digest_in_their_name_are_kept_for_ever(web: httpx.AsyncClient) -> None:
    answer = await web.get("/assets/index-4f3a.js", headers={"Accept-Encoding": "identity"})
    assert (answer.text, "content-encoding" in answer.headers) == (SCRIPT, False)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    icon = await web.get("/icon.svg")
    assert icon.headers["cache-control"] == "no-cache"


async def test_files_are_sent_in_the_best_coding_that_the_browser_takes(
    build: Path, web: httpx.AsyncClient
) -> None:
    webapp = WebApp(build, reserved=("/api/",))
    assert gzip.decompress(webapp.assets["assets/index-4f3a.js"].packed["gzip"]).decode() == SCRIPT
    zipped = await web.get("/assets/index-4f3a.js", headers={"Accept-Encoding": "gzip, deflate"})
    assert (zipped.headers["content-encoding"], zipped.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert (zipped.text, int(zipped.headers["content-length"]) < len(SCRIPT)) == (SCRIPT, True)
    async with web.stream("GET", "/assets/index-4f3a.js", headers={"Accept-Encoding": "gzip, br"}) as best:
        assert best.headers["content-encoding"] == "br"
    font = await web.get("/assets/font-1b2c.woff2", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in font.headers


async def test_head_says_the_length_and_sends_nothing(web: httpx.AsyncClient) -> None:
    answer = await web.head("/icon.svg")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "6", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/index-old.js",
        "/../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/api/v1/nothing",
        "/api/",
        "/oauth/nothing",
        "/healthz/deep",
        "/docs/deep",
    ],
)
async def test_what_is_neither_page_nor_file_is_not_found(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_method_is_said_on_an_operation_and_is_nothing_on_a_page(
    web: httpx.AsyncClient,
) -> None:
    wrong = await web.patch("/api/v1/session")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "method_not_allowed")
    assert (await web.post("/a-repondre")).status_code == 404


async def test_without_a_build_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "WEB_APP", tmp_path / "nothing")
    async with client_of(application.create_app(("audit", "identity"))) as http:
        answer = await http.get("/")
        assert (answer.status_code, "make run" in answer.text) == (503, True)
        assert (await http.get("/healthz")).json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/healthz", "/api/v1/nothing", "/icon.svg"])
async def test_every_answer_forbids_what_comes_from_elsewhere(web: httpx.AsyncClient, path: str) -> None:
    headers = (await web.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy  # default-src rules: no inline script, none from elsewhere
    assert "unsafe" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["x-request-id"]
    assert headers["cache-control"] in ("no-store", "no-cache")
    assert "strict-transport-security" not in headers


async def test_the_documentation_names_every_operation_and_loads_nothing(web: httpx.AsyncClient) -> None:
    answer = await web.get("/docs")
    page = answer.text
    [style] = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    contract = (await web.get("/openapi.json")).json()
    for path, item in contract["paths"].items():
        for method in item:
            if method != "parameters":
                assert item[method]["operationId"] in page
                assert path in page
    assert "<script" not in page
    assert "src=" not in page


async def test_a_body_that_is_too_large_is_refused(web: httpx.AsyncClient) -> None:
    answer = await web.post("/api/v1/session", content=b"x" * 1_000_001)
    assert (answer.status_code, answer.json()["type"]) == (413, "payload_too_large")
