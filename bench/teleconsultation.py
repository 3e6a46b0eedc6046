"""Fifty kiosks search for a time, hold and book it, or ask for a doctor as soon as possible.

Usage: python -m bench.teleconsultation [KIOSKS] [ROUNDS]
Budget of issue 7: search p95 under 80 ms; hold and confirm, each, p99 under 80 ms; no resource taken twice.

How they come: a kiosk is a person at a screen, so before each step they look for some seconds, drawn evenly
up to twice the pause that stands in the table. At 4 s, fifty kiosks book three teleconsultations a second
between them, many times what a territory needs; at 1 s they touch without reading; `all at once` is callers ÷
throughput. `alone` is one kiosk. The server has two web processes and its jobs, as `maillage serve` runs it;
callers and PostgreSQL share the same two processors.

`times` is the search for the soonest times of the room with a doctor and an assistant; `ask` the way “as soon
as possible”: a request is filed and the usual doctor asked before the answer leaves; `ask_all` the same for
somebody without one, where all volunteers are asked, each in person.
Beside it, one search without other callers: over the same SQL by the bare driver, and over the same bytes
from memory.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import structlog

from api.app import create_app
from api.core import db as core_db
from api.core.db import plain_url
from api.core.settings import settings
from bench import crowd, scratch, slots
from bench.teleconsultation_dataset import kiosk, territory

PACES = (4.0, 1.0)
"""Seconds that people look at the screen before a step, on average."""

ALONE, SEARCHES = 30, 40
"""Visits of one kiosk without others; runs of one search in this process."""

LETTERS = "abcdefghij"


class Visits:
    """People at kiosks: how long each step took in ms, and how it ended."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.ends: Counter[str] = Counter()

    async def step(
        self, draw: random.Random, name: str, call: Callable[[], Any]
    ) -> tuple[int, dict[str, Any]]:
        """One touch after a look at the screen: the status and the answer."""
        if self.pause:
            await asyncio.sleep(draw.uniform(0, 2 * self.pause))
        start = time.perf_counter()
        status, answer = await call()
        self.taken[name].append((time.perf_counter() - start) * 1000)
        return status, json.loads(answer) if isinstance(answer, bytes) else answer

    async def book(self, http: crowd.Client, site_id: UUID, draw: random.Random) -> None:
        """Search for the soonest times, hold one of the first twenty, book it."""
        base = f"/api/v1/teleconsultation-sites/{site_id}/kiosk"
        status, found = await self.step(draw, "times", lambda: http.get(f"{base}/times?limit=20"))
        assert status == 200, found
        seat = {"slot_id": draw.choice(found["times"])["slot_id"], "site_id": str(site_id)}
        status, held = await self.step(draw, "hold", lambda: http.post(f"{base}/holds", seat, once()))
        if status != 201:
            self.ends[str(held["type"])] += 1
            return
        body = asking(draw, None) | {"hold_token": held["token"]}
        status, booked = await self.step(draw, "confirm", lambda: http.post(f"{base}/bookings", body, once()))
        self.ends["booked" if status == 201 else str(booked["type"])] += 1

    async def ask(
        self, http: crowd.Client, site_id: UUID, draw: random.Random, doctor_id: UUID | None
    ) -> None:
        """Ask for a doctor as soon as possible: the usual one, or everybody."""
        path = f"/api/v1/teleconsultation-sites/{site_id}/kiosk/searches"
        name = "ask_all" if doctor_id is None else "ask"
        body = asking(draw, doctor_id)
        status, answer = await self.step(draw, name, lambda: http.post(path, body, once()))
        self.ends["asked" if status == 201 else str(answer["type"])] += 1

    def rows(self, way: str, kiosks: int, doubles: int) -> list[dict[str, Any]]:
        """One line of the table for each step."""
        expected = self.ends["booked"] + self.ends["asked"] + self.ends["slot_taken"]
        return [
            {
                "way": way,
                "pause_s": self.pause,
                "kiosks": kiosks,
                "step": step,
                "calls": len(values),
                **{f"p{share}_ms": scratch.percentile(values, share / 100) for share in (50, 95, 99)},
                "booked": self.ends["booked"],
                "asked": self.ends["asked"],
                "taken_409": self.ends["slot_taken"],
                "other": self.ends.total() - expected,
                "double": doubles,
                "load": os.getloadavg()[0],
            }
            for step, values in self.taken.items()
        ]


def once() -> str:
    """The header of a new write."""
    return f"Idempotency-Key: {uuid4()}\r\n"


def asking(draw: random.Random, doctor_id: UUID | None) -> dict[str, Any]:
    """What somebody says who comes, somebody else each time, with this usual doctor or none."""
    return {
        "reason": "dermatology",
        "attending_doctor_status": "none" if doctor_id is None else "known",
        **({} if doctor_id is None else {"attending_professional_id": str(doctor_id)}),
        "person": {
            "family_name": "Barsac " + "".join(draw.choices(LETTERS, k=8)),
            "given_name": "Odile",
            "birth_date": "1951-04-12",
            "sex": "female",
            "phone": "06 39 98 00 12",
            "commune_insee": slots.VITRY,
        },
        "consent": {"by": "person", "video": True, "data": True},
    }


def doubles(owner_url: str) -> int:
    """Pairs of claims of one resource that meet: 0, or the product is wrong."""
    with psycopg.connect(plain_url(owner_url)) as connection:
        row = connection.execute(
            "SELECT count(*) FROM claims a JOIN claims b ON a.id < b.id AND a.resource_id = b.resource_id"
            " AND a.during && b.during"
        ).fetchone()
    assert row is not None
    return int(row[0])


async def search_alone(site_id: UUID, token: str) -> dict[str, Any]:
    """The search for times in this process, without other callers, beside its ceilings."""
    path = f"/api/v1/teleconsultation-sites/{site_id}/kiosk/times?limit=20"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=create_app()),
        base_url="http://bench.example",
        headers={"Authorization": f"Bearer {token}"},
    ) as http:

        async def call() -> httpx.Response:
            answer = await http.get(path)
            assert answer.status_code == 200, answer.text
            return answer

        answer = await call()
        runs, bare = await slots.timed(call, SEARCHES), await slots.alone(call, SEARCHES)
        memory = await slots.from_memory(answer.content, SEARCHES)
        cpu = await slots.processor(call, SEARCHES)
        return slots.row_of("times of a kiosk", len(answer.json()["times"]), runs, cpu, bare, memory)


async def people(
    visits: Visits, port: int, places: list[tuple[UUID, str]], doctors: list[UUID], rounds: int, seed: int
) -> None:
    """Somebody at each of these kiosks at once, so many times: of four, three book and one asks; of those who
    ask, one in four has no usual doctor."""

    async def at(number: int) -> None:
        site_id, token = places[number]
        http, draw = crowd.Machine(port, token), random.Random(seed + number)
        for turn in range(number, number + rounds):
            if turn % 4 < 3:
                await visits.book(http, site_id, draw)
            else:
                known = draw.random() < 0.75
                await visits.ask(http, site_id, draw, draw.choice(doctors) if known else None)
        http.close()

    await asyncio.gather(*map(at, range(len(places))))


async def measure(owner_url: str, kiosks: int, rounds: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All ways to come, then one search beside its ceilings."""
    await core_db.disconnect()
    core_db.connect(core_db.app_url(owner_url), pool_size=4)
    community_id, doctors = await territory(owner_url)
    places = [await kiosk(community_id, number) for number in range(kiosks)]
    rows: list[dict[str, Any]] = []
    # The address of an instance is part of its tokens.
    os.environ["MAILLAGE_BASE_URL"] = settings().base_url
    with crowd.server(owner_url) as port:
        # Warm: connections made, statements prepared on each, as in a server that runs all day.
        await people(Visits(0.0), port, places, doctors, 2, 0)
        alone = Visits(0.0)
        await people(alone, port, places[:1], doctors, ALONE, 1000)
        rows += alone.rows("alone", 1, doubles(owner_url))
        for number, pause in enumerate((*PACES, 0.0), 2):
            visits = Visits(pause)
            await people(visits, port, places, doctors, rounds, 1000 * number)
            way = "people" if pause else "all at once"
            rows += visits.rows(way, kiosks, doubles(owner_url))
    return rows, await search_alone(*places[0])


def main(kiosks: int = 50, rounds: int = 5) -> None:
    """Fill a scratch database, let people come, print and write bench/results/teleconsultation*.json."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with scratch.database() as owner_url:
        rows, search = scratch.run(owner_url, measure(owner_url, kiosks, rounds))
    scratch.show("teleconsultation", rows)
    scratch.show("teleconsultation_search", [search])
    if any(row["double"] or row["other"] for row in rows):
        sys.exit("A resource was taken twice, or something else than a refusal happened")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
