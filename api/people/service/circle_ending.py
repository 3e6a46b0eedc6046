"""A care circle to which a person agrees no more is emptied, also after a restore; its members are told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract.models import (
    CareCircleConsent,
    CareCircleConsentBy,
    CareCircleConsentMeans,
    NotificationKind,
)
from api.core.actor import Actor, system_actor
from api.identity import service as identity
from api.notifications import service as notifications
from api.people.circle_tables import Circle, CircleMember


@dataclass(frozen=True)
class SaidOfCircle:
    """What a person said of their circle, found by their keyed hash."""

    identity_hash: bytes
    consent: CareCircleConsent
    consent_by: CareCircleConsentBy
    consent_means: CareCircleConsentMeans
    consent_at: datetime


async def empty(db: AsyncSession, actor: Actor, circle: Circle, at: datetime) -> None:
    """Nobody is in the circle any more; those who were are told."""
    theirs = CircleMember.circle_id == circle.id
    await tell_members(db, actor, circle, list(await db.scalars(select(CircleMember).where(theirs))), at)
    await db.execute(delete(CircleMember).where(theirs))


async def take_back_again(
    db: AsyncSession, community_id: UUID, said: Collection[SaidOfCircle], at: datetime
) -> int:
    """After a restore, circles to which a person agreed by then and did not any more later are emptied again,
    as it was said; how many. Their members are told."""
    known = select(Circle).where(
        Circle.community_id == community_id,
        Circle.consent == CareCircleConsent.given,
        Circle.identity_hash.in_([one.identity_hash for one in said]),
    )
    by_hash = {one.identity_hash: one for one in said}
    circles = (await db.scalars(known.order_by(Circle.id).with_for_update())).all()
    actor = system_actor(community_id)
    for circle in circles:
        later = by_hash[circle.identity_hash]
        circle.consent, circle.consent_at = later.consent, later.consent_at
        circle.consent_by, circle.consent_means = later.consent_by, later.consent_means
        await empty(db, actor, circle, at)
        detail = {"decision": later.consent.value}
        await audit.record(db, actor, "care_circle.taken_back_again", "care_circle", circle.id, detail=detail)
    return len(circles)


async def tell_members(
    db: AsyncSession, actor: Actor, circle: Circle, members: list[CircleMember], at: datetime
) -> None:
    """Tell these members that their circle changed; the message names nobody."""
    people = [member.professional_id for member in members if member.professional_id is not None]
    found = await identity.account_ids_of_professionals(db, circle.community_id, people)
    told = {account for accounts in found.values() for account in accounts}
    for member in members:
        if member.organisation_id is not None:
            told |= set(
                await identity.account_ids_of_organisation(db, circle.community_id, member.organisation_id)
            )
    await notifications.notify(
        db,
        community_id=circle.community_id,
        account_ids=sorted(told - {actor.id, actor.person_id}),
        kind=NotificationKind.care_circle_changed,
        at=at,
        may_open_case=False,
    )
