"""kill -9 of the worker after the software has taken a message, before that is written down."""

import asyncio
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from api.core.ids import new_id
from tests.conftest import Database
from tests.contract.running import working
from tests.roles import SignedIn
from tests.webhooks.conftest import Announce, Connect, listed
from tests.webhooks.receiver import Receiver, stalls

pytestmark = pytest.mark.slow


def worker(
    database: Database, receiver: Receiver, log: Path, *, later: float = 0
) -> AbstractContextManager[None]:
    """A worker that may call the receiver."""
    allowed = f"127.0.0.1:{receiver.host.port}"
    return working(database.owner_url, log, later=later, MAILLAGE_OUTGOING_ALLOWS=allowed)


async def came(receiver: Receiver, log: Path) -> None:
    """Wait for the next message."""
    try:
        await asyncio.wait_for(receiver.came.wait(), 40)
    except TimeoutError:
        pytest.fail(log.read_text()[-4000:])
    receiver.came.clear()


async def test_a_worker_killed_before_it_noted_the_answer_sends_again_under_the_same_id(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    database: Database,
    tmp_path: Path,
) -> None:
    await connect()
    subject, log = new_id(), tmp_path / "worker.log"
    await announce("received", subject)
    receiver.ways.append(stalls)
    with worker(database, receiver, log):
        await came(receiver, log)
    await announce("accepted", subject)
    with worker(database, receiver, log, later=60):
        await came(receiver, log)
        while [one["state"] for one in await listed(admin)] != ["delivered"] * 2:
            await asyncio.sleep(0.05)
    assert receiver.steps == ["received DC-0031", "received DC-0031", "accepted DC-0031"]
    first, again, _ = receiver.ids
    assert first == again
