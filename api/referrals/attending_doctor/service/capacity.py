"""What a volunteer says they can take, month by month, and what is taken of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.members import or_none
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.core.routing import expect_version
from api.directory import service as directory
from api.directory.nomenclatures import DOCTOR
from api.directory.service import Member
from api.identity.policy import present_community
from api.notifications.words import plain
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Places
from api.referrals.attending_doctor.service.facts import Setting, setting_of
from api.referrals.attending_doctor.service.matching import places_of, wait_for_places
from api.referrals.attending_doctor.tables import AttendingDoctorCapacity as Capacity

UNDECLARED = 0
"""The version to give when nothing was said yet."""


async def get_my_attending_doctor_capacity(db: AsyncSession, actor: Actor) -> wire.AttendingDoctorCapacity:
    """What I said, and what is taken of it. NotAllowed for who is no doctor of the community."""
    member = await _doctor(db, actor)
    community_id = present_community(actor)
    setting = await setting_of(db, community_id, clock.now())
    return await _view(db, community_id, member, await _row(db, actor, member), setting)


async def set_my_attending_doctor_capacity(
    db: AsyncSession,
    actor: Actor,
    version: int,
    body: wire.AttendingDoctorCapacityInput,
    *,
    at: datetime | None = None,
) -> wire.AttendingDoctorCapacity:
    """Say how many new patients I can follow, from this month on or from the next. What is proposed to me
    stays proposed. StaleVersion, NotAllowed; InvalidInput for a month that is neither, a pause that ends
    before it begins, a sector that the territory does not name."""
    at = at or clock.now()
    member = await _doctor(db, actor)
    community_id = present_community(actor)
    setting = await setting_of(db, community_id, at)
    month = rules.month_of(at, setting.zone)
    wished = or_none(body.month) or month
    sectors = await _checked(db, actor, body, wished, month)
    # A place that is being given waits: it counts against what is said here.
    await wait_for_places(db, community_id)
    row = await _row(db, actor, member)
    expect_version(version, row.version if row else UNDECLARED)
    if row is None:
        row = Capacity(
            community_id=community_id, professional_id=member.professional_id, version=UNDECLARED, quota=0
        )
        db.add(row)
    row.quota = rules.quota_in(month, row.quota, row.later_quota, row.later_month)
    if row.later_month is not None and row.later_month <= month:
        row.later_quota = row.later_month = None
    if wished == month:
        row.quota, row.later_quota, row.later_month = body.quota, None, None
    else:
        row.later_quota, row.later_month = body.quota, wished
    row.home_visits, row.sectors = body.home_visits, sectors
    row.pause_from, row.pause_to = or_none(body.pause_from), or_none(body.pause_to)
    row.in_six_months = or_none(body.in_six_months)
    row.declared_at = at
    row.version += 1
    await db.flush()
    detail = {"month": wished, "quota": body.quota}
    await audit.record(
        db, actor, "attending_doctor_capacity.set", "professional", row.professional_id, detail=detail
    )
    return await _view(db, community_id, member, row, setting)


async def _checked(
    db: AsyncSession, actor: Actor, body: wire.AttendingDoctorCapacityInput, wished: str, month: str
) -> list[str]:
    """The sectors as the territory spells them; InvalidInput with all that is wrong."""
    errors = []
    if wished not in (month, rules.next_month(month)):
        errors.append(FieldError("/month", "Say it for this month or for the next one"))
    begins, ends = or_none(body.pause_from), or_none(body.pause_to)
    if ends is not None and begins is not None and ends < begins:
        errors.append(FieldError("/pause_to", "The last day of a pause is not before its first"))
    territory = await directory.get_community(db, actor)
    named = [sector.name for sector in territory.sectors] + [commune.name for commune in territory.communes]
    known = {plain(name): name for name in named}
    sectors: list[str] = []
    for index, typed in enumerate(body.sectors):
        name = known.get(plain(typed.strip()))
        if name is None:
            message = "Choose sectors or communes of the territory (GET /api/v1/community)"
            errors.append(FieldError(f"/sectors/{index}", message))
        elif name not in sectors:
            sectors.append(name)
    if errors:
        raise InvalidInput(errors=errors)
    return sectors


async def _doctor(db: AsyncSession, actor: Actor) -> Member:
    member = None
    if actor.professional_id is not None:
        member = await directory.member_of(db, present_community(actor), actor.professional_id)
    if member is None or member.profession_code != DOCTOR:
        raise NotAllowed("Only the doctors of the community take patients as attending doctors")
    return member


async def _row(db: AsyncSession, actor: Actor, member: Member) -> Capacity | None:
    mine = select(Capacity).where(
        Capacity.community_id == present_community(actor), Capacity.professional_id == member.professional_id
    )
    row: Capacity | None = await db.scalar(mine.with_for_update(key_share=True))
    return row


async def _view(
    db: AsyncSession, community_id: UUID, member: Member, row: Capacity | None, setting: Setting
) -> wire.AttendingDoctorCapacity:
    month = rules.month_of(setting.at, setting.zone)
    everybody = await places_of(db, community_id, setting)
    mine = next((one for one in everybody if one.professional_id == member.professional_id), None)
    following = rules.next_month(month)
    volunteers = [one for one in everybody if one.quota]
    return wire.AttendingDoctorCapacity(
        version=row.version if row else UNDECLARED,
        volunteers=member.attending_doctor,
        this_month=_month(month, _quota(row, month), mine),
        next_month=_month(following, _quota(row, following), None),
        home_visits=row.home_visits if row else False,
        sectors=list(row.sectors) if row else [],
        pause_from=row.pause_from if row else None,
        pause_to=row.pause_to if row else None,
        in_six_months=row.in_six_months if row else None,
        declared_at=row.declared_at if row else None,
        fair_share=round(sum(one.quota for one in volunteers) / len(volunteers), 1) if volunteers else None,
    )


def _quota(row: Capacity | None, month: str) -> int:
    return 0 if row is None else rules.quota_in(month, row.quota, row.later_quota, row.later_month)


def _month(month: str, quota: int, mine: Places | None) -> wire.AttendingDoctorMonth:
    accepted, pending = (mine.accepted, mine.pending) if mine else (0, 0)
    left = max(0, quota - accepted - pending)
    return wire.AttendingDoctorMonth(month=month, quota=quota, accepted=accepted, pending=pending, left=left)
