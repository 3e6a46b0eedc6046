"""kill -9 of the worker after the software has taken a message, before that is written down."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.core.ids import new_id
from tests.conftest import Database
from tests.contract.running import PROJECT
from tests.roles import SignedIn
from tests.webhooks.conftest import Announce, Connect, listed
from tests.webhooks.receiver import Receiver, stalls

pytestmark = pytest.mark.slow


@contextmanager
def worker(database: Database, receiver: Receiver, log: Path, *, later: float = 0) -> Iterator[None]:
    """A worker in a process of its own, with a clock that many seconds ahead; killed at the end."""
    environment = os.environ | {
        "DATABASE_URL": database.owner_url,
        "MAILLAGE_CLOCK_OFFSET": str(later),
        "MAILLAGE_OUTGOING_ALLOWS": f"127.0.0.1:{receiver.host.port}",
    }
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "worker"], cwd=PROJECT, env=environment, stdout=out, stderr=out
        )
    try:
        yield
    finally:
        process.kill()
        process.wait(timeout=20)


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
