"""The sweep that lets old answers lapse, and asks members whether their page is still right."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract.models import NotificationKind
from api.core.actor import system_actor
from api.directory import rules
from api.directory.policy import visible_to
from api.directory.service.checks import today_of
from api.directory.service.leave import leaves_at
from api.directory.tables import Membership, Professional
from api.identity import service as identity
from api.notifications import service as notifications

BATCH = 200
"""Members asked in one transaction."""


async def keep_pages_true(db: AsyncSession, community_id: UUID, at: datetime) -> int:
    """Let « takes new patients » lapse where it was not said again, and ask owners of old pages; how many
    were asked. Harmless when repeated: nobody is asked twice for the same reason, nor while absent."""
    today = await today_of(db, community_id, at)
    directory = (await identity.rules_of(db, community_id)).directory
    system = system_actor(community_id)
    here = visible_to(system)
    lapsed = await db.scalars(
        update(Membership)
        .where(here, Membership.accepts_new_patients.is_(True), Membership.new_patients_until <= today)
        .values(accepts_new_patients=None)
        .returning(Membership.id)
    )
    for membership_id in lapsed.all():
        await audit.record(db, system, "membership.new_patients_lapsed", "membership", membership_id)
    old = Membership.declared_on <= today - timedelta(days=directory.confirm_days)
    waited = Membership.asked_on <= today - timedelta(days=directory.remind_again_days)
    due = await db.scalars(
        select(Membership)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(
            here,
            Professional.is_active,
            or_(old, Membership.declared_on.is_(None), Membership.new_patients_until <= today),
            or_(Membership.asked_on.is_(None), waited),
            Membership.times_asked < rules.MOST_TIMES_ASKED,
            Membership.professional_id.not_in(await leaves_at(db, None, at)),
        )
        .order_by(Membership.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Membership)
    )
    asked = due.all()
    for member in asked:
        member.times_asked, member.asked_on = member.times_asked + 1, today
    await db.flush()
    owners = await identity.account_ids_of_professionals(
        db, community_id, [member.professional_id for member in asked]
    )
    await notifications.notify(
        db,
        community_id=community_id,
        account_ids=[account for accounts in owners.values() for account in accounts],
        kind=NotificationKind.page_to_confirm,
        at=at,
    )
    return len(asked)
