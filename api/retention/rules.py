"""When something is over, and what is said in place of a name. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from api.core.wall import months_later

GONE = "Membre parti"
"""The name of who left and was erased, wherever theirs stood."""

GONE_GIVEN, GONE_FAMILY = GONE.split()

SOMEBODY = "Un membre"
"""Who asked, of a request that names nobody any more and was made for no structure."""

BATCH = 50
"""What one transaction does at most: others wait little, and what fails is little to do again."""


def over_before(at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The instant so many calendar months before `at`, at the same hour of the territory's clocks: what ended
    then or before is past its time."""
    local = at.astimezone(zone)
    day = months_later(local.date(), -months)
    return local.replace(year=day.year, month=day.month, day=day.day)
