"""The process of background work: what it does by itself, and how it bears a database that goes away."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from api import worker
from api.contract.models import NotificationKind
from api.core import clock
from api.core.db import engine, unit_of_work
from api.identity.tables import Community
from api.notifications import service as notifications
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity

pytestmark = pytest.mark.anyio

REPOSITORY = Path(__file__).resolve().parents[1]


class Worker:
    """A worker in a process of its own, on the database of the test."""

    def __init__(self, database: Database, log: Path) -> None:
        environment = {**os.environ, "DATABASE_URL": database.owner_url, "PYTHONUNBUFFERED": "1"}
        self._log, self._out = log, log.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "worker"],
            cwd=REPOSITORY,
            env=environment,
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )

    def stop(self, signum: int) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signum)
        return self.process.wait(timeout=20)

    def said(self) -> str:
        """Its log so far."""
        return self._log.read_text()

    def end(self) -> None:
        """Whatever happened, it does not outlive the test."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=20)
        self._out.close()


@pytest.fixture
def background(connected: Database, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """`background()` -> a worker that has just been started."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(connected, tmp_path / f"worker{len(started)}.log"))
        return started[-1]

    yield start
    for one in started:
        one.end()


def until(condition: Callable[[], bool], background: Worker, *, seconds: float = 60) -> None:
    """Wait for something that the worker does; fail with its log when it dies or does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert background.process.poll() is None, background.said()
        assert time.monotonic() < deadline, background.said()
        time.sleep(0.05)


async def write_to(account_id: UUID, community: Community) -> None:
    """A message by e-mail to somebody, committed."""
    async with unit_of_work(community.id) as db:
        await notifications.notify(
            db,
            community_id=community.id,
            account_ids=[account_id],
            kind=NotificationKind.request_accepted,
            at=clock.now(),
        )


def sent(connected: Database) -> int:
    """How many e-mails went out."""
    rows = connected.sql("SELECT count(*) FROM deliveries WHERE channel = 'email' AND state = 'sent'")
    return int(str(rows[0][0]))


@pytest.mark.slow
async def test_a_worker_sends_survives_its_database_and_stops_when_asked(
    background: Callable[[], Worker], as_role: AsRole, community: Community, connected: Database
) -> None:
    reader = await as_role("coordinator")
    one = background()
    await write_to(reader.account_id, community)
    until(lambda: sent(connected) == 1, one)

    connected.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND usename = 'maillage_app' AND pid <> pg_backend_pid()"
    )
    await engine().dispose()  # the connections of the test itself were cut too
    await write_to(reader.account_id, community)
    until(lambda: sent(connected) == 2, one)
    assert one.stop(signal.SIGTERM) == 0
    assert one.said().count("delivery.attempted") == 2


@pytest.mark.slow
async def test_a_killed_worker_leaves_its_messages_to_the_next_one(
    background: Callable[[], Worker], as_role: AsRole, community: Community, connected: Database
) -> None:
    reader = await as_role("coordinator")
    first = background()
    until(lambda: bool(connected.sql("SELECT 1 FROM procrastinate_workers")), first)
    first.stop(signal.SIGKILL)
    await write_to(reader.account_id, community)
    assert sent(connected) == 0
    second = background()
    until(lambda: sent(connected) == 1, second)
    assert second.stop(signal.SIGINT) == 0


async def test_a_community_that_fails_does_not_keep_the_others_waiting(
    community: Community, make_community: MakeCommunity
) -> None:
    others = [await make_community(f"Autre {n}") for n in range(2)]
    seen: list[UUID] = []

    async def act(community_id: UUID) -> None:
        seen.append(community_id)
        if len(seen) == 1:
            raise LookupError("the first one fails")

    with pytest.raises(LookupError):
        await worker.in_every_community(act)
    assert set(seen) == {community.id, *(other.id for other in others)}


async def test_a_sweep_visits_the_communities_that_have_work_and_now_and_then_all_of_them(
    community: Community, make_community: MakeCommunity, as_role: AsRole, connected: Database
) -> None:
    idle = await make_community("Sans travail")
    reader = await as_role("coordinator")
    seen: list[UUID] = []

    async def act(community_id: UUID) -> None:
        seen.append(community_id)

    await worker.where_there_is_work(worker.ROUND - 5, 5, act)
    assert seen == []
    await write_to(reader.account_id, community)
    await worker.where_there_is_work(worker.ROUND - 5, 5, act)
    assert seen == [community.id]
    seen.clear()
    await worker.where_there_is_work(worker.ROUND + 4, 5, act)
    assert set(seen) == {community.id, idle.id}
    # What says where there is work says nothing else: no row of it can be read from here.
    async with unit_of_work() as db:
        assert (await db.scalars(text("SELECT id FROM deliveries"))).all() == []
        allowed = await db.scalar(
            text("SELECT has_function_privilege('public', 'communities_at_work(timestamptz)', 'EXECUTE')")
        )
    assert allowed is False


async def test_an_absence_is_work_wherever_somebody_is_booked_with_who_is_away(
    community: Community, make_community: MakeCommunity, as_role: AsRole, connected: Database
) -> None:
    elsewhere = await make_community("Ailleurs")
    doctor = await as_role("professional")
    at = clock.now()
    connected.sql(
        "INSERT INTO absences (id, community_id, professional_id, version, during, reason, has_left,"
        " openings_inherited, openings_left, created_at)"
        " VALUES (gen_random_uuid(), %s, %s, 1, tstzrange(%s, %s), 'leave', false, 0, 0, %s)",
        community.id,
        doctor.professional_id,
        at,
        at + timedelta(days=2),
        at,
    )
    connected.sql(
        "INSERT INTO appointments (id, community_id, version, state, professional_id, starts_at, ends_at,"
        " mode, origin, booked_by_kind, booked_by_id, confirm_by_phone, created_at, state_changed_at)"
        " VALUES (gen_random_uuid(), %s, 1, 'booked', %s, %s, %s, 'office', 'direct', 'account', %s,"
        " false, %s, %s)",
        elsewhere.id,
        doctor.professional_id,
        at + timedelta(days=1),
        at + timedelta(days=1, hours=1),
        doctor.account_id,
        at,
        at,
    )
    assert await _at_work(at) == {community.id, elsewhere.id}
    assert await _at_work(at + timedelta(days=3)) == set()


async def _at_work(at: datetime) -> set[UUID]:
    async with unit_of_work() as db:
        return set((await db.scalars(text("SELECT communities_at_work(:at)"), {"at": at})).all())
