"""Who may file, see and move a request for unscheduled care.

What shows a request is what shows its case (`cases.policy`); a town hall or a police station files none.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select

from api.cases.policy import (
    has_taken,
    is_requester,
    may_complete,
    may_coordinate,
    may_read_note,
    part_of,
)
from api.cases.policy import in_view as cases_in_view
from api.cases.policy import visible_to as cases_visible_to
from api.cases.tables import Case, Follower
from api.contract.models import CaseKind, RequestView, Role
from api.core.actor import Actor
from api.identity.rules import OWN_DEATHS_ONLY
from api.unscheduled_care.tables import UnscheduledCareDraft, UnscheduledCareRequest

__all__ = [
    "drafts_visible_to",
    "has_taken",
    "in_view",
    "is_requester",
    "may_complete",
    "may_coordinate",
    "may_read_note",
    "may_request",
    "may_say_outcome",
    "part_of",
    "visible_to",
]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The requests that the actor may see."""
    return UnscheduledCareRequest.id.in_(select(Case.id).where(cases_visible_to(actor)))


def drafts_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The actor's own draft in the present community."""
    if actor.community_id is None:
        return false()
    return and_(
        UnscheduledCareDraft.community_id == actor.community_id, UnscheduledCareDraft.account_id == actor.id
    )


def in_view(actor: Actor, view: RequestView) -> ColumnElement[bool]:
    """Which of the visible requests a list shows: those made or joined, those taken, or all of them."""
    of_kind = cases_in_view(actor, CaseKind.unscheduled_care, view)
    if view is not RequestView.mine:
        return of_kind
    joined = Case.id.in_(select(Follower.case_id).where(Follower.account_id == actor.id))
    return or_(of_kind, and_(Case.kind == CaseKind.unscheduled_care, joined))


def may_request(actor: Actor) -> bool:
    """Whether the actor may file and join requests at all."""
    if actor.community_id is None:
        return False
    if actor.roles & {Role.professional, Role.coordinator, Role.regulator, Role.kiosk}:
        return True
    return Role.requester in actor.roles and actor.organisation_kind not in OWN_DEATHS_ONLY


def may_say_outcome(actor: Actor, case: Case) -> bool:
    """Whether the actor may say if the person came: who has the request, or the coordination."""
    return has_taken(actor, case) or may_coordinate(actor)
