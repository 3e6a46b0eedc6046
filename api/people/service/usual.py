"""Whom first resort asks for a person: those whom the requester named, and those of the care circle."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core.actor import Actor
from api.core.db import held
from api.people.circle_tables import Circle, CircleMember
from api.people.policy import circle_visible_to, circles_visible_to, visible_to
from api.people.tables import Person, UsualProfessional


@dataclass(frozen=True)
class Followers:
    """The professionals of a care circle."""

    attending_id: UUID | None = None
    others: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class CareCircle:
    """Whom first resort asks: the attending doctor and the usual professionals of a person."""

    attending_professional_id: UUID | None
    usual_professional_ids: tuple[UUID, ...] = ()
    """Both as the requester said them, and shown to them."""
    followed_by: Followers = Followers()
    """Those of the care circle that the person agreed to; a requester outside of it is told of none."""


async def set_care_circle(
    db: AsyncSession, person: Person, *, attending: UUID | None, usual: Sequence[UUID] = ()
) -> None:
    """Say who usually cares for the person, in place of what was said before. Each professional once; the
    attending doctor is not repeated among the usual ones."""
    await db.execute(delete(UsualProfessional).where(UsualProfessional.person_id == person.id))
    person.attending_professional_id = attending
    for professional_id in dict.fromkeys(usual):
        if professional_id != attending:
            db.add(
                UsualProfessional(
                    community_id=person.community_id, person_id=person.id, professional_id=professional_id
                )
            )
    await db.flush()


_ATTENDING = select(Person.id, Person.attending_professional_id).where(
    Person.id == any_(bindparam("people", type_=ARRAY(Uuid)))
)


async def attending_of(db: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """The usual doctor of each of these persons as their requester said, for who needs no more of their
    circle; who is forgotten is absent. The caller has found that the requests may be read."""
    known = {one.id: one.attending_professional_id for one in held(db, Person) if one.id in person_ids}
    if unknown := [id_ for id_ in person_ids if id_ not in known]:
        known |= {row[0]: row[1] for row in await db.execute(_ATTENDING, {"people": unknown})}
    return known


async def care_circles(
    db: AsyncSession, actor: Actor, person_ids: Collection[UUID]
) -> dict[UUID, CareCircle]:
    """The care circles of many persons at once, by person."""
    usual: dict[UUID, list[UUID]] = {}
    rows = await db.execute(
        select(UsualProfessional.person_id, UsualProfessional.professional_id)
        .where(UsualProfessional.person_id.in_(person_ids), circle_visible_to(actor))
        .order_by(UsualProfessional.id)
    )
    for person_id, professional_id in rows:
        usual.setdefault(person_id, []).append(professional_id)
    people = await db.execute(
        select(Person.id, Person.attending_professional_id).where(
            Person.id.in_(person_ids), visible_to(actor)
        )
    )
    followed = await _followers(db, actor, person_ids)
    return {
        person_id: CareCircle(
            attending, tuple(usual.get(person_id, ())), followed.get(person_id, Followers())
        )
        for person_id, attending in people
    }


async def _followers(db: AsyncSession, actor: Actor, person_ids: Collection[UUID]) -> dict[UUID, Followers]:
    """The professionals of the circle of each person who agreed to one, in the order in which they came."""
    rows = await db.execute(
        select(Person.id, CircleMember.professional_id, CircleMember.role)
        .join(Circle, Circle.identity_hash == Person.identity_hash)
        .join(CircleMember, CircleMember.circle_id == Circle.id)
        .where(
            Person.id.in_(person_ids),
            visible_to(actor),
            circles_visible_to(actor),
            Circle.consent == wire.CareCircleConsent.given,
            CircleMember.professional_id.is_not(None),
        )
        .order_by(CircleMember.added_at, CircleMember.id)
    )
    found: dict[UUID, Followers] = {}
    for person_id, professional_id, role in rows:
        before = found.get(person_id, Followers())
        if role is wire.CareRole.attending_doctor:
            found[person_id] = replace(before, attending_id=professional_id)
        elif professional_id is not None:  # as the statement asks
            found[person_id] = replace(before, others=(*before.others, professional_id))
    return found
