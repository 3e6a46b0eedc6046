"""The application around the modules: the pages of the web app, headers, documentation."""

import gzip
import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from api import app as application
from api.core.problem_handlers import Crashes
from api.core.settings import settings
from api.core.spa import NONCE, WebApp
from tests.conftest import Database

Break = Callable[[FastAPI], None]

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


def forbids_what_comes_from_elsewhere(answer: httpx.Response) -> bool:
    headers = answer.headers
    policy = headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    styles = rules.pop("style-src").split(" ")
    assert styles[0] == "'self'"
    assert all(one.startswith(("'nonce-", "'sha256-")) for one in styles[1:])
    assert rules == {  # default-src rules scripts, too: none in a page, none from elsewhere
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["x-frame-options"] == "DENY"
    assert headers.get_list("x-request-id")[1:] == []
    assert headers["x-request-id"]
    assert headers["cache-control"] in ("no-store", "no-cache")
    assert "strict-transport-security" not in headers
    return True


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/healthz", "/api/v1/nothing", "/icon.svg"])
async def test_every_answer_forbids_what_comes_from_elsewhere(web: httpx.AsyncClient, path: str) -> None:
    assert forbids_what_comes_from_elsewhere(await web.get(path))


async def fails(*_: object) -> None:
    """A mistake of ours."""
    raise ZeroDivisionError("Jeanne Martin")


def in_an_operation(app: FastAPI) -> None:
    app.add_route("/api/v1/crash", fails)


def in_the_authentication(app: FastAPI) -> None:
    app.state.authenticator = fails


def in_the_pages(app: FastAPI) -> None:
    app.router.default = fails


@pytest.mark.parametrize(
    ("where", "path", "media"),
    [
        (in_an_operation, "/api/v1/crash", "application/problem+json"),
        (in_the_authentication, "/api/v1/me", "application/problem+json"),
        (in_the_authentication, "/fhir/Slot", "application/fhir+json"),
        (in_the_pages, "/agenda", "application/problem+json"),
    ],
)
async def test_a_crash_forbids_it_too_and_has_the_id_that_the_log_has(
    where: Break, path: str, media: str, connected: Database, caplog: pytest.LogCaptureFixture
) -> None:
    app = application.create_app()
    where(app)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # as a server does
    async with httpx.AsyncClient(transport=transport, base_url="http://maillage.example") as http:
        caplog.set_level("INFO")
        answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (500, media)
    assert forbids_what_comes_from_elsewhere(answer)
    [line] = [cast(dict[str, Any], one.msg) for one in caplog.records if one.name == "api.access"]
    assert (line["status"], line["request_id"]) == (500, answer.headers["x-request-id"])
    assert "Jeanne" not in caplog.text + answer.text


async def test_an_answer_that_breaks_off_is_not_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    """Half of a stream went out: nothing can be said any more, but the log says it."""

    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(ZeroDivisionError):
        await Crashes(half)({"type": "http"}, no_body, send)
    assert [one["type"] for one in sent] == ["http.response.start"]
    assert "request.crashed" in caplog.text


async def no_body() -> Message:
    """What a request without a body says."""
    return {"type": "http.request", "body": b""}


async def test_who_calls_too_often_is_refused_with_the_same_headers(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "calls_a_minute", 60)
    async with client_of(application.create_app(("audit", "identity"))) as http:
        answers = [await http.get("/api/v1/nothing") for _ in range(40)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert all(map(forbids_what_comes_from_elsewhere, refused))


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
