"""Who may read an identity: those whom a request makes need it, and, for a reason, those who see the request.

`people` knows no request. The modules that link requests to persons say what an actor is to a person.
"""

from collections.abc import Awaitable, Callable
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.actor import Actor
from api.people.tables import Person, UsualProfessional

Relation = Literal["need", "visible"]
"""`need`: may read the identity now. `visible`: may know of the request, and reads it with a reason."""

RELATIONS: list[Callable[[AsyncSession, Actor, UUID], Awaitable[Relation | None]]] = []
"""Asked one after the other with the person's id; the strongest answer counts."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The persons of the actor's community. Their identity is another matter: see `relation`."""
    if actor.community_id is None:
        return false()
    return Person.community_id == actor.community_id


def circle_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The care circles of those persons."""
    return UsualProfessional.person_id.in_(select(Person.id).where(visible_to(actor)))


async def relation(db: AsyncSession, actor: Actor, person_id: UUID) -> Relation | None:
    """What the actor is to the person; None when they may not even know of them."""
    found: Relation | None = None
    for ask in RELATIONS:
        answer = await ask(db, actor, person_id)
        if answer == "need":
            return answer
        found = found or answer
    return found
