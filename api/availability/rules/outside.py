"""Agendas kept elsewhere: what may be added, when they are read again, what a failure means. Pure."""

import math
from datetime import datetime, timedelta

from api.availability.rules.wallclock import Span, seconds
from api.contract.models import OutsideCalendarError, OutsideCalendarInput, OutsideCalendarKind
from api.core.problems import FieldError
from api.people.rules import NIR_HINT, refuse_nir

MOST_CALENDARS = 10
"""Of one professional in one community: a technical limit, far above what anybody keeps."""

LONGEST_PAUSE = timedelta(hours=6)
"""Between two attempts, however often it failed: a server that comes back is found the same day."""

LEASE = timedelta(minutes=5)
"""How long one attempt keeps others away. A worker killed in it is replaced after that."""

BETWEEN = timedelta(minutes=1)
"""Shortest time between two attempts that somebody asks for: a second tap is not a second reading."""

FILE_DAYS = 731
"""How far ahead a file is read: it is not kept, so it cannot be read further later."""

_BEHIND, _AHEAD = timedelta(days=1), timedelta(days=30)

ERRORS: dict[str, OutsideCalendarError] = {
    "address": OutsideCalendarError.address_refused,
    "unreachable": OutsideCalendarError.unreachable,
    "slow": OutsideCalendarError.too_slow,
    "large": OutsideCalendarError.too_large,
    "redirects": OutsideCalendarError.answered_error,
    "encoding": OutsideCalendarError.answered_error,
}
"""What each cause of a refusal of the way out (`api.core.outgoing`) is called on an agenda."""


def seconds_to_wait(tried: datetime | None, at: datetime) -> int:
    """How long until somebody may ask for another reading, in whole seconds; 0 when they may now."""
    if tried is None:
        return 0
    return max(0, math.ceil((tried + BETWEEN - at).total_seconds()))


def refused_calendar(
    body: OutsideCalendarInput, *, kept: OutsideCalendarKind | None = None
) -> list[FieldError]:
    """What is wrong with an agenda to add, or to change when `kept` is its kind."""
    if wrong := refused_name(body.name, "/name"):
        return wrong
    if body.kind is OutsideCalendarKind.ics_file:
        if kept is not body.kind:
            return [FieldError("/kind", "Send a file to /outside-calendar-files")]
        given = {"url": body.url, "user_name": body.user_name, "password": body.password}
        return [FieldError(f"/{name}", "A file has none") for name, value in given.items() if told(value)]
    if kept is not None and kept is not body.kind:
        return [FieldError("/kind", "Delete this agenda, then add the other")]
    if kept is None and told(body.url) is None:
        return [FieldError("/url", "Give the address of the agenda")]
    return []


def refused_name(name: str, pointer: str) -> list[FieldError]:
    """What is wrong with the name that somebody gives an agenda: it is kept as typed (domain rules §0.10)."""
    return [FieldError(pointer, NIR_HINT)] if refuse_nir(name) else []


def told(value: object) -> str | None:
    """The text given for a field that may be left out or null."""
    return value if isinstance(value, str) else None


def same_house(given: str, named: str) -> bool:
    """Whether the password given for one host may go to another that the first one names: itself, or one
    beside it (caldav.icloud.com names p42-caldav.icloud.com).

    A host right under a top-level domain has no neighbours, and neither has a bare address. Who names the
    other has the password already, so that this keeps it from mistakes rather than from its own server.
    """
    if given == named:
        return True
    own, _, parent = given.partition(".")
    return bool(own) and "." in parent and not parent[-1].isdigit() and named.endswith(f".{parent}")


def window(at: datetime, days: int) -> Span:
    """The time that is read now: yesterday, so that today is whole, to some weeks past what may be booked."""
    return seconds(at - _BEHIND), seconds(at + timedelta(days=days) + _AHEAD)


def far_enough(read_until: datetime | None, at: datetime, days: int) -> bool:
    """Whether what was read covers all that may be booked: "not modified" is then answer enough."""
    return read_until is not None and read_until > at + timedelta(days=days + 1)


def next_fetch(at: datetime, minutes: int, failures: int) -> datetime:
    """When to read again: at the usual pace, and twice as late after each failure in a row."""
    usual = timedelta(minutes=minutes)
    doubled: timedelta = usual * 2 ** min(max(0, failures - 1), 10)
    return at + min(doubled, max(usual, LONGEST_PAUSE))


def error_of_status(status: int) -> OutsideCalendarError | None:
    """What the status of an answer means; None when it brought something to read."""
    if status in (200, 207):
        return None
    if status in (401, 403):
        return OutsideCalendarError.sign_in_refused
    if status in (404, 410):
        return OutsideCalendarError.vanished
    return OutsideCalendarError.answered_error
