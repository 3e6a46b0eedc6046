"""An absence is said while others book, and workers compete or die: every appointment is followed up once."""

import asyncio
from typing import Any

import pytest

from api.availability import service
from api.availability.service import replacing
from api.core import clock
from api.core import db as core_db
from tests.availability.absent import away, follow_ups, same_practice, say_away
from tests.availability.conftest import Opens, booking, opens, slot, tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, SignedIn

__all__ = ["opens"]


@pytest.fixture
async def doctor(as_role: AsRole, database: Database) -> SignedIn:
    """A doctor, and connections for everybody at once."""
    await core_db.disconnect()
    core_db.connect(database.app_url, pool_size=24)
    return await as_role("professional")


async def test_an_absence_said_while_others_book_loses_no_appointment(
    doctor: SignedIn, as_role: AsRole, opens: Opens, database: Database
) -> None:
    others = [await as_role("professional") for _ in range(4)]
    opening = await opens(doctor)
    times = [tomorrow_at(9 + n // 3, 20 * (n % 3)) for n in range(9)]
    bookings = [
        others[n % 4].call("bookAppointment", json=booking(slot(opening, at))) for n, at in enumerate(times)
    ]
    said, *answers = await asyncio.gather(
        doctor.call("createAbsence", json=away()), *bookings, return_exceptions=False
    )
    assert said.status_code == 201, said.text
    assert {answer.status_code for answer in answers} <= {201, 409}
    booked = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    rows = await follow_ups(doctor, said.json())
    assert {row["appointment"]["id"] for row in rows} == booked


async def test_two_workers_re_place_each_appointment_once(
    doctor: SignedIn, as_role: AsRole, opens: Opens, database: Database
) -> None:
    colleague, other = await as_role("professional"), await as_role("professional")
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    await opens(colleague)
    for minute in (0, 20, 40):
        made = await other.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9, minute))))
        assert made.status_code == 201, made.text
    absence = await say_away(doctor)
    at = clock.now()
    done = await asyncio.gather(*(service.replace_displaced(doctor.community_id, at) for _ in range(4)))
    assert sum(done) == 3
    assert {row["state"] for row in await follow_ups(doctor, absence)} == {"placed"}
    states = database.sql("SELECT state, count(*) FROM appointments GROUP BY state ORDER BY state")
    assert states == [("booked", 3), ("moved", 3)]
    assert database.sql("SELECT count(*) FROM claims") == [(3,)]


async def test_a_worker_that_dies_in_the_middle_leaves_the_rest_to_the_next_sweep(
    doctor: SignedIn, as_role: AsRole, opens: Opens, database: Database, monkeypatch: Any
) -> None:
    colleague, other = await as_role("professional"), await as_role("professional")
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    await opens(colleague)
    for minute in (0, 20, 40):
        await other.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9, minute))))
    absence = await say_away(doctor)
    at, left = clock.now(), iter(range(3))
    claimed = replacing.relocating.move_to

    async def dies_at_the_second(*given: Any, **named: Any) -> Any:
        moved = await claimed(*given, **named)
        if next(left) == 1:
            raise asyncio.CancelledError  # as a process that is stopped between two statements
        return moved

    with monkeypatch.context() as patch:
        patch.setattr(replacing.relocating, "move_to", dies_at_the_second)
        with pytest.raises(asyncio.CancelledError):
            await service.replace_displaced(doctor.community_id, at)
    assert sorted(row["state"] for row in await follow_ups(doctor, absence)) == [
        "placed",
        "to_replace",
        "to_replace",
    ]
    assert database.sql("SELECT count(*) FROM appointments WHERE state = 'booked'") == [(3,)]
    assert await service.replace_displaced(doctor.community_id, at) == 2
    assert {row["state"] for row in await follow_ups(doctor, absence)} == {"placed"}
