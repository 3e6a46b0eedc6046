"""What is wrong with what somebody writes of a site; every refusal names the field. PURE."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from api.contract.models import (
    OrganisationKind,
    TeleconsultationConnectionInput,
    TeleconsultationKitInput,
    TeleconsultationSiteInput,
    TeleconsultationSiteKind,
    TeleconsultationSiteOpening,
    TeleconsultationSitePersonInput,
)
from api.core.problems import FieldError
from api.directory.nomenclatures import NURSE
from api.directory.rules import faults_of_exceptions, faults_of_week
from api.people.rules import NIR_HINT, refuse_nir
from api.teleconsultations.sites.rules.assistants import assists

_STRUCTURES = {
    TeleconsultationSiteKind.pharmacy: frozenset({OrganisationKind.pharmacy}),
    TeleconsultationSiteKind.health_centre: frozenset(
        {
            OrganisationKind.health_centre,
            OrganisationKind.health_house,
            OrganisationKind.unscheduled_care_centre,
        }
    ),
}
"""The structures that keep a site of these kinds. A nurse may practise without any; a round has none to be
of."""

OLDEST = date(2018, 1, 1)
"""A look or a test before it is a slip of the finger: no teleconsultation was paid for then."""


def faults_of_place(
    wished: TeleconsultationSiteInput, *, structure: OrganisationKind | None, in_territory: bool
) -> list[FieldError]:
    """What is wrong with where a site is. `structure`: the kind of the one that it names, None without one
    that is known; `in_territory`: its commune is one of the community's."""
    errors = []
    if not in_territory:
        errors.append(FieldError("/commune_insee", "Choose a commune of the territory"))
    kinds = _STRUCTURES.get(wished.kind)
    if wished.organisation_id is not None and structure is None:
        errors.append(FieldError("/organisation_id", "Choose a structure of the directory"))
    elif kinds is not None and structure not in kinds:
        names = ", ".join(sorted(kinds))
        errors.append(FieldError("/organisation_id", f"Choose the structure that keeps it: {names}"))
    elif kinds is None and structure is OrganisationKind.pharmacy:
        # CSP R4312-77: what a pharmacy keeps is a site in a pharmacy, whatever it is called.
        errors.append(FieldError("/organisation_id", "What a pharmacy keeps is a site of the kind pharmacy"))
    if not wished.name.strip():
        errors.append(FieldError("/name", "Give the site a name"))
    texts = {"name": wished.name, "address_line": wished.address_line or ""}
    errors += [FieldError(f"/{field}", NIR_HINT) for field, text in texts.items() if refuse_nir(text)]
    return errors


def faults_of_kind(kind: TeleconsultationSiteKind, profession_codes: Sequence[str]) -> list[FieldError]:
    """Whether those who assist at a site may still when it is of that kind."""
    if all(assists(code, kind) for code in profession_codes):
        return []
    return [FieldError("/kind", "Take out those who may not assist there first: see its people")]


def faults_of_people(
    wished: Sequence[TeleconsultationSitePersonInput],
    *,
    kind: TeleconsultationSiteKind,
    professions: Mapping[UUID, str],
) -> list[FieldError]:
    """Who cannot assist at a site of that kind: `professions` are those of the members among them."""
    errors, seen = [], set[UUID]()
    for index, one in enumerate(wished):
        pointer = f"/people/{index}"
        code = professions.get(one.professional_id)
        if one.professional_id in seen:
            errors.append(
                FieldError(f"{pointer}/professional_id", "Name each person once: take this one out")
            )
        elif code is None:
            errors.append(FieldError(f"{pointer}/professional_id", "Choose a member of the community"))
        elif not assists(code, kind):
            errors.append(FieldError(f"{pointer}/professional_id", _why_not(code, kind)))
        seen.add(one.professional_id)
        if one.hours is not None:
            errors += faults_of_week(one.hours, pointer=f"{pointer}/hours")
    return errors


def _why_not(code: str, kind: TeleconsultationSiteKind) -> str:
    if kind is TeleconsultationSiteKind.pharmacy and code == NURSE:
        return "A nurse may not assist in a pharmacy (CSP R4312-77): choose a pharmacist"
    if kind is TeleconsultationSiteKind.pharmacy:
        return "Only a pharmacist assists in a pharmacy: choose one"
    return "Outside a pharmacy only a nurse assists: choose one"


def faults_of_opening(wished: TeleconsultationSiteOpening, today: date) -> list[FieldError]:
    """Hours that overlap or last no time, exceptions that are over or meet."""
    return faults_of_week(wished.hours) + faults_of_exceptions(wished.exceptions, today)


def faults_of_kit(wished: TeleconsultationKitInput, today: date) -> list[FieldError]:
    """Items named twice, looks that are to come or too long ago."""
    errors, seen = [], set()
    for index, one in enumerate(wished.items):
        if one.item in seen:
            errors.append(FieldError(f"/items/{index}/item", "Name each item once: take this one out"))
        seen.add(one.item)
        errors += _faults_of_day(one.checked_on, f"/items/{index}/checked_on", today)
    return errors


def faults_of_connection(wished: TeleconsultationConnectionInput, today: date) -> list[FieldError]:
    """A test that is to come or too long ago."""
    return _faults_of_day(wished.tested_on, "/tested_on", today)


def _faults_of_day(day: date, pointer: str, today: date) -> list[FieldError]:
    if day > today:
        return [FieldError(pointer, "Give a day that has come")]
    if day < OLDEST:
        return [FieldError(pointer, "Give the year with four figures")]
    return []
