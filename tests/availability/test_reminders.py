"""Reminders: each once, at its hour, to who asked; the day ahead to the professional. Never whose it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.availability import rules, service
from api.availability.rules import ReminderStep
from api.availability.service import reminders
from api.core import clock
from api.identity.community_rules import default_rules
from api.identity.tables import Community
from tests.availability.conftest import Opens, tomorrow_at
from tests.availability.waiting_scene import DAYS, booked, move
from tests.conftest import Database
from tests.dispatch.conftest import awake
from tests.roles import SignedIn

__all__ = ["awake"]

PARIS = ZoneInfo("Europe/Paris")
LIMITS = default_rules().appointments


async def kinds_told(who: SignedIn, kind: str) -> list[dict[str, Any]]:
    """The messages of one kind that somebody has."""
    items = (await who.call("listNotifications")).json()["items"]
    return [item for item in items if item["kind"] == kind]


async def test_who_asked_is_reminded_twice_whatever_the_number_of_sweeps(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    await booked(doctor, colleague, opens)
    starts_at = tomorrow_at(9, days=DAYS)
    for hours in (25, 24, 23.9, 3, 2, 1.9, 0.1, 0, -1):
        await service.remind(awake.id, starts_at - timedelta(hours=hours))
    told = await kinds_told(colleague, "appointment_reminder")
    assert [datetime.fromisoformat(one["starts_at"]) for one in told] == [starts_at, starts_at]
    assert await kinds_told(doctor, "appointment_reminder") == []


async def test_a_worker_that_slept_through_the_first_reminder_sends_the_last_one_only(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    await booked(doctor, colleague, opens)
    await service.remind(awake.id, tomorrow_at(8, days=DAYS))
    assert len(await kinds_told(colleague, "appointment_reminder")) == 1


async def test_a_worker_killed_between_the_fact_and_the_message_sends_it_the_next_time(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    awake: Community,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await booked(doctor, colleague, opens)
    at = tomorrow_at(9, days=DAYS) - timedelta(hours=2)
    tell = reminders.subjects.tell

    async def dies(*_: object, **__: object) -> None:
        raise ConnectionError("the process was killed here")

    monkeypatch.setattr(reminders.subjects, "tell", dies)
    with pytest.raises(ExceptionGroup):
        await service.remind(awake.id, at)
    assert database.sql("SELECT count(*) FROM reminders WHERE step <> 'day'") == [(0,)]
    monkeypatch.setattr(reminders.subjects, "tell", tell)
    await service.remind(awake.id, at)
    assert len(await kinds_told(colleague, "appointment_reminder")) == 1


async def test_a_moved_appointment_is_reminded_of_at_its_new_time_only(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    appointment = await booked(doctor, colleague, opens)
    later = tomorrow_at(18, days=DAYS + 1)
    assert (await move(doctor, appointment, starts_at=later.isoformat())).status_code == 200
    await service.remind(awake.id, tomorrow_at(8, days=DAYS))
    assert await kinds_told(colleague, "appointment_reminder") == []
    await service.remind(awake.id, later - timedelta(hours=24))
    assert len(await kinds_told(colleague, "appointment_reminder")) == 1


async def test_a_professional_is_told_of_the_next_day_once_in_the_evening_without_a_name(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    await booked(doctor, colleague, opens)
    await service.remind(awake.id, tomorrow_at(18, 29, days=DAYS - 1))
    assert await kinds_told(doctor, "day_ahead") == []
    for minute in (30, 31, 59):
        await service.remind(awake.id, tomorrow_at(18, minute, days=DAYS - 1))
    [told] = await kinds_told(doctor, "day_ahead")
    assert datetime.fromisoformat(told["starts_at"]) == tomorrow_at(9, days=DAYS)
    texts = " ".join(str(row[0]) for row in database.sql("SELECT subject || text FROM deliveries"))
    assert "Barsac" not in texts
    assert "Odile" not in texts


async def test_what_is_booked_in_the_course_of_a_day_makes_no_list_of_that_day(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    await booked(doctor, colleague, opens)
    database.sql("UPDATE appointments SET created_at = '" + tomorrow_at(8, days=DAYS).isoformat() + "'")
    await service.remind(awake.id, tomorrow_at(8, 1, days=DAYS))
    assert await kinds_told(doctor, "day_ahead") == []


def at_paris(*when: int) -> datetime:
    """An instant by the clock of Paris."""
    return datetime(*when, tzinfo=PARIS).astimezone(UTC)  # type: ignore[arg-type, misc]  # year, month, …


@pytest.mark.parametrize(
    ("starts_at", "hour_before"),
    [
        # The night of 29 March 2026 has 23 hours, that of 25 October has 25.
        (at_paris(2026, 3, 29, 10), at_paris(2026, 3, 28, 9)),
        (at_paris(2026, 10, 25, 10), at_paris(2026, 10, 24, 11)),
    ],
)
def test_hours_before_are_real_hours_on_nights_when_the_clock_changes(
    starts_at: datetime, hour_before: datetime
) -> None:
    booked_at = starts_at - timedelta(days=9)
    assert rules.due_step(LIMITS, starts_at, booked_at, hour_before) is ReminderStep.first
    early = hour_before - timedelta(minutes=1)
    assert rules.due_step(LIMITS, starts_at, booked_at, early) is None


@pytest.mark.parametrize("evening", [(2026, 3, 28), (2026, 10, 24), (2026, 12, 31)])
def test_the_evening_before_is_the_walls_evening(evening: tuple[int, int, int]) -> None:
    told_at = at_paris(*evening, 18, 30)
    day = (told_at + timedelta(days=1)).date()
    assert rules.day_told(LIMITS, told_at, PARIS) == day
    assert rules.day_told(LIMITS, told_at - timedelta(minutes=1), PARIS) == day - timedelta(days=1)
    assert rules.day_told(LIMITS, told_at + timedelta(hours=14), PARIS) == day, "late rather than never"


@pytest.mark.parametrize(
    ("booked_hours_before", "hours_before", "expected"),
    [
        (240, 24.1, None),
        (240, 24, ReminderStep.first),
        (240, 2.1, ReminderStep.first),
        (240, 2, ReminderStep.last),
        (240, 0, None),
        (20, 19, None),
        (20, 1, ReminderStep.last),
        (1, 0.5, None),
    ],
)
def test_who_booked_after_the_hour_of_a_reminder_needs_none(
    booked_hours_before: float, hours_before: float, expected: ReminderStep | None
) -> None:
    starts_at = clock.now()
    before: Callable[[float], datetime] = lambda hours: starts_at - timedelta(hours=hours)  # noqa: E731  three words
    assert rules.due_step(LIMITS, starts_at, before(booked_hours_before), before(hours_before)) is expected
