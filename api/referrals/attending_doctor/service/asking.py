"""Who makes a person known. It is the coordination's to read, and theirs; never a doctor's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import Requester
from api.contract import models as wire
from api.contract.models import AttendingDoctorSource as Source
from api.contract.models import OrganisationKind, RequestOrigin, Role
from api.core.actor import Actor
from api.directory import service as directory
from api.directory.nomenclatures import DOCTOR, NURSE, PHARMACIST
from api.identity.policy import present_community


@dataclass(frozen=True)
class FilingSource:
    """Who makes a person known. `requester` follows the request; one that is the server follows nothing."""

    source: Source
    origin: RequestOrigin
    requester: Requester
    by_phone: bool = False
    """The coordination enters it for who called."""
    informed_at: datetime | None = None
    """When the person was informed, if that was not now: by a letter of the CPAM."""


_OF_STRUCTURE = {
    OrganisationKind.pharmacy: Source.pharmacist,
    OrganisationKind.hospital_ward: Source.ward,
    OrganisationKind.support_service: Source.support_service,
    OrganisationKind.town_hall: Source.town_hall,
}

_ORIGIN = {DOCTOR: RequestOrigin.doctor, NURSE: RequestOrigin.nurse, PHARMACIST: RequestOrigin.pharmacist}

SAID: dict[Source, str] = {
    Source.person: "La personne",
    Source.carer: "Un proche",
    Source.professional: "Un professionnel",
    Source.pharmacist: "Une pharmacie",
    Source.ward: "Un service hospitalier",
    Source.support_service: "Le DAC",
    Source.town_hall: "Une mairie",
    Source.health_insurance: "La CPAM",
    Source.coordination: "La coordination",
}
"""How the coordination reads who called."""


async def source_of(db: AsyncSession, actor: Actor, body: wire.AttendingDoctorRequestInput) -> FilingSource:
    """The source that an account here is. `policy.may_enter` has been asked."""
    if Role.coordinator in actor.roles:
        source = body.for_organisation if isinstance(body.for_organisation, Source) else Source.coordination
        called = body.requested_for.strip() if isinstance(body.requested_for, str) else ""
        requester = Requester("account", actor.id, called or SAID[source], "", organisation_id=None)
        return FilingSource(source, RequestOrigin.coordinator, requester, by_phone=True)
    if Role.professional in actor.roles and actor.professional_id is not None:
        member = await directory.member_of(db, present_community(actor), actor.professional_id)
        code = member.profession_code if member else ""
        source = Source.pharmacist if code == PHARMACIST else Source.professional
        requester = Requester(
            "account",
            actor.id,
            actor.name,
            "",
            phone=member.phone if member else None,
            professional_id=actor.professional_id,
        )
        return FilingSource(source, _ORIGIN.get(code, RequestOrigin.other_professional), requester)
    assert actor.organisation_id is not None  # noqa: S101  `policy.may_enter` asked for a structure
    structure = await directory.organisation_of(db, actor.organisation_id)
    requester = Requester(
        "account", actor.id, structure.name, "", phone=structure.phone, organisation_id=structure.id
    )
    source = _OF_STRUCTURE.get(structure.kind, Source.professional)
    return FilingSource(source, RequestOrigin.organisation, requester)
