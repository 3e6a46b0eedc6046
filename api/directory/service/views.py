"""Rows of the directory as the contract shows them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from api.contract import models as wire
from api.directory.nomenclatures import profession_label, specialty_label
from api.directory.rules import main_specialty, spoken_name
from api.directory.tables import Membership, Organisation, Practice


def weekly_hours(hours: Sequence[Mapping[str, Any]]) -> list[wire.WeeklyHours]:
    """Opening hours, in the order of the week."""
    ordered = sorted(hours, key=lambda band: (band["weekday"], band["from_time"]))
    return [wire.WeeklyHours.model_validate(band) for band in ordered]


def practice_view(practice: Practice) -> wire.Practice:
    """A place where a professional practises."""
    return wire.Practice(
        id=practice.id,
        name=practice.name,
        address_line=practice.address_line,
        postal_code=practice.postal_code,
        commune_insee=practice.commune_insee,
        commune_name=practice.commune_name,
        sector=practice.sector,
        latitude=practice.latitude,
        longitude=practice.longitude,
        phone=practice.phone,
        hours=weekly_hours(practice.hours),
        accessibility=[wire.Accessibility(word) for word in practice.accessibility],
    )


def organisation_view(organisation: Organisation, state: wire.OpenState) -> wire.Organisation:
    """A structure with its hours, and whether it is open."""
    return wire.Organisation(
        id=organisation.id,
        kind=organisation.kind,
        name=organisation.name,
        address_line=organisation.address_line,
        postal_code=organisation.postal_code,
        commune_insee=organisation.commune_insee,
        commune_name=organisation.commune_name,
        sector=organisation.sector,
        latitude=organisation.latitude,
        longitude=organisation.longitude,
        phone=organisation.phone,
        instruction=wire.PlaceInstruction(organisation.instruction),
        hours=weekly_hours(organisation.hours),
        open_state=state,
    )


def volunteering_view(member: Membership) -> wire.Volunteering:
    """What a member volunteers for."""
    return wire.Volunteering(
        unscheduled_care=member.unscheduled_care,
        attending_doctor=member.attending_doctor,
        death_certification=member.death_certification,
        teleconsultation=member.teleconsultation,
        training_supervision=member.training_supervision,
    )


def summary_view(
    row: Mapping[str, Any] | RowMapping,
    *,
    professional_id: UUID,
    sector: str | None,
    commune_name: str | None,
) -> wire.ProfessionalSummary:
    """A professional in two lines, from a row with title, names, profession_code and specialty_codes."""
    specialty = main_specialty(row["specialty_codes"])
    return wire.ProfessionalSummary(
        id=professional_id,
        name=spoken_name(
            row["title"], row["given_name"], row["family_name"], profession_code=row["profession_code"]
        ),
        profession_code=row["profession_code"],
        profession_label=profession_label(row["profession_code"]),
        specialty_label=specialty_label(specialty) if specialty else None,
        sector=sector,
        commune_name=commune_name,
    )
