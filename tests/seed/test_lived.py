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
