"""When to come again, as a server outside asks."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime


def asked_to_wait(said: str | None, at: datetime, *, at_most: timedelta) -> timedelta | None:
    """What `Retry-After` asks for, in seconds or as a date (RFC 9110, section 10.2.3), never more than
    `at_most`; None when it says neither. `said`: the header, None without one."""
    if said is None:
        return None
    if said.strip().isdecimal():
        return min(timedelta(seconds=int(said.strip()[:9])), at_most)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return min(max(until - at, timedelta()), at_most)
