"""Sixty-four clients and the same two hundred slots: through the real server, and in the service alone.

Usage: python -m bench.booking [CLIENTS] [SLOTS]
Budget: no double booking, no other error than 409, p99 under 60 ms. Three ways to come:
* at a human pace: each client tries about once a second, like people at their screens;
* all at once over HTTP: every client tries every slot without a pause, so that answers wait for processors
  (two here, shared with PostgreSQL and with the clients themselves): the tail is clients ÷ throughput;
* all at once in the service, without HTTP, sessions, or patients' identities to encrypt.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import structlog

from api.availability import service
from api.contract.models import AppointmentOrigin, CareMode, Role
from api.core import db as core_db
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import plain_url, unit_of_work
from api.identity import cookies
from api.identity import service as identity
from api.identity.rules import ProvedBy
from bench import crowd, scratch, slots

PERSON = {
    "family_name": "Barsac",
    "given_name": "Odile",
    "birth_date": "1951-04-12",
    "sex": "female",
    "phone": "06 39 98 00 12",
    "commune_insee": slots.VITRY,
}
Try = Callable[[str], Awaitable[str]]
"""Try to book a slot: `won`, `slot_taken`, or what else happened."""


async def sign_in(community_id: UUID, number: int) -> tuple[str, str]:
    """A coordinator of their own for each client: session and CSRF token."""
    async with unit_of_work(community_id) as db:
        who = system_actor(community_id)
        email = f"client{number}@bench.example"
        account = await identity.create_account(db, who, email=email, name=email, password=None, at=now())
        await identity.grant_role(
            db, who, account, community_id=community_id, role=Role.coordinator, organisation_id=None, at=now()
        )
        token = await identity.open_session(db, account, at=now(), proved_by=ProvedBy.second_factor)
        actor = await identity.actor_of_session(db, token, at=now(), awake=False)
    assert actor is not None
    assert actor.session_id is not None
    return token, cookies.csrf_token(actor.session_id)


async def free_slots(community_id: UUID, ids: list[UUID], wanted: int) -> list[str]:
    """The next free slots, from tomorrow on."""
    at = now()
    async with unit_of_work(community_id) as db:
        found = await service.free_slots(
            db,
            professional_ids=ids,
            from_at=at + timedelta(days=1),
            to_at=at + timedelta(days=8),
            at=at,
        )
    assert len(found) >= wanted
    return [slot.slot_id for slot in found[:wanted]]


def over_http(client: crowd.Client) -> Try:
    """Book as the web app does."""

    async def book(slot_id: str) -> str:
        body = {"slot_id": slot_id, "mode": "office", "person": PERSON}
        status, answer = await client.post("/api/v1/appointments", body)
        return "won" if status == 201 else str(answer.get("type", status)).rsplit("/", 1)[-1]

    return book


def in_service(community_id: UUID) -> Try:
    """Book as the requests' modules do."""

    async def book(slot_id: str) -> str:
        try:
            async with unit_of_work(community_id) as db:
                await service.book_slot(
                    db,
                    system_actor(community_id),
                    service.Purpose(CareMode.office, None, AppointmentOrigin.direct),
                    slot_id=slot_id,
                    at=now(),
                )
        except service.SlotTaken:
            return "slot_taken"
        return "won"

    return book


async def compete(tries: list[Try], wanted: list[str], pause: float, each: int) -> dict[str, Any]:
    """Every client tries `each` of the slots in an order of its own; how it went."""
    ends: Counter[str] = Counter()
    taken: list[float] = []

    async def client(number: int, book: Try) -> None:
        draw = random.Random(number)
        for slot_id in draw.sample(wanted, each):
            if pause:
                await asyncio.sleep(draw.uniform(0, 2 * pause))
            start = time.perf_counter()
            ends[await book(slot_id)] += 1
            taken.append((time.perf_counter() - start) * 1000)

    start = time.perf_counter()
    await asyncio.gather(*(client(number, book) for number, book in enumerate(tries)))
    won, refused = ends.pop("won", 0), ends.pop("slot_taken", 0)
    return {
        "tries": len(taken),
        "won": won,
        "refused": refused,
        "other": sum(ends.values()),
        "p50_ms": scratch.percentile(taken, 0.5),
        "p99_ms": scratch.percentile(taken, 0.99),
        "load": os.getloadavg()[0],
        "per_second": len(taken) / (time.perf_counter() - start),
    }


def doubles(owner_url: str) -> int:
    """How many pairs of claims of one professional meet: 0, or the product is wrong."""
    with psycopg.connect(plain_url(owner_url)) as connection:
        row = connection.execute(
            "SELECT count(*) FROM claims a JOIN claims b ON a.id < b.id AND a.resource_id = b.resource_id"
            " AND a.during && b.during"
        ).fetchone()
    assert row is not None
    return int(row[0])


def main(clients: int = 64, count: int = 200) -> None:
    """Fill a scratch database, compete three times, print and write bench/results/booking.json."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with scratch.database() as owner_url:

        async def work() -> list[dict[str, Any]]:
            await core_db.disconnect()
            core_db.connect(core_db.app_url(owner_url), pool_size=clients // 2)
            community_id, _ = await slots.make_community()
            ids = slots.fill(owner_url, community_id, 100)
            await slots.join(community_id, ids)
            sessions = [await sign_in(community_id, number) for number in range(clients)]
            rows = []

            async def round_of(name: str, tries: list[Try], pause: float, each: int) -> None:
                wanted = await free_slots(community_id, ids, count)
                went = await compete(tries, wanted, pause, each)
                rows.append({"way": name, **went, "double": doubles(owner_url)})

            with crowd.server(owner_url) as port:
                people = [crowd.Client(port, *session) for session in sessions]
                tries = [over_http(person) for person in people]
                # Warm: connections made, statements prepared on each, as in a server that runs all day.
                await compete(tries, await free_slots(community_id, ids, clients), 0.0, 8)
                await round_of("HTTP, a try a second each", tries, 1.0, 15)
                await round_of("HTTP, all at once", tries, 0.0, count)
                for person in people:
                    person.close()
            await round_of("service, all at once", [in_service(community_id)] * clients, 0.0, count)
            return rows

        rows = scratch.run(owner_url, work())
        scratch.show("booking", rows)
    if any(row["double"] or row["other"] for row in rows):
        sys.exit("A slot was booked twice, or something else than a refusal happened")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
