"""Who may file, see and move a request to certify a death.

What shows a request is what shows its case (`cases.policy`): the coordination all of them, a requester those
of their own structure and nothing else, a certifier those that they accepted.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

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
from api.cases.tables import Case
from api.contract.models import CaseKind, RequestView
from api.core.actor import Actor
from api.death_certifications.rules import CAME, OWN_TIMES
from api.death_certifications.tables import DeathCertificationRequest

__all__ = [
    "has_taken",
    "in_view",
    "is_requester",
    "may_complete",
    "may_coordinate",
    "may_correct",
    "may_read_note",
    "part_of",
    "visible_to",
]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The requests that the actor may see."""
    return DeathCertificationRequest.id.in_(select(Case.id).where(cases_visible_to(actor)))


def in_view(actor: Actor, view: RequestView) -> ColumnElement[bool]:
    """Which of the visible requests a list shows: those made, those taken, or all of them."""
    return cases_in_view(actor, CaseKind.death_certification, view)


def may_correct(actor: Actor, case: Case, about: Collection[str]) -> bool:
    """Whether the actor may say that these things went otherwise: the coordination all of them, the certifier
    who was there the times of what they did themselves. Who asked was not there, and writes to the
    coordination."""
    if may_coordinate(actor):
        return True
    return has_taken(actor, case) and case.state in CAME and set(about) <= OWN_TIMES
