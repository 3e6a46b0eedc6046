"""The care circle of a person whose identity is corrected: known by what was wrong, it follows them."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import CareCircleConsent
from api.core.actor import Actor
from api.core.ids import new_id
from api.people.circle_rules import Place, last_is_the_first, left_out
from api.people.circle_tables import Circle, CircleMember
from api.people.policy import circles_visible_to
from api.people.service.circle_ending import tell_members
from api.people.tables import Person

_SAID = ("consent", "consent_by", "consent_means", "consent_at", "recorded_by_id", "recorded_by_name")


async def follow_the_person(
    db: AsyncSession, actor: Actor, former: bytes, present: bytes, at: datetime
) -> None:
    """Find the circle by the corrected identity from now on, with the one that was there already. Its members
    are told: who corrects a person may be nobody of theirs.

    It stays where it is while another request is known by the former identity, which somebody else made and
    alone corrects: what those people agreed to is theirs, and no correction takes it away from them. What the
    person said last holds of two circles.
    """
    stays = exists().where(Person.community_id == actor.community_id, Person.identity_hash == former)
    if await db.scalar(select(stays)):
        return
    found = select(Circle).where(Circle.identity_hash.in_([former, present]), circles_visible_to(actor))
    found = found.order_by(Circle.id).with_for_update().execution_options(populate_existing=True)
    circles = {circle.identity_hash: circle for circle in await db.scalars(found)}
    old = circles.get(former)
    if old is None:
        return
    said = {name: getattr(old, name) for name in _SAID}
    here = {"id": new_id(), "community_id": old.community_id, "identity_hash": present}
    # A colleague may write down what the person says at this very moment: theirs is then there already.
    await db.execute(insert(Circle).values(here | said).on_conflict_do_nothing())
    where = select(Circle).where(Circle.identity_hash == present, circles_visible_to(actor))
    new = (await db.scalars(where.with_for_update().execution_options(populate_existing=True))).one()
    await _join(db, actor, old, new, at)
    await db.execute(delete(Circle).where(Circle.id == old.id))


async def _join(db: AsyncSession, actor: Actor, old: Circle, new: Circle, at: datetime) -> None:
    """Bring the members of one circle into another, under what the person said last."""
    rows = select(CircleMember).where(CircleMember.circle_id.in_([old.id, new.id]))
    members = list(await db.scalars(rows.order_by(CircleMember.added_at, CircleMember.id)))
    coming = [_place(member) for member in members if member.circle_id == old.id]
    there = [_place(member) for member in members if member.circle_id == new.id]
    if last_is_the_first((old.consent_at, old.consent), (new.consent_at, new.consent)):
        for name in _SAID:
            setattr(new, name, getattr(old, name))
    leaving = {member.id for member in members}
    if new.consent is CareCircleConsent.given:
        leaving = left_out(there, coming)
    await db.execute(delete(CircleMember).where(CircleMember.id.in_(leaving)))
    await db.execute(update(CircleMember).where(CircleMember.circle_id == old.id).values(circle_id=new.id))
    await db.flush()
    if leaving or coming:
        await tell_members(db, actor, new, members, at)


def _place(member: CircleMember) -> Place:
    holder = member.professional_id or member.organisation_id
    assert holder is not None  # noqa: S101  the table asks for one of the two
    return Place(member.id, holder, member.role, member.added_at)
