"""The sweep loses its connection in the middle of a wave or of an alarm, and comes back."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.core import clock
from api.identity.tables import Community
from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, accept, file, offered, read
from tests.death_certifications.test_clocks import put_on_rota
from tests.dispatch.scene import thread, tick
from tests.roles import AsRole, ShiftClock, SignedIn


@contextmanager
def dying_when_it_tells(database: Database) -> Iterator[None]:
    """Whoever writes to people loses the connection at the first message, with all else already written."""
    database.sql(
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
    )
    database.sql("CREATE TRIGGER die AFTER INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION die()")
    yield
    database.sql("DROP TRIGGER die ON notifications")
    database.sql("DROP FUNCTION die()")


def everything(database: Database) -> list[list[tuple[object, ...]]]:
    """What is stored of the request, its search, its offers, its thread and what people were told."""
    tables = (
        "death_certification_requests",
        "cases",
        "dispatches",
        "offers",
        "timeline_events",
        "notifications",
        "deliveries",
    )
    return [database.sql(f"SELECT * FROM {table} ORDER BY id") for table in tables]


def told(database: Database, kind: str) -> list[int]:
    """How many times each account that was told of this was."""
    counted = database.sql(
        "SELECT count(*) FROM notifications WHERE kind = %s GROUP BY account_id ORDER BY account_id", kind
    )
    return [int(str(number)) for (number,) in counted]


async def test_a_wave_cut_in_the_middle_opens_whole_afterwards_and_tells_each_once(
    town_hall: SignedIn,
    doctors: Certifiers,
    as_role: AsRole,
    awake: Community,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    one, other = await doctors(2)
    own = await as_role("professional")
    for doctor in (one, other):
        await put_on_rota(doctor)
    body = a_death(attending_doctor_status="known", attending_professional_id=str(own.professional_id))
    request = await file(town_hall, body)
    shift_clock(minutes=21)
    before, already = everything(database), told(database, "offer_made")
    with dying_when_it_tells(database):
        for _ in range(2):
            with pytest.raises(ExceptionGroup):
                await tick(awake.id)
            assert everything(database) == before
    assert already == [1]
    await asyncio.gather(tick(awake.id), tick(awake.id))
    assert await tick(awake.id) == 0
    assert (await read(town_hall, request["id"]))["state"] == "rota_asked"
    assert [await offered(who) for who in (own, one, other)] == [0, 1, 1]
    assert told(database, "offer_made") == [1, 1, 1]
    assert (await accept(one)).status_code == 200
    assert await offered(other) == 0
    assert database.sql("SELECT count(*) FROM offers WHERE state = 'accepted'") == [(1,)]


async def test_an_alarm_cut_in_the_middle_is_given_afterwards_and_once(
    town_hall: SignedIn,
    as_role: AsRole,
    awake: Community,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    request = await file(town_hall)
    shift_clock(hours=3)
    await tick(awake.id)
    await as_role("coordinator")
    shift_clock(hours=2)
    before, already = everything(database), told(database, "death_delay")
    with dying_when_it_tells(database):
        for _ in range(2):
            with pytest.raises(ExceptionGroup):
                await tick(awake.id)
            assert everything(database) == before
    await asyncio.gather(tick(awake.id), tick(awake.id))
    await tick(awake.id)
    assert (already, told(database, "death_delay")) == ([], [1])
    on_call = await as_role("coordinator")  # who comes later was told nothing
    lines = [line["kind"] for line in await thread(on_call, request)]
    assert lines.count("samu_proposed") == 1
    left = await read(on_call, request["id"])
    assert (left["waits_for"], left["state"]) == ("coordinator", "nobody_found")
    [(ahead,)] = database.sql("SELECT alarm_at FROM death_certification_requests")
    assert ahead > clock.now()
