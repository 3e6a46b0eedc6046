"""What OWASP ASVS asks (docs/asvs.md) and no module owns: headers, encodings, drawn secrets, logs."""

import base64
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from api.core.headers import SecurityHeaders
from api.core.ids import new_id
from api.identity import passwords
from api.notifications import mail
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.running import serving
from tests.dispatch.conftest import awake, coordinator, requester
from tests.dispatch.scene import PERSON, a_request
from tests.roles import AsRole, SignedIn, SignIn

__all__ = ["awake", "coordinator", "requester"]
"""Fixtures of other tests."""

HOSTILE = (
    "'; DROP TABLE people; --",
    "<script>alert('x')</script>",
    "{{self}} ${self} %s %(name)s {self.__class__}",
    "O’Hara ねこ 👩‍⚕️",
    '=HYPERLINK("x") | cat /etc/passwd `id`',
)


@pytest.mark.slow
async def test_no_answer_lets_another_site_read_it_or_says_what_runs(
    database: Database, tmp_path: Path
) -> None:
    """By a real web process: what the server of HTTP adds counts too."""
    elsewhere = {"Origin": "https://ailleurs.example", "Access-Control-Request-Method": "POST"}
    with serving(database.owner_url, tmp_path / "web.log") as url, httpx.Client(base_url=url) as http:
        for method, path in (
            ("GET", "/"),
            ("GET", "/api/v1/me"),
            ("OPTIONS", "/api/v1/session"),
            ("POST", "/api/v1/session"),
            ("TRACE", "/api/v1/me"),
            ("GET", "/api/v1/nothing"),
            ("GET", "/docs"),
            ("GET", "/assets/nothing.js"),
        ):
            answer = http.request(method, path, headers=elsewhere | {"Accept-Encoding": "identity"})
            names = answer.headers.keys()
            assert not [name for name in names if name.startswith("access-control-")], path
            assert not {"server", "x-powered-by", "via"} & set(names), path
            assert "uvicorn" not in str(answer.headers).lower()
            assert answer.headers["x-frame-options"] == "DENY"
            assert "camera=(), microphone=()" in answer.headers["permissions-policy"]
            assert method != "TRACE" or answer.status_code == 405


async def test_behind_https_browsers_are_told_to_stay_there_for_a_year() -> None:
    async def anything(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    for https, said in ((True, "max-age=31536000; includeSubDomains"), (False, None)):
        transport = httpx.ASGITransport(app=SecurityHeaders(anything, https=https))
        async with httpx.AsyncClient(transport=transport, base_url="http://maillage.example") as http:
            assert (await http.get("/")).headers.get("strict-transport-security") == said


async def test_an_answer_of_the_api_is_no_page(client: ContractClient, as_role: AsRole) -> None:
    """Opened by itself it is saved under a name of ours; it has the media type that it says."""
    admin = await as_role("admin")
    for who, operation in ((client, "getMe"), (admin, "getMe"), (admin, "listAuditEntries")):
        headers = (await who.call(operation)).headers
        assert headers["content-disposition"] == 'attachment; filename="api.json"'
        assert re.fullmatch(r"application/(problem\+)?json", headers["content-type"])
        assert headers["x-content-type-options"] == "nosniff"
    table = (await admin.call("exportAuditEntries")).headers
    assert table["content-disposition"] == 'attachment; filename="journal-des-acces.csv"'
    assert table["content-type"] == "text/csv; charset=utf-8"


async def test_nobody_says_in_a_header_who_they_are(client: ContractClient, as_role: AsRole) -> None:
    """What proxies and listeners put there counts from them alone; here nobody is one."""
    admin = await as_role("admin")
    for name, value in (
        ("X-SSL-Client-Verify", "SUCCESS"),
        ("X-Forwarded-User", admin.email),
        ("X-Client-Cert", "MIIB"),
        ("Maillage.By-Certificate", "1"),
        ("X-Actor", str(admin.account_id)),
        ("Authorization", "Basic " + base64.b64encode(f"{admin.email}:x".encode()).decode()),
    ):
        assert (await client.call("getMe", headers={name: value})).status_code == 401, name


async def test_a_parameter_said_twice_has_one_meaning(coordinator: SignedIn, database: Database) -> None:
    """The last one, for the check and for the answer alike."""
    path = "/api/v1/audit-entries"
    twice = await coordinator.get(f"{path}?limit=1&limit=2")
    assert twice.status_code == 403, "no parameter changes who one is"
    admin_like = await coordinator.get("/api/v1/cases?limit=200&limit=1")
    assert len(admin_like.json()["items"]) <= 1
    assert (await coordinator.get("/api/v1/cases?limit=1&limit=100000")).status_code == 422


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_would_be_a_command_elsewhere_stays_text(
    text: str, requester: SignedIn, coordinator: SignedIn, database: Database
) -> None:
    """Typed as a name, as a message, as what is looked for."""
    person = PERSON | {"family_name": text}
    filed = await requester.call("createUnscheduledCareRequest", json=a_request(person=person))
    assert filed.status_code == 201, filed.text
    case = filed.json()
    [(person_id,)] = database.sql("SELECT id FROM people")
    reading = await requester.call("readIdentity", person_id=person_id, json={})
    assert reading.json()["family_name"] == text
    said = await coordinator.call("postMessage", case_id=case["id"], json={"text": text})
    assert said.status_code == 201, said.text
    assert said.json()["text"] == text
    for operation in ("listCases", "searchProfessionals"):
        found = await coordinator.call(operation, params={"q": text})
        assert found.status_code == 200, found.text
    assert database.sql("SELECT count(*) FROM people") == [(1,)]


@pytest.mark.parametrize("field", ["to", "subject", "sender"])
def test_a_letter_takes_no_header_from_a_text(field: str) -> None:
    """A line break in an address, a subject or a name begins no other header, and reaches nobody else."""
    hostile = "Bonjour\r\nBcc: autre@ailleurs.example\r\n\r\nTexte"
    fields = {
        "to": "nadia@cabinet.example",
        "subject": "Une demande",
        "text": hostile,
        "sender": "Maillage Vitry <a@maillage.example>",
    }
    for change in ({}, {field: hostile}, {field: f"{hostile} <a@maillage.example>"}):
        letter = mail.Mail(id=new_id(), at=datetime(2026, 3, 2, tzinfo=UTC), **fields | change)
        try:
            whole = mail._message(letter).as_bytes()
        except ValueError:
            assert change, "an honest letter leaves"
            continue
        read = message_from_bytes(whole, policy=default)
        assert (read["Bcc"], read["Cc"]) == (None, None)
        assert read["To"] == fields["to"]


PHRASES = (
    "correct cheval agrafe",
    "Été à Nîmes, 12 °C !",
    "ねこねこねこねこねこねこ",
    "🔑🐈🔑🐈🔑🐈🔑🐈🔑🐈🔑🐈",
    "x" * 128,
)


@pytest.mark.parametrize("phrase", PHRASES)
async def test_a_password_is_taken_whole_in_any_script(
    phrase: str, as_role: AsRole, signed_in: SignIn, client: ContractClient
) -> None:
    who = await as_role("requester", password=phrase)
    assert (await (await signed_in(who.email, phrase)).call("getMe")).status_code == 200
    for wrong in (
        phrase[:-1],
        phrase + "x" if len(phrase) < 128 else phrase[:-1] + "y",
        phrase.swapcase() + ".",
    ):
        body = {"email": who.email, "password": wrong[:128]}
        assert (await client.call("createSession", json=body)).status_code == 401


async def test_a_password_is_kept_by_argon2id_with_a_salt_of_its_own() -> None:
    """At least 15 MiB and two rounds, as OWASP asks."""
    kept = [await passwords.hashed(PHRASES[0]) for _ in range(2)]
    parts = [
        re.fullmatch(r"keyed:\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$[^$]+", one) for one in kept
    ]
    assert all(parts)
    salts = {part.group(4) for part in parts if part}
    assert len(salts) == 2
    for part in filter(None, parts):
        assert int(part.group(1)) >= 15 * 1024
        assert int(part.group(2)) >= 2
        assert len(part.group(4)) * 6 >= 128


async def test_a_session_is_drawn_from_256_bits(as_role: AsRole) -> None:
    tokens = [(await as_role("requester")).cookies["maillage_session"] for _ in range(8)]
    assert len(set(tokens)) == 8
    for token in tokens:
        assert len(base64.urlsafe_b64decode(token + "==")) == 32


def requests_in(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The line that the log has for each call."""
    said = [cast(dict[str, Any], one.msg) for one in caplog.records if one.name == "api.access"]
    caplog.clear()
    return said


async def test_a_refused_call_is_logged_with_who_and_what(
    as_role: AsRole, client: ContractClient, caplog: pytest.LogCaptureFixture
) -> None:
    nurse = await as_role("professional")
    caplog.set_level("INFO")
    answers = [
        await nurse.call("listAuditEntries"),
        await client.call("getMe"),
        await client.request("PATCH", "/api/v1/me"),
    ]
    lines = requests_in(caplog)
    assert [(one["operation"], one["status"], one["actor_id"]) for one in lines] == [
        ("listAuditEntries", 403, str(nurse.account_id)),
        ("getMe", 401, None),
        ("getMe", 405, None),
    ]
    for one, answer in zip(lines, answers, strict=True):
        assert one["request_id"] == answer.headers["x-request-id"]
        assert one["at"].endswith("Z"), "in UTC"


@pytest.mark.parametrize("sent", ["a b c d e f", "12345678\t", '12345678"}', "x" * 65, "court", "é" * 10])
async def test_nobody_writes_a_line_of_the_log(
    sent: str, client: ContractClient, caplog: pytest.LogCaptureFixture
) -> None:
    """An id of the caller's is taken when it is a plain word, and a path is not logged at all."""
    caplog.set_level("INFO")
    path = "/api/v1/%0A%7B%22event%22%3A%22forged"
    answer = await client.get(path, headers={b"x-request-id": sent.encode()})
    [line] = requests_in(caplog)
    assert line["request_id"] == answer.headers["x-request-id"] != sent
    assert "forged" not in str(line)
    kept = await client.get("/api/v1/nothing", headers={"x-request-id": "abcd-1234.x_y"})
    assert kept.headers["x-request-id"] == "abcd-1234.x_y"
