"""The members of a community, as the offer engine needs them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.audit import service as audit
from api.core.actor import Actor
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
    absent_until: datetime | None = None
    """As `members_at` finds it."""


async def members_of(db: AsyncSession, community_id: UUID) -> list[Member]:
    """Every member still active in the national directory, by family name, without who is away. One query."""
    order = (Professional.search_text, Professional.id)
    rows = await db.execute(_members(community_id).where(Professional.is_active).order_by(*order))
    return [_member(*row) for row in rows]


async def members_at(db: AsyncSession, community_id: UUID, at: datetime) -> list[Member]:
    """The same, with until when each of them is away at `at`."""
    leaves = await leaves_at(db, None, at)
    return [
        replace(member, absent_until=leave.until) if (leave := leaves.get(member.professional_id)) else member
        for member in await members_of(db, community_id)
    ]


async def member_of(db: AsyncSession, community_id: UUID, professional_id: UUID) -> Member | None:
    """That professional as a member of the community, active or not; None when not a member."""
    mine = _members(community_id).where(Membership.professional_id == professional_id)
    row = (await db.execute(mine)).one_or_none()
    return None if row is None else _member(*row)


async def leavers_of(db: AsyncSession, community_id: UUID) -> list[UUID]:
    """The members who practise nowhere any more, by the national directory: they are asked for nothing."""
    gone = (
        select(Membership.professional_id)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(Membership.community_id == community_id, Professional.is_active.is_(False))
    )
    return list(await db.scalars(gone))


async def practises(db: AsyncSession, professional_id: UUID) -> bool:
    """Whether a professional practises somewhere, by the national directory."""
    wanted = select(Professional.id).where(Professional.id == professional_id, Professional.is_active)
    return await db.scalar(wanted) is not None


async def present_among(
    db: AsyncSession, community_id: UUID, professional_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Those of these professionals who are members of the community and have not left."""
    present = (
        select(Membership.professional_id)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(
            Membership.community_id == community_id,
            Membership.professional_id.in_(professional_ids),
            Professional.is_active,
        )
    )
    return frozenset(await db.scalars(present))


def _members(community_id: UUID) -> Select[Membership, Professional, Practice]:
    communes = select(func.unnest(Community.communes)).where(Community.id == community_id)
    at = aliased(Practice)
    place = (
        select(at.id)
        .where(at.professional_id == Professional.id, at.is_active)
        .order_by(at.commune_insee.in_(communes).desc(), at.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Membership, Professional, Practice)
        .join(Professional, Professional.id == Membership.professional_id)
        .outerjoin(Practice, Practice.id == place)
        .where(Membership.community_id == community_id)
    )


def _member(membership: Membership, professional: Professional, practice: Practice | None) -> Member:
    return Member(
        professional_id=professional.id,
        name=spoken_name(
            professional.title,
            professional.given_name,
            professional.family_name,
            profession_code=professional.profession_code,
        ),
        profession_code=professional.profession_code,
        specialty_codes=tuple(professional.specialty_codes),
        practice_id=practice.id if practice else None,
        practice_name=practice.name if practice else None,
        commune_insee=practice.commune_insee if practice else None,
        sector=practice.sector if practice else None,
        latitude=practice.latitude if practice else None,
        longitude=practice.longitude if practice else None,
        phone=practice.phone if practice else None,
        unscheduled_care=membership.unscheduled_care,
        attending_doctor=membership.attending_doctor,
        death_certification=membership.death_certification,
        teleconsultation=membership.teleconsultation,
        training_supervision=membership.training_supervision,
        accepts_new_patients=membership.accepts_new_patients,
        home_visits=membership.home_visits,
        weekly_cap=membership.weekly_cap,
        quiet_from=membership.quiet_from,
        quiet_to=membership.quiet_to,
        not_before=membership.not_before,
    )


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
