"""Who may file, see and move a request to certify a death.

What shows a request is what shows its case (`cases.policy`): the coordination all of them, a requester those
of their own structure and nothing else, a certifier those that they accepted.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select

from api.cases.policy import visible_to as cases_visible_to
from api.cases.tables import Case
from api.contract.models import CaseKind, RequestView, Role
from api.core.actor import Actor
from api.death_certifications.tables import DeathCertificationRequest


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The requests that the actor may see."""
    return DeathCertificationRequest.id.in_(select(Case.id).where(cases_visible_to(actor)))


def in_view(actor: Actor, view: RequestView) -> ColumnElement[bool]:
    """Which of the visible requests a list shows: those made, those taken, or all of them."""
    kind = Case.kind == CaseKind.death_certification
    if view is RequestView.all:
        return kind
    if view is RequestView.taken:
        if actor.professional_id is None:
            return false()
        return and_(kind, Case.professional_id == actor.professional_id)
    mine = [and_(Case.requester_kind == actor.kind, Case.requester_id == actor.id)]
    if actor.organisation_id is not None:
        mine.append(Case.requester_organisation_id == actor.organisation_id)
    return and_(kind, or_(*mine))


def may_coordinate(actor: Actor) -> bool:
    """Whether the actor acts for the coordination of the community."""
    return Role.coordinator in actor.roles


def is_requester(actor: Actor, case: Case) -> bool:
    """Whether the actor made the request, or belongs to the structure that did."""
    if (case.requester_kind, case.requester_id) == (actor.kind, actor.id):
        return True
    same = actor.organisation_id is not None and case.requester_organisation_id == actor.organisation_id
    return same and Role.requester in actor.roles


def may_complete(actor: Actor, case: Case) -> bool:
    """Whether the actor may answer what was open, cancel, or give the family a link."""
    return may_coordinate(actor) or is_requester(actor, case)


def has_taken(actor: Actor, case: Case) -> bool:
    """Whether the actor is the certifier who has the request now."""
    return actor.professional_id is not None and case.professional_id == actor.professional_id


def may_read_note(actor: Actor, case: Case) -> bool:
    """Only the author, and the one who accepted: not even the coordination."""
    return (case.requester_kind, case.requester_id) == (actor.kind, actor.id) or has_taken(actor, case)
