"""The process of background work: jobs as they come, and sweeps that look for what is due.

Deadlines are facts in rows: a sweep that comes late, or twice, changes nothing but latency. Each sweep
goes through the communities that have work, one after the other, in transactions of their own; what fails
in one does not keep the others waiting. Nothing here decides anything: the modules do.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from uuid import UUID

import procrastinate.exceptions
import psycopg
import structlog
import uvloop
from psycopg_pool import PoolTimeout
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from api.app import MODULES
from api.audit import service as audit
from api.availability import service as availability
from api.cases.service import erase_what_is_due
from api.certifiers import service as certifiers
from api.core import clock, logging
from api.core.db import app_url, connect, disconnect, unit_of_work
from api.core.jobs import periodic, work
from api.core.settings import settings
from api.core.sweeping import until_nothing_is_left
from api.directory import service as directory
from api.directory.nightly import import_newest
from api.dispatch import service as dispatch
from api.identity.tables import Community
from api.notifications import service as notifications
from api.retention.sweep import forget_in, forget_national
from api.sas import service as sas
from api.serve import keep_what_is_loaded
from api.trail import keep_trail
from api.unscheduled_care import service as unscheduled_care
from api.webhooks import service as webhooks

log = structlog.get_logger(__name__)

PATIENCE = 15.0
"""Seconds that jobs under way may take when the process is asked to stop. Those that need longer are done
again later."""

PAUSE = 2.0
"""Seconds before another try when the database is away."""

AWAY = (
    psycopg.Error,
    PoolTimeout,
    DBAPIError,
    OSError,
    procrastinate.exceptions.ConnectorException,
)
"""How a database that is restarting looks from here."""


def run() -> None:
    """Work until SIGTERM or SIGINT, whatever the database does meanwhile."""
    logging.configure()
    owner_url = settings().database_url
    if owner_url is None:
        raise RuntimeError("No database: start with `maillage serve`, or set DATABASE_URL")
    for module in MODULES:
        import_module(f"api.{module}.service")
    keep_what_is_loaded()
    uvloop.run(_until_asked(owner_url))


async def _until_asked(owner_url: str) -> None:
    asked = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, asked.set)
    connect(app_url(owner_url))
    try:
        while not asked.is_set():
            await _work_until(asked)
    finally:
        await disconnect()


async def _work_until(asked: asyncio.Event) -> None:
    """Work until asked to stop, or until the database goes away; then pause."""
    working = asyncio.create_task(work())
    stopping = asyncio.create_task(asked.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    working.cancel()  # procrastinate takes this as a request to finish what is under way
    done, _ = await asyncio.wait({working}, timeout=PATIENCE)
    stopping.cancel()
    try:
        if done and not working.cancelled():
            working.result()
    except AWAY as error:
        log.warning("worker.database_away", error=type(error).__name__)
    if not asked.is_set():
        await asyncio.sleep(PAUSE)


async def in_every_community(act: Callable[[UUID], Awaitable[object]]) -> None:
    """Do something for each community in turn; the first failure is raised once all have had theirs."""
    await _in_each(await _communities(), act)


async def _communities() -> Sequence[UUID]:
    async with unit_of_work() as db:
        return (await db.scalars(select(Community.id).order_by(Community.id))).all()


async def _in_each(communities: Sequence[UUID], act: Callable[[UUID], Awaitable[object]]) -> None:
    failures: list[BaseException] = []
    for community_id in communities:
        for result in await asyncio.gather(act(community_id), return_exceptions=True):
            if isinstance(result, BaseException):
                log.error("sweep.failed", community_id=str(community_id), exc_info=result)
                failures.append(result)
    if failures:
        raise failures[0]


ROUND = 300
"""Seconds from one round of all communities to the next, for sweeps that else visit those at work."""

_AT_WORK = text("SELECT communities_at_work(:at)")


async def where_there_is_work(timestamp: int, every: int, act: Callable[[UUID], Awaitable[object]]) -> None:
    """The same for the communities that have something which a sweep could act on: a request that is open,
    a message that waits, an absence. Once in each `ROUND`, for all of them: should anything else ever be due
    somewhere, it is only late. `timestamp` is that of the tick, which comes `every` so many seconds.
    """
    if timestamp % ROUND < every:
        await in_every_community(act)
        return
    async with unit_of_work() as db:
        communities = (await db.scalars(_AT_WORK, {"at": clock.now()})).all()
    await _in_each(sorted(communities), act)


@periodic("* * * * * */5", "dispatch.tick")
async def tick(timestamp: int) -> None:
    """Every 5 seconds: offers that lapse, waves that open, the coordination alerted."""
    at = clock.now()
    await where_there_is_work(timestamp, 5, lambda community_id: dispatch.tick(community_id, at))


@periodic("* * * * *", "availability.waiting")
async def propose_earlier_times(timestamp: int) -> None:
    """Every minute: times that became free, for those who wait for an earlier one."""
    at = clock.now()
    await in_every_community(lambda community_id: availability.propose_earlier(community_id, at))


@periodic("* * * * *", "availability.reminders")
async def write_reminders(timestamp: int) -> None:
    """Every minute: reminders of appointments, and of the next day."""
    at = clock.now()
    await in_every_community(lambda community_id: availability.remind(community_id, at))


@periodic("* * * * * */15", "availability.displaced")
async def replace_displaced(timestamp: int) -> None:
    """Every 15 seconds: appointments that an absence met and whose job was lost, or that came after it."""
    at = clock.now()
    await where_there_is_work(timestamp, 15, lambda one: availability.replace_displaced(one, at))


@periodic("* * * * * */15", "notifications.sweep")
async def sweep_deliveries(timestamp: int) -> None:
    """Every 15 seconds: messages whose next attempt has come, and those whose job was lost."""
    await where_there_is_work(timestamp, 15, notifications.deliver_due)


@periodic("* * * * * */15", "sas.sweep")
async def sweep_transmissions(timestamp: int) -> None:
    """Every 15 seconds: what the SAS platform was not told yet, and whose next attempt has come."""
    await sas.send_due()


@periodic("53 3 * * *", "sas.forget")
async def forget_transmissions(timestamp: int) -> None:
    """Every night: what the SAS platform took, or was not to take, of appointments long past."""
    await sas.forget_old(clock.now())


@periodic("* * * * * */15", "webhooks.sweep")
async def sweep_webhooks(timestamp: int) -> None:
    """Every 15 seconds: what software was not told yet, and whose next attempt has come."""
    await in_every_community(webhooks.send_due)


@periodic("37 3 * * *", "webhooks.forget")
async def forget_webhooks(timestamp: int) -> None:
    """Every night: what software was told long ago."""
    at = clock.now()
    await in_every_community(lambda community_id: webhooks.forget_old(community_id, at))


@periodic("* * * * *", "notifications.summaries")
async def write_summaries(timestamp: int) -> None:
    """Every minute: the daily summaries whose hour has come."""
    at = clock.now()

    async def summarise(community_id: UUID) -> None:
        async with unit_of_work(community_id) as db:
            await notifications.write_summaries(db, community_id, at)

    await in_every_community(summarise)


@periodic("11 4 * * *", "directory.import")
async def import_national_files(timestamp: int) -> None:
    """Every night: the newest national files, where the operator has them put."""
    await import_newest()


@periodic("23 * * * *", "directory.pages")
async def keep_pages_true(timestamp: int) -> None:
    """Every hour: places for new patients that lapse, and members asked whether their page is still right."""
    at = clock.now()

    async def ask(community_id: UUID) -> None:
        await until_nothing_is_left(community_id, lambda db: directory.keep_pages_true(db, community_id, at))

    await in_every_community(ask)


@periodic("29 * * * *", "certifiers.gaps")
async def tell_gaps_of_rotas(timestamp: int) -> None:
    """Every hour: gaps of the rotas of those who certify deaths that came nearer than 48 hours."""
    at = clock.now()

    async def tell(community_id: UUID) -> None:
        async with unit_of_work(community_id) as db:
            await certifiers.tell_gaps(db, community_id, at)

    await in_every_community(tell)


@periodic("41 3 * * *", "notifications.receipts")
async def forget_receipts(timestamp: int) -> None:
    """Every night: receipts of SMS that were about nothing of ours."""
    async with unit_of_work() as db:
        await notifications.forget_receipts(db, clock.now())


@periodic("* * * * * */10", "audit.seal")
async def seal_trail(timestamp: int) -> None:
    """Every 10 seconds: the lines of the trail that were written since are bound to those before."""
    async with unit_of_work() as db:
        chains = await audit.chains_to_seal(db)

    async def seal(chain_id: UUID) -> None:
        await until_nothing_is_left(chain_id, lambda db: audit.seal_lines(db, chain_id))

    await _in_each(chains, seal)


@periodic("31 2 * * *", "audit.verify")
async def verify_trail(timestamp: int) -> None:
    """Every night: each chain of the trail is walked from end to end, and what is too old goes."""
    at = clock.now()
    await _in_each([audit.NATIONAL, *await _communities()], lambda chain_id: keep_trail(chain_id, at))


@periodic("7 * * * *", "cases.retention")
async def forget_people(timestamp: int) -> None:
    """Every hour: the identities whose time has come are erased."""
    at = clock.now()

    async def forget(community_id: UUID) -> None:
        await until_nothing_is_left(community_id, lambda db: erase_what_is_due(db, community_id, at))

    await in_every_community(forget)


@periodic("7 2 * * *", "retention.forget")
async def forget_what_is_past(timestamp: int) -> None:
    """Every night: members who left long ago, their accounts, and what happened long ago."""
    at = clock.now()
    try:
        await in_every_community(lambda community_id: forget_in(community_id, at))
    finally:
        await forget_national(at)


@periodic("*/10 * * * *", "unscheduled_care.drafts")
async def forget_drafts(timestamp: int) -> None:
    """Every ten minutes: drafts that nobody came back to within their day."""

    async def forget(community_id: UUID) -> None:
        async with unit_of_work(community_id) as db:
            await unscheduled_care.forget_expired_drafts(db, clock.now())

    await in_every_community(forget)
