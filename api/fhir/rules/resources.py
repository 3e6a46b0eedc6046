"""FHIR resources built from values, as the profiles of the SAS want them: one profile each, nothing empty.

Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.availability.rules import parse_slot_id
from api.contract.models import CareMode, OpeningKind, SlotAudience
from api.core.national_ids import PERSON_IDS, STRUCTURE_IDS, identifier, of_professional
from api.core.problems import InvalidInput
from api.fhir.rules import codes

Resource = dict[str, Any]

_PHONE = re.compile(r"\+(?:33|262|590|594|596)[0-9]{9}")
"""What the acceptance kit takes for a phone number."""


@dataclass(frozen=True)
class PersonFacts:
    """A professional. `rpps` has 11 digits; `specialties` are the codes of R38 alone."""

    id: UUID
    rpps: str
    family_name: str
    given_name: str
    specialties: tuple[str, ...]


@dataclass(frozen=True)
class PlaceFacts:
    """One professional at one place. `structure_id` is that of the national file (`F…`, `C…`, `R…`)."""

    id: UUID
    professional_id: UUID
    finess: str | None
    siret: str | None
    structure_id: str | None
    line: str
    city: str
    postal_code: str
    phone: str | None


@dataclass(frozen=True)
class CommunityFacts:
    """A CPTS. `phone` is the one that its coordination gives, `zone` its clock."""

    id: UUID
    finess: str
    name: str
    phone: str | None
    zone: ZoneInfo


@dataclass(frozen=True)
class Timetable:
    """What the slots of one opening have in common. `communities`: those at whose disposal it is put."""

    practice_id: UUID
    professional_id: UUID
    kind: OpeningKind
    modes: Sequence[CareMode]
    audiences: Sequence[SlotAudience]
    motives: Sequence[str]
    specialties: Sequence[str]
    communities: Sequence[UUID]


def fhir_slot_id(slot_id: str) -> str:
    """Our name of a slot as an id that FHIR takes (no underscore there)."""
    return slot_id.replace("_", ".")


def slot_named(fhir_id: str) -> tuple[UUID, int] | None:
    """The opening and the start that the id of a slot of ours names; None when it is no such id."""
    try:
        return None if "_" in fhir_id else parse_slot_id(fhir_id.replace(".", "_"))
    except InvalidInput:
        return None


def slot_frame(timetable: Timetable, *, for_communities: bool) -> Resource:
    """A slot of this opening but for its id, its hours and its address. `for_communities`: in the profile of
    flow INT_R04, which has the code CPTS and the service of each CPTS; else in that of INT_R01."""
    its = timetable
    shown = [word for word in SlotAudience if word in its.audiences]
    if not for_communities:
        shown = [word for word in shown if word is not SlotAudience.cpts]
    services: list[Resource] = [_coded(codes.ACTS, codes.MODE_CODES[m]) for m in CareMode if m in its.modes]
    if for_communities and SlotAudience.cpts in shown:
        services += [
            {
                "extension": [
                    {
                        "url": codes.SERVICE_REFERENCE,
                        "valueReference": {"reference": f"HealthcareService/{community_id}"},
                    }
                ],
                **_coded(codes.CATEGORIES, codes.CPTS),
            }
            for community_id in its.communities
        ]
    services += [{"text": motive} for motive in its.motives]
    frame: Resource = {
        "resourceType": "Slot",
        "id": "",
        "meta": {
            **_profile(codes.CPTS_SLOT if for_communities else codes.SLOT),
            "security": [{"system": codes.AUDIENCES, "code": codes.AUDIENCE_CODES[word]} for word in shown],
        },
        "serviceType": services,
        "specialty": [_coded(codes.SPECIALTIES, code) for code in its.specialties],
        "appointmentType": _coded(codes.APPOINTMENTS, codes.KIND_CODES[its.kind]),
        "schedule": {"reference": f"Schedule/{its.practice_id}"},
        "status": "free",
    }
    return {name: value for name, value in frame.items() if value != []}


def slot(frame: Resource, slot_id: str, times: tuple[str, str], booking_page: str | None) -> Resource:
    """One slot of the opening with that frame; `slot_id` in FHIR's form, `times` as `instant` gives them."""
    made = {**frame, "id": slot_id, "start": times[0], "end": times[1]}
    return made if booking_page is None else {**made, "comment": booking_page}


def schedule(place: PlaceFacts) -> Resource:
    """The agenda of a professional at a place: one for each place, as the platform wants it."""
    return {
        "resourceType": "Schedule",
        "id": str(place.id),
        "meta": _profile(codes.SCHEDULE),
        "actor": [
            {"reference": f"Practitioner/{place.professional_id}"},
            {"reference": f"PractitionerRole/{place.id}"},
        ],
    }


def practitioner(person: PersonFacts) -> Resource:
    """A professional, by the national identifier: 8 and the RPPS number."""
    return {
        "resourceType": "Practitioner",
        "id": str(person.id),
        "meta": _profile(codes.PRACTITIONER),
        "identifier": [identifier("IDNPS", PERSON_IDS, of_professional(person.rpps))],
        "name": [{"family": person.family_name, "given": [person.given_name]}],
    }


def practitioner_role(place: PlaceFacts, base: str) -> Resource:
    """A professional at a place, which it contains. `base` is the address of this instance."""
    structure = national_structure_id(place)
    organization: Resource = {}
    if structure is not None:
        organization = {"organization": {"identifier": identifier("IDNST", STRUCTURE_IDS, structure)}}
    return {
        "resourceType": "PractitionerRole",
        "id": str(place.id),
        "meta": _profile(codes.ROLE),
        "contained": [
            {
                "resourceType": "Location",
                "id": f"lieu-{place.id}",
                "meta": _profile(codes.LOCATION),
                "identifier": [_place_identifier("INTRN", base, str(place.id))],
                "address": {"line": [place.line], "city": place.city, "postalCode": place.postal_code},
            }
        ],
        "practitioner": {"reference": f"Practitioner/{place.professional_id}"},
        **organization,
        "location": [{"reference": f"#lieu-{place.id}"}],
        **_telecom(place.phone),
    }


def healthcare_service(community: CommunityFacts) -> Resource:
    """What a CPTS puts at disposal: one for each, and one organisation for it."""
    return {
        "resourceType": "HealthcareService",
        "id": str(community.id),
        "meta": _profile(codes.CPTS_SERVICE),
        "providedBy": {"reference": f"Organization/{community.id}"},
    }


def organization(community: CommunityFacts) -> Resource:
    """A CPTS, by 1 and its FINESS number."""
    return {
        "resourceType": "Organization",
        "id": str(community.id),
        "meta": _profile(codes.CPTS_ORGANIZATION),
        "identifier": [_place_identifier("IDNST", STRUCTURE_IDS, f"1{community.finess}")],
        "name": community.name,
        **_telecom(community.phone),
    }


def national_structure_id(place: PlaceFacts) -> str | None:
    """The national identifier of the structure, in the order of the guide: FINESS, SIRET, RPPS and rank."""
    if place.finess and re.fullmatch(r"[0-9AB]{9}", place.finess):
        return f"1{place.finess}"
    if place.siret and re.fullmatch(r"[0-9]{14}", place.siret):
        return f"3{place.siret}"
    ranked = re.fullmatch(r"R([0-9]{14})", place.structure_id or "")
    return None if ranked is None else f"4{ranked[1]}"


def _profile(url: str) -> Resource:
    return {"profile": [url]}


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _place_identifier(code: str, system: str, value: str) -> Resource:
    return identifier(code, system, value, types=codes.PLACE_TYPES)


def _telecom(phone: str | None) -> Resource:
    """Nothing rather than a number that the platform does not take."""
    if phone is None or _PHONE.fullmatch(phone) is None:
        return {}
    return {"telecom": [{"system": "phone", "value": phone}]}
