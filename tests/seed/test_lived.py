"""The demonstration lives its requests just before now, whatever the hour and the day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api import seed
from api.core import clock
from tests.conftest import Database

PARIS = ZoneInfo("Europe/Paris")


async def test_the_demonstration_starts_at_any_hour_of_any_day(connected: Database) -> None:
    """Started again and again through a year: nights, week-ends, holidays, nights when the clock changes."""
    starts = [
        datetime(
            2026, 3, 28, 10, 18, tzinfo=PARIS
        ),  # a Saturday morning: most agendas open again on Monday only
        datetime(2026, 3, 29, 4, 0, tzinfo=PARIS),  # the night that has no two o'clock
        datetime(2026, 4, 6, 15, 0, tzinfo=PARIS),  # Easter Monday
        datetime(2026, 10, 25, 3, 30, tzinfo=PARIS),  # the night that has it twice
        datetime(2026, 11, 24, 9, 10, tzinfo=PARIS),
        datetime(2026, 11, 24, 19, 40, tzinfo=PARIS),  # again the same day, with the morning's requests open
        datetime(2026, 12, 31, 23, 50, tzinfo=PARIS),
    ]
    for wall in starts:
        with clock.living_at(wall.astimezone(UTC)):
            await seed.run()
        [(open_now,)] = connected.sql("SELECT count(*) FROM cases WHERE closed_at IS NULL")
        [(lived,)] = connected.sql(
            "SELECT count(*) FROM cases WHERE created_at > %s", wall - timedelta(minutes=6)
        )
        assert int(str(open_now)) > 5, wall
        assert int(str(lived)) > 1, wall
        await the_agendas_are_alive(connected, wall)


async def the_agendas_are_alive(database: Database, wall: datetime) -> None:
    """Somebody is away and some of those booked have a new time, others are to be called; somebody waits for
    an earlier time; a doctor is busy elsewhere this week; people are sent to a walk-in range."""
    until = wall + timedelta(days=8)
    states = database.sql(
        "SELECT DISTINCT d.state FROM displaced_appointments d JOIN absences a ON a.id = d.absence_id"
        " WHERE a.ended_at IS NULL AND upper(a.during) > %s",
        wall,
    )
    found = {str(state) for (state,) in states}
    assert "to_call" in found, (wall, found)
    assert {"placed", "told"} & found, (wall, found)
    for wanted in (
        "waiting_entries WHERE ended_at IS NULL AND created_at < %s AND created_at < %s",
        "outside_busy WHERE during && tstzrange(%s, %s)",
        "appointments a JOIN openings o ON o.id = a.opening_id AND o.kind = 'range'"
        " WHERE a.state = 'booked' AND a.starts_at BETWEEN %s AND %s",
    ):
        [(number,)] = database.sql(f"SELECT count(*) FROM {wanted}", wall, until)  # noqa: S608  said above
        assert int(str(number)) > 0, (wall, wanted)
