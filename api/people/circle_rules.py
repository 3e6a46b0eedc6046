"""Rules of the care circle. Pure.

Professionals who follow the same person often do not know each other. They may, once the person agreed:
outside of the care team nothing is shared without prior consent, given by any means (CSP L1110-4 III,
L1110-12). A refusal empties the circle and is remembered; it may be taken back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from api.contract.models import (
    CareCircleAction,
    CareCircleConsent,
    CareRole,
    OrganisationKind,
    ProblemType,
)
from api.core.problems import Conflict

MOST_MEMBERS = 15
"""More is no circle any more: everybody in it sees everybody else."""

DOCTOR, NURSE, PHARMACIST, PHYSIOTHERAPIST = "10", "60", "21", "70"
"""TRE_G15."""

PROFESSION = MappingProxyType(
    {
        CareRole.attending_doctor: DOCTOR,
        CareRole.specialist: DOCTOR,
        CareRole.nurse: NURSE,
        CareRole.pharmacist: PHARMACIST,
        CareRole.physiotherapist: PHYSIOTHERAPIST,
    }
)
"""Of whom has this part, when it is a professional."""

STRUCTURES = frozenset(
    {
        OrganisationKind.practice_group,
        OrganisationKind.health_house,
        OrganisationKind.health_centre,
        OrganisationKind.pharmacy,
        OrganisationKind.nursing_home,
        OrganisationKind.support_service,
        OrganisationKind.other,
    }
)
"""Those that follow a person at home (CSP R1110-2); a home help service is of the kind `other`. A ward, a
town hall or a dispatch centre sees somebody once."""


class NoConsent(Conflict):
    """The person has not agreed that those who care for them know each other."""

    type, title = ProblemType.care_circle_without_consent, "The person has not agreed to it"


@dataclass(frozen=True)
class Stands:
    """What the caller is to a circle."""

    member: bool
    coordinates: bool
    cares: bool
    """They have a request about the person in hand, or made it, and work in care."""
    for_another: bool = False
    """A delegate: they see what the professional sees, and promise nothing in their name."""


def sees_members(stands: Stands, consent: CareCircleConsent | None) -> bool:
    """Only its members and the coordination of a request under way, while the person agrees."""
    return consent is CareCircleConsent.given and (stands.member or stands.coordinates)


def actions(stands: Stands, consent: CareCircleConsent | None) -> list[CareCircleAction]:
    """What the caller may do now; the first is the most useful."""
    if stands.for_another:
        return []
    if consent is not CareCircleConsent.given:
        return [CareCircleAction.record_consent]
    found = []
    if stands.cares and not stands.member:
        found.append(CareCircleAction.enter)
    if stands.member or stands.coordinates:
        found.append(CareCircleAction.add)
    if stands.member:
        found.append(CareCircleAction.leave)
    return [*found, CareCircleAction.withdraw_consent]


def may_say(before: CareCircleConsent | None, said: CareCircleConsent) -> bool:
    """Whether the person may say this after what they said before: only what was given is withdrawn."""
    given = before is CareCircleConsent.given
    return given if said is CareCircleConsent.withdrawn else not given


def last_is_the_first(
    first: tuple[datetime, CareCircleConsent], second: tuple[datetime, CareCircleConsent]
) -> bool:
    """Of two circles that turn out to be one person's, whether what they said of the first was said last; at
    the same instant, no is stronger than yes."""
    if first[0] == second[0]:
        return first[1] is not CareCircleConsent.given
    return first[0] > second[0]


@dataclass(frozen=True)
class Place:
    """A place in a circle: who has it, as what, since when."""

    id: UUID
    holder: UUID
    role: CareRole
    since: datetime


def left_out(there: Collection[Place], coming: Collection[Place]) -> set[UUID]:
    """The places that go when those of a second circle come to one: whoever has two keeps the one that is
    there, of several attending doctors the one named last stays, and of too many the earliest do, the
    attending doctor before them."""
    holders = {place.holder for place in there}
    gone = {place.id for place in coming if place.holder in holders}
    doctors = [
        place
        for place in (*there, *coming)
        if place.role is CareRole.attending_doctor and place.id not in gone
    ]
    doctors.sort(key=lambda place: place.since)
    gone |= {place.id for place in doctors[:-1]}
    staying = [place for place in (*there, *coming) if place.id not in gone]
    staying.sort(key=lambda place: (place.role is not CareRole.attending_doctor, place.since))
    return gone | {place.id for place in staying[MOST_MEMBERS:]}


def wrong_part(
    role: CareRole,
    *,
    profession_code: str | None,
    structure: OrganisationKind | None,
    taken: Collection[CareRole],
) -> str | None:
    """Why somebody cannot have this part in the circle, with the cure; None when they can."""
    if role is CareRole.attending_doctor and role in taken:
        return "The person has an attending doctor here already: take them out first"
    if structure is not None:
        return _wrong_structure(role, structure)
    wanted = PROFESSION.get(role)
    if role is CareRole.home_help:
        return "Home help is a structure: name it instead of a professional"
    if wanted is not None and profession_code != wanted:
        return "This is not a part of this person's profession: choose another"
    return None


def _wrong_structure(role: CareRole, structure: OrganisationKind) -> str | None:
    if role is CareRole.attending_doctor or role is CareRole.specialist:
        return "A doctor is a person: name them instead of a structure"
    if role is CareRole.pharmacist and structure is not OrganisationKind.pharmacy:
        return "This structure is no pharmacy: choose another part"
    return None
