"""Who may ask for an opinion, see a request, and read what is written in it.

What shows a request is what shows its case (`cases.policy`): who asked, who took it, the attending doctor
once it is answered, and the coordination, which sees its header alone.
"""

from sqlalchemy import ColumnElement, and_, false, select

from api.cases.policy import has_taken, is_attending, may_coordinate
from api.cases.policy import visible_to as cases_visible_to
from api.cases.rules import Part
from api.cases.tables import Case
from api.contract.models import CaseKind, OpinionView, Role
from api.core.actor import Actor
from api.referrals.second_opinion.tables import OpinionGroup, SecondOpinionRequest

__all__ = [
    "groups_visible_to",
    "has_taken",
    "in_view",
    "is_asker",
    "may_ask",
    "may_cancel",
    "may_coordinate",
    "may_read_content",
    "may_write_opinion",
    "part_of",
    "visible_to",
]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The requests that the actor may see."""
    return SecondOpinionRequest.id.in_(select(Case.id).where(cases_visible_to(actor)))


def groups_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The groups of the present community: whoever may ask chooses among them."""
    return false() if actor.community_id is None else OpinionGroup.community_id == actor.community_id


def in_view(actor: Actor, view: OpinionView) -> ColumnElement[bool]:
    """Which of the visible requests a list shows."""
    kind = Case.kind == CaseKind.second_opinion
    if view is OpinionView.all:
        return kind
    if actor.professional_id is None:
        return false()
    of = {
        OpinionView.asked: Case.requester_professional_id,
        OpinionView.taken: Case.professional_id,
        OpinionView.received: Case.attending_professional_id,
    }
    return and_(kind, of[view] == actor.professional_id)


def may_ask(actor: Actor) -> bool:
    """Professionals of the community, in their own name or through who acts for them."""
    member = actor.community_id is not None and actor.professional_id is not None
    return member and Role.professional in actor.roles


def is_asker(actor: Actor, case: Case) -> bool:
    """Whether the actor is the professional who asked."""
    return actor.professional_id is not None and case.requester_professional_id == actor.professional_id


def may_cancel(actor: Actor, case: Case) -> bool:
    """Whether the actor may say that no opinion is needed any more: who asked, or the coordination."""
    return is_asker(actor, case) or may_coordinate(actor)


def may_read_content(actor: Actor, case: Case) -> bool:
    """Whether the actor reads the question, the answer and the thread: those who care for the person."""
    return is_asker(actor, case) or has_taken(actor, case) or is_attending(actor, case)


def may_write_opinion(actor: Actor, case: Case) -> bool:
    """Whoever took it, in person: a delegate gives times, never an opinion."""
    return has_taken(actor, case) and actor.hand is None


def part_of(actor: Actor, case: Case) -> Part:
    """What the actor may do by what they are to the request."""
    return Part(
        coordinates=may_coordinate(actor),
        requested=is_asker(actor, case),
        has_taken=has_taken(actor, case),
        answers=actor.hand is None or actor.hand.may_answer,
    )
