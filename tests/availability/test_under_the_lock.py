"""Whoever books waits for who books the same professional: what is asked meanwhile is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import dropwhile

import pytest

from tests.availability.conftest import Opens, booking, count, slot, tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, SignedIn
from tests.statements import statements

LOCK = "SELECT pg_advisory_xact_lock"
FOLLOWS = "NOTIFY"
"""Outside of the transaction, once it is over."""


@contextmanager
def under_the_lock() -> Iterator[list[str]]:
    """What was asked, once the block is over, from the lock of somebody's time to the end of the
    transaction."""
    held: list[str] = []
    with statements() as asked:
        yield held
    from_the_lock = dropwhile(lambda one: not one.startswith(LOCK), asked)
    held += [" ".join(one.split())[:60] for one in from_the_lock if not one.startswith(FOLLOWS)]


async def seldom_comes(doctor: SignedIn, opens: Opens, database: Database) -> None:
    """The person of these bookings is known, and did not come before: more is to be read about them."""
    await doctor.call("bookAppointment", json=booking(slot(await opens(doctor), tomorrow_at(11))))
    database.sql("UPDATE appointments SET state = 'no_show'")


@pytest.mark.parametrize("role", ["professional", "regulator"])
async def test_a_booking_asks_for_the_lock_when_only_the_time_is_left_to_take(
    doctor: SignedIn, as_role: AsRole, opens: Opens, database: Database, role: str
) -> None:
    await seldom_comes(doctor, opens, database)
    other, opening = await as_role(role), await opens(doctor, audiences=["pro", "cpts", "snp"])
    with under_the_lock() as asked:
        booked = await other.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9))))
    assert booked.status_code == 201, booked.text
    assert booked.json()["practice_id"] == opening["practice_id"]
    assert len(asked) <= 6, asked
    assert [one["kind"] for one in (await doctor.call("listNotifications")).json()["items"]] == [
        "appointment_booked"
    ]


@pytest.mark.parametrize("role", ["professional", "regulator"])
async def test_so_do_a_hold_and_the_booking_that_spends_it(
    doctor: SignedIn, as_role: AsRole, opens: Opens, database: Database, role: str
) -> None:
    await seldom_comes(doctor, opens, database)
    other, opening = await as_role(role), await opens(doctor, audiences=["pro", "cpts", "snp"])
    wanted = slot(opening, tomorrow_at(9))
    with under_the_lock() as asked:
        hold = await other.call("createHold", json={"slot_id": wanted})
    assert hold.status_code == 201, hold.text
    assert len(asked) <= 7, asked
    with under_the_lock() as asked:
        body = booking(wanted, hold_token=hold.json()["token"])
        booked = await other.call("bookAppointment", json=body)
    assert booked.status_code == 201, booked.text
    assert len(asked) <= 6, asked


async def test_who_comes_too_late_asks_for_no_lock_and_leaves_nothing(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database
) -> None:
    wanted = slot(await opens(doctor), tomorrow_at(9))
    assert (await colleague.call("bookAppointment", json=booking(wanted))).status_code == 201
    tables = ("people", "notifications", "deliveries", "live_events", "audit_entries")
    before = [count(database, table) for table in tables]
    with under_the_lock() as asked:
        late = await colleague.call("bookAppointment", json=booking(wanted))
    assert (late.status_code, asked) == (409, [])
    assert [count(database, table) for table in tables] == before
