"""Slot search: 400 professionals, seven days, half of the time taken.

Usage: python -m bench.slots [PROFESSIONALS] [REPEATS]
Budget: p95 under 60 ms for a search; under 120 ms for everybody's 14 days with recurrences, public holidays,
exceptions and quotas. Shown against PostgreSQL answering the same statements alone, and against the same
server sending the same bytes from memory.
"""

from __future__ import annotations

import gc
import logging
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import psycopg
import structlog
from fastapi import FastAPI, Response
from sqlalchemy import event, select

from api.app import create_app
from api.availability import service
from api.contract.models import Role
from api.core import db as core_db
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import plain_url, set_community, unit_of_work
from api.core.ids import new_id
from api.directory.identifiers import luhn_digit
from api.directory.tables import Membership, Professional
from api.identity import cookies
from api.identity import service as identity
from api.identity.rules import ProvedBy
from bench import scratch

PARIS = ZoneInfo("Europe/Paris")
VITRY = "94081"
SLOT_MINUTES = 20
TAKEN = 0.5
SEARCHES: dict[str, dict[str, Any]] = {
    "first page of 50": {},
    "page of 200": {"limit": 200},
    "a need, 200": {"need": "urinary", "limit": 200},
    "within 2 km": {"latitude": 48.787, "longitude": 2.392, "radius_km": 2},
    "by video only": {"mode": "video", "limit": 200},
}


async def join(community_id: UUID, professional_ids: list[UUID]) -> None:
    """Make them members: the worker closes the time of those who are not."""
    async with unit_of_work(community_id) as db:
        db.add_all(
            Membership(community_id=community_id, professional_id=one, joined_on=now().date())
            for one in professional_ids
        )


def fill(owner_url: str, community_id: UUID, count: int) -> list[UUID]:
    """`count` doctors with an opening of four hours on each weekday, and claims on half of their slots."""
    draw, at = random.Random(400), now()
    today = at.astimezone(PARIS).date()
    ids: list[UUID] = []
    with psycopg.connect(plain_url(owner_url)) as connection, connection.cursor() as cursor:
        practices, openings, claims = [], [], []
        with cursor.copy(
            "COPY professionals (id, rpps, title, family_name, given_name, profession_code, specialty_codes,"
            " is_active, created_at, updated_at) FROM STDIN"
        ) as copy:
            for number in range(count):
                body = f"19{number:08d}"
                ids.append(new_id())
                person = (ids[-1], body + luhn_digit(body), "DR", f"Essai{number}", "Camille", "10", ["SM54"])
                copy.write_row((*person, True, at, at))
                practice = new_id()
                point = (48.787 + draw.uniform(-0.03, 0.03), 2.392 + draw.uniform(-0.03, 0.03))
                practices.append((practice, ids[-1], "1", f"Cabinet {number}", VITRY, "Vitry", *point))
                for weekday in range(1, 7):
                    opens = draw.choice([8, 9, 13, 14, 17]) * 60
                    needs = draw.choice([[], [], ["urinary", "digestive"], ["paediatrics"]])
                    modes = draw.choice([["office"], ["office", "home_visit"], ["office", "video"]])
                    opening = (
                        new_id(),
                        community_id,
                        ids[-1],
                        practice,
                        "slots",
                        weekday,
                        opens,
                        opens + 240,
                    )
                    openings.append((*opening, needs, modes))
                    for week in range(3):
                        day = today + timedelta(days=(weekday - today.isoweekday()) % 7 + 7 * week)
                        midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS)
                        for slot in range(240 // SLOT_MINUTES):
                            if draw.random() < TAKEN:
                                start = midnight + timedelta(minutes=opens + slot * SLOT_MINUTES)
                                claims.append(
                                    (new_id(), ids[-1], start, start + timedelta(minutes=SLOT_MINUTES))
                                )
        with cursor.copy(
            "COPY practices (id, professional_id, activity_key, name, commune_insee, commune_name, latitude,"
            " longitude, is_active, updated_at) FROM STDIN"
        ) as copy:
            for row in practices:
                copy.write_row((*row, True, at))
        with cursor.copy(
            "COPY openings (id, community_id, professional_id, practice_id, kind, weekday, from_minute,"
            " to_minute, needs, modes, version, valid_from, slot_minutes, buffer_before_minutes,"
            " buffer_after_minutes, capacity, audiences, created_at, every_weeks, nth_of_month, on_holidays,"
            " except_days) FROM STDIN"
        ) as copy:
            for opening in openings:
                weekly = (1, [], False, [])
                copy.write_row((*opening, 1, today, SLOT_MINUTES, 0, 0, 1, ["pro", "cpts"], at, *weekly))
        with cursor.copy("COPY claims (id, resource_id, during, exclusive, created_at) FROM STDIN") as copy:
            for claim_id, resource, start, end in claims:
                copy.write_row((claim_id, resource, f"[{start.isoformat()},{end.isoformat()})", True, at))
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE professionals, practices, openings, claims")
    return ids


def vary(owner_url: str) -> None:
    """Every sixth opening every other week, some on the first and third such day, a quota, a pause, a notice;
    closures in a third of the agendas; what is taken is counted by opening."""
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        connection.execute(
            """
            UPDATE openings SET
                every_weeks = CASE WHEN n % 6 = 0 THEN 2 ELSE 1 END,
                nth_of_month = CASE WHEN n % 6 = 1 THEN '{first,third}'::text[] ELSE '{}' END,
                quota_per_day = CASE WHEN n % 4 = 0 THEN 5 END,
                buffer_after_minutes = CASE WHEN n % 5 = 0 THEN 10 ELSE 0 END,
                min_delay_minutes = CASE WHEN n % 7 = 0 THEN 120 END,
                except_days = CASE WHEN n % 9 = 0 THEN ARRAY[CURRENT_DATE + 3] ELSE '{}' END
            FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM openings) AS numbered
            WHERE numbered.id = openings.id
            """
        )
        connection.execute(
            """
            INSERT INTO closures (id, community_id, professional_id, during, reason, created_at)
            SELECT gen_random_uuid(), (SELECT min(community_id::text)::uuid FROM openings), id,
                   tstzrange(now() + interval '2 days', now() + interval '3 days'), 'other', now()
            FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM professionals) AS all_of_them
            WHERE n % 3 = 0
            """
        )
        connection.execute(
            """
            UPDATE claims SET opening_id = openings.id, slot_starts_at = lower(during) FROM openings
            WHERE openings.professional_id = resource_id
              AND weekday = extract(isodow FROM lower(during) AT TIME ZONE 'Europe/Paris')
            """
        )
        connection.execute("VACUUM ANALYZE openings, claims, closures")


async def make_community() -> tuple[UUID, str]:
    """A community, and a session of its coordinator."""
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
        who = system_actor(community.id)
        await set_community(db, community.id)
        account = await identity.create_account(
            db, who, email="coordination@bench.example", name="Coordination", password=None, at=now()
        )
        await identity.grant_role(
            db, who, account, community_id=community.id, role=Role.coordinator, organisation_id=None, at=now()
        )
        return community.id, await identity.open_session(
            db, account, at=now(), proved_by=ProvedBy.second_factor
        )


async def processor(work: Callable[[], Awaitable[object]], repeats: int) -> float:
    """Milliseconds of processor time that one run takes in this process, whatever else the machine does."""
    start = time.process_time()
    for _ in range(repeats):
        await work()
    return (time.process_time() - start) * 1000 / repeats


async def timed(work: Callable[[], Awaitable[object]], repeats: int) -> list[float]:
    """Milliseconds of each run, after three that are not counted."""
    for _ in range(3):
        await work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def row_of(
    name: str,
    found: int,
    runs: list[float],
    cpu: float,
    bare: list[float],
    memory: list[float] | None,
) -> dict[str, Any]:
    """One line of the table."""
    return {
        "search": name,
        "slots": found,
        "p50_ms": scratch.percentile(runs, 0.5),
        "p95_ms": scratch.percentile(runs, 0.95),
        "cpu_ms": cpu,
        "load": os.getloadavg()[0],
        "sql_p50_ms": scratch.percentile(bare, 0.5),
        "over_sql": scratch.percentile(runs, 0.5) / scratch.percentile(bare, 0.5),
        "over_memory": scratch.percentile(runs, 0.5) / scratch.percentile(memory, 0.5) if memory else None,
    }


async def alone(work: Callable[[], Awaitable[object]], repeats: int) -> list[float]:
    """The statements of `work`, one after the other on a plain psycopg connection."""
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
        statements.append((statement, values))

    engine = core_db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await work()
    event.remove(engine, "before_cursor_execute", note)
    async with await psycopg.AsyncConnection.connect(core_db.connected_url()) as connection:

        async def run() -> None:
            for statement, values in statements:
                cursor = await connection.execute(statement.encode(), values)
                if cursor.description is not None:
                    await cursor.fetchall()
            await connection.commit()

        return await timed(run, repeats)


async def measure(ids: list[UUID], token: str, community_id: UUID, repeats: int) -> list[dict[str, Any]]:
    """Each search over HTTP, then the whole week of everybody at once in the service."""
    rows = []
    transport = httpx.ASGITransport(app=create_app())
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bench.example", cookies={cookies.SESSION: token}
    ) as http:
        searches = [(name, "/api/v1/slots", asked) for name, asked in SEARCHES.items()]
        hundred = {"professional_id": [str(one) for one in ids[:100]]}
        searches.append(("next slots of 100", "/api/v1/next-slots", hundred))
        for name, path, asked in searches:

            async def call(path: str = path, asked: dict[str, Any] = asked) -> httpx.Response:
                answer = await http.get(path, params=asked)
                assert answer.status_code == 200, answer.text
                return answer

            answer = await call()
            items = answer.json()["items"]
            found = sum(len(item.get("next", [item])) for item in items)
            runs, bare = await timed(call, repeats), await alone(call, repeats)
            memory = await from_memory(answer.content, repeats)
            rows.append(row_of(name, found, runs, await processor(call, repeats), bare, memory))
    for days in (7, 14):
        rows.append(await everybody(ids, community_id, days, f"service: everybody, {days} days", repeats))
    return rows


async def everybody(
    ids: list[UUID], community_id: UUID, days: int, name: str, repeats: int
) -> dict[str, Any]:
    """All free slots of everybody, computed from the database and looked at one by one, as those who choose
    among them do."""

    async def whole() -> int:
        at = now()
        async with unit_of_work(community_id) as db:
            free = await service.free_slots(
                db, professional_ids=ids, from_at=at, to_at=at + timedelta(days=days), at=at
            )
        return sum(1 for slot in free if slot.places_left)

    runs, bare = await timed(whole, repeats), await alone(whole, repeats)
    return row_of(name, await whole(), runs, await processor(whole, 10), bare, None)


async def from_memory(body: bytes, repeats: int) -> list[float]:
    """The same bytes from a handler that does nothing else."""
    app = FastAPI()

    async def send() -> Response:
        return Response(body, media_type="application/json")

    app.add_api_route("/", send)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench.example") as http:
        return await timed(lambda: http.get("/"), repeats)


def main(count: int = 400, repeats: int = 60) -> None:
    """Fill a scratch database, measure, print and write bench/results/slots.json."""
    # The line of log that each request writes is part of serving it, not of this comparison.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # The garbage collector as `api.serve` sets it in each web process.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with scratch.database() as owner_url:

        async def work() -> list[dict[str, Any]]:
            community_id, token = await make_community()
            ids = fill(owner_url, community_id, count)
            async with unit_of_work() as db:
                assert len((await db.scalars(select(Professional.id))).all()) == count
            rows = await measure(ids, token, community_id, repeats)
            vary(owner_url)
            name = "service: everybody, 14 days, recurrences, closures, quotas"
            return [*rows, await everybody(ids, community_id, 14, name, repeats)]

        scratch.show("slots", scratch.run(owner_url, work()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
