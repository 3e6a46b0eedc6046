"""Events in commit order: nothing is missed or seen out of order, whatever transactions overlap."""

import asyncio
import random
from uuid import UUID, uuid4

import pytest

from api.contract.models import LiveTopic
from api.core import db as core_db
from api.core import live, live_feed
from api.core.db import unit_of_work
from api.core.live_hub import Hub, Listener
from tests.conftest import Database
from tests.notifications.ear import until

HERE = uuid4()
WRITERS, EACH = 24, 20
EVERYBODY = frozenset({"role:coordinator"})


async def say(subject: UUID, *, before_commit: asyncio.Event | None = None, turns: int = 0) -> None:
    """One event in a transaction that stays open for so many turns of the loop, or until told."""
    async with unit_of_work() as db:
        live.announce(db, HERE, LiveTopic.cases, EVERYBODY, subject_id=subject)
        await db.flush()
        for _ in range(turns):
            await asyncio.sleep(0)
        if before_commit is not None:
            await before_commit.wait()


class Reader:
    """A browser that loses its connection now and then and comes back to either process."""

    def __init__(self, hubs: list[Hub], chance: random.Random) -> None:
        self.hubs, self.chance = hubs, chance
        self.positions: list[int] = []
        self.subjects: list[str] = []
        self.resets = 0

    def listen(self) -> tuple[Hub, Listener]:
        """Come back with the last id; to a process that has come as far (another would say `reset`)."""
        last = self.positions[-1] if self.positions else 0
        hub = self.chance.choice([hub for hub in self.hubs if hub.position >= last])
        listener = hub.listen(
            community_id=HERE, account_id=uuid4(), session_id=uuid4(), keys=EVERYBODY, after=last
        )
        return hub, listener

    async def read(self, count: int) -> None:
        """Read until so many events have come."""
        while len(self.positions) < count:
            hub, listener = self.listen()
            for _ in range(self.chance.randrange(1, 30)):
                self.take(await listener.next(0.05))
            self.take(await listener.next(0)) if self.chance.random() < 0.5 else None
            hub.leave(listener)

    def take(self, wire: bytes) -> None:
        """What arrived on the wire."""
        for block in wire.decode().split("\n\n")[:-1]:
            said = dict(line.split(": ", 1) for line in block.split("\n"))
            self.resets += said["event"] == "reset"
            self.positions.append(int(said["id"]))
            self.subjects.append(said["data"])


@pytest.fixture
async def hubs(database: Database) -> list[Hub]:
    """Two web processes that hear of the same database."""
    core_db.connect(database.app_url, pool_size=WRITERS)
    made = [Hub(), Hub()]
    tasks = [asyncio.create_task(live_feed._hear(hub)) for hub in made]
    await until(lambda: all(hub.in_touch for hub in made))
    yield made
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await core_db.disconnect()


async def test_what_commits_late_is_told_after_what_committed_before_it(hubs: list[Hub]) -> None:
    early, late, go = uuid4(), uuid4(), asyncio.Event()
    reader = Reader(hubs[:1], random.Random(1))
    _, listener = reader.listen()
    slow = asyncio.create_task(say(early, before_commit=go))  # has its row first…
    await asyncio.sleep(0)
    await say(late)
    reader.take(await listener.next(5))
    go.set()  # …and commits last
    await slow
    reader.take(await listener.next(5))
    assert [str(early) in said for said in reader.subjects] == [False, True]
    assert reader.positions == sorted(reader.positions)
    assert reader.resets == 0


@pytest.mark.parametrize("seed", range(3))
async def test_readers_that_come_and_go_see_every_event_once_and_in_one_order(
    hubs: list[Hub], seed: int
) -> None:
    chance = random.Random(seed)
    readers = [Reader(hubs, random.Random(f"{seed}-{number}")) for number in range(8)]
    reading = [asyncio.create_task(reader.read(WRITERS * EACH)) for reader in readers]

    async def write() -> None:
        for _ in range(EACH):
            await say(uuid4(), turns=chance.randrange(40))

    await asyncio.gather(*(write() for _ in range(WRITERS)))
    async with asyncio.timeout(30):
        await asyncio.gather(*reading)
    for reader in readers:
        assert reader.resets == 0
        assert reader.positions == sorted(set(reader.positions))
        assert len(set(reader.subjects)) == WRITERS * EACH
        assert reader.subjects == readers[0].subjects
