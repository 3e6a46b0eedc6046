"""Kiosks: clocks that are wrong, silence, and what a kiosk does next. PURE. See decision 0051."""

from datetime import datetime, timedelta

from api.contract.models import KioskEventOutcome, KioskNext, ProblemType

OLDEST_EVENT = timedelta(days=7)
"""What is said to have happened longer ago happened when it arrived: a clock that was reset says 1970."""

_HOLD_AGAIN = frozenset({ProblemType.teleconsultation_hold_expired, ProblemType.slot_taken})


def skew_of(sent_at: datetime, at: datetime) -> int:
    """How many seconds the clock of a kiosk is ahead of the server's; the way there counts as nothing. At
    most as many as a column holds."""
    return max(-2_000_000_000, min(2_000_000_000, round((sent_at - at).total_seconds())))


def is_clock_wrong(skew_seconds: int, most: int) -> bool:
    """Whether a clock is further away than the rules of the community let pass, in either direction."""
    return abs(skew_seconds) > most


def clamp(occurred_at: datetime, skew_seconds: int, at: datetime) -> datetime:
    """When something happened by the server's clock: never in the future, nor before `OLDEST_EVENT`; an
    instant that cannot be is that of its arrival."""
    try:
        said = occurred_at - timedelta(seconds=skew_seconds)
    except OverflowError:
        return at
    return min(at, said) if said >= at - OLDEST_EVENT else at


def not_before(earliest: datetime, said: datetime, at: datetime) -> datetime:
    """When something happened that cannot have before `earliest`: a clock that says so was wrong then, and it
    happened when it arrived."""
    return said if said >= earliest else at


def is_silent(last_heartbeat_at: datetime | None, at: datetime, minutes: int) -> bool:
    """Whether a kiosk is down: it was heard of, and not for longer than the rules say."""
    return last_heartbeat_at is not None and at - last_heartbeat_at > timedelta(minutes=minutes)


def next_of(outcome: KioskEventOutcome, problem: ProblemType | None) -> KioskNext:
    """What the kiosk does after an event."""
    if problem is ProblemType.kiosk_events_missing:
        return KioskNext.resend_from_next_sequence
    if outcome is KioskEventOutcome.overtaken:
        return KioskNext.show_state
    if outcome is KioskEventOutcome.refused:
        return KioskNext.hold_again if problem in _HOLD_AGAIN else KioskNext.ask_assistant
    return KioskNext.go_on
