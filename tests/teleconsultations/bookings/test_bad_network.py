"""A simulated kiosk behind a proxy that cuts, delays and duplicates: all bookings end as intended.

`TELECONSULTATION_BOOKINGS=1000` runs the whole of the issue, in some 200 s; the suite runs 100 of them.
"""

import asyncio
import os
import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from api.core import db as core_db
from api.core.operations import Contract
from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.dispatch.scene import no_quiet_hours
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    KioskClient,
    a_booking,
    an_event,
    bind_kiosk,
    open_by_video,
    sent_at,
)
from tests.teleconsultations.scene import a_pharmacist, a_site, made_ready, open_site

BOOKINGS = int(os.environ.get("TELECONSULTATION_BOOKINGS", "100"))
SITES, TRIES = 5, 30
A_DAY = 40
"""Starts of one doctor in a day."""
WANTED = ("confirmed", "cancelled")
"""What a booking is meant to become, in turn."""


class Cut(Exception):
    """The network dropped: the request did not arrive, or its answer did not."""


class Proxy:
    """What lies between a kiosk and the server: the same misfortunes for the same seed."""

    def __init__(self, kiosk: KioskClient, seed: int) -> None:
        self.kiosk, self.chance = kiosk, random.Random(seed)

    async def ask(self, operation: str, headers: dict[str, str], body: dict[str, Any]) -> httpx.Response:
        """Pass a request on, perhaps late, twice, or without bringing the answer back."""
        luck = self.chance.random()
        if luck < 0.15:
            raise Cut
        if luck < 0.3:
            await asyncio.sleep(self.chance.random() / 100)
        times = 2 if luck > 0.85 else 1
        sent = [self.kiosk.ask(operation, headers=headers, json=body) for _ in range(times)]
        answers = await asyncio.gather(*sent)
        if 0.3 <= luck < 0.45:
            raise Cut
        return answers[-1]


class Kiosk:
    """A kiosk that does what docs/integrators.md says: tries again, keeps an outbox, sends it in order."""

    def __init__(self, proxy: Proxy, seed: int) -> None:
        self.proxy, self.outbox = proxy, uuid4()
        self.chance = random.Random(seed)
        self.events: list[dict[str, Any]] = []
        self.meant: dict[str, str] = {}

    async def insist(self, operation: str, body: dict[str, Any]) -> httpx.Response:
        """Send the same request under the same key until an answer comes."""
        headers = {"Idempotency-Key": str(uuid4()), **sent_at()}
        for _ in range(TRIES):
            try:
                answer = await self.proxy.ask(operation, headers, body)
            except Cut:
                continue
            if answer.status_code != 503:
                return answer
        raise AssertionError("the network never came back")

    async def book(self, slot_id: str, meant: str) -> None:
        """Hold now; the rest goes into the outbox, as if the network had gone away after the hold."""
        site = self.proxy.kiosk.site_id
        held = await self.insist("holdKioskTime", {"slot_id": slot_id, "site_id": site})
        assert held.status_code == 201, held.text
        name = f"{len(self.meant) + 1}"
        body = a_booking(held.json()["token"], consent=CONSENT)
        body["person"] = body["person"] | {"given_name": self.chance.choice(("Ana", "Léo", "Zoé"))}
        self.note("confirm", local_reference=name, booking=body)
        self.note("consent", local_reference=name, consent=CONSENT)
        if meant == "cancelled":
            self.note("cancel", local_reference=name, cancellation_reason="person_better")
        self.meant[name] = meant

    def note(self, kind: str, **given: Any) -> None:
        """One more event for the outbox."""
        self.events.append(an_event(len(self.events) + 1, kind, **given))

    async def empty(self) -> None:
        """Send all of the outbox, sometimes out of order, until the server waits for what comes next."""
        sequence = 1
        for _ in range(TRIES * len(self.events)):
            if sequence > len(self.events):
                return
            batch = self.events[sequence - 1 : sequence + 3]
            if self.chance.random() < 0.2:
                batch = batch[::-1]
            answer = await self.insist("sendKioskEvents", {"outbox": str(self.outbox), "events": batch})
            assert answer.status_code == 200, answer.text
            sequence = answer.json()["next_sequence"]
        raise AssertionError("the outbox was never emptied")


@pytest.fixture
async def sites(
    app: FastAPI, contract: Contract, connected: Database, coordinator: SignedIn, as_role: AsRole
) -> list[KioskClient]:
    """Five sites, each with its kiosk."""
    await no_quiet_hours(coordinator.community_id)
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    made = []
    for number in range(SITES):
        site = await open_site(coordinator, a_site(pharmacy.organisation_id, name=f"Salle {number}"))
        site = await made_ready(coordinator, site, [await a_pharmacist(as_role)])
        made.append(await bind_kiosk(app, contract, connected, site, coordinator.community_id))
    return made


async def test_bookings_over_a_bad_network_end_with_exactly_the_intended_state(
    sites: list[KioskClient], coordinator: SignedIn, as_role: AsRole, connected: Database
) -> None:
    per_site = -(-BOOKINGS // SITES)
    slots = await _offered(as_role, sites[0].site_id, per_site)
    await core_db.disconnect()
    core_db.connect(connected.app_url, pool_size=12)
    kiosks = [Kiosk(Proxy(client, seed), seed) for seed, client in enumerate(sites)]
    await asyncio.gather(
        *(_work(kiosk, slots[number]) for number, kiosk in enumerate(kiosks)),
    )
    rows = connected.sql("SELECT site_id, local_reference, state FROM teleconsultation_bookings")
    found = {(str(site), str(name)): state for site, name, state in rows}
    meant = {
        (kiosk.proxy.kiosk.site_id, name): state for kiosk in kiosks for name, state in kiosk.meant.items()
    }
    assert found == meant
    assert len(rows) == per_site * SITES
    kept = 3 * sum(state == "confirmed" for state in meant.values())
    assert connected.sql("SELECT count(*) FROM claims WHERE expires_at IS NULL") == [(kept,)]
    events = sum(len(kiosk.events) for kiosk in kiosks)
    stored = "SELECT count(*), count(*) FILTER (WHERE outcome = 'applied') FROM teleconsultation_kiosk_events"
    assert connected.sql(stored) == [(events, events)]


async def _work(kiosk: Kiosk, slots: list[str]) -> None:
    for number, slot in enumerate(slots):
        await kiosk.book(slot, WANTED[number % 2])
        if number % 4 == 3:
            await kiosk.empty()
    await kiosk.empty()


async def _offered(as_role: AsRole, site_id: str, per_site: int) -> list[list[str]]:
    """As many slots for each site as it books, of one doctor for each site, over as many days as it takes.
    Asked about one of the sites: they are open alike."""
    found = []
    for _ in range(SITES):
        doctor = await as_role("professional")
        slots: list[str] = []
        for after in range(1, 1 - (-per_site // A_DAY)):
            midnight, noon = tomorrow_at(0, days=after), tomorrow_at(12, days=after)
            hours = {"from_time": "08:00", "to_time": "18:00"}
            await open_by_video(doctor, on_day=noon.date().isoformat(), **hours)
            window = {
                "from_at": midnight.isoformat(),
                "until": (midnight + timedelta(days=1)).isoformat(),
                "professional_id": str(doctor.professional_id),
                "site_id": site_id,
            }
            times = (await doctor.call("listTeleconsultationTimes", params=window)).json()["times"]
            assert len(times) == A_DAY
            slots += [time["slot_id"] for time in times]
        found.append(slots[:per_site])
    return found
