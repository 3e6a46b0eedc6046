"""The members of a community, as the offer engine needs them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.core import clock
from api.core.actor import Actor
from api.core.direct import Direct
from api.core.ids import new_id
from api.core.problems import NotFound
from api.directory.rules import spoken_name
from api.directory.service.leave import leaves_at
from api.directory.tables import Membership, Practice, Professional
from api.identity.tables import Community


@dataclass(frozen=True, slots=True)
class Member:
    """A professional of a community: where they practise, what they volunteer for, when they may be asked.

    The place is their first one in the territory, else elsewhere; all its fields are None without any.
    Times are on the clock of the territory; None means « as the community says », or « no such limit ».
    """

    professional_id: UUID
    name: str
    profession_code: str
    specialty_codes: tuple[str, ...]
    practice_id: UUID | None
    practice_name: str | None
    commune_insee: str | None
    sector: str | None
    latitude: float | None
    longitude: float | None
    phone: str | None
    unscheduled_care: bool
    attending_doctor: bool
    death_certification: bool
    teleconsultation: bool
    training_supervision: bool
    accepts_new_patients: bool | None
    home_visits: bool | None
    weekly_cap: int | None
    quiet_from: time | None
    quiet_to: time | None
    not_before: datetime | None
    practises: bool
    """Whether the national directory knows them at work; else they are here for deaths alone."""
    absent_until: datetime | None = None
    """As `members_at` finds it."""


def stays() -> ColumnElement[bool]:
    """The members who have not left, of a statement that joins them to the national directory: they practise
    somewhere, or the coordination wrote that they certify deaths without a practice (CGCT L2223-42)."""
    return or_(Professional.is_active, Membership.without_practice)


async def members_of(db: AsyncSession, community_id: UUID) -> list[Member]:
    """Every member who has not left (see `stays`), by family name, without who is away. One query."""
    return [_member(row) for row in await _STAYING.rows(db, {"community_id": community_id})]


async def members_at(db: AsyncSession, community_id: UUID, at: datetime) -> list[Member]:
    """The same, with until when each of them is away at `at`."""
    leaves = await leaves_at(db, None, at)
    return [
        replace(member, absent_until=leave.until) if (leave := leaves.get(member.professional_id)) else member
        for member in await members_of(db, community_id)
    ]


async def member_of(db: AsyncSession, community_id: UUID, professional_id: UUID) -> Member | None:
    """That professional as a member of the community, gone or not; None when not a member."""
    rows = await _MEMBER.rows(db, {"community_id": community_id, "professional_id": professional_id})
    return _member(rows[0]) if rows else None


async def leavers_of(db: AsyncSession, community_id: UUID) -> list[UUID]:
    """The members who have left (see `stays`): they are asked for nothing."""
    gone = (
        select(Membership.professional_id)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(Membership.community_id == community_id, ~stays())
    )
    return list(await db.scalars(gone))


async def practises(db: AsyncSession, professional_id: UUID) -> bool:
    """Whether a professional practises somewhere, by the national directory."""
    wanted = select(Professional.id).where(Professional.id == professional_id, Professional.is_active)
    return await db.scalar(wanted) is not None


async def present_among(
    db: AsyncSession,
    community_id: UUID,
    professional_ids: Collection[UUID],
    *,
    without_practice: bool = False,
) -> frozenset[UUID]:
    """Those of these professionals who are members of the community and practise somewhere.

    `without_practice`: those too who stay without a practice, to certify deaths.
    """
    present = (
        select(Membership.professional_id)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(
            Membership.community_id == community_id,
            Membership.professional_id.in_(professional_ids),
            stays() if without_practice else Professional.is_active,
        )
    )
    return frozenset(await db.scalars(present))


_WHO = (
    Professional.id,
    Professional.title,
    Professional.given_name,
    Professional.family_name,
    Professional.profession_code,
    Professional.specialty_codes,
)
_WHAT = (
    Membership.unscheduled_care,
    Membership.attending_doctor,
    Membership.death_certification,
    Membership.teleconsultation,
    Membership.training_supervision,
    Membership.accepts_new_patients,
    Membership.home_visits,
    Membership.weekly_cap,
    Membership.quiet_from,
    Membership.quiet_to,
    Membership.not_before,
    Professional.is_active,
)


def _members() -> Select[*tuple[Any, ...]]:
    """In the order of the fields of `Member`. Columns, not rows: the members of a whole territory are read
    for each request, and three objects for each of them took a fifth of its time."""
    community_id = bindparam("community_id", type_=Uuid)
    communes = select(func.unnest(Community.communes)).where(Community.id == community_id)
    # Beside each professional: as a condition of the join, PostgreSQL looked for it twice.
    place = (
        select(
            Practice.id,
            Practice.name,
            Practice.commune_insee,
            Practice.sector,
            Practice.latitude,
            Practice.longitude,
            Practice.phone,
        )
        .where(Practice.professional_id == Professional.id, Practice.is_active)
        .order_by(Practice.commune_insee.in_(communes).desc(), Practice.id)
        .limit(1)
        .lateral("place")
    )
    return (
        select(*_WHO, *place.c, *_WHAT)
        .select_from(Membership)
        .join(Professional, Professional.id == Membership.professional_id)
        .outerjoin(place, true())
        .where(Membership.community_id == community_id)
    )


_STAYING = Direct(_members().where(stays()).order_by(Professional.search_text, Professional.id))
_MEMBER = Direct(_members().where(Membership.professional_id == bindparam("professional_id", type_=Uuid)))


def _member(row: Sequence[Any]) -> Member:
    professional_id, title, given, family, profession, specialties, *where_and_what = row
    name = spoken_name(title, given, family, profession_code=profession)
    return Member(professional_id, name, profession, tuple(specialties), *where_and_what)


async def set_not_before(
    db: AsyncSession, actor: Actor, *, community_id: UUID, professional_id: UUID, not_before: datetime
) -> None:
    """Keep all offers away from a member until that instant. NotFound when not a member.

    The version goes up, so that a settings page opened before does not silently undo it.
    """
    changed = await db.scalar(
        update(Membership)
        .where(Membership.community_id == community_id, Membership.professional_id == professional_id)
        .values(not_before=not_before, version=Membership.version + 1)
        .returning(Membership.id)
    )
    if changed is None:
        raise NotFound("This professional is not a member of the community")
    await audit.record(
        db, actor, "membership.paused", "membership", changed, detail={"not_before": not_before.isoformat()}
    )


async def begin_membership(
    db: AsyncSession, community_id: UUID, professional_id: UUID, on: date
) -> UUID | None:
    """Make a member of a professional from a day on; the id of the membership, None when there was one."""
    return await db.scalar(
        insert(Membership)
        .values(id=new_id(), community_id=community_id, professional_id=professional_id, joined_on=on)
        .on_conflict_do_nothing(index_elements=["community_id", "professional_id"])
        .returning(Membership.id)
    )


async def keep_without_practice(
    db: AsyncSession, actor: Actor, *, community_id: UUID, professional_id: UUID, keep: bool
) -> None:
    """Write whether a member stays, to certify deaths, even once they practise nowhere; nothing when it is
    so already."""
    changed = await db.scalar(
        update(Membership)
        .where(
            Membership.community_id == community_id,
            Membership.professional_id == professional_id,
            Membership.without_practice != keep,
        )
        .values(without_practice=keep, practice_needed_at=None if keep else clock.now())
        .returning(Membership.id)
    )
    if changed is not None:
        action = "membership.kept_without_practice" if keep else "membership.needs_practice"
        await audit.record(db, actor, action, "membership", changed)
