"""32 kiosks fight over 3 doctors and 5 rooms: no resource is ever held by two, nothing is booked in part."""

import asyncio
import random
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.core import db as core_db
from api.core.operations import Contract
from tests.conftest import Database
from tests.dispatch.scene import no_quiet_hours
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import KioskClient, a_booking, bind_kiosk, open_by_video, times
from tests.teleconsultations.scene import a_pharmacist, a_site, made_ready, open_site

KIOSKS, DOCTORS, ROOMS = 32, 3, 5
TRIES = 4

TWICE = """
    SELECT count(*) FROM claims AS one JOIN claims AS other
    ON one.resource_id = other.resource_id AND one.id < other.id AND one.during && other.during
"""
PARTS = """
    SELECT count(*) FROM teleconsultation_bookings AS b
    WHERE b.state = 'confirmed' AND (
        NOT EXISTS (SELECT FROM claims WHERE id = b.room_claim_id AND resource_id = b.site_id
                    AND during = tstzrange(b.starts_at, b.ends_at) AND expires_at IS NULL)
        OR NOT EXISTS (SELECT FROM claims WHERE id = b.assistant_claim_id AND resource_id = b.assistant_id
                    AND during = tstzrange(b.starts_at, b.ends_at) AND expires_at IS NULL)
        OR NOT EXISTS (SELECT FROM appointments AS a JOIN claims AS c ON c.id = a.claim_id
                    WHERE a.subject_id = b.id AND a.starts_at = b.starts_at AND c.expires_at IS NULL)
    )
"""


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
        await open_by_video(await as_role("professional"), to_time="10:00")
    made = []
    for number in range(ROOMS):
        site = await open_site(coordinator, a_site(pharmacy.organisation_id, name=f"Salle {number}"))
        site = await made_ready(coordinator, site, [await a_pharmacist(as_role)])
        made.append(await bind_kiosk(app, contract, connected.owner_url, site, coordinator.community_id))
    await core_db.disconnect()
    core_db.connect(connected.app_url, pool_size=16)
    return [made[number % ROOMS] for number in range(KIOSKS)]


async def test_32_kiosks_over_3_doctors_and_5_rooms_never_share_a_resource(
    kiosks: list[KioskClient], coordinator: SignedIn, database: Database
) -> None:
    offered = {kiosk.site_id: await times(kiosk) for kiosk in kiosks[:ROOMS]}
    starts = {(time["professional"]["id"], time["starts_at"]) for time in offered[kiosks[0].site_id]}
    assert len(starts) == DOCTORS * 4
    answers = await asyncio.gather(
        *(_book(kiosk, random.Random(number), offered) for number, kiosk in enumerate(kiosks))
    )
    booked = [booking for booking in answers if booking is not None]
    assert database.sql(TWICE) == [(0,)]
    assert database.sql(PARTS) == [(0,)]
    assert database.sql("SELECT count(*) FROM teleconsultation_bookings") == [(len(booked),)]
    assert database.sql("SELECT count(*) FROM claims") == [(3 * len(booked),)]
    assert len(booked) == len({booking["id"] for booking in booked})
    assert DOCTORS <= len(booked) <= DOCTORS * 4
    assert {UUID(booking["site_id"]) for booking in booked}


async def _book(
    kiosk: KioskClient, chance: random.Random, offered: dict[str, list[dict[str, Any]]]
) -> dict[str, Any] | None:
    """Hold and book one of the times, tried some times; None when all of them were taken."""
    for _ in range(TRIES):
        time = chance.choice(offered[kiosk.site_id])
        body = {"slot_id": time["slot_id"], "site_id": kiosk.site_id}
        held = await kiosk.ask("holdKioskTime", json=body)
        if held.status_code in (409, 503):  # 503: it waited too long for its turn, and tries again
            assert held.json()["type"] in ("slot_taken", "not_ready")
            continue
        assert held.status_code == 201, held.text
        for _ in range(TRIES):
            answer = await kiosk.ask("confirmKioskBooking", json=a_booking(held.json()["token"]))
            if answer.status_code != 503:
                break
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found
    return None
