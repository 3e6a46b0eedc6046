"""Who may enter, see and move a search for an attending doctor, and what each reads of it.

What shows a request is what shows its case (`cases.policy`): the coordination all of them, who entered it
their own, the doctor those that they accepted. Of what a doctor reads, the score, the social cover and
who made the person known are always absent (CSP L1110-3; domain rules §3.2).
"""

from sqlalchemy import ColumnElement, false, select

from api.cases.policy import has_taken, is_requester, may_complete, may_coordinate, part_of
from api.cases.policy import in_view as cases_in_view
from api.cases.policy import visible_to as cases_visible_to
from api.cases.tables import Case
from api.contract.models import CaseKind, OrganisationKind, RequestView, Role
from api.core.actor import Actor
from api.referrals.attending_doctor.tables import AttendingDoctorRequest

__all__ = [
    "ENTERING",
    "has_taken",
    "in_view",
    "is_requester",
    "listed_for",
    "may_complete",
    "may_coordinate",
    "may_enter",
    "may_follow_up",
    "part_of",
    "visible_to",
]

ENTERING = frozenset(
    {
        OrganisationKind.pharmacy,
        OrganisationKind.hospital_ward,
        OrganisationKind.support_service,
        OrganisationKind.town_hall,
        OrganisationKind.nursing_home,
        OrganisationKind.health_centre,
        OrganisationKind.health_house,
        OrganisationKind.practice_group,
        OrganisationKind.unscheduled_care_centre,
    }
)
"""The structures that make somebody known: those of care, the DAC, and the town hall (its CCAS)."""


def may_enter(actor: Actor) -> bool:
    """Whether the actor may enter somebody who has no doctor."""
    if actor.roles & {Role.professional, Role.coordinator}:
        return True
    return (
        Role.requester in actor.roles
        and actor.organisation_id is not None
        and actor.organisation_kind in ENTERING
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The requests that the actor may see."""
    return AttendingDoctorRequest.id.in_(select(Case.id).where(cases_visible_to(actor)))


def in_view(actor: Actor, view: RequestView) -> ColumnElement[bool]:
    """Which of the visible requests a list shows: those entered, those taken, or all of them."""
    return cases_in_view(actor, CaseKind.attending_doctor, view)


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """The requests of the waiting list that the actor reads: all of the community, for its coordination; none
    for anybody else. Said without a look at each case, of which there may be fifty thousand."""
    if actor.community_id is None or not may_coordinate(actor):
        return false()
    return AttendingDoctorRequest.community_id == actor.community_id


def may_follow_up(actor: Actor, case: Case) -> bool:
    """Whether the actor says what became of it once accepted: the doctor, or the coordination."""
    return has_taken(actor, case) or may_coordinate(actor)
