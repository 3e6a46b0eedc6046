"""Regulators who ask the same together share one answer, and never one begun before they asked."""

import asyncio

import psycopg
import pytest

from api.availability.service.regulation_sharing import Shared
from api.core.db import plain_url
from tests.availability.conftest import Opens, booking, slot, tomorrow_at
from tests.availability.test_regulation import FOR_REGULATION, look, starts
from tests.conftest import Database
from tests.roles import AsRole, SignedIn

_STANDING_STILL = "SELECT 1 FROM pg_locks WHERE relation = 'offers'::regclass AND NOT granted"
_LAST_ENDED = """SELECT max(state_change) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'maillage_app' AND state = 'idle'"""


class Desk:
    """Work that ends when the test says so: each piece answers what was so when it began."""

    def __init__(self) -> None:
        self.shared, self.state = Shared[str](), "before"
        self.begun: list[asyncio.Future[None]] = []

    def asks(self, question: str = "vitry") -> asyncio.Task[str]:
        """Somebody asks."""
        return asyncio.create_task(self.shared.answer(question, self._work))

    async def _work(self) -> str:
        seen, ending = self.state, asyncio.get_running_loop().create_future()
        self.begun.append(ending)
        await ending
        return seen

    async def until(self, pieces: int) -> None:
        """Wait until so many pieces of work have begun, and whoever could act has."""
        while len(self.begun) < pieces:
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(self.begun) == pieces

    async def shared_by(self, many: int) -> tuple[asyncio.Task[str], list[asyncio.Task[str]]]:
        """Somebody whose piece has ended, and so many who came during it and now share a second one."""
        first = self.asks()
        await self.until(1)
        crowd = [self.asks() for _ in range(many)]
        await self.until(1)
        self.begun[0].set_result(None)
        await self.until(2)
        return first, crowd


async def test_who_asks_after_a_change_does_not_get_what_was_read_before_it() -> None:
    desk = Desk()
    first = desk.asks()
    await desk.until(1)
    desk.state = "after"
    crowd = [desk.asks() for _ in range(50)]
    await desk.until(1)
    desk.begun[0].set_result(None)
    await desk.until(2)
    # Whoever comes during the second piece waits for a third.
    desk.state = "later"
    last = desk.asks()
    desk.begun[1].set_result(None)
    await desk.until(3)
    desk.begun[2].set_result(None)
    assert await first == "before"
    assert await asyncio.gather(*crowd) == ["after"] * 50
    assert await last == "later"


async def test_another_question_does_not_wait() -> None:
    desk = Desk()
    one, other = desk.asks("vitry"), desk.asks("ivry")
    await desk.until(2)
    desk.begun[1].set_result(None)
    assert await other == "before"
    assert not one.done()
    desk.begun[0].set_result(None)
    await one


@pytest.mark.parametrize("how", ["fails", "is given up"])
async def test_after_a_piece_that_does_not_end_well_one_other_is_begun_for_all_who_wait(how: str) -> None:
    desk = Desk()
    first, crowd = await desk.shared_by(20)
    if how == "fails":
        desk.begun[1].set_exception(RuntimeError("the database went away"))
    else:
        crowd[0].cancel()
    await desk.until(3)
    desk.begun[2].set_result(None)
    ends = await asyncio.gather(first, *crowd, return_exceptions=True)
    assert ends.count("before") == 20
    assert isinstance(ends[1], RuntimeError if how == "fails" else asyncio.CancelledError)


async def test_who_stops_waiting_leaves_the_answer_to_the_others() -> None:
    desk = Desk()
    first, crowd = await desk.shared_by(3)
    crowd[2].cancel()
    desk.begun[1].set_result(None)
    assert await asyncio.gather(first, *crowd[:2]) == ["before"] * 3
    with pytest.raises(asyncio.CancelledError):
        await crowd[2]


async def test_who_asks_after_a_booking_does_not_see_the_time_that_it_took(
    doctor: SignedIn, opens: Opens, as_role: AsRole, connected: Database
) -> None:
    """The booking is made while the search of a colleague, which has read what was free, stands still."""
    opening = await opens(doctor, **FOR_REGULATION)
    one, other = await as_role("regulator"), await as_role("regulator")
    with psycopg.connect(plain_url(connected.owner_url)) as stopper:
        stopper.execute("LOCK TABLE offers IN ACCESS EXCLUSIVE MODE")
        early = asyncio.create_task(look(one))
        while not connected.sql(_STANDING_STILL):
            await asyncio.sleep(0.01)
        booked = await other.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9))))
        assert booked.status_code == 201, booked.text
        ended = connected.sql(_LAST_ENDED)
        late = asyncio.create_task(look(other))
        while connected.sql(_LAST_ENDED) == ended:  # it is known who asks
            await asyncio.sleep(0.01)
    [before], [after] = (await early)["items"], (await late)["items"]
    assert starts(before["days"][1])[0] == "09:00"
    assert starts(after["days"][1])[0] == "09:20"


async def test_a_crowd_that_asks_together_holds_no_connection_while_it_waits(
    doctor: SignedIn, opens: Opens, as_role: AsRole, connected: Database
) -> None:
    """Three times as many as the pool has connections wait for one search that stands still; another request
    is answered at once."""
    await opens(doctor, **FOR_REGULATION)
    regulator = await as_role("regulator")
    with psycopg.connect(plain_url(connected.owner_url)) as stopper:
        stopper.execute("LOCK TABLE offers IN ACCESS EXCLUSIVE MODE")
        crowd = [asyncio.create_task(look(regulator)) for _ in range(30)]
        while not connected.sql(_STANDING_STILL):
            await asyncio.sleep(0.01)
        assert (await asyncio.wait_for(regulator.call("getMe"), 10)).status_code == 200
        assert not any(one.done() for one in crowd)
    answers = await asyncio.gather(*crowd)
    assert [len(one["items"]) for one in answers] == [1] * 30
