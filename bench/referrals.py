"""The waiting list of attending doctors with 50,000 people, and one person among 2,000 volunteers.

Usage: python -m bench.referrals [OPEN] [VOLUNTEERS] [REPEATS]
Budget: every score counted anew under 10 s; the first page p95 under 80 ms; whose turn it is, under 50 ms.
"""

from __future__ import annotations

import gc
import logging
import random
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import structlog
from sqlalchemy import select

from api.app import create_app
from api.cases.tables import Case
from api.core.clock import now
from api.core.crypto import row_context, seal
from api.core.db import plain_url, unit_of_work
from api.core.ids import new_id
from api.identity import cookies
from api.referrals.attending_doctor.service.facts import setting_of
from api.referrals.attending_doctor.service.kind import AttendingDoctor
from api.referrals.attending_doctor.service.scoring import rescore_all
from bench import scratch
from bench.make_rpps import luhn_digit
from bench.slots import VITRY, make_community, timed

SECTORS = ("Centre", "Plateau", "Fort", "Gare", "Moulin-Vert", "Port-à-l’Anglais", "Coteau", "Balzac")
MIDDLES = {name: (48.777 + 0.003 * n, 2.382 + 0.0025 * n) for n, name in enumerate(SECTORS)}
"""Where somebody is said to be: the middle of the sector, never the address."""
PAGES = {
    "first_page": "/api/v1/attending-doctor-waiting-list",
    "first_page_of_a_sector": "/api/v1/attending-doctor-waiting-list?sector=Fort&level=high",
    "number": "/api/v1/attending-doctor-waiting-list?q=MT-0412",
    "figures": "/api/v1/attending-doctor-figures",
}


def fill(owner_url: str, community_id: UUID, people: int, volunteers: int) -> None:
    """`people` who wait since up to two years, and `volunteers` with places, some refused before."""
    draw, at = random.Random(50_000), now()
    with psycopg.connect(plain_url(owner_url)) as connection, connection.cursor() as cursor:
        doctors = _doctors(cursor, draw, community_id, volunteers)
        ids = [new_id() for _ in range(people)]
        cases = (
            "id, community_id, kind, number, version, state, state_changed_at, age_band, mobility, sector,"
            " commune_insee, commune_name, latitude, longitude, origin, requester_kind, requester_id,"
            " requester_name_sealed, requester_profession, waits_for, created_at"
        )
        requests = (
            "id, community_id, state, searching, source, waiting_since, score, level, scored_rules_version,"
            " scored_at, rescore_on, age_step, birth_year, long_term_illness, home_visit, social_cover,"
            " pregnancy, disability, discharged_on, absence_reason, informed_at, missing, missed_on,"
            " renewed_at"
        )
        rows = []
        with cursor.copy(f"COPY cases ({cases}) FROM STDIN".encode()) as copy:
            for number, id_ in enumerate(ids):
                since = at - timedelta(days=draw.randint(0, 700), minutes=number)
                sector, home = draw.choice(SECTORS), draw.random() < 0.2
                place = MIDDLES[sector]
                step = draw.choices([0, 1, 2], [70, 18, 12])[0]
                band = ("years_40_49", "years_70_79", "years_80_and_over")[step]
                mobility = "home_visit" if home else "can_travel"
                copy.write_row(
                    (
                        id_,
                        community_id,
                        "attending_doctor",
                        f"MT-{number + 1:04d}",
                        1,
                        "waiting",
                        since,
                        band,
                        mobility,
                        sector,
                        VITRY,
                        "Vitry-sur-Seine",
                        *place,
                        "organisation",
                        "account",
                        new_id(),
                        seal(b"Service", row_context("cases", "requester_name", id_)),
                        "",
                        "nobody",
                        since,
                    )
                )
                year = {0: 1980, 1: 1950, 2: 1940}[step] + draw.randint(-4, 4)
                flags = [draw.random() < share for share in (0.3, 0.1, 0.05, 0.1)]
                rows.append(
                    (id_, community_id, "waiting", True, "ward", since, 0, "ordinary", 0, at, at.date())
                    + (step, year, flags[0], home, flags[1], flags[2], flags[3], None, "moved", since)
                    + ([], [], since)
                )
        with cursor.copy(f"COPY attending_doctor_requests ({requests}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        _offers(cursor, draw, community_id, ids, doctors)
        connection.commit()
        connection.autocommit = True
        cursor.execute("ANALYZE")


def _doctors(cursor: Any, draw: random.Random, community_id: UUID, count: int) -> list[UUID]:
    at, ids, practices = now(), [], []
    with cursor.copy(
        "COPY professionals (id, rpps, title, family_name, given_name, profession_code, specialty_codes,"
        " is_active, created_at, updated_at) FROM STDIN"
    ) as copy:
        for number in range(count):
            body = f"18{number:08d}"
            ids.append(new_id())
            person = (ids[-1], body + luhn_digit(body), "DR", f"Essai{number}", "Camille", "10", ["SM54"])
            copy.write_row((*person, True, at, at))
            point = (48.787 + draw.uniform(-0.03, 0.03), 2.392 + draw.uniform(-0.03, 0.03))
            practices.append((new_id(), ids[-1], "1", VITRY, "Vitry-sur-Seine", *point, True, at))
    with cursor.copy(
        "COPY practices (id, professional_id, activity_key, commune_insee, commune_name, latitude, longitude,"
        " is_active, updated_at) FROM STDIN"
    ) as copy:
        for practice in practices:
            copy.write_row(practice)
    cursor.executemany(
        "INSERT INTO memberships (id, community_id, professional_id, version, unscheduled_care,"
        " attending_doctor, death_certification, teleconsultation, training_supervision, joined_on)"
        " VALUES (%s, %s, %s, 1, false, true, false, false, false, %s)",
        [(new_id(), community_id, one, at.date()) for one in ids],
    )
    cursor.executemany(
        "INSERT INTO attending_doctor_capacities (id, community_id, professional_id, version, quota,"
        " home_visits, sectors, declared_at) VALUES (%s, %s, %s, 1, %s, %s, '{}', %s)",
        [(new_id(), community_id, one, draw.randint(1, 4), draw.random() < 0.7, at) for one in ids],
    )
    return ids


def _offers(
    cursor: Any, draw: random.Random, community_id: UUID, people: list[UUID], doctors: list[UUID]
) -> None:
    """Some have been proposed before, and refused."""
    at, offered = now(), []
    asked = draw.sample(people, len(people) // 20)
    searches = [(new_id(), case) for case in asked]
    cursor.executemany(
        "INSERT INTO dispatches (id, community_id, case_id, kind, version, state, plan, step, coordinator_at,"
        " created_at) VALUES (%s, %s, %s, 'attending_doctor', 1, 'exhausted', '[]', 0, %s, %s)",
        [(search, community_id, case, at, at) for search, case in searches],
    )
    for search, case in searches:
        for step, doctor in enumerate(draw.sample(doctors, 3)):
            offered.append((new_id(), community_id, search, case, doctor, step, step + 1, at, at, at, at))
    cursor.executemany(
        "INSERT INTO offers (id, community_id, dispatch_id, case_id, professional_id, state, reason,"
        " audience, step, wave, offered_at, due_at, answered_at, closed_at, decline_reason)"
        " VALUES (%s, %s, %s, %s, %s, 'declined', 'in_turn', 'in_turn', %s, %s, %s, %s, %s, %s,"
        " 'patient_list_full')",
        offered,
    )


async def measured(owner_url: str, people: int, volunteers: int, repeats: int) -> list[dict[str, Any]]:
    """All of it, one after the other."""
    community_id, token = await make_community()
    fill(owner_url, community_id, people, volunteers)
    rows = []
    start = time.perf_counter()
    async with unit_of_work(community_id) as db:
        done = await rescore_all(db, community_id, await setting_of(db, community_id, now()))
    rows.append(_row("rescore_all", done, [(time.perf_counter() - start) * 1000], 10_000))
    transport = httpx.ASGITransport(app=create_app())
    jar = {cookies.SESSION: token}
    async with httpx.AsyncClient(transport=transport, base_url="http://bench.example", cookies=jar) as http:
        for name, path in PAGES.items():

            async def call(path: str = path) -> httpx.Response:
                answer = await http.get(path)
                assert answer.status_code == 200, answer.text
                return answer

            answer = (await call()).json()
            found = len(answer["items"]) if "items" in answer else answer["waiting"]
            rows.append(_row(name, found, await timed(call, repeats), 80 if name == "first_page" else None))
    rows.append(_row("whose_turn", volunteers, await timed(await matching(community_id), repeats), 50))
    return rows


async def matching(community_id: UUID) -> Callable[[], Awaitable[object]]:
    """Whose turn it is, for one person: what a proposal waits for under the lock."""
    async with unit_of_work(community_id) as db:
        case = (await db.scalars(select(Case).where(Case.community_id == community_id).limit(1))).one()
    kind = AttendingDoctor()

    async def match() -> object:
        async with unit_of_work(community_id) as db:
            person = await kind.whose_turn(db, case, now(), frozenset())
            assert person is not None
            return person

    return match


def _row(name: str, found: int, runs: list[float], budget: float | None) -> dict[str, Any]:
    p95 = scratch.percentile(runs, 0.95)
    return {
        "what": name,
        "found": found,
        "p50_ms": scratch.percentile(runs, 0.5),
        "p95_ms": p95,
        "budget_ms": budget,
        "kept": None if budget is None else p95 <= budget,
    }


def main(people: int = 50_000, volunteers: int = 2_000, repeats: int = 60) -> int:
    """Fill a scratch database, measure, print and write bench/results/referrals.json; budgets not kept."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # The garbage collector as `api.serve` sets it in each web process.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with scratch.database() as owner_url:
        rows = scratch.run(owner_url, measured(owner_url, people, volunteers, repeats))
    scratch.show("referrals", rows)
    return sum(row["kept"] is False for row in rows)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
