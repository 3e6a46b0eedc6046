"""The search of the SAS platform: 25 professionals for three days, 32 callers at once, over HTTP.

Usage: python -m bench.fhir [COMMUNITIES] [PROFESSIONALS] [SEARCHES]
The issue's size is `python -m bench.fhir 800 100000 3200`: 60 days of openings, half of a week taken.
Budget: p99 under 150 ms, and at least half of the throughput of PostgreSQL answering the same statements
through the bare driver. Two ceilings beside it: that one, and the same server's bytes sent from memory.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import structlog
from sqlalchemy import event

from api.app import create_app
from api.contract.models import Role
from api.core import db as core_db
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import plain_url, unit_of_work
from api.core.settings import settings
from api.identity import service as identity
from api.identity import tokens
from bench import crowd, scratch

CALLERS, WORKERS = 32, 2
PEOPLE, DAYS = 25, 3
INCLUDES = (
    "_include=Slot:schedule&_include:iterate=Schedule:actor"
    "&_include=Slot:service-type-reference&_include:iterate=HealthcareService:organization"
)
DIFFERENT = 64
"""Different searches, so that nothing is fast because it was just asked."""

FILL = """
INSERT INTO communities (id, finess, name, short_name, time_zone, communes, created_at)
SELECT gen_random_uuid(), lpad(n::text, 9, '0'), 'CPTS ' || n, 'CPTS ' || n, 'Europe/Paris', '{94081}', now()
FROM generate_series(1, %(communities)s) AS n;
INSERT INTO professionals (id, rpps, title, family_name, given_name, profession_code, specialty_codes,
                           is_active, created_at, updated_at)
SELECT gen_random_uuid(), '19' || lpad(n::text, 9, '0'), 'DR', 'Essai' || n, 'Camille', '10', '{SM54}',
       true, now(), now()
FROM generate_series(1, %(professionals)s) AS n;
INSERT INTO practices (id, professional_id, activity_key, name, address_line, postal_code, finess,
                       commune_insee, commune_name, phone, is_active, updated_at)
SELECT gen_random_uuid(), id, '1', 'Cabinet', '3 rue des Lilas', '94400', '940000001', '94081', 'Vitry',
       '+33199000000', true, now()
FROM professionals;
INSERT INTO openings (id, community_id, professional_id, practice_id, kind, weekday, from_minute, to_minute,
                      needs, modes, version, valid_from, valid_to, slot_minutes, buffer_before_minutes,
                      buffer_after_minutes, capacity, audiences, created_at, every_weeks, nth_of_month,
                      on_holidays, except_days)
SELECT gen_random_uuid(), c.id, p.professional_id, p.id, 'slots', weekday, 60 * (8 + p.n %% 10),
       60 * (12 + p.n %% 10), '{}', '{office}', 1, CURRENT_DATE, CURRENT_DATE + 60, 20, 0, 0, 1,
       '{snp,cpts}', now(), 1, '{}', false, '{}'
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM practices) AS p
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM communities) AS c
     ON c.n = 1 + p.n %% %(communities)s
CROSS JOIN generate_series(1, 6) AS weekday;
INSERT INTO claims (id, resource_id, during, exclusive, created_at)
SELECT gen_random_uuid(), o.professional_id, tstzrange(start, start + interval '20 minutes'), true, now()
FROM openings AS o
CROSS JOIN generate_series(0, 6) AS later
CROSS JOIN generate_series(0, 11) AS slot
CROSS JOIN LATERAL (
    SELECT (CURRENT_DATE + later + make_interval(mins => o.from_minute + 20 * slot))
           AT TIME ZONE 'Europe/Paris' AS start
) AS starting
WHERE extract(isodow FROM CURRENT_DATE + later) = o.weekday AND random() < 0.5;
"""


def fill(owner_url: str, communities: int, professionals: int) -> list[str]:
    """Write the dataset; the RPPS numbers of everybody."""
    with psycopg.connect(plain_url(owner_url)) as connection:
        values = {"communities": communities, "professionals": professionals}
        for statement in FILL.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode(), values if "%(" in statement else None)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
        return [row[0] for row in connection.execute("SELECT rpps FROM professionals").fetchall()]


def searches(rpps: list[str]) -> list[str]:
    """Paths with queries as the platform sends them, each for other people."""
    draw, at = random.Random(25), now()
    start, end = (quote(instant.isoformat(timespec="milliseconds")) for instant in (at, at + timedelta(DAYS)))
    paths = []
    for _ in range(DIFFERENT):
        people = ",".join(f"urn:oid:1.2.250.1.71.4.2.1%7C8{one}" for one in draw.sample(rpps, PEOPLE))
        who = f"schedule.actor:Practitioner.identifier={people}"
        paths.append(f"/fhir/Slot?{INCLUDES}&start=ge{start}&start=le{end}&{who}&status=free")
    return paths


async def platform_token() -> str:
    """The token of a national machine client that reads FHIR."""
    scopes = frozenset({"fhir:read"})
    async with unit_of_work() as db:
        client, _ = await identity.create_client(
            db, system_actor(), name="Bench", role=Role.regulator, scopes=scopes, at=now()
        )
    return tokens.issue(client.id, scopes, at=now())


async def statements_of(paths: list[str], token: str) -> tuple[list[list[tuple[str, Any]]], bytes, int]:
    """The SQL that each search sends, the bytes of one answer, and how many slots an answer holds."""
    noted: list[list[tuple[str, Any]]] = []
    slots = 0

    def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
        noted[-1].append((statement, values))

    engine = core_db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app()),
        base_url="http://bench.example",
        headers={"Authorization": f"Bearer {token}"},
    ) as http:
        for path in paths:
            noted.append([])
            answer = await http.get(path)
            assert answer.status_code == 200, answer.text
            slots += answer.json()["total"]
    event.remove(engine, "before_cursor_execute", note)
    return noted, answer.content, slots // len(paths)


async def drive(work: Callable[[int], Awaitable[None]], count: int, callers: int) -> list[float]:
    """Run `work(number)` that often by so many callers at once: the milliseconds of each."""
    numbers, taken = iter(range(count)), []

    async def call() -> None:
        for number in numbers:
            start = time.perf_counter()
            await work(number)
            taken.append((time.perf_counter() - start) * 1000)

    await asyncio.gather(*(call() for _ in range(callers)))
    return taken


class Caller:
    """Callers on connections that stay open, by raw sockets: they cost the server's processors little."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str) -> int:
        """The length of the answer, which must be 200."""
        reader, writer = (
            self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        )
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        writer.write(head.encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(answer.split("content-length:", 1)[1].split("\r\n", 1)[0])
        body = await reader.readexactly(length)
        assert answer.split(" ", 2)[1] == "200", body[:500]
        self.idle.append((reader, writer))
        return length


async def over_http(port: int, token: str, paths: list[str], count: int) -> tuple[list[float], float]:
    """The milliseconds of each search, and how many a second."""
    caller = Caller(port, token)

    async def one(number: int) -> None:
        await caller.get(paths[number % len(paths)])

    await drive(one, 2 * CALLERS, CALLERS)
    began = time.perf_counter()
    taken = await drive(one, count, CALLERS)
    return taken, count / (time.perf_counter() - began)


def bare_driver(url: str, noted: list[list[tuple[str, Any]]], count: int, callers: int) -> None:
    """The same statements, as often, by that many bare connections: what one process of the pool runs."""

    async def run() -> None:
        idle = [await psycopg.AsyncConnection.connect(url) for _ in range(callers)]

        async def one(number: int) -> None:
            connection = idle.pop()
            for statement, values in noted[number % len(noted)]:
                cursor = await connection.execute(statement.encode(), values)
                if cursor.description is not None:
                    await cursor.fetchall()
            await connection.commit()
            idle.append(connection)

        await drive(one, count, callers)

    asyncio.run(run())


def sql_alone(noted: list[list[tuple[str, Any]]], count: int) -> float:
    """Searches a second that PostgreSQL answers through the bare driver, by as many processes as serve."""
    url, shares = core_db.connected_url(), (count // WORKERS, CALLERS // WORKERS)
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        pool.starmap(bare_driver, [(url, noted[:1], 1, 1)] * WORKERS)  # the processes have started
        began = time.perf_counter()
        pool.starmap(bare_driver, [(url, noted, *shares)] * WORKERS, chunksize=1)
        return count / (time.perf_counter() - began)


MEMORY = """
import os, pathlib
BODY = pathlib.Path(os.environ["BENCH_BODY"]).read_bytes()
HEAD = [(b"content-type", b"application/fhir+json"), (b"content-length", str(len(BODY)).encode())]
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEAD})
        await send({"type": "http.response.body", "body": BODY})
"""


@contextmanager
def from_memory(body: bytes) -> Iterator[int]:
    """The port of a server with as many processes that sends these bytes to anybody, at once."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "body").write_bytes(body)
        (Path(folder) / "memory.py").write_text(MEMORY)
        port = crowd.free_port()
        command = [sys.executable, "-m", "uvicorn", "memory:app", "--port", str(port), "--no-access-log"]
        process = subprocess.Popen(
            [*command, "--workers", str(WORKERS), "--log-level", "warning"],
            cwd=folder,
            env={**os.environ, "BENCH_BODY": str(Path(folder) / "body")},
        )
        try:
            _listening(port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _listening(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server that sends from memory does not start")


async def measure(owner_url: str, rpps: list[str], count: int) -> list[dict[str, Any]]:
    """The searches over HTTP, and both ceilings."""
    token, paths = await platform_token(), searches(rpps)
    noted, body, slots = await statements_of(paths, token)
    # The address of an instance is part of its tokens.
    os.environ["MAILLAGE_BASE_URL"] = settings().base_url
    with crowd.server(owner_url, WORKERS) as port:
        taken, rate = await over_http(port, token, paths, count)
    with from_memory(body) as port:
        memory, memory_rate = await over_http(port, token, paths, count)
    sql_rate = await asyncio.to_thread(sql_alone, noted, count)
    return [
        {
            "professionals": len(rpps),
            "slots": slots,
            "kilobytes": len(body) / 1000,
            "p50_ms": scratch.percentile(taken, 0.5),
            "p99_ms": scratch.percentile(taken, 0.99),
            "per_s": rate,
            "sql_per_s": sql_rate,
            "share_of_sql": rate / sql_rate,
            "memory_p99_ms": scratch.percentile(memory, 0.99),
            "memory_per_s": memory_rate,
            "load": os.getloadavg()[0],
        }
    ]


def main(communities: int = 8, professionals: int = 1000, count: int = 320) -> None:
    """Fill a scratch database, measure, print and write bench/results/fhir.json."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with scratch.database() as owner_url:
        rpps = fill(owner_url, communities, professionals)
        rows = scratch.run(owner_url, measure(owner_url, rpps, count))
    scratch.show("fhir", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
