"""Search of the directory among 300,000 professionals: through HTTP, through the service, and the bare SQL.

Usage: python -m bench.directory [PROFESSIONALS] [REPEATS]
Budget: p95 under 30 ms over HTTP for a page. The map has none: it shows up to 6,000 points at once.
Three territories: a town, a département, and everybody in one commune, which no community is, but where a
search that only holds on small territories would show.
"""

from __future__ import annotations

import itertools
import logging
import random
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import structlog
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import create_app
from api.availability.tables import Opening
from api.contract.models import ListProfessionalPointsQuery, OpeningKind, Role, SearchProfessionalsQuery
from api.core import db as core_db
from api.core.actor import Actor, system_actor
from api.core.clock import now
from api.core.db import plain_url, set_community, unit_of_work
from api.core.ids import new_id
from api.directory import geography, service
from api.directory.identifiers import luhn_digit
from api.directory.tables import Practice, Professional
from api.identity import cookies
from api.identity import service as identity
from api.identity.rules import ProvedBy
from bench import scratch

VITRY, GATHERED = "94081", "94068"
SEARCHES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a name": {"q": "moreau"},
    "a misspelt name": {"q": "Dr mroeau"},
    "two names": {"q": "jean-piere lefevre"},
    "half a name": {"q": "lef"},
    "a need": {"q": "medecin vsite"},
    "a profession": {"q": "infirmière"},
    "a specialty": {"specialty_code": "general_practice", "limit": 20},
    "the nearest": {"q": "kine", "latitude": 48.787, "longitude": 2.392},
    "within 3 km": {"latitude": 48.787, "longitude": 2.392, "radius_km": 3.0},
    "volunteers": {"unscheduled_care": True, "profession_code": "10"},
    "within a day": {"sees_within_24_hours": True},
    "within a day, near": {"sees_within_24_hours": True, "latitude": 48.787, "longitude": 2.392},
}
POINTS: dict[str, dict[str, Any]] = {
    "the map: everybody": {},
    "the map: volunteers": {"unscheduled_care": True},
    "the map: within a day": {"sees_within_24_hours": True},
}
FAMILIES = "Martin Bernard Moreau Lefèvre Lefebvre Le Goff N'Diaye Garcia Benali Estève Nguyen Dos-Santos"
GIVEN = "Marie Jean-Pierre Camille Nadia Pauline Hugo Maïwenn Lucie Yanis Sophie Awa Karim Élodie Paul"
_SOUNDS = "ba ber bo cha cor da del du fa fer ga gui la le lin ma mer mon na nic pa per ro sa tan vi za"
SYLLABLES = _SOUNDS.split()
PROFESSIONS = (("10", 20), ("60", 45), ("70", 13), ("21", 8), ("40", 6), ("50", 4), ("91", 4))
SPECIALTIES = (("SM54",), ("SM26", "C05"), ("SM04",), ("SM40",), ())


def fill(owner_url: str, count: int) -> None:
    """Write `count` professionals over the country and as many again in one commune, by COPY."""
    draw = random.Random(300)
    communes = [c for c in geography.communes().values() if c.population and c.lat]
    weights = list(itertools.accumulate(c.population for c in communes))
    families = FAMILIES.split(" ") + ["".join(draw.choices(SYLLABLES, k=3)).title() for _ in range(20_000)]
    # Frequent names are very frequent: the first comes a thousand times as often as the last.
    shares = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(families))))
    at = now()
    with psycopg.connect(plain_url(owner_url)) as connection, connection.cursor() as cursor:
        people = []
        for number in range(count):
            body = f"19{number:08d}"
            profession = draw.choices(
                [c for c, _ in PROFESSIONS], cum_weights=list(itertools.accumulate(w for _, w in PROFESSIONS))
            )[0]
            skills = list(draw.choice(SPECIALTIES)) if profession == "10" else []
            name = draw.choices(families, cum_weights=shares)[0]
            title = "DR" if profession == "10" else None
            given = draw.choice(GIVEN.split())
            people.append((new_id(), body + luhn_digit(body), title, name, given, profession, skills))
        with cursor.copy(
            "COPY professionals (id, rpps, title, family_name, given_name, profession_code,"
            " specialty_codes, is_active, created_at, updated_at) FROM STDIN"
        ) as copy:
            for person in people:
                copy.write_row((*person, True, at, at))
        with cursor.copy(
            "COPY practices (id, professional_id, activity_key, name, address_line, commune_insee,"
            " commune_name, latitude, longitude, phone, is_active, updated_at) FROM STDIN"
        ) as copy:
            for number, person in enumerate(people):
                commune = draw.choices(communes, cum_weights=weights)[0]
                where = (commune.insee, commune.name)
                point = (commune.lat + draw.uniform(-0.02, 0.02), commune.lon + draw.uniform(-0.02, 0.02))
                key = (new_id(), person[0], f"c{number}", f"Cabinet {number}", "3 rue des Lilas")
                copy.write_row((*key, *where, *point, "0199000000", True, at))
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE professionals, practices, name_words")


def gather(owner_url: str) -> None:
    """Give every professional of the country one more place, in one commune."""
    statement = (
        "INSERT INTO practices (id, professional_id, activity_key, commune_insee, commune_name, latitude,"
        " longitude, is_active, updated_at) SELECT gen_random_uuid(), id, 'gathered', %s, 'Ici',"
        " 48.7 + random() / 10, 2.3 + random() / 10, true, now() FROM professionals"
    )
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        connection.execute(statement, [GATHERED])
        connection.execute("VACUUM ANALYZE professionals, practices")


async def make_actor(name: str, communes: list[str], number: int) -> tuple[Actor, str]:
    """A community on that territory with 300 members at most, and a session of its coordinator."""
    async with unit_of_work() as db:
        community = await identity.create_community(
            db,
            system_actor(),
            finess=f"94{number:07d}",
            name=name,
            short_name=name,
            time_zone="Europe/Paris",
            communes=communes,
            at=now(),
        )
        who = system_actor(community.id)
        await set_community(db, community.id)
        here = Professional.practice_communes.overlap(communes)
        for position, professional in enumerate(
            await db.scalars(select(Professional.id).where(here).order_by(Professional.rpps).limit(300))
        ):
            db.add(membership(community.id, professional, position))
            db.add(opening(community.id, await practice_of(db, professional), position))
        email = f"coordination{number}@bench.example"
        account = await identity.create_account(db, who, email=email, name=name, password=None, at=now())
        await identity.grant_role(
            db, who, account, community_id=community.id, role=Role.coordinator, organisation_id=None, at=now()
        )
        token = await identity.open_session(db, account, at=now(), proved_by=ProvedBy.second_factor)
        actor = await identity.actor_of_session(db, token, at=now(), awake=False)
    assert actor is not None
    return actor, token


def membership(community_id: UUID, professional_id: UUID, position: int) -> Any:
    """A member: one in two volunteers, one in three visits, one in five left their page unconfirmed."""
    from api.directory.tables import Membership

    return Membership(
        community_id=community_id,
        professional_id=professional_id,
        unscheduled_care=position % 2 == 0,
        home_visits=position % 3 == 0,
        joined_on=now().date() - timedelta(days=200),
        declared_on=now().date() - timedelta(days=150 if position % 5 == 0 else 20),
    )


async def practice_of(db: AsyncSession, professional_id: UUID) -> Practice:
    """A place of theirs."""
    found = select(Practice).where(Practice.professional_id == professional_id).limit(1)
    return (await db.scalars(found)).one()


def opening(community_id: UUID, practice: Practice, position: int) -> Opening:
    """Today, tomorrow or the day after: a morning or an afternoon in slots of 20 minutes."""
    at = now()
    begin = 8 * 60 if position % 2 else 14 * 60
    return Opening(
        community_id=community_id,
        professional_id=practice.professional_id,
        practice_id=practice.id,
        version=1,
        kind=OpeningKind.slots,
        weekday=None,
        on_day=at.date() + timedelta(days=position % 3),
        from_minute=begin,
        to_minute=begin + 4 * 60,
        valid_from=at.date() + timedelta(days=position % 3),
        valid_to=at.date() + timedelta(days=position % 3),
        slot_minutes=20,
        capacity=1,
        needs=[],
        modes=["office"],
        audiences=["cpts"],
        created_at=at,
    )


async def timed(work: Callable[[], Coroutine[Any, Any, Any]], repeats: int) -> list[float]:
    """Milliseconds of each run, after three that are not counted."""
    for _ in range(3):
        await work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


async def measure(territory: str, actor: Actor, token: str, repeats: int) -> list[dict[str, Any]]:
    """One row per search: its p95 over HTTP, in the service, and of the same statements alone."""
    rows = []
    transport = httpx.ASGITransport(app=create_app())
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bench.example", cookies={cookies.SESSION: token}
    ) as http:
        pages = [(name, "/api/v1/professionals", asked) for name, asked in SEARCHES.items()]
        maps = [(name, "/api/v1/professional-points", asked) for name, asked in POINTS.items()]
        for name, path, asked in (*pages, *maps):
            parameters = {key: str(value).lower() for key, value in asked.items()}

            async def call(path: str = path, parameters: dict[str, str] = parameters) -> int:
                answer = await http.get(path, params=parameters)
                assert answer.status_code == 200, answer.text
                said = answer.json()
                return int(said.get("total", len(said["items"])))

            async def serve(path: str = path, asked: dict[str, Any] = asked) -> None:
                async with unit_of_work(actor.community_id) as db:
                    if path.endswith("points"):
                        await service.list_professional_points(
                            db, actor, ListProfessionalPointsQuery(**asked)
                        )
                    else:
                        await service.search_professionals(db, actor, SearchProfessionalsQuery(**asked))

            statements: list[tuple[str, Any]] = []
            engine = core_db.engine().sync_engine

            def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
                statements.append((statement, values))  # noqa: B023  used before the next turn

            event.listen(engine, "before_cursor_execute", note)
            await serve()
            event.remove(engine, "before_cursor_execute", note)
            over_http, in_service = await timed(call, repeats), await timed(serve, repeats)
            bare = await alone(statements, repeats)
            rows.append(
                {
                    "territory": territory,
                    "search": name,
                    "found": await call(),
                    "http_best": min(over_http),
                    "http_p50": scratch.percentile(over_http, 0.5),
                    "http_p95": scratch.percentile(over_http, 0.95),
                    "service_p95": scratch.percentile(in_service, 0.95),
                    "sql_p95": scratch.percentile(bare, 0.95),
                    "http_over_sql": scratch.percentile(over_http, 0.5) / scratch.percentile(bare, 0.5),
                }
            )
    return rows


async def alone(statements: list[tuple[str, Any]], repeats: int) -> list[float]:
    """The same statements on a plain psycopg connection."""
    async with await psycopg.AsyncConnection.connect(core_db.connected_url()) as connection:

        async def run() -> None:
            async with connection.transaction():
                for statement, values in statements:
                    cursor = await connection.execute(statement.encode(), values)
                    if cursor.description:
                        await cursor.fetchall()

        return await timed(run, repeats)


async def measure_all(owner_url: str, repeats: int) -> list[dict[str, Any]]:
    """The three territories, one after the other."""
    departement = [c.insee for c in geography.communes().values() if c.departement == "94"]
    rows = []
    for number, (name, communes) in enumerate((("town", [VITRY]), ("département", departement))):
        rows += await measure(name, *await make_actor(name, communes, number), repeats)
    gather(owner_url)
    rows += await measure("all here", *await make_actor("all here", [GATHERED], 9), repeats)
    return rows


def main(count: int, repeats: int) -> None:
    """Measure, print, write bench/results/directory.json."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with scratch.database() as owner_url:
        fill(owner_url, count)
        rows = scratch.run(owner_url, measure_all(owner_url, repeats))
    scratch.show("directory", rows)


if __name__ == "__main__":
    main(*(int(text) for text in (sys.argv[1:] + ["300000", "40"][len(sys.argv) - 1 :])))
