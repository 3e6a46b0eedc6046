"""Who may certify this death. PURE. Source: CGCT L2223-42 and D2213-1-1-4, Code civil art. 81; domain rules
§0.6 to §0.8 and §1.2. What a person is (diploma, training, Order's list) is in `certifiers`; here is what the
request adds. An answer that is not known counts as its dangerous one.
"""

from dataclasses import dataclass
from datetime import date

from api.certifiers.rules import CertifierFacts, lacks_of
from api.contract.models import (
    CertifierCategory,
    CertifierLack,
    DeathAnswer,
    DeathPlaceKind,
    DeathProfession,
    DeathQuestion,
)

ADULT_YEARS = 18
"""Nurses certify the death of adults alone: CGCT D2213-1-1-4."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a request says of the death. `age_from`: at least that many years; None when nobody knows."""

    public_place: DeathAnswer
    violence: DeathAnswer
    identified: DeathAnswer
    age_from: int | None
    place_kind: DeathPlaceKind | None
    doctors_only: bool = False
    """A nurse was there and could not conclude alone."""


def is_out_of_scope(circumstances: Circumstances) -> bool:
    """Whether the police must come first: signs of violence, or a body that nobody can name. Nobody of the
    community is sent then (Code civil, art. 81; CPP, art. 74)."""
    return circumstances.violence is DeathAnswer.yes or circumstances.identified is DeathAnswer.no


def open_questions(circumstances: Circumstances) -> list[DeathQuestion]:
    """The questions that must be answered before anybody is asked (domain rules §0.6)."""
    answers = {
        DeathQuestion.public_place: circumstances.public_place,
        DeathQuestion.violence: circumstances.violence,
        DeathQuestion.identified: circumstances.identified,
    }
    return [question for question, answer in answers.items() if answer is DeathAnswer.unknown]


def profession_sought(circumstances: Circumstances) -> DeathProfession:
    """Whether nurses may certify this death, or doctors alone.

    A nurse may for an adult, in no public place, without violence, of a body that was identified.
    """
    adult = circumstances.age_from is not None and circumstances.age_from >= ADULT_YEARS
    inside = (
        circumstances.public_place is DeathAnswer.no
        and circumstances.place_kind is not DeathPlaceKind.public_place
    )
    plain = circumstances.violence is DeathAnswer.no and circumstances.identified is DeathAnswer.yes
    nurses = adult and inside and plain and not circumstances.doctors_only
    return DeathProfession.doctor_or_nurse if nurses else DeathProfession.doctor


def may_certify(
    facts: CertifierFacts | None,
    circumstances: Circumstances,
    on: date,
    *,
    order_list_days: int,
    attending: bool = False,
) -> bool:
    """Whether this person may certify this death on that day.

    The attending doctor need not volunteer: they are asked as the doctor of the person (domain rules §1.2).
    Somebody of whom nothing is known may not.
    """
    if facts is None or is_out_of_scope(circumstances) or open_questions(circumstances):
        return False
    lacks = set(lacks_of(facts, on, order_list_days=order_list_days))
    if facts.category is CertifierCategory.nurse:
        return not lacks and profession_sought(circumstances) is DeathProfession.doctor_or_nurse
    return not (lacks - {CertifierLack.not_volunteering} if attending else lacks)
