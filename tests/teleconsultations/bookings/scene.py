"""Bookings of teleconsultations for tests: a pharmacy with its kiosk, doctors open by video tomorrow."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import select, update

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.operations import Contract
from api.directory.tables import Membership, Practice
from api.identity import cookies, service, tokens
from api.identity.rules import SCOPES, ProvedBy
from api.identity.tables import Account
from api.teleconsultations.bookings.tables import TeleconsultationKiosk
from tests.availability.builders import opening_body
from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import VITRY, SignedIn

PERSON: dict[str, Any] = {
    "family_name": "Marchand",
    "given_name": "Gaspard",
    "birth_date": "1951-09-04",
    "sex": "male",
    "phone": "06 39 98 41 07",
    "commune_insee": VITRY,
}
CHILD = PERSON | {"given_name": "Zoé", "sex": "female", "birth_date": "2019-05-12"}
ADULT = {"adult_name": "Paul Marchand", "tie": "parent", "phone": "06 39 98 41 08", "parental_consent": True}
CONSENT = {"by": "person", "video": True, "data": True}
KIOSK_SCOPES = SCOPES[Role.kiosk]


class KioskClient(ContractClient):
    """The machine client of a kiosk, bound to its site."""

    client_id: UUID
    secret_hash: str
    community_id: UUID
    site_id: str

    async def ask(self, operation: str, **more: Any) -> httpx.Response:
        """Call an operation of the kiosk for its own site, with a new key where one is taken."""
        headers = {"Idempotency-Key": str(uuid4()), **more.pop("headers", {})}
        return await self.call(operation, site_id=more.pop("site_id", self.site_id), headers=headers, **more)


def sent_at(skew: float = 0) -> dict[str, str]:
    """The header of a kiosk whose clock is so many seconds ahead."""
    return {"Sent-At": (clock.now() + timedelta(seconds=skew)).isoformat()}


async def bind_kiosk(
    app: FastAPI, contract: Contract, database: Database, site: dict[str, Any], community_id: UUID
) -> KioskClient:
    """A new machine client, bound to this site, with a token."""
    async with unit_of_work(community_id) as db:
        made, _ = await service.create_client(
            db,
            system_actor(community_id),
            name="Borne d’essai",
            role=Role.kiosk,
            scopes=KIOSK_SCOPES,
            community_id=community_id,
            organisation_id=None if site["organisation_id"] is None else UUID(site["organisation_id"]),
            at=clock.now(),
        )
        db.add(
            TeleconsultationKiosk(
                community_id=community_id, site_id=UUID(site["id"]), machine_client_id=made.id
            )
        )
    http = KioskClient(app, contract, audit=database.sql)
    http.secret_hash = made.secret_hash
    http.client_id, http.community_id, http.site_id = made.id, community_id, site["id"]
    renew(http)
    return http


def renew(kiosk: KioskClient) -> None:
    """A token for the present instant."""
    token = tokens.issue(kiosk.client_id, kiosk.secret_hash, KIOSK_SCOPES, at=clock.now())
    kiosk.headers["Authorization"] = f"Bearer {token}"


async def sign_in_again(*people: SignedIn) -> None:
    """A new session for each: theirs ended while the clock went on."""
    for who in people:
        async with unit_of_work(who.community_id) as db:
            account = await db.get_one(Account, who.account_id)
            token = await service.open_session(db, account, at=clock.now(), proved_by=ProvedBy.second_factor)
            actor = await service.actor_of_session(db, token, at=clock.now(), awake=False)
        assert actor is not None
        assert actor.session_id is not None
        who.cookies.set(cookies.SESSION, token)
        who.headers[cookies.CSRF_HEADER] = cookies.csrf_token(actor.session_id)


async def open_by_video(doctor: SignedIn, **given: Any) -> None:
    """A doctor is open by video tomorrow from 9 to 12, 15 minutes each, and volunteers."""
    async with unit_of_work(doctor.community_id) as db:
        mine = Practice.professional_id == doctor.professional_id
        practice = (await db.scalars(select(Practice.id).where(mine))).one()
        member = Membership.professional_id == doctor.professional_id
        await db.execute(update(Membership).where(member).values(teleconsultation=True))
    body = opening_body(
        practice,
        on_day=tomorrow_at(9).date().isoformat(),
        slot_minutes=15,
        modes=["video"],
        audiences=["public", "cpts"],
    )
    answer = await doctor.call("createOpening", json=body | given)
    assert answer.status_code == 201, answer.text


async def times(who: ContractClient, **query: Any) -> list[dict[str, Any]]:
    """What can be held tomorrow."""
    window = {
        "from_at": tomorrow_at(0).isoformat(),
        "until": (tomorrow_at(0) + timedelta(days=1)).isoformat(),
    }
    if isinstance(who, KioskClient):
        answer = await who.call("findKioskTimes", site_id=who.site_id, params=window | query)
    else:
        answer = await who.call("listTeleconsultationTimes", params=window | query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["times"]
    return found


async def hold(who: ContractClient, time: dict[str, Any], status: int = 201) -> dict[str, Any]:
    """Hold one of these times."""
    body = {"slot_id": time["slot_id"], "site_id": time["site_id"]}
    if isinstance(who, KioskClient):
        answer = await who.ask("holdKioskTime", json=body)
    else:
        answer = await who.call("holdTeleconsultation", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def a_booking(token: str, **given: Any) -> dict[str, Any]:
    """The body that books a hold for an adult without a known usual doctor."""
    return {
        "hold_token": token,
        "reason": "dermatology",
        "person": PERSON,
        "attending_doctor_status": "none",
        "consent": CONSENT,
        **given,
    }


async def confirm(who: ContractClient, token: str, status: int = 201, **given: Any) -> dict[str, Any]:
    """Book what is held."""
    body = a_booking(token, **given)
    if isinstance(who, KioskClient):
        answer = await who.ask("confirmKioskBooking", json=body)
    else:
        answer = await who.call("confirmTeleconsultation", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def booked(who: ContractClient, number: int = 0, **given: Any) -> dict[str, Any]:
    """Find, hold and book the time of that number."""
    kept = await hold(who, (await times(who))[number])
    return await confirm(who, kept["token"], **given)


async def read(who: ContractClient, booking: dict[str, Any]) -> dict[str, Any]:
    """The booking as somebody sees it now."""
    answer = await who.call("getTeleconsultation", booking_id=booking["id"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def act(
    who: ContractClient,
    operation: str,
    booking: dict[str, Any],
    body: dict[str, Any] | None = None,
    *,
    version: int | None = None,
) -> httpx.Response:
    """Do something with a booking, in its present version unless one is given."""
    seen = version if version is not None else (await read(who, booking))["version"]
    more = {} if body is None else {"json": body}
    headers = {"If-Match": f'"{seen}"'}
    return await who.call(operation, booking_id=booking["id"], headers=headers, **more)


async def moved(
    who: ContractClient, operation: str, booking: dict[str, Any], body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The same, which must succeed; the booking after it."""
    answer = await act(who, operation, booking, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def seconds_until(instant: str) -> float:
    """Seconds from now to an instant of an answer."""
    return (datetime.fromisoformat(instant) - clock.now()).total_seconds()


def an_event(sequence: int, kind: str, **given: Any) -> dict[str, Any]:
    """One event of an outbox, that happens now."""
    return {
        "id": str(uuid4()),
        "sequence": sequence,
        "kind": kind,
        "occurred_at": clock.now().isoformat(),
        **given,
    }


async def send(
    kiosk: KioskClient, outbox: UUID | str, *events: dict[str, Any], skew: float = 0
) -> dict[str, Any]:
    """Send events; what the server answers."""
    body = {"outbox": str(outbox), "software": "Essai 1.0", "events": list(events)}
    answer = await kiosk.ask("sendKioskEvents", json=body, headers=sent_at(skew))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
