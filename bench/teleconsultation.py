"""Fifty kiosks search for a time, hold and book it, through the real server, at a human pace.

Usage: python -m bench.teleconsultation [KIOSKS] [ROUNDS]
Budget: search p95 under 80 ms; hold and confirm, each, p99 under 80 ms; no resource taken twice.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg

from api.contract.models import Role, TeleconsultationKitItem
from api.core import db as core_db
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import plain_url, unit_of_work
from api.directory.tables import Membership, Professional
from api.identity import service as identity
from api.identity.rules import SCOPES
from api.teleconsultations.bookings.tables import TeleconsultationKiosk
from api.teleconsultations.sites.tables import (
    TeleconsultationKitCheck,
    TeleconsultationSite,
    TeleconsultationSitePerson,
    TeleconsultationTraining,
)
from bench import crowd, scratch, slots

DOCTORS = 100
PAUSE = 1.0
"""Seconds that a person looks at the screen, on average."""

ALWAYS = [{"weekday": day, "from_time": "00:00", "to_time": "24:00"} for day in range(1, 9)]
PERSON = {
    "family_name": "Barsac",
    "given_name": "Odile",
    "birth_date": "1951-04-12",
    "sex": "female",
    "phone": "06 39 98 00 12",
    "commune_insee": slots.VITRY,
}


async def a_kiosk(community_id: UUID, number: int) -> tuple[UUID, str, str]:
    """A site that can be booked, with its pharmacist and its kiosk: the site, the client and its secret."""
    at, today, site_id = now(), now().date(), uuid4()
    async with unit_of_work(community_id) as db:
        pharmacist = Professional(
            rpps=f"1099800{number:04d}",
            family_name=f"Mesure{number}",
            given_name="Camille",
            profession_code="21",
            specialty_codes=[],
            is_active=True,
            created_at=at,
            updated_at=at,
        )
        site = TeleconsultationSite(
            id=site_id,
            community_id=community_id,
            version=1,
            kind="pharmacy",
            state="active",
            name=f"Salle {number:02d}",
            commune_insee=slots.VITRY,
            commune_name="Vitry-sur-Seine",
            room_closed=True,
            room_seated=True,
            room_apart=True,
            join_link_base="https://video.example/salle",
            hours=ALWAYS,
            exceptions=[],
            connection_tested_on=today,
            connection_worked=True,
            down_mbps=50.0,
            up_mbps=10.0,
            connection_tested_by_id=uuid4(),
        )
        client, secret = await identity.create_client(
            db,
            system_actor(community_id),
            name=f"Borne {number}",
            role=Role.kiosk,
            scopes=SCOPES[Role.kiosk],
            community_id=community_id,
            at=at,
        )
        db.add_all([pharmacist, site])
        await db.flush()
        here = {"community_id": community_id}
        who = {"professional_id": pharmacist.id}
        db.add_all(
            [
                Membership(**here, **who, teleconsultation=True, joined_on=today),
                TeleconsultationTraining(
                    **here,
                    **who,
                    version=1,
                    kind="community",
                    done_on=today,
                    valid_until=today + timedelta(days=300),
                    recorded_by_id=uuid4(),
                ),
                TeleconsultationSitePerson(**here, **who, site_id=site_id),
                TeleconsultationKiosk(**here, site_id=site_id, machine_client_id=client.id),
                *(
                    TeleconsultationKitCheck(
                        **here, site_id=site_id, item=item, checked_on=today, checked_by_id=uuid4()
                    )
                    for item in TeleconsultationKitItem
                ),
            ]
        )
    return site_id, client.client_id, secret


async def token_of(http: httpx.AsyncClient, client_id: str, secret: str) -> str:
    """A token of the client, as a kiosk asks for it."""
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return str((await http.post("/oauth/token", data=form)).json()["access_token"])


def by_video(owner_url: str) -> None:
    """Every opening is by video, for kiosks too."""
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        connection.execute(
            "UPDATE openings SET modes = '{video}', audiences = '{public,cpts}', capacity = 1, needs = '{}'"
        )
        connection.execute("UPDATE professionals SET profession_code = '10' WHERE profession_code <> '21'")


def doubles(owner_url: str) -> int:
    """Pairs of claims of one resource that meet: 0, or the product is wrong."""
    with psycopg.connect(plain_url(owner_url)) as connection:
        row = connection.execute(
            "SELECT count(*) FROM claims a JOIN claims b ON a.id < b.id AND a.resource_id = b.resource_id"
            " AND a.during && b.during"
        ).fetchone()
    assert row is not None
    return int(row[0])


async def visit(
    http: httpx.AsyncClient, site_id: UUID, token: str, draw: random.Random, taken: dict[str, list[float]]
) -> str:
    """One person at one kiosk: search, hold, book; what came of it."""
    base = f"/api/v1/teleconsultation-sites/{site_id}/kiosk"

    async def call(step: str, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        await asyncio.sleep(draw.uniform(0, 2 * PAUSE))
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        start = time.perf_counter()
        answer = await http.request(method, base + path, headers=headers, json=body)
        taken[step].append((time.perf_counter() - start) * 1000)
        return answer

    found = (await call("search", "GET", "/times?limit=20")).json()["times"]
    seat = {"slot_id": draw.choice(found)["slot_id"], "site_id": str(site_id)}
    held = await call("hold", "POST", "/holds", seat)
    if held.status_code != 201:
        return str(held.json()["type"])
    body = {
        "hold_token": held.json()["token"],
        "reason": "dermatology",
        "attending_doctor_status": "none",
        "person": PERSON,
    }
    booked = await call("confirm", "POST", "/bookings", body)
    return "booked" if booked.status_code == 201 else str(booked.json()["type"])


def main(kiosks: int = 50, rounds: int = 4) -> None:
    """Fill a scratch database, let people come, print and write bench/results/teleconsultation.json."""
    with scratch.database() as owner_url:

        async def work() -> list[dict[str, Any]]:
            await core_db.disconnect()
            core_db.connect(core_db.app_url(owner_url), pool_size=4)
            community_id, _ = await slots.make_community()
            ids = slots.fill(owner_url, community_id, DOCTORS)
            await slots.join(community_id, ids)
            by_video(owner_url)
            made = [await a_kiosk(community_id, number) for number in range(kiosks)]
            taken: dict[str, list[float]] = {"search": [], "hold": [], "confirm": []}
            ends: list[str] = []
            limits = httpx.Limits(max_connections=kiosks, max_keepalive_connections=kiosks)
            with crowd.server(owner_url) as port:
                async with httpx.AsyncClient(
                    base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits
                ) as http:
                    held = [(site, await token_of(http, *whose)) for site, *whose in made]

                    async def people(number: int) -> None:
                        draw = random.Random(number)
                        for _ in range(rounds):
                            ends.append(await visit(http, *held[number], draw, taken))

                    await asyncio.gather(*(people(number) for number in range(min(10, kiosks))))  # warm
                    for values in taken.values():
                        values.clear()
                    await asyncio.gather(*(people(number) for number in range(kiosks)))
            return [
                {
                    "step": step,
                    "calls": len(values),
                    "p50_ms": scratch.percentile(values, 0.5),
                    "p95_ms": scratch.percentile(values, 0.95),
                    "p99_ms": scratch.percentile(values, 0.99),
                    "booked": ends.count("booked"),
                    "other": len(ends) - ends.count("booked") - ends.count("slot_taken"),
                    "double": doubles(owner_url),
                    "load": os.getloadavg()[0],
                }
                for step, values in taken.items()
            ]

        rows = scratch.run(owner_url, work())
        scratch.show("teleconsultation", rows)
    if any(row["double"] or row["other"] for row in rows):
        sys.exit("A resource was taken twice, or something else than a refusal happened")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
