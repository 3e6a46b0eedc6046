"""How availability says no."""

from api.contract.models import ProblemType
from api.core.problems import Conflict, TooManyRequests, refuses


@refuses("ex_claims_one_at_a_time")
class SlotTaken(Conflict):
    """The time is not free (any more): booked, held, closed, or no longer offered."""

    type, title = ProblemType.slot_taken, "This slot has just been taken"


class HoldExpired(Conflict):
    """The hold has ended, was let go, or never was the caller's."""

    type, title = ProblemType.hold_expired, "This slot is no longer held for you"


class OpeningOverlaps(Conflict):
    """The professional would be at two places at once."""

    type, title = ProblemType.opening_overlaps, "You are already open at another place at that time"


@refuses("ex_absences_one_at_a_time")
class AbsenceOverlaps(Conflict):
    """The professional is already said to be away in that time."""

    type, title = ProblemType.absence_overlaps, "You are already said to be away in that time"


class ReadingTooSoon(TooManyRequests):
    """An agenda kept elsewhere was read just now, or another one of the same person is being read."""

    type, title = ProblemType.reading_too_soon, "This agenda cannot be read again yet"
