"""Shifts of the rota as they stand: the duties of those who certify deaths."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import absences_among
from api.certifiers.service.facts import Setting, certifier_facts
from api.contract import models as wire
from api.contract.models import DutyKind
from api.directory import service as directory
from api.directory.tables import Duty


def shifts_of(community_id: UUID) -> ColumnElement[bool]:
    """The shifts of people on the rota of a community; those of structures are none."""
    return and_(
        Duty.community_id == community_id,
        Duty.kind == DutyKind.death_certification,
        Duty.professional_id.is_not(None),
    )


async def on_rota(db: AsyncSession, community_id: UUID, at: datetime) -> list[UUID]:
    """The professionals on the rota of a community at `at`, whoever came on first first."""
    now = (shifts_of(community_id), Duty.starts_at <= at, Duty.ends_at > at)
    rows = await db.scalars(select(Duty.professional_id).where(*now).order_by(Duty.starts_at, Duty.id))
    return [professional_id for professional_id in rows if professional_id is not None]


async def shifts_between(
    db: AsyncSession, community_id: UUID, starts_at: datetime, ends_at: datetime
) -> Sequence[Duty]:
    """The shifts that meet a stretch of time, soonest first."""
    met = (shifts_of(community_id), Duty.starts_at < ends_at, Duty.ends_at > starts_at)
    return (await db.scalars(select(Duty).where(*met).order_by(Duty.starts_at, Duty.id))).all()


async def own_shifts(
    db: AsyncSession, community_id: UUID, professional_id: UUID, at: datetime
) -> list[wire.OwnShift]:
    """The shifts of one professional that are not over."""
    mine = (shifts_of(community_id), Duty.professional_id == professional_id, Duty.ends_at > at)
    rows = await db.scalars(select(Duty).where(*mine).order_by(Duty.starts_at))
    return [wire.OwnShift(id=row.id, starts_at=row.starts_at, ends_at=row.ends_at) for row in rows]


async def shift_views(
    db: AsyncSession, community_id: UUID, rows: Sequence[Duty], setting: Setting
) -> list[wire.RotaShift]:
    """Shifts with who they are, whether an absence meets them, and what the dossier lacks by then."""
    if not rows:
        return []
    ids = {row.professional_id for row in rows if row.professional_id is not None}
    names = await directory.summaries(db, list(ids))
    facts = await certifier_facts(db, community_id, ids)
    away = await absences_among(db, ids, min(row.starts_at for row in rows), max(row.ends_at for row in rows))
    views = []
    for row in rows:
        assert row.professional_id is not None  # noqa: S101  `shifts_of` leaves structures out
        known = facts.get(row.professional_id)
        on = row.starts_at.astimezone(setting.territory.zone).date()
        views.append(
            wire.RotaShift(
                id=row.id,
                version=row.version,
                professional=names[row.professional_id],
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                away=any(
                    start < row.ends_at and row.starts_at < end
                    for start, end in away.get(row.professional_id, ())
                ),
                lacks=setting.lacks(known, on) if known else [wire.CertifierLack.not_volunteering],
            )
        )
    return views
