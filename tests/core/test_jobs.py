"""Jobs exist exactly when their transaction committed, and survive a worker that dies."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from procrastinate import exceptions

from api.core import clock, jobs
from api.core.db import unit_of_work
from tests.conftest import Database

done: list[str] = []


@pytest.fixture(autouse=True)
def task() -> Iterator[None]:
    """A task that notes what it was given, and fails the first time when told so."""
    done.clear()

    @jobs.task("test.note", retry=jobs.RetryStrategy(max_attempts=3))
    async def note(word: str) -> None:
        done.append(word)
        if word == "again" and done.count(word) == 1:
            raise OSError("the mail server is away")

    yield
    del jobs.app.tasks["test.note"]


async def test_a_committed_job_runs(connected: Database) -> None:
    async with unit_of_work() as db:
        await jobs.defer(db, "test.note", word="hello")
    await jobs.work(until_empty=True)
    assert done == ["hello"]
    assert connected.sql("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'test.note'") == [(0,)]


async def test_a_job_of_a_transaction_that_failed_never_existed(connected: Database) -> None:
    async def fail() -> None:
        async with unit_of_work() as db:
            await jobs.defer(db, "test.note", word="never")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    await jobs.work(until_empty=True)
    assert done == []


async def test_a_job_that_fails_is_tried_again(connected: Database) -> None:
    async with unit_of_work() as db:
        await jobs.defer(db, "test.note", word="again")
    await jobs.work(until_empty=True)
    assert done == ["again", "again"]


async def test_a_job_that_no_module_declared_is_refused_at_once(connected: Database) -> None:
    async with unit_of_work() as db:
        with pytest.raises(exceptions.TaskNotFound):
            await jobs.defer(db, "test.unknown")


async def test_a_job_of_a_killed_worker_is_taken_up(connected: Database) -> None:
    async with unit_of_work() as db:
        await jobs.defer(db, "test.note", word="taken up")
    connected.sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
    connected.sql(
        "UPDATE procrastinate_jobs SET status = 'doing', "
        "worker_id = (SELECT max(id) FROM procrastinate_workers)"
    )
    async with unit_of_work() as db:
        await jobs.defer(db, "core.take_up_stalled_jobs", timestamp=0)
    await jobs.work(until_empty=True)
    await jobs.work(until_empty=True)
    assert done == ["taken up"]


async def test_jobs_that_ended_are_forgotten_after_thirty_days_and_no_others(connected: Database) -> None:
    ended = [("failed", 31), ("cancelled", 31), ("aborted", 31), ("failed", 29), ("todo", 31)]
    later = clock.now() + timedelta(days=1)
    for status, days in ended:
        word = f"{status} {days}"
        async with unit_of_work() as db:
            await jobs.defer(db, "test.note", run_at=later, word=word)
        connected.sql("UPDATE procrastinate_jobs SET status = %s WHERE args->>'word' = %s", status, word)
        connected.sql(
            "UPDATE procrastinate_events SET at = now() - make_interval(days => %s) WHERE job_id = "
            "(SELECT id FROM procrastinate_jobs WHERE args->>'word' = %s)",
            days,
            word,
        )
    async with unit_of_work() as db:
        await jobs.defer(db, "core.forget_ended_jobs", timestamp=0)
    await jobs.work(until_empty=True)
    left = "SELECT args->>'word' FROM procrastinate_jobs WHERE task_name = 'test.note' ORDER BY 1"
    assert connected.sql(left) == [("failed 29",), ("todo 31",)]
    old = "SELECT count(DISTINCT job_id) FROM procrastinate_events WHERE at < now() - interval '30 days'"
    assert connected.sql(old) == [(1,)], "those of the job that waits"
