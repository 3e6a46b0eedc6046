"""Who may read an identity: those whom a request makes need it, and, for a reason, those who see the request.

`people` knows no request. The modules that link requests to persons say what an actor is to a person.
"""

from collections.abc import Awaitable, Callable, Collection
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import Role
from api.core.actor import Actor
from api.people.circle_rules import STRUCTURES
from api.people.circle_tables import Circle, CircleMember
from api.people.tables import Person, UsualProfessional

Relation = Literal["need", "visible"]
"""`need`: may read the identity now. `visible`: may know of the request, and reads it with a reason."""

RELATIONS: list[Callable[[AsyncSession, Actor, UUID], Awaitable[Relation | None]]] = []
"""Asked one after the other with the person's id; the strongest answer counts."""


ASKED: list[Callable[[AsyncSession, Actor, Collection[UUID]], Awaitable[set[UUID]]]] = []
"""Which of these persons the actor made a request about."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The persons of the actor's community. Their identity is another matter: see `relation`."""
    if actor.community_id is None:
        return false()
    return Person.community_id == actor.community_id


def circle_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The care circles of those persons."""
    return UsualProfessional.person_id.in_(select(Person.id).where(visible_to(actor)))


def circles_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The circles of the actor's community. Their members are another matter: see `circle_rules.Stands`."""
    return false() if actor.community_id is None else Circle.community_id == actor.community_id


def members_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The actor's own places in circles of their community, as themselves or for their structure."""
    ways: list[ColumnElement[bool]] = []
    if actor.professional_id is not None and Role.professional in actor.roles:
        ways.append(CircleMember.professional_id == actor.professional_id)
    if actor.organisation_id is not None and Role.requester in actor.roles:
        ways.append(CircleMember.organisation_id == actor.organisation_id)
    return and_(CircleMember.community_id == actor.community_id, or_(false(), *ways))


def stands_in(actor: Actor, member: CircleMember) -> bool:
    """Whether this place in a circle is the actor's, as themselves or for their structure."""
    as_self = Role.professional in actor.roles and member.professional_id == actor.professional_id
    for_structure = Role.requester in actor.roles and member.organisation_id == actor.organisation_id
    return (member.professional_id is not None and as_self) or (
        member.organisation_id is not None and for_structure
    )


def may_coordinate(actor: Actor) -> bool:
    """Whether the actor acts for the coordination of the community."""
    return Role.coordinator in actor.roles


def works_in_care(actor: Actor) -> bool:
    """Whether the actor is a professional, or asks for a structure that follows people at home: nobody else
    has a place in a circle, whatever request they made."""
    if actor.professional_id is not None and Role.professional in actor.roles:
        return True
    return Role.requester in actor.roles and actor.organisation_kind in STRUCTURES


async def relation(db: AsyncSession, actor: Actor, person_id: UUID) -> Relation | None:
    """What the actor is to the person; None when they may not even know of them."""
    found: Relation | None = None
    for ask in RELATIONS:
        answer = await ask(db, actor, person_id)
        if answer == "need":
            return answer
        found = found or answer
    return found


async def correctable(db: AsyncSession, actor: Actor, person_ids: Collection[UUID]) -> set[UUID]:
    """Which of these persons of the community the actor may correct: those whom they made a request about, as
    a professional or for a structure; all of them for the coordination, and for the server. Nobody for
    somebody else: the right is the person's, who says it to whoever asked for them.
    """
    if actor.kind == "system":
        return set(person_ids)
    if actor.hand is not None or not actor.roles & {Role.coordinator, Role.professional, Role.requester}:
        return set()
    if may_coordinate(actor):
        return set(person_ids)
    return {one for ask in ASKED for one in await ask(db, actor, person_ids)}
