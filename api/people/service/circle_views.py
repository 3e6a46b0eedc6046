"""The members of a care circle as they are shown, and whom a caller names."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.contract import models as wire
from api.contract.models import CareCircleConsent, OrganisationKind
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import FieldError, InvalidInput
from api.directory import service as directory
from api.directory.tables import Organisation, Practice, Professional
from api.people.circle_rules import STRUCTURES
from api.people.circle_tables import Circle, CircleMember
from api.people.policy import may_coordinate, members_visible_to, stands_in
from api.people.tables import Person


@dataclass(frozen=True)
class Named:
    """Somebody whom a caller names for a circle."""

    is_self: bool
    pointer: str
    professional_id: UUID | None = None
    organisation_id: UUID | None = None
    profession_code: str | None = None
    structure: OrganisationKind | None = None

    def is_same(self, member: CircleMember) -> bool:
        """Whether this is a member already."""
        mine = (self.professional_id, self.organisation_id)
        return mine == (member.professional_id, member.organisation_id)


async def part_of(db: AsyncSession, actor: Actor, body: wire.CareCircleMemberInput) -> Named:
    """Whom this names: a professional who is a member of the community, a structure that follows people at
    home, or, when it names nobody, the caller. InvalidInput otherwise."""
    professional_id, organisation_id = _given(body.professional_id), _given(body.organisation_id)
    if professional_id is not None and organisation_id is not None:
        message = "Name a professional or a structure, not both"
        raise InvalidInput(errors=[FieldError("/organisation_id", message)])
    is_self = professional_id is None and organisation_id is None
    if is_self:
        professional_id = actor.professional_id
        organisation_id = None if professional_id is not None else actor.organisation_id
    if professional_id is not None:
        pointer = "/role" if is_self else "/professional_id"
        row = await db.get(Professional, professional_id)
        assert actor.community_id is not None  # noqa: S101  a person is seen inside a community
        here = await directory.present_among(db, actor.community_id, [professional_id])
        if row is None or professional_id not in here:
            message = "They are no member here: nobody could tell them, nor let them leave"
            raise InvalidInput(errors=[FieldError(pointer, message)])
        return Named(is_self, pointer, professional_id, profession_code=row.profession_code)
    pointer = "/role" if is_self else "/organisation_id"
    place = None if organisation_id is None else await db.get(Organisation, organisation_id)
    if place is None or place.kind not in STRUCTURES:
        message = "Choose a structure that follows people at home"
        raise InvalidInput(errors=[FieldError(pointer, message)])
    return Named(is_self, pointer, organisation_id=place.id, structure=place.kind)


async def member_views(
    db: AsyncSession, actor: Actor, members: Sequence[CircleMember]
) -> list[wire.CareCircleMember]:
    """Who they are, what they are to the person, and how to reach each; in the order in which they came."""
    people = [member.professional_id for member in members if member.professional_id is not None]
    names = await directory.summaries(db, people)
    phones = await _phones(db, people)
    places = {
        row.id: row
        for row in await db.scalars(
            select(Organisation).where(Organisation.id.in_([one.organisation_id for one in members]))
        )
    }
    return [_view(actor, member, names, phones, places) for member in members]


async def list_care_circles(
    db: AsyncSession, actor: Actor, query: wire.ListCareCirclesQuery
) -> wire.OwnCareCircleList:
    """The circles that the actor is in, the latest joined first. No name: who the person is, is read one by
    one and traced (`readIdentity`); no more than it takes to find the page of a circle, and to leave it."""
    both = aliased(CircleMember)
    members = select(func.count(both.id)).where(both.circle_id == CircleMember.circle_id).scalar_subquery()
    latest = (
        select(Person.id, Person.community_id, Person.identity_hash, Person.age_band, Person.commune_name)
        .where(Person.identity_hash.is_not(None), Person.community_id == actor.community_id)
        .ext(distinct_on(Person.identity_hash))
        .order_by(Person.identity_hash, Person.created_at.desc(), Person.id)
        .subquery()
    )
    mine = (
        select(
            CircleMember.id.label("member_id"),
            CircleMember.role,
            CircleMember.added_at,
            CircleMember.added_by_name,
            latest.c.id.label("person_id"),
            latest.c.age_band,
            latest.c.commune_name,
            members.label("members"),
        )
        .join(Circle, Circle.id == CircleMember.circle_id)
        .join(latest, latest.c.identity_hash == Circle.identity_hash)
        .where(members_visible_to(actor), Circle.consent == CareCircleConsent.given)
    )
    keys = [Key(CircleMember.added_at, descending=True), Key(CircleMember.id, descending=True)]
    page = await page_of(db, mine, keys=keys, cursor=query.cursor, limit=query.limit)
    items = [
        wire.OwnCareCircle(
            person_id=row.person_id,
            member_id=row.member_id,
            role=row.role,
            age_band=wire.AgeBand(row.age_band) if row.age_band else None,
            commune_name=row.commune_name,
            members=row.members,
            added_by_name=row.added_by_name,
            added_at=row.added_at,
        )
        for row in page.items
    ]
    return wire.OwnCareCircleList(items=items, next_cursor=page.next_cursor)


def _view(
    actor: Actor,
    member: CircleMember,
    names: dict[UUID, wire.ProfessionalSummary],
    phones: dict[UUID, str],
    places: dict[UUID, Organisation],
) -> wire.CareCircleMember:
    place = places.get(member.organisation_id) if member.organisation_id else None
    who = member.professional_id
    own = stands_in(actor, member)
    return wire.CareCircleMember(
        id=member.id,
        role=member.role,
        professional=names.get(who) if who else None,
        organisation_id=member.organisation_id,
        organisation_name=place.name if place else None,
        phone=place.phone if place else phones.get(who) if who else None,
        added_by_name=member.added_by_name,
        added_at=member.added_at,
        is_mine=own,
        may_remove=actor.hand is None
        and (own or may_coordinate(actor) or member.added_by_id == actor.person_id),
    )


async def _phones(db: AsyncSession, professional_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The phone of a place where each of them practises."""
    if not professional_ids:
        return {}
    rows = await db.execute(
        select(Practice.professional_id, Practice.phone)
        .where(
            Practice.professional_id.in_(professional_ids), Practice.is_active, Practice.phone.is_not(None)
        )
        .ext(distinct_on(Practice.professional_id))
        .order_by(Practice.professional_id, Practice.id)
    )
    return {professional_id: phone for professional_id, phone in rows if phone is not None}


def _given(value: object) -> UUID | None:
    return value if isinstance(value, UUID) else None
