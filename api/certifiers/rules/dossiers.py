"""What makes a certifier: CGCT L2223-42 for doctors, D2213-1-1-4 for nurses. PURE.

A doctor of any category may certify. A nurse may after three years of practice, once trained and on the
Order's list. What a request adds (age, place, violence, identity of the body) is the request's own rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from api.contract.models import (
    CategoryWithoutPractice,
    CertifierCategory,
    CertifierFact,
    CertifierInput,
    CertifierLack,
)
from api.core.problems import FieldError, StaleVersion, refuses

refuses("uq_certifier_dossiers_community_id_professional_id")(StaleVersion)

DOCTOR_CODE, NURSE_CODE = "10", "60"
"""Codes of the professions (TRE_G15)."""

WITHOUT_PRACTICE = frozenset(CertifierCategory(category) for category in CategoryWithoutPractice)
"""Who may certify without a place in the national directory, once the coordination wrote it (L2223-42). Its
lines of students are left out of the import, and whoever retired has none."""

DIPLOMA_YEARS = 3
"""Years since the state diploma of a nurse: CGCT D2213-1-1-4."""

FIRST_DIPLOMA = date(1940, 1, 1)
"""A diploma before it is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class CertifierFacts:
    """What is known of a member as a certifier. `category` None: nobody said, nor the national file.

    `practises`: the national directory knows a place; `WITHOUT_PRACTICE` need none. `sectors`: where they go,
    empty for everywhere.
    """

    professional_id: UUID
    category: CertifierCategory | None
    diploma_on: date | None
    training_validated_on: date | None
    order_list_checked_on: date | None
    volunteers: bool
    practises: bool
    sectors: tuple[str, ...] = ()


def category_of(
    written: CertifierCategory | None, *, profession_code: str, practises: bool
) -> CertifierCategory | None:
    """The category that was written, else the one that the national directory proves."""
    if written is not None:
        return written
    if profession_code == NURSE_CODE:
        return CertifierCategory.nurse
    return CertifierCategory.active_doctor if profession_code == DOCTOR_CODE and practises else None


def lacks_of(facts: CertifierFacts, on: date, *, order_list_days: int) -> list[CertifierLack]:
    """Why this person may not certify on that day; nothing when they may. What is unknown counts against."""
    return list(_lacks(facts, on, order_list_days))


def order_list_until(checked_on: date | None, order_list_days: int) -> date | None:
    """The last day on which a look at the Order's list holds; None when nobody looked."""
    return None if checked_on is None else checked_on + timedelta(days=order_list_days)


def _lacks(facts: CertifierFacts, on: date, order_list_days: int) -> Iterator[CertifierLack]:
    if not facts.volunteers:
        yield CertifierLack.not_volunteering
    if not facts.practises and facts.category not in WITHOUT_PRACTICE:
        yield CertifierLack.left
    if facts.category is None:
        yield CertifierLack.category
    if facts.category is not CertifierCategory.nurse:
        return
    if facts.diploma_on is None:
        yield CertifierLack.diploma
    elif _years_later(facts.diploma_on, DIPLOMA_YEARS) > on:
        yield CertifierLack.diploma_recent
    if facts.training_validated_on is None or facts.training_validated_on > on:
        yield CertifierLack.training
    until = order_list_until(facts.order_list_checked_on, order_list_days)
    if until is None:
        yield CertifierLack.order_list
    elif until < on:
        yield CertifierLack.order_list_old


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; of a 29 February, the 1 March where there is none."""
    later = day.year + years
    try:
        return day.replace(year=later)
    except ValueError:
        return date(later, 3, 1)


_VALUES = {
    CertifierFact.category: "category",
    CertifierFact.diploma: "diploma_on",
    CertifierFact.training: "training_validated_on",
    CertifierFact.order_list: "order_list_checked_on",
}
"""Each fact that is checked, and the field that holds it."""


def changed_facts(before: CertifierInput, after: CertifierInput) -> list[CertifierFact]:
    """The facts whose value is not what it was."""
    return [fact for fact, name in _VALUES.items() if getattr(before, name) != getattr(after, name)]


def is_said(dossier: CertifierInput, fact: CertifierFact) -> bool:
    """Whether a dossier says anything of this fact."""
    return getattr(dossier, _VALUES[fact]) is not None


def errors_of_dossier(wished: CertifierInput, *, profession_code: str, today: date) -> list[FieldError]:
    """What is wrong with a dossier: a category of another profession, a day to come, days out of order."""
    errors = []
    if wished.category is not None:
        wanted = NURSE_CODE if wished.category is CertifierCategory.nurse else DOCTOR_CODE
        if profession_code != wanted:
            errors.append(FieldError("/category", "Choose a category of this person's profession"))
    elif profession_code not in {DOCTOR_CODE, NURSE_CODE}:
        errors.append(FieldError("/category", "Only doctors and nurses certify deaths"))
    for name in ("diploma_on", "training_validated_on", "order_list_checked_on"):
        day = getattr(wished, name)
        if day is not None and day > today:
            errors.append(FieldError(f"/{name}", "Give a day that has come"))
    diploma, training = wished.diploma_on, wished.training_validated_on
    if diploma is not None and diploma < FIRST_DIPLOMA:
        errors.append(FieldError("/diploma_on", "Give the year of the diploma with four figures"))
    if diploma is not None and training is not None and training < diploma:
        errors.append(FieldError("/training_validated_on", "Give a day after the diploma"))
    return errors
