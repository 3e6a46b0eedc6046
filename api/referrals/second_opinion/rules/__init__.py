"""Rules of requests for an opinion (demande d'avis, 2e recours). PURE: no database, no clock, no HTTP.

A professional asks a named colleague, or a group (filière) together. These are asked first and alone; then
all of the specialty in the community; then a human. Whoever takes it answers in writing, which ends the
asking, or sees the person; the answer goes to who asked and to the attending doctor. What is written is
exchanged between professionals who care for the same person (CSP L1110-4): nobody else reads it, the
coordination included, and nobody before accepting. Hours and shares are the community's (domain rules §7).
"""

from api.referrals.second_opinion.rules.lifecycle import (
    ANSWERED,
    AT_WORK,
    SEARCHING,
    SECOND_OPINION_REQUEST,
)
from api.referrals.second_opinion.rules.people import (
    SUBJECT_KIND,
    attending_told,
    first_asked,
    serves,
    specialty_family,
)
from api.referrals.second_opinion.rules.refusals import (
    errors_of,
    errors_of_facts,
    errors_of_questions,
)
from api.referrals.second_opinion.rules.templates import DEFAULTS, Question
from api.referrals.second_opinion.rules.timing import (
    answer_before,
    answer_due,
    closes_at,
    detail_due,
    plan,
    resumed,
)

__all__ = [
    "ANSWERED",
    "AT_WORK",
    "DEFAULTS",
    "Question",
    "SEARCHING",
    "SECOND_OPINION_REQUEST",
    "SUBJECT_KIND",
    "answer_before",
    "answer_due",
    "attending_told",
    "closes_at",
    "detail_due",
    "errors_of",
    "errors_of_facts",
    "errors_of_questions",
    "first_asked",
    "plan",
    "resumed",
    "serves",
    "specialty_family",
]
