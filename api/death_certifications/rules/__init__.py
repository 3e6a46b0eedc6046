"""The rules of the certification of deaths. PURE: no database, no clock, no HTTP."""

from api.death_certifications.rules.eligibility import (
    Circumstances,
    is_out_of_scope,
    may_certify,
    open_questions,
    profession_sought,
)
from api.death_certifications.rules.lifecycle import (
    COMING,
    DEATH_CERTIFICATION_REQUEST,
    ENDED,
    SEARCHING,
    TAKEN,
    DeathNotCertain,
    OutsideTerritory,
)
from api.death_certifications.rules.refusals import (
    NIR_HINT,
    age_at_least,
    answer,
    errors_of,
    errors_of_requester,
    value,
)
from api.death_certifications.rules.timing import (
    ARRIVAL_GRACE,
    COMPLETED_WITHIN,
    ON_SITE_FOR,
    Alarm,
    Threshold,
    is_late,
    next_alarm,
    passed,
    plan,
    thresholds,
)

__all__ = [
    "ARRIVAL_GRACE",
    "COMING",
    "COMPLETED_WITHIN",
    "DEATH_CERTIFICATION_REQUEST",
    "ENDED",
    "NIR_HINT",
    "ON_SITE_FOR",
    "SEARCHING",
    "TAKEN",
    "Alarm",
    "Circumstances",
    "DeathNotCertain",
    "OutsideTerritory",
    "Threshold",
    "age_at_least",
    "answer",
    "errors_of",
    "errors_of_requester",
    "is_late",
    "is_out_of_scope",
    "may_certify",
    "next_alarm",
    "open_questions",
    "passed",
    "plan",
    "profession_sought",
    "thresholds",
    "value",
]
