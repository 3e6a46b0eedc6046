"""Who asks for a death to be certified, and the French words by which the anonymous card says it."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.service import Requester
from api.contract.models import (
    DeathCertificationRequestInput,
    DeathRequesterInput,
    DeathRequesterKind,
    RequestOrigin,
    Role,
)
from api.core.actor import Actor
from api.core.phones import e164
from api.directory import service as directory

K = DeathRequesterKind

SAID: dict[K, str] = {
    K.town_hall: "mairie",
    K.national_police: "police nationale",
    K.municipal_police: "police municipale",
    K.gendarmerie: "gendarmerie",
    K.fire_service: "sapeurs-pompiers",
    K.samu: "SAMU",
    K.nursing_home: "EHPAD",
    K.home_hospital: "hospitalisation à domicile",
    K.attending_doctor: "médecin traitant",
    K.health_professional: "professionnel de santé",
    K.funeral_operator: "opérateur funéraire",
    K.family: "famille",
}
"""What an offer says of who asks (domain rules §1.2)."""


async def asking_of(
    db: AsyncSession, actor: Actor, body: DeathCertificationRequestInput
) -> tuple[Requester, RequestOrigin]:
    """The requester of a case, and where the request comes from. `name` is that of the structure, or of who
    called the coordination; a person is named in the request alone, encrypted. Without a number of their own,
    which is needed unless the request is out of scope, that of the structure calls them back."""
    said: DeathRequesterInput = body.requester  # type: ignore[assignment]  # checked before
    called = body.requested_for if isinstance(body.requested_for, str) else None
    name, phone = actor.name, said.phone if isinstance(said.phone, str) else None
    if actor.organisation_id is not None:
        structure = await directory.organisation_of(db, actor.organisation_id)
        name = structure.name
        if Role.coordinator not in actor.roles:  # they ask for others, whom their own number does not reach
            phone = phone or structure.phone
    origin = RequestOrigin.organisation
    if Role.coordinator in actor.roles:
        name, origin = (called or "").strip() or SAID[said.kind].capitalize(), RequestOrigin.coordinator
    elif Role.regulator in actor.roles:
        origin = RequestOrigin.sas
    elif Role.professional in actor.roles:
        doctor = said.kind is K.attending_doctor
        origin = RequestOrigin.doctor if doctor else RequestOrigin.other_professional
    requester = Requester(
        kind="client" if actor.kind == "client" else "account",
        id=actor.id,
        name=name,
        profession=SAID[said.kind],
        phone=phone and e164(phone),
        professional_id=None if Role.coordinator in actor.roles else actor.professional_id,
        organisation_id=actor.organisation_id,
    )
    return requester, origin
