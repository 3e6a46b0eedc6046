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
        the_deaths_are_followed(connected, wall.astimezone(UTC))
        somebody_looks_for_a_doctor(connected, wall)


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


def somebody_looks_for_a_doctor(database: Database, wall: datetime) -> None:
    """The searches for an attending doctor are entered once, at each of their stages, and then live on."""
    rows = database.sql("SELECT state, count(*) FROM cases WHERE kind = 'attending_doctor' GROUP BY state")
    states = {str(state): int(str(number)) for state, number in rows}
    assert sum(states.values()) == 11, (wall, states)
    by_the_form = "SELECT source FROM attending_doctor_requests WHERE source IN ('person', 'carer')"
    assert sorted(str(source) for (source,) in database.sql(by_the_form)) == ["carer", "person"]
    if wall.month == 3 and wall.day == 28:
        assert states == {
            "declared": 1,
            "waiting": 4,
            "handed_back": 1,
            "proposed": 1,
            "to_complete": 1,
            "submitted": 3,
        }


def the_deaths_are_followed(database: Database, now: datetime) -> None:
    """One was certified, a certifier is on the way, one is searched, one is to complete; of another day none
    is left open."""
    lived = database.sql(
        "SELECT c.state, c.professional_id IS NOT NULL, c.created_at < %s, c.closed_at IS NULL FROM cases c"
        " WHERE c.kind = 'death_certification' AND c.created_at > %s",
        now - timedelta(hours=2),
        now - timedelta(hours=28),
    )
    assert ("certified", True, True, False) in lived, (now, lived)
    still_open = {(str(state), taken) for state, taken, _, is_open in lived if is_open}
    assert {("en_route", True), ("to_complete", False)} < still_open, (now, lived)
    assert {state for state, _ in still_open} & {"rota_asked", "volunteers_asked"}, (now, lived)
    left = "SELECT count(*) FROM cases WHERE kind = 'death_certification' AND closed_at IS NULL"
    [(number,)] = database.sql(f"{left} AND created_at < %s", now - timedelta(hours=2))
    assert number == 0, now
