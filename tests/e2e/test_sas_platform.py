"""The three flows of the SAS platform in one story: a whole instance, a real browser, real mutual TLS."""

import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from aiosmtpd.controller import Controller
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Page, expect

from api.core.national_ids import PERSON_IDS, SAS_IDS
from tests.contract.running import free_port
from tests.e2e.conftest import RESULTS, devices
from tests.e2e.instance import Instance, coming_tuesday, running
from tests.e2e.people import ADMIN, DOCTOR, Someone
from tests.e2e.test_regulation import TIME, fill
from tests.fhir import structure
from tests.fhir.authority import CN, OU, Authority
from tests.fhir.conftest import CPTS, INDIVIDUAL, of
from tests.fhir.test_regulators import regulator
from tests.letters import text_in
from tests.notifications.conftest import PostOffice
from tests.sas.fake_platform import FakePlatform, fake_platform, loses_its_answer, papers_of, refuses, stalls

EMAIL, PASSWORD = "regine.exemple@samu94.example", "quinze appels par heure"
IDENTIFIER = "0b8e1f7e-9a0a-4f1c-9c39-2f4f6b1b6c11"
AUBERTIN, ANOTHER = "10999100075", "10999100141"
"""Doctors of the demonstration; the other one opens time for the CPTS."""

PATIENCE = 45.0
"""Seconds: the wait after a failure, then that for the next sweep, and some more."""


class Platform:
    """The national platform: what it asks of us with its certificate, and what it is told (`told`)."""

    def __init__(self, http: httpx.Client, told: FakePlatform) -> None:
        self.http, self.told = http, told

    def keeps(self, **changed: Any) -> httpx.Response:
        """INT_R02: the account of the regulator is so from now on."""
        body = regulator(IDENTIFIER, system=SAS_IDS, **changed)
        body["telecom"] = [{"system": "email", "value": EMAIL}]
        if not changed:
            return self.http.post("/Practitioner", json=body)
        return self.http.put(f"/Practitioner?identifier={quote(f'{SAS_IDS}|{IDENTIFIER}')}", json=body)

    def finds(self, at: datetime, *people: str, flow: str) -> dict[str, Any]:
        """INT_R01 and INT_R04: what is free from then on for three days."""
        start, end = (quote(moment.isoformat()) for moment in (at, at + timedelta(days=3)))
        named = quote(",".join(f"{PERSON_IDS}|8{rpps}" for rpps in people), safe=":,|")
        answer = self.http.get(
            f"/Slot?{flow}&start=ge{start}&start=le{end}&status=free"
            f"&schedule.actor:Practitioner.identifier={named}"
        )
        assert answer.status_code == 200, answer.text
        bundle: dict[str, Any] = answer.json()
        assert structure.faults(bundle) == []
        return bundle

    def was_told(self, identifier: str) -> list[tuple[str, str]]:
        """What came about one appointment, in order: the method and the status."""
        return [one.said for one in self.told.asked if one.identifier == identifier]


@contextmanager
def connected(folder: Path, office: int) -> Iterator[tuple[Instance, Platform]]:
    """The demonstration on a Tuesday at 10:45, its port for the platform open, and the platform, which it
    calls in turn; letters go to the post office of that port."""
    authority, port = Authority(folder), free_port()
    ours, caller = authority.certificate("server", "localhost", "nous"), authority.certificate("caller")
    client = papers_of(authority, "cpts")
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(fake_platform(authority)) as told,
        running(
            lives_at=coming_tuesday(10, 45, 5, after=datetime.now(UTC)),
            log=RESULTS / "sas.log",
            MAILLAGE_SMTP_URL=f"smtp://127.0.0.1:{office}",
            MAILLAGE_SAS_PORT=str(port),
            MAILLAGE_SAS_CERTIFICATE=ours[0],
            MAILLAGE_SAS_KEY=ours[1],
            MAILLAGE_SAS_CA=str(authority.file),
            MAILLAGE_SAS_CRL=str(authority.revoke(path=folder / "revoked.pem", until_days=30)),
            MAILLAGE_SAS_NAMES=f'["{CN}"]',
            MAILLAGE_SAS_UNITS=f'["{OU}"]',
            MAILLAGE_SAS_URL=told.url,
            MAILLAGE_SAS_CLIENT_CERTIFICATE=str(client.certificate),
            MAILLAGE_SAS_CLIENT_KEY=str(client.key),
            MAILLAGE_SAS_SERVER_CA=str(client.authority),
            MAILLAGE_SAS_SECONDS="2",
        ) as instance,
    ):
        tls = ssl.create_default_context(cafile=str(authority.file))
        tls.load_cert_chain(*caller)
        with httpx.Client(verify=tls, base_url=f"https://localhost:{port}/fhir", timeout=20) as http:
            _eventually(lambda: _answers(http))
            yield instance, Platform(http, told)


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/metadata").status_code == 200
    except httpx.ConnectError:
        return False


def _eventually(
    condition: Callable[[], object], wait: Callable[[], object] = lambda: time.sleep(0.1)
) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        wait()


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, int]]:
    """A post office, and its port."""
    port, office = free_port(), PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield office, port
    controller.stop(no_assert=True)


def chooses_a_password(person: Someone, address: str, office: PostOffice) -> None:
    """The first time, from the address of a slot: by the link of a letter."""
    page = person.opens(address)
    expect(page.get_by_text("Vous venez de la plateforme SAS.")).to_be_visible()
    page.get_by_label("Adresse e-mail").fill(EMAIL)
    page.get_by_role("button", name="Première fois ou mot de passe oublié").click()
    expect(page.get_by_text("un lien vient de partir à cette adresse")).to_be_visible()
    # The demonstration writes to others too.
    _eventually(lambda: EMAIL in office.to, lambda: page.wait_for_timeout(100))
    letter = office.received[office.to.index(EMAIL)]
    [link] = re.findall(r"/mot-de-passe/[A-Za-z0-9_-]{43}\s", text_in(letter))
    page = person.opens(link.strip())
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    page.get_by_role("switch", name="J’accepte ces conditions").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Mot de passe enregistré")).to_be_visible()


def enters(person: Someone, address: str) -> Page:
    """From the address of a slot, to the page where it is kept and may be booked."""
    page = person.opens(address)
    page.get_by_label("Adresse e-mail").fill(EMAIL)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("complementary", name="Réserver").get_by_role("timer")).to_be_visible()
    return page


def books(page: Page, name: str) -> None:
    """Book what is kept, for somebody of that name."""
    fill(page, name)
    confirms(page)


def confirms(page: Page) -> None:
    """What is kept and filled in is booked; back to the list."""
    panel = page.get_by_role("complementary", name="Réserver")
    panel.get_by_role("button", name=re.compile("^Confirmer")).click()
    page.get_by_role("complementary", name="Rendez-vous pris").get_by_role(
        "button", name="Revenir à la liste"
    ).click()


def test_a_regulator_whose_account_the_platform_keeps_books_and_the_platform_is_told_whatever_becomes_of_it(
    browser: Browser, office: tuple[PostOffice, int], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with (
        connected(tmp_path, office[1]) as (instance, platform),
        devices(browser, instance, request.node) as at,
    ):
        # The account and the slots: the platform calls, with its certificate.
        made = platform.keeps()
        assert made.status_code == 201, made.text
        assert platform.keeps(active=True).json()["id"] == made.json()["id"]
        now = datetime.fromisoformat(httpx.get(f"{instance.url}/api/v1/instance").json()["server_time"])
        alone = platform.finds(now, AUBERTIN, flow=INDIVIDUAL)
        assert not of(alone, "Organization")
        shared = platform.finds(now, AUBERTIN, ANOTHER, flow=CPTS)
        assert of(shared, "HealthcareService")
        assert of(shared, "Organization")
        assert len(of(shared, "Slot")) > len(of(alone, "Slot"))

        # The regulator follows the address of a slot.
        first = of(alone, "Slot")[0]
        address = urlsplit(first["comment"])
        address_of_slot = f"{address.path}?{address.query}&origin=sas"
        person, told = at("desk"), platform.told
        chooses_a_password(person, address_of_slot, office[0])
        page = enters(person, address_of_slot)

        # What the platform refuses is seen by the administration, and goes again; then no answer comes.
        told.ways.append(refuses(422, "Appointment refused"))
        books(page, "Maubert")
        admin = at("desk").signs_in(ADMIN)
        list_page = admin.opens("/plateforme-sas")
        expect(list_page.get_by_text("Appointment refused").first).to_be_visible()
        moving = told.asked[0].identifier
        start = datetime.fromisoformat(first["start"])
        assert datetime.fromisoformat(told.asked[0].body["start"]) == start
        # Twelve seconds later it goes by itself: what follows is ready before, for a slow machine too.
        page.get_by_role("button", name=TIME).first.click()
        fill(page, "Castaing")
        doctor = at("desk").signs_in(DOCTOR)
        appointment = kept_by(doctor, start)
        last = of(platform.finds(now, AUBERTIN, flow=INDIVIDUAL), "Slot")[-1]
        told.ways.append(stalls)
        list_page.get_by_role("button", name="Renvoyer").first.click()
        _eventually(lambda: len(told.asked) == 2, lambda: page.wait_for_timeout(100))

        # Another one, whose answer is lost; meanwhile the first is moved.
        told.ways.append(loses_its_answer)
        confirms(page)
        _eventually(lambda: len(told.asked) == 3, lambda: page.wait_for_timeout(100))
        staying = told.asked[2].identifier
        moved = doctor.calls(
            "POST",
            f"/appointments/{appointment['id']}/move",
            {"slot_id": slot_of(last)},
            version=appointment["version"],
        )
        _eventually(
            lambda: len(platform.was_told(moving)) == 3 and len(platform.was_told(staying)) == 2,
            lambda: page.wait_for_timeout(100),
        )
        [there] = told.kept[moving]
        assert datetime.fromisoformat(there["start"]) == datetime.fromisoformat(last["start"])
        doctor.calls("POST", f"/appointments/{moved['id']}/cancellation", {"by": "professional"})
        _eventually(lambda: len(platform.was_told(moving)) == 4, lambda: page.wait_for_timeout(100))

        # In order, and once in effect.
        assert platform.was_told(moving) == [
            ("POST", "booked"),
            ("POST", "booked"),
            ("PUT", "booked"),
            ("PUT", "cancelled"),
        ]
        assert platform.was_told(staying) == [("POST", "booked"), ("PUT", "booked")]
        assert {name: [body["status"] for body in bodies] for name, bodies in told.kept.items()} == {
            moving: ["cancelled"],
            staying: ["booked"],
        }
        for one in told.asked:
            assert structure.faults(one.body) == []
            named = one.body["extension"][0]["valueReference"]["identifier"]
            assert (named["system"], named["value"]) == (SAS_IDS, IDENTIFIER)
            assert not re.search("Maubert|Castaing", str(one.body))
        _eventually(
            lambda: (
                [one["state"] for one in admin.calls("GET", "/sas-transmissions")["items"]] == ["sent"] * 2
            )
        )

        # The account is closed: the next tap is refused, and takes nothing.
        before = free(platform, now)
        assert platform.keeps(active=False).status_code == 200
        page.get_by_role("button", name=TIME).first.click()
        door = page.get_by_role("dialog", name="Votre session a été fermée ailleurs")
        expect(door).to_be_visible()
        door.get_by_label("Adresse e-mail").fill(EMAIL)
        door.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        door.get_by_role("button", name="Se connecter").click()
        expect(door.get_by_text("Adresse ou mot de passe inconnu.")).to_be_visible()
        assert free(platform, now) == before


def kept_by(doctor: Someone, start: datetime) -> dict[str, Any]:
    """The appointment that a doctor has at that time."""
    day = start.date()
    agenda = doctor.calls("GET", f"/agenda?from_on={day}&to_on={day}")
    return next(one for one in agenda["appointments"] if datetime.fromisoformat(one["starts_at"]) == start)


def slot_of(slot: dict[str, Any]) -> str:
    """Our own identifier of a slot of the platform's search."""
    return parse_qs(urlsplit(slot["comment"]).query)["creneau"][0].replace(".", "_")


def free(platform: Platform, at: datetime) -> list[str]:
    """All that the platform finds free."""
    return [slot["id"] for slot in of(platform.finds(at, AUBERTIN, ANOTHER, flow=CPTS), "Slot")]
