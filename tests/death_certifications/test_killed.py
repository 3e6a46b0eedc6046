"""kill -9 of the worker in the middle of a death's search: another one goes on, and nothing happens twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest

from api.core import clock
from api.core.db import plain_url
from api.core.settings import settings
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.running import WORKER, working
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, accept, file, offered, read
from tests.death_certifications.test_clocks import put_on_rota
from tests.death_certifications.test_restart import told
from tests.dispatch.scene import thread
from tests.roles import AsRole, ShiftClock, SignedIn

pytestmark = pytest.mark.slow

PATIENCE = 60
"""Seconds for a process to start, on a busy machine, and for the next sweep to come."""

GATE = 20_531
"""The lock that whoever tells people something must pass in these tests."""


class Workers:
    """Workers on the database of a test, whose clock is that of the test; and how they are killed."""

    def __init__(self, database: Database, log: Path) -> None:
        self.database, self.log = database, log

    async def go_on(self, condition: Callable[[], bool]) -> None:
        """A worker does its work until this is so; then it is killed too."""
        with working(self.database.owner_url, self.log, later=settings().clock_offset):
            await self.until(condition)

    async def die_telling(self, *, held_up: int = 0, meanwhile: Callable[[], None] | None = None) -> None:
        """kill -9 a worker at the first message to people, when all the rest of its step is written and
        nothing committed. Nothing of the step is left.

        `meanwhile` is done while it holds the request, and it dies once so many others wait for it.
        """
        before = written(self.database)
        async with self._gate() as gate:
            with working(self.database.owner_url, self.log, later=settings().clock_offset):
                await self.until(lambda: bool(waiting(self.database, "advisory", by=WORKER)))
                if meanwhile is not None:
                    meanwhile()
                await self.until(
                    lambda: len(waiting(self.database, "transactionid", "tuple", by="")) == held_up
                )
                assert written(self.database) == before
            left = waiting(self.database, "advisory", by=WORKER)
            gate.close()
            await self.until(lambda: not still_there(self.database, left))
        if not held_up:
            assert written(self.database) == before

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something; fail with what the workers said."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, self.log.read_text()[-4000:]
            await asyncio.sleep(0.05)

    @asynccontextmanager
    async def _gate(self) -> AsyncIterator[psycopg.Connection]:
        """Whoever tells people something waits, until the connection is closed."""
        self.database.sql(
            "CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS"
            f" 'BEGIN PERFORM pg_advisory_xact_lock_shared({GATE}); RETURN NULL; END'"
        )
        self.database.sql(
            "CREATE TRIGGER gate AFTER INSERT ON notifications"
            " FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()"
        )
        with psycopg.connect(plain_url(self.database.owner_url), autocommit=True) as gate:
            gate.execute("SELECT pg_advisory_lock(%s)", [GATE])
            yield gate
        # It waits for those who write messages meanwhile, in this very process.
        await asyncio.to_thread(self._take_the_gate_away)

    def _take_the_gate_away(self) -> None:
        with psycopg.connect(plain_url(self.database.owner_url), autocommit=True) as owner:
            owner.execute("DROP TRIGGER gate ON notifications")
            owner.execute("DROP FUNCTION wait_at_the_gate()")


def written(database: Database) -> list[list[tuple[object, ...]]]:
    """What is stored of the request, its search, its offers, its thread and what people were told."""
    tables = ("death_certification_requests", "cases", "dispatches", "offers", "timeline_events")
    return [database.sql(f"SELECT * FROM {table} ORDER BY id") for table in (*tables, "notifications")]


def waiting(database: Database, *kinds: str, by: str) -> list[object]:
    """The connections of these that wait for a lock of these kinds. A worker whose sweeps overlap may wait
    for itself, so its own are not taken for those of others, who have no name."""
    query = (
        "SELECT DISTINCT pid FROM pg_stat_activity JOIN pg_locks USING (pid)"
        " WHERE datname = current_database() AND NOT granted"
        " AND locktype = ANY (%s) AND application_name = %s"
    )
    return [pid for (pid,) in database.sql(query, list(kinds), by)]


def still_there(database: Database, pids: list[object]) -> bool:
    """Whether any of these connections is still open."""
    return bool(database.sql("SELECT pid FROM pg_stat_activity WHERE pid = ANY (%s)", pids))


def stands(database: Database, state: str, waits_for: str) -> bool:
    """Whether the only request is in this state, and it is their turn."""
    return database.sql("SELECT state, waits_for FROM cases") == [(state, waits_for)]


def is_ahead(database: Database) -> bool:
    """Whether the request has a next threshold that is still to come."""
    query = "SELECT count(*) FROM death_certification_requests WHERE alarm_at > %s"
    return database.sql(query, clock.now()) == [(1,)]


def happened_twice(database: Database) -> list[tuple[object, ...]]:
    """Waves that opened twice, people asked twice about one request, offers told twice."""
    queries = (
        "SELECT facts->>'wave' FROM timeline_events WHERE kind = 'wave_opened' GROUP BY 1",
        "SELECT professional_id::text FROM offers GROUP BY 1",
        "SELECT offer_id::text FROM notifications WHERE kind = 'offer_made' GROUP BY 1",
    )
    return [row for query in queries for row in database.sql(f"{query} HAVING count(*) > 1")]


@pytest.fixture
def workers(database: Database, tmp_path: Path) -> Workers:
    """Workers on the database of the test."""
    return Workers(database, tmp_path / "workers.log")


async def test_killed_at_each_step_of_the_search_it_goes_on_once_and_ends_in_a_humans_hands(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    as_role: AsRole,
    shift_clock: ShiftClock,
    database: Database,
    workers: Workers,
) -> None:
    one, other, volunteer = await doctors(3)
    own = await as_role("professional")
    for doctor in (one, other):
        await put_on_rota(doctor)
    body = a_death(attending_doctor_status="known", attending_professional_id=str(own.professional_id))
    request = await file(town_hall, body)
    crowd = (own, one, other, volunteer)

    # The attending doctor lets the time pass, then the rota, then the volunteers.
    course = [
        (21, "rota_asked", "professional", [0, 1, 1, 0]),
        (31, "volunteers_asked", "professional", [0, 0, 0, 1]),
        (61, "nobody_found", "coordinator", [0, 0, 0, 0]),
    ]
    for minutes, state, waits_for, asked in course:
        shift_clock(minutes=minutes)
        await workers.die_telling()
        await workers.go_on(partial(stands, database, state, waits_for))
        assert is_ahead(database)
        assert happened_twice(database) == []
        assert [await offered(who) for who in crowd] == asked
    assert told(database, "offer_made") == [1, 1, 1, 1]
    assert (told(database, "request_widened"), told(database, "request_needs_coordinator")) == ([2], [1])
    lines = Counter(line["kind"] for line in await thread(coordinator, request))
    assert (lines["wave_opened"], lines["coordinator_alerted"]) == (3, 1)
    [row] = (await coordinator.call("listCases")).json()["items"]
    assert (row["id"], row["waits_for"]) == (request["id"], "coordinator")


async def test_two_who_accept_while_the_worker_dies_are_one_certifier_whose_silence_comes_to_a_human(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    awake: Community,
    shift_clock: ShiftClock,
    database: Database,
    workers: Workers,
) -> None:
    crowd = await doctors(2)
    died = (clock.now() - timedelta(hours=41, minutes=50)).isoformat()
    request = await file(town_hall, a_death(death_estimated_at=died, death_precision="approximate"))

    # The limit of transport comes near: the worker dies holding the request, and both accept meanwhile.
    shift_clock(minutes=11)
    answers: list[asyncio.Task[int]] = []

    def both_accept() -> None:
        answers.extend(asyncio.create_task(status_of(doctor)) for doctor in crowd)

    await workers.die_telling(held_up=2, meanwhile=both_accept)
    assert sorted([await answer for answer in answers]) == [200, 409]
    assert database.sql("SELECT count(*) FROM offers WHERE state = 'accepted'") == [(1,)]
    await workers.go_on(lambda: told(database, "death_delay") == [1])
    assert stands(database, "accepted", "professional")
    assert is_ahead(database)

    # Nobody comes at the hour that was said: the worker dies again, and the next one calls the coordination.
    shift_clock(minutes=61)
    await workers.die_telling()
    await workers.go_on(lambda: stands(database, "accepted", "coordinator"))
    assert is_ahead(database)
    assert told(database, "death_delay") == [2]
    lines = Counter(line["kind"] for line in await thread(coordinator, request))
    assert (lines["transport_limit_near"], lines["coordinator_alerted"]) == (1, 1)
    assert "relaunch" in (await read(coordinator, request["id"]))["actions"]


async def status_of(doctor: SignedIn) -> int:
    """Accept; what was answered."""
    return (await accept(doctor)).status_code
