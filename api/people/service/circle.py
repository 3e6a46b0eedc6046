"""The care circle of a person: shown to its members, kept while the person agrees."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import CareCircleConsent
from api.core import clock
from api.core.actor import Actor
from api.core.ids import new_id
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.people import circle_rules as rules
from api.people.circle_tables import Circle, CircleMember
from api.people.policy import (
    RELATIONS,
    circles_visible_to,
    may_coordinate,
    members_visible_to,
    relation,
    stands_in,
    visible_to,
    works_in_care,
)
from api.people.service.circle_ending import empty, tell_members
from api.people.service.circle_views import member_views, part_of
from api.people.tables import Person


@dataclass(frozen=True)
class _Found:
    person: Person
    circle: Circle | None
    members: list[CircleMember]
    stands: rules.Stands

    @property
    def consent(self) -> CareCircleConsent | None:
        return None if self.circle is None else self.circle.consent


async def read_care_circle(db: AsyncSession, actor: Actor, person_id: UUID) -> wire.CareCircle:
    """Who cares for the person, for those of the circle and for the coordination of a request about them;
    to who has such a request in hand, whether the person agreed, and no name. Traced each time.

    NotFound for anybody else (traced too), and once the person is forgotten or when nobody knows who it is.
    """
    found = await _find(db, actor, person_id)
    shown = await _shown(db, actor, found)
    detail = {"members": len(shown.members)}
    await audit.record(db, actor, "care_circle.read", "person", person_id, detail=detail)
    return shown


async def record_care_circle_consent(
    db: AsyncSession, actor: Actor, person_id: UUID, body: wire.CareCircleConsentInput
) -> wire.CareCircle:
    """Write down what the person said: they agree, refuse, or take back what they gave. Whatever is not an
    agreement empties the circle at once, and its members are told.

    Who has just collected it stands in the circle only once they say what they are to the person.
    IllegalTransition when the same was said before, or nothing was given that could be withdrawn.
    """
    found = await _find(db, actor, person_id, to_change=True)
    _refuse_for_another(found)
    if not rules.may_say(found.consent, body.decision):
        raise IllegalTransition("What the person said before stands: look at it again")
    at, circle = clock.now(), found.circle
    said = {
        "consent": body.decision,
        "consent_by": body.given_by,
        "consent_means": body.means,
        "consent_at": at,
        "recorded_by_id": actor.person_id,
        "recorded_by_name": actor.name,
    }
    if circle is None:
        await _begin(db, found.person, said)
    else:
        await db.execute(update(Circle).where(Circle.id == circle.id).values(said))
    if circle is not None and body.decision is not CareCircleConsent.given:
        await empty(db, actor, circle, at)
    detail = {"decision": body.decision.value, "means": body.means.value, "given_by": body.given_by.value}
    await audit.record(db, actor, "care_circle.consent_recorded", "person", person_id, detail=detail)
    return await _shown(db, actor, await _find(db, actor, person_id))


async def add_care_circle_member(
    db: AsyncSession, actor: Actor, person_id: UUID, body: wire.CareCircleMemberInput
) -> wire.CareCircle:
    """Name a colleague or a structure of the circle, or oneself when nobody is named. Who is named is told,
    and may leave; of somebody who names themselves the others are told.

    NoConsent while the person has not agreed. NotAllowed for who names others without being a member, or
    themselves without a request about the person in hand. InvalidInput for two at once, a part that is not
    theirs, somebody who is there already, or one too many.
    """
    found = await _find(db, actor, person_id, to_change=True)
    _refuse_for_another(found)
    if found.circle is None or found.consent is not CareCircleConsent.given:
        raise rules.NoConsent("Ask the person, and write down what they say")
    named = await part_of(db, actor, body)
    wanted = wire.CareCircleAction.enter if named.is_self else wire.CareCircleAction.add
    if wanted not in rules.actions(found.stands, found.consent):
        raise NotAllowed("Only those of the circle name others, and who cares for the person themselves")
    if any(named.is_same(member) for member in found.members):
        raise InvalidInput(errors=[FieldError(named.pointer, "They are in the circle already")])
    if len(found.members) >= rules.MOST_MEMBERS:
        message = f"At most {rules.MOST_MEMBERS} in a circle: take somebody out first"
        raise InvalidInput(errors=[FieldError(named.pointer, message)])
    wrong = rules.wrong_part(
        body.role,
        profession_code=named.profession_code,
        structure=named.structure,
        taken={member.role for member in found.members},
    )
    if wrong is not None:
        raise InvalidInput(errors=[FieldError("/role", wrong)])
    at = clock.now()
    member = CircleMember(
        id=new_id(),
        community_id=found.circle.community_id,
        circle_id=found.circle.id,
        professional_id=named.professional_id,
        organisation_id=named.organisation_id,
        role=body.role,
        added_by_id=actor.person_id,
        added_by_name=actor.name,
        added_at=at,
    )
    db.add(member)
    await db.flush()
    await tell_members(db, actor, found.circle, found.members if named.is_self else [member], at)
    detail = {"member": str(member.id), "role": body.role.value}
    await audit.record(db, actor, "care_circle.member_added", "person", person_id, detail=detail)
    return await _shown(db, actor, await _find(db, actor, person_id))


async def remove_care_circle_member(db: AsyncSession, actor: Actor, person_id: UUID, member_id: UUID) -> None:
    """Leave the circle, or take out somebody: whom one named oneself, or anybody for the coordination.
    NotFound when there is no such member to see; NotAllowed for somebody whom another member named."""
    found = await _find(db, actor, person_id, to_change=True)
    _refuse_for_another(found)
    member = next((one for one in found.members if one.id == member_id), None)
    if member is None or not rules.sees_members(found.stands, found.consent):
        raise NotFound("There is no such member in this circle")
    own = stands_in(actor, member)
    if not (own or found.stands.coordinates or member.added_by_id == actor.person_id):
        raise NotAllowed("Only they themselves, who named them or the coordination takes them out")
    await db.delete(member)
    await db.flush()
    if not own and found.circle is not None:
        await tell_members(db, actor, found.circle, [member], clock.now())
    detail = {"member": str(member_id), "left": own}
    await audit.record(db, actor, "care_circle.member_removed", "person", person_id, detail=detail)


async def _begin(db: AsyncSession, person: Person, said: dict[str, Any]) -> None:
    """The first that is written down of a person's circle. Of two at the same time the first counts."""
    here = {"id": new_id(), "community_id": person.community_id, "identity_hash": person.identity_hash}
    made = insert(Circle).values(here | said).on_conflict_do_nothing().returning(Circle.id)
    if await db.scalar(made) is None:
        raise IllegalTransition("A colleague has just written down what the person said: look at it")


async def forget_circles(db: AsyncSession, community_id: UUID) -> None:
    """The circles of persons about whom no request holds an identity any more go, with what was agreed."""
    known = exists().where(
        Person.community_id == Circle.community_id, Person.identity_hash == Circle.identity_hash
    )
    over = select(Circle.id).where(Circle.community_id == community_id, ~known)
    await db.execute(delete(CircleMember).where(CircleMember.circle_id.in_(over)))
    await db.execute(delete(Circle).where(Circle.id.in_(over)))


async def relation_by_circle(db: AsyncSession, actor: Actor, person_id: UUID) -> Literal["need"] | None:
    """Who is of the circle of a person takes part in their care: they may know who it is."""
    member = (
        select(CircleMember.id)
        .join(Circle, Circle.id == CircleMember.circle_id)
        .join(Person, Person.identity_hash == Circle.identity_hash)
        .where(
            Person.id == person_id,
            Person.community_id == Circle.community_id,
            members_visible_to(actor),
            Circle.consent == CareCircleConsent.given,
        )
    )
    return "need" if await db.scalar(member.limit(1)) is not None else None


RELATIONS.append(relation_by_circle)


async def _find(db: AsyncSession, actor: Actor, person_id: UUID, *, to_change: bool = False) -> _Found:
    """The person, their circle, and what the actor is to it. NotFound as `read_care_circle` says."""
    person = await db.scalar(select(Person).where(Person.id == person_id, visible_to(actor)))
    need = await relation(db, actor, person_id) == "need"
    known = person is not None and person.identity_hash is not None
    if person is None or not known or not need or not (may_coordinate(actor) or works_in_care(actor)):
        why = "nobody to know of" if need else "no relation to the person"
        await audit.record_refused(actor, "care_circle.refused", "person", person_id, reason=why)
        raise NotFound("There is nobody here, or not for you to see")
    wanted = select(Circle).where(Circle.identity_hash == person.identity_hash, circles_visible_to(actor))
    # Read anew: this transaction may have just written it.
    wanted = (wanted.with_for_update() if to_change else wanted).execution_options(populate_existing=True)
    circle = await db.scalar(wanted)
    members: list[CircleMember] = []
    if circle is not None:
        rows = select(CircleMember).where(CircleMember.circle_id == circle.id)
        members = list(await db.scalars(rows.order_by(CircleMember.added_at, CircleMember.id)))
    stands = rules.Stands(
        member=any(stands_in(actor, member) for member in members),
        coordinates=may_coordinate(actor),
        cares=works_in_care(actor),
        for_another=actor.hand is not None,
    )
    return _Found(person, circle, members, stands)


async def _shown(db: AsyncSession, actor: Actor, found: _Found) -> wire.CareCircle:
    circle, seen = found.circle, rules.sees_members(found.stands, found.consent)
    return wire.CareCircle(
        person_id=found.person.id,
        consent=found.consent,
        consent_by=circle.consent_by if circle else None,
        consent_means=circle.consent_means if circle else None,
        consent_at=circle.consent_at if circle else None,
        consent_recorded_by=circle.recorded_by_name if circle and seen else None,
        is_member=found.stands.member,
        members=await member_views(db, actor, found.members) if seen else [],
        actions=rules.actions(found.stands, found.consent),
    )


def _refuse_for_another(found: _Found) -> None:
    if found.stands.for_another:
        raise NotAllowed("This is for the professional to say, not for who acts for them")
