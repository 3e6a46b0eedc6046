"""The directory's rules. PURE: no database, no clock, no HTTP."""

from api.directory.rules.changes import KEPT, Known, changes, is_late
from api.directory.rules.membership import (
    LONGEST_PAUSE,
    MembershipFacts,
    Reachability,
    errors_of,
    kept_pause,
    newcomer_actions,
    reachability,
)
from api.directory.rules.opening_hours import OpenState, open_state, spans_of_hours
from api.directory.rules.page import (
    MOST_TIMES_ASKED,
    Age,
    Page,
    Unverified,
    age_of,
    faults_of_page,
    has_lapsed,
    last_check,
    places_until,
    unverified_on,
)
from api.directory.rules.people import (
    distance_km,
    main_specialty,
    spoken_name,
    spoken_title,
)
from api.directory.rules.understanding import (
    Understanding,
    plain_words,
    understand,
    wrong_letters,
    wrong_letters_allowed,
)
from api.directory.rules.week import faults_of_exceptions, faults_of_week
from api.directory.rules.wording import hours_in_words

__all__ = [
    "KEPT",
    "LONGEST_PAUSE",
    "MOST_TIMES_ASKED",
    "Age",
    "Known",
    "MembershipFacts",
    "OpenState",
    "Page",
    "Reachability",
    "Understanding",
    "Unverified",
    "age_of",
    "changes",
    "distance_km",
    "errors_of",
    "faults_of_exceptions",
    "faults_of_page",
    "faults_of_week",
    "hours_in_words",
    "has_lapsed",
    "is_late",
    "kept_pause",
    "newcomer_actions",
    "last_check",
    "main_specialty",
    "open_state",
    "places_until",
    "plain_words",
    "reachability",
    "spans_of_hours",
    "spoken_name",
    "spoken_title",
    "understand",
    "unverified_on",
    "wrong_letters",
    "wrong_letters_allowed",
]
