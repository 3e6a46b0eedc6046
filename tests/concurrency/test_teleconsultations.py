"""32 kiosks fight over 3 doctors and 5 rooms, and move and cancel what they won: no resource is ever held by
two, nothing is booked in part. Over the application's HTTP, on as many connections to a real PostgreSQL.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from api.core import db as core_db
from api.core.operations import Contract
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.dispatch.scene import no_quiet_hours
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import (
    KioskClient,
    a_booking,
    act,
    an_event,
    bind_kiosk,
    open_by_video,
    sent_at,
    times,
)
from tests.teleconsultations.scene import a_pharmacist, a_site, made_ready, open_site

KIOSKS, DOCTORS, ROOMS = 32, 3, 5
STARTS = 10
"""Of each doctor."""
TURNS, SEATS, TRIES = 3, 5, 8

TWICE = """
    SELECT count(*) FROM claims AS one JOIN claims AS other
    ON one.resource_id = other.resource_id AND one.id < other.id AND one.during && other.during
"""
IN_PART = """
    SELECT count(*) FROM teleconsultation_bookings AS b
    WHERE (b.state = 'confirmed' AND (
        NOT EXISTS (SELECT FROM claims WHERE id = b.room_claim_id AND resource_id = b.site_id
                    AND during = tstzrange(b.starts_at, b.ends_at) AND expires_at IS NULL)
        OR NOT EXISTS (SELECT FROM claims WHERE id = b.assistant_claim_id AND resource_id = b.assistant_id
                    AND during = tstzrange(b.starts_at, b.ends_at) AND expires_at IS NULL)
        OR NOT EXISTS (SELECT FROM appointments AS a JOIN claims AS c ON c.id = a.claim_id
                    WHERE a.subject_id = b.id AND a.starts_at = b.starts_at AND c.expires_at IS NULL)
    )) OR (b.state <> 'confirmed' AND (b.room_claim_id IS NOT NULL OR b.assistant_claim_id IS NOT NULL))
"""
NOT_BY_THREE = "SELECT count(*) % 3 FROM claims"
"""Of holds and of bookings alike."""
WRONG = f"SELECT ({TWICE}), ({IN_PART}), ({NOT_BY_THREE})"


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry."""
    return await as_role("coordinator")


@pytest.fixture
async def kiosks(
    app: FastAPI, contract: Contract, connected: Database, as_role: AsRole, coordinator: SignedIn
) -> list[KioskClient]:
    """Kiosks of five rooms, several of each: each room has one machine client, called in parallel."""
    await no_quiet_hours(coordinator.community_id)
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    for _ in range(DOCTORS):
        await open_by_video(await as_role("professional"), to_time="11:30")
    made = []
    for number in range(ROOMS):
        site = await open_site(coordinator, a_site(pharmacy.organisation_id, name=f"Salle {number}"))
        site = await made_ready(coordinator, site, [await a_pharmacist(as_role)])
        made.append(await bind_kiosk(app, contract, connected, site, coordinator.community_id))
    await core_db.disconnect()
    core_db.connect(connected.app_url, pool_size=16)
    return [made[number % ROOMS] for number in range(KIOSKS)]


class Fight:
    """What all of them did, and the times that they fight over."""

    def __init__(self, coordinator: SignedIn, offered: dict[str, list[dict[str, Any]]]) -> None:
        self.coordinator, self.offered = coordinator, offered
        self.did: Counter[str] = Counter()

    async def turns(self, kiosk: KioskClient, chance: random.Random) -> dict[str, Any] | None:
        """Book; then keep, move or cancel what was won, and book again; the booking that is left."""
        outbox, events, mine = uuid4(), 0, None
        for _ in range(TURNS):
            if mine is None:
                mine = await self.book(kiosk, chance)
            elif chance.random() < 0.5:
                mine = await self.move(mine, chance)
            else:
                events += 1
                gone = an_event(
                    events, "cancel", booking_id=mine["id"], cancellation_reason="found_elsewhere"
                )
                body = {"outbox": str(outbox), "events": [gone]}
                answer = await self.insist(
                    lambda body=body: kiosk.ask("sendKioskEvents", json=body, headers=sent_at())
                )
                assert [one["outcome"] for one in answer.json()["results"]] == ["applied"], answer.text
                self.did["cancelled"] += 1
                mine = None
        return mine

    async def book(self, kiosk: KioskClient, chance: random.Random) -> dict[str, Any] | None:
        """Hold and book a time; None when those that were tried were taken."""
        token = await self.hold(kiosk, kiosk.site_id, "holdKioskTime", chance)
        if token is None:
            return None
        answer = await self.insist(lambda: kiosk.ask("confirmKioskBooking", json=a_booking(token)))
        assert answer.status_code == 201, answer.text
        self.did["booked"] += 1
        found: dict[str, Any] = answer.json()
        return found

    async def move(self, mine: dict[str, Any], chance: random.Random) -> dict[str, Any]:
        """Have the coordination exchange the three for those of another time, if one is free."""
        token = await self.hold(self.coordinator, mine["site_id"], "holdTeleconsultation", chance)
        if token is None:
            return mine
        body = {"hold_token": token}
        answer = await self.insist(
            lambda: act(self.coordinator, "moveTeleconsultation", mine, body, version=mine["version"])
        )
        assert answer.status_code == 200, answer.text
        self.did["moved"] += 1
        found: dict[str, Any] = answer.json()
        return found

    async def hold(
        self, who: ContractClient, site_id: str, operation: str, chance: random.Random
    ) -> str | None:
        """The token of the first of some times, drawn, that is free; else somebody has one of the three, and
        nothing worse."""
        of_kiosk = {"site_id": site_id} if isinstance(who, KioskClient) else {}
        for time in chance.sample(self.offered[site_id], SEATS):
            seat = {"slot_id": time["slot_id"], "site_id": site_id}
            key = {"Idempotency-Key": str(uuid4())}
            held = await self.insist(
                lambda seat=seat, key=key: who.call(operation, json=seat, headers=key, **of_kiosk)
            )
            if held.status_code == 201:
                token: str = held.json()["token"]
                return token
            assert (held.status_code, held.json()["type"]) == (409, "slot_taken"), held.text
            self.did["refused"] += 1
        return None

    async def insist(self, send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        """Send again as long as the answer is that it waited too long for its turn, and when to come back."""
        for _ in range(TRIES):
            answer = await send()
            if answer.status_code != 503:
                return answer
            assert answer.json()["type"] == "not_ready"
            assert int(answer.headers["Retry-After"]) > 0
        raise AssertionError("its turn never came")


async def test_32_kiosks_over_3_doctors_and_5_rooms_never_share_a_resource(
    kiosks: list[KioskClient], coordinator: SignedIn, database: Database
) -> None:
    offered = {kiosk.site_id: await times(kiosk) for kiosk in kiosks[:ROOMS]}
    starts = {(time["professional"]["id"], time["starts_at"]) for time in offered[kiosks[0].site_id]}
    assert len(starts) == DOCTORS * STARTS
    fight = Fight(coordinator, offered)
    over = asyncio.Event()
    looking = asyncio.create_task(_look(database, over))
    answers = await asyncio.gather(
        *(fight.turns(kiosk, random.Random(number)) for number, kiosk in enumerate(kiosks))
    )
    over.set()
    assert await looking >= TURNS
    left = [booking for booking in answers if booking is not None]
    stored = database.sql("SELECT id, version FROM cases WHERE closed_at IS NULL")
    assert dict(stored) == {UUID(booking["id"]): booking["version"] for booking in left}
    assert database.sql("SELECT count(*) FROM claims") == [(3 * len(left),)]
    assert database.sql("SELECT count(*) FROM claims WHERE expires_at IS NOT NULL") == [(0,)]
    assert database.sql(WRONG) == [(0, 0, 0)]
    assert len({(one["professional"]["id"], one["starts_at"]) for one in left}) == len(left)
    assert len({(one["site_id"], one["starts_at"]) for one in left}) == len(left)
    assert all(fight.did[what] for what in ("booked", "moved", "cancelled", "refused")), fight.did


async def _look(database: Database, over: asyncio.Event) -> int:
    """Look again and again at what is committed, while they fight; how many times."""
    looks = 0
    while not over.is_set():
        assert await asyncio.to_thread(database.sql, WRONG) == [(0, 0, 0)]
        looks += 1
    return looks
