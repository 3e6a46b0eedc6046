"""Who may see a case, and what they are to it.

The coordination of the community sees all of them. Everybody else sees the requests that they made
(for a structure: those of their structure), follow, or accepted. Being asked shows nothing of the case:
an offer is anonymous. An administrator or an auditor sees none.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from api.cases.rules import Part, Standing
from api.cases.tables import Case, Follower, TimelineEvent
from api.contract.models import Role
from api.core.actor import Actor

_PART = aliased(Case)
"""Whoever has a part sees its whole."""


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees every case of the community: its coordination, and the server itself."""
    return actor.kind == "system" or Role.coordinator in actor.roles


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The cases that the actor may see, in their present community."""
    if actor.community_id is None:
        return false()
    here = Case.community_id == actor.community_id
    if sees_all(actor):
        return here
    ways = [and_(Case.requester_kind == actor.kind, Case.requester_id == actor.id)]
    if actor.kind == "account":
        ways.append(Case.id.in_(select(Follower.case_id).where(Follower.account_id == actor.id)))
    if actor.professional_id is not None and Role.professional in actor.roles:
        ways.append(Case.requester_professional_id == actor.professional_id)
        ways.append(Case.professional_id == actor.professional_id)
        ways.append(
            Case.id.in_(select(_PART.parent_id).where(_PART.professional_id == actor.professional_id))
        )
    if actor.organisation_id is not None and Role.requester in actor.roles:
        ways.append(Case.requester_organisation_id == actor.organisation_id)
    return and_(here, or_(*ways))


def events_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The lines of the cases that the actor may see."""
    return TimelineEvent.case_id.in_(select(Case.id).where(visible_to(actor)))


def standing(actor: Actor, case: Case) -> Standing:
    """What the actor is to a case that `visible_to` showed them."""
    if sees_all(actor):
        return Standing.coordinator
    if (case.requester_kind, case.requester_id) == (actor.kind, actor.id):
        return Standing.requester
    if actor.professional_id is not None and Role.professional in actor.roles:
        if case.professional_id == actor.professional_id:
            return Standing.professional
        if case.requester_professional_id == actor.professional_id:
            return Standing.requester
    structure = actor.organisation_id
    if (
        structure is not None
        and Role.requester in actor.roles
        and case.requester_organisation_id == structure
    ):
        return Standing.requester
    return Standing.follower


def may_coordinate(actor: Actor) -> bool:
    """Whether the actor acts for the coordination of the community: they take cases in hand, too."""
    return Role.coordinator in actor.roles


def is_requester(actor: Actor, case: Case) -> bool:
    """Whether the actor made the request, or belongs to the structure that did."""
    if (case.requester_kind, case.requester_id) == (actor.kind, actor.id):
        return True
    same = actor.organisation_id is not None and case.requester_organisation_id == actor.organisation_id
    return same and Role.requester in actor.roles


def may_complete(actor: Actor, case: Case) -> bool:
    """Whether the actor may give what was missing, or cancel: who asked, or the coordination."""
    return may_coordinate(actor) or is_requester(actor, case)


def has_taken(actor: Actor, case: Case) -> bool:
    """Whether the actor is the professional who has the request now."""
    return actor.professional_id is not None and case.professional_id == actor.professional_id


def may_read_note(actor: Actor, case: Case) -> bool:
    """Only the author, and the one who accepted: not even the coordination."""
    return (case.requester_kind, case.requester_id) == (actor.kind, actor.id) or has_taken(actor, case)


def part_of(actor: Actor, case: Case) -> Part:
    """What the actor may do with a case by what they are to it, for the `actions` of its kind."""
    return Part(
        coordinates=may_coordinate(actor),
        requested=is_requester(actor, case),
        has_taken=has_taken(actor, case),
        answers=actor.hand is None or actor.hand.may_answer,
    )
