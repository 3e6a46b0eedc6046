"""Clocks of kiosks that are wrong, or were: what happened is kept, in its order, at a time that can be."""

from datetime import datetime, timedelta
from uuid import uuid4

from api.core import clock
from tests.conftest import Database
from tests.roles import ShiftClock
from tests.teleconsultations.bookings.scene import (
    KioskClient,
    an_event,
    booked,
    renew,
    seconds_until,
    send,
)
from tests.teleconsultations.bookings.test_kiosk import outcomes
from tests.teleconsultations.bookings.test_lost_answers import BOOKINGS, said


async def test_a_clock_that_was_reset_and_set_right_again_loses_nothing(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    named = {"booking_id": booking["id"]}
    there = an_event(1, "check_in", **named) | {"occurred_at": "1970-01-01T00:00:12Z"}
    begun = an_event(2, "start", **named)
    over = an_event(3, "finish", **named)
    over["occurred_at"] = (clock.now() - timedelta(hours=3)).isoformat()
    answer = await send(kiosk, uuid4(), there, begun, over)
    assert outcomes(answer) == ["applied"] * 3
    [row] = database.sql("SELECT checked_in_at, started_at, ended_at FROM teleconsultation_bookings")
    assert sorted(row) == list(row), "the order is that of the numbers"
    assert row[0] >= datetime.fromisoformat(booking["starts_at"])


async def test_a_clock_that_is_hours_wrong_is_counted_off_what_is_kept(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]) + 600)
    renew(kiosk)
    event = an_event(1, "check_in", booking_id=booking["id"])
    event["occurred_at"] = (clock.now() + timedelta(hours=2, minutes=-4)).isoformat()
    answer = await send(kiosk, uuid4(), event, skew=7200)
    assert outcomes(answer) == ["applied"]
    [(there,)] = database.sql("SELECT checked_in_at FROM teleconsultation_bookings")
    assert abs((clock.now() - there) - timedelta(minutes=4)) < timedelta(seconds=5)


async def test_a_person_is_not_said_absent_by_a_clock_before_the_minutes_have_passed(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]) + 20 * 60)
    renew(kiosk)
    early = an_event(1, "no_show", booking_id=booking["id"])
    early["occurred_at"] = (clock.now() - timedelta(minutes=6)).isoformat()
    answer = await send(kiosk, uuid4(), early)
    assert said(answer["results"][0]) == ("overtaken", "illegal_transition", "show_state")
    assert database.sql(BOOKINGS) == [("confirmed", None)]
    answer = await send(kiosk, uuid4(), an_event(1, "no_show", booking_id=booking["id"]))
    assert outcomes(answer) == ["applied"]
    assert database.sql(BOOKINGS) == [("no_show", None)]
