"""The directory's rules. PURE: no database, no clock, no HTTP."""

from api.directory.rules.membership import (
    LONGEST_PAUSE,
    MembershipFacts,
    Reachability,
    errors_of,
    kept_pause,
    reachability,
)
from api.directory.rules.opening_hours import OpenState, open_state
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

__all__ = [
    "LONGEST_PAUSE",
    "MembershipFacts",
    "OpenState",
    "Reachability",
    "Understanding",
    "distance_km",
    "errors_of",
    "kept_pause",
    "main_specialty",
    "open_state",
    "plain_words",
    "reachability",
    "spoken_name",
    "spoken_title",
    "understand",
    "wrong_letters",
    "wrong_letters_allowed",
]
