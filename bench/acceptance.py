"""First acceptance: 64 professionals accept the same offers at the same moment, request after request.

Usage: python -m bench.acceptance [PROFESSIONALS] [REQUESTS]
Wanted: one winner each, every other told `offer_taken`, no error, nothing booked twice. The time of an
acceptance nobody competes for is shown beside it.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import structlog
from sqlalchemy import func, select

from api.app import create_app
from api.availability.tables import Appointment
from api.contract.models import Role
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import unit_of_work
from api.directory.tables import Membership, Practice, Professional
from api.dispatch.tables import Offer
from api.identity import cookies
from api.identity import service as identity
from api.identity.rules import ProvedBy
from api.identity.tables import CommunityRulesRow
from bench import scratch

VITRY = "94081"
HTTP = "http://bench.example"


@dataclass
class Tally:
    """What came of acceptances: answers by status and type, and how long each took."""

    said: Counter[str] = field(default_factory=Counter)
    taken_ms: list[float] = field(default_factory=list)


async def make_community() -> tuple[UUID, str]:
    """A community that asks its whole network in one wave at any hour, and a session of its coordinator."""
    async with unit_of_work() as db:
        community = await identity.create_community(
            db,
            system_actor(),
            finess="940000001",
            name="CPTS",
            short_name="CPTS",
            time_zone="Europe/Paris",
            communes=[VITRY],
            at=now(),
        )
        row = (await db.scalars(select(CommunityRulesRow))).one()
        wave = {"audience": "network", "minutes": 45, "radius_km": None, "at_most": None}
        never = {"from_time": "00:00", "to_time": "00:00"}
        row.document = row.document | {
            "unscheduled_care": row.document["unscheduled_care"] | {"waves": [wave]},
            "dispatch": row.document["dispatch"] | {"quiet_hours": never, "weekly_cap": 200},
        }
        return community.id, await session_of(db, community.id, Role.coordinator, 0, None)


async def session_of(
    db: Any, community_id: UUID, role: Role, number: int, professional_id: UUID | None
) -> str:
    """A new account with this role, and the token of its session."""
    who = system_actor(community_id)
    account = await identity.create_account(
        db,
        who,
        email=f"{role.value}{number}@bench.example",
        name=f"Essai {number}",
        password=None,
        professional_id=professional_id,
        at=now(),
    )
    await identity.grant_role(db, who, account, community_id=community_id, role=role, at=now())
    token: str = await identity.open_session(db, account, at=now(), proved_by=ProvedBy.second_factor)
    return token


async def make_doctor(community_id: UUID, number: int) -> str:
    """One more volunteer of the community, and the token of their session."""
    at = now()
    async with unit_of_work(community_id) as db:
        doctor = Professional(
            rpps=f"109{number:08d}",
            title="DR",
            family_name=f"Essai{number}",
            given_name="Camille",
            profession_code="10",
            specialty_codes=["SM54"],
            is_active=True,
            created_at=at,
            updated_at=at,
        )
        db.add(doctor)
        await db.flush()
        place = {
            "commune_insee": VITRY,
            "commune_name": "Vitry-sur-Seine",
            "latitude": 48.79,
            "longitude": 2.39,
        }
        db.add(Practice(professional_id=doctor.id, activity_key="1", is_active=True, updated_at=at, **place))
        db.add(
            Membership(
                community_id=community_id,
                professional_id=doctor.id,
                unscheduled_care=True,
                joined_on=at.date(),
            )
        )
        await db.flush()
        return await session_of(db, community_id, Role.professional, number, doctor.id)


async def enter(stack: AsyncExitStack, app: Any, token: str) -> httpx.AsyncClient:
    """Somebody with this session, calling the application."""
    http = await stack.enter_async_context(
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url=HTTP, cookies={cookies.SESSION: token}
        )
    )
    me = await http.get("/api/v1/me")
    http.headers[cookies.CSRF_HEADER] = me.json()["csrf_token"]
    return http


async def file(coordinator: httpx.AsyncClient, number: int) -> None:
    """One more request, for somebody else each time."""
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    body = {
        "red_flags": [],
        "person": {
            "family_name": f"Essai {letters}",
            "given_name": "Camille",
            "birth_date": "1980-03-12",
            "sex": "female",
            "phone": "06 39 98 41 07",
            "commune_insee": VITRY,
        },
        "need": "urinary",
        "urgency": "within_48_hours",
        "mobility": "can_travel",
        "attending_doctor_status": "none",
        "informed": True,
    }
    answer = await coordinator.post("/api/v1/unscheduled-care-requests", json=body)
    assert answer.status_code == 201, answer.text


async def accept(http: httpx.AsyncClient, offer_id: str, starts_at: str, tally: Tally) -> None:
    """One acceptance with a time, counted."""
    start = time.perf_counter()
    answer = await http.post(f"/api/v1/offers/{offer_id}/acceptance", json={"starts_at": starts_at})
    tally.taken_ms.append((time.perf_counter() - start) * 1000)
    tally.said["accepted" if answer.is_success else f"{answer.status_code} {answer.json()['type']}"] += 1


async def compete(
    coordinator: httpx.AsyncClient, doctors: Sequence[httpx.AsyncClient], first: int, requests: int
) -> Tally:
    """File requests one after the other; all of these doctors accept each of them at once."""
    tally = Tally()
    # Within the 48 hours that were wished: a later time is only taken when it is said to be known.
    first_at = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
    for number in range(first, first + requests):
        await file(coordinator, number)
        offers = [
            await http.get("/api/v1/offers", params={"state": "pending", "limit": 1}) for http in doctors
        ]
        starts_at = (first_at + timedelta(minutes=20 * number)).isoformat()
        pairs = zip(doctors, offers, strict=True)
        await asyncio.gather(
            *(accept(http, offer.json()["items"][0]["id"], starts_at, tally) for http, offer in pairs)
        )
    return tally


async def measure(count: int, requests: int) -> list[dict[str, Any]]:
    """All of them at once, then one alone."""
    community_id, token = await make_community()
    tokens = [await make_doctor(community_id, number) for number in range(count)]
    app = create_app()
    async with AsyncExitStack() as stack:
        coordinator = await enter(stack, app, token)
        doctors = [await enter(stack, app, one) for one in tokens]
        await compete(coordinator, doctors, 0, 2)
        together = await compete(coordinator, doctors, 2, requests)
        async with unit_of_work(community_id) as db:
            won = select(Offer.dispatch_id).where(Offer.state == "accepted").group_by(Offer.dispatch_id)
            twice = (await db.scalars(won.having(func.count() > 1))).all()
            times = select(Appointment.subject_id).group_by(Appointment.subject_id)
            booked_twice = (await db.scalars(times.having(func.count() > 1))).all()
        alone = await compete(coordinator, doctors[:1], 2 + requests, requests)
    doubles = len(twice) + len(booked_twice)
    return [
        row_of(f"{count} at once", requests, together, doubles),
        row_of("one alone, among as many asked", requests, alone, 0),
    ]


def row_of(name: str, requests: int, tally: Tally, doubles: int) -> dict[str, Any]:
    """One line of the table."""
    expected = tally.said["accepted"] + tally.said["409 offer_taken"]
    return {
        "acceptances": name,
        "requests": requests,
        "winners": tally.said["accepted"],
        "taken_409": tally.said["409 offer_taken"],
        "other_answers": tally.said.total() - expected,
        "two_winners": doubles,
        "p50_ms": scratch.percentile(tally.taken_ms, 0.5),
        "p99_ms": scratch.percentile(tally.taken_ms, 0.99),
    }


def main(count: int = 64, requests: int = 20) -> None:
    """Fill a scratch database, measure, print and write bench/results/acceptance.json."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with scratch.database() as owner_url:
        rows = scratch.run(owner_url, measure(count, requests))
        scratch.show("acceptance", rows)
    if any(row["winners"] != requests or row["other_answers"] or row["two_winners"] for row in rows):
        sys.exit("A request had no winner or two, or something else than a refusal happened")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
