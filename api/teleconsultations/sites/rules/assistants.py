"""Who may assist a teleconsultation, and where. PURE.

Pharmacists assist in their pharmacy (convention of 9 March 2022); a nurse may not practise where medicines
are sold (CSP R4312-77), and assists everywhere else (domain rules §4.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.contract.models import (
    TeleconsultationAssistantLack,
    TeleconsultationSiteKind,
    TeleconsultationTrainingFacts,
)
from api.core.problems import FieldError, StaleVersion, refuses
from api.directory.nomenclatures import NURSE, PHARMACIST

refuses("uq_teleconsultation_trainings_community_id_professional_id")(StaleVersion)

ASSISTING = frozenset({NURSE, PHARMACIST})
"""Codes of the professions that assist (TRE_G15)."""

LONGEST_TRAINING_YEARS = 10
"""A training said to hold for longer is a slip of the finger."""

FIRST_TRAINING = date(2018, 1, 1)
"""Teleconsultation is of September 2018: a training before that year is one too."""


@dataclass(frozen=True, slots=True)
class AssistantFacts:
    """What is known of a nurse or pharmacist of the community. `training_until` None: never trained.

    `sites`: at how many active sites they are named.
    """

    professional_id: UUID
    profession_code: str
    volunteers: bool
    practises: bool
    training_until: date | None
    sites: int = 0


def assists(profession_code: str, kind: TeleconsultationSiteKind) -> bool:
    """Whether a profession may assist at a site of that kind."""
    if kind is TeleconsultationSiteKind.pharmacy:
        return profession_code == PHARMACIST
    return profession_code == NURSE


def lacks_of_assistant(facts: AssistantFacts, on: date) -> list[TeleconsultationAssistantLack]:
    """Why this person may not assist on that day; nothing when they may."""
    return [*lacks_of_named(facts, on), *([] if facts.sites else [TeleconsultationAssistantLack.no_site])]


def lacks_of_named(facts: AssistantFacts, on: date) -> list[TeleconsultationAssistantLack]:
    """The same for who is named at the very site in question."""
    return list(_lacks(facts, on))


def _lacks(facts: AssistantFacts, on: date) -> Iterator[TeleconsultationAssistantLack]:
    if not facts.volunteers:
        yield TeleconsultationAssistantLack.not_volunteering
    if not facts.practises:
        yield TeleconsultationAssistantLack.left
    if facts.training_until is None:
        yield TeleconsultationAssistantLack.no_training
    elif facts.training_until < on:
        yield TeleconsultationAssistantLack.training_expired


def faults_of_training(
    wished: TeleconsultationTrainingFacts | None, *, profession_code: str, today: date
) -> list[FieldError]:
    """What is wrong with a training: of another profession, a day to come, days out of order."""
    if wished is None:
        return []
    errors = []
    if profession_code not in ASSISTING:
        errors.append(FieldError("/training", "Only nurses and pharmacists assist teleconsultations"))
    if wished.done_on > today:
        errors.append(FieldError("/training/done_on", "Give a day that has come"))
    elif wished.done_on < FIRST_TRAINING:
        errors.append(FieldError("/training/done_on", "Give the year of the training with four figures"))
    if wished.valid_until < wished.done_on:
        errors.append(FieldError("/training/valid_until", "Give a day after the training"))
    elif wished.valid_until.year - wished.done_on.year > LONGEST_TRAINING_YEARS:
        message = f"Give a day within {LONGEST_TRAINING_YEARS} years of the training"
        errors.append(FieldError("/training/valid_until", message))
    return errors
