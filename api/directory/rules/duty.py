"""When somebody may be put on duty. PURE."""

from datetime import datetime, timedelta

from api.contract.models import DutyInput, ProblemType
from api.core.problems import Conflict, FieldError, refuses

LONGEST_DUTY = timedelta(days=8)
"""A week and the day that a holiday may add: beyond it, an end is a slip of the finger."""

FURTHEST_DUTY = timedelta(days=366)
"""A rota is made a year ahead at most."""


@refuses("ex_duties_once_on_the_death_rota")
class AlreadyOnRota(Conflict):
    """The person stands on the rota of death certifications already in that time."""

    type, title = ProblemType.already_on_rota, "This person is on the rota already in that time"


def errors_of_duty(wished: DutyInput, at: datetime) -> list[FieldError]:
    """What is wrong with a duty asked for at `at`."""
    errors = []
    if (wished.organisation_id is None) == (wished.professional_id is None):
        errors.append(FieldError("/organisation_id", "Give either a structure or a professional"))
    if wished.ends_at <= wished.starts_at:
        errors.append(FieldError("/ends_at", "Give an end after the start"))
    elif wished.ends_at <= at:
        errors.append(FieldError("/ends_at", "Give an end to come: this duty is over"))
    elif wished.ends_at - wished.starts_at > LONGEST_DUTY:
        errors.append(FieldError("/ends_at", "Give an end within eight days of the start"))
    elif wished.starts_at - at > FURTHEST_DUTY:
        errors.append(FieldError("/starts_at", "Give a start within a year"))
    return errors
