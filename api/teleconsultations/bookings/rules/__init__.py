"""The rules of bookings of assisted teleconsultations. PURE. Source: domain rules §4.2."""

from api.teleconsultations.bookings.rules.accepting import (
    ADULT_FROM,
    Asked,
    exception_of,
    faults,
    may_answer,
    redirect_of,
    refuse_move,
    refuse_walk_in,
    was_phoned,
)
from api.teleconsultations.bookings.rules.kiosk import clamp, is_clock_wrong, is_silent, next_of, skew_of
from api.teleconsultations.bookings.rules.lifecycle import (
    ACTION_OF_REDIRECT,
    AHEAD,
    BOOKED,
    OPEN,
    SEARCHING,
    TELECONSULTATION,
    action_of_solution,
    actions,
)
from api.teleconsultations.bookings.rules.refusals import (
    AlreadyBooked,
    ConsentMissing,
    HoldGone,
    KioskEventReused,
    KioskEventsMissing,
    SiteNotBookable,
    UsualDoctorFirst,
)
from api.teleconsultations.bookings.rules.timing import (
    ARRIVES_FROM,
    FORGOTTEN_AFTER,
    is_early,
    is_late,
    kept_until,
    no_show_from,
    plan,
    refuse_early,
    refuse_window,
)

SUBJECT_KIND = "teleconsultation_booking"
"""What the appointment of such a booking says it is about."""

__all__ = [
    "ACTION_OF_REDIRECT",
    "ADULT_FROM",
    "AHEAD",
    "ARRIVES_FROM",
    "BOOKED",
    "FORGOTTEN_AFTER",
    "OPEN",
    "SEARCHING",
    "SUBJECT_KIND",
    "TELECONSULTATION",
    "AlreadyBooked",
    "Asked",
    "ConsentMissing",
    "HoldGone",
    "KioskEventReused",
    "KioskEventsMissing",
    "SiteNotBookable",
    "UsualDoctorFirst",
    "action_of_solution",
    "actions",
    "clamp",
    "exception_of",
    "faults",
    "is_clock_wrong",
    "is_early",
    "is_late",
    "is_silent",
    "kept_until",
    "may_answer",
    "next_of",
    "no_show_from",
    "plan",
    "redirect_of",
    "refuse_early",
    "refuse_move",
    "refuse_walk_in",
    "refuse_window",
    "skew_of",
    "was_phoned",
]
