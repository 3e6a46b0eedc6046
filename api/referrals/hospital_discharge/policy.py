"""Who may file, see and move a discharge.

What shows a request is what shows its case (`cases.policy`): the coordination all of them, a ward its own, a
professional those of which they have a need. A town hall or a police station sees none (domain rules §7.2).
"""

from sqlalchemy import ColumnElement, and_, false, select

from api.cases.policy import has_taken, is_requester, may_complete, may_coordinate, may_read_note, part_of
from api.cases.policy import in_view as cases_in_view
from api.cases.policy import visible_to as cases_visible_to
from api.cases.tables import Case
from api.contract.models import CaseKind, OrganisationKind, RequestView, Role
from api.core.actor import Actor
from api.referrals.hospital_discharge.tables import DischargeLine, HospitalDischargeRequest

__all__ = [
    "has_taken",
    "in_view",
    "is_requester",
    "lines_visible_to",
    "may_complete",
    "may_coordinate",
    "may_read_note",
    "may_request",
    "part_of",
    "sees_fragilities",
    "visible_to",
]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The discharges that the actor may see."""
    return HospitalDischargeRequest.id.in_(select(Case.id).where(cases_visible_to(actor)))


def lines_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The lines of those discharges: those who come to one person know of each other."""
    return DischargeLine.request_id.in_(select(HospitalDischargeRequest.id).where(visible_to(actor)))


def in_view(actor: Actor, view: RequestView) -> ColumnElement[bool]:
    """Which of the visible discharges a list shows: those made, those of which a line was taken, or all."""
    whole = Case.parent_id.is_(None)
    if view is not RequestView.taken:
        return and_(whole, cases_in_view(actor, CaseKind.hospital_discharge, view))
    if actor.professional_id is None:
        return false()
    mine = select(DischargeLine.request_id).join(Case, Case.id == DischargeLine.id)
    taken = Case.id.in_(mine.where(Case.professional_id == actor.professional_id))
    return and_(Case.kind == CaseKind.hospital_discharge, whole, taken)


def may_request(actor: Actor) -> bool:
    """Whether the actor may prepare a discharge: a ward, or the coordination for a ward that calls."""
    if actor.community_id is None:
        return False
    ward = Role.requester in actor.roles and actor.organisation_kind is OrganisationKind.hospital_ward
    return ward or may_coordinate(actor)


def sees_fragilities(actor: Actor, case: Case) -> bool:
    """Whether the actor sees what makes a return home complex: who weighs the hand-over, and nobody else."""
    return may_complete(actor, case)
