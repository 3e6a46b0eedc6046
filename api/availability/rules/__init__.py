"""The rules of time: wall clocks, slot grids, what is free, what an opening may be. Pure.

Openings are wall-clock times of a territory; everything computed from them is real time, counted in
whole seconds since 1970 (`int`) because a search compares some hundred thousand of them. Intervals are
half-open. (Domain rules §0.1 to §0.3.)
"""

from api.availability.rules.appointments import APPOINTMENT, check_minutes, open_actions, refuse_early
from api.availability.rules.call_times import accepts_calls, wrong_call_times
from api.availability.rules.feed import FeedEvent, appointment_uid, feed
from api.availability.rules.free_now import end_of, free_from_now
from api.availability.rules.free_slot import FreeSlot, free_slots_of, parse_slot_id, slot_id
from api.availability.rules.no_shows import FOLLOW_UP, after_call, confirm_by_phone, counted_from
from api.availability.rules.occurrences import Occurrence, OpeningTimes, grid, occurrences, starts_within
from api.availability.rules.open_now import there_until
from api.availability.rules.openings import (
    checked_opening,
    meets_elsewhere,
    minutes_of,
    refused_closure,
    wall_time,
)
from api.availability.rules.outside import (
    ERRORS,
    FILE_DAYS,
    LEASE,
    MOST_CALENDARS,
    PATIENCE,
    error_of_status,
    far_enough,
    next_fetch,
    refused_calendar,
    refused_name,
    same_house,
    told,
    window,
)
from api.availability.rules.recurrence import Calendar, days_of, runs_on, week_of
from api.availability.rules.refusals import AbsenceOverlaps, HoldExpired, OpeningOverlaps, SlotTaken
from api.availability.rules.reminders import ReminderStep, day_told, due_step
from api.availability.rules.slots import (
    Busy,
    Found,
    Reach,
    Stretches,
    free_in,
    opening_fits,
    places_left,
    quota_left,
    slot_at,
)
from api.availability.rules.waiting import (
    PROPOSAL,
    WAITING,
    AlreadyWaiting,
    Wanted,
    answer_before,
    bounds,
    is_over,
    may_propose,
    next_from,
    proposal_actions,
    proposals_left,
    suits,
)
from api.availability.rules.wallclock import DAY, Span, instant, local_day, pieces, seconds, whole_day
from api.availability.rules.why import ABSENT, Asked, Standing, Verdict, explain

__all__ = [
    "ABSENT",
    "APPOINTMENT",
    "FOLLOW_UP",
    "PROPOSAL",
    "WAITING",
    "AlreadyWaiting",
    "ReminderStep",
    "Wanted",
    "after_call",
    "answer_before",
    "bounds",
    "confirm_by_phone",
    "counted_from",
    "day_told",
    "due_step",
    "is_over",
    "may_propose",
    "next_from",
    "proposal_actions",
    "proposals_left",
    "suits",
    "AbsenceOverlaps",
    "Asked",
    "DAY",
    "ERRORS",
    "FILE_DAYS",
    "LEASE",
    "MOST_CALENDARS",
    "PATIENCE",
    "Busy",
    "Calendar",
    "FeedEvent",
    "Found",
    "FreeSlot",
    "HoldExpired",
    "Occurrence",
    "OpeningOverlaps",
    "OpeningTimes",
    "Reach",
    "SlotTaken",
    "Span",
    "Standing",
    "Stretches",
    "Verdict",
    "accepts_calls",
    "check_minutes",
    "checked_opening",
    "days_of",
    "end_of",
    "explain",
    "free_from_now",
    "appointment_uid",
    "check_minutes",
    "checked_opening",
    "error_of_status",
    "far_enough",
    "feed",
    "free_in",
    "free_slots_of",
    "grid",
    "instant",
    "local_day",
    "meets_elsewhere",
    "minutes_of",
    "next_fetch",
    "occurrences",
    "open_actions",
    "opening_fits",
    "parse_slot_id",
    "pieces",
    "places_left",
    "quota_left",
    "refuse_early",
    "refused_calendar",
    "refused_closure",
    "runs_on",
    "refused_name",
    "same_house",
    "seconds",
    "slot_at",
    "slot_id",
    "starts_within",
    "there_until",
    "told",
    "wall_time",
    "week_of",
    "whole_day",
    "wrong_call_times",
    "window",
]
