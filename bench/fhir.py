"""The search of the SAS platform: 25 professionals for three days, 32 callers at once, over HTTP.

Usage: python -m bench.fhir [COMMUNITIES] [PROFESSIONALS] [SEARCHES]
By default the size that the budget is about: 800 communities, 100,000 professionals, 60 days of openings,
served by two web processes: the same searches again and again, then each for people who were never asked
about ("cold"); then the former once more beside the process of background jobs. The dataset takes some two
minutes to write and is kept for the rest of the day.
Budget: p99 under 150 ms, and at least half of the throughput of PostgreSQL answering the same statements
through the bare driver. Two ceilings beside it: that one (as many processes as serve, the callers'
connections shared among them), and the same bytes sent from memory by the same server.
The callers are one process (`bench.load`) that shares the cores with the rest, in the three measurements.
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
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import structlog
import uvloop

from api.app import create_app
from api.contract.models import Role
from api.core import db as core_db
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity import service as identity
from api.identity import tokens
from bench import crowd, fhir_dataset, load, scratch

CALLERS, WORKERS = 32, 2
PEOPLE, DAYS = 25, 3
INCLUDES = (
    "_include=Slot:schedule&_include:iterate=Schedule:actor"
    "&_include=Slot:service-type-reference&_include:iterate=HealthcareService:organization"
)
DIFFERENT = 64
"""Different searches, which are asked again and again: what a platform asks of its territory."""


def searches(rpps: list[str], different: int = DIFFERENT) -> list[str]:
    """Paths with queries as the platform sends them, each for other people."""
    draw, at = random.Random(25), now()
    start, end = (quote(instant.isoformat(timespec="milliseconds")) for instant in (at, at + timedelta(DAYS)))
    paths, whom = [], draw.sample(rpps, different * PEOPLE)
    for first in range(0, len(whom), PEOPLE):
        people = ",".join(f"urn:oid:1.2.250.1.71.4.2.1%7C8{one}" for one in whom[first : first + PEOPLE])
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
    return tokens.issue(client.id, client.secret_hash, scopes, at=now())


Asked = tuple[str, Any, dict[str, Any]]
"""A statement as the driver gets it, with its parameters, and how the driver is told to send it."""


async def statements_of(paths: list[str], token: str) -> tuple[list[list[Asked]], bytes, int]:
    """The SQL that each search sends, the bytes of one answer, and how many slots an answer holds."""
    noted: list[list[Asked]] = []
    slots = 0
    send = psycopg.AsyncCursor.execute

    async def noting(cursor: Any, statement: Any, values: Any = None, **how: Any) -> Any:
        noted[-1].append((statement, values, how))
        return await send(cursor, statement, values, **how)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app()),
        base_url="http://bench.example",
        headers={"Authorization": f"Bearer {token}"},
    ) as http:
        await http.get(paths[0])  # the first connection asks things of its own
        psycopg.AsyncCursor.execute = noting  # type: ignore[method-assign]
        for path in paths:
            noted.append([])
            answer = await http.get(path)
            assert answer.status_code == 200, answer.text
            slots += answer.json()["total"]
    psycopg.AsyncCursor.execute = send  # type: ignore[method-assign]
    return noted, answer.content, slots // len(paths)


def bare_driver(url: str, noted: list[list[Asked]], times: int, connections: int) -> None:
    """The same statements for so many searches, by that many bare connections at once; without transactions,
    like the searches themselves."""

    async def run() -> None:
        numbers = iter(range(times))

        async def one() -> None:
            async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                for number in numbers:
                    for statement, values, how in noted[number % len(noted)]:
                        cursor = await connection.execute(statement.encode(), values, **how)
                        await cursor.fetchall()

        await asyncio.gather(*(one() for _ in range(connections)))

    uvloop.run(run())


def sql_alone(noted: list[list[Asked]], count: int) -> float:
    """Searches a second that PostgreSQL answers through the bare driver."""
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


async def measure(owner_url: str, communities: int, professionals: int, times: int) -> list[dict[str, Any]]:
    """The searches over HTTP, and both ceilings."""
    create_app()  # the tables of every module
    token, rpps = await platform_token(), [fhir_dataset.RPPS % n for n in range(1, professionals + 1)]
    paths = searches(rpps)
    unseen = searches(rpps, times + load.WARM_UP * CALLERS)
    noted, body, slots = await statements_of(paths, token)
    # The address of an instance is part of its tokens.
    os.environ["MAILLAGE_BASE_URL"] = settings().base_url
    asked = partial(load.calls, paths=paths, token=token, callers=CALLERS, times=times)
    with crowd.web_alone(owner_url, WORKERS) as port:
        seen = await asyncio.to_thread(asked, port)
    with crowd.web_alone(owner_url, WORKERS) as port:
        cold = await asyncio.to_thread(partial(asked, paths=unseen), port)
    with crowd.server(owner_url, WORKERS) as port:
        beside_jobs = await asyncio.to_thread(asked, port)
    with from_memory(body) as port:
        memory = await asyncio.to_thread(asked, port)
    sql_per_s = await asyncio.to_thread(sql_alone, noted, times)
    return [
        {
            "communities": communities,
            "professionals": professionals,
            "callers": CALLERS,
            "slots": slots,
            "kilobytes": len(body) / 1000,
            "statements": len(noted[0]),
            **{f"p{share}_ms": scratch.percentile(seen.ms, share / 100) for share in (50, 95, 99)},
            "per_s": seen.per_s,
            **{f"cold_p{share}_ms": scratch.percentile(cold.ms, share / 100) for share in (50, 99)},
            "cold_per_s": cold.per_s,
            "beside_jobs_p99_ms": scratch.percentile(beside_jobs.ms, 0.99),
            "beside_jobs_per_s": beside_jobs.per_s,
            "sql_per_s": sql_per_s,
            "share_of_sql": seen.per_s / sql_per_s,
            "memory_p99_ms": scratch.percentile(memory.ms, 0.99),
            "memory_per_s": memory.per_s,
            "share_of_memory": seen.per_s / memory.per_s,
            "load": os.getloadavg()[0],
        }
    ]


def main(communities: int = 800, professionals: int = 100_000, times: int = 3200) -> None:
    """Measure on the dataset of that size, print and write bench/results/fhir.json."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    key = f"{now().date()} {communities} {professionals}"
    fill = partial(fhir_dataset.fill, communities=communities, professionals=professionals)
    with scratch.kept_database("fhir", key, fill) as owner_url:
        rows = scratch.run(owner_url, measure(owner_url, communities, professionals, times))
    scratch.show("fhir", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
