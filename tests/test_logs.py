"""What real processes write in their logs, through all that carries a secret or names somebody."""

import asyncio
import json
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from api.core.db import app_password
from api.core.ids import new_id
from api.core.settings import settings
from api.identity import cookies
from tests.availability.elsewhere import at_ten
from tests.conftest import Database
from tests.contract.running import PROJECT, serving, working
from tests.dispatch.conftest import awake, requester
from tests.dispatch.scene import PERSON, a_request
from tests.fake_host import FakeHost, fake_host, page
from tests.identity.test_machine_clients import GRANT, kiosk
from tests.notifications.conftest import (
    MOBILE,
    Door,
    PostOffice,
    Write,
    choose,
    door,
    post_office,
    reader,
    write,
)
from tests.roles import PASSWORD, AsRole, SignedIn
from tests.webhooks.conftest import ALL, Announce, a_client, announce, town_hall

__all__ = ["announce", "awake", "door", "kiosk", "post_office", "reader", "requester", "town_hall", "write"]
"""Fixtures of other tests."""

WRONG, LATER = "mauvais-sesame-du-matin", "six mots encore plus longs"
MAIL, SMS, FEED = "porte-lettres-du-courrier", "jeton-du-service-de-sms", "chemin-secret-de-l-agenda"
TYPED = "Hyacinthe Valdorge"
"""A name that somebody types where none belongs."""


class Secrets(dict[str, str]):
    """What must be in no log, by what it is."""

    def keep(self, **given: Any) -> None:
        """Add some; a path is known by its end, and what is short by nothing."""
        self.update({what: str(value) for what, value in given.items()})

    def found_in(self, said: str) -> list[str]:
        """Those that stand in a text, as they are or as a URL, JSON or HTTP's Basic would spell them."""
        return [
            what
            for what, secret in self.items()
            if any(
                spelling in said
                for spelling in (
                    secret,
                    quote(secret, safe=""),
                    json.dumps(secret)[1:-1],
                    b64encode(secret.encode()).decode().rstrip("=")[:-1],
                )
            )
        ]


@pytest.fixture
def secrets(database: Database) -> Secrets:
    """The keys of the instance, and what the settings hold."""
    ring = json.loads(settings().keys_file.read_text())
    kept = Secrets(fixed=ring["fixed"], database=app_password(), mail=MAIL, sms=SMS, wrong=WRONG)
    kept.keep(**ring["keys"], password=PASSWORD, later=LATER, typed=TYPED, mobile=MOBILE[4:])
    kept.keep(**{f"person {name}": PERSON[name] for name in ("family_name", "birth_date", "phone")})
    return kept


@pytest.fixture
async def outside() -> AsyncIterator[FakeHost]:
    """A host outside with an agenda behind a password, and software that fails when it is told something."""
    async with fake_host() as host:
        host.pages["/agenda.ics"] = page(at_ten())
        host.pages["/logiciel"] = page(f"{TYPED}, {MOBILE}", status=500)
        yield host


@pytest.fixture
def environment_of_processes(
    monkeypatch: pytest.MonkeyPatch, outside: FakeHost, door: Door, post_office: PostOffice
) -> None:
    """The processes write to the mail server, the provider of SMS and the host of the test."""
    door.status, door.body = 500, json.dumps({"error": f"no such number {MOBILE}"}).encode()
    post_office.manner = "refuse_person"
    monkeypatch.setenv("MAILLAGE_OUTGOING_ALLOWS", f"127.0.0.1:{outside.port}")
    monkeypatch.setenv("MAILLAGE_SMS_URL", f"{door.url}/sms")
    monkeypatch.setenv("MAILLAGE_SMS_TOKEN", SMS)
    monkeypatch.setenv("MAILLAGE_SMTP_URL", str(settings().smtp_url))
    monkeypatch.setattr(settings(), "sms_url", f"{door.url}/sms")


def browser(url: str, who: SignedIn | None = None) -> httpx.Client:
    """Somebody who calls the process."""
    if who is None:
        return httpx.Client(base_url=url, timeout=30)
    return httpx.Client(base_url=url, cookies=dict(who.cookies), headers=dict(who.headers), timeout=30)


def sign_in_and_out(url: str, admin: SignedIn, secrets: Secrets) -> None:
    """Right, wrong, malformed and locked; links that are none; a session, its end, and its cookie again."""
    with browser(url) as nobody:
        body = {"email": admin.email, "password": PASSWORD}
        opened = nobody.post("/api/v1/session", json=body)
        assert opened.status_code == 201
        secrets.keep(session=nobody.cookies[cookies.SESSION], csrf=opened.json()["csrf_token"])
        nobody.headers[cookies.CSRF_HEADER] = opened.json()["csrf_token"]
        assert nobody.delete("/api/v1/session").status_code == 200
        nobody.cookies.set(cookies.SESSION, secrets["session"])
        assert nobody.get("/api/v1/me").status_code == 401
    with browser(url) as nobody:
        for wrong in (WRONG, [WRONG], WRONG + "\n"):
            refused = nobody.post("/api/v1/session", json=body | {"password": wrong})
            assert refused.status_code in (401, 422)
        broken = {"content-type": "application/json"}
        said = f'{{"email": "{admin.email}", "password": "{WRONG}"'.encode()
        assert nobody.post("/api/v1/session", content=said, headers=broken).status_code in (400, 422)
        while nobody.post("/api/v1/session", json=body | {"password": WRONG}).status_code != 429:
            continue
        assert nobody.post("/api/v1/password-links", json={"email": admin.email}).status_code == 202
        token = secrets["session"]
        choice = {"token": token, "password": LATER, "terms_accepted": True}
        assert nobody.post("/api/v1/password-choices", json=choice).status_code == 404
        assert nobody.get(f"/mot-de-passe/{token}").status_code == 200


def get_tokens(url: str, kiosk: dict[str, str], secrets: Secrets) -> None:
    """A machine: its secret in a body and in a header, wrong ones, its token, and one that was touched."""
    secrets.keep(client=kiosk["client_secret"])
    with browser(url) as machine:
        said = machine.post("/oauth/token", data={**GRANT, **kiosk})
        assert said.status_code == 200
        token = said.json()["access_token"]
        secrets.keep(token=token, signature=token.rpartition(".")[2])
        wrong = (kiosk["client_id"], WRONG)
        assert machine.post("/oauth/token", data=GRANT, auth=wrong).status_code == 401
        assert machine.post("/oauth/token", data=GRANT, auth=tuple(kiosk.values())).status_code == 200
        for bearer, status in ((token, 200), (token[:-4] + "AAAA", 401)):
            answer = machine.get("/api/v1/me", headers={"Authorization": f"Bearer {bearer}"})
            assert answer.status_code == status


async def connect_software(
    url: str, admin: SignedIn, town_hall: SignedIn, host: FakeHost, secrets: Secrets
) -> None:
    """An address to be told at, with its secret."""
    client = await a_client(town_hall)
    body = {
        "machine_client_id": str(client),
        "url": host.url("/logiciel"),
        "event_types": ALL,
    }
    with browser(url, admin) as http:
        made = http.post("/api/v1/webhook-endpoints", json=body)
        assert made.status_code == 201, made.text
        secrets.keep(webhook=made.json()["secret"].removeprefix("whsec_"))


def keep_an_agenda(url: str, doctor: SignedIn, host: FakeHost, secrets: Secrets) -> None:
    """An agenda elsewhere behind a password; an address of one's own; a secretary and her link."""
    with browser(url, doctor) as http:
        body = {
            "kind": "caldav",
            "name": TYPED,
            "url": host.url("/agenda.ics"),
            "user_name": "medecin",
            "password": LATER,
        }
        added = http.post("/api/v1/outside-calendars", json=body)
        assert added.status_code == 201, added.text
        body = {"kind": "ics_url", "name": TYPED, "url": host.url("/absent.ics?jeton=" + FEED)}
        assert http.post("/api/v1/outside-calendars", json=body).status_code == 201
        feed = http.post("/api/v1/calendar-feed", json={}).json()["url"]
        secrets.keep(feed=re.findall(r"/ics/(.+)\.ics", feed)[0])
        assert http.get("/ics/" + secrets["feed"] + ".ics").status_code == 200
        invited = http.post(
            "/api/v1/me/delegations",
            json={"name": TYPED, "email": "hyacinthe@valdorge.example", "may_answer": False},
        )
        assert invited.status_code == 201, invited.text
        link = token_urlsafe(32)
        secrets.keep(guest="hyacinthe@valdorge", link=link)
        for path in ("invitation-readings", "invitation-acceptances"):
            body = {"token": link} | ({"name": TYPED, "password": LATER} if "accept" in path else {})
            assert http.post(f"/api/v1/{path}", json=body).status_code == 404


def ask(url: str, who: SignedIn, database: Database) -> None:
    """A request that names somebody: taken, refused, broken, and met by a fault that quotes its row."""
    path, header = "/api/v1/unscheduled-care-requests", "Idempotency-Key"
    with browser(url, who) as http:

        def send(**body: Any) -> int:
            answer = http.post(path, json=a_request(**body), headers={header: str(uuid4())})
            return answer.status_code

        assert send() == 201
        assert send(need=TYPED) == 422
        assert send(person=PERSON | {"phone": TYPED, "surname": TYPED}) == 422
        assert http.get("/api/v1/cases", params={"q": PERSON["family_name"]}).status_code < 500
        assert http.get(f"/api/v1/{quote(TYPED)}").status_code == 404
        database.sql("ALTER TABLE people ADD CONSTRAINT never CHECK (commune_name IS NULL) NOT VALID")
        assert send(person=PERSON | {"given_name": "Autre"}) == 500
        database.sql("ALTER TABLE people DROP CONSTRAINT never")


@pytest.mark.slow
async def test_the_logs_of_web_and_worker_hold_no_secret_and_name_nobody(
    environment_of_processes: None,
    outside: FakeHost,
    database: Database,
    secrets: Secrets,
    kiosk: dict[str, str],
    as_role: AsRole,
    requester: SignedIn,
    reader: SignedIn,
    write: Write,
    town_hall: SignedIn,
    announce: Announce,
    post_office: PostOffice,
    door: Door,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    admin = await as_role("admin", name="Ombeline Sauterre", password=PASSWORD)
    secrets.keep(name="Ombeline", email=admin.email, other=reader.email, family="Castaing")
    web, background = tmp_path / "web.log", tmp_path / "worker.log"
    with serving(database.owner_url, web) as url:
        sign_in_and_out(url, admin, secrets)
        get_tokens(url, kiosk, secrets)
        await connect_software(url, admin, town_hall, outside, secrets)
        keep_an_agenda(url, reader, outside, secrets)
        ask(url, requester, database)
    await choose(reader, mobile_phone=MOBILE)
    await write()
    await announce("received", new_id())

    with working(database.owner_url, background):
        await _until(background, lambda: bool(door.received) and len(outside.asked) > 2)
        await _until(background, lambda: background.read_text().count("delivery.attempted") >= 2)
    monkeypatch.setenv("MAILLAGE_SMTP_URL", str(settings().smtp_url).replace("://", f"://relais:{MAIL}@"))
    database.sql(
        "ALTER TABLE deliveries ADD CONSTRAINT never CHECK (channel = 'screen' OR attempts = 0) NOT VALID"
    )
    await write()
    with working(database.owner_url, background):
        await _until(background, lambda: "IntegrityError" in background.read_text())

    said = web.read_text()
    for expected in ('"createSession"', '"createAccessToken"', '"readCalendarFeed"', "IntegrityError"):
        assert expected in said, "what was to be tried was tried"
    assert secrets.found_in(said) == []
    assert secrets.found_in(background.read_text()) == []
    for log in settings().data_dir.rglob("server.log"):  # of the embedded PostgreSQL
        assert secrets.found_in(log.read_text()) == []


async def _until(log: Path, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, log.read_text()[-6000:]
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("spelled", [LATER, quote(LATER), "aHlhY2ludGhl", "Val\\u00e9rie"])
def test_a_secret_is_found_however_it_is_spelled(spelled: str) -> None:
    kept = Secrets(phrase=LATER, plain="hyacinthe", accented="Valérie")
    assert len(kept.found_in(f'{{"event": "x {spelled}y"}}')) == 1
    assert kept.found_in("nothing") == []


FAULTY = """
import logging, structlog
from api.core.logging import configure

configure(logging.DEBUG)
try:
    try:
        int("Valdorge")
    except ValueError as cause:
        raise LookupError("nobody is called Valdorge") from cause
except LookupError:
    structlog.get_logger("api").exception("crashed")
    logging.getLogger("a.library").exception("crashed")
"""


def test_a_fault_says_where_it_happened_and_not_what_it_was_about() -> None:
    done = subprocess.run([sys.executable, "-c", FAULTY], cwd=PROJECT, capture_output=True, text=True)
    one, other = map(json.loads, done.stderr.splitlines())
    for said in (one, other):
        assert "ValueError" in said["exception"]
        assert "LookupError" in said["exception"]
    assert "Valdorge" not in done.stderr
