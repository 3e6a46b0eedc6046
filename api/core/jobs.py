"""Jobs: what happens outside the transaction, deferred inside it (procrastinate on PostgreSQL).

A job is for outside effects (mail, SMS, webhooks, the national platform) and for periodic sweeps.
Deadlines are facts in domain rows; a late or lost job changes nothing but latency. A job runs as the
application's role and opens its own transaction with `unit_of_work(community_id)`.
"""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar

import procrastinate
import structlog
from procrastinate import PsycopgConnector, RetryStrategy
from procrastinate.jobs import Status
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import db as database
from api.core.idempotency import forget_old_answers
from api.core.throttle import forget_old_counts

log = structlog.get_logger(__name__)

app = procrastinate.App(connector=PsycopgConnector())
"""The queue. Modules declare tasks on it with `task` and `periodic`; `api.worker` runs them."""

OUTSIDE = RetryStrategy(max_attempts=8, exponential_wait=3)
"""For calls to the outside world: again after 3, 9, 27 s… up to about two hours."""

ONCE_MORE = RetryStrategy(max_attempts=3, wait=5)
"""For sweeps, which come back by themselves."""

DEFAULT, TICKS = "default", "ticks"
"""The queues: what is deferred, and what the schedule brings."""

STALLED_AFTER = timedelta(minutes=2)

KEPT_ONCE_ENDED = timedelta(days=30)
"""How long a job that failed, or was cancelled, can be looked at. One that succeeded goes at once."""

J = TypeVar("J", bound=Callable[..., Awaitable[Any]])


def task(name: str, *, retry: RetryStrategy = OUTSIDE, queue: str = DEFAULT) -> Callable[[J], J]:
    """Declare a task under a name that never changes: jobs of the last version may still wait.

    Its arguments are JSON values, ids as text, and no personal datum: they are readable in the queue.
    """

    def declare(function: J) -> J:
        app.task(name=name, retry=retry, queue=queue)(function)
        return function

    return declare


def periodic(cron: str, name: str, *, retry: RetryStrategy = ONCE_MORE) -> Callable[[J], J]:
    """Declare a task that the worker runs on a schedule (cron of 5 fields, or 6 with seconds last).

    One job per tick, whatever the number of workers, and at most one that waits; it takes `timestamp`
    (Unix seconds). Two runs may overlap, so a sweep takes rows with FOR UPDATE SKIP LOCKED. No lock is
    held across runs: a worker killed in the middle of one would block all that follow.
    """

    def declare(function: J) -> J:
        declared = app.task(name=name, retry=retry, queue=TICKS, queueing_lock=name)(function)
        app.periodic(cron=cron)(declared)
        return function

    return declare


async def defer(
    db: AsyncSession, name: str, *, run_at: datetime | None = None, lock: str | None = None, **args: Any
) -> None:
    """Put a job in the queue on the session's own connection: it exists exactly if the transaction does.

    `lock`: jobs with the same lock run one after the other, in order.
    Raises procrastinate.exceptions.TaskNotFound when no module declared a task of that name.
    """
    connection = await (await db.connection()).get_raw_connection()
    deferrer = app.configure_task(
        name, allow_unknown=False, schedule_at=run_at, lock=lock, connection=connection.driver_connection
    )
    await deferrer.defer_async(**args)


async def work(
    *, concurrency: int = 4, until_empty: bool = False, queues: Collection[str] = (DEFAULT, TICKS)
) -> None:
    """Run jobs of these queues until cancelled (or until none waits, for tests). `api.core.db.connect`
    comes first."""
    connector = PsycopgConnector(conninfo=database.connected_url(), min_size=1, max_size=concurrency + 2)
    with app.replace_connector(connector):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency,
                queues=list(queues),
                wait=not until_empty,
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=1.0,
                listen_notify=not until_empty,
            )


@periodic("* * * * *", "core.take_up_stalled_jobs")
async def take_up_stalled_jobs(timestamp: int) -> None:
    """Take care of the jobs of a worker that was killed (no heartbeat for two minutes).

    They go back into the queue; those of a schedule are dropped, since their next tick replaces them.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()):
        log.warning("job.stalled", task=job.task_name, job_id=job.id)
        if job.queueing_lock is None:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)


@periodic("17 3 * * *", "core.forget_old_answers")
async def forget_old_answers_nightly(timestamp: int) -> None:
    """Delete the answers kept for Idempotency-Key that are past their seven days."""
    async with database.unit_of_work() as db:
        await forget_old_answers(db)


@periodic("27 3 * * *", "core.forget_old_counts")
async def forget_old_counts_nightly(timestamp: int) -> None:
    """Delete how often those without an account came yesterday."""
    async with database.unit_of_work() as db:
        await forget_old_counts(db)


@periodic("7 3 * * *", "core.forget_ended_jobs")
async def forget_ended_jobs(timestamp: int) -> None:
    """Delete the jobs that failed or were stopped more than thirty days ago, with their events."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEPT_ONCE_ENDED // timedelta(hours=1),
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
